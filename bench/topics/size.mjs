/** What a user's bundle grows by: ours by use, with its ceilings, and rivals' for the same use. */
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { tsImport } from 'tsx/esm/api'

/** The same use of the rivals. Those for Node alone leave its own modules out. */
const RIVALS = {
  signing: {
    jose: `export { importJWK, SignJWT } from 'jose'`,
    hono: `export { sign } from 'hono/jwt'`,
    tsndr: `export { sign } from '@tsndr/cloudflare-worker-jwt'`,
    jsonwebtoken: `import { sign } from 'jsonwebtoken'; export { sign }`,
    'fast-jwt': `export { createSigner } from 'fast-jwt'`,
    jsrsasign: `import { KEYUTIL, KJUR } from 'jsrsasign'; export { KEYUTIL, KJUR }`,
  },
  'signing and verifying': {
    jose: `export { importJWK, jwtVerify, SignJWT } from 'jose'`,
    hono: `export { sign, verify } from 'hono/jwt'`,
    tsndr: `export { sign, verify } from '@tsndr/cloudflare-worker-jwt'`,
    jsonwebtoken: `import { sign, verify } from 'jsonwebtoken'; export { sign, verify }`,
    'fast-jwt': `export { createSigner, createVerifier } from 'fast-jwt'`,
    jsrsasign: `import { KEYUTIL, KJUR } from 'jsrsasign'; export { KEYUTIL, KJUR }`,
  },
  'all of the core': { jose: `export * from 'jose'` },
  base64url: {
    'subtle-jws': `export { decodeBase64url, encodeBase64url } from '../dist/index.js'`,
    jose: `export { base64url } from 'jose'`,
    '@scure/base': `export { base64urlnopad } from '@scure/base'`,
  },
  'all three entry points': {
    'subtle-jws': ['index', 'smart/index', 'server/index']
      .map((entry) => `export * from '../dist/${entry}.js'`)
      .join('\n'),
  },
}

const here = fileURLToPath(new URL('..', import.meta.url))

async function gzippedOf(contents) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: here },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: 'node',
    write: false,
    logLevel: 'silent',
  })
  return gzipSync(outputFiles[0].contents, { level: 9 }).length
}

async function rowOf([name, code]) {
  try {
    return { name, figures: [await gzippedOf(code)] }
  } catch ({ message }) {
    return { name, failed: message.replaceAll('\n', ' ').slice(0, 200) }
  }
}

export async function sizeGroups() {
  const { sizes } = await tsImport('../size.ts', import.meta.url)
  const own = await sizes()
  const uses = [...new Set([...own.map(({ use }) => use), ...Object.keys(RIVALS)])]
  return Promise.all(
    uses.map(async (use) => {
      const size = own.find((size) => size.use === use)
      const rows = await Promise.all(Object.entries(RIVALS[use] ?? {}).map(rowOf))
      if (size) rows.unshift({ name: 'subtle-jws', figures: [size.gzipped], ...overCeiling(size) })
      return { name: use, unit: 'octets gzipped', less: true, base: 'subtle-jws', rows }
    }),
  )
}

function overCeiling({ gzipped, ceiling }) {
  return gzipped > ceiling ? { over: `${gzipped} octets, over its ceiling of ${ceiling}` } : {}
}

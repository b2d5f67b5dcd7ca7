/** How much a user's bundle grows for each job, with subtle-jws, which has ceilings, and with rivals. */
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { sizes } from '../size.mjs'

const JSRSASIGN = `import { KEYUTIL, KJUR } from 'jsrsasign'; export { KEYUTIL, KJUR }`

/** The rivals' imports for a job. Bundles of those for Node do not contain Node's modules. */
const RIVALS = {
  'sign with a JWK': {
    jose: `export { importJWK, SignJWT } from 'jose'`,
    hono: `export { sign } from 'hono/jwt'`,
    tsndr: `export { sign } from '@tsndr/cloudflare-worker-jwt'`,
    jsonwebtoken: `import { sign } from 'jsonwebtoken'; export { sign }`,
    'fast-jwt': `export { createSigner } from 'fast-jwt'`,
    jsrsasign: JSRSASIGN,
  },
  'sign with a PEM': { jose: `export { importPKCS8, SignJWT } from 'jose'` },
  verify: {
    jose: `export { importJWK, jwtVerify } from 'jose'`,
    hono: `export { verify } from 'hono/jwt'`,
    tsndr: `export { verify } from '@tsndr/cloudflare-worker-jwt'`,
    jsonwebtoken: `import { verify } from 'jsonwebtoken'; export { verify }`,
    'fast-jwt': `export { createVerifier } from 'fast-jwt'`,
    jsrsasign: JSRSASIGN,
  },
  'verify by a key set’s URL': { jose: `export { createRemoteJWKSet, jwtVerify } from 'jose'` },
  'all of the core': {
    'subtle-jws': `export * from '../dist/index.js'`,
    jose: `export * from 'jose'`,
  },
  base64url: {
    'subtle-jws': `export { decodeBase64url, encodeBase64url } from '../dist/index.js'`,
    jose: `export { base64url } from 'jose'`,
    '@scure/base': `export { base64urlnopad } from '@scure/base'`,
  },
  'all three entry points': {
    'subtle-jws': ['index', 'smart', 'server']
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
  const own = await sizes()
  const jobs = [...new Set([...own.map(({ job }) => job), ...Object.keys(RIVALS)])]
  return Promise.all(
    jobs.map(async (name) => {
      const measured = own.find(({ job }) => job === name)
      const rows = await Promise.all(Object.entries(RIVALS[name] ?? {}).map(rowOf))
      if (measured)
        rows.unshift({ name: 'subtle-jws', figures: [measured.gzipped], ...overCeiling(measured) })
      return { name, unit: 'octets gzipped', less: true, base: 'subtle-jws', rows }
    }),
  )
}

function overCeiling({ gzipped, ceiling }) {
  return gzipped > ceiling ? { over: `${gzipped} octets, over its ceiling of ${ceiling}` } : {}
}

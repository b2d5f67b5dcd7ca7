/** The size of each job in a user's bundle, minified and gzipped, and its ceiling. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { installMissing, RIVALS } from './install.mjs'

/** Each job: what a user imports for it, and its ceiling in gzipped octets. */
const JOBS = [
  { job: 'sign with a JWK', code: `export { signJwt } from 'subtle-jws'`, ceiling: 5900 },
  {
    job: 'sign with a key made ready',
    code: `export { importSigner, signJwt } from 'subtle-jws'`,
    ceiling: 6500,
  },
  {
    job: 'sign with a PEM',
    code: `export { privateJwkFromPem, signJwt } from 'subtle-jws'`,
    ceiling: 9000,
  },
  { job: 'verify', code: `export { verifyJwt } from 'subtle-jws'`, ceiling: 6950 },
  {
    job: 'verify by a key set’s URL',
    code: `export { createRemoteJwks, verifyJwt } from 'subtle-jws'`,
    ceiling: 10350,
  },
  {
    job: 'the SMART client',
    code: `export { createBackendServicesClient } from 'subtle-jws/smart'`,
    ceiling: 12750,
  },
  {
    job: 'the SMART server',
    code: `export { createAssertionVerifier, createMemoryReplayStore } from 'subtle-jws/server'`,
    ceiling: 12500,
  },
]

const root = join(import.meta.dirname, '..')

async function measure({ build }, job) {
  const { outputFiles } = await build({
    stdin: { contents: job.code, resolveDir: root },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
  })
  const [{ contents, text }] = outputFiles
  return { ...job, text, minified: contents.length, gzipped: gzipSync(contents, { level: 9 }).length }
}

/** Each job as esbuild bundles the built package: `{ job, ceiling, text, minified, gzipped }`. */
export async function sizes() {
  // Imported here, since esbuild may not be installed yet.
  const esbuild = await import('esbuild')
  return Promise.all(JOBS.map((job) => measure(esbuild, job)))
}

async function canImport(name) {
  return import(name).then(
    () => true,
    () => false,
  )
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const problems = (await canImport('esbuild')) ? [] : installMissing([RIVALS])
  for (const problem of problems) console.error(problem)
  if (problems.length) process.exit(1)
  const rows = await sizes()
  console.table(rows.map(({ job, minified, gzipped, ceiling }) => ({ job, minified, gzipped, ceiling })))
  process.exitCode = rows.some(({ gzipped, ceiling }) => gzipped > ceiling) ? 1 : 0
}

/** What each job costs in a user's bundle, minified and gzipped, and the most that it may. */
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

interface Job {
  readonly job: string
  /** What a user imports for it. */
  readonly code: string
  /** The most octets that it may take, gzipped. */
  readonly ceiling: number
}

/** A job with its bundle, and the size of that in octets. */
export interface MeasuredJob extends Job {
  readonly text: string
  readonly minified: number
  readonly gzipped: number
}

const JOBS: readonly Job[] = [
  { job: 'sign with a JWK', code: `export { signJwt } from 'subtle-jws'`, ceiling: 5550 },
  {
    job: 'sign with a key made ready',
    code: `export { importSigner, signJwt } from 'subtle-jws'`,
    ceiling: 6170,
  },
  {
    job: 'sign with a PEM',
    code: `export { privateJwkFromPem, signJwt } from 'subtle-jws'`,
    ceiling: 8760,
  },
  { job: 'verify', code: `export { verifyJwt } from 'subtle-jws'`, ceiling: 6700 },
  {
    job: 'verify by a key set’s URL',
    code: `export { createRemoteJwks, verifyJwt } from 'subtle-jws'`,
    ceiling: 10070,
  },
  {
    job: 'the SMART client',
    code: `export { createBackendServicesClient } from 'subtle-jws/smart'`,
    ceiling: 12300,
  },
  {
    job: 'the SMART server',
    code: `export { createAssertionVerifier, createMemoryReplayStore } from 'subtle-jws/server'`,
    ceiling: 11940,
  },
]

const root = fileURLToPath(new URL('..', import.meta.url))

async function measure(job: Job): Promise<MeasuredJob> {
  const { outputFiles } = await build({
    stdin: { contents: job.code, resolveDir: root },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
  })
  const { contents, text } = outputFiles[0]!
  return { ...job, text, minified: contents.length, gzipped: gzipSync(contents, { level: 9 }).length }
}

/** The size of each job, from the built package, as a user's esbuild makes it. */
export function sizes(): Promise<MeasuredJob[]> {
  return Promise.all(JOBS.map(measure))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const rows = await sizes()
  console.table(rows.map(({ job, minified, gzipped, ceiling }) => ({ job, minified, gzipped, ceiling })))
  process.exitCode = rows.some(({ gzipped, ceiling }) => gzipped > ceiling) ? 1 : 0
}

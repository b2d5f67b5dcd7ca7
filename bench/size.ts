/** What a user's bundle grows by, minified and gzipped, for each use of the module; and its ceilings. */
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

interface Use {
  readonly use: string
  readonly code: string
  /** The most octets that it may take, gzipped. */
  readonly ceiling: number
}

const USES: readonly Use[] = [
  { use: 'signing', code: `export { signJwt } from 'subtle-jws'`, ceiling: 2460 },
  { use: 'signing and verifying', code: `export { signJwt, verifyJwt } from 'subtle-jws'`, ceiling: 4355 },
  { use: 'the SMART client with its signing', code: `export * from 'subtle-jws/smart'`, ceiling: 5765 },
  { use: 'the SMART server with its verifying', code: `export * from 'subtle-jws/server'`, ceiling: 7935 },
  { use: 'all of the core', code: `export * from 'subtle-jws'`, ceiling: 8195 },
]

const root = fileURLToPath(new URL('..', import.meta.url))

/** The size of each use, from the built package, as a user's esbuild makes it. */
export async function sizes(): Promise<
  readonly (Use & { readonly minified: number; readonly gzipped: number })[]
> {
  return Promise.all(
    USES.map(async (use) => {
      const { outputFiles } = await build({
        stdin: { contents: use.code, resolveDir: root },
        bundle: true,
        minify: true,
        format: 'esm',
        target: 'es2022',
        write: false,
      })
      const { contents } = outputFiles[0]!
      return { ...use, minified: contents.length, gzipped: gzipSync(contents, { level: 9 }).length }
    }),
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const rows = await sizes()
  console.table(rows.map(({ use, minified, gzipped, ceiling }) => ({ use, minified, gzipped, ceiling })))
  process.exitCode = rows.some(({ gzipped, ceiling }) => gzipped > ceiling) ? 1 : 0
}

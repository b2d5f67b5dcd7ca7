/**
 * Builds the page as one file, bench/page/dist/index.html, which can be opened from disk or served from
 * anywhere. It installs what it needs.
 *
 *   node bench/page/run.mjs [--serve] [--open]
 *
 * --serve serves it on localhost until it is stopped; --open also opens a browser there. Exit code 1: the
 * build failed; 2: wrong usage.
 */
import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { readOptions } from '../../test/options.mjs'
import { installMissing, PAGE } from '../install.mjs'
import '../../test/plain.mjs'

/** Milliseconds for the build. */
const BUILD_TIME = 120_000

const here = import.meta.dirname

/** Build the page. Returns its file. */
function buildPage() {
  const [problem] = installMissing([PAGE])
  if (problem) throw new Error(problem)
  const args = ['node_modules/vite/bin/vite.js', 'build']
  execFileSync(process.execPath, args, { cwd: here, stdio: 'inherit', timeout: BUILD_TIME })
  return join(here, 'dist/index.html')
}

/** Serve the built page on a free port of 127.0.0.1, and open a browser there if `open` is set. */
export async function servePage(open = false) {
  // Imported here, since Vite may not be installed yet.
  const { preview } = await import('vite')
  const server = await preview({
    configFile: join(here, 'vite.config.mjs'),
    preview: { host: '127.0.0.1', port: 0, open },
  })
  return { url: server.resolvedUrls.local[0], close: () => server.close() }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { serve, open } = readOptions({ serve: { type: 'boolean' }, open: { type: 'boolean' } })
  try {
    const file = buildPage()
    console.log(`${file} (${Math.round(statSync(file).size / 1000)} kB): open it in a browser`)
    if (serve || open) console.log(`serving it on ${(await servePage(open)).url}`)
  } catch ({ message }) {
    console.error(`the page was not built: ${message}`)
    process.exitCode = 1
  }
}

/**
 * Builds the page into bench/page/dist/index.html: one file, to be opened from disk or served from anywhere.
 *
 *   node bench/page/run.mjs [--serve] [--open]
 *
 * --serve serves it on localhost until it is stopped, --open opens a browser there too. Exit code 1: it was not
 * built; 2: wrong usage.
 */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { endAll, killAll, outputOf, within } from '../../test/runtimes/processes.mjs'

/** Seconds that npm has, and that the build has. */
const INSTALL_TIME = 300
const BUILD_TIME = 120

const here = import.meta.dirname

/** Install what the lock file says, when it is not there or the lock file is newer. */
async function install() {
  const installed = statSync(join(here, 'node_modules/.package-lock.json'), { throwIfNoEntry: false })
  if (installed?.mtimeMs >= statSync(join(here, 'package-lock.json')).mtimeMs) return
  await run(INSTALL_TIME, 'npm', ['ci', '--ignore-scripts'])
}

/** Run a program here; where it fails, what it printed says why. */
async function run(seconds, file, args) {
  await within(seconds, async (start) => {
    const program = start(file, args, { cwd: here })
    await outputOf(program).catch((error) => {
      console.error(program.stdout + program.stderr)
      throw error
    })
  })
}

/** Build the page, and say where it is. */
export async function buildPage() {
  await install()
  await run(BUILD_TIME, process.execPath, [join(here, '../../node_modules/typescript/lib/tsc.js')])
  await run(BUILD_TIME, process.execPath, [join(here, 'node_modules/vite/bin/vite.js'), 'build'])
  return join(here, 'dist/index.html')
}

/** Serve the page that was built on a free port of 127.0.0.1, or on the one given. */
export async function servePage({ port = 0, open = false } = {}) {
  const { preview } = await import('vite')
  const options = { host: '127.0.0.1', port, strictPort: port > 0, open }
  const server = await preview({ configFile: join(here, 'vite.config.mjs'), preview: options })
  return { url: server.resolvedUrls.local[0], close: () => server.close() }
}

function options() {
  try {
    return parseArgs({ options: { serve: { type: 'boolean' }, open: { type: 'boolean' } } }).values
  } catch ({ message }) {
    console.error(message)
    return process.exit(2)
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.on('exit', killAll)
  for (const [name, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ]) {
    process.on(name, () => endAll().then(() => process.exit(code)))
  }
  const { serve, open } = options()
  try {
    const file = await buildPage()
    console.log(`${file} (${Math.round(statSync(file).size / 1000)} kB): open it in a browser`)
    if (serve || open) console.log(`serving it on ${(await servePage({ open })).url}`)
  } catch ({ message }) {
    console.error(`the page was not built: ${message}`)
    process.exitCode = 1
  }
}

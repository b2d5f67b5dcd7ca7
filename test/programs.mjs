/** A folder for a suite, and the programs that it starts there. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Characters of a program's complaints that are kept, the last ones. */
const KEPT = 2000

/**
 * A new folder, and what starts programs in it. Both are gone when this process is, which ends itself, with a
 * message, where it has not closed them within so many milliseconds.
 */
export function openFolder(name, milliseconds) {
  const folder = mkdtempSync(join(tmpdir(), `subtle-jws-${name}-`))
  const running = new Set()
  const end = () => {
    for (const child of running) child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
  const watchdog = setTimeout(() => {
    console.error(`not done within ${milliseconds} ms`)
    process.exit(1)
  }, milliseconds)
  // Also where the reader of the output is gone, or a signal comes.
  process.once('exit', end)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1))

  /** Start a program; `ended` gives its exit code, or why there is none, `errors` the end of its complaints. */
  function start(program, args, options) {
    const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], ...options })
    running.add(child)
    child.errors = ''
    child.stderr.on('data', (part) => (child.errors = (child.errors + part).slice(-KEPT)))
    child.ended = new Promise((resolve) => {
      child.on('error', ({ message }) => resolve(message))
      child.on('close', (code, signal) => {
        running.delete(child)
        resolve(code ?? signal)
      })
    })
    return child
  }

  function close() {
    clearTimeout(watchdog)
    end()
  }
  return { folder, start, close }
}

/** The nested packages, which hold what the heavier suites need. */
import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { join } from 'node:path'

/** Milliseconds that npm has. */
const TIMEOUT = 300_000

/** Install in a folder, with npm's `command`, what package-lock.json says, where that was not done since it changed. */
export function installPackages(folder, command = ['ci']) {
  const installed = statSync(join(folder, 'node_modules/.package-lock.json'), { throwIfNoEntry: false })
  if (installed?.mtimeMs >= statSync(join(folder, 'package-lock.json')).mtimeMs) return
  const args = [...command, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'], timeout: TIMEOUT })
}

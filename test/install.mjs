import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { join } from 'node:path'

/** Install what the package-lock.json in a folder says, where that was not done since it changed. */
export function installPackages(folder, seconds = 300) {
  const installed = statSync(join(folder, 'node_modules/.package-lock.json'), { throwIfNoEntry: false })
  if (installed?.mtimeMs >= statSync(join(folder, 'package-lock.json')).mtimeMs) return
  const options = { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'], timeout: seconds * 1000 }
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], options)
}

/** Prepares the place where programs run: installs npm packages, and gives each runtime a home. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { installPackages } from '../packages.mjs'
import { openDisplay } from './browsers.mjs'
import { outputOf, within } from './processes.mjs'

/** Install a folder's packages: gives the problem if that fails, and goes on without them. */
export function install(folder) {
  try {
    installPackages(folder)
    return undefined
  } catch ({ message }) {
    return `${folder}: ${message}`
  }
}

/** The version that a program prints for --version. */
async function versionOf(file, start) {
  const output = await outputOf(start(file, ['--version']))
  return /\d+[.-]\d[\d.-]*/.exec(output)?.[0]
}

/**
 * Run `work` with a runtime, within `seconds`. It gets a function that starts programs in the site with a
 * home of their own, that home, and the runtime's version.
 */
export async function inHome(row, site, seconds, work) {
  const home = join(site, `home-${row.name}`)
  mkdirSync(home, { mode: 0o700, recursive: true })
  const env = { PATH: process.env.PATH, HOME: home, TMPDIR: home, XDG_RUNTIME_DIR: home, NO_COLOR: '1' }
  return within(seconds, async (startAs) => {
    const start = (file, args) => startAs(file, args, { cwd: site, env })
    if (row.display) env.DISPLAY = await openDisplay(start)
    return work({ start, home, version: row.version ?? (await versionOf(row.file, start)) })
  })
}

/** The package as its users get it: packed, and installed in a project of theirs. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pack } from '../packages.mjs'
import { makeFolder, run as runWithin } from '../runtimes/processes.mjs'
import { findRows } from '../runtimes/rows.mjs'

export const here = import.meta.dirname
export const root = join(here, '../..')

/** A folder for all that is made here. Its projects find the tools in node_modules, as if they had installed them. */
export const temp = makeFolder('packaging')
symlinkSync(join(here, 'node_modules'), join(temp, 'node_modules'))

/** A tool of this folder's, as arguments for node. */
export const tool = (path) => join(here, 'node_modules', path)

const HOME = join(temp, 'home')
mkdirSync(HOME)

/** The environment of the tools, of which none is to ask or to tell anybody anything. */
export const ENV = { PATH: process.env.PATH, HOME, NO_COLOR: '1', CI: '1', WRANGLER_SEND_METRICS: 'false' }

/** How a program ended, and all that it printed. */
export async function run(file, args, { seconds = 60, env, ...options } = {}) {
  const ended = await runWithin(seconds, file, args, { cwd: temp, env: { ...ENV, ...env }, ...options })
  return { ...ended, text: ended.stdout + ended.stderr }
}

/** What a program printed, once it ended well. */
export async function output(file, args, options) {
  const { how, stdout, text } = await run(file, args, options)
  assert.equal(how, 'exit code 0', `${file} ${args.join(' ')}\n${text}`)
  return stdout
}

export const tarball = pack(root, temp)

/** A project with a package.json, the packed package installed, and the files of a folder of this one. */
export function project(name, files, manifest = {}) {
  const folder = join(temp, name)
  cpSync(join(here, files), folder, { recursive: true })
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name, private: true, type: 'module', ...manifest }),
  )
  const args = ['install', '--offline', '--no-audit', '--no-fund', '--no-save', tarball]
  execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'], timeout: 60_000 })
  return folder
}

const rows = findRows()

/** A runtime's row. Where it is missing the test is skipped, and in CI fails. */
export function runtime(t, name) {
  const row = rows.find((entry) => entry.name === name)
  if (row.file) return row
  const message = `missing: ${row.install}`
  assert.ok(!process.env.CI, message)
  console.log(message)
  // npm has no such runtime for this machine, or was not reached: what is tested is not what is missing.
  t.skip(message)
  return undefined
}

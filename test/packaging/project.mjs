/** The package as its users get it: packed, and installed in a project. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pack } from '../packages.mjs'
import { makeFolder, run as runWithin } from '../runtimes/processes.mjs'
import { findRows } from '../runtimes/rows.mjs'
import '../plain.mjs'

export const here = import.meta.dirname
export const root = join(here, '../..')

/** A folder for all projects. They find the tools in its node_modules, as if they had installed them. */
export const temp = makeFolder('packaging')
symlinkSync(join(here, 'node_modules'), join(temp, 'node_modules'))

/** The path of a tool that is installed here. */
export const tool = (path) => join(here, 'node_modules', path)

const HOME = join(temp, 'home')
mkdirSync(HOME)

/** The environment of the tools, without prompts and telemetry. */
export const ENV = { PATH: process.env.PATH, HOME, NO_COLOR: '1', CI: '1', WRANGLER_SEND_METRICS: 'false' }

/** Run a program to its end: how it ended, and its output. */
export async function run(file, args, { seconds = 60, env, ...options } = {}) {
  const ended = await runWithin(seconds, file, args, { cwd: temp, env: { ...ENV, ...env }, ...options })
  return { ...ended, text: ended.stdout + ended.stderr }
}

/** Run a program that must succeed: gives what it printed. */
export async function output(file, args, options) {
  const { how, stdout, text } = await run(file, args, options)
  assert.equal(how, 'exit code 0', `${file} ${args.join(' ')}\n${text}`)
  return stdout
}

export const tarball = pack(root, temp)

/** Make a project from the files of a folder here, and install the packed package in it. */
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

/** A runtime's row. If the runtime is missing, the test is skipped; in CI it fails. */
export function runtime(t, name) {
  const row = rows.find((entry) => entry.name === name)
  if (row.file) return row
  const message = `missing: ${row.install}`
  assert.ok(!process.env.CI, message)
  console.log(message)
  // npm may have no such runtime for this machine, which is not a fault of the package.
  t.skip(message)
  return undefined
}

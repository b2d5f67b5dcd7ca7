// Tests the examples for users, on servers of this machine; dist/ must be built.
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { installPackages } from '../packages.mjs'
import '../plain.mjs'

/** Milliseconds for all of them; each file has its own deadline too. */
const DEADLINE = 420_000

const here = import.meta.dirname
for (const folder of [here, join(here, '../../examples/guarded-fetch')]) installPackages(folder)
const files = readdirSync(here).filter((file) => file.endsWith('.test.mjs'))
const args = ['--test', '--test-concurrency=2', '--test-reporter=spec', ...files]
const { status } = spawnSync(process.execPath, args, { cwd: here, stdio: 'inherit', timeout: DEADLINE })
process.exit(status ?? 1)

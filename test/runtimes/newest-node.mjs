/**
 * Runs the tests of `npm test` in the newest Node, whose fetch and JSON are not those of Node 20. Exit code 1: a test
 * failed, or that Node is missing.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import '../plain.mjs'
import { endWithThis, run } from './processes.mjs'
import { findRows } from './rows.mjs'
import { install } from './site.mjs'

/** Seconds for all tests. */
const TIME = 900

const root = join(import.meta.dirname, '../..')

endWithThis()
const problem = install(import.meta.dirname)
const { file, install: hint } = findRows().findLast(({ title }) => title === 'Node.js')
if (!file) throw new Error(`the newest Node.js is missing: ${problem ?? hint}`)

const tests = readdirSync(join(root, 'test')).filter((name) => name.endsWith('.test.ts'))
const paths = tests.map((name) => join('test', name))
const args = ['--import', 'tsx', '--test', '--test-reporter=tap', ...paths]
const { how, stdout, stderr } = await run(TIME, file, args, { cwd: root })
const counts = Object.fromEntries(
  [...stdout.matchAll(/^# (tests|pass|fail) (\d+)$/gm)].map(([, name, n]) => [name, +n]),
)
const isWhole = how === 'exit code 0' && counts.tests > 0 && counts.pass === counts.tests
if (!isWhole) console.error(stdout, stderr)
console.log(`${file.match(/n\d+/)}: ${how}, ${counts.pass} of ${counts.tests} tests passed`)
process.exit(isWhole ? 0 : 1)

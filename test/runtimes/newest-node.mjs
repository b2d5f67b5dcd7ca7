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
// The rows of Node are in the order of their versions.
const { file, name: newest, install: hint } = findRows().findLast(({ title }) => title === 'Node.js')
if (!file) throw new Error(`the newest Node.js is missing: ${problem ?? hint}`)

const tests = readdirSync(join(root, 'test')).filter((name) => name.endsWith('.test.ts'))
const paths = tests.map((name) => join('test', name))
const args = ['--import', 'tsx', '--test', '--test-reporter=tap', ...paths]
const { how, stdout, stderr } = await run(TIME, file, args, { cwd: root })
const countOf = (name) => Number(stdout.match(new RegExp(`^# ${name} (\\d+)$`, 'm'))?.[1])
const [all, passed] = ['tests', 'pass'].map(countOf)
const isWhole = how === 'exit code 0' && passed > 0 && passed === all
if (!isWhole) console.error(stdout, stderr)
console.log(`${newest}: ${how}, ${passed} of ${all} tests passed`)
process.exit(isWhole ? 0 : 1)

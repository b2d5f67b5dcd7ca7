/**
 * Runs the portable suite against dist/ in every runtime, and prints a table.
 *
 *   node test/runtimes/run.mjs [--only NAME] [--write]
 *
 * --only runs one runtime. --write puts the outcome into results.json and into README.md's table. Exit
 * code 1: a case or a runtime failed, or, with CI set, one is missing; 2: wrong usage.
 */
import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { readOptions, wrongUsage } from '../options.mjs'
import { makeFolder } from './processes.mjs'
import { findRows } from './rows.mjs'
import { inHome, install } from './site.mjs'
import { tableOf, writeResults } from './table.mjs'

/** Seconds that a runtime has. */
const RUNTIME_TIME = 60

const AT_ONCE = 2

const here = import.meta.dirname
const root = join(here, '../..')

/** Fill the folder that every runtime works in: the module as it was built, the suite in one file, the programs. */
async function layOut(site) {
  cpSync(join(root, 'dist'), join(site, 'dist'), { recursive: true })
  cpSync(join(here, 'programs'), site, { recursive: true })
  const bundle = (entry, outfile, format) =>
    build({ entryPoints: [entry], outfile: join(site, outfile), bundle: true, target: 'es2022', ...format })
  await bundle(join(here, 'suite.mjs'), 'suite.mjs', { format: 'esm' })
  // Scripts for where there are no modules.
  await bundle(join(site, 'suite.mjs'), 'suite.js', { format: 'iife', globalName: 'suite' })
  await bundle(join(site, 'dist/index.js'), 'lib.js', { format: 'iife', globalName: 'lib' })
  const lib = await import(join(site, 'dist/index.js'))
  const suite = await import(join(site, 'suite.mjs'))
  const exchange = await suite.makeExchange(lib, suite.ALGORITHMS)
  writeFileSync(join(site, 'exchange.mjs'), `export default ${JSON.stringify(exchange)}`)
  return { site, lib, suite, exchange }
}

/** Run one runtime, and say how it went. */
async function runRow(row, laidOut) {
  const begun = Date.now()
  const outcome = { row, version: row.version, cases: [], problem: undefined, ms: 0 }
  try {
    await inHome(row, laidOut.site, RUNTIME_TIME, async ({ version, ...home }) => {
      outcome.version = version
      const { cases, tokens } = await row.run(row, { ...laidOut, ...home })
      outcome.cases = [...cases, ...(await laidOut.suite.verifyTokens(laidOut.lib, laidOut.exchange, tokens))]
      const names = new Set(cases.map(({ name }) => name))
      const absent = laidOut.suite.namesOf(laidOut.exchange).filter((name) => !names.has(name))
      if (absent.length) throw new Error(`it did not run ${absent.length} cases, the first: ${absent[0]}`)
    })
  } catch ({ message }) {
    outcome.problem = message
  }
  outcome.ms = Date.now() - begun
  return outcome
}

/** Run the rows, so many at once, and give the outcomes in the rows' order. */
async function runRows(rows, laidOut) {
  const outcomes = []
  const queue = rows.entries()
  const worker = async () => {
    for (const [i, row] of queue) {
      outcomes[i] = row.file ? await runRow(row, laidOut) : { row, missing: row.install, cases: [] }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return outcomes
}

const { only, write } = readOptions({ only: { type: 'string' }, write: { type: 'boolean' } })
const names = findRows().map(({ name }) => name)
if (only && !names.includes(only)) wrongUsage(`--only ${only}: expected one of ${names.join(', ')}`)
const site = makeFolder('runtimes')
const problem = install(here)
if (problem) console.error(problem)
const rows = findRows().filter(({ name }) => name === (only ?? name))
const outcomes = await runRows(rows, await layOut(site))
console.log(tableOf(outcomes))
const failed = outcomes.some(({ problem, cases }) => problem || cases.some(({ error }) => error))
const missing = outcomes.some((outcome) => outcome.missing)
if (write) {
  const whole = !only && !failed && !missing
  console.log(whole ? writeResults(outcomes) : 'nothing written: not every runtime ran and passed')
}
process.exit(failed || (missing && process.env.CI) ? 1 : 0)

/**
 * Runs the portable suite against dist/ in every runtime, and prints a table.
 *
 *   node test/runtimes/run.mjs [--only NAME] [--write]
 *
 * --only runs one runtime. --write writes the outcome to results.json and to README.md's table. Exit code 1:
 * a case or a runtime failed, or is missing in CI; 2: wrong usage.
 */
import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { readOptions, wrongUsage } from '../options.mjs'
import { makeFolder } from './processes.mjs'
import { findRows } from './rows.mjs'
import { inHome, install } from './site.mjs'
import { tableOf, writeResults } from './table.mjs'

/** Seconds for a runtime. */
const RUNTIME_TIME = 60

const AT_ONCE = 2

const here = import.meta.dirname
const root = join(here, '../..')

/** Fill the folder that every runtime works in: the built module, the suite in one file, the programs. */
async function layOut(folder) {
  cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true })
  cpSync(join(here, 'programs'), folder, { recursive: true })
  const bundle = (entry, outfile, format) =>
    build({ entryPoints: [entry], outfile: join(folder, outfile), bundle: true, target: 'es2022', ...format })
  await bundle(join(here, 'suite.mjs'), 'suite.mjs', { format: 'esm' })
  // Edge Runtime's machine runs scripts, not modules.
  await bundle(join(folder, 'suite.mjs'), 'suite.js', { format: 'iife', globalName: 'suite' })
  await bundle(join(folder, 'dist/index.js'), 'lib.js', { format: 'iife', globalName: 'lib' })
  const lib = await import(join(folder, 'dist/index.js'))
  const suite = await import(join(folder, 'suite.mjs'))
  const exchange = await suite.makeExchange(lib, suite.ALGORITHMS)
  writeFileSync(join(folder, 'exchange.mjs'), `export default ${JSON.stringify(exchange)}`)
  return { site: folder, lib, suite, exchange }
}

/** Run the suite in one runtime: gives the outcome. */
async function runRow(row, laidOut) {
  const { lib, suite, exchange } = laidOut
  const begun = Date.now()
  const outcome = { row, version: row.version, cases: [], problem: undefined, ms: 0 }
  try {
    await inHome(row, laidOut.site, RUNTIME_TIME, async ({ version, ...home }) => {
      outcome.version = version
      const { cases, tokens } = await row.run(row, { ...laidOut, ...home })
      outcome.cases = [...cases, ...(await suite.verifyTokens(lib, exchange, tokens))]
      const ran = new Set(cases.map(({ name }) => name))
      const absent = suite.namesOf(exchange).filter((name) => !ran.has(name))
      if (absent.length) throw new Error(`it did not run ${absent.length} cases, the first: ${absent[0]}`)
    })
  } catch ({ message }) {
    outcome.problem = message
  }
  outcome.ms = Date.now() - begun
  return outcome
}

/** Run the rows, some at once: gives the outcomes in the rows' order. */
async function runRows(chosen, laidOut) {
  const found = []
  const queue = chosen.entries()
  const worker = async () => {
    for (const [i, row] of queue) {
      found[i] = row.file ? await runRow(row, laidOut) : { row, missing: row.install, cases: [] }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return found
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
const failed = outcomes.some((outcome) => outcome.problem || outcome.cases.some(({ error }) => error))
const missing = outcomes.some((outcome) => outcome.missing)
if (write) {
  const whole = !only && !failed && !missing
  console.log(whole ? writeResults(outcomes) : 'nothing written: not every runtime ran and passed')
}
process.exit(failed || (missing && process.env.CI) ? 1 : 0)

/**
 * Mutation testing: StrykerJS changes src/ in every small way that it knows, one at a time, and a change that
 * no test notices has survived.
 *
 *   node test/mutation/run.mjs [--only AREA] [--write]
 *
 * --only runs one area (areas.mjs). --write puts the outcome into results.json. Exit code 1: the score is
 * under THRESHOLD, or a run failed; 2: wrong usage. Every run is a whole one: nothing is taken from an earlier.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { installPackages } from '../packages.mjs'
import { endAll, killAll, outputOf, within } from '../runtimes/processes.mjs'
import { findRows } from '../runtimes/rows.mjs'
import { AREAS } from './areas.mjs'
import { EXPLAINED } from './explained.mjs'

/** Percent of the mutants that the tests must notice. */
const THRESHOLD = 90

/** Seconds that an area has. */
const AREA_TIME = 3000

const here = fileURLToPath(new URL('.', import.meta.url))
const root = join(here, '../..')

function options() {
  try {
    const { values } = parseArgs({ options: { only: { type: 'string' }, write: { type: 'boolean' } } })
    if (values.only === undefined || Object.hasOwn(AREAS, values.only)) return values
    throw new Error(`--only ${values.only}: expected one of ${Object.keys(AREAS).join(', ')}`)
  } catch ({ message }) {
    console.error(message)
    process.exit(2)
  }
}

/** Run StrykerJS over an area; gives its report. */
async function mutate(area, node) {
  const report = join(here, `reports/${area}.json`)
  rmSync(report, { force: true })
  const stryker = join(here, 'node_modules/@stryker-mutator/core/bin/stryker.js')
  const args = [stryker, 'run', join(here, 'stryker.config.mjs')]
  const env = { ...process.env, AREA: area }
  await within(AREA_TIME, (start) => outputOf(start(node, args, { cwd: root, env })))
  return JSON.parse(readFileSync(report, 'utf8'))
}

/** The mutants of a report, each with its file, what it was and what it became. */
function mutantsOf({ files }) {
  return Object.entries(files).flatMap(([file, { source, mutants }]) =>
    mutants.map(({ location: { start, end }, replacement, status }) => {
      const lines = source.split('\n').slice(start.line - 1, end.line)
      lines.push(lines.pop().slice(0, end.column - 1))
      lines[0] = lines[0].slice(start.column - 1)
      const oneLine = (text) => text.replace(/\s+/g, ' ')
      return { file, line: start.line, status, from: oneLine(lines.join(' ')), to: oneLine(replacement) }
    }),
  )
}

/** How many of the mutants were noticed. A timeout is: it is a loop that ends no more. */
function tally(mutants) {
  const count = (...statuses) => mutants.filter(({ status }) => statuses.includes(status)).length
  const counts = { killed: count('Killed'), timeout: count('Timeout'), survived: count('Survived', 'NoCoverage') }
  const noticed = counts.killed + counts.timeout
  // Rounded down, so that a threshold that was missed is not shown as reached.
  return { score: Math.floor((noticed / (noticed + counts.survived)) * 1000) / 10, ...counts }
}

const { only, write } = options()
process.on('exit', killAll)
for (const [name, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]]) {
  process.on(name, () => endAll().then(() => process.exit(code)))
}

for (const folder of [join(here, '../runtimes'), here]) installPackages(folder)
// StrykerJS needs Node.js 22 or later.
const { file: node, install: hint } = findRows().find(({ name }) => name === 'node24')
if (!node) throw new Error(`Node.js 24 is missing: ${hint}`)

const mutants = []
for (const area of only ? [only] : Object.keys(AREAS)) {
  const began = Date.now()
  const found = mutantsOf(await mutate(area, node))
  mutants.push(...found)
  const { score, survived } = tally(found)
  const minutes = ((Date.now() - began) / 60_000).toFixed(1)
  console.log(`${area}: ${found.length} mutants, ${survived} survived, score ${score} % (${minutes} min)`)
}

const files = [...new Set(mutants.map(({ file }) => file))].sort()
const byFile = Object.fromEntries(files.map((name) => [name, tally(mutants.filter(({ file }) => file === name))]))
console.log()
for (const [file, { score, survived }] of Object.entries(byFile)) {
  console.log(`${file.padEnd(32)} ${score.toFixed(1).padStart(6)} %  ${String(survived).padStart(4)} survived`)
}

const survivors = mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
const reasonOf = ({ file, from, to }) =>
  EXPLAINED.find((row) => row.file === file && row.from === from && row.to === to)?.why
for (const survivor of survivors) {
  const { file, line, from, to } = survivor
  console.log(`\n${file}:${line}\n- ${from}\n+ ${to}\n${reasonOf(survivor) ?? 'not explained (explained.mjs)'}`)
}

const whole = tally(mutants)
console.log(`\nMutation score: ${whole.score} % of ${mutants.length} mutants; ${THRESHOLD} % are needed`)
if (write && !only) {
  const version = (path) => JSON.parse(readFileSync(join(here, 'node_modules', path, 'package.json'), 'utf8')).version
  const versions = {
    stryker: version('@stryker-mutator/core'),
    vitest: version('vitest'),
    node: (await within(5, (start) => outputOf(start(node, ['--version'])))).trim().slice(1),
  }
  const explained = survivors.filter(reasonOf).length
  const results = { ...whole, explained, versions, files: byFile }
  writeFileSync(join(here, 'results.json'), `${JSON.stringify(results, undefined, 2)}\n`)
}
process.exit(whole.score < THRESHOLD ? 1 : 0)

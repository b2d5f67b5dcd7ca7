/**
 * Mutation testing: StrykerJS changes src/ in every small way that it knows, one at a time, and a change that
 * no test notices has survived.
 *
 *   node test/mutation/run.mjs [--only AREA] [--write]
 *
 * --only runs one area (areas.mjs). --write puts the outcome, of one area that of its files, into results.json.
 * Exit code 1: the score is under THRESHOLD, or a run failed; 2: wrong usage. Every mutant is run each time.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readOptions, wrongUsage } from '../options.mjs'
import { installPackages } from '../packages.mjs'
import { endWithThis, outputOf, within } from '../runtimes/processes.mjs'
import { findRows } from '../runtimes/rows.mjs'
import { AREAS } from './areas.mjs'
import { EXPLAINED } from './explained.mjs'

/** Percent of the mutants that the tests must notice. */
const THRESHOLD = 90

/** Seconds that an area has. */
const AREA_TIME = 3000

const here = import.meta.dirname
const root = join(here, '../..')

/** Run StrykerJS over an area; gives its report. */
async function mutate(area, node) {
  const report = join(here, `reports/${area}.json`)
  rmSync(report, { force: true })
  const stryker = join(here, 'node_modules/@stryker-mutator/core/bin/stryker.js')
  const args = [stryker, 'run', join(here, 'stryker.config.mjs')]
  const env = { ...process.env, AREA: area }
  const said = await within(AREA_TIME, (start) => outputOf(start(node, args, { cwd: root, env })))
  // StrykerJS ends well also where the tests fail without a mutant.
  if (!existsSync(report)) throw new Error(`no report on ${area}:\n${said}`)
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

const hasSurvived = ({ status }) => status === 'Survived' || status === 'NoCoverage'

/** The mutants by what became of them; `explained` are those of the survivors that explained.mjs tells of. */
function tally(mutants) {
  const count = (...wanted) => mutants.filter(({ status }) => wanted.includes(status)).length
  const survivors = mutants.filter(hasSurvived)
  const explained = survivors.filter(reasonOf).length
  return { killed: count('Killed'), timeout: count('Timeout'), survived: survivors.length, explained }
}

/** Percent that were noticed, as a loop is that ends no more. Rounded down, so that a miss is not shown as none. */
function scoreOf({ killed, timeout, survived }) {
  return Math.floor(((killed + timeout) / (killed + timeout + survived)) * 1000) / 10
}

/** Why a mutant survives, where that is known. */
function reasonOf({ file, from, to }) {
  return EXPLAINED.find(
    (row) => row.file === file && row.mutants.some(([was, is]) => was === from && is === to),
  )?.why
}

/** Add up what is known of files. */
function sumOf(counts) {
  const sum = { killed: 0, timeout: 0, survived: 0, explained: 0 }
  for (const one of counts) for (const name in sum) sum[name] += one[name]
  return sum
}

/** Keep the outcome in results.json: of these files as it is, of the others as it was. */
async function keep(byFile, node) {
  const path = join(here, 'results.json')
  const known = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).files : {}
  const files = {}
  for (const [file, counts] of Object.entries({ ...known, ...byFile }).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (existsSync(join(root, file))) files[file] = counts
  }
  const sum = sumOf(Object.values(files))
  const { version } = JSON.parse(
    readFileSync(join(here, 'node_modules/@stryker-mutator/core/package.json'), 'utf8'),
  )
  const versions = {
    stryker: version,
    node: (await within(5, (start) => outputOf(start(node, ['--version'])))).trim(),
  }
  writeFileSync(path, `${JSON.stringify({ score: scoreOf(sum), ...sum, versions, files }, undefined, 2)}\n`)
}

const { only, write } = readOptions({ only: { type: 'string' }, write: { type: 'boolean' } })
if (only !== undefined && !Object.hasOwn(AREAS, only)) {
  wrongUsage(`--only ${only}: expected one of ${Object.keys(AREAS).join(', ')}`)
}
endWithThis()

for (const folder of [join(here, '../runtimes'), here]) installPackages(folder)
// StrykerJS needs Node.js 22 or later.
const { file: node, install: hint } = findRows().find(({ name }) => name === 'node24')
if (!node) throw new Error(`Node.js 24 is missing: ${hint}`)

const mutants = []
for (const area of only ? [only] : Object.keys(AREAS)) {
  const began = Date.now()
  const found = mutantsOf(await mutate(area, node))
  mutants.push(...found)
  const counts = tally(found)
  const minutes = ((Date.now() - began) / 60_000).toFixed(1)
  const figures = `${found.length} mutants, ${counts.survived} survived, score ${scoreOf(counts)} %`
  console.log(`${area}: ${figures} (${minutes} min)`)
}

const byFile = {}
for (const file of new Set(mutants.map(({ file }) => file))) {
  byFile[file] = tally(mutants.filter((mutant) => mutant.file === file))
}
console.log()
for (const [file, counts] of Object.entries(byFile)) {
  const score = scoreOf(counts).toFixed(1)
  console.log(`${file.padEnd(32)} ${score.padStart(5)} %  ${String(counts.survived).padStart(3)} survived`)
}

for (const survivor of mutants.filter(hasSurvived)) {
  const { file, line, from, to } = survivor
  console.log(
    `\n${file}:${line}\n- ${from}\n+ ${to}\n${reasonOf(survivor) ?? 'not explained (explained.mjs)'}`,
  )
}

if (write) await keep(byFile, node)
const score = scoreOf(tally(mutants))
console.log(`\nMutation score: ${score} % of ${mutants.length} mutants; ${THRESHOLD} % are needed`)
process.exit(score < THRESHOLD ? 1 : 0)

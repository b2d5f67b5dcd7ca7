/**
 * Mutation testing: StrykerJS makes many small changes to src/, one at a time. A change that no test notices
 * has survived.
 *
 *   node test/mutation/run.mjs [--only AREA] [--write]
 *
 * --only runs one area (areas.mjs). --write updates the files that were mutated in results.json. Exit code 1:
 * the score is below THRESHOLD, or a run failed; 2: wrong usage. Every mutant is run each time.
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

/** Seconds for an area. */
const AREA_TIME = 3000

const here = import.meta.dirname
const root = join(here, '../..')

/** Run StrykerJS over an area; gives its report. */
async function mutate(area) {
  const report = join(here, `reports/${area}.json`)
  rmSync(report, { force: true })
  const stryker = join(here, 'node_modules/@stryker-mutator/core/bin/stryker.js')
  const args = [stryker, 'run', join(here, 'stryker.config.mjs')]
  const env = { ...process.env, AREA: area }
  const said = await within(AREA_TIME, (start) => outputOf(start(node, args, { cwd: root, env })))
  // StrykerJS exits with 0 even if the tests fail without a mutant.
  if (!existsSync(report)) throw new Error(`no report on ${area}:\n${said}`)
  return JSON.parse(readFileSync(report, 'utf8'))
}

/** The mutants of a report, each with its file and line, the original and the replacement. */
function mutantsOf(report) {
  return Object.entries(report.files).flatMap(([path, { source, mutants: found }]) =>
    found.map(({ location: { start, end }, replacement, status }) => {
      const lines = source.split('\n').slice(start.line - 1, end.line)
      lines.push(lines.pop().slice(0, end.column - 1))
      lines[0] = lines[0].slice(start.column - 1)
      const from = onOneLine(lines.join(' '))
      return { file: path, line: start.line, status, from, to: onOneLine(replacement) }
    }),
  )
}

const onOneLine = (text) => text.replace(/\s+/g, ' ')

const hasSurvived = ({ status }) => status === 'Survived' || status === 'NoCoverage'

/** Count the mutants by their fate; `explained` counts the survivors that explained.mjs lists. */
function tally(found) {
  const count = (wanted) => found.filter(({ status }) => status === wanted).length
  const survivors = found.filter(hasSurvived)
  const explained = survivors.filter(reasonOf).length
  return { killed: count('Killed'), timeout: count('Timeout'), survived: survivors.length, explained }
}

/** Percent of mutants that were noticed; an endless loop is. Rounded down, so that 100 means no survivor. */
function scoreOf({ killed, timeout, survived }) {
  return Math.floor(((killed + timeout) / (killed + timeout + survived)) * 1000) / 10
}

/** Why a mutant survives, if explained.mjs says so. */
function reasonOf(mutant) {
  const isListed = ([from, to]) => from === mutant.from && to === mutant.to
  return EXPLAINED.find((row) => row.file === mutant.file && row.mutants.some(isListed))?.why
}

/** Add up the counts of files. */
function sumOf(counts) {
  const sum = { killed: 0, timeout: 0, survived: 0, explained: 0 }
  for (const one of counts) for (const name in sum) sum[name] += one[name]
  return sum
}

/** Update the counts of these files in results.json, and drop files that no longer exist. */
async function keep(counted) {
  const path = join(here, 'results.json')
  const known = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).files : {}
  const merged = { ...known, ...counted }
  const existing = Object.keys(merged).filter((name) => existsSync(join(root, name)))
  const files = Object.fromEntries(existing.sort().map((name) => [name, merged[name]]))
  const sum = sumOf(Object.values(files))
  const stryker = join(here, 'node_modules/@stryker-mutator/core/package.json')
  const nodeVersion = await within(5, (start) => outputOf(start(node, ['--version'])))
  const versions = {
    stryker: JSON.parse(readFileSync(stryker, 'utf8')).version,
    node: nodeVersion.trim(),
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
  const found = mutantsOf(await mutate(area))
  mutants.push(...found)
  const counts = tally(found)
  const minutes = ((Date.now() - began) / 60_000).toFixed(1)
  const figures = `${found.length} mutants, ${counts.survived} survived, score ${scoreOf(counts)} %`
  console.log(`${area}: ${figures} (${minutes} min)`)
}

const byFile = {}
for (const path of new Set(mutants.map(({ file }) => file))) {
  byFile[path] = tally(mutants.filter(({ file }) => file === path))
}
console.log()
for (const [path, counts] of Object.entries(byFile)) {
  const percent = scoreOf(counts).toFixed(1).padStart(5)
  const survived = String(counts.survived).padStart(3)
  console.log(`${path.padEnd(32)} ${percent} %  ${survived} survived`)
}

for (const survivor of mutants.filter(hasSurvived)) {
  const { file, line, from, to } = survivor
  const reason = reasonOf(survivor) ?? 'not explained (explained.mjs)'
  console.log(`\n${file}:${line}\n- ${from}\n+ ${to}\n${reason}`)
}

if (write) await keep(byFile)
const score = scoreOf(tally(mutants))
console.log(`\nMutation score: ${score} % of ${mutants.length} mutants; ${THRESHOLD} % are needed`)
process.exit(score < THRESHOLD ? 1 : 0)

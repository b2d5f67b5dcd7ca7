/** Writes what a run measured: figures, tables and pictures, of that run alone. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeBlock } from '../test/readme.mjs'
import { chartOf } from './charts.mjs'
import { judge } from './goals.mjs'
import { goalLines, markdownOf, originLine, runtimeLines } from './report.mjs'
import { OWN, TITLES } from './rows.mjs'

/** Where --write puts the results that are kept in the repository. */
export const TRACKED = join(import.meta.dirname, 'results')

/** A folder for a run that begins now, which no other run writes into. */
export function runFolder() {
  const time = new Date().toISOString().slice(0, 19).replaceAll(':', '-')
  return join(import.meta.dirname, 'out', time)
}

/** JSON whose lists of figures stand in one line each. */
function json(value) {
  const numbers = /\[\s+-?[\d.e+-]+(,\s+-?[\d.e+-]+)*\s+\]/g
  return `${JSON.stringify(value, undefined, 1).replace(numbers, (list) => list.replace(/\s+/g, ''))}\n`
}

/** The address of the repository, by which README.md shows pictures. */
function addressOf() {
  const manifest = readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')
  return JSON.parse(manifest).homepage.replace(/#.*/, '')
}

/** The runtime whose topics have pictures: this Node, or the first that was measured. */
const mainOf = (results) => results[OWN] ?? Object.values(results)[0]

/**
 * Write a run's results, by runtime, into a folder that holds nothing else.
 *
 * @returns the names of the files
 */
export function writeRun(folder, results) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const main = mainOf(results)
  const pictures = picturesOf(main)
  const sections = Object.entries(results).map(([runtime, part]) => {
    const goals = judge(runtime, part.topics)
    return markdownOf({ ...part, goals }, TITLES, part === main ? Object.keys(pictures) : [])
  })
  const table = runtimeLines(Object.values(results)).join('\n')
  const files = {
    'results.json': json(results),
    'results.md': `${['# Results', table, ...sections].join('\n\n')}\n`,
  }
  for (const [topic, svg] of Object.entries(pictures)) files[`${topic}.svg`] = svg
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text)
  return Object.keys(files)
}

/** The pictures of a runtime, by topic. */
function picturesOf({ title, version, topics, machine, date }) {
  const origin = `${title} ${version} · ${machine.cpu}, ${machine.cores} cores · ${date}`
  const drawn = Object.keys(TITLES).map((topic) => [
    topic,
    chartOf(topic, TITLES[topic], topics[topic]?.groups ?? [], origin),
  ])
  return Object.fromEntries(drawn.filter(([, svg]) => svg))
}

/** Replace the results in the repository, and README.md's block, by those of a whole run. */
export function writeTracked(results) {
  writeRun(TRACKED, results)
  const main = mainOf(results)
  const lines = [originLine(main), '', ...goalLines(judge(OWN, main.topics)), '']
  const table = runtimeLines(Object.values(results))
  const block = [...lines, ...table, '', `![Signing](${addressOf()}/raw/main/bench/results/sign.svg)`]
  return `wrote bench/results/; ${writeBlock('bench', block)}`
}

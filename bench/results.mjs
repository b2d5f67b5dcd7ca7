/**
 * Keeps the measurements: each run replaces its part of results.json, and everything else is made from that
 * file.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { writeBlock } from '../test/readme.mjs'
import { chartOf } from './charts.mjs'
import { judge } from './goals.mjs'
import { goalLines, markdownOf, originLine, runtimeLines } from './report.mjs'
import { OWN, TITLES } from './rows.mjs'

const folder = fileURLToPath(new URL('results', import.meta.url))

/** JSON whose lists of figures stand in one line each. */
function json(value) {
  const numbers = /\[\s+-?[\d.e+-]+(,\s+-?[\d.e+-]+)*\s+\]/g
  return `${JSON.stringify(value, undefined, 1).replace(numbers, (list) => list.replace(/\s+/g, ''))}\n`
}

function readResults(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch ({ code }) {
    if (code === 'ENOENT') return {}
    throw new Error(`${file} is no JSON: remove it`)
  }
}

/**
 * Replace the topics of a runtime that were measured anew, and write the results and README's block. Topics
 * that were measured on another machine or with another version are dropped.
 *
 * @returns what was written
 */
export function writeResults(name, part) {
  const file = join(folder, 'results.json')
  const results = readResults(file)
  const kept = results[name]
  const same =
    kept && ['machine', 'version', 'versions'].every((key) => isDeepStrictEqual(kept[key], part[key]))
  results[name] = { ...part, topics: { ...(same && kept.topics), ...part.topics } }
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, json(results))

  const whole = Object.entries(results).map(([runtime, measured]) => ({
    name: runtime,
    ...measured,
    goals: judge(runtime, measured.topics),
  }))
  const main = whole.find((one) => one.name === OWN)
  const charts = main ? writeCharts(main) : []
  const sections = whole.map((one) => markdownOf(one, TITLES, one === main ? charts : []))
  const table = runtimeLines(whole)
  writeFileSync(join(folder, 'results.md'), `${['# Results', table.join('\n'), ...sections].join('\n\n')}\n`)

  const chart = charts.includes('sign') ? ['', '![Signing](bench/results/sign.svg)'] : []
  const shown = main ? [originLine(main), '', ...goalLines(main.goals), '', ...table, ...chart] : table
  return `wrote bench/results/; ${writeBlock('bench', shown)}`
}

function writeCharts({ topics, machine: { cpu, cores }, title, version }) {
  const origin = `${cpu}, ${cores} cores; ${title} ${version}`
  return Object.keys(TITLES).filter((topic) => {
    const file = join(folder, `${topic}.svg`)
    const svg = chartOf(topic, TITLES[topic], topics[topic]?.groups ?? [], origin)
    if (svg) writeFileSync(file, svg)
    else rmSync(file, { force: true })
    return Boolean(svg)
  })
}

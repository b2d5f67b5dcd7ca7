/** Keeps what was measured: each run replaces its part of results.json, of which all else is made anew. */
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

/** Figures that stand in one line. */
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
 * Put a runtime's part in the place of what was kept of the same topics, and write the results and README's
 * block. What was measured of it on another machine, or of another version, goes.
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

  const whole = Object.entries(results).map(([name, part]) => ({
    name,
    ...part,
    goals: judge(name, part.topics),
  }))
  const main = whole.find(({ name }) => name === OWN)
  const charts = main ? writeCharts(main) : []
  const sections = whole.map((part) => markdownOf(part, TITLES, part === main ? charts : []))
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

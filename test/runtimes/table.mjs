/** The outcomes as a table, and as the results that are kept. */
import { writeFileSync } from 'node:fs'
import { writeBlock } from '../readme.mjs'

/** Characters of a reason that are shown. */
const SHOWN = 500

const excerpt = (text) => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text)

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`

const failedOf = ({ cases }) => cases.filter(({ error }) => error)

/** A row's cells, and a note instead of those that it lacks. */
function lineOf(outcome) {
  const { row, missing, version = '?', problem, cases, ms } = outcome
  if (missing) return { cells: [row.name], note: `missing: ${missing}` }
  if (problem) {
    return { cells: [row.name, version], note: `failed after ${seconds(ms)}: ${excerpt(problem)}` }
  }
  const failed = failedOf(outcome).length
  const counts = [cases.length, cases.length - failed, failed].map(String)
  return { cells: [row.name, version, ...counts, seconds(ms)], note: '' }
}

/** The table, followed by every failed case with its reason. */
export function tableOf(outcomes) {
  const head = ['runtime', 'version', 'cases', 'passed', 'failed', 'time']
  const lines = [{ cells: head, note: '' }, ...outcomes.map(lineOf)]
  const widthOf = (i) => Math.max(...lines.map(({ cells }) => cells[i]?.length ?? 0))
  const widths = head.map((_, i) => widthOf(i))
  const aligned = (cell, i) => (i < 2 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))
  const table = lines.map(({ cells, note }) => [...cells.map(aligned), note].join('  ').trimEnd())
  const failures = outcomes.flatMap((outcome) =>
    failedOf(outcome).map(({ name, error }) => `${outcome.row.name}: ${name}: ${excerpt(error)}`),
  )
  return [...table, ...(failures.length ? ['', ...failures] : [])].join('\n')
}

/**
 * Write the outcomes to results.json and README.md's table. Durations are left out, since they always differ.
 */
export function writeResults(outcomes) {
  const results = outcomes.map((outcome) => {
    const { row, version, cases } = outcome
    return {
      runtime: row.title,
      version,
      cases: cases.length,
      passed: cases.length - failedOf(outcome).length,
    }
  })
  writeFileSync(new URL('results.json', import.meta.url), `${JSON.stringify(results, undefined, 2)}\n`)
  const table = [
    '| runtime | version | cases passed |',
    '| --- | --- | ---: |',
    ...results.map(
      ({ runtime, version, cases, passed }) => `| ${runtime} | ${version} | ${passed} of ${cases} |`,
    ),
  ]
  const written = [
    writeBlock('runtimes', table, 'docs/runtimes.md'),
    writeBlock('runtimes', readmeLines(results)),
  ]
  return `wrote test/runtimes/results.json; ${written.join('; ')}`
}

/** The lines of README.md's table, and the titles of the runtimes in each. */
const PLACES = {
  servers: /^(Node\.js|Deno|Bun)$/,
  'the edge': /^(Cloudflare|Edge)/,
  browsers: /^(Chromium|Firefox|WebKit)/,
}

/** README.md's table: the runtimes by the place where they run. */
function readmeLines(results) {
  const lines = Object.entries(PLACES).map(([place, titles]) => {
    const there = results.filter(({ runtime }) => titles.test(runtime))
    return `| ${place} | ${there.map(({ runtime, version }) => `${runtime} ${version}`).join(', ')} |`
  })
  return ['| where | runtimes |', '| --- | --- |', ...lines]
}

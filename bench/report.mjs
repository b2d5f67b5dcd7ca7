/** The results as text to read: on a terminal, in Markdown, as charts. */
import { OURS, OURS_VERIFIER, RAW } from './contenders.mjs'
import { quantile, ratio } from './statistics.mjs'

/** What is wrong with groups: entries that failed, and bundles over their ceiling. */
export function faultsOf(groups) {
  return groups.flatMap(({ name: group, rows }) =>
    rows
      .map(({ name, failed, over }) => ({ name, fault: failed ?? over }))
      .filter(({ fault }) => fault)
      .map(({ name, fault }) => `${group}: ${name}: ${fault}`),
  )
}

const number = (value) =>
  Math.abs(value) >= 1000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)))

const spread = ({ median, low, high }) => `${median.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`

/** A group's rows as cells: name, median, its quartiles, and the ratio to the base. */
function cellsOf({ base, rows }) {
  const baseRow = rows.find(({ name, figures }) => name === base && figures)
  return rows.map((row) => {
    const { name, figures, lacks, failed } = row
    if (!figures) return [name, failed ? `failed: ${failed}` : `– ${lacks}`, '', '']
    const median = number(quantile(figures))
    const [low, high] = [0.25, 0.75].map((share) => number(quantile(figures, share)))
    const quartiles = figures.length > 1 ? `${low} to ${high}` : ''
    return [name, median, quartiles, baseRow ? spread(ratio(row, baseRow)) : '']
  })
}

const headOf = ({ unit, base }) => ['', unit, 'quartiles', base ? `to ${base}` : '']

/** A group as a table with aligned columns. */
export function textOf(group) {
  const lines = [headOf(group), ...cellsOf(group)]
  // What an entry lacks, or why it failed, may reach beyond its column.
  const wide = (i) => lines.filter((cells) => i === 0 || cells[2]).map((cells) => cells[i].length)
  const widths = [0, 1, 2].map((i) => Math.max(0, ...wide(i)))
  const aligned = (cell, i) => (i === 0 ? cell.padEnd(widths[0]) : i < 3 ? cell.padStart(widths[i]) : cell)
  return [group.name, ...lines.map((cells) => `  ${cells.map(aligned).join('  ').trimEnd()}`)].join('\n')
}

const tableOf = (head, lines) =>
  [head, head.map((_, i) => (i ? '---:' : '---')), ...lines].map((cells) => `| ${cells.join(' | ')} |`)

const goalCells = ({ what, found, low, high, least, most, met }) => [
  what,
  found === low && found === high ? number(found) : spread({ median: found, low, high }),
  least === undefined ? `≤ ${number(most)}` : `≥ ${least}`,
  met ? 'met' : '**not met**',
]

/** The goals as a table of Markdown. */
export function goalLines(goals) {
  return tableOf(['ratio', 'measured, with quartiles', 'goal', ''], goals.map(goalCells))
}

/** The goals as lines for a terminal. */
export function goalText(goals) {
  const lines = goals
    .map(goalCells)
    .map(([what, found, goal, met]) => [met.replaceAll('*', ''), found, goal, what])
  const widths = [0, 1, 2].map((i) => Math.max(...lines.map(({ [i]: cell }) => cell.length)))
  return lines.map((cells) => cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')).join('\n')
}

/** Ratios that are shown of every runtime: a heading, and where it stands. */
const COLUMNS = [
  ['overhead RS384, to jose', 'overhead', 'sign RS384', OURS, 'jose'],
  ['overhead ES384, to jose', 'overhead', 'sign ES384', OURS, 'jose'],
  ['RS384, 16 at once, to raw', 'sign', 'RS384, 16 at once', OURS, RAW],
  ['ES384, 16 at once, to raw', 'sign', 'ES384, 16 at once', OURS, RAW],
  ['RS384 verified, to jose', 'verify', 'RS384, 16 at once', OURS_VERIFIER, 'jose'],
  ['base64url of 256 B, to jose', 'base64url', 'encode 256 B', 'subtle-jws', 'jose'],
]

/** Every runtime in a table of Markdown. */
export function runtimeLines(parts) {
  const lines = parts.map(({ title, version, topics }) => [
    `${title} ${version}`,
    ...COLUMNS.map(([, topic, wanted, of, over]) => {
      const group = topics[topic]?.groups?.find(({ name }) => name === wanted)
      const [row, base] = [of, over].map((name) =>
        group?.rows.find((row) => row.name === name && row.figures),
      )
      return row && base ? spread(ratio(row, base)) : '–'
    }),
  ])
  return tableOf(['runtime', ...COLUMNS.map(([head]) => head)], lines)
}

/** What the figures are of: machine, system, versions. */
export function originLine({ machine, version, versions, date }) {
  const { cpu, cores, system } = machine
  const packages = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  return `${cpu}, ${cores} cores; ${system}; runtime ${version}; ${packages.join(', ')}; ${date}.`
}

/** One runtime's results in Markdown. */
export function markdownOf({ title, version, topics, goals, ...origin }, titles, charts) {
  const parts = Object.entries(topics).flatMap(([topic, { groups, problem }]) => [
    `### ${titles[topic]}`,
    ...(charts.includes(topic) ? [`![${titles[topic]}](${topic}.svg)`] : []),
    ...(problem ? [`Not measured: ${problem}`] : []),
    ...(groups ?? []).flatMap((group) => [
      `**${group.name}**`,
      tableOf(headOf(group), cellsOf(group)).join('\n'),
    ]),
  ])
  return [
    `## ${title} ${version}`,
    originLine({ version, ...origin }),
    ...(goals.length ? ['### Against the goals', goalLines(goals).join('\n')] : []),
    ...parts,
  ].join('\n\n')
}

/** The results as text: for a terminal, and in Markdown. */
import { OURS, OURS_JWK, OURS_VERIFIER, RAW } from './contenders.mjs'
import { quantile, ratio } from './statistics.mjs'

/** The faults of groups: entries that failed, and bundles over their ceiling. */
export function faultsOf(groups) {
  return groups.flatMap(({ name: group, rows }) =>
    rows
      .filter(({ failed, over }) => failed ?? over)
      .map(({ name, failed, over }) => `${group}: ${name}: ${failed ?? over}`),
  )
}

/** A figure with at least three digits. */
export function number(value) {
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en')
  return String(Number(value.toPrecision(3)))
}

const spread = ({ median, low, high }) => {
  if (low === median && high === median) return median.toFixed(2)
  return `${median.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`
}

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

const widest = (lines, column) => Math.max(0, ...lines.map((cells) => cells[column].length))

/** Columns of the longest bar. */
const BAR = 20

/** A bar for each row with figures: its median's share of the largest. */
function barsOf(rows) {
  const medians = rows.map(({ figures }) => (figures ? Math.max(0, quantile(figures)) : 0))
  const most = Math.max(...medians)
  return rows.map(({ figures }, i) => (figures ? '█'.repeat(Math.max(1, (medians[i] / most) * BAR)) : ''))
}

/** A group as a table with aligned columns, and a bar in each line. */
export function textOf(group) {
  const bars = barsOf(group.rows)
  const cells = cellsOf(group).map((line, i) => [...line, bars[i]])
  const lines = [[...headOf(group), ''], ...cells]
  // Why an entry has no figures may be longer than its column is wide.
  const measured = lines.filter((_, i) => i === 0 || group.rows[i - 1].figures)
  const widths = [0, 1, 2, 3].map((column) => widest(column ? measured : lines, column))
  const aligned = (cell, column) => {
    if (column === 0) return cell.padEnd(widths[0])
    if (column === 4) return cell
    return cell.padStart(widths[column] ?? 0)
  }
  return [group.name, ...lines.map((line) => `  ${line.map(aligned).join('  ').trimEnd()}`)].join('\n')
}

function tableOf(head, lines) {
  const alignment = head.map((_, i) => (i ? '---:' : '---'))
  return [head, alignment, ...lines].map((cells) => `| ${cells.join(' | ')} |`)
}

const goalCells = ({ what, found, low, high, least, most, met }) => [
  what,
  found === low && found === high ? number(found) : spread({ median: found, low, high }),
  least === undefined ? `≤ ${number(most)}` : `≥ ${least}`,
  met ? 'met' : '**not met**',
]

/** The goals as a table of Markdown. */
function goalLines(goals) {
  return tableOf(['ratio', 'measured, with quartiles', 'goal', ''], goals.map(goalCells))
}

/** The goals as lines for a terminal. */
export function goalText(goals) {
  const lines = goals
    .map(goalCells)
    .map(([what, found, goal, met]) => [met.replaceAll('*', ''), found, goal, what])
  const widths = [0, 1, 2].map((column) => widest(lines, column))
  const aligned = (cell, column) => cell.padEnd(widths[column] ?? 0)
  return lines.map((cells) => cells.map(aligned).join('  ')).join('\n')
}

/** The ratios in the table of runtimes: heading, topic, group, and the names of the two entries. */
const COLUMNS = [
  ['overhead RS384, to jose', 'overhead', 'sign RS384', OURS, 'jose'],
  ['overhead ES384, to jose', 'overhead', 'sign ES384', OURS, 'jose'],
  ['RS384, 16 at once, to raw', 'sign', 'RS384, 16 at once', OURS, RAW],
  ['ES384, 16 at once, to raw', 'sign', 'ES384, 16 at once', OURS, RAW],
  ['RS384 verified, to jose', 'verify', 'RS384, 16 at once', OURS_VERIFIER, 'jose'],
  ['base64url of 256 B, to jose', 'base64url', 'encode 256 B', 'subtle-jws', 'jose'],
]

/** A Markdown table with a line for each runtime. */
export function runtimeLines(parts) {
  const lines = parts.map(({ title, version, topics }) => [
    `${title} ${version}`,
    ...COLUMNS.map(([, topic, wanted, of, over]) => {
      const group = topics[topic]?.groups?.find(({ name }) => name === wanted)
      const rowNamed = (entry) => group?.rows.find(({ name, figures }) => name === entry && figures)
      const row = rowNamed(of)
      const base = rowNamed(over)
      return row && base ? spread(ratio(row, base)) : '–'
    }),
  ])
  return tableOf(['runtime', ...COLUMNS.map(([head]) => head)], lines)
}

/** README.md's table: what a line says, its topic and group, and the entry of each column. */
const README_COLUMNS = ['subtle-jws', 'jose', 'raw WebCrypto', 'openssl']
const signatures = (alg) => ({
  says: `signatures a second, ${alg}`,
  topic: 'sign',
  group: `${alg}, 16 at once`,
  of: [OURS_JWK, 'jose', RAW],
  openssl: `${alg}, 16 at once, beside openssl`,
})
const bundle = (says, group) => ({ says, topic: 'size', group, of: ['subtle-jws', 'jose'] })
const README_LINES = [
  signatures('RS384'),
  signatures('ES384'),
  bundle('octets to sign with a JWK', 'sign with a JWK'),
  bundle('octets to verify', 'verify'),
  bundle('octets to verify by a key set’s URL', 'verify by a key set’s URL'),
  {
    says: 'milliseconds to the first token, RS384',
    topic: 'cold',
    group: 'process, RS384',
    of: ['subtle-jws', 'jose', RAW],
  },
]

/** README.md's table: six lines of figures, with a dash for what was not measured. */
export function readmeLines(topics) {
  const medianOf = (topic, group, entry) => {
    const rows = topics[topic]?.groups?.find(({ name }) => name === group)?.rows
    const row = rows?.find(({ name, figures }) => figures && name.startsWith(entry))
    return row ? number(quantile(row.figures)) : '–'
  }
  const lines = README_LINES.map(({ says, topic, group, of, openssl }) => {
    const cells = of.map((entry) => medianOf(topic, group, entry))
    if (cells.length < 3) cells.push('–')
    return [says, ...cells, openssl ? medianOf(topic, openssl, 'openssl') : '–']
  })
  return tableOf(['', ...README_COLUMNS], lines)
}

/** Where the figures come from: machine, system, versions, date. */
export function originLine({ machine, version, versions, date }) {
  const { cpu, cores, system } = machine
  const packages = Object.entries(versions).map((entry) => entry.join(' '))
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

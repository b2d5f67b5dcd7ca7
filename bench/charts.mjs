/** Draws the results as SVG charts with ECharts. They are legible on light and dark pages. */
import { init } from 'echarts'
import { ratio } from './statistics.mjs'

const WIDTH = 900

/** Pixels of a bar, and of the gap between groups. */
const BAR = 11
const GAP = 16

/** One colour for each contender; the strongest is ours. */
const COLORS = [
  '#0b3fa8',
  '#5b8ff9',
  '#444444',
  '#e8684a',
  '#269a99',
  '#9fd8d7',
  '#6f5ef9',
  '#c5bdfc',
  '#f6bd16',
  '#92660a',
  '#d64292',
  '#78d3f8',
]

/** The groups that a topic's chart shows, and whether its axis is logarithmic. */
const CHARTS = {
  sign: { groups: /^[RE]S384, \d+ at once$/ },
  verify: { groups: /^([RE]S384, \d+ at once|server check .*)$/ },
  overhead: { groups: /./ },
  base64url: { groups: /./, log: true },
  cold: { groups: /./ },
  size: { groups: /^(sign with a JWK|verify|all of the core|base64url)$/, log: true },
  scale: { groups: /^(sign|verify) .* [KM]?i?B$|worker threads/ },
}

const measuredRow = (rows, wanted) => rows.find(({ name, figures }) => name === wanted && figures)

/** Each entry's ratio to the base as one series of bars, with one bar for each group. */
function barsOf(groups) {
  const measured = groups.flatMap(({ rows }) => rows.filter(({ figures }) => figures))
  const names = [...new Set(measured.map(({ name }) => name))]
  return names.map((name) => ({
    name,
    type: 'bar',
    label: { show: true, position: 'right', fontSize: 9 },
    data: groups.map(({ base, rows }) => {
      const row = measuredRow(rows, name)
      const baseRow = measuredRow(rows, base)
      return row && baseRow ? Number(ratio(row, baseRow).median.toPrecision(3)) : '-'
    }),
  }))
}

/** The chart of a topic as SVG; undefined if no group has figures. */
export function chartOf(topic, title, groups, origin) {
  const { groups: pattern, log } = CHARTS[topic]
  const shown = groups.filter((group) => pattern.test(group.name) && measuredRow(group.rows, group.base))
  if (!shown.length) return undefined
  const series = barsOf(shown)
  const height = 190 + shown.length * (series.length * BAR + GAP)
  const [{ base, less }] = shown
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height })
  chart.setOption({
    animation: false,
    backgroundColor: '#fff',
    title: {
      text: title,
      subtext: `to ${base} = 1; ${less ? 'shorter' : 'longer'} is better\n${origin}`,
      left: 'center',
    },
    legend: { bottom: 0, itemGap: 30 },
    color: COLORS,
    grid: { left: 200, right: 40, top: 80, bottom: 110 },
    xAxis: log ? { type: 'log', logBase: 10 } : { type: 'value' },
    yAxis: { type: 'category', inverse: true, data: shown.map(({ name }) => name) },
    series: series.map((bars, i) => (i ? bars : { ...bars, markLine: lineAtOne })),
  })
  const svg = chart.renderToSVGString()
  chart.dispose()
  return `${svg}\n`
}

const lineAtOne = {
  symbol: 'none',
  silent: true,
  label: { show: false },
  data: [{ xAxis: 1 }],
  lineStyle: { color: '#888' },
}

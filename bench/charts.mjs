/** The results as charts: SVG by ECharts, to be read on a light and on a dark page alike. */
import { init } from 'echarts'
import { ratio } from './statistics.mjs'

const WIDTH = 900

/** Pixels of a bar, and of what stands between groups. */
const BAR = 11
const GAP = 16

/** What a chart shows of a topic: the groups by pattern, and whether the axis is logarithmic. */
const CHARTS = {
  sign: { groups: /^[RE]S384, \d+ at once$/ },
  verify: { groups: /^([RE]S384, \d+ at once|server check .*)$/ },
  overhead: { groups: /./ },
  base64url: { groups: /./, log: true },
  cold: { groups: /./ },
  size: { groups: /^(signing|signing and verifying|all of the core|base64url)$/, log: true },
  scale: { groups: /^(sign|verify) .* [KM]?i?B$|worker threads/ },
}

/** Bars of each entry’s ratio to the base, a group after the other. */
function barsOf(groups) {
  const names = [...new Set(groups.flatMap(({ rows }) => rows.filter(({ figures }) => figures).map(({ name }) => name)))]
  return names.map((name) => ({
    name,
    type: 'bar',
    label: { show: true, position: 'right', fontSize: 9 },
    data: groups.map(({ base, rows }) => {
      const [row, baseRow] = [name, base].map((wanted) => rows.find(({ name, figures }) => name === wanted && figures))
      return row && baseRow ? Number(ratio(row, baseRow).median.toPrecision(3)) : '-'
    }),
  }))
}

/** The chart of a topic as SVG, where it has groups to show. */
export function chartOf(topic, title, groups, origin) {
  const { groups: pattern, log } = CHARTS[topic]
  const shown = groups.filter(({ name, base, rows }) => pattern.test(name) && rows.some((row) => row.name === base && row.figures))
  if (!shown.length) return undefined
  const series = barsOf(shown)
  const height = 150 + shown.length * (series.length * BAR + GAP)
  const [{ base, less }] = shown
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height })
  chart.setOption({
    animation: false,
    backgroundColor: '#fff',
    title: { text: title, subtext: `to ${base} = 1; ${less ? 'shorter' : 'longer'} is better\n${origin}`, left: 'center' },
    legend: { bottom: 0, itemGap: 30 },
    grid: { left: 200, right: 40, top: 80, bottom: 60 },
    xAxis: log ? { type: 'log', logBase: 10 } : { type: 'value' },
    yAxis: { type: 'category', inverse: true, data: shown.map(({ name }) => name) },
    series: series.map((bars, i) => (i ? bars : { ...bars, markLine: lineAtOne })),
  })
  const svg = chart.renderToSVGString()
  chart.dispose()
  return `${svg}\n`
}

const lineAtOne = { symbol: 'none', silent: true, label: { show: false }, data: [{ xAxis: 1 }], lineStyle: { color: '#888' } }

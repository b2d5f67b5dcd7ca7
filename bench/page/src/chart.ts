/** The live chart: signatures per second of each contestant, round by round. */
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { make } from './dom.ts'
import { rateText } from './report.ts'
import { NAMES, TITLES, type ContestantName, type Round } from './rounds.ts'

const HEIGHT = 260

/** Lines also differ in their dashes, for people who cannot tell the colours apart. */
const DASHES: { readonly [name in ContestantName]: number[] } = {
  raw: [6, 4],
  prepared: [],
  plain: [2, 3],
  jose: [12, 3, 3, 3],
}

export interface Chart {
  draw(rounds: readonly Round[]): void
}

/**
 * A chart in `box`.
 *
 * @param legend names the lines, or shows the figures of the round under the pointer
 */
export function createChart(box: HTMLElement, legend: HTMLElement): Chart {
  const style = getComputedStyle(document.documentElement)
  const color = (name: string) => (): string => style.getPropertyValue(name)
  const axis = {
    stroke: color('--muted'),
    grid: { stroke: color('--line'), width: 1 },
    ticks: { show: false },
    font: `12px ${style.fontFamily}`,
  }
  let shown: readonly Round[] = []
  const say = ({ cursor: { idx } }: uPlot): void => {
    const round = shown[idx ?? -1]
    legend.replaceChildren(
      ...(round ? [make('span', '', `Round ${idx! + 1}`)] : []),
      ...NAMES.map((name) => make('span', `swatch ${name}`, round ? rateText(round[name]) : TITLES[name])),
    )
  }
  const plot = new uPlot(
    {
      width: box.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
      hooks: { ready: [say], setCursor: [say] },
      // The axis shows ten rounds at least, so that the first ones do not fill the whole width.
      scales: {
        x: { time: false, range: (_, __, last) => [1, Math.max(10, last)] },
        y: { range: (_, __, most) => [0, (most || 1) * 1.08] },
      },
      axes: [
        {
          ...axis,
          label: 'Round',
          labelFont: axis.font,
          labelSize: 18,
          size: 30,
          incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500],
          grid: { show: false },
        },
        { ...axis, size: 62, values: (_, values) => values.map(rateText) },
      ],
      series: [
        {},
        ...NAMES.map((name) => ({
          label: TITLES[name],
          stroke: color(`--${name}`),
          width: 2,
          dash: DASHES[name],
          points: { show: false },
        })),
      ],
    },
    [[], ...NAMES.map(() => [])],
    box,
  )
  new ResizeObserver(() => {
    if (box.clientWidth) plot.setSize({ width: box.clientWidth, height: HEIGHT })
  }).observe(box)
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => plot.redraw())
  return {
    draw(rounds) {
      shown = rounds
      const numbers = rounds.map((_, i) => i + 1)
      const lines = NAMES.map((name) => rounds.map((round) => round[name]))
      plot.setData([numbers, ...lines])
    },
  }
}

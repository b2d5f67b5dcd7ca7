/** The first tab: choose, run, watch, compare, copy. */
import type { JwsAlgorithm } from '../../../dist/index.js'
import { isRsa } from './algorithms.ts'
import { createChart } from './chart.ts'
import { copy, element, make, offer, say } from './dom.ts'
import { browserText, markdownOf, rateText, rowsOf, setupText } from './report.ts'
import { NAMES, ratio, TITLES, type Round, type Setup } from './rounds.ts'
import type { News } from './worker.ts'
import RunWorker from './worker.ts?worker&inline'

/** A run's rounds, and the number of rounds that do not count. */
interface Result {
  readonly setup: Setup
  readonly rounds: Round[]
  leftOut: number
}

/** Set the tab up: gives a function that enables it once the algorithms are known. */
export function startBenchmark(): (algorithms: readonly JwsAlgorithm[]) => void {
  const form = element<HTMLFormElement>('bench-form')
  const alg = element<HTMLSelectElement>('bench-alg')
  const bits = element<HTMLSelectElement>('bench-bits')
  const atOnce = element<HTMLSelectElement>('bench-at-once')
  const seconds = element<HTMLSelectElement>('bench-seconds')
  const run = element<HTMLButtonElement>('bench-run')
  const copyButton = element<HTMLButtonElement>('bench-copy')
  const bar = element<HTMLProgressElement>('bench-progress')
  const status = element('bench-status')
  const chartBox = element('bench-chart')
  const chart = createChart(chartBox, element('bench-legend'))
  let worker: Worker | undefined
  let result: Result | undefined
  let wasHidden = false

  const showRunning = (): void => {
    const running = Boolean(worker)
    for (const field of [alg, atOnce, seconds]) field.disabled = running
    bits.disabled = running || !isRsa(alg.value)
    run.textContent = running ? 'Stop' : 'Run'
    run.classList.toggle('stop', running)
    copyButton.disabled = running || !result?.rounds.length
  }

  const showRounds = (rounds: readonly Round[]): void => {
    showTiles(rounds)
    showTable(rounds)
    chart.draw(rounds)
    showChartTable(rounds)
  }

  const take = (news: News, current: Result): void => {
    if (news.kind === 'progress') bar.value = news.fraction
    else if (news.kind === 'checked') say(status, 'Every token verifies. Warming up…')
    else if (news.kind === 'done') end('Done')
    else if (news.kind === 'failed') end(`Failed: ${news.message}`)
    else if (wasHidden) {
      // Browsers slow down a hidden page, so that its measurements mean nothing.
      current.leftOut++
      wasHidden = document.hidden
    } else {
      current.rounds.push(news.round)
      // The number of rounds is left out, since a screen reader would count them aloud.
      say(status, 'Measuring…')
      showRounds(current.rounds)
    }
  }

  const end = (how: string): void => {
    const { rounds, leftOut } = result!
    worker!.terminate()
    worker = undefined
    showRunning()
    const hidden = leftOut ? `, and ${leftOut} that do not count, for the page was hidden` : ''
    say(status, `${how}: ${rounds.length} rounds${hidden}. ${rounds.length ? summary(rounds) : ''}`)
    const measured = `Signatures per second over ${rounds.length} rounds.`
    const label = rounds.length ? `${measured} ${summary(rounds)}` : 'No rounds yet'
    chartBox.setAttribute('aria-label', label)
  }

  const start = (): void => {
    const setup: Setup = {
      alg: alg.value,
      ...(isRsa(alg.value) && { bits: Number(bits.value) }),
      atOnce: Number(atOnce.value),
      seconds: Number(seconds.value),
    }
    const current: Result = { setup, rounds: [], leftOut: 0 }
    result = current
    wasHidden = document.hidden
    bar.value = 0
    showRounds([])
    say(element('bench-title'), `Signatures per second: ${setupText(setup)}`)
    say(status, 'Making a key, and checking each contestant’s token…')
    const started = new RunWorker()
    worker = started
    // Messages of a run that was stopped are ignored.
    started.addEventListener('message', ({ data }: MessageEvent<News>) => {
      if (worker === started) take(data, current)
    })
    // If the browser refuses the worker, the event has no message.
    started.addEventListener('error', ({ message = 'the browser starts no worker' }) => {
      if (worker === started) end(`Failed: ${message}`)
    })
    started.postMessage(setup)
    showRunning()
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (worker) end('Stopped')
    else start()
  })
  alg.addEventListener('change', showRunning)
  document.addEventListener('visibilitychange', () => {
    wasHidden ||= document.hidden
  })

  copyButton.addEventListener('click', async () => {
    const { setup, rounds } = result!
    const markdown = markdownOf(setup, rounds, await browserText())
    const copied = await copy(copyButton, markdown)
    element('bench-markdown-box').hidden = copied
    if (copied) return
    const box = element<HTMLTextAreaElement>('bench-markdown')
    box.value = markdown
    box.focus()
    box.select()
  })

  showRounds([])
  return (algorithms) => {
    offer(
      alg,
      algorithms.map((name) => [name, name]),
    )
    run.disabled = false
    showRunning()
    say(status, 'Ready.')
  }
}

/** The ratios in the tiles. */
const COMPARED = [
  ['prepared signer vs raw', 'prepared', 'raw'],
  ['plain JWK vs raw', 'plain', 'raw'],
  ['prepared signer vs jose', 'prepared', 'jose'],
] as const

function summary(rounds: readonly Round[]): string {
  const raw = ratio(rounds, 'prepared', 'raw').toFixed(2)
  const jose = ratio(rounds, 'prepared', 'jose').toFixed(2)
  return `A prepared signer reaches ${raw} of raw subtle.sign’s speed, and ${jose} of jose’s.`
}

function showTiles(rounds: readonly Round[]): void {
  const tile = (what: string, figure: string): HTMLElement =>
    make('div', 'tile', make('dt', '', what), make('dd', '', figure))
  element('bench-tiles').replaceChildren(
    ...COMPARED.map(([what, one, other]) =>
      tile(what, rounds.length ? `${ratio(rounds, one, other).toFixed(2)}×` : '–'),
    ),
  )
}

function cell(tag: 'th' | 'td', scope: '' | 'col' | 'row', ...children: (Node | string)[]): HTMLElement {
  const made = make(tag, scope === 'row' ? '' : 'number', ...children)
  if (scope) made.setAttribute('scope', scope)
  return made
}

function showTable(rounds: readonly Round[]): void {
  const rows = rounds.length ? rowsOf(rounds) : []
  const most = Math.max(...rows.map(({ median }) => median))
  element('bench-table')
    .querySelector('tbody')!
    .replaceChildren(
      ...NAMES.map((name, i) => {
        const row = rows[i]
        const bar = make('span', `bar ${name}`)
        bar.style.width = row ? `${(100 * row.median) / most}%` : '0'
        const figures = row
          ? [rateText(row.median), `${rateText(row.low)} to ${rateText(row.high)}`, row.ofRaw.toFixed(3)]
          : ['–', '–', '–']
        const head = cell('th', 'row', make('span', `swatch ${name}`, TITLES[name]), bar)
        return make('tr', '', head, ...figures.map((figure) => cell('td', '', figure)))
      }),
    )
}

function showChartTable(rounds: readonly Round[]): void {
  const details = element('bench-rounds')
  details.hidden = !rounds.length
  details
    .querySelector('thead tr')!
    .replaceChildren(...['Round', ...Object.values(TITLES)].map((title) => cell('th', 'col', title)))
  const rows = rounds.map((round, i) => {
    const rates = NAMES.map((name) => rateText(round[name]))
    return make('tr', '', ...[`${i + 1}`, ...rates].map((text) => cell('td', '', text)))
  })
  details.querySelector('tbody')!.replaceChildren(...rows)
}

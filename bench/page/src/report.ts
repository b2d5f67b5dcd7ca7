/** The results as figures and as Markdown. */
import { NAMES, ratio, spread, TITLES, type ContestantName, type Round, type Setup } from './rounds.ts'

export interface Row {
  readonly name: ContestantName
  readonly low: number
  readonly median: number
  readonly high: number
  readonly ofRaw: number
}

/** Three significant digits. */
const grouped = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 })
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })

export function rateText(rate: number): string {
  return rate < 100 ? grouped.format(rate) : whole.format(rate)
}

export function rowsOf(rounds: readonly Round[]): Row[] {
  return NAMES.map((name) => ({
    name,
    ...spread(rounds.map((round) => round[name])),
    ofRaw: ratio(rounds, name, 'raw'),
  }))
}

export function setupText({ alg, bits, atOnce }: Setup): string {
  return [alg, ...(bits ? [`${bits} bits`] : []), `${atOnce} at once`].join(', ')
}

/** Placeholders among a browser's brands, and the engine that several browsers share. */
const NO_BRAND = /not.*brand|^chromium$/i

interface AgentData {
  getHighEntropyValues(names: string[]): Promise<{
    fullVersionList?: { brand: string; version: string }[]
    platform?: string
    platformVersion?: string
    architecture?: string
  }>
}

/** The browser with its version, and the system. */
export async function browserText(): Promise<string> {
  const { userAgentData } = navigator as { userAgentData?: AgentData }
  const asked = ['fullVersionList', 'platform', 'platformVersion', 'architecture']
  const told = await userAgentData?.getHighEntropyValues(asked).catch(() => undefined)
  const brands = told?.fullVersionList ?? []
  const named = brands.find((one) => !NO_BRAND.test(one.brand))
  const brand = named ?? brands.find((one) => one.brand === 'Chromium')
  if (!brand) return navigator.userAgent
  const system = [told?.platform, told?.platformVersion, told?.architecture].filter(Boolean).join(' ')
  return `${brand.brand} ${brand.version}${system && ` on ${system}`}`
}

export function markdownOf(setup: Setup, rounds: readonly Round[], browser: string): string {
  const table = rowsOf(rounds).map(({ name, low, median, high, ofRaw }) =>
    [TITLES[name], rateText(median), `${rateText(low)} to ${rateText(high)}`, ofRaw.toFixed(3)].join(' | '),
  )
  const jose = ratio(rounds, 'prepared', 'jose').toFixed(2)
  const versions = Object.entries(VERSIONS).map((entry) => entry.join(' '))
  const day = new Date().toISOString().slice(0, 10)
  return `### Signatures per second: ${setupText(setup)}

| contestant | signatures/s | middle half | of raw |
| --- | ---: | ---: | ---: |
${table.map((row) => `| ${row} |`).join('\n')}

subtle-jws with a prepared signer is ${jose} times as fast as jose.
${rounds.length} rounds in turn: medians, and the median of the rounds’ ratios.
${versions.join(', ')}; ${browser}; ${navigator.hardwareConcurrency} cores; ${day}.
`
}

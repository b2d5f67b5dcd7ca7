/** The rounds of a run, and their statistics. */
import { quantile } from '../../statistics.mjs'

export type ContestantName = 'raw' | 'prepared' | 'plain' | 'jose'

/** The contestants in the order in which they are shown, and their titles. */
export const TITLES: { readonly [name in ContestantName]: string } = {
  raw: 'raw subtle.sign',
  prepared: 'subtle-jws, prepared signer',
  plain: 'subtle-jws, plain JWK',
  jose: 'jose',
}

export const NAMES = Object.keys(TITLES) as ContestantName[]

/** The settings of a run. */
export interface Setup {
  readonly alg: string
  /** Bits of an RSA key. */
  readonly bits?: number
  /** Signatures under way at the same time. */
  readonly atOnce: number
  /** Seconds to measure; a minimum of rounds is finished even if that takes longer. */
  readonly seconds: number
}

/** One round: signatures per second of each contestant. */
export type Round = { readonly [name in ContestantName]: number }

/** The median, and the bounds of the middle half. */
export function spread(values: readonly number[]): { low: number; median: number; high: number } {
  return { low: quantile(values, 0.25), median: quantile(values), high: quantile(values, 0.75) }
}

/** The median of the rounds' ratios of one contestant to another. */
export function ratio(rounds: readonly Round[], one: ContestantName, other: ContestantName): number {
  return spread(rounds.map((round) => round[one] / round[other])).median
}

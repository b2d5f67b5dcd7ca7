/** Times in seconds since 1970, as people give and read them. */
import { shown } from '../errors.ts'
import { UsageError } from './command.ts'

/** The last second of the year 9999, after which a date needs more digits. */
const LAST = 253402300799

/** A date; a time of day needs a time zone. */
const DATE = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/

/**
 * The time that --at names, in seconds since 1970; undefined for `any`.
 *
 * @throws UsageError: it names no time
 */
export function timeOf(at: string): number | undefined {
  if (at === 'any') return undefined
  if (at === 'now') return Date.now() / 1000
  if (/^\d{1,12}$/.test(at)) return Number(at)
  const milliseconds = DATE.test(at) ? Date.parse(at) : Number.NaN
  const isTime = !Number.isNaN(milliseconds)
  const isDay = isTime && isInCalendar(at.slice(0, 10))
  if (isDay) return milliseconds / 1000
  const known = 'now, any, seconds since 1970, or a date such as 2026-11-26T19:00:00Z'
  let hint = ''
  if (isTime) hint = ', a day that its month does not have'
  if (/^\d{13}$/.test(at)) hint = ', which looks like milliseconds'
  throw new UsageError(`--at is ${shown(at)}${hint}; it must be ${known}`)
}

/** Whether a date exists: Date.parse takes 31 February for 3 March. */
function isInCalendar(day: string): boolean {
  return new Date(day).toISOString().startsWith(day)
}

/** Whether a claim is a time that can be shown as a date. */
export function isDatable(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= LAST
}

/** A time with its date, and how far it is from now: `1422568860 (2015-01-29T22:01:00Z, 11 years ago)`. */
export function dated(seconds: number): string {
  const date = new Date(Math.floor(seconds) * 1000).toISOString().replace('.000Z', 'Z')
  return `${seconds} (${date}, ${distance(seconds - Date.now() / 1000)})`
}

/** Units of time and their seconds, the largest first. */
const UNITS: readonly (readonly [unit: string, seconds: number])[] = [
  ['year', 365.25 * 86400],
  ['day', 86400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
]

function distance(seconds: number): string {
  const far = Math.abs(seconds)
  if (far < 1) return 'now'
  const [unit, size] = UNITS.find(([, least]) => far >= least)!
  const count = Math.floor(far / size)
  const units = count === 1 ? unit : `${unit}s`
  return seconds < 0 ? `${count} ${units} ago` : `in ${count} ${units}`
}

/** A sentence with a date after each of its times. */
export function withDates(sentence: string): string {
  // No part of a negative or a longer number is a time.
  return sentence.replace(/(?<![\w.-])\d{9,11}(\.\d+)?\b/g, (seconds) => dated(Number(seconds)))
}

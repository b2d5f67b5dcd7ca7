/** How errors, and values of a server, read in the report. */
import { shown } from '../../errors.ts'
import { isString } from '../../options.ts'
import { reasonOf, remedyFor } from '../cause.ts'
import type { Finding } from './report.ts'

/** What a check found, without its name. */
export type NamelessFinding = Omit<Finding, 'check'>

/** A request that got no whole answer. */
export function failedRequest(error: Error, url: URL): NamelessFinding {
  const reason = reasonOf(error)
  const remedy = remedyFor(reason)
  if (reason === undefined) return { found: error.message, remedy }
  return { found: `${url.origin}${url.pathname}: no answer (${reason})`, remedy }
}

/** A value of a server. What is no string is never converted to one. */
export function textOf(value: unknown): string {
  return isString(value) ? value : shown(value)
}

/** Values of a server. */
export function listOf(values: readonly unknown[]): string {
  if (values.length === 0) return 'none'
  return values.map(textOf).join(' ')
}

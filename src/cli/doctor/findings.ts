/** How the report words errors and a server's values. */
import { cut, printable, shown } from '../../errors.ts'
import { isString } from '../../options.ts'
import { connectionFailure, lateRemedy, proxyRemedy, unusedProxy } from '../cause.ts'
import type { Finding } from './report.ts'

/** What a check found, without its name. */
export type NamelessFinding = Omit<Finding, 'check'>

/** The most characters that are shown of a server's text. */
const LONGEST_TEXT = 300

/** The most values of a list that are shown, and the most characters that they take together. */
const MOST_VALUES = 12
const LONGEST_LIST = 300

/** The most scopes that are named. */
const MOST_SCOPES = 8

/** A member or parameter that holds a token, with its value. */
const SECRET_MEMBER = /("?(?:access_token|client_assertion|refresh_token|id_token)"?\s*[:=]\s*"?)[^\s"&,}]+/gi

/** The finding for a request that got no whole answer. */
export function failedRequest(error: Error, url: URL): NamelessFinding {
  const failure = connectionFailure(error)
  const proxy = unusedProxy(url)
  if (!failure) {
    const remedy = proxy === undefined ? noAnswerRemedy(error) : proxyRemedy(proxy)
    return { found: error.message, remedy }
  }
  const found = `${url.origin}${url.pathname}: ${failure.found}`
  if (proxy === undefined) return { found, remedy: failure.remedy }
  return { found, remedy: `${proxyRemedy(proxy)}; else ${failure.remedy}` }
}

function noAnswerRemedy(error: Error): string {
  return lateRemedy(error) ?? 'check the URL: the server there is not a SMART server'
}

/** A server's value. Values that are not strings are never converted. */
export function textOf(value: unknown): string {
  return isString(value) ? shortened(value) : shown(value)
}

/** The beginning of a text, without anything that could be a token. */
export function shortened(text: string, most: number = LONGEST_TEXT): string {
  // More than is shown, so that a token is found whole, but not all of a long text.
  const start = cut(text, most * 8)
  const harmless = start.replace(/eyJ[\w-]{10,}(\.[\w-]*)*/g, '(a token)').replace(SECRET_MEMBER, '$1…')
  const plain = printable(harmless.replace(/\s+/g, ' ').trim())
  const isWhole = plain.length <= most && start.length === text.length
  if (isWhole || plain === '') return plain
  return `${cut(plain, most)}…`
}

/** A server's values; of a long list only the first, the last, and how many there are. */
export function listOf(values: readonly unknown[]): string {
  if (values.length === 0) return 'none'
  const texts = values.slice(0, MOST_VALUES).map(textOf)
  const text = texts.join(' ')
  if (values.length <= MOST_VALUES && text.length <= LONGEST_LIST) return text
  return `${values.length} of them, from ${shortened(texts[0]!, 60)} to ${cut(textOf(values.at(-1)), 60)}`
}

/** The names of scopes; of many only the first, and how many more there are. */
export function scopesOf(names: readonly string[]): string {
  const first = shortened(names.slice(0, MOST_SCOPES).join(' '))
  const more = names.length - MOST_SCOPES
  return more > 0 ? `${first} and ${more} more` : first
}

/** A word of a command line, quoted if a shell needs that. */
export function shellWord(word: string): string {
  if (/^[\w@%+=:,./~-]+$/.test(word)) return word
  return `'${word.replaceAll("'", "'\\''")}'`
}

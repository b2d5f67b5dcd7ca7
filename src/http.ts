/**
 * The only caller of fetch: with https only, a deadline for the whole answer, a limit on its size, and no
 * redirect to another origin.
 */
import { within } from './deadline.ts'
import { JoseError, printable, shortened, shown, type JoseErrorDetails } from './errors.ts'
import { isJsonObject, type JsonObject } from './json.ts'
import { BOOLEAN, FUNCTION, isString, MILLISECONDS, withMethods, type Kind, type Kinds } from './options.ts'

/** How a request is made. */
export interface HttpOptions {
  /** What makes the request. Default: the runtime's `fetch`. */
  fetch?: typeof fetch | undefined
  /** Ends the request early. Default: none. */
  signal?: AbortSignal | undefined
  /** Milliseconds until the whole answer must be there, 1 to 700,000,000. Default: 10,000. */
  timeout?: number | undefined
  /** Whether http is allowed to every host; to this machine it always is. Default: false. */
  allowInsecureRequests?: boolean | undefined
}

export const SIGNAL: Kind = /* @__PURE__ */ withMethods('an AbortSignal', 'addEventListener')

export const HTTP_OPTIONS: Kinds<HttpOptions> = {
  fetch: FUNCTION,
  signal: SIGNAL,
  timeout: MILLISECONDS,
  allowInsecureRequests: BOOLEAN,
}

/** An answer that was read completely. */
export interface Answer {
  /** Where it came from: after a redirect, not the URL that was asked. */
  readonly url: URL
  readonly response: Response
  /** The body. */
  readonly text: string
  /** The body, if it is a JSON object. */
  readonly json?: JsonObject
}

/** The most characters of a URL. */
const LONGEST_URL = 2048

/** The most octets of a body. */
const LONGEST_BODY = 262144

/** The most characters of a server's words. */
const LONGEST_DESCRIPTION = 300

/** Which URLs are allowed besides https. */
export interface UrlRules {
  /** Whether http is allowed to every host. Default: false. */
  readonly allowInsecureRequests?: boolean | undefined
  /** Whether http is allowed to this machine. Default: true. */
  readonly loopback?: boolean | undefined
}

/** Names of this machine. */
const LOOPBACK = /^(localhost|\[::1\]|127(\.\d+){3})$/

/** Whether a URL is safe to request: https, or http if the rules allow it, without a password. */
export function isSecure(url: unknown, rules: UrlRules = {}): url is string {
  if (!isString(url) || url.length > LONGEST_URL) return false
  if (!URL.canParse(url)) return false
  const { allowInsecureRequests = false, loopback = true } = rules
  const { protocol, hostname, username, password } = new URL(url)
  if (username || password) return false
  if (protocol === 'http:') return allowInsecureRequests || (loopback && LOOPBACK.test(hostname))
  return protocol === 'https:'
}

/** A caller's URL, which must be safe to request. */
export function secureUrl(url: string | URL, option: string, rules: UrlRules = {}): URL {
  const address = url instanceof URL ? url.href : url
  if (isSecure(address, rules)) return new URL(address)
  throw new TypeError(
    `option ${option} is ${shownUrl(address)}; it must be an https URL (http: on this machine, or with ` +
      `allowInsecureRequests), without a password, in ${LONGEST_URL} characters`,
  )
}

/** A URL as a message shows it: without a password and a query, which may be private. */
export function shownUrl(url: unknown): string {
  if (!isString(url)) return shown(url)
  if (url.length > LONGEST_URL) return `a text of ${url.length} characters`
  if (!URL.canParse(url)) return 'no URL'
  return shown(publicPartOf(new URL(url)))
}

/** A URL without the parts that may be private, shortened. */
export function publicPartOf({ href }: URL): string {
  const address = href.replace(/[?#].*/, '').replace(/(:\/\/)[^/]*@/, '$1')
  return shortened(address, 200)
}

/** The error for a request that failed, or an answer that cannot be used. */
export function httpError(url: URL, sentence: string, details: JoseErrorDetails = {}): JoseError {
  const code = details.error ? 'ERR_OAUTH' : 'ERR_HTTP'
  return new JoseError(code, `${publicPartOf(url)}: ${sentence}`, details)
}

/**
 * The error for an answer that cannot be used: with its status, what the server said, and when it wants to be
 * asked again.
 *
 * @param remedy what to do, unless the server asks to try again later
 * @param error the server's own (RFC 6749 §5.2)
 */
export function answerError(answer: Answer, found: string, remedy = '', error?: string): JoseError {
  const { status, headers } = answer.response
  const description = descriptionIn(answer)
  const retryAfter = retryAfterOf(headers)
  const again = `try again ${retryAfter ? `in ${retryAfter} s` : 'later'}`
  const helps = isBusy(status) ? again : remedy
  return httpError(answer.url, helps ? `${found}; ${helps}` : found, {
    status,
    ...(error && { error }),
    ...(description && { description }),
    ...(retryAfter !== undefined && { retryAfter }),
  })
}

/**
 * What a server said, on one line: its `error_description` (RFC 6749 §5.2), or the beginning of its body, or
 * its challenge (WWW-Authenticate) if the body is empty.
 */
function descriptionIn({ response, text, json = {} }: Answer): string {
  const { error, error_description: description } = json
  // If the body holds only `error`, the message says it already. A success may hold a token or a private key.
  const isSaid = error && isString(error) && Object.keys(json).length === 1
  // The zeros of UTF-16 count as private, since no word is found in it.
  const isPrivate = response.ok && /token|eyJ|"kty"|\0/i.test(text)
  const words = text || (response.headers.get('www-authenticate') ?? '')
  const body = isSaid || isPrivate ? '' : words
  const said = isString(description) && description ? description : body
  // A JWT in it may be the assertion that was sent.
  const plain = said.replace(/eyJ[\w.-]+/g, 'eyJ…').replace(/\s+/g, ' ')
  return shortened(printable(plain.trim()), LONGEST_DESCRIPTION)
}

/** Seconds until a server wants to be asked again: it gives seconds or a date (RFC 9110 §10.2.3). */
function retryAfterOf(headers: Headers): number | undefined {
  const value = headers.get('retry-after') ?? ''
  const sent = Date.parse(headers.get('date') ?? '') || Date.now()
  // A proxy may double it: "60, 60".
  const [count] = /^[\d.]+(e\d+)?(?![\d.-])/i.exec(value) ?? []
  const difference = (Date.parse(value) - sent) / 1000
  const seconds = count ? Number(count) : difference
  if (Number.isNaN(seconds)) return undefined
  const whole = Math.max(Math.ceil(seconds), 0)
  // A year at most.
  return Math.min(whole, 31536000)
}

/** The text of a body, as `Response.text` reads it, up to a limit. */
async function readBody({ body }: Response, url: URL): Promise<string> {
  const decoder = new TextDecoder()
  const reader = body?.getReader()
  let text = ''
  let length = 0
  while (reader) {
    const { value, done } = await reader.read()
    if (done) break
    length += value.length
    if (length > LONGEST_BODY) throw httpError(url, `the answer has more than ${LONGEST_BODY} octets`)
    text += decoder.decode(value, { stream: true })
  }
  return text + decoder.decode()
}

/** The object in a text, as `Response.json` reads it. An answer is not signed, so duplicates are harmless. */
function objectIn(text: string): { json?: JsonObject } {
  try {
    const json: unknown = JSON.parse(text)
    return isJsonObject(json) ? { json } : {}
  } catch {
    return {}
  }
}

/** The target of a redirect. */
function redirectTarget(url: URL, { status, headers }: Response): URL | undefined {
  const location = headers.get('location')
  if (status < 300 || status > 399 || !location) return undefined
  return URL.canParse(location, url.href) ? new URL(location, url) : undefined
}

/** What runtimes without codes say about a failed connection. The rest may be private: a URL, a header. */
const SAID =
  /dns error|refused|certificate|corrupt message|timed? ?out|closed|reading a body|lost|HTTP\/1\.1 protocol/i

/**
 * Why a request failed, as far as the runtime says: the code of the innermost cause, or a known phrase of its
 * message.
 */
function failureOf(failure: unknown): string {
  let error = Object(failure)
  for (let depth = 0; depth < 4; depth++) {
    const { cause, errors } = error
    error = Object(cause ?? errors?.[0] ?? error)
  }
  const { code, message } = error
  const [said] = SAID.exec(isString(message) ? message : '') ?? []
  const reason = isString(code) ? code : said
  return `the request failed${reason ? `: ${shortened(reason, 99)}` : ''}`
}

/**
 * Make a request and read its answer, whatever its status.
 *
 * @param redirects how many redirects are followed, within the origin
 * @throws JoseError `ERR_HTTP` without `status`: no whole answer in time, or a body that is too long; or the
 *   reason of `signal`, if that ended the request
 */
export async function request(
  url: URL,
  init: RequestInit,
  options: HttpOptions,
  redirects = 0,
): Promise<Answer> {
  const { fetch: send = fetch, signal, timeout = 10000 } = options
  const controller = new AbortController()
  async function exchange(address: URL, left: number): Promise<Answer> {
    const sent = { ...init, redirect: 'manual', signal: controller.signal } as const
    const response = await send(address.href, sent)
    const target = redirectTarget(address, response)
    const isWithin = target?.origin === address.origin
    if (left > 0 && isWithin) return exchange(target, left - 1)
    const text = await readBody(response, address)
    return { url: address, response, text, ...objectIn(text) }
  }
  const late = () => httpError(url, `no whole answer within ${timeout} ms`)
  try {
    return await within(timeout, exchange(url, redirects), late, signal)
  } catch (cause) {
    signal?.throwIfAborted()
    if (cause instanceof JoseError) throw cause
    throw httpError(url, failureOf(cause), { cause })
  } finally {
    // Ends what is left of the request: a body that is too long, slow, or no longer wanted.
    controller.abort()
  }
}

/** Whether a status asks to try again later. */
export function isBusy(status: number): boolean {
  return status === 429 || status > 499
}

/** What the members of a JSON answer must be. */
export type AnswerMembers = { readonly [member: string]: Kind }

/**
 * The JSON object of a successful answer.
 *
 * @param hint what to check if the server works, but the answer is not the expected one
 * @throws JoseError `ERR_HTTP` with `status`: no success, no JSON, or a wrong member, whose value is not in
 *   the message, since it may be a secret
 */
export function jsonOfSuccess(answer: Answer, hint: string, members: AnswerMembers): JsonObject {
  const { url, response, json } = answer
  const { status, ok, headers } = response
  const answered = `it answered status ${status}`
  // 304 is not a redirect: it is for those who have the answer.
  if (!ok && status < 400 && status !== 304) {
    const target = redirectTarget(url, response)
    const where = target ? ` to ${publicPartOf(target)}` : ''
    throw answerError(answer, `${answered}, a redirect${where}, which is not followed`)
  }
  if (!ok || !json) {
    const type = shown(headers.get('content-type') ?? undefined)
    const without = ok ? ', and no JSON object' : ''
    throw answerError(answer, `${answered}, content type ${type}${without}`, hint)
  }
  for (const [member, [expected, fits]] of Object.entries(members)) {
    if (!fits(json[member])) throw answerError(answer, `the answer's ${member} must be ${expected}`)
  }
  return json
}

/**
 * The seconds for which an answer is fresh; five minutes if it does not say (RFC 9111 §4.2, as a private
 * cache).
 */
export function freshness(headers: Headers, now: number): number {
  const control = headers.get('cache-control') ?? ''
  if (/no-(store|cache)/i.test(control)) return 0
  const age = Number(/^\d+$/.exec(headers.get('age') ?? '')) || 0
  const maxAge = /(?:^|,)\s*max-age="?(\d*)/i.exec(control)
  // Very many digits are infinite, and a difference of two is NaN: then the answer is not fresh.
  if (maxAge) return Number(maxAge[1]) - age || 0
  const expires = headers.get('expires')
  if (expires === null) return 300 - age
  const from = Date.parse(headers.get('date') ?? '') || now
  // Anything that is not a date, such as 0, is in the past.
  return ((Date.parse(expires) - from) / 1000 || 0) - age
}

/**
 * The only caller of fetch: https, a deadline for the whole answer, a limit to its size, and no redirect to
 * another origin.
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

/** An answer that was read to its end. */
export interface Answer {
  /** Where it came from, which is another URL than was asked where a redirect was followed. */
  readonly url: URL
  readonly response: Response
  /** The body. */
  readonly text: string
  /** The body, where it is a JSON object. */
  readonly json?: JsonObject
}

/** The most characters of a URL. */
const LONGEST_URL = 2048

/** The most octets of a body. */
const LONGEST_BODY = 262144

/** The most characters of what a server said. */
const LONGEST_DESCRIPTION = 300

/** Which URLs may be talked to beside those of https. */
export interface UrlRules {
  /** Whether http may go to every host. Default: false. */
  readonly allowInsecureRequests?: boolean | undefined
  /** Whether http may go to this machine. Default: true. */
  readonly loopback?: boolean | undefined
}

/** Hosts that are this machine. */
const LOOPBACK = /^(localhost|\[::1\]|127(\.\d+){3})$/

/**
 * Whether a URL is safe to talk to: https, or http where the rules allow it; and without a password in it.
 */
export function isSecure(url: unknown, rules: UrlRules = {}): url is string {
  if (!isString(url) || url.length > LONGEST_URL) return false
  if (!URL.canParse(url)) return false
  const { allowInsecureRequests = false, loopback = true } = rules
  const { protocol, hostname, username, password } = new URL(url)
  if (username || password) return false
  if (protocol === 'http:') return allowInsecureRequests || (loopback && LOOPBACK.test(hostname))
  return protocol === 'https:'
}

/** A caller's URL, which must be safe to talk to. */
export function secureUrl(url: string | URL, option: string, rules: UrlRules = {}): URL {
  const address = url instanceof URL ? url.href : url
  if (isSecure(address, rules)) return new URL(address)
  throw new TypeError(
    `option ${option} is ${shownUrl(address)}; it must be an https URL (http: on this machine, or with ` +
      `allowInsecureRequests), without a password, in ${LONGEST_URL} characters`,
  )
}

/** A URL as a message shows it: a password and a query, which may hold what is private, stay out of it. */
export function shownUrl(url: unknown): string {
  if (!isString(url)) return shown(url)
  if (url.length > LONGEST_URL) return `a text of ${url.length} characters`
  if (!URL.canParse(url)) return 'no URL'
  return shown(publicPartOf(new URL(url)))
}

/** A URL without what may be private in it, shortened. */
export function publicPartOf({ href }: URL): string {
  const address = href.replace(/[?#].*/, '').replace(/(:\/\/)[^/]*@/, '$1')
  return shortened(address, 200)
}

/** The error of an exchange that cannot be used. */
export function httpError(url: URL, sentence: string, details: JoseErrorDetails = {}): JoseError {
  const code = details.error ? 'ERR_OAUTH' : 'ERR_HTTP'
  return new JoseError(code, `${publicPartOf(url)}: ${sentence}`, details)
}

/**
 * The error of an answer that cannot be used: with its status, what the server said, and when it wants to be
 * asked again.
 *
 * @param remedy what to do, where the server does not ask to come again later
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
 * What a server said: its `error_description` (RFC 6749 §5.2), or the beginning of what it wrote instead, on
 * one line; of an empty body the challenge (WWW-Authenticate).
 */
function descriptionIn({ response, text, json = {} }: Answer): string {
  const { error, error_description: description } = json
  // An error alone has been said, and a success may hold a token or a private key.
  const isSaid = error && isString(error) && Object.keys(json).length === 1
  // In UTF-16, which has zeros, no word is found.
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

/** The text of a body, as `Response.text` reads it, so long as it is not too much. */
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

/** The object in a text, as `Response.json` reads it: an answer is not signed, so its last member counts. */
function objectIn(text: string): { json?: JsonObject } {
  try {
    const json: unknown = JSON.parse(text)
    return isJsonObject(json) ? { json } : {}
  } catch {
    return {}
  }
}

/** Where a redirect leads to. */
function redirectTarget(url: URL, { status, headers }: Response): URL | undefined {
  const location = headers.get('location')
  if (status < 300 || status > 399 || !location) return undefined
  return URL.canParse(location, url.href) ? new URL(location, url) : undefined
}

/** What runtimes without codes say of a connection that failed. The rest may be private: a URL, a header. */
const SAID = /dns error|refused|certificate|corrupt message|timed? ?out|closed|reading a body|lost/i

/**
 * Why a request failed, as far as the runtime tells: the code of the innermost cause, or a known word of
 * its message.
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
 *   reason of `signal`, where that ended it
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
    // What is left of it ends here: a body that is too long, slow, or no longer wanted.
    controller.abort()
  }
}

/** Whether a server asks to come again later, whatever it says beside. */
export function isBusy(status: number): boolean {
  return status === 429 || status > 499
}

/** What the members of a JSON answer must be. */
export type AnswerMembers = { readonly [member: string]: Kind }

/**
 * The JSON object of a successful answer.
 *
 * @param hint what to look at where the server is up and the answer is none that was asked for
 * @throws JoseError `ERR_HTTP` with `status`: no success, no JSON, or a member that does not fit; its value,
 *   which may be a secret, stays out of the message
 */
export function jsonOfSuccess(answer: Answer, hint: string, members: AnswerMembers): JsonObject {
  const { url, response, json } = answer
  const { status, ok, headers } = response
  const answered = `it answered status ${status}`
  // 304 leads nowhere: it is for those who have the answer.
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
 * Seconds that an answer is fresh for; five minutes where it does not say (RFC 9111 §4.2, as a private
 * cache).
 */
export function freshness(headers: Headers, now: number): number {
  const control = headers.get('cache-control') ?? ''
  if (/no-(store|cache)/i.test(control)) return 0
  const age = Number(/^\d+$/.exec(headers.get('age') ?? '')) || 0
  const maxAge = /(?:^|,)\s*max-age="?(\d*)/i.exec(control)
  // Digits without end are infinite, and their difference is no number, with which nothing would be fresh.
  if (maxAge) return Number(maxAge[1]) - age || 0
  const expires = headers.get('expires')
  if (expires === null) return 300 - age
  const from = Date.parse(headers.get('date') ?? '') || now
  // What is no date, such as 0, is past.
  return ((Date.parse(expires) - from) / 1000 || 0) - age
}

/**
 * The only caller of fetch: https, no redirects, a deadline for the whole answer, and a limit to its size.
 */
import { within } from './deadline.ts'
import { cut, JoseError, shown, type JoseErrorDetails } from './errors.ts'
import { parseJsonObject, type JsonObject } from './json.ts'
import { FUNCTION, isString, MILLISECONDS, withMethods, type Kind, type Kinds } from './options.ts'

/** How a request is made. */
export interface HttpOptions {
  /** What makes the request. Default: the runtime's `fetch`. */
  fetch?: typeof fetch | undefined
  /** Ends the request early. Default: none. */
  signal?: AbortSignal | undefined
  /** Milliseconds until the whole answer must be there, 1 to 700,000,000. Default: 10,000. */
  timeout?: number | undefined
}

export const SIGNAL: Kind = /* @__PURE__ */ withMethods('an AbortSignal', 'addEventListener')

export const HTTP_OPTIONS: Kinds<HttpOptions> = { fetch: FUNCTION, signal: SIGNAL, timeout: MILLISECONDS }

/** An answer that was read to its end. */
export interface Answer {
  readonly url: URL
  readonly response: Response
  /** The body, where it is a JSON object. */
  readonly json?: JsonObject
}

/** The most characters of a URL. */
const LONGEST_URL = 2048

/** The most octets of a body. */
const LONGEST_BODY = 65536

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
}

/** Whether a URL is safe to talk to: https, or http to this machine alone; and without a password in it. */
export function isSecure(url: unknown): url is string {
  if (!isString(url) || url.length > LONGEST_URL) return false
  if (!URL.canParse(url)) return false
  const { protocol, hostname, username, password } = new URL(url)
  if (username || password) return false
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))
}

/** A caller's URL, which must be safe to talk to. */
export function secureUrl(url: string, option: string): URL {
  if (isSecure(url)) return new URL(url)
  const needed = `an https URL (http on this machine), without a password, in ${LONGEST_URL} characters`
  throw new TypeError(`option ${option} is ${shownUrl(url)}; it must be ${needed}`)
}

/** A URL as a message shows it: a password and a query, which may hold what is private, stay out of it. */
function shownUrl(url: unknown): string {
  if (!isString(url)) return shown(url)
  if (url.length > LONGEST_URL) return `a text of ${url.length} characters`
  if (!URL.canParse(url)) return 'no URL'
  return shown(publicPartOf(new URL(url)))
}

function publicPartOf(url: URL): string {
  const copy = new URL(url)
  copy.username = ''
  copy.password = ''
  copy.search = ''
  copy.hash = ''
  return copy.href
}

/** The error of an exchange that cannot be used. */
export function httpError(url: URL, sentence: string, details: JoseErrorDetails = {}): JoseError {
  const code = details.error ? 'ERR_OAUTH' : 'ERR_HTTP'
  const address = publicPartOf(url)
  const shortened = address.length > 200 ? `${cut(address, 199)}…` : address
  return new JoseError(code, `${shortened}: ${sentence}`, details)
}

/** The octets of a body, so long as they are not too many. */
async function readBody({ body }: Response, url: URL): Promise<Uint8Array> {
  const octets = new Uint8Array(LONGEST_BODY)
  const reader = body?.getReader()
  let length = 0
  while (reader) {
    const { value, done } = await reader.read()
    if (done) break
    if (length + value.length > LONGEST_BODY) {
      throw httpError(url, `the answer has more than ${LONGEST_BODY} octets`)
    }
    octets.set(value, length)
    length += value.length
  }
  return octets.subarray(0, length)
}

function objectIn(body: Uint8Array): { json?: JsonObject } {
  try {
    return { json: parseJsonObject(body, 'body') }
  } catch {
    return {}
  }
}

/**
 * Make a request and read its answer, whatever its status.
 *
 * @throws JoseError `ERR_HTTP` without `status`: no whole answer in time, or a body that is too long; or the
 *   reason of `signal`, where that ended it
 */
export async function request(url: URL, init: RequestInit, options: HttpOptions): Promise<Answer> {
  const { fetch: send = fetch, signal, timeout = 10000 } = options
  const controller = new AbortController()
  const exchange = async (): Promise<Answer> => {
    const sent = { ...init, redirect: 'manual', signal: controller.signal } as const
    const response = await send(url.href, sent)
    return { url, response, ...objectIn(await readBody(response, url)) }
  }
  const late = () => httpError(url, `no whole answer within ${timeout} ms`)
  try {
    return await within(timeout, exchange(), late, signal)
  } catch (cause) {
    signal?.throwIfAborted()
    if (cause instanceof JoseError) throw cause
    throw httpError(url, 'the request failed; see cause', { cause })
  } finally {
    // What is left of it ends here: a body that is too long, slow, or no longer wanted.
    controller.abort()
  }
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
export function jsonOfSuccess(
  { url, response, json }: Answer,
  hint: string,
  members: AnswerMembers,
): JsonObject {
  const { status, ok, headers } = response
  const refuse = (sentence: string): never => {
    throw httpError(url, sentence, { status })
  }
  if (status === 429 || status > 499) return refuse(`it answered status ${status}; try again later`)
  if (!ok && status < 400) return refuse(`it answered status ${status}, a redirect, which is not followed`)
  const type = shown(headers.get('content-type') ?? undefined)
  if (!ok) return refuse(`it answered status ${status}, content type ${type}; ${hint}`)
  if (!json) return refuse(`it answered status ${status}, content type ${type}, and no JSON object; ${hint}`)
  for (const [member, [expected, fits]] of Object.entries(members)) {
    if (!fits(json[member])) return refuse(`the answer's ${member} must be ${expected}`)
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
  if (maxAge) return Number(maxAge[1]) - age
  const expires = headers.get('expires')
  if (expires === null) return 300 - age
  const from = Date.parse(headers.get('date') ?? '') || now
  // What is no date, such as 0, is past.
  return ((Date.parse(expires) - from) / 1000 || 0) - age
}

/** The only caller of fetch: https, no redirects, a deadline for the whole answer, and a limit to its size. */
import { JoseError, shown, type ErrorDetails } from './errors.ts'
import { parseJsonObject, type JsonObject } from './json.ts'

/** How a request is made. */
export interface HttpOptions {
  /** What makes the request. Default: the runtime's `fetch`. */
  fetch?: typeof globalThis.fetch
  /** Ends the request early. */
  signal?: AbortSignal
  /** Milliseconds until the whole answer must be there. Default: 10,000. */
  timeout?: number
}

/** An answer that was read to its end. */
export interface Answer {
  readonly response: Response
  /** The body, where it is a JSON object. */
  readonly json: JsonObject | undefined
}

/** The most octets of a body that are read. */
const LIMIT = 65536

/** Whether a URL is safe to talk to: https, or http to this machine alone. */
export function isSecure(url: unknown): url is string {
  if (typeof url !== 'string' || !URL.canParse(url)) return false
  const { protocol, hostname, username } = new URL(url)
  const local = protocol === 'http:' && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
  return !username && (local || protocol === 'https:')
}

/** A caller's URL, which must be safe to talk to. */
export function secureUrl(url: string, what: string): URL {
  if (!isSecure(url)) throw new TypeError(`${what} ${shown(url)}: expected an https URL, or http on localhost`)
  return new URL(url)
}

/** An answer that cannot be used. */
export function badAnswer(url: URL, found: string, expected: string, details: ErrorDetails = {}): JoseError {
  return new JoseError('ERR_HTTP', `${url.origin}${url.pathname}: ${found}`, expected, details)
}

/**
 * Make a request and read its answer, whatever its status.
 *
 * @throws JoseError `ERR_HTTP`: no whole answer in time, a redirect (with `status`), a body that is too
 *   long; or the reason of `signal`, where that ended it
 */
export async function request(url: URL, init: RequestInit, options: HttpOptions): Promise<Answer> {
  const { fetch = globalThis.fetch, signal, timeout = 10000 } = options
  const deadline = AbortSignal.timeout(timeout)
  let response: Response
  let body: Uint8Array | undefined
  try {
    response = await fetch(url.href, { ...init, redirect: 'manual', signal: signal ? AbortSignal.any([signal, deadline]) : deadline })
    body = await readBody(response)
  } catch (cause) {
    signal?.throwIfAborted()
    throw deadline.aborted
      ? badAnswer(url, 'no whole answer', `one within ${timeout} ms`, { cause })
      : badAnswer(url, 'no answer', 'a server that is reachable, with a valid certificate (see cause)', { cause })
  }
  const { status, type } = response
  if (type === 'opaqueredirect' || (status > 299 && status < 400)) {
    throw badAnswer(url, 'a redirect', 'an answer; ask the URL that it leads to', { status })
  }
  if (!body) throw badAnswer(url, 'a body', `at most ${LIMIT} octets`, { status })
  try {
    return { response, json: parseJsonObject(body, 'body') }
  } catch {
    return { response, json: undefined }
  }
}

/** A body's octets; undefined where they are too many, and the rest is left unread. */
async function readBody({ body }: Response): Promise<Uint8Array | undefined> {
  const whole = new Uint8Array(LIMIT)
  const reader = body?.getReader()
  let length = 0
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true }
    if (done) return whole.subarray(0, length)
    if (length + value.length > LIMIT) {
      await reader!.cancel()
      return
    }
    whole.set(value, length)
    length += value.length
  }
}

/** The only caller of fetch: https, no redirects, a deadline for the whole answer, and a limit to its size. */
import { JoseError, shown } from './errors.ts'
import { parseJsonObject, type JsonObject } from './json.ts'

/** How a request is made. */
export interface HttpOptions {
  /** What makes the request. Default: the runtime's `fetch`. */
  fetch?: typeof fetch
  /** Ends the request early. Default: none. */
  signal?: AbortSignal
  /** Milliseconds until the whole answer must be there, 1 to 700,000,000. Default: 10,000. */
  timeout?: number
}

/** An answer that was read to its end. */
export interface Answer {
  readonly url: URL
  readonly response: Response
  /** The body, where it is a JSON object. */
  readonly json?: JsonObject
}

/** The most octets of a body. */
const LIMIT = 65536

/** A caller's mistake, unless `met`. */
export function expectOption(met: unknown, option: string): asserts met {
  if (!met) throw new TypeError(option)
}

/** Options in quotes would be appended where they are to be added. */
export function requireNumbers(options: { readonly [option: string]: number }): void {
  for (const [option, value] of Object.entries(options)) {
    expectOption(typeof value === 'number' && value >= 0, `${option}: expected a number`)
  }
}

/** Timers that are set for more than 2^31 milliseconds go off at once; a client waits three times this. */
export function requireTimeout(timeout: number): void {
  expectOption(timeout > 0 && timeout <= 7e8, 'timeout: expected 1 to 7e8 milliseconds')
}

/** Whether a URL is safe to talk to: https, or http to this machine alone; and without a password in it. */
export function isSecure(url: unknown): url is string {
  return (
    typeof url === 'string' &&
    URL.canParse(url) &&
    /^(https:\/\/[^/@]+|http:\/\/(localhost|127(\.\d+){3}|\[::1])(:\d+)?)\//.test(new URL(url).href)
  )
}

/** A caller's URL, which must be safe to talk to. A password in it stays out of the message. */
export function secureUrl(url: string, option: string): URL {
  expectOption(
    isSecure(url),
    `${option} ${shown(`${url}`.replace(/\/\/[^]*@/, '//…@'))}: expected an https URL`,
  )
  return new URL(url)
}

/** An exchange that cannot be used. The query, which may hold what is private, stays out of the message. */
export function unusable(
  url: URL,
  found: string,
  expected: string,
  details: Partial<JoseError> = {},
): JoseError {
  const code = details.error ? 'ERR_OAUTH' : 'ERR_HTTP'
  return Object.assign(new JoseError(code, `${url.origin}${url.pathname}: ${found}`, expected), details)
}

/**
 * What the promise gives, unless so many milliseconds pass before or the signal ends the wait. The promise
 * goes on. The timer is the caller's own, for in Workers another request's timers may never fire.
 */
export function within<T>(timeout: number, promise: Promise<T>, signal?: AbortSignal | null): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal!.reason)
    const timer = setTimeout(
      reject,
      timeout,
      new JoseError('ERR_HTTP', 'no answer', `one in ${timeout} ms; try again`),
    )
    if (signal?.aborted) abort()
    signal?.addEventListener('abort', abort)
    promise.then(resolve, reject).finally(() => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
    })
  })
}

/**
 * Make a request and read its answer, whatever its status.
 *
 * @throws JoseError `ERR_HTTP` without `status`: no whole answer in time, or a body that is too long; or the
 *   reason of `signal`, where that ended it. TypeError: `timeout`
 */
export async function request(url: URL, init: RequestInit, options: HttpOptions): Promise<Answer> {
  const { fetch: send = fetch, signal, timeout = 10000 } = options
  requireTimeout(timeout)
  const controller = new AbortController()
  const exchange = async (): Promise<Answer> => {
    const response = await send(url.href, { ...init, redirect: 'manual', signal: controller.signal })
    const body = new Uint8Array(LIMIT)
    const reader = response.body?.getReader()
    let length = 0
    for (let part; (part = (await reader?.read())?.value); length += part.length) {
      // A part that does not fit is a RangeError.
      body.set(part, length)
    }
    const answer = { url, response }
    try {
      return { ...answer, json: parseJsonObject(body.subarray(0, length), 'body') }
    } catch {
      return answer
    }
  }
  try {
    return await within(timeout, exchange(), signal)
  } catch (cause) {
    signal?.throwIfAborted()
    throw unusable(
      url,
      'no answer',
      `${LIMIT} octets at most in ${timeout} ms, with a valid certificate (see cause)`,
      {
        cause,
      },
    )
  } finally {
    // What is left of it ends here: a body that is too long, slow, or no longer wanted.
    controller.abort()
  }
}

/** What the members of a JSON answer must be: what tells it, and what a message expects. */
export type Members = {
  readonly [member: string]: readonly [fits: (value: unknown) => unknown, expected: string]
}

/**
 * The JSON object of a successful answer.
 *
 * @throws JoseError `ERR_HTTP` with `status`: no success, no JSON (expecting `remedy` where the server is
 *   up), or a member that does not fit; its value, which may be a secret, stays out of the message
 */
export function success({ url, response, json }: Answer, remedy: string, members: Members): JsonObject {
  const { status, ok, headers } = response
  const expect = (met: unknown, found: string, expected: string): void => {
    if (!met) throw unusable(url, found, expected, { status })
  }
  const later = status > 499 || status === 429
  const found = `status ${status}, ${shown(headers.get('content-type'))}`
  expect(ok || later || status > 399, found, 'no redirect')
  expect(ok && json, found, later ? 'an answer; try again later' : remedy)
  for (const [member, [fits, expected]] of Object.entries(members))
    expect(fits(json![member]), member, expected)
  return json!
}

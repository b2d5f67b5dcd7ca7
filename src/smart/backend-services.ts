/** Access tokens for a backend service (SMART App Launch 2.2.0, backend services), and calls with them. */
import { JoseError, shown } from '../errors.ts'
import { badAnswer, request, secureUrl, type Answer, type HttpOptions } from '../http.ts'
import type { SigningKey } from '../jwt.ts'
import { clientAssertionParams, createClientAssertion } from './assertion.ts'
import { discover, fhirBase } from './configuration.ts'

/** Where tokens come from, who asks for them, and how. One of `fhirBaseUrl` and `tokenEndpoint` is needed. */
export interface BackendServicesOptions {
  /** The FHIR server: its token endpoint is discovered, and `fetch` goes there. */
  fhirBaseUrl?: string
  /** The token endpoint. Default: the discovered one. */
  tokenEndpoint?: string
  /** The client_id. */
  clientId: string
  /** What signs; its `kid` is that of the published key. */
  key: SigningKey
  /** The scopes to ask for, separated by spaces. */
  scope: string
  /** The URL of the JWK Set, as it was registered. Default: none. */
  jku?: string
  /** The assertions' `aud`. Default: the token endpoint. */
  audience?: string | string[]
  /** Default: the runtime's `fetch`. */
  fetch?: typeof globalThis.fetch
  /** The clock, in milliseconds since 1970. Default: `Date.now`. */
  now?: () => number
  /** Milliseconds until the whole answer to a discovery or token request must be there. Default: 10,000. */
  timeout?: number
  /** How often a request that met a network error, 429 or 5xx is made again, each time with a new assertion. Default: 2. */
  retries?: number
  /** The most milliseconds to wait before it is made again, whatever Retry-After says. Default: 10,000. */
  maxRetryDelay?: number
}

/** An access token, as the server granted it (SMART T3). */
export interface AccessToken {
  accessToken: string
  /** The scopes granted, separated by spaces. */
  scope: string
  /** The scopes that were asked for and not granted to the letter; a server may also grant them in other words. */
  missingScopes: string[]
  /** Seconds since 1970, by this machine's clock. */
  expiresAt: number
}

/** A client of one FHIR server. */
export interface BackendServicesClient {
  /** An access token: the one at hand until shortly before it ends, else a new one, asked for once for all callers. */
  accessToken(options?: { signal?: AbortSignal }): Promise<AccessToken>
  /** `fetch` with the token, to URLs at or below the FHIR base URL alone; relative ones are resolved against it. */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>
}

/** What helps against an OAuth error (RFC 6749 §5.2). */
const REMEDIES: { readonly [error: string]: string } = {
  invalid_client: 'a registered client_id, the kid in the published set, aud the token endpoint, clocks alike',
  invalid_scope: 'scopes that the client is registered for',
  unauthorized_client: 'a client registered for client_credentials',
}

/** The longest life of a token that is believed: a year, in seconds. */
const YEAR = 31536000

/** Judge the answer to a token request (SMART T3, T4). */
function judgeToken(url: URL, { json, response }: Answer, asked: string, now: number): AccessToken {
  const { status } = response
  if (!json) {
    throw badAnswer(url, `status ${status}, ${response.headers.get('content-type')}`, 'a JSON object; is this the token endpoint?', { status })
  }
  const { error, error_description: description, access_token: accessToken, token_type: type, expires_in: life, scope } = json
  if (!response.ok) {
    if (typeof error !== 'string') throw badAnswer(url, `status ${status} without error`, 'an access token', { status })
    throw new JoseError('ERR_OAUTH', `${url.origin}${url.pathname}: ${shown(error)}`, REMEDIES[error] ?? 'an access token', {
      status,
      error,
      ...(typeof description === 'string' && { description }),
    })
  }
  const expect = (met: unknown, found: string, expected: string): void => {
    if (!met) throw badAnswer(url, found, expected, { status })
  }
  expect(typeof accessToken === 'string' && accessToken, 'access_token', 'a string')
  expect(`${type}`.toLowerCase() === 'bearer', `token_type ${shown(type)}`, 'bearer')
  expect(typeof life === 'number' && life > 0 && life <= YEAR, `expires_in ${shown(life)}`, `1 to ${YEAR} seconds`)
  expect(typeof scope === 'string', `scope ${shown(scope)}`, 'the scopes granted')
  const granted = (scope as string).split(' ')
  return {
    accessToken: accessToken as string,
    scope: scope as string,
    missingScopes: asked.split(' ').filter((name) => name && !granted.includes(name)),
    expiresAt: Math.floor(now / 1000) + (life as number),
  }
}

/** How long an answer asks to wait (RFC 9110 §10.2.3), in milliseconds. */
function retryAfter({ headers }: Response, now: number): number {
  const value = headers.get('retry-after') ?? ''
  return /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now
}

/** How long a configuration may be kept (RFC 9111 §5.2.2), in milliseconds; five minutes where it does not say. */
function freshness({ headers }: Response): number {
  const control = headers.get('cache-control') ?? ''
  return /no-(store|cache)/i.test(control) ? 0 : Number(/max-age=(\d+)/i.exec(control)?.[1] ?? 300) * 1000
}

/** The promise, or the reason of the signal, whichever comes first; the promise goes on. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort)
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

/**
 * A client that gets access tokens as a backend service does, and keeps them.
 *
 * Callers at the same time share one request, which none of them can cancel for the others; a failure is
 * not kept. The server's clock is learnt from its answers, so that a clock that is off is corrected for the
 * next assertion, and an assertion that was refused for it is made once more.
 *
 * @throws TypeError: an option that is missing or not safe. The methods throw JoseError `ERR_HTTP` (no
 *   answer, or none that can be used), `ERR_OAUTH` (the server's refusal), and as createClientAssertion does
 */
export function createBackendServicesClient(options: BackendServicesOptions): BackendServicesClient {
  const { fhirBaseUrl, tokenEndpoint, scope, audience, now = Date.now, retries = 2, maxRetryDelay = 10000 } = options
  const send = options.fetch ?? globalThis.fetch.bind(globalThis)
  const base = fhirBaseUrl === undefined ? undefined : fhirBase(fhirBaseUrl)
  const endpoint = tokenEndpoint === undefined ? undefined : secureUrl(tokenEndpoint, 'tokenEndpoint')
  if (!base && !endpoint) throw new TypeError('fhirBaseUrl or tokenEndpoint: expected one of them')
  if (typeof scope !== 'string') throw new TypeError('scope: expected a string')
  const http: HttpOptions = { fetch: send, timeout: options.timeout ?? 10000 }

  let discovered: { endpoint: URL; until: number } | undefined
  let current: { token: AccessToken; until: number } | undefined
  let pending: Promise<AccessToken> | undefined
  /** Milliseconds by which the server's clock is ahead of this one. */
  let ahead = 0

  /** Date is in whole seconds, and was written a while ago: so the server's time is never put in its future. */
  function learnClock({ headers }: Response): void {
    const date = Date.parse(headers.get('date') ?? '') + Number(headers.get('age')) * 1000
    if (date > 0) ahead = date - now()
  }

  async function tokenUrl(): Promise<URL> {
    if (endpoint) return endpoint
    if (!discovered || now() >= discovered.until) {
      const { configuration, response } = await discover(base!, http)
      learnClock(response)
      discovered = { endpoint: new URL(configuration.token_endpoint), until: now() + freshness(response) }
    }
    return discovered.endpoint
  }

  async function requestToken(): Promise<AccessToken> {
    const url = await tokenUrl()
    let corrected = false
    for (let attempt = 0; ; attempt++) {
      const believed = ahead
      // One assertion, one request (SMART A3).
      const assertion = await createClientAssertion({ ...options, audience: audience ?? url.href, now: () => now() + believed })
      const body = new URLSearchParams({ grant_type: 'client_credentials', scope, ...clientAssertionParams(assertion) })
      let answer: Answer | undefined
      try {
        const sent = now()
        answer = await request(url, { method: 'POST', body, headers: { accept: 'application/json' } }, http)
        learnClock(answer.response)
        return judgeToken(url, answer, scope, sent)
      } catch (error) {
        const { code, status } = error as JoseError
        const wasOff = !corrected && code === 'ERR_OAUTH' && Math.abs(ahead - believed) > 5000
        const transient = code === 'ERR_HTTP' || code === 'ERR_OAUTH' ? !status || status === 429 || status > 499 : false
        if (wasOff) corrected = true
        else if (!transient || attempt >= retries) throw error
        else {
          const asked = answer ? retryAfter(answer.response, now()) : NaN
          const delay = asked >= 0 ? asked : 250 * 2 ** attempt * (1 + Math.random())
          await new Promise((resolve) => setTimeout(resolve, Math.min(delay, maxRetryDelay)))
        }
      }
    }
  }

  async function renew(): Promise<AccessToken> {
    const asked = now()
    const token = await requestToken()
    const life = token.expiresAt * 1000 - asked
    // Renewed a tenth of its life before it ends: at least five seconds, at most a minute.
    current = { token, until: asked + life - Math.min(60000, Math.max(5000, life / 10)) }
    return token
  }

  async function accessToken({ signal }: { signal?: AbortSignal | null } = {}): Promise<AccessToken> {
    if (current && now() < current.until) return current.token
    pending ??= renew().finally(() => (pending = undefined))
    return signal ? untilAborted(pending, signal) : pending
  }

  /** Refuse to send the token anywhere but to the FHIR server's own URLs (SMART U2). */
  function ownUrl(input: string | URL): URL {
    if (!base) throw new TypeError('fetch: expected a client with fhirBaseUrl')
    const url = new URL(input, base)
    const { origin, pathname, username } = url
    if (origin !== base.origin || !`${pathname}/`.startsWith(base.pathname) || username) {
      throw badAnswer(url, 'not sent', `a URL below ${base.href}; the token is for no other`)
    }
    return url
  }

  return {
    accessToken: (options) => accessToken(options),
    async fetch(input, init = {}) {
      const request = typeof input === 'object' && 'headers' in input ? input : undefined
      const url = ownUrl(request ? request.url : (input as string | URL))
      const repeatable = request && !/^(GET|HEAD)$/.test(request.method) ? false : !(init.body instanceof ReadableStream)
      for (let last = !repeatable; ; last = true) {
        const { accessToken: token } = await accessToken({ signal: init.signal ?? request?.signal ?? null })
        const headers = new Headers(init.headers ?? request?.headers)
        headers.set('authorization', `Bearer ${token}`)
        const response = await send(request ?? url.href, { ...init, headers, redirect: 'manual' })
        if (response.status !== 401) return response
        if (current?.token.accessToken === token) current = undefined
        if (last) return response
        await response.body?.cancel()
      }
    },
  }
}

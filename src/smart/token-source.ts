/** Requests, keeps and renews access tokens (SMART App Launch 2.2.0, backend services). */
import { JoseError } from '../errors.ts'
import { answerError, freshness, isBusy, type HttpOptions } from '../http.ts'
import { secondsOf } from '../options.ts'
import { createSharedTask, isRecent } from '../shared-task.ts'
import { signAssertion, type ClientAssertionOptions } from './assertion.ts'
import { judgeConfiguration, requestConfiguration } from './configuration.ts'
import { judgeToken, requestToken, type AccessToken, type TokenRequestOptions } from './token-request.ts'
import { createStoredToken, type Granted, type TokenStore } from './token-store.ts'

/** How tokens are asked for. */
export interface TokenSourceOptions
  extends Omit<HttpOptions, 'signal'>,
    TokenRequestOptions,
    Omit<ClientAssertionOptions, 'audience'> {
  /** The FHIR base URL, for discovery. */
  base: URL | undefined
  tokenEndpoint?: string | undefined
  /** Default: the token endpoint, or with profile `rfc10070` the issuer. */
  audience?: string | string[] | undefined
  tokenStore?: TokenStore | undefined
  retries: number
  /** Milliseconds that one request may take. */
  timeout: number
  now: () => number
}

/** Where tokens come from. */
export interface TokenSource {
  /** The kept token, or a new one, which `renew` forces. The signal ends this caller's wait. */
  accessToken(signal?: AbortSignal | null, renew?: boolean): Promise<AccessToken>
  /** Forget a token that was refused. */
  drop(accessToken: string | undefined): void
}

/** Since when something is kept, and until when, in milliseconds since 1970. */
interface Lease {
  readonly since: number
  readonly until: number
}

/** A token that was granted. */
interface Kept extends Lease {
  readonly token: AccessToken
}

/** A discovered endpoint. */
interface Discovered extends Lease {
  readonly endpoint: Endpoint
}

/** The outcome of one request: a token, or why there is none, and the answer's Date. */
interface Outcome {
  readonly granted?: Granted
  readonly error?: unknown
  readonly date: string | null
}

/** Where an assertion is sent, and whom it names. */
interface Endpoint {
  readonly url: string
  readonly audience: string | string[]
}

/** A source of tokens. Simultaneous callers share one request. A failure is not kept. */
export function createTokenSource(options: TokenSourceOptions): TokenSource {
  const { base, tokenEndpoint, scope, params, headers, tokenStore, retries, timeout, now } = options
  const { clientId, audience, profile } = options
  /** The most milliseconds that a caller waits, and that all requests and pauses for one token take. */
  const budget = timeout * 3
  const request = [base, tokenEndpoint, clientId, scope, params, [...new Headers(headers)]]
  const stored =
    tokenStore && createStoredToken({ store: tokenStore, request, scope, patience: timeout / 2, now })
  let discovered: Discovered | undefined
  let kept: Kept | undefined
  /** The token that was refused last, which the store may still hold. */
  let refused: string | undefined
  /** Whether a caller wants another token than the store's. */
  let passesStore = false
  /** Milliseconds by which the token endpoint's clock is ahead of this one. */
  let ahead = 0

  /** Not after the clock was set back either: it may have been ahead when the lease was made. */
  function isValid({ since, until }: Lease): boolean {
    return isRecent(since, until - since, now())
  }

  async function discover(): Promise<Endpoint> {
    if (discovered && isValid(discovered)) return discovered.endpoint
    const isForIssuer = profile === 'rfc10070'
    const issuer = isForIssuer ? (audience as string | undefined) : undefined
    const answer = await requestConfiguration(base!, options)
    const configuration = judgeConfiguration(answer, { ...options, issuer })
    const url = tokenEndpoint ?? configuration.token_endpoint
    const named = audience ?? (isForIssuer ? configuration.issuer : url)
    if (!named) throw answerError(answer, 'it names no issuer for profile "rfc10070"', 'give option audience')
    // A day at most.
    const since = now()
    const life = Math.min(freshness(answer.response.headers, since), 86400)
    discovered = { endpoint: { url, audience: named }, since, until: since + life * 1000 }
    return discovered.endpoint
  }

  function findEndpoint(): Endpoint | Promise<Endpoint> {
    const needsIssuer = profile === 'rfc10070' && audience === undefined
    if (tokenEndpoint === undefined || needsIssuer) return discover()
    // As aud, the endpoint keeps its spelling, since servers compare it exactly.
    return { url: tokenEndpoint, audience: audience ?? tokenEndpoint }
  }

  /** Request a token with an assertion of its own: a server accepts each jti only once. */
  async function ask(endpoint: Endpoint): Promise<Outcome> {
    const sent = secondsOf(now)
    const aud = { audience: endpoint.audience, now: () => now() + ahead }
    const assertion = await signAssertion({ ...options, ...aud })
    let date: string | null = null
    try {
      const answer = await requestToken(new URL(endpoint.url), assertion, options, options)
      date = answer.response.headers.get('date')
      const token = judgeToken(answer, scope, sent)
      return { granted: { token, life: token.expiresAt - sent }, date }
    } catch (error) {
      return { error, date }
    }
  }

  /**
   * The other time to try, in milliseconds from this clock, if a refusal may be the clock's fault: the
   * server's, or this machine's if the server's is in use. The server's is taken from its Date, which is in
   * whole seconds and already past, so the assertion is never in the server's future.
   */
  function otherTime(date: string | null): number {
    const difference = Date.parse(date ?? '') - now()
    const isBelievable = Math.abs(difference) >= LEAST_DIFFERENCE && Math.abs(difference) < MOST_DIFFERENCE
    return ahead === 0 && isBelievable ? difference : 0
  }

  async function grant(began: number): Promise<Granted> {
    const endpoint = await findEndpoint()
    let isCorrected = false
    for (let attempt = 0; ; ) {
      const { granted, error, date } = await ask(endpoint)
      if (granted) return granted
      if (mayBeTheClock(error as JoseError)) {
        const other = isCorrected ? 0 : otherTime(date)
        const isNew = !isCorrected && other !== ahead
        ahead = other
        isCorrected = true
        if (isNew) continue
      }
      const delay = delayAfter(attempt, error as JoseError)
      const hopeless =
        !isTransient(error as JoseError) || attempt >= retries || now() + delay > began + budget
      if (hopeless) {
        // The endpoint may have moved.
        discovered = undefined
        throw error
      }
      await new Promise((resolve) => setTimeout(resolve, delay))
      attempt++
    }
  }

  async function work(began: number): Promise<Granted> {
    const found = passesStore ? undefined : await stored?.read(refused)
    // Meanwhile, a caller may have asked for another token.
    if (found && !passesStore) return found
    try {
      const granted = await grant(began)
      await stored?.write(granted)
      return granted
    } finally {
      passesStore = false
    }
  }

  const renewal = createSharedTask({
    work,
    keep({ token, life }) {
      // It is renewed when a tenth of its life is left: at least five seconds, at most a minute.
      const margin = Math.min(60, Math.max(5, life / 10))
      kept = { token, since: now(), until: (token.expiresAt - margin) * 1000 }
    },
    fail() {},
    patience: budget,
    now,
    late: () => new JoseError('ERR_HTTP', `no access token within ${budget} ms; try again`),
  })

  function drop(accessToken: string | undefined): void {
    refused = accessToken
    if (kept?.token.accessToken === accessToken) kept = undefined
  }

  return {
    async accessToken(signal, renew) {
      if (renew) {
        passesStore = true
        kept = undefined
      }
      if (kept && isValid(kept)) return kept.token
      return (await renewal.run(signal)).token
    },
    drop,
  }
}

/**
 * The least and the most milliseconds by which a server's clock must differ to be used. A Date is up to two
 * seconds old.
 */
const LEAST_DIFFERENCE = 2000
const MOST_DIFFERENCE = 3600_000

/** Errors that are not caused by the times in an assertion. */
const NOT_THE_CLOCK = /^(invalid_scope|unauthorized_client|unsupported_grant_type|.*dpop.*)$/

/** Whether a server may have refused an assertion because of its times. */
function mayBeTheClock({ status, error = '' }: JoseError): boolean {
  return (status === 400 || status === 401) && !NOT_THE_CLOCK.test(error)
}

/** Whether another attempt may succeed: there was no answer, too many requests, or the server failed. */
function isTransient({ status }: JoseError): boolean {
  return !status || isBusy(status)
}

/** Milliseconds until the next attempt: longer each time, and not before Retry-After. */
function delayAfter(attempt: number, { retryAfter = 0 }: JoseError): number {
  const backoff = 250 * 2 ** attempt
  return Math.max(backoff, retryAfter * 1000) + backoff * Math.random()
}

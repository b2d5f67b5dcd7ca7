/**
 * Access tokens for a backend service (SMART App Launch 2.2.0, backend services): asked for, kept and
 * renewed.
 */
import { JoseError, shown } from '../errors.ts'
import {
  answerError,
  comeAgain,
  freshness,
  isBusy,
  jsonOfSuccess,
  request,
  type Answer,
  type HttpOptions,
  type AnswerMembers,
} from '../http.ts'
import { isString, type Kind } from '../options.ts'
import { createSharedTask } from '../shared-task.ts'
import { clientAssertionParams, createClientAssertion, type ClientAssertionOptions } from './assertion.ts'
import { judgeConfiguration, requestConfiguration } from './configuration.ts'

/** An access token, as the server granted it (RFC 6749 §5.1). */
export interface AccessToken {
  /** The token itself, to send as `Authorization: Bearer`. */
  accessToken: string
  /** The scopes granted, separated by spaces. */
  scope: string
  /**
   * The scopes that were asked for and not granted to the letter; a server may also grant them in other
   * words.
   */
  missingScopes: string[]
  /** When it ends, in seconds since 1970 by this machine's clock. */
  expiresAt: number
}

/** What helps against an OAuth error (RFC 6749 §5.2). */
const REMEDIES = /* @__PURE__ */ new Map([
  [
    'invalid_client',
    'is client_id registered, with this kid and aud, and the clock right? (ask subtle-jws doctor)',
  ],
  ['invalid_scope', 'ask for scopes that the client is registered for'],
])

/** A token that a header can hold: another would be quoted by the runtime's own error (RFC 6749 §A.12). */
const TOKEN: Kind = ['visible ASCII', (token) => isString(token) && /^[!-~]+$/.test(token)]
const BEARER: Kind = ['bearer', (type) => isString(type) && type.toLowerCase() === 'bearer']
/** A life of more than a year is not believed. */
const TOKEN_LIFE: Kind = [
  'a number of seconds, 1 or more, and under a year',
  (life) => typeof life === 'number' && life >= 1 && life < 31536000,
]

/** What a token answer must hold (RFC 6749 §5.1). */
const MEMBERS: AnswerMembers = {
  access_token: TOKEN,
  token_type: BEARER,
  expires_in: TOKEN_LIFE,
  scope: ['a string, the scopes granted', isString],
}

/** Ask for a token (RFC 6749 §4.4.2). */
export function requestToken(
  url: URL,
  scope: string,
  assertion: string,
  options: HttpOptions,
): Promise<Answer> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    scope,
    ...clientAssertionParams(assertion),
  })
  return request(url, { method: 'POST', body, headers: { accept: 'application/json' } }, options)
}

/**
 * Judge the answer to a token request (RFC 6749 §5).
 *
 * @param requested the scopes that were asked for
 * @param sent when it was asked, in seconds since 1970
 */
export function judgeToken(answer: Answer, requested: string, sent: number): AccessToken {
  const { response, json } = answer
  const error = json?.error
  if (error && isString(error)) {
    const known = isBusy(response.status) ? comeAgain(answer) : REMEDIES.get(error)
    const remedy = known ?? 'is the client registered for client_credentials?'
    throw answerError(answer, `the server refused with ${shown(error)}; ${remedy}`, error)
  }
  const granted = jsonOfSuccess(answer, 'is tokenEndpoint right?', MEMBERS) as {
    access_token: string
    expires_in: number
    scope: string
  }
  const { access_token: accessToken, expires_in: life, scope } = granted
  const scopes = scope.split(' ')
  const missingScopes = requested.split(' ').filter((name) => name && !scopes.includes(name))
  return { accessToken, scope, missingScopes, expiresAt: sent + life }
}

/** How tokens are asked for. */
export interface TokenSourceOptions extends HttpOptions {
  /** The FHIR base URL, for discovery. */
  base: URL | undefined
  tokenEndpoint: string | undefined
  scope: string
  /** What each assertion says; without an audience it is the token endpoint. */
  assertion: Omit<ClientAssertionOptions, 'audience'> & { audience: string | string[] | undefined }
  retries: number
  /** Milliseconds that one request may take. */
  timeout: number
  now: () => number
}

/** Where tokens come from. */
export interface TokenSource {
  /** The token at hand, or a new one. The signal ends this caller's wait. */
  accessToken(signal?: AbortSignal | null): Promise<AccessToken>
  /** Forget a token that was refused. */
  drop(accessToken: string): void
}

/** A token that was granted, and until when it is handed out, in milliseconds since 1970. */
interface Kept {
  readonly token: AccessToken
  readonly until: number
}

/** What came of one request: a token, or why there is none, and the answer's headers. */
interface Outcome {
  readonly kept?: Kept
  readonly error?: unknown
  readonly headers: Headers
}

/**
 * A source of tokens. Its callers share one request; a failure is not kept.
 */
export function createTokenSource(options: TokenSourceOptions): TokenSource {
  const { base, tokenEndpoint, scope, assertion, retries, timeout, now } = options
  /**
   * Milliseconds that a caller waits at most, and that all requests and waits for one token have together.
   */
  const budget = timeout * 3
  let discovered: { readonly endpoint: string; readonly until: number } | undefined
  let kept: Kept | undefined
  /** Milliseconds by which the token endpoint's clock is ahead of this one. */
  let ahead = 0

  async function discover(): Promise<string> {
    if (discovered && now() < discovered.until) return discovered.endpoint
    const answer = await requestConfiguration(base!, options)
    const { token_endpoint: endpoint } = judgeConfiguration(answer)
    // A day at most.
    const life = Math.min(freshness(answer.response.headers, now()), 86400)
    discovered = { endpoint, until: now() + life * 1000 }
    return endpoint
  }

  /** One assertion, one request: a server takes no jti twice. */
  async function ask(endpoint: string): Promise<Outcome> {
    const sent = Math.floor(now() / 1000)
    // As aud the endpoint stays as it is spelled, for a server compares it to the letter.
    const { audience = endpoint, ...rest } = assertion
    const signed = await createClientAssertion({ ...rest, audience, now: () => now() + ahead })
    let headers = new Headers()
    try {
      const answer = await requestToken(new URL(endpoint), scope, signed, options)
      headers = answer.response.headers
      const token = judgeToken(answer, scope, sent)
      // Renewed a tenth of its life before it ends, but five seconds at least and a minute at most.
      const margin = Math.min(60, Math.max(5, (token.expiresAt - sent) / 10))
      return { kept: { token, until: (token.expiresAt - margin) * 1000 }, headers }
    } catch (error) {
      return { error, headers }
    }
  }

  /**
   * Milliseconds until the next attempt: as Retry-After asks, in seconds or as a date (RFC 9110 §10.2.3), and
   * longer each time.
   */
  function delayAfter(attempt: number, headers: Headers): number {
    const retryAfter = headers.get('retry-after') ?? ''
    const sent = Date.parse(headers.get('date') ?? '') || now()
    const wait = Number(retryAfter) * 1000 || Date.parse(retryAfter) - sent || 0
    const backoff = 250 * 2 ** attempt
    return Math.max(backoff, wait) + backoff * Math.random()
  }

  /**
   * The other time to try, as milliseconds from this clock, where a refusal may be the clock's fault. The
   * server's is learnt from Date, which is in whole seconds and was written a while ago, so that no time is
   * put in its future. Where that was no help it is this machine's.
   */
  function otherTime(headers: Headers): number {
    const difference = Date.parse(headers.get('date') ?? '') - now()
    const isBelievable = Math.abs(difference) > LEAST_DIFFERENCE && Math.abs(difference) < MOST_DIFFERENCE
    return ahead === 0 && isBelievable ? difference : 0
  }

  async function renew(began: number): Promise<Kept> {
    const endpoint = tokenEndpoint ?? (await discover())
    let isCorrected = false
    for (let attempt = 0; ; ) {
      const { kept: granted, error, headers } = await ask(endpoint)
      if (granted) return granted
      if (isRefusal(error)) {
        const other = isCorrected ? 0 : otherTime(headers)
        const isNew = !isCorrected && other !== ahead
        ahead = other
        isCorrected = true
        if (isNew) continue
      }
      const delay = delayAfter(attempt, headers)
      const hopeless = !isTransient(error) || attempt >= retries || now() + delay > began + budget
      if (hopeless) {
        // The endpoint may have moved.
        discovered = undefined
        throw error
      }
      await new Promise((resolve) => setTimeout(resolve, delay))
      attempt++
    }
  }

  const renewal = createSharedTask({
    work: renew,
    keep(granted) {
      kept = granted
    },
    fail() {},
    patience: budget,
    now,
    late: () => new JoseError('ERR_HTTP', `no access token within ${budget} ms; try again`),
  })

  return {
    async accessToken(signal) {
      if (kept && now() < kept.until) return kept.token
      return (await renewal.run(signal)).token
    },
    drop(accessToken) {
      if (kept?.token.accessToken === accessToken) kept = undefined
    },
  }
}

/** Milliseconds by which a server's clock must differ, and may, for it to be believed. */
const LEAST_DIFFERENCE = 1000
const MOST_DIFFERENCE = 3600_000

/** Whether a server refused an assertion, for which the time in it may be the reason. */
function isRefusal(error: unknown): boolean {
  return error instanceof JoseError && error.code === 'ERR_OAUTH' && !isBusy(error.status!)
}

/** Whether another attempt may succeed: there was no answer, too many requests, or the server failed. */
function isTransient(error: unknown): boolean {
  const { status } = error as JoseError
  return !status || isBusy(status)
}

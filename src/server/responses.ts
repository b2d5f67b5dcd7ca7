/** What a server answers: its published keys, and a refusal. */
import type { JoseError } from '../errors.ts'
import type { JwkSetInput } from '../jwk.ts'
import { expectOptions, type Kind } from '../options.ts'
import { toPublicJwks } from '../public-jwk.ts'

/** A short name of a text, for caches alone: its length and its FNV-1a hash of 32 bits. */
function tagOf(text: string): string {
  let hash = 0x811c9dc5
  for (const char of text) hash = Math.imul(hash ^ char.codePointAt(0)!, 0x1000193)
  return `W/"${text.length}-${hash >>> 0}"`
}

/** How a set is published. */
export interface JwksResponseOptions {
  /** Seconds that it may be kept. Default: 300. */
  maxAge?: number | undefined
  /**
   * What is answered: with it there are 304, CORS for a browser's, and `application/jwk-set+json` where asked
   * for. Default: none.
   */
  request?: Request | undefined
}

const REQUEST: Kind = ['a Request', (value) => typeof Object(Object(value).headers).get === 'function']
const SECONDS_KEPT: Kind = [
  'whole seconds, 0 or more',
  (value) => Number.isInteger(value) && Number(value) >= 0,
]

/**
 * The public halves of a JWK Set, as an answer to publish them with (RFC 7517 §5, §8.5).
 *
 * @throws JoseError as {@link toPublicJwks} does. TypeError: an option that is unknown or of a wrong type
 */
export function createJwksResponse(jwks: JwkSetInput, options: JwksResponseOptions = {}): Response {
  expectOptions(options, { maxAge: SECONDS_KEPT, request: REQUEST })
  const { maxAge = 300, request } = options
  const received = (name: string): string => request?.headers.get(name) ?? ''
  const body = JSON.stringify(toPublicJwks(jwks))
  const etag = tagOf(body)
  const headers = new Headers({ 'cache-control': `max-age=${maxAge}`, etag, vary: 'accept, origin' })
  if (received('origin')) headers.set('access-control-allow-origin', '*')
  // Trimmed one by one: a pattern with the spaces in it is slow on many.
  const known = received('if-none-match')
    .split(',')
    .map((tag) => tag.trim())
  if (known.includes(etag) || known.includes('*')) return new Response(null, { status: 304, headers })
  const kind = /\/jwk-set\+json/i.test(received('accept')) ? 'jwk-set+json' : 'json'
  headers.set('content-type', `application/${kind}`)
  return new Response(body, { headers })
}

/**
 * By status: the `error` (RFC 6749 §5.2) and what is said of it. Which check failed would help an attacker.
 */
const ANSWERS = {
  400: ['invalid_request', 'a parameter is missing, or there twice'],
  401: ['invalid_client', 'client authentication failed'],
  500: ['server_error', 'the server failed'],
  503: ['temporarily_unavailable', 'try again later, with a new assertion'],
} as const

/**
 * The answer (RFC 6749 §5.2) to a token request whose verification threw: 400 `invalid_request`, 401
 * `invalid_client`, 503 `temporarily_unavailable` where the replay store, the lookup of the client or its
 * key server failed, 500 `server_error` for all that is no JoseError. Nothing of the error itself is in it:
 * log that. Never throws.
 */
export function toOAuthErrorResponse(thrown: unknown): Response {
  const status = statusOf(Object(thrown))
  const [error, error_description] = ANSWERS[status]
  return Response.json({ error, error_description }, { status, headers: { 'cache-control': 'no-store' } })
}

function statusOf({ name, code, error, cause }: Partial<JoseError>): keyof typeof ANSWERS {
  if (name !== 'JoseError' || code === 'ERR_CRYPTO') return 500
  if (error === 'invalid_request') return 400
  const storeFailed = code === 'ERR_REPLAY' && cause !== undefined
  return code === 'ERR_HTTP' || storeFailed ? 503 : 401
}

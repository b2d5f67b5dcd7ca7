/** A server's answers: an access token, a refusal, its published keys. */
import type { JoseError } from '../errors.ts'
import type { JwkSetInput } from '../jwk.ts'
import { expectOptions, isString, TEXT, type Kind, wholeNumber } from '../options.ts'
import { toPublicJwks } from '../public-jwk.ts'

/** What a client is granted. */
export interface TokenResponseOptions {
  /** The access token. */
  accessToken: string
  /** Seconds until it expires: SMART recommends 300. */
  expiresIn: number
  /** The scopes that are granted, separated by spaces. */
  scope: string
}

const LIFE: Kind = /* @__PURE__ */ wholeNumber('whole seconds, 1 or more', 1)

/** A JSON answer to a token request, which must not be cached (RFC 6749 §5.1). */
function tokenAnswer(status: number, body: object): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store', pragma: 'no-cache' } })
}

/**
 * The answer to a granted token request (RFC 6749 §5.1): 200, `token_type` `Bearer`, and never cached.
 *
 * @throws TypeError: an option that is missing, unknown or of a wrong type
 */
export function createTokenResponse(options: TokenResponseOptions): Response {
  const needed = ['accessToken', 'expiresIn', 'scope']
  expectOptions(options, { accessToken: TEXT, expiresIn: LIFE, scope: TEXT }, { needed })
  const { accessToken, expiresIn, scope } = options
  return tokenAnswer(200, { access_token: accessToken, token_type: 'Bearer', expires_in: expiresIn, scope })
}

/** The status and description for each `error` (RFC 6749 §5.2). They do not help an attacker. */
const REFUSALS: { readonly [error: string]: readonly [status: number, description: string] } = {
  invalid_request: [400, 'a parameter is missing, there twice, or not allowed'],
  unsupported_grant_type: [400, 'this grant_type is not supported'],
  unauthorized_client: [400, 'this client may not use this grant_type'],
  invalid_grant: [400, 'the grant is not valid'],
  invalid_scope: [400, 'none of these scopes is granted'],
  invalid_client: [401, 'client authentication failed'],
  server_error: [500, 'the server failed'],
  temporarily_unavailable: [503, 'try again later, with a new assertion'],
}

/**
 * The answer (RFC 6749 §5.2) to a token request whose verification threw: 400 for the form of the request,
 * 401 `invalid_client` for everything of the client's, its keys too, 503 `temporarily_unavailable` if the
 * replay store or the lookup of the client failed, 500 `server_error` for any error that is not a JoseError.
 * To refuse a request yourself, throw a JoseError `ERR_OAUTH` whose `error` is one of RFC 6749 §5.2. The
 * answer contains nothing else of the error, so log it. Never throws.
 */
export function toOAuthErrorResponse(thrown: unknown): Response {
  let error = 'server_error'
  try {
    error = refusalOf(Object(thrown))
  } catch {
    // Reading its members threw, so it is not a JoseError.
  }
  const [status, error_description] = REFUSALS[error]!
  return tokenAnswer(status, { error, error_description })
}

function refusalOf({ name, code, error, cause }: Partial<JoseError>): string {
  if (name !== 'JoseError' || code === 'ERR_CRYPTO') return 'server_error'
  if (isString(error) && Object.hasOwn(REFUSALS, error)) return error
  // A store that failed has a cause; a replay has none.
  return code === 'ERR_REPLAY' && cause ? 'temporarily_unavailable' : 'invalid_client'
}

/** A short tag of a text, only for caches: its length and its 32-bit FNV-1a hash. */
function tagOf(text: string): string {
  let hash = 0x811c9dc5
  for (const char of text) hash = Math.imul(hash ^ char.codePointAt(0)!, 0x1000193)
  return `"${text.length}-${hash >>> 0}"`
}

/** How a set is published. */
export interface JwksResponseOptions {
  /** Seconds that it may be kept. Default: 300. */
  maxAge?: number | undefined
  /**
   * The request. With it, the answer may be 304, has CORS headers for browsers, and is
   * `application/jwk-set+json` if that is preferred. Default: none.
   */
  request?: Request | undefined
}

const REQUEST: Kind = ['a Request', (value) => typeof Object(Object(value).headers).get === 'function']
const SECONDS_KEPT: Kind = /* @__PURE__ */ wholeNumber('whole seconds, 0 or more', 0)

/** The members of a header that is a list. Trimmed one by one: a pattern would be slow on many spaces. */
function listIn(header: string): string[] {
  return header.split(',').map((member) => member.trim())
}

/** Whether the client prefers the media type of a JWK Set to JSON (RFC 9110 §12.5.1). */
function prefersJwkSet(accept: string): boolean {
  const weights = new Map<string, number>()
  for (const range of listIn(accept.toLowerCase())) {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim())
    const weight = parameters.find((parameter) => parameter.startsWith('q='))
    weights.set(type, weight ? Number(weight.slice(2)) || 0 : 1)
  }
  const others = weights.get('application/*') ?? weights.get('*/*') ?? 0
  const named = weights.get('application/jwk-set+json')
  const json = weights.get('application/json') ?? others
  return named ? named >= json : (named ?? others) > json
}

/**
 * An answer that publishes the public halves of a JWK Set (RFC 7517 §5, §8.5).
 *
 * @throws JoseError as {@link toPublicJwks} does. TypeError: an option that is unknown or of a wrong type
 */
export function createJwksResponse(jwks: JwkSetInput, options: JwksResponseOptions = {}): Response {
  expectOptions(options, { maxAge: SECONDS_KEPT, request: REQUEST })
  const { maxAge = 300, request } = options
  const received = (name: string): string => request?.headers.get(name) ?? ''
  const body = JSON.stringify(toPublicJwks(jwks))
  const tag = tagOf(body)
  const headers = new Headers({
    'cache-control': `max-age=${maxAge}`,
    etag: `W/${tag}`,
    vary: 'accept, origin',
  })
  if (received('origin')) headers.set('access-control-allow-origin', '*')
  // Compared weakly (RFC 9110 §13.1.2): a proxy may have changed it to a strong one.
  const known = listIn(received('if-none-match')).map((one) => one.replace(/^W\//, ''))
  if (known.includes(tag) || known.includes('*')) return new Response(null, { status: 304, headers })
  const kind = prefersJwkSet(received('accept')) ? 'jwk-set+json' : 'json'
  headers.set('content-type', `application/${kind}`)
  return new Response(body, { headers })
}

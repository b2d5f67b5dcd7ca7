/** One request for an access token, and its answer (SMART App Launch 2.2.0; RFC 6749 §4.4, §5). */
import { shown, type JoseError } from '../errors.ts'
import { answerError, jsonOfSuccess, request, type Answer, type HttpOptions } from '../http.ts'
import { isString, type Kind } from '../options.ts'
import { clientAssertionParams } from './assertion.ts'

/** An access token, as the server granted it (RFC 6749 §5.1). */
export interface AccessToken {
  /** The token itself, to send as `Authorization: Bearer`. */
  accessToken: string
  /** The scopes granted, separated by spaces; if the server does not say, those that were asked for. */
  scope: string
  /**
   * The scopes that were asked for and not granted literally; a server may grant the same in other words.
   */
  missingScopes: string[]
  /** When it expires, in seconds since 1970 by this machine's clock; five minutes ahead by default. */
  expiresAt: number
}

/** What a token request contains besides its assertion. */
export interface TokenRequestOptions {
  /** The scopes to ask for, separated by spaces. Default: none, and the server chooses. */
  scope?: string | undefined
  /**
   * More form parameters, such as `client_id`, `audience` or `resource`; a list is sent as one for each
   * value. They cannot replace the client's own parameters. Default: none.
   */
  params?: { readonly [name: string]: string | readonly string[] } | undefined
  /** More HTTP headers. They cannot replace those that the request sets itself. Default: none. */
  headers?: RequestInit['headers']
}

/** The form parameters that the request makes itself. */
export const MADE_PARAMS: RegExp = /^(grant_type|scope|client_assertion(_type)?)$/

/** What helps if an assertion was refused; servers use several error codes for that, or none. */
const ASSERTION_REMEDY =
  'is client_id registered, with this kid and aud, and the clock right? (subtle-jws doctor)'

const DPOP_REMEDY = 'DPoP is not supported; have the client registered for bearer tokens'

/** What helps against an OAuth error (RFC 6749 §5.2). */
const REMEDIES = /* @__PURE__ */ new Map([
  ['invalid_client', ASSERTION_REMEDY],
  ['invalid_grant', ASSERTION_REMEDY],
  ['invalid_request', ASSERTION_REMEDY],
  ['invalid_scope', 'ask for scopes that the client is registered for'],
  ['unauthorized_client', 'is the client registered for client_credentials?'],
  ['unsupported_grant_type', 'does the server offer client_credentials?'],
])

/** A token that fits into a header (RFC 6749 §A.12): the runtime's error would quote any other. */
export const TOKEN: Kind = ['visible ASCII', (token) => isString(token) && /^[!-~]+$/.test(token)]

/** `bearer`, as servers spell it: `Bearer`, `BearerToken`, nothing. */
const BEARER = /^(bearer[ _-]?(token)?)?$/i

/** The longest life of a token, in seconds: a year. */
export const LONGEST_LIFE = 31536000

/** Ask for a token (RFC 6749 §4.4.2). */
export function requestToken(
  url: URL,
  assertion: string,
  { scope, params = {}, headers: added }: TokenRequestOptions,
  options: HttpOptions,
): Promise<Answer> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    ...(scope && { scope }),
    ...clientAssertionParams(assertion),
  })
  for (const [name, values] of Object.entries(params)) {
    for (const value of [values].flat()) body.append(name, value)
  }
  const headers = new Headers(added)
  headers.set('accept', 'application/json')
  return request(url, { method: 'POST', body, headers }, options)
}

function refusalOf(answer: Answer, error: string): JoseError {
  const known = REMEDIES.get(error) ?? 'description or the server’s operator may tell why'
  const remedy = /dpop/i.test(answer.text) ? DPOP_REMEDY : known
  return answerError(answer, `the server refused with ${shown(error)}`, remedy, error)
}

/** The life of a token in seconds, which some servers write as text; five minutes if there is none. */
function lifeOf(expiresIn: unknown): number {
  const life = isString(expiresIn) && expiresIn.trim() ? Number(expiresIn) : expiresIn
  if (typeof life !== 'number' || Number.isNaN(life)) return 300
  return Math.min(Math.max(life, 0), LONGEST_LIFE)
}

/** A token, with the scopes that were not granted. */
export function tokenOf(granted: Omit<AccessToken, 'missingScopes'>, requested = ''): AccessToken {
  const scopes = granted.scope.split(/\s+/)
  const missingScopes = requested.split(' ').filter((name) => name && !scopes.includes(name))
  const { accessToken, scope, expiresAt } = granted
  return { accessToken, scope, missingScopes, expiresAt }
}

/**
 * Check the answer to a token request (RFC 6749 §5): only `access_token` is required. A token whose
 * `expires_in` is 0 is used once.
 *
 * @param requested the scopes that were asked for
 * @param sent when it was asked, in seconds since 1970
 */
export function judgeToken(answer: Answer, requested: string | undefined, sent: number): AccessToken {
  const { response, json } = answer
  const error = json?.error
  if (error && isString(error)) throw refusalOf(answer, error)
  const isRefusal = [400, 401, 403].includes(response.status)
  const hint = isRefusal ? ASSERTION_REMEDY : 'is tokenEndpoint right?'
  const granted = jsonOfSuccess(answer, hint, { access_token: TOKEN })
  const { token_type: type, expires_in: expiresIn, scope: said = requested } = granted
  const isBearer = type == null || (isString(type) && BEARER.test(type.trim()))
  if (!isBearer) {
    const remedy = /dpop/i.test(shown(type)) ? DPOP_REMEDY : 'only bearer is supported'
    throw answerError(answer, `its token_type is ${shown(type)}`, remedy)
  }
  // Some servers send a list of scopes.
  const scopes = Array.isArray(said) ? said.filter(isString).join(' ') : said
  const scope = isString(scopes) ? scopes : (requested ?? '')
  const accessToken = granted.access_token as string
  return tokenOf({ accessToken, scope, expiresAt: sent + lifeOf(expiresIn) }, requested)
}

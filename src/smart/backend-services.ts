/** The client of a backend service (SMART App Launch 2.2.0): it calls a FHIR server with an access token. */
import { within } from '../deadline.ts'
import { httpError, secureUrl, SIGNAL, type HttpOptions } from '../http.ts'
import { jsonOf } from '../json.ts'
import { expectSigningKey } from '../jwt.ts'
import {
  ANYTHING,
  BOOLEAN,
  COUNT,
  expect,
  expectOptions,
  FUNCTION,
  isString,
  MILLISECONDS,
  PLAIN_OBJECT,
  TEXT,
  TEXT_OR_TEXTS,
  TEXTS,
  withMethods,
  type Kind,
  type Kinds,
} from '../options.ts'
import {
  expectAdded,
  expectAssertionOptions,
  LIFE,
  PROFILE,
  type ClientAssertionOptions,
} from './assertion.ts'
import { fhirBase } from './configuration.ts'
import { MADE_PARAMS, type AccessToken, type TokenRequestOptions } from './token-request.ts'
import { createTokenSource } from './token-source.ts'
import type { TokenStore } from './token-store.ts'

/** Where tokens come from, who asks for them, and how. */
export interface BackendServicesSettings
  extends Omit<ClientAssertionOptions, 'audience' | 'jti' | 'allowInsecureRequests'>,
    Omit<HttpOptions, 'signal'>,
    TokenRequestOptions {
  /** The FHIR server: its token endpoint is discovered, and `fetch` goes there. Default: none. */
  fhirBaseUrl?: string | undefined
  /** The token endpoint. Default: the discovered one. */
  tokenEndpoint?: string | undefined
  /** The assertions' `aud`. Default: the token endpoint; with `profile` `rfc10070` the discovered issuer. */
  audience?: string | string[] | undefined
  /**
   * Where else `fetch` may send the token besides `fhirBaseUrl`: to these URLs and below, such as those of a
   * bulk export's status and files. Default: none.
   */
  allowedUrls?: readonly string[] | undefined
  /** Shares one token among processes and isolates. Default: none, and each client asks for its own. */
  tokenStore?: TokenStore | undefined
  /**
   * How many times a token request is repeated after a network error, 429 or 5xx, each time with a new
   * assertion, not before Retry-After, and only within three times `timeout`. Default: 2.
   */
  retries?: number | undefined
  /**
   * Milliseconds until an answer to `fetch` must begin, 1 to 700,000,000; its body may take longer, and so
   * may searches. Default: 300,000.
   */
  responseTimeout?: number | undefined
}

/** A client's settings, with a `fhirBaseUrl`, a `tokenEndpoint`, or both. */
export type BackendServicesOptions = BackendServicesSettings & (Needs<'fhirBaseUrl'> | Needs<'tokenEndpoint'>)

/** A setting that is present, and not undefined. */
type Needs<Name extends 'fhirBaseUrl' | 'tokenEndpoint'> = { [Key in Name]: string }

/** A client of one FHIR server. */
export interface BackendServicesClient {
  /**
   * An access token: the kept one until shortly before it expires, else a new one, requested once for all
   * callers.
   *
   * @throws JoseError `ERR_OAUTH`: the server's refusal; `ERR_HTTP`: no answer within three times `timeout`,
   *   or none that can be used; as {@link createClientAssertion} does; or the reason of `signal`
   */
  accessToken(options?: {
    /** Ends this caller's wait. Default: none. */
    signal?: AbortSignal | undefined
    /**
     * Whether to ask the server even if a token is kept, as after a 401 to your own request. Simultaneous
     * callers share one request. Default: false.
     */
    renew?: boolean | undefined
  }): Promise<AccessToken>
  /**
   * `fetch` with the token (RFC 6750 §2.1) and, unless you set `accept`, `accept: application/fhir+json`. It
   * sends the token only to URLs at or below the FHIR base URL and `allowedUrls`; relative URLs are resolved
   * against the base. Redirects are returned, not followed. After a 401, a request that can be repeated is
   * sent once more, with a new token.
   *
   * @throws JoseError `ERR_HTTP` before anything is sent, if the URL is not allowed, and if no answer begins
   *   within `responseTimeout` (with your own signal the request continues until you abort it); as
   *   {@link accessToken} does; and any error of `fetch`
   */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>
}

/** Whether `Headers` accepts a value. Its own error would quote the value, which may be secret. */
function areHeaders(value: unknown): boolean {
  try {
    new Headers(value as HeadersInit)
    return true
  } catch {
    return false
  }
}

const PARAMS: Kind = [
  'an object of strings and lists of strings',
  (params) =>
    PLAIN_OBJECT[1](params) &&
    Object.values(params as object).every((value) => [value].flat().every(isString)),
]

const OPTIONS: Kinds<BackendServicesSettings> = {
  fhirBaseUrl: TEXT,
  tokenEndpoint: TEXT,
  clientId: TEXT,
  key: ANYTHING,
  scope: TEXT,
  audience: TEXT_OR_TEXTS,
  jku: TEXT,
  profile: PROFILE,
  header: PLAIN_OBJECT,
  params: PARAMS,
  headers: ['names and values of HTTP headers', areHeaders],
  allowedUrls: TEXTS,
  tokenStore: /* @__PURE__ */ withMethods('an object with get and set', 'get', 'set'),
  expiresIn: LIFE,
  claims: PLAIN_OBJECT,
  retries: COUNT,
  timeout: MILLISECONDS,
  responseTimeout: MILLISECONDS,
  allowInsecureRequests: BOOLEAN,
  fetch: FUNCTION,
  now: FUNCTION,
}

/** Whether a body can be sent again: it is not a stream. */
function isRepeatable(body: unknown): boolean {
  const types = [ArrayBuffer, Blob, FormData, URLSearchParams]
  return (
    body == null || isString(body) || ArrayBuffer.isView(body) || types.some((type) => body instanceof type)
  )
}

/**
 * Parts of a path that some servers read as another path: encoded slashes; `..;`, which some read as `..`;
 * and whatever becomes one of these, or a dot, when it is decoded twice.
 */
const TRICKS = /%(25)*(2f|5c)|%(25)+2e|(\.|%2e){2}(;|%(25)*3b)/i

/** Expect a URL at or below one of the bases. The whole URL is compared, without its query. */
function expectAllowed(url: URL, bases: readonly URL[]): void {
  const { href, username, password } = url
  const address = `${href.replace(/[?#].*/, '')}/`
  const base = bases.find((one) => address.startsWith(one.href))
  const path = address.slice(base?.href.length)
  if (base && !username && !password && !TRICKS.test(path)) return
  const [first = 'fhirBaseUrl'] = bases
  const allowed = `to ${first} and below, without a password and encoded slashes or dots`
  throw httpError(url, `not sent: a token goes ${allowed}; option allowedUrls adds others`)
}

/**
 * A client that gets access tokens as a backend service does (SMART App Launch 2.2.0), and keeps them.
 *
 * Simultaneous callers share one request, which none of them can cancel for the others. A failure is not
 * kept. If an assertion is refused and the server's `Date` differs from this clock by two seconds to an hour,
 * the client tries once more with the server's time, and keeps using it while the server accepts it.
 *
 * @throws TypeError: an option that is missing, unknown, of a wrong type or not safe. The methods throw
 *   JoseError `ERR_HTTP` (no answer, or none that can be used), `ERR_OAUTH` (the server's refusal), and as
 *   {@link createClientAssertion} does
 */
export function createBackendServicesClient(options: BackendServicesOptions): BackendServicesClient {
  expectOptions(options, OPTIONS, { needed: ['clientId'] })
  const { fhirBaseUrl, tokenEndpoint, key, audience, profile, params = {}, allowedUrls = [] } = options
  const { header, claims } = options
  const { retries = 2, timeout = 10000, responseTimeout = 300000, now = Date.now } = options
  expectSigningKey(key)
  expect(fhirBaseUrl ?? tokenEndpoint, 'option fhirBaseUrl or option tokenEndpoint is needed')
  if (tokenEndpoint !== undefined) {
    const { hash } = secureUrl(tokenEndpoint, 'tokenEndpoint', options)
    expect(!hash, 'option tokenEndpoint has a fragment, which no token endpoint has (RFC 6749 §3.2)')
  }
  expectAssertionOptions(options)
  const needsIssuer = profile === 'rfc10070' && !fhirBaseUrl && !audience
  expect(!needsIssuer, 'option audience or fhirBaseUrl is needed: with profile "rfc10070" aud is the issuer')
  expectAdded('params', Object.keys(params), MADE_PARAMS)
  const added = new Headers(options.headers)
  expectAdded('headers', added.keys(), /^(accept|content-.*|host|transfer-encoding)$/)
  const base = fhirBaseUrl === undefined ? undefined : fhirBase(fhirBaseUrl, options)
  const others = allowedUrls.map((url) => fhirBase(url, options, 'allowedUrls'))
  const bases = base ? [base, ...others] : others

  // Copies, so that later changes by the caller have no effect.
  const copied = JSON.parse(jsonOf({ audience, claims, header, params }, 'options'))
  const made = { base, headers: added, retries, timeout, now }
  const tokens = createTokenSource({ ...options, ...copied, ...made })

  return {
    async accessToken(wait = {}) {
      expectOptions(wait, { signal: SIGNAL, renew: BOOLEAN })
      return tokens.accessToken(wait.signal, wait.renew)
    },
    async fetch(input, init) {
      const original = input instanceof Request ? input : undefined
      const address: unknown = original?.url ?? Object(input).href ?? input
      const isUrl = isString(address) && URL.canParse(address, base?.href)
      expect(isUrl, 'input is no URL; it must be one, or, with option fhirBaseUrl, a path below that')
      const url = new URL(address, base)
      expectAllowed(url, bases)
      const signal = init?.signal ?? original?.signal

      async function sendWithToken(): Promise<Response> {
        const { accessToken } = await tokens.accessToken(signal)
        const headers = new Headers(init?.headers ?? original?.headers)
        if (!headers.has('accept')) headers.set('accept', 'application/fhir+json')
        headers.set('authorization', `Bearer ${accessToken}`)
        const ending = new AbortController()
        const late = () => httpError(url, `no answer began within ${responseTimeout} ms`)
        const { fetch: send = fetch } = options
        const sent = send(original ?? url.href, {
          ...init,
          headers,
          redirect: 'manual',
          signal: signal ?? ending.signal,
        })
        try {
          const response = await within(responseTimeout, sent, late)
          if (response.status === 401) tokens.drop(accessToken)
          return response
        } catch (error) {
          ending.abort()
          // With the caller's own signal the request goes on, but nobody wants its answer.
          Promise.resolve(sent)
            .then(({ body }) => body?.cancel())
            .catch(() => {})
          throw error
        }
      }

      const response = await sendWithToken()
      const sendable = isRepeatable(init?.body) && /^(GET|HEAD)$/.test(original?.method ?? 'GET')
      if (response.status !== 401 || !sendable) return response
      response.body?.cancel().catch(() => {})
      return sendWithToken()
    },
  }
}

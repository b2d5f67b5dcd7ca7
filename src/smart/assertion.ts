/** The client assertion (SMART App Launch 2.2.0, asymmetric client authentication; RFC 7523 §2.2). */
import { base64urlOf } from '../base64url.ts'
import { expectClaims, type JwtClaims } from '../claims.ts'
import { shown } from '../errors.ts'
import { secureUrl } from '../http.ts'
import { expectHeader } from '../jws.ts'
import { signerFor, signJwt, type SigningKey } from '../jwt.ts'
import {
  ANYTHING,
  BOOLEAN,
  expect,
  expectOptions,
  FUNCTION,
  isString,
  PLAIN_OBJECT,
  secondsOf,
  TEXT,
  TEXT_OR_TEXTS,
  type Kind,
  type Kinds,
  wholeNumber,
} from '../options.ts'

/** What a client assertion says, and who signs it. */
export interface ClientAssertionOptions {
  /** The client_id: `iss` and `sub`. */
  clientId: string
  /**
   * `aud`, as the server spells it: the URL of its token endpoint, its issuer if the server wants that, or a
   * list (with `rfc10070` only the issuer).
   */
  audience: string | string[]
  /** The key that signs; its `kid` is that of the published key. */
  key: SigningKey
  /** The URL of the JWK Set, as it was registered. Default: none. */
  jku?: string | undefined
  /**
   * `smart`: `typ` is `JWT` (SMART App Launch 2.2.0). `rfc10070`: `typ` is `client-authentication+jwt`, and
   * `aud` is the server's issuer identifier and nothing else (RFC 10070). Default: `smart`.
   */
  profile?: 'smart' | 'rfc10070' | undefined
  /**
   * More header members, such as `x5t`, `x5c` or another `typ`, but not `alg`, `kid` or `jku`. With an `x5t`,
   * `x5t#S256` or `x5c` the key needs no `kid`. Default: none.
   */
  header?: { readonly [member: string]: unknown } | undefined
  /**
   * Seconds from now to `exp`, 1 to 300. Default: 240, which leaves a minute for the server's clock to be
   * behind.
   */
  expiresIn?: number | undefined
  /** The clock, in milliseconds since 1970. Default: `Date.now`. */
  now?: (() => number) | undefined
  /** What tells this assertion from every other. Default: 16 random octets as base64url. */
  jti?: string | undefined
  /** More claims. They cannot change the others. Default: none. */
  claims?: JwtClaims | undefined
  /** Whether `jku` may be on http at every host. Default: false. */
  allowInsecureRequests?: boolean | undefined
}

/** How long an assertion may live. */
export const LIFE: Kind = /* @__PURE__ */ wholeNumber('whole seconds, 1 to 300', 1, 300)

export const PROFILE: Kind = ['"smart" or "rfc10070"', (value) => value === 'smart' || value === 'rfc10070']

const OPTIONS: Kinds<ClientAssertionOptions> = {
  clientId: TEXT,
  audience: TEXT_OR_TEXTS,
  key: ANYTHING,
  jku: TEXT,
  profile: PROFILE,
  header: PLAIN_OBJECT,
  expiresIn: LIFE,
  now: FUNCTION,
  jti: TEXT,
  claims: PLAIN_OBJECT,
  allowInsecureRequests: BOOLEAN,
}

/** A random name. (randomUUID is missing in pages that are not on https.) */
function randomName(): string {
  return base64urlOf(crypto.getRandomValues(new Uint8Array(16)))
}

/** Expect that added names do not replace those that the request sets itself. */
export function expectAdded(option: string, names: Iterable<string>, made: RegExp): void {
  for (const name of names) {
    expect(!made.test(name), `option ${option} has ${shown(name)}, which the request makes itself`)
  }
}

/** The options that all assertions of a client have in common. */
interface CommonOptions extends Omit<ClientAssertionOptions, 'audience'> {
  readonly audience?: string | string[] | undefined
}

/** Expect options that fit together, and can be signed. */
export function expectAssertionOptions(options: CommonOptions): void {
  const { jku, header = {}, claims = {}, profile, audience = '' } = options
  if (jku !== undefined) secureUrl(jku, 'jku', options)
  expectAdded('header', Object.keys(header), /^(alg|kid|jku)$/)
  expectClaims(claims)
  expectHeader({ alg: '', ...header })
  const isOne = profile !== 'rfc10070' || isString(audience)
  expect(isOne, 'option audience is a list; with profile "rfc10070" it must be the issuer alone')
}

/**
 * A client assertion, for one request (SMART App Launch 2.2.0, asymmetric authentication; RFC 7523 §3):
 * `alg`, `kid`, `typ` and `jku` in the header; `iss`, `sub`, `aud`, `exp`, `iat` and `jti` in the claims.
 *
 * `iat` is five seconds in the past, because some servers refuse one ahead of their clock. `exp` is never
 * more than 300 seconds after `iat`, because servers refuse that too. There is no `nbf`: it has no benefit.
 *
 * @throws TypeError: an option that is missing, unknown, of a wrong type or out of bounds, or a key without
 *   `kid`; JoseError as {@link signJwt} does
 */
export async function createClientAssertion(options: ClientAssertionOptions): Promise<string> {
  expectOptions(options, OPTIONS, { needed: ['clientId', 'audience'] })
  expectAssertionOptions(options)
  return signAssertion(options)
}

/** Whether a header member names a certificate, by which some servers find the key. */
function isCertificate([name, value]: readonly [string, unknown]): boolean {
  return name.startsWith('x5') && Boolean(value)
}

/** Make an assertion from options that were checked. */
export async function signAssertion(options: ClientAssertionOptions): Promise<string> {
  const { clientId, audience, jku, expiresIn = 240, now = Date.now, jti = randomName(), claims } = options
  const usual = options.profile === 'rfc10070' ? 'client-authentication+jwt' : 'JWT'
  const { typ = usual } = (options.header ?? {}) as { readonly typ?: string }
  const header = { ...options.header, typ, jku }
  const signer = await signerFor(options.key)
  const isNamed = signer.kid ?? Object.entries(header).some(isCertificate)
  expect(isNamed, 'the key has no kid; it must have that of the published key')
  const time = secondsOf(now)
  const exp = time + expiresIn
  const iat = Math.max(time - 5, exp - 300, 0)
  return signJwt({ ...claims, iss: clientId, sub: clientId, aud: audience, exp, iat, jti }, signer, header)
}

/**
 * The two parameters that carry an assertion in any token request: client_credentials, authorization_code,
 * refresh_token (RFC 7523 §2.2). Never throws.
 */
export function clientAssertionParams(assertion: string): {
  /** Says that the assertion is a JWT: always the same. */
  client_assertion_type: string
  /** The assertion. */
  client_assertion: string
} {
  return {
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  }
}

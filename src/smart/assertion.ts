/** The client assertion (SMART App Launch 2.2.0, asymmetric client authentication; RFC 7523 §2.2). */
import { base64urlOf } from '../base64url.ts'
import type { JwtClaims } from '../claims.ts'
import { secureUrl } from '../http.ts'
import { signerFor, signJwt, type SigningKey } from '../jwt.ts'
import {
  ANYTHING,
  expect,
  expectOptions,
  FUNCTION,
  PLAIN_OBJECT,
  TEXT,
  TEXT_OR_TEXTS,
  type Kind,
  type Kinds,
} from '../options.ts'

/** What a client assertion says, and who signs it. */
export interface ClientAssertionOptions {
  /** The client_id: `iss` and `sub`. */
  clientId: string
  /** The URL of the token endpoint, or of the issuer where a server wants that, or several. */
  audience: string | string[]
  /** What signs; its `kid` is that of the published key. */
  key: SigningKey
  /** The URL of the JWK Set, as it was registered. Default: none. */
  jku?: string | undefined
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
}

/** How long an assertion may live. */
export const LIFE: Kind = [
  'whole seconds, 1 to 300',
  (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 300,
]

const OPTIONS: Kinds<ClientAssertionOptions> = {
  clientId: TEXT,
  audience: TEXT_OR_TEXTS,
  key: ANYTHING,
  jku: TEXT,
  expiresIn: LIFE,
  now: FUNCTION,
  jti: TEXT,
  claims: PLAIN_OBJECT,
}

/** A name that no other has. (randomUUID is missing where a page is not on https.) */
function randomName(): string {
  return base64urlOf(crypto.getRandomValues(new Uint8Array(16)))
}

/**
 * A client assertion, for one request (SMART App Launch 2.2.0, asymmetric authentication; RFC 7523 §3):
 * `alg`, `kid`, `typ` `JWT` and `jku` in the header; `iss`, `sub`, `aud`, `exp`, `iat` and `jti` in the claims.
 * There is no `nbf`: it gains nothing, and some servers refuse one that is ahead of their clock.
 *
 * @throws TypeError: an option that is missing, unknown, of a wrong type or out of bounds, or a key without
 *   `kid`; JoseError as {@link signJwt} does
 */
export async function createClientAssertion(options: ClientAssertionOptions): Promise<string> {
  expectOptions(options, OPTIONS, { needed: ['clientId', 'audience'] })
  const { clientId, audience, jku, expiresIn = 240, now = Date.now, jti = randomName(), claims } = options
  for (const url of [audience].flat()) secureUrl(url, 'audience')
  if (jku !== undefined) secureUrl(jku, 'jku')
  const signer = await signerFor(options.key)
  expect(signer.kid, 'the key has no kid; it must have that of the published key')
  const iat = Math.floor(now() / 1000)
  expect(iat >= 0, 'option now gives no time; it must give milliseconds since 1970')
  const registered = { iss: clientId, sub: clientId, aud: audience, exp: iat + expiresIn, iat, jti }
  return signJwt({ ...claims, ...registered }, signer, { jku })
}

/**
 * The two parameters that carry an assertion in any token request: client_credentials, authorization_code,
 * refresh_token (RFC 7523 §2.2). Never throws.
 */
export function clientAssertionParams(assertion: string): {
  /** That it is a JWT: always the same. */
  client_assertion_type: string
  /** The assertion. */
  client_assertion: string
} {
  return {
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  }
}

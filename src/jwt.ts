/** The public operations: keys resolved, JWS made and verified, JWT claims on top. */
import type { Signer, Verifier } from './algorithms.ts'
import { requireBytes } from './base64url.ts'
import { checkClaims, refuseClaim, type ClaimExpectations, type JwtClaims } from './claims.ts'
import { JoseError, shown } from './errors.ts'
import { isString, parseJsonObject, type JsonObject } from './json.ts'
import { keyNamed, selectKey, type Jwk, type JwkSet } from './jwk.ts'
import {
  decodeJws,
  parseJws,
  signCompact,
  verifyParsed,
  type DecodeOptions,
  type JoseHeader,
  type JoseHeaderParameters,
  type ParsedJws,
  type VerifiedJws,
  type VerifyJwsOptions,
} from './jws.ts'
import { importJwk } from './keys.ts'

/** What signs a token: a Signer, a private JWK, or a JWK Set with one signing key. */
export type SigningKey = Signer | Jwk | JwkSet

/** What a token is verified with: a key, a set that holds it, or a function that looks it up by the header. */
export type VerificationKeys =
  | Verifier
  | Jwk
  | JwkSet
  | ((header: JoseHeader) => Promise<Verifier | Jwk | JwkSet>)

/** How a JWT is verified. */
export interface VerifyJwtOptions extends VerifyJwsOptions, ClaimExpectations {
  /** The media type to accept in the header's `typ`, with or without `application/` (RFC 7515 §4.1.9). Default: any. */
  typ?: string
  /** The clock, in milliseconds since 1970. Default: `Date.now`. */
  now?: () => number
}

/** The JOSE Header and the claims of a JWT. */
export interface DecodedJwt {
  /** Its JOSE Header. */
  header: JoseHeader
  /** Its claims. */
  claims: JwtClaims
}

/** An option that is there but undefined, such as an unset variable of the environment, would switch its check off. */
function requireValues(options: object): void {
  for (const name in options) {
    if (options[name as keyof typeof options] === undefined)
      throw new TypeError(`options.${name}: expected a value`)
  }
}

/** What signs with any of them. Without a promise where there is nothing to wait for. */
export function signerFor(key: SigningKey): Signer | Promise<Signer> {
  return key.sign ? (key as Signer) : importJwk(key as Jwk, 'sign')
}

/** The signature of a token, verified with the key that is found for it. */
export function verifySignature(
  jws: ParsedJws,
  keys: VerificationKeys,
  options: VerifyJwsOptions,
): Promise<void> {
  const { algorithms = [] } = options
  const verifierFor = async (header: JoseHeader): Promise<Verifier> => {
    const found = typeof keys === 'function' ? await keys(header) : keys
    if (!found) throw new JoseError('ERR_KEY_NOT_FOUND', 'no key', `one for kid ${shown(header.kid)}`)
    if (found.verify) return found as Verifier
    const jwk = (found as JwkSet).keys
      ? selectKey(keyNamed(found as JwkSet, header.kid), 'verify', header.alg)
      : (found as Jwk)
    // A key that names no algorithm takes the header's only where the caller has accepted that by name.
    const named = jwk.alg === undefined && algorithms.includes(header.alg)
    return importJwk(jwk, 'verify', named ? header.alg : undefined)
  }
  return verifyParsed(jws, verifierFor, options)
}

/** The claims of a token whose signature is good, and its `typ`, held to what is expected of them. */
export function judgeClaims(
  { typ: given }: JoseHeader,
  claims: JsonObject,
  options: VerifyJwtOptions,
): JwtClaims {
  const { typ, now = Date.now } = options
  if (typ !== undefined && mediaType(given) !== mediaType(typ)) refuseClaim('typ', given, shown(typ))
  return checkClaims(claims, options, now() / 1000)
}

/**
 * Sign a payload as a compact JWS (RFC 7515 §7.1). The JOSE Header is `alg`, `kid` (where known) and what
 * `header` adds, in alphabetical order.
 *
 * @param payload octets, or a string that is signed as UTF-8
 * @param header more members of the JOSE Header; `alg` stays the key's own
 * @throws JoseError `ERR_ALG`: the header's `alg` is not the key's; the key as {@link importSigner} does; `ERR_SIGNATURE`:
 *   the signer gave no signature of its algorithm. TypeError: a wrong type. What a signer throws is thrown on
 */
export async function signJws(
  payload: Uint8Array | string,
  key: SigningKey,
  header?: JoseHeaderParameters,
): Promise<string> {
  if (!isString(payload)) requireBytes(payload, 'payload')
  return signCompact(payload, signerFor(key), header)
}

/**
 * Verify a compact JWS, in this order: form, algorithm, key, signature (RFC 7515 §5.2, RFC 8725 §3).
 * Only a header's `kid` and `alg` find a key in a set; its `jwk`, `jku`, `x5c` and `x5u` never do.
 *
 * @throws JoseError `ERR_JWS_FORM`, `ERR_BASE64URL`, `ERR_JSON`: not the one spelling of a token;
 *   `ERR_CRIT`: an extension that is not understood; `ERR_ALG`: an algorithm that is unknown, not accepted,
 *   or not the key's; `ERR_JWK`, `ERR_KEY_NOT_FOUND`, `ERR_KEY_AMBIGUOUS`: the key; `ERR_SIGNATURE`: not
 *   signed with that key; `ERR_CRYPTO`: the verifier failed. TypeError: a wrong type
 */
export async function verifyJws(
  jws: string,
  keys: VerificationKeys,
  options: VerifyJwsOptions = {},
): Promise<VerifiedJws> {
  requireValues(options)
  const parsed = parseJws(jws, options)
  await verifySignature(parsed, keys, options)
  return { header: parsed.header, payload: parsed.payload }
}

/**
 * Sign claims as a JWT (RFC 7519 §7.1): as `signJws`, with `typ` `JWT` in the header. The claims stand in
 * their own order, as JSON without white space.
 *
 * @param claims times in seconds since 1970
 * @throws as {@link signJws} does; TypeError also for claims that are not an object
 */
export async function signJwt(
  claims: JwtClaims,
  key: SigningKey,
  header?: JoseHeaderParameters,
): Promise<string> {
  const json = JSON.stringify(claims)
  if (json?.[0] !== '{') throw new TypeError('claims: expected an object')
  return signCompact(json, signerFor(key), header, 'JWT')
}

/**
 * Verify a JWT (RFC 7519 §7.2): as `verifyJws`, then its claims. `exp`, `nbf` and `iat` are held to the
 * clock wherever they are present; the rest as the options say.
 *
 * @throws as {@link verifyJws} does, and JoseError `ERR_EXPIRED` or `ERR_CLAIM`, with the claim's name as `claim`;
 *   TypeError also for an option that is there but undefined
 */
export async function verifyJwt(
  jwt: string,
  keys: VerificationKeys,
  options: VerifyJwtOptions = {},
): Promise<DecodedJwt> {
  const { header, payload } = await verifyJws(jwt, keys, options)
  return { header, claims: judgeClaims(header, parseJsonObject(payload, 'JWT Claims Set'), options) }
}

/**
 * A JWT's header and claims (RFC 7519 §7.2), unverified: to look at, never to believe.
 *
 * @throws as {@link decodeJws} does; `ERR_JSON` also for claims that are not a JSON object
 */
export function decodeJwt(jwt: string, options?: DecodeOptions): DecodedJwt {
  const { header, payload } = decodeJws(jwt, options)
  return { header, claims: parseJsonObject(payload, 'JWT Claims Set') }
}

/** A media type as it is compared: without case, and without the `application/` that may be left out. */
function mediaType(typ = ''): string {
  return typ.toLowerCase().replace(/^application\//, '')
}

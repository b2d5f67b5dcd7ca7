/** The public operations: keys resolved, JWS made and verified, JWT claims on top. */
import {
  CLAIM_EXPECTATIONS,
  checkClaims,
  claimError,
  expectClaims,
  type ClaimExpectations,
  type JwtClaims,
} from './claims.ts'
import { JoseError, shown } from './errors.ts'
import { jsonOf, parseJsonObject } from './json.ts'
import { isJwkSet, isKey, keyTypeError, selectJwk, type Jwk, type JwkInput, type JwkSetInput } from './jwk.ts'
import {
  checkHeader,
  checkSignature,
  decodeJws,
  parseJws,
  signCompact,
  VERIFY_JWS_OPTIONS,
  type DecodeOptions,
  type JoseHeader,
  type JoseHeaderParameters,
  type VerifiedJws,
  type VerifyJwsOptions,
} from './jws.ts'
import { importJwk } from './keys.ts'
import { expectBytes, expectOptions, FUNCTION, isString, TEXT, type Kinds } from './options.ts'
import type { Signer, Verifier } from './signer.ts'

/** What signs a token: a Signer, a private JWK, or a JWK Set with one signing key. */
export type SigningKey = Signer | JwkInput | JwkSetInput

/**
 * What a token is verified with: a key, a set that holds it, or a function that looks it up by the header.
 */
export type VerificationKeys =
  | Verifier
  | JwkInput
  | JwkSetInput
  | ((header: JoseHeader) => Promise<Verifier | JwkInput | JwkSetInput>)

/** How a JWT is verified. */
export interface VerifyJwtOptions extends VerifyJwsOptions, ClaimExpectations {
  /**
   * The media type to accept in the header's `typ`, with or without `application/` (RFC 7515 §4.1.9).
   * Default: any.
   */
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

// Not by a spread, which bundlers keep where nothing is verified.
const VERIFY_JWT_OPTIONS: Kinds<VerifyJwtOptions> = /* @__PURE__ */ Object.assign(
  { typ: TEXT, now: FUNCTION },
  VERIFY_JWS_OPTIONS,
  CLAIM_EXPECTATIONS,
)

/** What signs with any of them. Without a promise where there is nothing to wait for. */
export function signerFor(key: SigningKey): Signer | Promise<Signer> {
  expectSigningKey(key)
  if (isSigner(key)) return key
  const criteria = { use: 'sign' } as const
  return importJwk(isJwkSet(key) ? selectJwk(key, criteria) : (key as Jwk), criteria)
}

/** Expect what can sign, whatever becomes of it. */
export function expectSigningKey(key: SigningKey): void {
  if (!isSigner(key) && !isKey(key)) throw keyTypeError(key, 'a JWK, a JWK Set or a Signer', 'sign')
}

function isSigner(key: SigningKey): key is Signer {
  return typeof (key as Partial<Signer> | undefined)?.sign === 'function'
}

function isVerifier(key: Verifier | JwkInput | JwkSetInput): key is Verifier {
  return typeof (key as Partial<Verifier>).verify === 'function'
}

/**
 * The key for a token, by its header, which is not verified yet: nothing in it but `kid` and `alg` finds a
 * key.
 *
 * @throws JoseError `ERR_KEY_NOT_FOUND`, `ERR_KEY_AMBIGUOUS`, `ERR_JWK`: none, several, or one that is
 *   unsound or of no one algorithm; what a function as `keys` throws is thrown on. TypeError: no keys
 */
export async function verifierFor(
  keys: VerificationKeys,
  header: JoseHeader,
  { algorithms = [] }: VerifyJwsOptions,
): Promise<Verifier> {
  const { alg, kid } = header
  if (!keys) throw keyTypeError(keys, 'a JWK, a JWK Set or a Verifier', 'verify')
  const found = typeof keys === 'function' ? await keys(header) : keys
  if (!found) throw new JoseError('ERR_KEY_NOT_FOUND', `no key for kid ${shown(kid)}`)
  if (isVerifier(found)) return found
  if (!isKey(found)) throw keyTypeError(found, 'a JWK, a JWK Set or a Verifier', 'verify')
  const jwk = isJwkSet(found) ? selectJwk(found, { use: 'verify', alg, kid }) : found
  // A key that names no algorithm takes the header's only where the caller has accepted that by name.
  const accepted = (jwk.alg ?? undefined) === undefined && algorithms.includes(alg)
  return importJwk(jwk, { use: 'verify', alg: accepted ? alg : undefined })
}

/**
 * Sign a payload as a compact JWS (RFC 7515 §7.1). The header holds `alg`, `kid` where the key has one, and
 * what `header` adds, in alphabetical order.
 *
 * @param payload octets, or a string that is signed as UTF-8
 * @param header more members of the JOSE Header; `alg` stays the key's own
 * @throws JoseError `ERR_ALG`: the header's `alg` is not the key's; the key as {@link importSigner} does;
 *   `ERR_SIGNATURE`: the signer gave no signature of its algorithm. TypeError: a wrong type. What a signer
 *   throws is thrown on
 */
export async function signJws(
  payload: Uint8Array | string,
  key: SigningKey,
  header?: JoseHeaderParameters,
): Promise<string> {
  if (!isString(payload)) expectBytes(payload, 'payload')
  return signCompact(payload, signerFor(key), undefined, header)
}

/**
 * Verify a compact JWS, in this order: form, algorithm, key, signature (RFC 7515 §5.2, RFC 8725 §3).
 * Only a header's `kid` and `alg` find a key in a set; its `jwk`, `jku`, `x5c` and `x5u` never do.
 *
 * @throws JoseError `ERR_JWS_FORM`, `ERR_BASE64URL`, `ERR_JSON`: not the one spelling of a token; `ERR_CRIT`:
 *   an extension that is not understood; `ERR_ALG`: an algorithm that is unknown, not accepted, or not the
 *   key's; `ERR_JWK`, `ERR_KEY_NOT_FOUND`, `ERR_KEY_AMBIGUOUS`: the key; `ERR_SIGNATURE`: not signed with
 *   that key; `ERR_CRYPTO`: the verifier failed. TypeError: a wrong type, or an option that is unknown, there
 *   but undefined, or of a wrong type
 */
export async function verifyJws(
  jws: string,
  keys: VerificationKeys,
  options: VerifyJwsOptions = {},
): Promise<VerifiedJws> {
  expectOptions(options, VERIFY_JWS_OPTIONS, { strict: true })
  return verifyCompact(jws, keys, options)
}

async function verifyCompact(
  jws: string,
  keys: VerificationKeys,
  options: VerifyJwsOptions,
): Promise<VerifiedJws> {
  const parsed = parseJws(jws, options)
  const { header, payload } = parsed
  checkHeader(header, options)
  const verifier = await verifierFor(keys, header, options)
  await checkSignature(parsed, verifier)
  return { header, payload }
}

/**
 * Sign claims as a JWT (RFC 7519 §7.1): as `signJws`, with `typ` `JWT` in the header. The claims stand in
 * their own order, as JSON without white space.
 *
 * @param claims times in seconds since 1970
 * @throws as {@link signJws} does; TypeError also for claims that are not an object, for a registered claim
 *   of another type than RFC 7519 §4.1 gives it, and for one that is undefined or a function
 */
export async function signJwt(
  claims: JwtClaims,
  key: SigningKey,
  header?: JoseHeaderParameters,
): Promise<string> {
  expectClaims(claims)
  return signCompact(jsonOf(claims, 'claims'), signerFor(key), 'JWT', header)
}

/**
 * Verify a JWT (RFC 7519 §7.2): as `verifyJws`, then its claims. `exp`, `nbf` and `iat` are held to the
 * clock wherever they are present; the rest as the options say.
 *
 * @throws as {@link verifyJws} does, and JoseError `ERR_EXPIRED` or `ERR_CLAIM`, with the claim's name as
 *   `claim`
 */
export async function verifyJwt(
  jwt: string,
  keys: VerificationKeys,
  options: VerifyJwtOptions = {},
): Promise<DecodedJwt> {
  expectOptions(options, VERIFY_JWT_OPTIONS, { strict: true })
  const { header, payload } = await verifyCompact(jwt, keys, options)
  const { now = Date.now } = options
  checkType(header, options)
  const claims = checkClaims(parseJsonObject(payload, CLAIMS_SET), options, now() / 1000)
  return { header, claims }
}

/**
 * Refuse a token for its `typ`.
 *
 * @throws JoseError `ERR_CLAIM`, with `typ` as `claim`
 */
export function checkType({ typ }: JoseHeader, expected: VerifyJwtOptions): void {
  if (expected.typ === undefined || mediaType(typ) === mediaType(expected.typ)) return
  throw claimError('typ', typ, shown(expected.typ))
}

/** A media type as it is compared: without case, and without the `application/` that may be left out. */
function mediaType(typ = ''): string {
  return typ.toLowerCase().replace(/^application\//, '')
}

/** What a message calls the claims of a token (RFC 7519 §2). */
export const CLAIMS_SET = 'JWT Claims Set'

/**
 * A JWT's header and claims (RFC 7519 §7.2), unverified: to look at, never to believe.
 *
 * @throws as {@link decodeJws} does; `ERR_JSON` also for claims that are not a JSON object
 */
export function decodeJwt(jwt: string, options: DecodeOptions = {}): DecodedJwt {
  const { header, payload } = decodeJws(jwt, options)
  return { header, claims: parseJsonObject(payload, CLAIMS_SET) }
}

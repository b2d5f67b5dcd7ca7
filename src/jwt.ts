/** The public operations: they resolve keys, sign and verify JWS, and check the claims of JWT. */
import {
  CLAIM_EXPECTATIONS,
  checkClaims,
  claimError,
  expectClaims,
  listed,
  listOf,
  type ClaimExpectations,
  type JwtClaims,
} from './claims.ts'
import { JoseError, shown } from './errors.ts'
import { jsonOf, parseJsonObject } from './json.ts'
import {
  isJwkSet,
  isKey,
  keyTypeError,
  selectJwk,
  SIGNING_CALLS,
  VERIFYING_CALLS,
  type Jwk,
  type JwkInput,
  type JwkSetInput,
} from './jwk.ts'
import { verifierOfJwk, verifierOfSet, type KeyLookupOptions } from './key-set.ts'
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
import { importPrivateJwk } from './keys.ts'
import {
  expect,
  expectBytes,
  expectOptions,
  FUNCTION,
  isString,
  TEXT_OR_TEXTS,
  type Kinds,
} from './options.ts'
import type { Signer, Verifier } from './signer.ts'

/** What signs a token: a Signer, a private JWK, or a JWK Set with one signing key. */
export type SigningKey = Signer | JwkInput | JwkSetInput

/** A key, or a set that contains it. */
export type VerificationKey = Verifier | JwkInput | JwkSetInput

/** Finds the key for a token by its header, which is not yet verified. A {@link RemoteJwks} is one. */
export type KeyLookup<Found = VerificationKey> = (
  header: JoseHeader,
  options: KeyLookupOptions,
) => Found | Promise<Found>

/**
 * What verifies a token: a key, a set that contains it, a set at a URL (`createRemoteJwks`), or a function
 * that finds one of these by the header.
 */
export type VerificationKeys = VerificationKey | KeyLookup<VerificationKey | KeyLookup>

/** What a JWT must be. */
export interface JwtExpectations extends VerifyJwsOptions, ClaimExpectations {
  /**
   * The media type to accept in the header's `typ`, or a list. `application/` may be left out if there is no
   * other `/` (RFC 7515 §4.1.9). Default: any, or none.
   */
  typ?: string | readonly string[]
  /** The clock, in milliseconds since 1970. Default: `Date.now`. */
  now?: () => number
}

/** An option that is absent or has a value: undefined, as from an unset variable, would drop its check. */
type Given<Name extends keyof JwtExpectations> =
  | { [Key in Name]: NonNullable<JwtExpectations[Key]> }
  | { [Key in Name]?: never }

/** How a JWT is verified. `issuer`, `subject`, `audience` and `typ` are absent or have a value. */
export type VerifyJwtOptions = JwtExpectations &
  Given<'issuer'> &
  Given<'subject'> &
  Given<'audience'> &
  Given<'typ'>

/** The JOSE Header and the claims of a JWT. */
export interface DecodedJwt<Claims extends object = JwtClaims> {
  /** Its JOSE Header. */
  header: JoseHeader
  /** Its claims. Only the types of the registered ones are checked. */
  claims: Claims & JwtClaims
}

// Not a spread, which bundlers would keep in bundles that only sign.
const VERIFY_JWT_OPTIONS: Kinds<JwtExpectations> = /* @__PURE__ */ Object.assign(
  { typ: TEXT_OR_TEXTS, now: FUNCTION },
  VERIFY_JWS_OPTIONS,
  CLAIM_EXPECTATIONS,
)

/** The Signer for a signing key; not a promise if the key already is a Signer. */
export function signerFor(key: SigningKey): Signer | Promise<Signer> {
  expectSigningKey(key)
  if (isSigner(key)) return key
  const jwk = isJwkSet(key) ? selectJwk(key, { use: 'sign' }) : key
  return importPrivateJwk(jwk as Jwk)
}

/** Expect a value that may be a signing key. */
export function expectSigningKey(key: SigningKey): void {
  if (isSigner(key) || isKey(key)) return
  throw keyTypeError(key, 'a JWK, a JWK Set or a Signer', SIGNING_CALLS)
}

function isSigner(key: SigningKey): key is Signer {
  return typeof (key as Partial<Signer> | undefined)?.sign === 'function'
}

function isVerifier(key: VerificationKey): key is Verifier {
  return typeof (key as Partial<Verifier> | undefined)?.verify === 'function'
}

/**
 * The Verifier for a token, by its header, which is not verified yet: only its `kid` and `alg` select a key.
 *
 * @throws JoseError `ERR_KEY_NOT_FOUND`, `ERR_KEY_AMBIGUOUS`, `ERR_JWK`: none, several, or one that is
 *   invalid or fits several algorithms; and any error of a function given as `keys`. TypeError: no keys
 */
export async function verifierFor(
  keys: VerificationKeys,
  header: JoseHeader,
  options: KeyLookupOptions,
): Promise<Verifier> {
  const isLookup = typeof keys === 'function'
  const given = isLookup ? await keys(header, options) : keys
  // A function may choose among sets at URLs.
  const found = typeof given === 'function' ? await given(header, options) : given
  if (isVerifier(found)) return found
  if (isKey(found)) {
    if (isJwkSet(found)) return verifierOfSet(found, header, options)
    return verifierOfJwk(found, header, options)
  }
  if (found || !isLookup) throw keyTypeError(found, 'a JWK, a JWK Set or a Verifier', VERIFYING_CALLS)
  throw new JoseError('ERR_KEY_NOT_FOUND', `no key for kid ${shown(header.kid)}`)
}

/** Half of a surrogate pair: U+FFFD would be signed in its place. */
const LONE_SURROGATE = /\p{Surrogate}/u
const NOT_UTF8 = 'payload has half of a surrogate pair, which UTF-8 cannot hold'

/**
 * Sign a payload as a compact JWS (RFC 7515 §7.1). The header has `alg`, `kid` if the key has one, and what
 * `header` adds, in alphabetical order.
 *
 * @param payload octets, or a string that is signed as UTF-8
 * @param header more members of the JOSE Header; `alg` stays the key's own
 * @throws JoseError `ERR_ALG`: the header's `alg` is not the key's; for the key as {@link importSigner} does;
 *   `ERR_SIGNATURE`: the signer returned no signature of its algorithm. TypeError: a wrong type, or a
 *   string with half of a surrogate pair. An error that the signer throws reaches the caller
 */
export async function signJws(
  payload: Uint8Array | string,
  key: SigningKey,
  header?: JoseHeaderParameters,
): Promise<string> {
  if (isString(payload)) expect(!LONE_SURROGATE.test(payload), NOT_UTF8)
  else expectBytes(payload, 'payload')
  return signCompact(payload, signerFor(key), undefined, header)
}

/**
 * Verify a compact JWS, in this order: form, algorithm, key, signature (RFC 7515 §5.2, RFC 8725 §3).
 * Only the header's `kid` and `alg` select a key in a set; its `jwk`, `jku`, `x5c` and `x5u` never do.
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
 * Sign claims as a JWT (RFC 7519 §7.1): like `signJws`, with `typ` `JWT` in the header. The claims keep their
 * order, as JSON without white space.
 *
 * @param claims times in seconds since 1970
 * @throws as {@link signJws} does; TypeError also for claims that are not a plain object, for a registered claim
 *   of another type than RFC 7519 §4.1 gives it, and for one that is undefined or a function
 */
export async function signJwt(
  claims: object,
  key: SigningKey,
  header?: JoseHeaderParameters,
): Promise<string> {
  expectClaims(claims)
  return signCompact(jsonOf(claims, 'claims'), signerFor(key), 'JWT', header)
}

/**
 * Verify a JWT (RFC 7519 §7.2): like `verifyJws`, then its claims. It checks `exp` and `nbf` against the
 * clock whenever they are present, `iat` only with `maxAge`, and the rest as the options say.
 *
 * @throws as {@link verifyJws} does, and JoseError `ERR_EXPIRED` or `ERR_CLAIM`, with the claim's name as
 *   `claim`
 */
export async function verifyJwt<Claims extends object = JwtClaims>(
  jwt: string,
  keys: VerificationKeys,
  options: VerifyJwtOptions = {},
): Promise<DecodedJwt<Claims>> {
  expectOptions(options, VERIFY_JWT_OPTIONS, { strict: true })
  const { header, payload } = await verifyCompact(jwt, keys, options)
  const { now = Date.now } = options
  checkType(header, options)
  const claims = checkClaims(parseJsonObject(payload, CLAIMS_SET), options, now() / 1000)
  return { header, claims: claims as Claims & JwtClaims }
}

/**
 * Refuse a token for its `typ`.
 *
 * @throws JoseError `ERR_CLAIM`, with `typ` as `claim`
 */
export function checkType({ typ }: JoseHeader, { typ: expected }: VerifyJwtOptions): void {
  if (expected === undefined) return
  const accepted = listOf(expected).map(mediaType)
  const isAccepted = typ !== undefined && accepted.includes(mediaType(typ))
  if (!isAccepted) throw claimError('typ', typ, listed(expected))
}

/** A media type in the form that is compared: in lower case, with the `application/` that may be omitted. */
function mediaType(typ: string): string {
  const type = typ.toLowerCase()
  return type.includes('/') ? type : `application/${type}`
}

/** What a message calls the claims of a token (RFC 7519 §2). */
export const CLAIMS_SET = 'JWT Claims Set'

/**
 * Decode a JWT's header and claims (RFC 7519 §7.2) without verification: look at them, but never trust them.
 *
 * @throws as {@link decodeJws} does; `ERR_JSON` also for claims that are not a JSON object
 */
export function decodeJwt<Claims extends object = JwtClaims>(
  jwt: string,
  options: DecodeOptions = {},
): DecodedJwt<Claims> {
  const { header, payload } = decodeJws(jwt, options)
  return { header, claims: parseJsonObject(payload, CLAIMS_SET) as Claims & JwtClaims }
}

/** JWT claims (RFC 7519 §4.1) against what is expected of them, at a given time. Pure. */
import { JoseError, shown, type JoseErrorCode } from './errors.ts'
import { isString, type JsonObject } from './json.ts'

/** The claims of a JWT. Times are in seconds since 1970 (NumericDate, RFC 7519 §2). */
export interface JwtClaims {
  /** Who issued it (RFC 7519 §4.1.1). */
  iss?: string
  /** Whom it is about. */
  sub?: string
  /** Whom it is for. */
  aud?: string | string[]
  /** When it ends, in seconds since 1970: from this second on it is refused. */
  exp?: number
  /** When it begins, in seconds since 1970. */
  nbf?: number
  /** When it was issued, in seconds since 1970. */
  iat?: number
  /** Its own name, never used before. */
  jti?: string
  [claim: string]: unknown
}

/** What claims are held to. `exp`, `nbf` and `iat` are held to the clock wherever they are present. */
export interface ClaimExpectations {
  /** The `iss` to accept, or several. Default: any, or none. */
  issuer?: string | readonly string[]
  /** The `sub` to accept. Default: any, or none. */
  subject?: string
  /** What `aud` must name; of several, one is enough. Default: any, or none. */
  audience?: string | readonly string[]
  /** The most seconds that may have passed since `iat`, which is then required. Default: no limit. */
  maxAge?: number
  /** Seconds by which the two clocks may differ. Default: 0. */
  clockTolerance?: number
  /** Claims that must be present, whatever their value. Default: none. */
  requiredClaims?: readonly string[]
}

const isTime = (value: unknown): boolean => Number.isFinite(value)
const isAudience = (value: unknown): boolean => listOf(value).every(isString)
const TYPES: { readonly [claim: string]: (value: unknown) => boolean } = {
  exp: isTime,
  nbf: isTime,
  iat: isTime,
  iss: isString,
  sub: isString,
  jti: isString,
  aud: isAudience,
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value]
}

/** Refuse a claim (or the header's `typ`) for its value. */
export function refuseClaim(
  claim: string,
  value: unknown,
  expected: unknown,
  code: JoseErrorCode = 'ERR_CLAIM',
): never {
  throw Object.assign(new JoseError(code, `${claim} ${shown(value)}`, expected), { claim })
}

/**
 * Claims held to what is expected of them.
 *
 * @param now seconds since 1970
 * @throws JoseError `ERR_CLAIM` and `ERR_EXPIRED`, with the claim's name as `claim`
 */
export function checkClaims(claims: JsonObject, expected: ClaimExpectations, now: number): JwtClaims {
  // Messages are made only where they are needed.
  const refuse = (claim: string, expected: unknown, code?: 'ERR_EXPIRED'): never =>
    refuseClaim(claim, claims[claim], expected, code)
  const { issuer, subject, audience, maxAge = Infinity, clockTolerance = 0, requiredClaims = [] } = expected
  // None is coerced: a time in quotes is no time.
  for (const claim in TYPES) {
    if (claims[claim] !== undefined && !TYPES[claim]!(claims[claim]))
      refuse(claim, 'the type that RFC 7519 gives it')
  }
  for (const claim of requiredClaims) if (!Object.hasOwn(claims, claim)) refuse(claim, 'a value')
  for (const [claim, accepted] of [
    ['iss', issuer],
    ['sub', subject],
    ['aud', audience],
  ] as const) {
    // A claim that is not there is none of those accepted, though one of these were undefined.
    const fits = (value: unknown): boolean => isString(value) && listOf(accepted).includes(value)
    if (accepted !== undefined && !listOf(claims[claim]).some(fits)) refuse(claim, shown(accepted))
  }
  // Each comparison is one that a NaN fails, so that no slip of the caller's opens a door.
  const { exp = Infinity, nbf = now, iat = now } = claims as { exp?: number; nbf?: number; iat?: number }
  const earliest = now - clockTolerance
  // By subtraction, for a tolerance in quotes would be appended.
  const latest = now - -clockTolerance
  if (!(exp > earliest)) refuse('exp', `a time after ${earliest}`, 'ERR_EXPIRED')
  if (!(nbf <= latest)) refuse('nbf', `a time up to ${latest}`)
  if (!(iat <= latest)) refuse('iat', `a time up to ${latest}`)
  if (maxAge !== Infinity && claims.iat === undefined) refuse('iat', 'a value')
  if (!(earliest - iat <= maxAge)) refuse('iat', `at most ${maxAge} seconds ago`, 'ERR_EXPIRED')
  return claims
}

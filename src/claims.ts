/** Checks JWT claims (RFC 7519 §4.1) against expectations, at a given time. Pure. */
import { JoseError, shown, typeOf, type JoseErrorCode } from './errors.ts'
import { expectJsonMembers, type JsonObject } from './json.ts'
import {
  expect,
  expectKind,
  FUNCTION,
  isString,
  PLAIN_OBJECT,
  SECONDS,
  STRING,
  TEXT,
  TEXT_OR_TEXTS,
  TEXTS,
  type Kind,
  type Kinds,
} from './options.ts'

/** The claims of a JWT. Times are in seconds since 1970 (NumericDate, RFC 7519 §2). */
export interface JwtClaims {
  /** Who issued it (RFC 7519 §4.1.1). */
  iss?: string
  /** Whom it is about. */
  sub?: string
  /** Whom it is for. */
  aud?: string | string[]
  /** When it expires, in seconds since 1970: it is refused from this second on. */
  exp?: number
  /** When it becomes valid, in seconds since 1970. */
  nbf?: number
  /** When it was issued, in seconds since 1970. */
  iat?: number
  /** Its identifier, which no other token has. */
  jti?: string
  [claim: string]: unknown
}

/** Says whether an `iss` is accepted. The other claims are signed, and their registered types are checked. */
export type IssuerPredicate = (iss: string, claims: JwtClaims) => boolean

/** What claims must be. `exp` and `nbf` are checked against the clock whenever they are present. */
export interface ClaimExpectations {
  /**
   * The `iss` to accept, a list, or a function that returns true or false; the token is refused if it throws.
   * Default: any, or none.
   */
  issuer?: string | readonly string[] | IssuerPredicate
  /** The `sub` to accept. Default: any, or none. */
  subject?: string
  /** What `aud` must name; of several, one is enough. Default: any, or none. */
  audience?: string | readonly string[]
  /**
   * The most seconds that may have passed since `iat`, which is then required and must not be in the future.
   * Default: no limit.
   */
  maxAge?: number
  /** Seconds by which the two clocks may differ. Default: 0. */
  clockTolerance?: number
  /** Claims that must be present, whatever their value. Default: none. */
  requiredClaims?: readonly string[]
}

export const CLAIM_EXPECTATIONS: Kinds<ClaimExpectations> = {
  // One literal: bundlers would keep a template with another kind's words in bundles that only sign.
  issuer: [
    'a string that is not empty, or a list of such, or a function',
    (value) => FUNCTION[1](value) || TEXT_OR_TEXTS[1](value),
  ],
  subject: TEXT,
  audience: TEXT_OR_TEXTS,
  maxAge: SECONDS,
  clockTolerance: SECONDS,
  requiredClaims: TEXTS,
}

/** The error for a claim, header member or parameter with a value that is refused. */
export function claimError(
  claim: string,
  value: unknown,
  expected: string,
  code: JoseErrorCode = 'ERR_CLAIM',
): JoseError {
  return new JoseError(code, `${claim} is ${shown(value)}, and must be ${expected}`, { claim })
}

/** The accepted values, as a message lists them. */
export function listed(accepted: string | readonly string[]): string {
  return listOf(accepted).map(shown).join(' or ')
}

export function listOf<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? value : [value as T]
}

const TIME: Kind = ['a number of seconds since 1970', Number.isFinite]
/** A string or a list of strings; JSON would write a list with toJSON as something else. */
function isAudience(value: unknown): boolean {
  const isList = Array.isArray(value) && !('toJSON' in value)
  return isString(value) || (isList && [...value].every(isString))
}

const AUDIENCE: Kind = ['a string or a list of strings', isAudience]

/** The types of the registered claims (RFC 7519 §4.1). None is coerced: a time in quotes is not a time. */
const REGISTERED: { readonly [claim: string]: Kind } = {
  iss: STRING,
  sub: STRING,
  jti: STRING,
  aud: AUDIENCE,
  exp: TIME,
  nbf: TIME,
  iat: TIME,
}

/** The name of a registered claim that is of another type; undefined if there is none. */
function mistypedClaim(claims: JsonObject): string | undefined {
  for (const claim in REGISTERED) {
    const value = claims[claim]
    const isWrong = value !== undefined && !REGISTERED[claim]![1](value)
    if (isWrong) return claim
  }
  return undefined
}

/**
 * Refuse a registered claim of another type.
 *
 * @throws JoseError `ERR_CLAIM`, with the claim's name as `claim`
 */
export function checkTypes(claims: JsonObject): asserts claims is JwtClaims {
  const claim = mistypedClaim(claims)
  if (claim) throw claimError(claim, claims[claim], REGISTERED[claim]![0])
}

/** Expect claims that our own verifier accepts, and that JSON writes as they are. */
export function expectClaims(claims: object): void {
  expectKind(claims, 'claims', PLAIN_OBJECT)
  const members = claims as JsonObject
  const claim = mistypedClaim(members)
  if (claim) expectKind(members[claim], `claim ${claim}`, REGISTERED[claim]!)
  expectJsonMembers(members, 'claim')
  expect(typeof members.toJSON !== 'function', 'claims has a toJSON; it must be an object of claims')
}

/** Checks the claims that say who made the token, about whom and for whom. */
function checkNamed(claims: JwtClaims, expected: ClaimExpectations): void {
  const { issuer, subject, audience, requiredClaims = [] } = expected
  for (const claim of requiredClaims) {
    if (!Object.hasOwn(claims, claim)) throw claimError(claim, undefined, 'there')
  }
  if (typeof issuer === 'function') checkIssuer(claims, issuer)
  else checkOneOf('iss', claims.iss, issuer)
  checkOneOf('sub', claims.sub, subject)
  checkOneOf('aud', claims.aud, audience)
}

/** Only `true` accepts the token; an error, or any other result of the function, refuses it. */
function checkIssuer(claims: JwtClaims, isAccepted: IssuerPredicate): void {
  const { iss } = claims
  let given: unknown = false
  try {
    if (iss !== undefined) given = isAccepted(iss, claims)
  } catch (cause) {
    const sentence = `iss is ${shown(iss)}, and the function issuer failed on it; see cause`
    throw new JoseError('ERR_CLAIM', sentence, { claim: 'iss', cause })
  }
  if (given === true) return
  const found = given === false ? '' : `, and it gave ${typeOf(given)}`
  throw claimError('iss', iss, `one for which the function issuer gives true${found}`)
}

/** If accepted values are named, one of the claim's values must be among them. */
function checkOneOf(claim: string, value: unknown, accepted?: string | readonly string[]): void {
  if (accepted === undefined) return
  // A missing claim matches no accepted value.
  const values = listOf(value).filter(isString)
  const isAccepted = values.some((one) => listOf(accepted).includes(one))
  if (!isAccepted) throw claimError(claim, value, listed(accepted))
}

/**
 * Check the times in claims against the clock, in seconds since 1970. Every comparison fails for NaN.
 *
 * @throws JoseError `ERR_CLAIM` and `ERR_EXPIRED`, with the claim's name as `claim`
 */
export function checkTimes(
  claims: JwtClaims,
  { maxAge, clockTolerance = 0 }: ClaimExpectations,
  now: number,
): void {
  const { exp, nbf, iat } = claims
  const earliest = now - clockTolerance
  const latest = now + clockTolerance
  const isOver = exp !== undefined && !(exp > earliest)
  if (isOver) throw claimError('exp', exp, `after ${Math.floor(earliest)}`, 'ERR_EXPIRED')
  checkBegun('nbf', nbf, latest)
  // Clocks and rounding differ, so iat is only checked for maxAge.
  if (maxAge === undefined) return
  checkBegun('iat', iat, latest)
  if (iat === undefined) throw claimError('iat', iat, 'there, since maxAge is set')
  const isYoung = earliest - iat <= maxAge
  if (!isYoung) throw claimError('iat', iat, `at most ${maxAge} seconds ago`, 'ERR_EXPIRED')
}

/** Refuse a time that lies ahead. */
export function checkBegun(claim: string, time: number | undefined, latest: number): void {
  const isAhead = time !== undefined && !(time <= latest)
  if (isAhead) throw claimError(claim, time, `${Math.floor(latest)} or earlier`)
}

/**
 * Check claims against what is expected of them.
 *
 * @param now seconds since 1970
 * @throws JoseError `ERR_CLAIM` and `ERR_EXPIRED`, with the claim's name as `claim`
 */
export function checkClaims(claims: JsonObject, expected: ClaimExpectations, now: number): JwtClaims {
  checkTypes(claims)
  checkNamed(claims, expected)
  checkTimes(claims, expected, now)
  return claims
}

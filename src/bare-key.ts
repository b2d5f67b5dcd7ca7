/**
 * The members of a JWK, judged (RFC 7518 §2, §6; RFC 8037 §2). What importKey makes of metadata and of faulty
 * members differs from runtime to runtime; here it is decided once, and importKey sees nothing but a sound,
 * bare key.
 */
import type { Algorithm, KeyShape, Members } from './algorithms.ts'
import { ALPHABET, SPARE_FAULT, strangerFault } from './base64url.ts'
import { typeOf } from './errors.ts'
import { jwkError, type Jwk } from './jwk.ts'
import { isString } from './options.ts'

/** The numbers that a key's members hold. */
type Numbers = { [member: string]: bigint }

/** Those of an RSA private key (RFC 8017 §3.2). */
type RsaNumbers = Record<'n' | 'e' | 'd' | 'p' | 'q' | 'dp' | 'dq' | 'qi', bigint>

/** Those of a modulus of 8192 bits. */
const MOST_OCTETS = 1024

/** Gives the fault of a key, public or private, whose numbers are sound, each for itself. */
type KeyJudge = (numbers: Numbers, shape: KeyShape) => string | undefined

/**
 * The bare key in a JWK: the members that importKey needs, each in the one form that it can have.
 *
 * @param members those of the public half, or of both
 * @param judge for the one, `pointFault`; for both, `pairFault`
 * @throws JoseError `ERR_JWK`: which member has which fault
 */
export function bareKey(jwk: Jwk, row: Algorithm, members: Members, judge: KeyJudge): Jwk {
  const found = bareKeyOrFault(jwk, row, members, judge)
  if (isString(found)) throw jwkError(jwk, found)
  return found
}

/** As bareKey; or which member has which fault. Of a public half, any shape serves. */
export function bareKeyOrFault(jwk: Jwk, shape: KeyShape, members: Members, judge: KeyJudge): Jwk | string {
  const { kty, namedCurve } = shape
  const row = shape as Algorithm
  const bare: Jwk = { kty }
  if (namedCurve) bare.crv = namedCurve
  // AKP has no curve: its algorithm says which key it is (RFC 9964 §3).
  if (kty === 'AKP') bare.alg = row.alg
  const numbers: Numbers = {}
  for (const [member, length] of Object.entries(members)) {
    const text = jwk[member]
    const found = isString(text) ? numberOrFault(text, length) : `is ${typeOf(text)}, not a string`
    // WebCrypto takes no RSA key without them, and n, e and d are all that some tools write.
    const isCrt = kty === 'RSA' && member in row.private
    const remedy = isCrt && !text ? ': p, q, dp, dq and qi belong beside d (PyJWT computes them)' : ''
    if (isString(found)) return `its ${member} ${found}${remedy}`
    bare[member] = text
    numbers[member] = found
  }
  return modulusFault(jwk, numbers) ?? judge(numbers, shape) ?? bare
}

/**
 * The number that a member holds as base64url, or the fault of its text, which may be secret and is not
 * shown.
 */
function numberOrFault(text: string, fixed: number): bigint | string {
  const octets = (text.length * 6) >> 3
  if (fixed ? octets !== fixed : octets > MOST_OCTETS)
    return `has ${octets} of ${fixed || `at most ${MOST_OCTETS}`} octets`
  let number = 0n
  // Eight characters fit a number, so that the slower bigint is asked once for them.
  for (let at = 0; at < text.length; at += 8) {
    const characters = text.slice(at, at + 8)
    let group = 0
    for (const character of characters) {
      const sextet = ALPHABET.indexOf(character)
      if (sextet < 0) return strangerFault(character)
      group = group * 64 + sextet
    }
    number = (number << BigInt(characters.length * 6)) | BigInt(group)
  }
  const spare = BigInt((text.length * 6) % 8)
  const value = number >> spare
  if (value << spare !== number || spare === 6n) return SPARE_FAULT
  // RFC 7518 §2, Base64urlUInt: the fewest octets.
  const isMinimal = value >> BigInt(octets * 8 - 8) > 0n
  if (fixed || isMinimal) return value
  return text ? 'begins with a zero octet' : 'is empty'
}

function bitsOf(number: bigint): number {
  return number.toString(2).length
}

/** The fault of an RSA key's public numbers, or of its having more than two primes. */
function modulusFault({ kty, oth }: Jwk, { n, e }: Numbers): string | undefined {
  if (kty !== 'RSA') return undefined
  if ((oth ?? undefined) !== undefined) return 'its oth is not supported'
  const bits = bitsOf(n!)
  if (bits < 2048) return `its n has ${bits} bits, not 2048 or more`
  const isOdd = e! % 2n === 1n
  const isExponent = isOdd && e! > 1n && bitsOf(e!) <= 32
  return isExponent ? undefined : 'its e is not an odd number of 2 to 32 bits'
}

/**
 * Judges an Ed25519 public key. It is handed in, so that bundles that only sign are without it: a private key
 * must sign what its public one verifies, which no such point does.
 */
export function pointFault({ x }: Numbers, { namedCurve }: KeyShape): string | undefined {
  const isFaulty = namedCurve === 'Ed25519' && !isSoundPoint(x!)
  return isFaulty ? 'its x is of low order, or not canonical' : undefined
}

/** Judges an RSA private key. It is handed in, so that bundles that only verify are without it. */
export function pairFault(numbers: Numbers, { kty }: KeyShape): string | undefined {
  const isFaulty = kty === 'RSA' && !isPair(numbers as RsaNumbers)
  return isFaulty ? 'its n, e, d, p, q, dp, dq and qi are not of one key' : undefined
}

/** Whether the members of an RSA private key are of one key (RFC 8017 §3.2). */
function isPair({ n, e, d, p, q, dp, dq, qi }: RsaNumbers): boolean {
  if (p < 2n || q < 2n) return false
  const remainders = [
    n - p * q,
    dp - (d % (p - 1n)),
    dq - (d % (q - 1n)),
    1n - ((e * dp) % (p - 1n)),
    1n - ((e * dq) % (q - 1n)),
    1n - ((q * qi) % p),
  ]
  const isSmall = d < n && qi < p
  return isSmall && remainders.every((remainder) => remainder === 0n)
}

/**
 * Whether an Ed25519 public key is a point in its one encoding (RFC 8032 §5.1.3) whose order does not divide
 * 8: with others signatures verify that nobody made, in some runtimes and not in others.
 */
function isSoundPoint(octets: bigint): boolean {
  const p = 2n ** 255n - 19n
  // Little endian; the first bit is the sign of x.
  let y = 0n
  for (let i = 0n; i < 256n; i += 8n) {
    const octet = (octets >> i) & 255n
    y = (y << 8n) | octet
  }
  y %= 2n ** 255n
  const square = y * y
  // y² = 1 has order 1 or 2, y = 0 order 4. What doubles to y = 0 has order 8: dy⁴ + 2y² − 1 = 0, where
  // d = −121665/121666.
  const ofOrder8 = 121665n * square * square - 243332n * square + 121666n
  const isOfLowOrder = (y * (square - 1n) * ofOrder8) % p === 0n
  return y < p && !isOfLowOrder
}

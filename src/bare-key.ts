/**
 * Checks the members of a JWK (RFC 7518 §2, §6; RFC 8037 §2). Runtimes differ in how their importKey treats
 * metadata and faulty members. So the checks are made here, and importKey gets only bare members, each in
 * its one valid form.
 */
import type { Algorithm, KeyShape, Members } from './algorithms.ts'
import { ALPHABET, SPARE_FAULT, strangerFault } from './base64url.ts'
import { typeOf } from './errors.ts'
import { jwkError, type Jwk } from './jwk.ts'
import { isString } from './options.ts'

/** The numbers in a key's members. */
type Numbers = { [member: string]: bigint }

/** The numbers of an RSA private key (RFC 8017 §3.2). */
type RsaNumbers = Record<'n' | 'e' | 'd' | 'p' | 'q' | 'dp' | 'dq' | 'qi', bigint>

/** The octets of a modulus of 8192 bits. */
const MOST_OCTETS = 1024

/** Returns the fault of a key whose numbers are each valid. */
type KeyJudge = (numbers: Numbers, shape: KeyShape) => string | undefined

/**
 * The bare key in a JWK: only the members that importKey needs, each in the only valid form.
 *
 * @param members those of the public half, or of both halves
 * @param judge checks the key as a whole: `pointFault` a public one, `pairFault` a private one
 * @throws JoseError `ERR_JWK`: which member has which fault
 */
export function bareKey(jwk: Jwk, row: Algorithm, members: Members, judge: KeyJudge): Jwk {
  const found = bareKeyOrFault(jwk, row, members, judge)
  if (isString(found)) throw jwkError(jwk, found)
  return found
}

/** Like bareKey, but returns the fault. For a public half, any shape will do. */
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
    // WebCrypto needs them in an RSA key, but some tools write only n, e and d.
    const isCrt = kty === 'RSA' && member in row.private
    const remedy = isCrt && !text ? ': p, q, dp, dq and qi belong beside d (PyJWT computes them)' : ''
    if (isString(found)) return `its ${member} ${found}${remedy}`
    bare[member] = text
    numbers[member] = found
  }
  return modulusFault(jwk, numbers) ?? judge(numbers, shape) ?? bare
}

/**
 * The number that a member holds as base64url, or the fault of its text, which is not shown, since it may be
 * secret.
 */
function numberOrFault(text: string, fixed: number): bigint | string {
  const octets = (text.length * 6) >> 3
  if (fixed ? octets !== fixed : octets > MOST_OCTETS)
    return `has ${octets} octets, ${fixed ? `not ${fixed}` : `more than ${MOST_OCTETS}`}`
  let number = 0n
  // Eight characters fit into a number, so the slower bigint is needed only once for them.
  for (let at = 0; at < text.length; at += 8) {
    const end = Math.min(at + 8, text.length)
    let group = 0
    // By index: for a process's first key, for…of would take half as long again.
    for (let i = at; i < end; i++) {
      const sextet = ALPHABET.indexOf(text[i]!)
      if (sextet < 0) return strangerFault(text[i]!)
      group = group * 64 + sextet
    }
    number = (number << BigInt((end - at) * 6)) | BigInt(group)
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

/** The fault of an RSA key's public numbers, or of a key with more than two primes. */
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
 * Checks an Ed25519 public key. It is a parameter, so bundles that only sign do not contain it: importing a
 * private key tests that its public half verifies its signature, which no such point does.
 */
export function pointFault({ x }: Numbers, { namedCurve }: KeyShape): string | undefined {
  const isFaulty = namedCurve === 'Ed25519' && !isSoundPoint(x!)
  return isFaulty ? 'its x is of low order, or not canonical' : undefined
}

/** Checks an RSA private key. It is a parameter, so bundles that only verify do not contain it. */
export function pairFault(numbers: Numbers, { kty }: KeyShape): string | undefined {
  const isFaulty = kty === 'RSA' && !isPair(numbers as RsaNumbers)
  return isFaulty ? 'its n, e, d, p, q, dp, dq and qi do not match' : undefined
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
 * 8: with any other point, some runtimes accept signatures that nobody made.
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

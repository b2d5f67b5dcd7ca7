/**
 * A small DER reader (X.690), strict on lengths: it never reads past the end, and accepts only one spelling.
 */
import { algorithmOf, type JwsAlgorithm } from './algorithms.ts'
import { JoseError } from './errors.ts'
import { expectBytes } from './options.ts'

/** A DER element: its tag, and the octets of its content. */
interface Element {
  readonly tag: number
  readonly content: Uint8Array
}

export const INTEGER = 0x02
export const BIT_STRING = 0x03
export const OCTET_STRING = 0x04
export const OID = 0x06
export const SEQUENCE = 0x30

/** The error for DER that is not as expected. */
export function pemError(sentence: string): JoseError {
  return new JoseError('ERR_PEM', sentence)
}

/** The elements that fill `der` exactly, each with its length in the shortest form. */
export function elements(der: Uint8Array): Element[] {
  const found: Element[] = []
  for (let at = 0; at < der.length; ) {
    const { length, start } = lengthAt(der, at + 1)
    const end = start + length
    if (end > der.length) throw pemError('an element is longer than what holds it; is it cut off?')
    found.push({ tag: der[at]!, content: der.subarray(start, end) })
    at = end
  }
  return found
}

/** The length that is written at `at`, and where the content starts. */
function lengthAt(der: Uint8Array, at: number): { length: number; start: number } {
  const first = der[at] ?? 0
  if (first < 128) return { length: first, start: at + 1 }
  const octets = first - 128
  let length = 0
  for (let i = 1; i <= octets; i++) {
    const octet = der[at + i] ?? 0
    length = length * 256 + octet
  }
  const shortest = length > 127 && length >= 256 ** (octets - 1)
  if (!shortest) throw pemError('DER must have each length in its shortest form')
  return { length, start: at + 1 + octets }
}

/**
 * The contents of the elements that fill `der`, which must have exactly these tags in this order. A negative
 * tag is optional: if its element is missing, the content is undefined.
 */
export function fields(der: Uint8Array, what: string, ...tags: readonly number[]): Uint8Array[] {
  const found = elements(der)
  const contents: (Uint8Array | undefined)[] = []
  for (const tag of [...tags, 0]) {
    const [element] = found
    if (element?.tag === Math.abs(tag)) contents.push(found.shift()!.content)
    else if (tag < 0) contents.push(undefined)
    else if (tag || element) throw fieldError(what, element, tag)
  }
  return contents as Uint8Array[]
}

function fieldError(what: string, element: Element | undefined, tag: number): JoseError {
  const named = (number: number): string => (number ? `tag ${number.toString(16)}` : 'nothing')
  return pemError(`${what}: DER has ${named(element?.tag ?? 0)} where ${named(tag)} belongs`)
}

/** Like fields, for a `der` that is a SEQUENCE. */
export function sequence(der: Uint8Array, what: string, ...tags: readonly number[]): Uint8Array[] {
  const [content] = fields(der, what, SEQUENCE)
  return fields(content!, what, ...tags)
}

/** The octets of a positive INTEGER, without the zero octet that keeps it positive. */
export function positive(content: Uint8Array, what: string): Uint8Array {
  const [first = 128, second = 0] = content
  const padded = first === 0
  const minimal = !padded || second > 127
  if (first > 127 || !minimal)
    throw pemError(`${what}: DER must have a positive INTEGER in its fewest octets`)
  return padded ? content.subarray(1) : content
}

/**
 * Convert an ECDSA signature from DER, a SEQUENCE of r and s (RFC 3279 §2.2.3), as a KMS often returns it, to
 * the form of a JWS: r‖s, each at the curve's width (RFC 7518 §3.4).
 *
 * @throws JoseError `ERR_SIGNATURE`: not strict DER, or numbers too long for the curve; `ERR_ALG`: an
 *   algorithm that is not ES256, ES384 or ES512. TypeError: not a Uint8Array
 */
export function ecdsaSignatureFromDer(der: Uint8Array, alg: JwsAlgorithm): Uint8Array {
  expectBytes(der, 'der')
  const { kty, size = 0 } = algorithmOf(alg)
  if (kty !== 'EC')
    throw new JoseError('ERR_ALG', `${alg} has no DER signatures; ES256, ES384 and ES512 have`)
  const width = size / 2
  const signature = new Uint8Array(size)
  try {
    const numbers = sequence(der, 'a signature', INTEGER, INTEGER)
    for (const [i, content] of numbers.entries()) {
      const what = 'rs'[i]!
      const number = positive(content, what)
      if (number.length > width) throw pemError(`${what} is longer than the ${width} octets of ${alg}`)
      signature.set(number, width * (i + 1) - number.length)
    }
  } catch (error) {
    throw new JoseError(
      'ERR_SIGNATURE',
      `the signature is no ECDSA signature in DER: ${(error as Error).message}`,
    )
  }
  return signature
}

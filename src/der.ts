/** A small DER reader (X.690), strict on lengths: it never reads past the end, nor accepts a second spelling. */
import { algorithmOf, type JwsAlgorithm } from './algorithms.ts'
import { JoseError } from './errors.ts'

/** A DER element: its tag, and the octets of its content. */
export interface Element {
  readonly tag: number
  readonly content: Uint8Array
}

export const INTEGER = 0x02
export const BIT_STRING = 0x03
export const OCTET_STRING = 0x04
export const OID = 0x06
export const SEQUENCE = 0x30

/** Refuse what was found. */
export function need(met: unknown, found: string, expected: string): asserts met {
  if (!met) throw new JoseError('ERR_PEM', found, expected)
}

/** The elements that fill `der` exactly, each with the one length that DER allows it. */
export function elements(der: Uint8Array): Element[] {
  const found: Element[] = []
  for (let at = 0; at < der.length; ) {
    const tag = der[at]!
    let length = der[at + 1] ?? 0
    let start = at + 2
    if (length > 127) {
      const octets = length - 128
      length = 0
      for (let i = 0; i < octets; i++) length = length * 256 + (der[start++] ?? 0)
      need(length > 127 && length >= 256 ** (octets - 1), 'a length', 'the shortest definite form (DER)')
    }
    const end = start + length
    need(end <= der.length, 'an element', 'no more octets than are there (is it truncated?)')
    found.push({ tag, content: der.subarray(start, end) })
    at = end
  }
  return found
}

/** The element at `index`, of this kind. */
export function take(from: readonly Element[], index: number, tag: number, what: string): Uint8Array {
  const element = from[index]
  need(
    element?.tag === tag,
    what,
    `DER of tag ${tag.toString(16)}, found ${element?.tag.toString(16) ?? 'nothing'}`,
  )
  return element.content
}

/** The only element there is, a SEQUENCE, as its elements. */
export function sequence(der: Uint8Array, what: string): Element[] {
  const all = elements(der)
  need(all.length === 1, what, 'one SEQUENCE and nothing after it')
  return elements(take(all, 0, SEQUENCE, what))
}

/** The octets of a positive INTEGER at `index`, without the zero octet that keeps it positive. */
export function positive(from: readonly Element[], index: number, what: string): Uint8Array {
  const content = take(from, index, INTEGER, what)
  const padded = content[0] === 0
  need(content[0]! < 128 && (!padded || content[1]! > 127), what, 'a positive INTEGER (DER)')
  return padded ? content.subarray(1) : content
}

/** The octets of a BIT STRING at `index`. */
export function bits(from: readonly Element[], index: number, what: string): Uint8Array {
  const content = take(from, index, BIT_STRING, what)
  need(content[0] === 0, what, 'a BIT STRING of whole octets')
  return content.subarray(1)
}

/**
 * A KMS's ECDSA signature, DER's SEQUENCE of r and s (RFC 3279 §2.2.3), as a JWS has it: r‖s, each at the
 * curve's width (RFC 7518 §3.4).
 *
 * @throws JoseError `ERR_SIGNATURE`: no strict DER, or numbers too long for the curve; `ERR_ALG`: an
 *   algorithm that is not ES256, ES384 or ES512
 */
export function ecdsaSignatureFromDer(der: Uint8Array, alg: JwsAlgorithm): Uint8Array {
  const { kty, size = 0 } = algorithmOf(alg)
  if (kty !== 'EC') throw new JoseError('ERR_ALG', `alg ${alg}`, 'ES256, ES384 or ES512')
  const signature = new Uint8Array(size)
  try {
    const parts = sequence(der, 'a signature')
    need(parts.length === 2, 'a signature', 'r and s')
    for (const i of [0, 1]) {
      const number = positive(parts, i, 'rs'[i]!)
      need(number.length <= size / 2, 'rs'[i]!, `at most ${size / 2} octets for ${alg}`)
      signature.set(number, (size / 2) * (i + 1) - number.length)
    }
  } catch (error) {
    throw new JoseError('ERR_SIGNATURE', 'an ECDSA signature', `DER of r and s (${(error as Error).message})`)
  }
  return signature
}

/** base64url without padding (RFC 4648 §5, RFC 7515 §2): if it decodes, the text was the only spelling. */
import { must } from './errors.ts'

export const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
export const UTF8: TextEncoder = /* @__PURE__ */ new TextEncoder()
const ENCODE = /* @__PURE__ */ UTF8.encode(ALPHABET)
/** A sextet for each ASCII code; 255 marks what stands outside the alphabet. */
const DECODE = /* @__PURE__ */ Uint8Array.from({ length: 128 }, (_, code) => ENCODE.indexOf(code))
/** For what is ASCII, so that none of it can fail. */
export const ASCII: TextDecoder = /* @__PURE__ */ new TextDecoder()

/** How many characters `length` octets make. */
export function encodedLength(length: number): number {
  return Math.ceil((length * 4) / 3)
}

/**
 * Write `bytes` as base64url into `target` from `at` on, with the dot that ends a part of a token, where
 * `target` has room; gives where the dot is. One more octet after it may be scratched: the last group is
 * written whole.
 */
export function writeBase64url(bytes: Uint8Array, target: Uint8Array, at: number): number {
  const end = at + encodedLength(bytes.length)
  for (let i = 0; at < end; ) {
    const group = (bytes[i++]! << 16) | (bytes[i++]! << 8) | bytes[i++]!
    target[at++] = ENCODE[group >> 18]!
    target[at++] = ENCODE[(group >> 12) & 63]!
    target[at++] = ENCODE[(group >> 6) & 63]!
    target[at++] = ENCODE[group & 63]!
  }
  target[end] = 0x2e
  return end
}

/** A TypeError unless `value` is a Uint8Array, of whichever realm (test runners and frames have their own). */
export function requireBytes(value: unknown, what: string): asserts value is Uint8Array {
  if ((value as Uint8Array | undefined)?.[Symbol.toStringTag] !== 'Uint8Array') {
    throw new TypeError(`${what}: expected a Uint8Array`)
  }
}

/**
 * Octets as base64url without padding (RFC 7515 §2).
 *
 * @throws TypeError when `bytes` is not a Uint8Array
 */
export function encodeBase64url(bytes: Uint8Array): string {
  requireBytes(bytes, 'bytes')
  const text = new Uint8Array(encodedLength(bytes.length))
  writeBase64url(bytes, text, 0)
  return ASCII.decode(text)
}

/**
 * base64url without padding as octets (RFC 7515 §2), strictly: padding, white space, characters of the
 * other alphabet and non-zero spare bits are refused, so no two texts decode to the same octets.
 *
 * @param what names the text in an error's message
 * @throws JoseError `ERR_BASE64URL`; TypeError when `text` is not a string
 */
export function decodeBase64url(text: string, what = 'text'): Uint8Array {
  if (typeof text !== 'string') throw new TypeError(`${what}: expected a string`)
  const bytes = new Uint8Array((text.length * 3) / 4)
  let seen = 0
  let group = 0
  let bits = 0
  let at = 0
  for (let i = 0; i < text.length; i++) {
    const sextet = DECODE[text.charCodeAt(i)] ?? 255
    seen |= sextet
    group = (group << 6) | sextet
    bits += 6
    if (bits > 7) bytes[at++] = group >> (bits -= 8)
  }
  // Six bits left over are a lone character; fewer must be zero.
  must(seen < 64 && bits < 6 && !(group & ((1 << bits) - 1)), 'ERR_BASE64URL', what, 'base64url without padding, white space or spare bits')
  return bytes
}

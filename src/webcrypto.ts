/** The only place that finds WebCrypto. */
import { must } from './errors.ts'

let chosen: SubtleCrypto | undefined

/**
 * Use this `SubtleCrypto` (W3C Web Cryptography API) from now on, where the runtime has none or another is
 * wanted; `undefined` goes back to the runtime's own. Keys that were imported before stay where they are. What it signs
 * it must have copied when `sign` returns, as the specification says. Never throws.
 */
export function setSubtleCrypto(subtle: SubtleCrypto | undefined): void {
  chosen = subtle
}

/**
 * The `SubtleCrypto` to work with.
 *
 * @throws JoseError `ERR_CRYPTO` where there is none
 */
export function subtleCrypto(): SubtleCrypto {
  const subtle = chosen ?? globalThis.crypto?.subtle
  must(subtle, 'ERR_CRYPTO', 'no crypto.subtle', 'https, Node 20+ or setSubtleCrypto')
  return subtle
}

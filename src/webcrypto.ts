/** Finds WebCrypto, and translates its failures. */
import { JoseError } from './errors.ts'

let chosen: SubtleCrypto | undefined

/**
 * Use this `SubtleCrypto` (W3C Web Cryptography API) from now on, if the runtime has none or you want
 * another. `undefined` restores the runtime's own. Keys that are already imported stay where they are.
 * Never throws.
 */
export function setSubtleCrypto(subtle: SubtleCrypto | undefined): void {
  chosen = subtle
}

/**
 * The `SubtleCrypto` to work with.
 *
 * @throws JoseError `ERR_CRYPTO` if there is none
 */
export function subtleCrypto(): SubtleCrypto {
  const subtle = chosen ?? globalThis.crypto?.subtle
  if (!subtle) {
    throw new JoseError('ERR_CRYPTO', 'no crypto.subtle here; it takes https, Node 20 or setSubtleCrypto')
  }
  return subtle
}

/** The error for a key that WebCrypto refuses: the algorithm is missing here, or the key is invalid. */
export function cryptoError({ name }: Error, alg: string): JoseError {
  const code = name === 'NotSupportedError' ? 'ERR_CRYPTO' : 'ERR_JWK'
  return new JoseError(code, `WebCrypto here refuses this ${alg} key (${name})`)
}

/** Signers whose key is elsewhere: a KMS, an HSM, a smart card. */
import { algorithmOf, type JwsAlgorithm, type Signer } from './algorithms.ts'
import { requireBytes } from './base64url.ts'
import { ecdsaSignatureFromDer } from './der.ts'
import { JoseError } from './errors.ts'

/** How a key that is elsewhere signs. */
export interface ExternalSignerOptions {
  /** The algorithm of the key. */
  alg: JwsAlgorithm
  /** The kid of the published key. Default: none. */
  kid?: string
  /** Sign the JWS Signing Input; the octets are a copy. A KMS that takes a digest gets its hash instead. */
  sign: (signingInput: Uint8Array) => Promise<Uint8Array>
  /** How an ECDSA signature comes: as `raw` r‖s, or in `der`. Default: `raw`. */
  format?: 'raw' | 'der'
  /** Milliseconds until the signature must be there. Default: 10,000. */
  timeout?: number
}

/**
 * A Signer (RFC 7515 §5.1) that calls out, with a deadline: a key that fails, or answers late or with what is no signature,
 * gives a typed error. Any object that is a `Signer` serves as well; this one adds just that.
 *
 * @throws JoseError `ERR_ALG`: an unknown algorithm. Its `sign` rejects with `ERR_SIGNATURE`, whose `cause`
 *   is what the call threw
 */
export function externalSigner({ alg, kid, sign, format, timeout = 10000 }: ExternalSignerOptions): Signer {
  algorithmOf(alg)
  return {
    alg,
    ...(kid !== undefined && { kid }),
    async sign(signingInput) {
      let timer: ReturnType<typeof setTimeout> | undefined
      const late = new Promise<never>((_, reject) => {
        const error = new JoseError(
          'ERR_SIGNATURE',
          'no answer from the signer',
          `a signature within ${timeout} ms`,
        )
        timer = setTimeout(() => reject(error), timeout)
      })
      try {
        const signature = await Promise.race([sign(signingInput.slice()), late])
        requireBytes(signature, 'signature')
        return format === 'der' ? ecdsaSignatureFromDer(signature, alg) : signature
      } catch (cause) {
        if (cause instanceof JoseError) throw cause
        throw new JoseError('ERR_SIGNATURE', 'the signer failed', 'a signature (see cause)', { cause })
      } finally {
        clearTimeout(timer)
      }
    },
  }
}

/** Signers with a key that is kept elsewhere: in a KMS, an HSM, a smart card. */
import { algorithmOf, type JwsAlgorithm } from './algorithms.ts'
import { within } from './deadline.ts'
import { ecdsaSignatureFromDer } from './der.ts'
import { JoseError } from './errors.ts'
import {
  bytesOf,
  classOf,
  expect,
  expectOptions,
  FUNCTION,
  MILLISECONDS,
  STRING,
  TEXT,
  type Kind,
} from './options.ts'
import type { Signer } from './signer.ts'

/** How a key that is elsewhere signs. */
export interface ExternalSignerOptions {
  /** The algorithm of the key. */
  alg: JwsAlgorithm
  /** The kid of the published key. Default: none. */
  kid?: string | undefined
  /**
   * Signs the JWS Signing Input, which nothing else changes. If the KMS takes a digest, hash the input first.
   */
  sign: (signingInput: Uint8Array) => Promise<Uint8Array | ArrayBuffer>
  /** How an ECDSA signature comes: as `raw` r‖s, or in `der`. Default: `raw`. */
  format?: 'raw' | 'der' | undefined
  /** Milliseconds until the signature must be there, 1 to 700,000,000. Default: 10,000. */
  timeout?: number | undefined
}

const FORMAT: Kind = ['"raw" or "der"', (value) => value === 'raw' || value === 'der']

/**
 * A Signer (RFC 7515 §5.1) that calls your function, with a deadline. If the call fails, is late or returns
 * something that is not a signature, the error is a JoseError. Any other object that is a `Signer` works too.
 *
 * @throws JoseError `ERR_ALG`: an unknown algorithm. Its `sign` rejects with `ERR_SIGNATURE`, whose `cause`
 *   is what the call threw. TypeError: an option that is missing, unknown or of a wrong type
 */
export function externalSigner(options: ExternalSignerOptions): Signer {
  const kinds = { alg: STRING, kid: TEXT, sign: FUNCTION, format: FORMAT, timeout: MILLISECONDS }
  expectOptions(options, kinds, { needed: ['alg', 'sign'] })
  const { alg, kid, sign, format, timeout = 10000 } = options
  const isEcdsa = algorithmOf(alg).kty === 'EC'
  expect(
    format !== 'der' || isEcdsa,
    `option format is "der", and signatures of ${alg} are not in DER; leave it out`,
  )
  const late = () => new JoseError('ERR_SIGNATURE', `the signer gave no signature within ${timeout} ms`)

  return {
    alg,
    ...(kid !== undefined && { kid }),
    async sign(signingInput) {
      let given: unknown
      try {
        given = await within(timeout, sign(signingInput), late)
      } catch (cause) {
        if (cause instanceof JoseError) throw cause
        throw new JoseError('ERR_SIGNATURE', 'the signer failed; see cause', { cause })
      }
      const signature = bytesOf(given)
      if (!signature)
        throw new JoseError(
          'ERR_SIGNATURE',
          `the signer gave ${given === undefined ? 'nothing' : classOf(given)}, not a signature's octets`,
        )
      return format === 'der' ? ecdsaSignatureFromDer(signature, alg) : signature
    },
  }
}

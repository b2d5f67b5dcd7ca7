/** What signs, and what verifies: WebCrypto here, a KMS or an HSM elsewhere. */
import type { JwsAlgorithm } from './algorithms.ts'

/** Anything that can sign: WebCrypto, a KMS, an HSM. Its `alg` and `kid` never change. */
export interface Signer {
  /** The algorithm that it signs with. */
  readonly alg: JwsAlgorithm
  /** The `kid` for the JOSE Header. Without it, the header has none. */
  readonly kid?: string
  /**
   * Sign the JWS Signing Input (RFC 7515 §5.1) and return the JWS Signature's octets; for ECDSA r‖s at
   * fixed width (RFC 7518 §3.4), not DER. The input is the signer's own: nothing else reads or changes it.
   *
   * @throws any error: it reaches whoever signs
   */
  sign(signingInput: Uint8Array): Promise<Uint8Array>
}

/** Anything that can tell whether a signature is good. Its `alg` and `kid` never change. */
export interface Verifier {
  /** The one algorithm that it verifies. */
  readonly alg: JwsAlgorithm
  /** The `kid` of its key, if it has one. */
  readonly kid?: string
  /**
   * Whether `signature` (a JWS Signature's octets) is right for the JWS Signing Input.
   *
   * @throws any error: whoever verifies gets `ERR_CRYPTO`, with this error as `cause`
   */
  verify(signature: Uint8Array, signingInput: Uint8Array): Promise<boolean>
}

/** The one table of algorithms (RFC 7518 §3, RFC 8037, RFC 9864), and what signs and verifies with them. */
import { must } from './errors.ts'

/** A JWA algorithm that this module signs and verifies with. */
export type JwsAlgorithm =
  | 'RS256'
  | 'RS384'
  | 'RS512'
  | 'PS256'
  | 'PS384'
  | 'PS512'
  | 'ES256'
  | 'ES384'
  | 'ES512'
  | 'Ed25519'
  | 'EdDSA'

/** All that is known of an algorithm. WebCrypto takes the row as it is: each of its methods reads its own members. */
export interface Algorithm {
  /** The key type of its JWK. */
  readonly kty: string
  /** The members of its JWK that are numbers or points. Those before `d` are the public key. */
  readonly members: string
  /** The curve of its JWK, where it has one. */
  readonly namedCurve?: string
  /** Octets of a coordinate or private key on that curve; a signature has twice as many. */
  readonly size?: number
  readonly name: string
  readonly hash?: string
  readonly saltLength?: number
}

const RSA = { kty: 'RSA', members: 'n e d p q dp dq qi', name: 'RSASSA-PKCS1-v1_5' }
const PSS = { ...RSA, name: 'RSA-PSS' }
const EC = { kty: 'EC', members: 'x y d', name: 'ECDSA' }
const OKP = { kty: 'OKP', members: 'x d', name: 'Ed25519', namedCurve: 'Ed25519', size: 32 }

const TABLE: Readonly<Record<JwsAlgorithm, Algorithm>> = {
  RS256: { ...RSA, hash: 'SHA-256' },
  RS384: { ...RSA, hash: 'SHA-384' },
  RS512: { ...RSA, hash: 'SHA-512' },
  PS256: { ...PSS, hash: 'SHA-256', saltLength: 32 },
  PS384: { ...PSS, hash: 'SHA-384', saltLength: 48 },
  PS512: { ...PSS, hash: 'SHA-512', saltLength: 64 },
  ES256: { ...EC, hash: 'SHA-256', namedCurve: 'P-256', size: 32 },
  ES384: { ...EC, hash: 'SHA-384', namedCurve: 'P-384', size: 48 },
  ES512: { ...EC, hash: 'SHA-512', namedCurve: 'P-521', size: 66 },
  Ed25519: OKP,
  // The older name of the same algorithm: deprecated by RFC 9864, and still the more common one.
  EdDSA: OKP,
}

const NAMES = /* @__PURE__ */ Object.keys(TABLE) as JwsAlgorithm[]

/**
 * The table's row for a name.
 *
 * @throws JoseError `ERR_ALG` for a name that the table lacks: `none`, HS256 and every other
 */
export function algorithmOf(alg: string): Algorithm {
  must(Object.hasOwn(TABLE, alg), 'ERR_ALG', 'alg', NAMES)
  return TABLE[alg as JwsAlgorithm]
}

/** The algorithms that a JWK can serve: by its shape, its own `alg`, and of these the one asked for. */
export function algorithmsOf(jwk: { kty?: unknown; crv?: unknown; alg?: unknown }, asked?: string): JwsAlgorithm[] {
  return NAMES.filter((alg) => {
    const { kty, namedCurve = jwk.crv } = TABLE[alg]
    return kty === jwk.kty && namedCurve === jwk.crv && alg === (jwk.alg ?? alg) && alg === (asked ?? alg)
  })
}

/** Anything that can sign: WebCrypto, a KMS, an HSM. Its `alg` and `kid` never change. */
export interface Signer {
  readonly alg: JwsAlgorithm
  readonly kid?: string
  /**
   * Sign the JWS Signing Input (RFC 7515 §5.1) and give the JWS Signature's octets; for ECDSA r‖s at
   * fixed width (RFC 7518 §3.4), not DER. The input is a view into a larger buffer: mind its
   * `byteOffset` and `byteLength`.
   */
  sign(signingInput: Uint8Array): Promise<Uint8Array>
}

/** Anything that can tell whether a signature is good. Its `alg` and `kid` never change. */
export interface Verifier {
  readonly alg: JwsAlgorithm
  readonly kid?: string
  /** Whether `signature`, a JWS Signature's octets, is that of the JWS Signing Input. */
  verify(signature: Uint8Array, signingInput: Uint8Array): Promise<boolean>
}

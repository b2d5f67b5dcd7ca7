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
  readonly alg: JwsAlgorithm
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

const rsa = (alg: JwsAlgorithm, name: string, bits: number): Algorithm =>
  ({ alg, kty: 'RSA', members: 'n e d p q dp dq qi', name, hash: `SHA-${bits}`, saltLength: bits / 8 })
const ec = (alg: JwsAlgorithm, namedCurve: string, size: number, bits: number): Algorithm =>
  ({ alg, kty: 'EC', members: 'x y d', name: 'ECDSA', namedCurve, size, hash: `SHA-${bits}` })
const ed = (alg: JwsAlgorithm): Algorithm =>
  ({ alg, kty: 'OKP', members: 'x d', name: 'Ed25519', namedCurve: 'Ed25519', size: 32 })

const TABLE: readonly Algorithm[] = /* @__PURE__ */ (() => [
  rsa('RS256', 'RSASSA-PKCS1-v1_5', 256),
  rsa('RS384', 'RSASSA-PKCS1-v1_5', 384),
  rsa('RS512', 'RSASSA-PKCS1-v1_5', 512),
  rsa('PS256', 'RSA-PSS', 256),
  rsa('PS384', 'RSA-PSS', 384),
  rsa('PS512', 'RSA-PSS', 512),
  ec('ES256', 'P-256', 32, 256),
  ec('ES384', 'P-384', 48, 384),
  ec('ES512', 'P-521', 66, 512),
  ed('Ed25519'),
  // The older name of the same algorithm: deprecated by RFC 9864, and still the more common one.
  ed('EdDSA'),
])()

/**
 * The table's row for a name.
 *
 * @throws JoseError `ERR_ALG` for a name that the table lacks: `none`, HS256 and every other
 */
export function algorithmOf(alg: string): Algorithm {
  const row = TABLE.find((row) => row.alg === alg)
  must(row, 'ERR_ALG', 'alg', 'one of ours')
  return row
}

/** The algorithms that a JWK can serve: by its shape, its own `alg`, and of these the one asked for. */
export function algorithmsOf(jwk: { kty?: unknown; crv?: unknown; alg?: unknown }, asked?: string): Algorithm[] {
  return TABLE.filter(
    ({ alg, kty, namedCurve = jwk.crv }) =>
      kty === jwk.kty && namedCurve === jwk.crv && alg === (jwk.alg ?? alg) && alg === (asked ?? alg),
  )
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

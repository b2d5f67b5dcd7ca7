/** The one table of algorithms (RFC 7518 §3, RFC 8037, RFC 9864, RFC 9964), and what signs and verifies with them. */
import { JoseError, shown } from './errors.ts'

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
  | 'ML-DSA-44'
  | 'ML-DSA-65'
  | 'ML-DSA-87'

/** All that is known of an algorithm. WebCrypto takes the row as it is: each of its methods reads its own members. */
export interface Algorithm {
  readonly alg: JwsAlgorithm
  /** The key type of its JWK. */
  readonly kty: string
  /** The members of its JWK that each use needs, with their octets where those are fixed. */
  readonly sign: string
  readonly verify: string
  /** The curve of its JWK, where it has one. */
  readonly namedCurve?: string
  /** Octets of a signature, where they are fixed. */
  readonly size?: number
  readonly name: string
  readonly hash?: string
  readonly saltLength?: number
}

/** RFC 7518 names a family by its hash; the curve that goes with SHA-512 has 521 bits. */
const family = (bits: 256 | 384 | 512, curve: number, octets: number): readonly Algorithm[] => [
  {
    alg: `RS${bits}`,
    kty: 'RSA',
    sign: 'n e d p q dp dq qi',
    verify: 'n e',
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-' + bits,
  },
  {
    alg: `PS${bits}`,
    kty: 'RSA',
    sign: 'n e d p q dp dq qi',
    verify: 'n e',
    name: 'RSA-PSS',
    hash: 'SHA-' + bits,
    saltLength: bits / 8,
  },
  {
    alg: `ES${bits}`,
    kty: 'EC',
    sign: `x:${octets} y:${octets} d:${octets}`,
    verify: `x:${octets} y:${octets}`,
    name: 'ECDSA',
    hash: 'SHA-' + bits,
    namedCurve: 'P-' + curve,
    size: octets * 2,
  },
]

/** RFC 9964, for the runtimes that have it. */
const lattice = (alg: 'ML-DSA-44' | 'ML-DSA-65' | 'ML-DSA-87', octets: number, size: number): Algorithm => ({
  alg,
  kty: 'AKP',
  sign: `pub:${octets} priv:32`,
  verify: `pub:${octets}`,
  name: alg,
  size,
})

const TABLE: readonly Algorithm[] = [
  ...family(256, 256, 32),
  ...family(384, 384, 48),
  ...family(512, 521, 66),
  {
    alg: 'Ed25519',
    kty: 'OKP',
    sign: 'x:32 d:32',
    verify: 'x:32',
    name: 'Ed25519',
    namedCurve: 'Ed25519',
    size: 64,
  },
  // The older name of the same algorithm: deprecated by RFC 9864, and still the more common one.
  {
    alg: 'EdDSA',
    kty: 'OKP',
    sign: 'x:32 d:32',
    verify: 'x:32',
    name: 'Ed25519',
    namedCurve: 'Ed25519',
    size: 64,
  },
  lattice('ML-DSA-44', 1312, 2420),
  lattice('ML-DSA-65', 1952, 3309),
  lattice('ML-DSA-87', 2592, 4627),
]

/**
 * The table's row for a name.
 *
 * @throws JoseError `ERR_ALG` for a name that the table lacks: `none`, HS256 and every other
 */
export function algorithmOf(alg: string): Algorithm {
  const row = TABLE.find((row) => row.alg === alg)
  if (!row) throw new JoseError('ERR_ALG', `alg ${shown(alg)}`, 'a JwsAlgorithm')
  return row
}

/** The algorithms that a JWK can serve: by its shape, its own `alg`, and of these the one asked for. */
export function algorithmsOf(
  jwk: { kty?: unknown; crv?: unknown; alg?: unknown },
  asked?: string,
): Algorithm[] {
  return TABLE.filter(
    ({ alg, kty, namedCurve = jwk.crv }) =>
      kty === jwk.kty && namedCurve === jwk.crv && alg === (jwk.alg ?? alg) && alg === (asked ?? alg),
  )
}

/** The algorithms that a CryptoKey can serve, and of these the one asked for. Its hash is its own; a curve has one. */
export function algorithmsOfCryptoKey({ algorithm }: CryptoKey, asked?: string): Algorithm[] {
  const { name, hash, namedCurve } = algorithm as {
    name: string
    hash?: { name: string }
    namedCurve?: string
  }
  return TABLE.filter(
    (row) =>
      row.name === name &&
      row.hash === (hash?.name ?? row.hash) &&
      row.namedCurve === (namedCurve ?? row.namedCurve) &&
      row.alg === (asked ?? row.alg),
  )
}

const KEPT = /* @__PURE__ */ new WeakMap<object, { [name: string]: unknown }>()

/** What is kept of a JWK (its imports) or a Signer (its encoded headers) for as long as it lives. */
export function keptOf<T>(owner: object): { [name: string]: T } {
  let kept = KEPT.get(owner)
  if (!kept) KEPT.set(owner, (kept = {}))
  return kept as { [name: string]: T }
}

/** The `sign` functions that have copied the JWS Signing Input when they return, as WebCrypto has. */
export const COPYING: WeakSet<Signer['sign']> = /* @__PURE__ */ new WeakSet()

/** Anything that can sign: WebCrypto, a KMS, an HSM. Its `alg` and `kid` never change. */
export interface Signer {
  /** The algorithm that it signs with. */
  readonly alg: JwsAlgorithm
  /** The `kid` that goes into the JOSE Header. Without it there is none. */
  readonly kid?: string
  /**
   * Sign the JWS Signing Input (RFC 7515 §5.1) and give the JWS Signature's octets; for ECDSA r‖s at
   * fixed width (RFC 7518 §3.4), not DER. The input is the signer's own: nothing else changes it.
   *
   * @throws any error: it is thrown on to who signs
   */
  sign(signingInput: Uint8Array): Promise<Uint8Array>
}

/** Anything that can tell whether a signature is good. Its `alg` and `kid` never change. */
export interface Verifier {
  /** The one algorithm that it verifies. */
  readonly alg: JwsAlgorithm
  /** The `kid` of its key, where it has one. */
  readonly kid?: string
  /**
   * Whether `signature`, a JWS Signature's octets, is that of the JWS Signing Input.
   *
   * @throws any error: who verifies gets `ERR_CRYPTO`, with it as `cause`
   */
  verify(signature: Uint8Array, signingInput: Uint8Array): Promise<boolean>
}

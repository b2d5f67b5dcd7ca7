/** The one table of algorithms (RFC 7518 §3, RFC 8037, RFC 9864, RFC 9964). */
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

/** Members of a JWK, each with its length in octets; 0: as few as the number needs. */
export type Members = { readonly [member: string]: number }

/** The type, curve and public members of a JWK. */
export interface KeyShape {
  /** The key type of its JWK. */
  readonly kty: string
  /** The curve of its JWK, if it has one. */
  readonly namedCurve?: string
  /** The members of its JWK that are published. */
  readonly public: Members
}

/**
 * All that is known about an algorithm. WebCrypto takes the whole row, and reads the members that it needs.
 */
export interface Algorithm extends KeyShape {
  readonly alg: JwsAlgorithm
  /** The members of its JWK that are secret. */
  readonly private: Members
  /** Octets of a signature, if that is fixed. */
  readonly size?: number
  readonly name: string
  readonly hash?: string
  readonly saltLength?: number
}

const RSA_PRIVATE = { d: 0, p: 0, q: 0, dp: 0, dq: 0, qi: 0 }

/** RFC 7518 §3.3: the name ends in the bits of the hash. */
function rsa(alg: JwsAlgorithm, name: string): Algorithm {
  const bits = alg.slice(2)
  return {
    alg,
    kty: 'RSA',
    public: { n: 0, e: 0 },
    private: RSA_PRIVATE,
    name,
    hash: `SHA-${bits}`,
    saltLength: Number(bits) / 8,
  }
}

/** RFC 7518 §3.4: the name ends in the bits of the hash, which need not be those of the curve. */
function ecdsa(alg: JwsAlgorithm, namedCurve: string, octets: number): Algorithm {
  return {
    alg,
    kty: 'EC',
    namedCurve,
    public: { x: octets, y: octets },
    private: { d: octets },
    size: octets * 2,
    name: 'ECDSA',
    hash: `SHA-${alg.slice(2)}`,
  }
}

function ed25519(alg: JwsAlgorithm): Algorithm {
  const namedCurve = 'Ed25519'
  return {
    alg,
    kty: 'OKP',
    namedCurve,
    public: { x: 32 },
    private: { d: 32 },
    size: 64,
    name: namedCurve,
  }
}

/** RFC 9964, for the runtimes that have it. */
function mlDsa(alg: JwsAlgorithm, octets: number, size: number): Algorithm {
  return {
    alg,
    kty: 'AKP',
    public: { pub: octets },
    private: { priv: 32 },
    size,
    name: alg,
  }
}

function table(): readonly Algorithm[] {
  return [
    rsa('RS256', 'RSASSA-PKCS1-v1_5'),
    rsa('RS384', 'RSASSA-PKCS1-v1_5'),
    rsa('RS512', 'RSASSA-PKCS1-v1_5'),
    rsa('PS256', 'RSA-PSS'),
    rsa('PS384', 'RSA-PSS'),
    rsa('PS512', 'RSA-PSS'),
    ecdsa('ES256', 'P-256', 32),
    ecdsa('ES384', 'P-384', 48),
    ecdsa('ES512', 'P-521', 66),
    ed25519('Ed25519'),
    // The older name of the same algorithm: deprecated by RFC 9864, and still the more common one.
    ed25519('EdDSA'),
    mlDsa('ML-DSA-44', 1312, 2420),
    mlDsa('ML-DSA-65', 1952, 3309),
    mlDsa('ML-DSA-87', 2592, 4627),
  ]
}

export const ALGORITHMS: readonly Algorithm[] = /* @__PURE__ */ table()

/**
 * The table's row for a name.
 *
 * @param what names the name in an error's message
 * @throws JoseError `ERR_ALG` for a name that is not in the table, such as `none` or HS256
 */
export function algorithmOf(alg: string, what = 'alg'): Algorithm {
  const row = ALGORITHMS.find((candidate) => candidate.alg === alg)
  if (!row) throw new JoseError('ERR_ALG', `${what} ${shown(alg)} is none of ${namesOf(ALGORITHMS)}`)
  return row
}

/** The names of algorithms, as a message lists them. */
export function namesOf(rows: readonly Algorithm[]): string {
  return rows.map(({ alg }) => alg).join(', ')
}

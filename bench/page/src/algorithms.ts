/** Finds the algorithms of this browser. */
import { generateJwk, importVerifier, type JwsAlgorithm } from '../../../dist/index.js'

/** All algorithms, SMART's first. */
export const ALGORITHMS: readonly JwsAlgorithm[] = [
  'RS384',
  'ES384',
  'RS256',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES512',
  'Ed25519',
  'EdDSA',
  'ML-DSA-44',
  'ML-DSA-65',
  'ML-DSA-87',
]

export function isRsa(alg: string): boolean {
  return /^[RP]S/.test(alg)
}

/**
 * The modulus of a 2048-bit public key without a private key. Importing it is quick, generating a key is not.
 */
const SOME_MODULUS = `${'_'.repeat(341)}w`

async function isSupported(alg: JwsAlgorithm): Promise<boolean> {
  const attempt = isRsa(alg)
    ? importVerifier({ kty: 'RSA', n: SOME_MODULUS, e: 'AQAB', alg })
    : generateJwk(alg)
  return attempt.then(
    () => true,
    () => false,
  )
}

export async function supportedAlgorithms(): Promise<JwsAlgorithm[]> {
  const supported = await Promise.all(ALGORITHMS.map(isSupported))
  return ALGORITHMS.filter((_, i) => supported[i])
}

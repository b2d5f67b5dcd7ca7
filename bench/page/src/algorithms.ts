/** The algorithms of this browser. */
import { generateJwk, importVerifier, type JwsAlgorithm } from '../../../dist/index.js'

/** All that there are, those of SMART first. */
export const ALGORITHMS: readonly JwsAlgorithm[] = [
  ...(['RS384', 'ES384', 'RS256', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES512'] as const),
  ...(['Ed25519', 'EdDSA', 'ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'] as const),
]

export function isRsa(alg: string): boolean {
  return /^[RP]S/.test(alg)
}

/** A public key of 2048 bits whose private half nobody has: importing it is a quick question, generating one is not. */
const SOME_MODULUS = `${'_'.repeat(341)}w`

async function isThere(alg: JwsAlgorithm): Promise<boolean> {
  const asked = isRsa(alg)
    ? importVerifier({ kty: 'RSA', n: SOME_MODULUS, e: 'AQAB', alg })
    : generateJwk(alg)
  return asked.then(
    () => true,
    () => false,
  )
}

/** Those that the browser has. */
export async function supportedAlgorithms(): Promise<JwsAlgorithm[]> {
  const there = await Promise.all(ALGORITHMS.map(isThere))
  return ALGORITHMS.filter((_, i) => there[i])
}

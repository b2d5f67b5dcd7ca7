/** The keys that a token may be verified with, as one Verifier. */
import { JoseError, shown } from './errors.ts'
import { firstOf, fittingJwks, nameOf, type Jwk, type JwkSet } from './jwk.ts'
import type { JoseHeader } from './jws.ts'
import { importJwk } from './keys.ts'
import type { Verifier } from './signer.ts'

/** How a key is looked up for a token. */
export interface KeyLookupOptions {
  /** The algorithms that are accepted, which a key without `alg` may serve. Default: none. */
  algorithms?: readonly string[] | undefined
  /**
   * The most entries of a set that are tried, where several fit the token; with 1, no other key may have its `kid`
   * and `kty`.
   * Default: 4.
   */
  maxKeys?: number | undefined
}

/** What verifies a token with this key. */
export function verifierOfJwk(
  jwk: Jwk,
  { alg }: JoseHeader,
  { algorithms = [] }: KeyLookupOptions,
): Promise<Verifier> {
  // A key that names no algorithm takes the header's only where the caller has accepted that by name.
  const isAccepted = (jwk.alg ?? undefined) === undefined && algorithms.includes(alg)
  return importJwk(jwk, { use: 'verify', alg: isAccepted ? alg : undefined })
}

/**
 * Whether a set has another key of this one's `kid` and `kty`, by which alone a client's key is told (SMART App
 * Launch 2.2.0).
 */
function hasRival({ keys }: JwkSet, { kid, kty, n, x, y, pub }: Jwk): boolean {
  const named = keys.filter((key) => key?.kid === kid && key.kty === kty)
  return named.some((key) => key.n !== n || key.x !== x || key.y !== y || key.pub !== pub)
}

/**
 * What verifies a token with a set: with each key that fits its `kid` and `alg`, for a set may hold several
 * under one `kid` while they are replaced.
 *
 * @param where names the set in a message
 * @throws JoseError `ERR_KEY_NOT_FOUND`: no key fits; `ERR_KEY_AMBIGUOUS`: more fit than are tried; `ERR_JWK`:
 *   the one that fits is unsound
 */
export async function verifierOfSet(
  jwks: JwkSet,
  header: JoseHeader,
  options: KeyLookupOptions,
  where = 'in the set',
): Promise<Verifier> {
  const { alg, kid } = header
  const { maxKeys = 4 } = options
  const fitting = fittingJwks(jwks, { use: 'verify', alg, kid }, where)
  const [first] = fitting as [Jwk]
  if (maxKeys === 1 && hasRival(jwks, first)) {
    const shared = `kid ${shown(kid)} and kty ${first.kty}`
    throw new JoseError('ERR_KEY_AMBIGUOUS', `several keys ${where} have ${shared}; each needs its own kid`)
  }
  if (fitting.length > maxKeys) {
    const names = firstOf(fitting.map(nameOf), 240)
    throw new JoseError('ERR_KEY_AMBIGUOUS', `${fitting.length} keys fit, of ${maxKeys} at most: ${names}`)
  }
  const imports = fitting.map((jwk) => verifierOfJwk(jwk, header, options))
  if (imports.length === 1) return imports[0]!
  const outcomes = await Promise.allSettled(imports)
  const verifiers = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value : []))
  // All are unsound: the first says why.
  if (verifiers.length === 0) return imports[0]!
  async function verify(signature: Uint8Array, signingInput: Uint8Array): Promise<boolean> {
    for (const verifier of verifiers) {
      if (await verifier.verify(signature, signingInput)) return true
    }
    return false
  }
  return { alg: verifiers[0]!.alg, verify }
}

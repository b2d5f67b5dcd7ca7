/** Makes one Verifier from the keys that fit a token. */
import { JoseError } from './errors.ts'
import { firstOf, fittingJwks, IN_THE_SET, nameOf, type Jwk, type JwkSet, type Where } from './jwk.ts'
import type { JoseHeader } from './jws.ts'
import { importPublicJwk } from './keys.ts'
import type { Verifier } from './signer.ts'

/** How a key is looked up for a token. */
export interface KeyLookupOptions {
  /** The algorithms that are accepted, which a key without `alg` may serve. Default: none. */
  algorithms?: readonly string[] | undefined
  /**
   * Throws to refuse a set for its keys that fit the token; `where` names the set in a message.
   * Default: none.
   */
  judge?: ((jwks: JwkSet, fitting: readonly Jwk[], where: () => string) => void) | undefined
}

/** A Verifier for a token with this key. */
export function verifierOfJwk(
  jwk: Jwk,
  { alg }: JoseHeader,
  { algorithms = [] }: KeyLookupOptions,
): Promise<Verifier> {
  // A key that names no algorithm takes the header's only if the caller accepts that algorithm by name.
  const isAccepted = (jwk.alg ?? undefined) === undefined && algorithms.includes(alg)
  return importPublicJwk(jwk, isAccepted ? alg : undefined)
}

/** The most keys of a set that are tried, where several fit the token. */
const MOST_KEYS = 4

/**
 * A Verifier for a token that tries each key of a set that fits its `kid` and `alg`: while keys are replaced,
 * a set may hold several under one `kid`.
 *
 * @param where names the set in a message
 * @throws JoseError `ERR_KEY_NOT_FOUND`: no key fits; `ERR_KEY_AMBIGUOUS`: more fit than are tried;
 *   `ERR_JWK`: the one that fits is invalid
 */
export async function verifierOfSet(
  jwks: JwkSet,
  header: JoseHeader,
  options: KeyLookupOptions,
  where: Where = IN_THE_SET,
): Promise<Verifier> {
  const { alg, kid } = header
  const fitting = fittingJwks(jwks, { use: 'verify', alg, kid }, where)
  options.judge?.(jwks, fitting, where)
  if (fitting.length > MOST_KEYS) {
    const names = firstOf(fitting.map(nameOf), 240)
    throw new JoseError('ERR_KEY_AMBIGUOUS', `${fitting.length} keys fit, more than ${MOST_KEYS}: ${names}`)
  }
  const imports = fitting.map((jwk) => verifierOfJwk(jwk, header, options))
  if (imports.length === 1) return imports[0]!
  const outcomes = await Promise.allSettled(imports)
  const verifiers = outcomes.flatMap((outcome) => ('value' in outcome ? outcome.value : []))
  // If all are invalid, the error is that of the first.
  if (verifiers.length === 0) return imports[0]!
  async function verify(signature: Uint8Array, signingInput: Uint8Array): Promise<boolean> {
    for (const verifier of verifiers) {
      if (await verifier.verify(signature, signingInput)) return true
    }
    return false
  }
  return { alg: verifiers[0]!.alg, verify }
}

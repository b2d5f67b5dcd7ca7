/** Keys in WebCrypto: the only caller of its importKey, exportKey and generateKey. */
import { algorithmOf, algorithmsOf, keptOf, type Algorithm, type JwsAlgorithm, type Signer, type Verifier } from './algorithms.ts'
import { JoseError, must } from './errors.ts'
import { bareKey, keyNamed, jwkThumbprint, need, selectKey, type Jwk, type JwkSet, type KeyUse } from './jwk.ts'
import { subtleCrypto } from './webcrypto.ts'

/** How a key is imported. */
export interface ImportOptions {
  /** The algorithm of a key that names none and whose shape allows several. It cannot change a key's own. */
  alg?: JwsAlgorithm
  /** Selects a key of a set, or names a key without `kid`. It cannot change a key's own. */
  kid?: string
}

/** An imported key signs or verifies, as it was asked to. */
type Imported = Signer & Verifier

/** A key in WebCrypto: imported once for each JWK object, use and algorithm; a failure is not kept. */
export function importJwk(key: Jwk | JwkSet, use: KeyUse, askedAlg?: string): Promise<Imported> {
  const jwk = selectKey(key, use, askedAlg)
  const row = algorithmsOf(jwk, askedAlg)[0]!
  const name = use + row.alg
  const kept = keptOf<Promise<Imported>>(jwk)
  return (kept[name] ??= importOnce(jwk, use, row).catch((error) => {
    delete kept[name]
    must(error instanceof JoseError, error.name === 'NotSupportedError' ? 'ERR_CRYPTO' : 'ERR_JWK', error.name, `${row.alg} key`)
    throw error
  }))
}

async function importOnce(jwk: Jwk, use: KeyUse, row: Algorithm): Promise<Imported> {
  const subtle = subtleCrypto()
  const key = await subtle.importKey('jwk', bareKey(jwk, use, row) as JsonWebKey, row, false, [use])
  const imported = {
    alg: row.alg,
    kid: jwk.kid,
    sign: async (signingInput: Uint8Array) => new Uint8Array(await subtle.sign(row, key, signingInput as BufferSource)),
    verify: (signature: Uint8Array, signingInput: Uint8Array) =>
      subtle.verify(row, key, signature as BufferSource, signingInput as BufferSource),
  }
  if (use === 'sign') {
    // Half of the runtimes import a `d` that belongs to another public key, whose tokens verify nowhere.
    const probe = new Uint8Array(1)
    const { verify } = await importOnce(jwk, 'verify', row)
    need(await verify(await imported.sign(probe), probe), 'its own d')
  }
  return imported as Imported
}

/** As importJwk; a kid that is asked for names a JWK that has none. */
async function importNamed(key: Jwk | JwkSet, use: KeyUse, { alg, kid }: ImportOptions): Promise<Imported> {
  const nameless = !key.keys && key.kid === undefined
  const imported = await importJwk(keyNamed(key, nameless ? undefined : kid), use, alg)
  return nameless && kid !== undefined ? { ...imported, kid } : imported
}

/**
 * What signs with a private JWK, or with the one signing key of a JWK Set (`selectSigningJwk`).
 * A JWK object is imported once, however often it comes: later changes to it are not seen.
 *
 * @throws JoseError `ERR_JWK`: a key that is unsound, public, symmetric, for something else, or for another
 *   or no one algorithm, and why; `ERR_KEY_NOT_FOUND`, `ERR_KEY_AMBIGUOUS`: none or several keys in the set;
 *   `ERR_CRYPTO`: WebCrypto, or the algorithm in it, is missing here. TypeError: not an object
 */
export async function importSigner(key: Jwk | JwkSet, options: ImportOptions = {}): Promise<Signer> {
  return importNamed(key, 'sign', options)
}

/**
 * What verifies with a public JWK (of a private one, with its public half). Imported once per object.
 *
 * @throws as importSigner does
 */
export async function importVerifier(key: Jwk, options: ImportOptions = {}): Promise<Verifier> {
  return importNamed(key, 'verify', options)
}

/** How a key is generated. */
export interface GenerateOptions {
  /** Default: the key's thumbprint (RFC 7638). */
  kid?: string
  /** Bits of an RSA key, 2048 to 8192. Default: 2048. */
  modulusLength?: number
}

/**
 * A new private JWK, with `kid`, `alg`, `use` and `key_ops`: `sign`. Keep it; publish `toPublicJwk` of it.
 *
 * @throws JoseError `ERR_ALG`: an unknown algorithm; `ERR_CRYPTO`: WebCrypto, or the algorithm in it, is
 *   missing here. TypeError: a `modulusLength` that is out of bounds
 */
export async function generateJwk(alg: JwsAlgorithm, options: GenerateOptions = {}): Promise<Jwk> {
  const { modulusLength = 2048 } = options
  if (!(modulusLength >= 2048 && modulusLength <= 8192)) throw new TypeError('modulusLength: expected 2048 to 8192')
  const row = algorithmOf(alg)
  const subtle = subtleCrypto()
  const wanted: object = { ...row, modulusLength, publicExponent: new Uint8Array([1, 0, 1]) }
  const generated = await subtle
    .generateKey(wanted as RsaHashedKeyGenParams, true, ['sign', 'verify'])
    .catch((error: Error) => {
      throw new JoseError('ERR_CRYPTO', error.name, `a key for ${alg}`)
    })
  // Some runtimes export metadata of their own: it is left out, as on the way in.
  const exported = (await subtle.exportKey('jwk', generated.privateKey)) as Jwk
  const bare = bareKey(exported, 'sign', row)
  const kid = options.kid ?? (await jwkThumbprint(bare))
  return { kid, alg, use: 'sig', key_ops: ['sign'], ...bare }
}

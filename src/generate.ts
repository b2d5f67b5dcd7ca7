/** New keys. */
import { algorithmOf, type Algorithm, type JwsAlgorithm } from './algorithms.ts'
import { bareKey, pointFault } from './bare-key.ts'
import { JoseError } from './errors.ts'
import type { Jwk, KeyUse } from './jwk.ts'
import { barePrivateKey, bind } from './keys.ts'
import { expectOptions, TEXT, wholeNumber, type Kind } from './options.ts'
import { jwkThumbprint } from './public-jwk.ts'
import type { Signer } from './signer.ts'
import { subtleCrypto } from './webcrypto.ts'

/** How a key is generated. */
export interface GenerateOptions {
  /** Its name. Default: the key's thumbprint (RFC 7638). */
  kid?: string | undefined
  /** Bits of an RSA key, 2048 to 8192. Default: 2048. */
  modulusLength?: number | undefined
}

const MODULUS_LENGTH: Kind = /* @__PURE__ */ wholeNumber('a number of bits, 2048 to 8192', 2048, 8192)

async function generatePair(
  row: Algorithm,
  options: GenerateOptions,
  extractable: boolean,
): Promise<CryptoKeyPair> {
  expectOptions(options, { kid: TEXT, modulusLength: MODULUS_LENGTH })
  const { modulusLength = 2048 } = options
  const publicExponent = new Uint8Array([1, 0, 1])
  const wanted: object = { ...row, modulusLength, publicExponent }
  const subtle = subtleCrypto()
  function generate(): Promise<CryptoKeyPair> {
    return subtle.generateKey(wanted as RsaHashedKeyGenParams, extractable, ['sign', 'verify'])
  }
  try {
    // WebKitGTK 2.50 fails with one in a hundred Ed25519 keys: not twice in a row.
    return await generate().catch(generate)
  } catch (error) {
    const { name } = error as Error
    throw new JoseError('ERR_CRYPTO', `WebCrypto here cannot make ${row.alg} keys (${name})`)
  }
}

/**
 * A generated key as a JWK with metadata. Members that runtimes add are left out, as when a key is imported.
 */
async function exportJwk(key: CryptoKey, use: KeyUse, row: Algorithm, kid?: string): Promise<Jwk> {
  const exported = (await subtleCrypto().exportKey('jwk', key)) as Jwk
  const isPrivate = use === 'sign'
  const bare = isPrivate ? barePrivateKey(exported, row) : bareKey(exported, row, row.public, pointFault)
  const name = kid ?? (await jwkThumbprint(bare))
  return { kid: name, alg: row.alg, use: 'sig', key_ops: [use], ...bare }
}

/**
 * Generate a private JWK (RFC 7517 §4), with `kid`, `alg`, `use` and `key_ops`: `sign`. Keep it secret, and
 * publish `toPublicJwk(jwk)`.
 *
 * @throws JoseError `ERR_ALG`: an unknown algorithm; `ERR_CRYPTO`: WebCrypto, or the algorithm in it, is
 *   missing here. TypeError: an option that is unknown, of a wrong type or out of bounds
 */
export async function generateJwk(alg: JwsAlgorithm, options: GenerateOptions = {}): Promise<Jwk> {
  const row = algorithmOf(alg)
  const { privateKey } = await generatePair(row, options, true)
  return exportJwk(privateKey, 'sign', row, options.kid)
}

/**
 * Generate a key whose private half cannot leave WebCrypto, and its public JWK (RFC 7517 §4).
 *
 * @throws as {@link generateJwk} does
 */
export async function generateSigner(
  alg: JwsAlgorithm,
  options: GenerateOptions = {},
): Promise<{
  /** Signs with it. */
  signer: Signer
  /** Its public half, to publish. */
  publicJwk: Jwk
  /** The key itself: a browser can keep it in IndexedDB, and `importSigner` accepts it. */
  privateKey: CryptoKey
}> {
  const row = algorithmOf(alg)
  const { privateKey, publicKey } = await generatePair(row, options, false)
  const publicJwk = await exportJwk(publicKey, 'verify', row, options.kid)
  return { signer: bind(privateKey, row, publicJwk.kid), publicJwk, privateKey }
}

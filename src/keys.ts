/** Keys in WebCrypto: the only caller of its importKey, exportKey and generateKey. */
import {
  algorithmOf,
  algorithmsOf,
  algorithmsOfCryptoKey,
  COPYING,
  keptOf,
  type Algorithm,
  type JwsAlgorithm,
  type Signer,
  type Verifier,
} from './algorithms.ts'
import { decodeBase64url } from './base64url.ts'
import { JoseError, must } from './errors.ts'
import {
  bareKey,
  keyNamed,
  jwkThumbprint,
  need,
  selectKey,
  type Jwk,
  type JwkSet,
  type KeyUse,
} from './jwk.ts'
import { pemToJwk } from './pem.ts'
import { subtleCrypto } from './webcrypto.ts'

/** How a key is imported. */
export interface ImportOptions {
  /** The algorithm of a key that names none and whose shape allows several. It cannot change a key's own. Default: none. */
  alg?: JwsAlgorithm
  /** Selects a key of a set, or names a key without `kid`. It cannot change a key's own. Default: none. */
  kid?: string
}

/** An imported key signs or verifies, as it was asked to. */
type Imported = Signer & Verifier

/** A key in WebCrypto: imported once for each JWK object, use and algorithm; a failure is not kept. */
export function importJwk(key: Jwk | JwkSet, use: KeyUse, askedAlg?: string): Promise<Imported> {
  const jwk = key.keys ? selectKey(key, use, askedAlg) : (key as Jwk)
  const kept = keptOf<Promise<Imported>>(Object(jwk))
  const name = `${use} ${askedAlg}`
  return (kept[name] ??= importOnce(jwk, use, askedAlg).catch((error) => {
    delete kept[name]
    throw error
  }))
}

async function importOnce(jwk: Jwk, use: KeyUse, askedAlg?: string): Promise<Imported> {
  const row = algorithmsOf(selectKey(jwk, use, askedAlg), askedAlg)[0]!
  const imported = await importBare(jwk, use, row)
  if (use === 'sign') {
    // Half of the runtimes import a `d` that belongs to another public key, whose tokens verify nowhere; some fail then.
    const probe = new Uint8Array(1)
    const { verify } = await importBare(jwk, 'verify', row)
    const sound = imported.sign(probe).then((signature) => verify(signature, probe))
    need(await sound.catch(() => false), 'its own d')
  }
  return imported
}

async function importBare(jwk: Jwk, use: KeyUse, row: Algorithm): Promise<Imported> {
  const refuse = ({ name }: Error): never => {
    throw new JoseError(
      name === 'NotSupportedError' ? 'ERR_CRYPTO' : 'ERR_JWK',
      `WebCrypto: ${name}`,
      `${row.alg} key`,
    )
  }
  const bare = bareKey(jwk, use, row) as JsonWebKey
  return bind(await subtleCrypto().importKey('jwk', bare, row, false, [use]).catch(refuse), row, jwk.kid)
}

/** A CryptoKey, as what signs or verifies with it. */
function bind(key: CryptoKey, row: Algorithm, kid: string | undefined): Imported {
  const subtle = subtleCrypto()
  // Node (PSS) and WebKit take an RSA signature without its leading zero octet; it has as many as n (RFC 8017 §8).
  const octets = row.size ?? ((key.algorithm as RsaKeyAlgorithm).modulusLength + 7) >> 3
  const sign = (signingInput: Uint8Array): Promise<Uint8Array> =>
    subtle.sign(row, key, signingInput as BufferSource).then(octetsOf)
  COPYING.add(sign)
  return {
    alg: row.alg,
    kid,
    sign,
    verify: async (signature, signingInput) =>
      signature.length === octets &&
      subtle.verify(row, key, signature as BufferSource, signingInput as BufferSource),
  } as Imported
}

function octetsOf(buffer: ArrayBuffer): Uint8Array {
  return new Uint8Array(buffer)
}

/** As importJwk; a kid that is asked for names a JWK that has none. */
async function importNamed(key: Jwk | JwkSet, use: KeyUse, { alg, kid }: ImportOptions): Promise<Imported> {
  const nameless = !key.keys && key.kid === undefined
  const imported = await importJwk(keyNamed(key, nameless ? undefined : kid), use, alg)
  return nameless && kid !== undefined ? { ...imported, kid } : imported
}

/** A CryptoKey, judged by what it says of itself. */
function importCryptoKey(key: CryptoKey, use: KeyUse, { alg, kid }: ImportOptions): Imported {
  const { type, usages, algorithm } = key
  const [row, other] = algorithmsOfCryptoKey(key, alg)
  const { modulusLength = 2048 } = algorithm as { modulusLength?: number }
  const expect = (met: unknown, found: string, expected: string): void =>
    must(met, 'ERR_JWK', `CryptoKey ${found}`, expected)
  expect(
    row && !other,
    `for ${algorithm.name}, alg ${alg}`,
    other ? 'alg to tell Ed25519 from EdDSA' : 'a signature algorithm, and its alg',
  )
  expect(
    type === (use === 'sign' ? 'private' : 'public') && usages.includes(use),
    `${type}, for ${usages}`,
    `one to ${use}`,
  )
  expect(modulusLength >= 2048 && modulusLength <= 8192, `of ${modulusLength} bits`, '2048 to 8192')
  return bind(key, row!, kid)
}

/** What stands before the 32 octets of an Ed25519 private key in PKCS#8 (RFC 8410 §7). */
const ED25519_PKCS8 = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20]

/**
 * The key in a PEM text, as a JWK. An Ed25519 private key comes without its public half: WebCrypto makes that.
 *
 * @throws JoseError as pemToJwk does
 */
export async function jwkFromPem(pem: string, use: KeyUse): Promise<Jwk> {
  const jwk = pemToJwk(pem, use)
  if (jwk.x !== undefined || jwk.kty === 'RSA') return jwk
  const subtle = subtleCrypto()
  const pkcs8 = Uint8Array.from([...ED25519_PKCS8, ...decodeBase64url(jwk.d!)])
  const key = await subtle.importKey('pkcs8', pkcs8, 'Ed25519', true, ['sign']).catch(({ name }: Error) => {
    throw new JoseError('ERR_CRYPTO', `WebCrypto: ${name}`, 'Ed25519 key')
  })
  const { x } = await subtle.exportKey('jwk', key)
  return { ...jwk, x: x! }
}

function isCryptoKey(key: object): key is CryptoKey {
  return 'usages' in key && 'algorithm' in key
}

async function importAny(
  key: Jwk | JwkSet | CryptoKey | string,
  use: KeyUse,
  options: ImportOptions,
): Promise<Imported> {
  if (typeof key === 'string') return importNamed(await jwkFromPem(key, use), use, options)
  return isCryptoKey(key) ? importCryptoKey(key, use, options) : importNamed(key, use, options)
}

/**
 * What signs with a private JWK, with the one signing key of a JWK Set (`selectSigningJwk`), with a PEM text
 * (RFC 7468: PKCS#8, PKCS#1, SEC1), or with a CryptoKey, which may be one that cannot be extracted.
 * A JWK object is imported once, however often it comes: later changes to it are not seen.
 *
 * @throws JoseError `ERR_JWK`: a key that is unsound, public, symmetric, for something else, or for another
 *   or no one algorithm, and why; `ERR_PEM`: not one private key in plain PEM; `ERR_KEY_NOT_FOUND`,
 *   `ERR_KEY_AMBIGUOUS`: none or several keys in the set; `ERR_CRYPTO`: WebCrypto, or the algorithm in it,
 *   is missing here. TypeError: no key
 */
export async function importSigner(
  key: Jwk | JwkSet | CryptoKey | string,
  options: ImportOptions = {},
): Promise<Signer> {
  return importAny(key, 'sign', options)
}

/**
 * What verifies with a public JWK (of a private one, with its public half), with a PEM text (RFC 7468: SPKI, PKCS#1, an
 * X.509 certificate, or a private key), or with a CryptoKey. A JWK object is imported once.
 *
 * @throws as {@link importSigner} does
 */
export async function importVerifier(
  key: Jwk | CryptoKey | string,
  options: ImportOptions = {},
): Promise<Verifier> {
  return importAny(key, 'verify', options)
}

/** How a key is generated. */
export interface GenerateOptions {
  /** Its name. Default: the key's thumbprint (RFC 7638). */
  kid?: string
  /** Bits of an RSA key, 2048 to 8192. Default: 2048. */
  modulusLength?: number
}

async function generatePair(
  row: Algorithm,
  { modulusLength = 2048 }: GenerateOptions,
  extractable: boolean,
): Promise<CryptoKeyPair> {
  if (!(modulusLength >= 2048 && modulusLength <= 8192))
    throw new TypeError('modulusLength: expected 2048 to 8192')
  const wanted: object = { ...row, modulusLength, publicExponent: new Uint8Array([1, 0, 1]) }
  return subtleCrypto()
    .generateKey(wanted as RsaHashedKeyGenParams, extractable, ['sign', 'verify'])
    .catch(({ name }: Error) => {
      throw new JoseError('ERR_CRYPTO', `WebCrypto: ${name}`, `${row.alg} key`)
    })
}

/** A generated key as a JWK with its metadata. What runtimes add of their own is left out, as on the way in. */
async function exportJwk(
  key: CryptoKey,
  use: KeyUse,
  row: Algorithm,
  { kid }: GenerateOptions,
): Promise<Jwk> {
  const bare = bareKey((await subtleCrypto().exportKey('jwk', key)) as Jwk, use, row)
  return { kid: kid ?? (await jwkThumbprint(bare)), alg: row.alg, use: 'sig', key_ops: [use], ...bare }
}

/**
 * A new private JWK (RFC 7517 §4), with `kid`, `alg`, `use` and `key_ops`: `sign`. Keep it; publish `toPublicJwk` of it.
 *
 * @throws JoseError `ERR_ALG`: an unknown algorithm; `ERR_CRYPTO`: WebCrypto, or the algorithm in it, is
 *   missing here. TypeError: a `modulusLength` that is out of bounds
 */
export async function generateJwk(alg: JwsAlgorithm, options: GenerateOptions = {}): Promise<Jwk> {
  const row = algorithmOf(alg)
  const { privateKey } = await generatePair(row, options, true)
  return exportJwk(privateKey, 'sign', row, options)
}

/**
 * A new key whose private half cannot leave WebCrypto, and its public JWK (RFC 7517 §4).
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
  /** The key itself, which a browser can keep in IndexedDB, and `importSigner` takes. */
  privateKey: CryptoKey
}> {
  const row = algorithmOf(alg)
  const { privateKey, publicKey } = await generatePair(row, options, false)
  const publicJwk = await exportJwk(publicKey, 'verify', row, options)
  return { signer: bind(privateKey, row, publicJwk.kid), publicJwk, privateKey }
}

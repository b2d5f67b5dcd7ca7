/** Imports keys into WebCrypto, and makes Signers and Verifiers from them. */
import { ALGORITHMS, namesOf, type Algorithm, type JwsAlgorithm } from './algorithms.ts'
import { bareKey, pairFault, pointFault } from './bare-key.ts'
import { JoseError, shown } from './errors.ts'
import {
  algorithmFor,
  isJwkSet,
  isKey,
  jwkError,
  keyTypeError,
  namedBy,
  selectJwk,
  SIGNING_CALLS,
  VERIFYING_CALLS,
  type Jwk,
  type JwkInput,
  type JwkSetInput,
  type KeyCriteria,
  type KeyUse,
} from './jwk.ts'
import { expectOptions, isString, TEXT } from './options.ts'
import type { Signer, Verifier } from './signer.ts'
import { cryptoError, subtleCrypto } from './webcrypto.ts'

/** How a key is imported. */
export interface ImportOptions {
  /**
   * The algorithm, for a key that names none and could serve several. It cannot replace a key's own.
   * Default: none.
   */
  alg?: JwsAlgorithm | undefined
  /** Selects a key of a set, or names a key without `kid`. It cannot change a key's own. Default: none. */
  kid?: string | undefined
}

/** An imported key: in fact it has only one of the two methods. */
type Imported = Signer & Verifier

/** The imports of each JWK object, for as long as it lives. */
const IMPORTS = /* @__PURE__ */ new WeakMap<Jwk, Map<string, Promise<Imported>>>()

/** Imports a JWK. */
type Import = (jwk: Jwk, criteria: KeyCriteria) => Promise<Imported>

/** Import a key once for each JWK object, use and algorithm. A failure is not kept. */
function importOnce(jwk: Jwk, criteria: KeyCriteria, load: Import): Promise<Imported> {
  const imports = IMPORTS.get(jwk) ?? new Map<string, Promise<Imported>>()
  IMPORTS.set(jwk, imports)
  const name = `${criteria.use} ${criteria.alg}`
  const known = imports.get(name)
  if (known) return known
  const imported = load(jwk, criteria)
  imports.set(name, imported)
  imported.catch(() => imports.delete(name))
  return imported
}

/** Import a public JWK. */
export function importPublicJwk(jwk: Jwk, alg?: string): Promise<Imported> {
  return importOnce(jwk, { use: 'verify', alg }, async (key, criteria) => {
    const row = algorithmFor(key, criteria)
    const bare = bareKey(key, row, row.public, pointFault)
    return importBare(bare, row, criteria.use, key.kid)
  })
}

/** The bare private key in a JWK, with its public half. */
export function barePrivateKey(jwk: Jwk, row: Algorithm): Jwk {
  return bareKey(jwk, row, { ...row.public, ...row.private }, pairFault)
}

/** Import a private JWK. A function of its own, so that bundles that only verify do not contain it. */
export function importPrivateJwk(jwk: Jwk, alg?: string): Promise<Imported> {
  return importOnce(jwk, { use: 'sign', alg }, async (key, criteria) => {
    const row = algorithmFor(key, criteria)
    const bare = barePrivateKey(key, row)
    const signing = importBare(bare, row, criteria.use, key.kid)
    if (row.kty !== 'RSA' && !(await isPair(bare, row, signing)))
      throw jwkError(key, 'its private key does not match its public key')
    return signing
  })
}

/**
 * Whether the public half of an imported key verifies what the private half signs. For RSA, arithmetic shows
 * that. For other types, half of the runtimes import a private key with the public half of another one, and
 * either fail to sign or make tokens that verify nowhere.
 */
async function isPair(bare: Jwk, row: Algorithm, signing: Promise<Signer>): Promise<boolean> {
  const publicKey = { ...bare }
  for (const member in row.private) delete publicKey[member]
  const [signer, { verify }] = await Promise.all([signing, importBare(publicKey, row, 'verify')])
  const probe = new Uint8Array(1)
  const signature = await signer.sign(probe).catch(() => probe)
  return verify(signature, probe).catch(() => false)
}

async function importBare(bare: Jwk, row: Algorithm, use: KeyUse, kid?: string): Promise<Imported> {
  const subtle = subtleCrypto()
  try {
    const key = await subtle.importKey('jwk', bare as JsonWebKey, row, false, [use])
    return bind(key, row, kid ?? undefined)
  } catch (error) {
    throw cryptoError(error as Error, row.alg)
  }
}

/** A Signer or a Verifier with a CryptoKey. */
export function bind(key: CryptoKey, row: Algorithm, kid: string | undefined): Imported {
  const subtle = subtleCrypto()
  const { alg } = row
  // Node (PSS) and WebKit accept an RSA signature without its leading zero octet, but it must have as many
  // octets as n (RFC 8017 §8).
  const octets = row.size ?? Math.ceil((key.algorithm as RsaKeyAlgorithm).modulusLength / 8)
  // Deno imports RSA keys of over 4096 bits, but cannot verify with them.
  function fail(cause: unknown): never {
    throw new JoseError('ERR_CRYPTO', `WebCrypto here fails with ${alg} signatures of ${octets} octets`, {
      cause,
    })
  }
  async function sign(signingInput: Uint8Array): Promise<Uint8Array> {
    try {
      return new Uint8Array(await subtle.sign(row, key, signingInput as BufferSource))
    } catch (cause) {
      fail(cause)
    }
  }
  async function verify(signature: Uint8Array, signingInput: Uint8Array): Promise<boolean> {
    if (signature.length !== octets) return false
    return subtle.verify(row, key, signature as BufferSource, signingInput as BufferSource).catch(fail)
  }
  const named = kid === undefined ? { alg } : { alg, kid }
  // With both methods a Signer would pass for a Verifier, and fail at its first token.
  const method = key.type === 'private' ? { sign } : { verify }
  return Object.freeze({ ...named, ...method }) as Imported
}

/** Why a CryptoKey cannot be used, by its own properties; undefined if it can. */
function cryptoKeyFault({ type, usages, algorithm }: CryptoKey, use: KeyUse): string | undefined {
  const { modulusLength: bits = 2048 } = algorithm as { modulusLength?: number }
  const needed = use === 'sign' ? 'private' : 'public'
  if (type !== needed) return `it is ${type}, and to ${use} you need a ${needed} one`
  if (!usages.includes(use)) return `its usages do not list "${use}"`
  if (bits < 2048 || bits > 8192) return `it has ${bits} bits, and must have 2048 to 8192`
  return undefined
}

/**
 * The algorithms that a CryptoKey can be used for. An RSA key has a hash of its own; the curve of an EC key
 * determines one.
 */
function algorithmsOfCryptoKey({ algorithm }: CryptoKey): readonly Algorithm[] {
  const { name, hash, namedCurve } = algorithm as {
    name: string
    hash?: { name: string }
    namedCurve?: string
  }
  return ALGORITHMS.filter(
    (row) =>
      row.name === name &&
      row.hash === (hash?.name ?? row.hash) &&
      row.namedCurve === (namedCurve ?? row.namedCurve),
  )
}

function importCryptoKey(key: CryptoKey, use: KeyUse, { alg, kid }: ImportOptions): Imported {
  const own = algorithmsOfCryptoKey(key)
  const [row, other] = namedBy(own, alg)
  let fault = cryptoKeyFault(key, use)
  if (!row) fault ??= `its algorithm, ${key.algorithm.name}, is not for ${alg ?? 'a signature here'}`
  if (other) fault ??= `it fits several algorithms; name one of ${namesOf(own)} as alg`
  if (fault) throw new JoseError('ERR_JWK', `CryptoKey: ${fault}`)
  return bind(key, row!, kid)
}

/** How signing and verifying differ. Two constants, so that a bundle contains only the one that it uses. */
interface Half {
  readonly use: KeyUse
  /** How to make a key from other forms. */
  readonly calls: string
  readonly load: (jwk: Jwk, alg?: string) => Promise<Imported>
}

const SIGNING: Half = { use: 'sign', calls: SIGNING_CALLS, load: importPrivateJwk }
const VERIFYING: Half = { use: 'verify', calls: VERIFYING_CALLS, load: importPublicJwk }

/** Whether a value looks like a CryptoKey of any realm. A JWK has a kty. */
function isCryptoKey(key: unknown): key is CryptoKey {
  const { kty, type, usages, algorithm } = Object(key)
  const isTyped = isString(type) && Array.isArray(usages)
  return kty === undefined && isTyped && isString(Object(algorithm).name)
}

async function importKey(
  key: JwkInput | JwkSetInput | CryptoKey,
  { use, calls, load }: Half,
  options: ImportOptions,
): Promise<Imported> {
  expectOptions(options, { alg: TEXT, kid: TEXT })
  if (isCryptoKey(key)) return importCryptoKey(key, use, options)
  if (!isKey(key)) throw keyTypeError(key, 'a JWK, a JWK Set or a CryptoKey', calls)
  const { alg, kid } = options
  const jwk = isJwkSet(key) ? selectJwk(key, { use, alg, kid }) : key
  const imported = await load(jwk, alg)
  if (kid === undefined || imported.kid === kid) return imported
  if (imported.kid !== undefined) throw jwkError(jwk, `its kid is not ${shown(kid)}, which was asked for`)
  return { ...imported, kid }
}

/**
 * Make a Signer from a private JWK (RFC 7517 §4), from the one signing key of a JWK Set (`selectSigningJwk`),
 * or from a CryptoKey, which need not be extractable. `privateJwkFromPem` converts PEM to a JWK. A JWK object
 * is imported only once: later changes to it have no effect.
 *
 * @throws JoseError `ERR_JWK`: the key is unsound, public, symmetric, for another purpose or algorithm, or
 *   could serve several algorithms; `ERR_KEY_NOT_FOUND`, `ERR_KEY_AMBIGUOUS`: none or several keys of the set
 *   fit; `ERR_CRYPTO`: WebCrypto, or the algorithm in it, is missing here. TypeError: not a key, or an option
 *   that is unknown or of a wrong type
 */
export async function importSigner(
  key: JwkInput | JwkSetInput | CryptoKey,
  options: ImportOptions = {},
): Promise<Signer> {
  return importKey(key, SIGNING, options)
}

/**
 * Make a Verifier from a public JWK (RFC 7517 §4), from the public half of a private JWK, or from a
 * CryptoKey. `publicJwkFromPem` converts PEM to a JWK. A JWK object is imported only once.
 *
 * @throws as {@link importSigner} does
 */
export async function importVerifier(
  key: JwkInput | CryptoKey,
  options: ImportOptions = {},
): Promise<Verifier> {
  return importKey(key, VERIFYING, options)
}

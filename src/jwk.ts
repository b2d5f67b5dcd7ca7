/** JSON Web Keys (RFC 7517): their type, and the selection of one from several. */
import { ALGORITHMS, namesOf, type Algorithm, type JwsAlgorithm } from './algorithms.ts'
import { JoseError, shown, typeOf } from './errors.ts'
import { isJsonObject } from './json.ts'
import { classOf, expectOptions, isString, TEXT } from './options.ts'

/** A JSON Web Key (RFC 7517 §4; for RSA and EC: RFC 7518 §6, for OKP: RFC 8037 §2, for AKP: RFC 9964 §3). */
export interface Jwk {
  /** Key type: `RSA`, `EC`, `OKP` or `AKP`. */
  kty: string
  /** Its name in a set. */
  kid?: string
  /** The one algorithm that it is for. */
  alg?: string
  /** What it is for: `sig`. */
  use?: string
  /** What it is for: `sign` or `verify`. */
  key_ops?: string[]
  /** EC and OKP: the curve. */
  crv?: string
  /** EC: the x coordinate; OKP: the public key. As base64url, like all that follow. */
  x?: string
  /** EC: the y coordinate. */
  y?: string
  /** RSA: the modulus. */
  n?: string
  /** RSA: the public exponent. */
  e?: string
  /** The private key; RSA: the private exponent. */
  d?: string
  /** RSA: the first prime. */
  p?: string
  /** RSA: the second prime. */
  q?: string
  /** RSA: `d` modulo `p` - 1. */
  dp?: string
  /** RSA: `d` modulo `q` - 1. */
  dq?: string
  /** RSA: the inverse of `q` modulo `p`. */
  qi?: string
  /** AKP: the public key. */
  pub?: string
  /** AKP: the seed of the private key. */
  priv?: string
  [member: string]: unknown
}

/**
 * A JWK as WebCrypto and Node type it (`JsonWebKey`): any member may be undefined. Every function that takes
 * a `Jwk` takes it too, and checks it in the same way.
 */
export type ExportedJwk = {
  [Member in keyof Jwk as string extends Member ? never : Member]?: Jwk[Member] | undefined
}

/** A JWK, as a caller passes it. */
export type JwkInput = Jwk | ExportedJwk

/** A JWK Set, as a caller passes it. */
export interface JwkSetInput {
  /** Its keys, each with a `kid` of its own. */
  readonly keys: readonly JwkInput[]
}

/** A JWK Set (RFC 7517 §5). */
export interface JwkSet {
  /** Its keys, each with a `kid` of its own. */
  keys: Jwk[]
  [member: string]: unknown
}

/** The members that tell one key of a set from another, of whatever type. */
const IDENTITY = ['kid', 'crv', 'n', 'e', 'x', 'y', 'pub']

/** What a key is wanted for, in the words of `key_ops`. */
export type KeyUse = 'sign' | 'verify'

/** What is asked of a key. */
export interface KeyCriteria {
  readonly use: KeyUse
  readonly alg?: string | undefined
  readonly kid?: string | undefined
}

/** A JWK as a message names it. */
export function nameOf({ kid }: Jwk): string {
  return isString(kid) ? `key ${shown(kid)}` : 'key'
}

/** The error of a JWK that cannot be used. */
export function jwkError(jwk: Jwk, fault: string): JoseError {
  return new JoseError('ERR_JWK', `${nameOf(jwk)}: ${fault}`)
}

/** Whether a key is a JWK Set. What has a kty too is none, and as a JWK it is refused for its keys. */
export function isJwkSet(key: JwkInput | JwkSetInput): key is JwkSet {
  const { kty, keys } = key as Partial<Jwk & JwkSet>
  return kty === undefined && Array.isArray(keys)
}

/** Whether a value has the look of a JWK or a JWK Set. */
export function isKey(value: unknown): value is Jwk | JwkSet {
  // A Buffer, a Map and a URLSearchParams have a method of that name.
  const { kty, keys } = Object(value)
  const hasKeys = keys !== undefined && typeof keys !== 'function'
  return isJsonObject(value) && (kty !== undefined || hasKeys)
}

/** What a value is that is no key. It may be a secret in another form, so nothing of it is shown. */
export function kindOfNoKey(value: unknown): string {
  const found = classOf(value)
  return found === 'an object' ? 'an object without kty' : found
}

/** What makes a key to sign with of what people have. */
export const SIGNING_CALLS =
  'PEM text: privateJwkFromPem, CryptoKey: importSigner, CryptoKeyPair: its privateKey'

/** What makes a key to verify with of what people have. */
export const VERIFYING_CALLS =
  'PEM text: publicJwkFromPem, CryptoKey: importVerifier, CryptoKeyPair: its publicKey, URL: createRemoteJwks'

/** The error of what is not the key that is wanted: it names what makes one of most things. */
export function keyTypeError(
  value: unknown,
  wanted: string,
  calls: string,
  found: string = kindOfNoKey(value),
): TypeError {
  // One sentence for several slips, for a worker pays for each.
  const others =
    "JSON text: JSON.parse, base64: decode it, KeyObject: export({ format: 'jwk' }), " +
    'DER: as PEM, promise: await it'
  return new TypeError(`key is ${found}; it must be ${wanted} (${calls}, ${others})`)
}

/**
 * Expect a JWK Set.
 *
 * @throws JoseError `ERR_JWK`: its `keys` are no list. TypeError: no object, or a JWK
 */
export function expectJwkSet(jwks: JwkSetInput, calls: string): asserts jwks is JwkSet {
  const { kty, keys } = Object(jwks)
  const isOther = !isKey(jwks) || kty !== undefined
  if (isOther)
    throw keyTypeError(jwks, 'a JWK Set, such as { keys: [jwk] }', calls, isKey(jwks) ? 'a JWK' : undefined)
  if (!Array.isArray(keys))
    throw new JoseError('ERR_JWK', `JWK Set: its keys is ${typeOf(keys)}; it must be a list of JWKs`)
}

/** The members that keys of any type have in one half: a value may be in several rows of the table. */
export function membersOf(half: 'public' | 'private'): readonly string[] {
  const members = ALGORITHMS.flatMap((row) => Object.keys(row[half]))
  return [...new Set(members)]
}

/** The algorithms that fit a JWK's type and curve. */
function algorithmsOfShape({ kty, crv }: Jwk): readonly Algorithm[] {
  const fits = (row: Algorithm): boolean => row.kty === kty && (row.namedCurve ?? crv) === crv
  return ALGORITHMS.filter(fits)
}

/** The algorithms that a JWK can serve: those of its shape, and of these its `alg`, if it names one. */
export function algorithmsOfJwk(jwk: Jwk): readonly Algorithm[] {
  // An AKP key says nothing of itself but its alg, which it must have (RFC 9964 §3).
  const { alg } = jwk
  const isNamed = alg !== undefined && alg !== null
  const rows = algorithmsOfShape(jwk)
  return isNamed || jwk.kty === 'AKP' ? rows.filter((row) => row.alg === alg) : rows
}

/** Those of some algorithms that have a name, or all where none is asked for. */
export function namedBy(rows: readonly Algorithm[], alg: string | undefined): readonly Algorithm[] {
  return alg === undefined ? rows : rows.filter((row) => row.alg === alg)
}

/** Why a JWK is for no algorithm here. */
export function shapeFault(jwk: Jwk): string {
  const { kty, crv, alg } = jwk
  const fitting = namesOf(algorithmsOfShape(jwk))
  const other = fitting && `; kty and crv fit ${fitting}`
  return `no algorithm has kty ${shown(kty)}, crv ${shown(crv)}, alg ${shown(alg)}${other}`
}

/** Why the metadata of a JWK keeps it from a use (RFC 7517 §4.2, §4.3); undefined where it does not. */
function useFault(jwk: Jwk, use: KeyUse): string | undefined {
  // Serializers write null, and an empty list, for what is absent.
  const purpose = jwk.use ?? 'sig'
  const operations = jwk.key_ops ?? []
  const isPrivate = jwk.d ?? jwk.priv
  if (purpose !== 'sig') return `its use is ${shown(purpose)}, not "sig"`
  const isList = Array.isArray(operations) && new Set(operations).size === operations.length
  // Whoever may sign with a private key verifies with its public half.
  const listed = isPrivate ? [use, 'sign'] : [use]
  const isListed = (name: string): boolean => operations.length === 0 || operations.includes(name)
  const allows = isList && listed.some(isListed)
  if (!allows) return `its key_ops must list "${use}", and each once`
  if (use === 'sign' && !isPrivate) return 'it is public, and signing takes a private key'
  return undefined
}

/** Why a JWK with `keys` is none: it would be taken for a set, whose keys nobody asked for. */
export function keysFault({ keys }: Jwk): string | undefined {
  if (keys === undefined || keys === null) return undefined
  return `its keys is ${typeOf(keys)}; a JWK has none, and a JWK Set has a list and no kty`
}

/**
 * The one algorithm of a JWK (RFC 8725 §3.1): its `alg`, else the only one of its shape, else the one asked
 * for; or the fault that keeps the JWK from what is asked.
 */
function algorithmOrFault(jwk: Jwk, { use, alg }: KeyCriteria): Algorithm | string {
  if (!isJsonObject(jwk)) return `it is ${typeOf(jwk)}, not a JWK`
  const { d: secret } = jwk as { d?: unknown }
  const mixed = keysFault(jwk)
  if (mixed) return mixed
  // A key set at a URL is kept without the private keys in it.
  if (secret === false) return 'it was published with its private half; replace it'
  const own = jwk.kid ?? undefined
  if (own !== undefined && !isString(own)) return `its kid is ${shown(own)}, not a string`
  const rows = algorithmsOfJwk(jwk)
  if (rows.length === 0) return shapeFault(jwk)
  const [row, other] = namedBy(rows, alg)
  if (!row) return `it is for ${namesOf(rows)}, not for ${shown(alg)}`
  if (other) return `it has no alg; name one of ${namesOf(rows)} (in the key or the options)`
  return useFault(jwk, use) ?? row
}

/**
 * The one algorithm of a JWK that is fit for what is asked.
 *
 * @throws JoseError `ERR_JWK`: what keeps it from that
 */
export function algorithmFor(jwk: Jwk, criteria: KeyCriteria): Algorithm {
  const found = algorithmOrFault(jwk, criteria)
  if (isString(found)) throw jwkError(Object(jwk), found)
  return found
}

/** Names a set in a message: worded only where there is one. */
export type Where = () => string

export const IN_THE_SET: Where = () => 'in the set'

/**
 * The keys of a set that fit what is asked.
 *
 * @param where names the set in a message
 * @throws JoseError `ERR_KEY_NOT_FOUND`: none does, and why each does not
 */
export function fittingJwks({ keys }: JwkSet, criteria: KeyCriteria, where: Where = IN_THE_SET): Jwk[] {
  const { kid } = criteria
  const named = keys.filter((key) => kid === undefined || key?.kid === kid)
  if (keys.length > 0 && named.length === 0) {
    const kids = keys.map((key) => shown(key?.kid))
    const sentence = `no key with kid ${shown(kid)} ${where()}; it has ${firstOf(kids, 100)}`
    throw new JoseError('ERR_KEY_NOT_FOUND', sentence)
  }
  // By what tells one key from another: a set may hold both halves of a pair, or a key twice.
  const fitting = new Map<string, Jwk>()
  const faults: string[] = []
  for (const key of named) {
    const found = algorithmOrFault(key, criteria)
    if (isString(found)) {
      faults.push(`${nameOf(Object(key))}: ${found}`)
      continue
    }
    const identity = identityOf(key, found)
    // An entry that names its algorithm serves callers that name none.
    if (key.alg || !fitting.has(identity)) fitting.set(identity, key)
  }
  if (fitting.size === 0) {
    const why = firstOf(faults, 240) || 'it has none'
    throw new JoseError('ERR_KEY_NOT_FOUND', `no key ${where()} fits: ${why}`)
  }
  return [...fitting.values()]
}

/**
 * The one key of a set that fits what is asked.
 *
 * @throws JoseError `ERR_KEY_NOT_FOUND`: none does, and why each does not; `ERR_KEY_AMBIGUOUS`: several do
 */
export function selectJwk(jwks: JwkSet, criteria: KeyCriteria): Jwk {
  const fitting = fittingJwks(jwks, criteria)
  const [jwk, other] = fitting
  if (!other) return jwk!
  const names = firstOf(fitting.map(nameOf), 240)
  throw new JoseError('ERR_KEY_AMBIGUOUS', `several keys of the set fit: ${names}; name one by kid or alg`)
}

/** The first of some texts, as many as fit into so many characters, and how many more there are. */
export function firstOf([first = '', ...others]: readonly string[], longest: number): string {
  let list = first
  for (const [index, text] of others.entries()) {
    const longer = `${list}; ${text}`
    if (longer.length > longest) return `${list} and ${others.length - index} more`
    list = longer
  }
  return list
}

/** A text that is the same for both halves of a pair, and for a key that is there twice. */
function identityOf(jwk: Jwk, { alg }: Algorithm): string {
  const values = IDENTITY.map((member) => jwk[member])
  const texts = values.map((value) => isString(value) && value)
  return JSON.stringify([alg, ...texts])
}

/**
 * Select the one private key of a set that can sign and has the `kid` and `alg` asked for. Its `key_ops`, if
 * present, must list `sign`; its `use`, if present, must be `sig`. (SMART App Launch 2.2.0,
 * worked example: `get_signing_key`.)
 *
 * @throws JoseError `ERR_KEY_NOT_FOUND`: none fits; `ERR_KEY_AMBIGUOUS`: several fit. TypeError: not a JWK
 *   Set, or criteria that are unknown or of a wrong type
 */
export function selectSigningJwk(
  jwks: JwkSetInput,
  criteria: {
    /** The `kid` to select. Default: any. */
    kid?: string
    /** The algorithm to select. Default: any. */
    alg?: JwsAlgorithm
  } = {},
): Jwk {
  expectOptions(criteria, { kid: TEXT, alg: TEXT })
  expectJwkSet(jwks, SIGNING_CALLS)
  return selectJwk(jwks, { use: 'sign', ...criteria })
}

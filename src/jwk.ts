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

/** The members that distinguish the keys of a set, whatever their type. */
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

/** The error for a JWK that cannot be used. */
export function jwkError(jwk: Jwk, fault: string): JoseError {
  return new JoseError('ERR_JWK', `${nameOf(jwk)}: ${fault}`)
}

/** Whether a key is a JWK Set. With both kty and keys it is treated as a JWK, and then refused. */
export function isJwkSet(key: JwkInput | JwkSetInput): key is JwkSet {
  const { kty, keys } = key as Partial<Jwk & JwkSet>
  return kty === undefined && Array.isArray(keys)
}

/** Whether a value looks like a JWK or a JWK Set. */
export function isKey(value: unknown): value is Jwk | JwkSet {
  // Buffer, Map and URLSearchParams have a method named keys.
  const { kty, keys } = Object(value)
  const hasKeys = keys !== undefined && typeof keys !== 'function'
  return isJsonObject(value) && (kty !== undefined || hasKeys)
}

/** What a value is that is not a key. It may be a secret in another form, so none of it is shown. */
export function kindOfNoKey(value: unknown): string {
  const found = classOf(value)
  return found === 'an object' ? 'an object without kty' : found
}

/** How to make a signing key from what people have. */
export const SIGNING_CALLS =
  'PEM text: privateJwkFromPem, CryptoKey: importSigner, CryptoKeyPair: its privateKey'

/** How to make a verification key from what people have. */
export const VERIFYING_CALLS =
  'PEM text: publicJwkFromPem, CryptoKey: importVerifier, CryptoKeyPair: its publicKey, URL: createRemoteJwks'

/** The error for a value that is not a key: it says how to make one from most things. */
export function keyTypeError(
  value: unknown,
  wanted: string,
  calls: string,
  found: string = kindOfNoKey(value),
): TypeError {
  // One sentence for several mistakes, since each sentence makes bundles larger.
  const others =
    "JSON text: JSON.parse, base64: decode it, KeyObject: export({ format: 'jwk' }), " +
    'DER: as PEM, promise: await it'
  return new TypeError(`key is ${found}; it must be ${wanted} (${calls}, ${others})`)
}

/**
 * Expect a JWK Set.
 *
 * @throws JoseError `ERR_JWK`: its `keys` is not a list. TypeError: not an object, or a JWK
 */
export function expectJwkSet(jwks: JwkSetInput, calls: string): asserts jwks is JwkSet {
  const { kty, keys } = Object(jwks)
  const isOther = !isKey(jwks) || kty !== undefined
  if (isOther)
    throw keyTypeError(jwks, 'a JWK Set, such as { keys: [jwk] }', calls, isKey(jwks) ? 'a JWK' : undefined)
  if (!Array.isArray(keys))
    throw new JoseError('ERR_JWK', `JWK Set: its keys is ${typeOf(keys)}; it must be a list of JWKs`)
}

/** The public or the private members of keys of all types. */
export function membersOf(half: 'public' | 'private'): readonly string[] {
  const members = ALGORITHMS.flatMap((row) => Object.keys(row[half]))
  return [...new Set(members)]
}

/** The algorithms that fit a JWK's type and curve. */
function algorithmsOfShape({ kty, crv }: Jwk): readonly Algorithm[] {
  const fits = (row: Algorithm): boolean => row.kty === kty && (row.namedCurve ?? crv) === crv
  return ALGORITHMS.filter(fits)
}

/** The algorithms that a JWK can be used for: its `alg` if it names one, else all that fit its shape. */
export function algorithmsOfJwk(jwk: Jwk): readonly Algorithm[] {
  // An AKP key is described only by its alg, which it must have (RFC 9964 §3).
  const { alg } = jwk
  const isNamed = alg !== undefined && alg !== null
  const rows = algorithmsOfShape(jwk)
  return isNamed || jwk.kty === 'AKP' ? rows.filter((row) => row.alg === alg) : rows
}

/** The algorithms with this name, or all if none is asked for. */
export function namedBy(rows: readonly Algorithm[], alg: string | undefined): readonly Algorithm[] {
  return alg === undefined ? rows : rows.filter((row) => row.alg === alg)
}

/** Why a JWK fits no algorithm here. */
export function shapeFault(jwk: Jwk): string {
  const { kty, crv, alg } = jwk
  const fitting = namesOf(algorithmsOfShape(jwk))
  const other = fitting && `; kty and crv fit ${fitting}`
  return `no algorithm has kty ${shown(kty)}, crv ${shown(crv)}, alg ${shown(alg)}${other}`
}

/** Why the metadata of a JWK does not allow a use (RFC 7517 §4.2, §4.3); undefined if it does. */
function useFault(jwk: Jwk, use: KeyUse): string | undefined {
  // Some serializers write null, or an empty list, for an absent member.
  const purpose = jwk.use ?? 'sig'
  const operations = jwk.key_ops ?? []
  const isPrivate = jwk.d ?? jwk.priv
  if (purpose !== 'sig') return `its use is ${shown(purpose)}, not "sig"`
  const isList = Array.isArray(operations) && new Set(operations).size === operations.length
  // A private key that may sign may also verify, with its public half.
  const listed = isPrivate ? [use, 'sign'] : [use]
  const isListed = (name: string): boolean => operations.length === 0 || operations.includes(name)
  const allows = isList && listed.some(isListed)
  if (!allows) return `its key_ops must list "${use}", and each once`
  if (use === 'sign' && !isPrivate) return 'it is public, and signing takes a private key'
  return undefined
}

/** Why a JWK must not have `keys`: another reader could take it for a set. */
export function keysFault({ keys }: Jwk): string | undefined {
  if (keys === undefined || keys === null) return undefined
  return `its keys is ${typeOf(keys)}; a JWK has none, and a JWK Set has a list and no kty`
}

/**
 * The one algorithm of a JWK (RFC 8725 §3.1): its `alg`, else the only one of its shape, else the one asked
 * for; or the reason why the JWK cannot be used as asked.
 */
function algorithmOrFault(jwk: Jwk, { use, alg }: KeyCriteria): Algorithm | string {
  if (!isJsonObject(jwk)) return `it is ${typeOf(jwk)}, not a JWK`
  const { d: secret } = jwk as { d?: unknown }
  const mixed = keysFault(jwk)
  if (mixed) return mixed
  // readKeys of remote-jwks.ts puts false in place of a private key that was published.
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
 * The one algorithm of a JWK that can be used as asked.
 *
 * @throws JoseError `ERR_JWK`: why it cannot
 */
export function algorithmFor(jwk: Jwk, criteria: KeyCriteria): Algorithm {
  const found = algorithmOrFault(jwk, criteria)
  if (isString(found)) throw jwkError(Object(jwk), found)
  return found
}

/** Names a set in a message; called only if there is a message. */
export type Where = () => string

export const IN_THE_SET: Where = () => 'in the set'

/**
 * The keys of a set that fit what is asked.
 *
 * @param where names the set in a message
 * @throws JoseError `ERR_KEY_NOT_FOUND`: none fits, and why not
 */
export function fittingJwks({ keys }: JwkSet, criteria: KeyCriteria, where: Where = IN_THE_SET): Jwk[] {
  const { kid } = criteria
  const named = keys.filter((key) => kid === undefined || key?.kid === kid)
  if (keys.length > 0 && named.length === 0) {
    const kids = keys.map((key) => shown(key?.kid))
    const sentence = `no key with kid ${shown(kid)} ${where()}; it has ${firstOf(kids, 100)}`
    throw new JoseError('ERR_KEY_NOT_FOUND', sentence)
  }
  // By identity: a set may hold both halves of a pair, or a key twice.
  const fitting = new Map<string, Jwk>()
  const faults: string[] = []
  for (const key of named) {
    const found = algorithmOrFault(key, criteria)
    if (isString(found)) {
      faults.push(`${nameOf(Object(key))}: ${found}`)
      continue
    }
    const identity = identityOf(key, found)
    // An entry that names its algorithm is preferred: callers may name none.
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
 * @throws JoseError `ERR_KEY_NOT_FOUND`: none fits, and why not; `ERR_KEY_AMBIGUOUS`: several fit
 */
export function selectJwk(jwks: JwkSet, criteria: KeyCriteria): Jwk {
  const fitting = fittingJwks(jwks, criteria)
  const [jwk, other] = fitting
  if (!other) return jwk!
  const names = firstOf(fitting.map(nameOf), 240)
  throw new JoseError('ERR_KEY_AMBIGUOUS', `several keys of the set fit: ${names}; name one by kid or alg`)
}

/** The first few texts, up to this length, and how many more there are. */
export function firstOf([first = '', ...others]: readonly string[], longest: number): string {
  let list = first
  for (const [index, text] of others.entries()) {
    const longer = `${list}; ${text}`
    if (longer.length > longest) return `${list} and ${others.length - index} more`
    list = longer
  }
  return list
}

/** A text that is the same for both halves of a pair, and for a key that occurs twice. */
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

/** The public halves of keys, for publication and for thumbprints. */
import { bareKeyOrFault, pointFault } from './bare-key.ts'
import { decodeBase64url, encodeBase64url, UTF8 } from './base64url.ts'
import { ALGORITHMS, type Algorithm, type KeyShape } from './algorithms.ts'
import { JoseError, shown, typeOf } from './errors.ts'
import {
  algorithmsOfJwk,
  expectJwkSet,
  isJwkSet,
  isKey,
  jwkError,
  keysFault,
  keyTypeError,
  kindOfNoKey,
  shapeFault,
  VERIFYING_CALLS,
  type Jwk,
  type JwkInput,
  type JwkSet,
  type JwkSetInput,
} from './jwk.ts'
import { inOrder } from './json.ts'
import { isString } from './options.ts'
import { subtleCrypto } from './webcrypto.ts'

/** Keys that cannot sign here, and the algorithms that they are for (RFC 7518 §6, RFC 8037 §3, RFC 8812). */
interface OtherShape extends KeyShape {
  readonly algorithms: RegExp
}

const AGREEMENT = /^(ECDH-ES|HPKE-)/
const RSA_ENCRYPTION = /^RSA(1_5$|-OAEP)/

const OTHER_SHAPES: readonly OtherShape[] = [
  { kty: 'EC', namedCurve: 'secp256k1', public: { x: 32, y: 32 }, algorithms: /^(ES256K$|ECDH-ES|HPKE-)/ },
  { kty: 'OKP', namedCurve: 'X25519', public: { x: 32 }, algorithms: AGREEMENT },
  { kty: 'OKP', namedCurve: 'X448', public: { x: 56 }, algorithms: AGREEMENT },
  { kty: 'OKP', namedCurve: 'Ed448', public: { x: 57 }, algorithms: /^(Ed448|EdDSA)$/ },
]
/** The algorithms besides signatures that keys of these types may be for. */
const OTHER_ALGORITHMS: { readonly [kty: string]: RegExp } = {
  EC: AGREEMENT,
  RSA: RSA_ENCRYPTION,
  AKP: /^(ML-KEM|SLH-DSA|FN-DSA)-/,
}

/** The algorithms that encrypt, or agree on a key, and the curves of OKP for that; all others sign. */
const ENCRYPTION: readonly RegExp[] = [AGREEMENT, RSA_ENCRYPTION, /^(ML-KEM-|X\d)/]

/** Members that are not part of the key itself, and must be strings. */
const METADATA = ['kid', 'alg', 'use', 'x5u', 'x5t', 'x5t#S256']

/** The operation of the public half for each of the private one (RFC 7517 §4.3). */
const PUBLIC_OPERATIONS: { readonly [operation: string]: string } = {
  sign: 'verify',
  verify: 'verify',
  decrypt: 'encrypt',
  encrypt: 'encrypt',
  unwrapKey: 'wrapKey',
  wrapKey: 'wrapKey',
}

/** Whether a JWK has this type, this curve if there is one, and for AKP this algorithm. */
function isOfShape({ kty, crv, alg }: Jwk, shape: KeyShape): boolean {
  const { namedCurve = crv } = shape
  const isNamed = kty !== 'AKP' || (shape as Algorithm).alg === alg
  return shape.kty === kty && namedCurve === crv && isNamed
}

/** Whether the alg of a JWK fits its type and curve, but is not one that signs here. */
function isForOther(jwk: Jwk): boolean {
  const { alg } = jwk
  const shape = OTHER_SHAPES.find((candidate) => isOfShape(jwk, candidate))
  const algorithms = shape?.algorithms ?? OTHER_ALGORITHMS[jwk.kty]
  return isString(alg) && algorithms?.test(alg) === true
}

/** The members that identify the key of a JWK, or their fault. */
function identityOrFault(jwk: Jwk): Jwk | string {
  const { kty, alg } = jwk
  const mixed = keysFault(jwk)
  if (mixed) return mixed
  const shapes: readonly KeyShape[] = [...ALGORITHMS, ...OTHER_SHAPES]
  const shape = shapes.find((candidate) => isOfShape(jwk, candidate))
  if (shape) return bareKeyOrFault(jwk, shape, shape.public, pointFault)
  if (kty === 'oct') return octetsOrFault(jwk, 'k')
  if (kty !== 'AKP' || !isForOther(jwk)) return shapeFault(jwk)
  const identity = octetsOrFault(jwk, 'pub')
  return isString(identity) ? identity : { ...identity, alg: alg! }
}

/** The type and this member of a key that is octets of any length, or the fault of the member. */
function octetsOrFault(jwk: Jwk, member: 'k' | 'pub'): Jwk | string {
  const { kty, [member]: text } = jwk
  if (!isString(text)) return `its ${member} is ${typeOf(text)}, not a string`
  try {
    const { length } = decodeBase64url(text, `its ${member}`)
    return length > 0 ? { kty, [member]: text } : `its ${member} is empty`
  } catch (error) {
    return (error as Error).message
  }
}

/** Whether a value may be a certificate of x5c (RFC 7517 §4.7). PEM is not: it may hold the private key. */
function isBase64(value: unknown): boolean {
  return isString(value) && /^[\w+/=]+$/.test(value)
}

function isNone(value: unknown): boolean {
  return value === undefined || value === null
}

/** Expect one JWK. */
function expectJwk(jwk: JwkInput): asserts jwk is Jwk {
  const isSet = isKey(jwk) && isJwkSet(jwk)
  const found = isSet ? 'a JWK Set' : undefined
  if (!isKey(jwk) || isSet) throw keyTypeError(jwk, 'a JWK', VERIFYING_CALLS, found)
}

/** The public half of a JWK before anything is added to it, or why it cannot be published. */
function publicHalfOrFault(jwk: Jwk): Jwk | string {
  const { kty, alg } = jwk
  if (kty === 'oct') return 'it is a symmetric key (kty "oct"), which has no public half'
  const half = identityOrFault(jwk)
  if (isString(half)) return half
  for (const member of METADATA) {
    const value = jwk[member]
    if (isNone(value)) continue
    if (!isString(value)) return `its ${member} is ${shown(value)}, not a string`
    half[member] = value
  }
  const isFit = isNone(alg) || algorithmsOfJwk(jwk).length > 0 || isForOther(jwk)
  if (!isFit) return shapeFault(jwk)
  const { x5c } = jwk
  if (Array.isArray(x5c)) half.x5c = x5c.filter(isBase64)
  const whole = withOperations(half, jwk.key_ops ?? [])
  return isString(whole) ? whole : (purposeFault(whole) ?? whole)
}

/** Why use and alg contradict each other: a reader that respects use could not use the key for its alg. */
function purposeFault({ kty, crv, alg, use }: Jwk): string | undefined {
  const [member, name] = kty === 'OKP' ? ['crv', crv] : ['alg', alg]
  if (!name || use === undefined) return undefined
  const purpose = ENCRYPTION.some((pattern) => pattern.test(name)) ? 'enc' : 'sig'
  if ((use === 'sig') === (purpose === 'sig')) return undefined
  const found = `its ${member} ${shown(name)} is for use "${purpose}"`
  return `${found}, and its use or key_ops say ${shown(use)}; correct one`
}

/** The public half with its key_ops, made from those of the private key, or the fault of those. */
function withOperations(half: Jwk, operations: unknown): Jwk | string {
  if (!Array.isArray(operations)) return `its key_ops is ${typeOf(operations)}, not a list`
  if (operations.length === 0) return half
  const allowed = operations.flatMap((operation) =>
    isString(operation) && Object.hasOwn(PUBLIC_OPERATIONS, operation) ? PUBLIC_OPERATIONS[operation]! : [],
  )
  const isToVerify = allowed.includes('verify')
  // Without key_ops, the key would be allowed operations that its owner excluded.
  half.use ??= isToVerify ? 'sig' : 'enc'
  if (isToVerify !== (half.use === 'sig'))
    return `its use is ${shown(half.use)}, which its key_ops contradict`
  if (allowed.length > 0) half.key_ops = [...new Set(allowed)].sort()
  return half
}

/** The public half as it is published: with `use` and `alg` if they are certain. */
function completed(half: Jwk): Jwk {
  const rows = algorithmsOfJwk(half)
  const { use = 'sig', key_ops: operations = ['verify'] } = half
  const isToVerify = use === 'sig' && operations.includes('verify')
  if (rows.length === 0 || !isToVerify) return half
  const [row, other] = rows
  return { ...half, use, ...(!other && { alg: row!.alg }) }
}

/**
 * The public half of a JWK. Only members from a fixed list are copied, so no private member, known or
 * unknown, gets through. `key_ops` become those of the public half (RFC 7517 §4.3). A key that can sign gets
 * `use` `sig`, and `alg` if only one fits it. Keys for encryption, and for algorithms that this module does
 * not sign with, are converted as well.
 *
 * @throws JoseError `ERR_JWK`: not a sound RSA, EC, OKP or AKP key, or one whose `use` or `key_ops` contradict
 *   its `alg`. TypeError: not a JWK
 */
export function toPublicJwk(jwk: JwkInput): Jwk {
  expectJwk(jwk)
  const half = publicHalfOrFault(jwk)
  if (isString(half)) throw jwkError(jwk, half)
  return completed(half)
}

/** Whether another public half says everything that this one says. */
function saysNoMore(half: Jwk, other: Jwk): boolean {
  const isSaid = ([member, value]: [string, unknown]): boolean =>
    JSON.stringify(value) === JSON.stringify(other[member])
  return Object.entries(half).every(isSaid)
}

/** The error for a key of a set. */
function entryError(index: number, jwk: Jwk, fault: string): JoseError {
  const { kid } = Object(jwk)
  const name = isString(kid) ? `, kid ${shown(kid)}` : ''
  return new JoseError('ERR_JWK', `key ${index}${name}: ${fault}`)
}

/** The public half of a key, and its index in the set. */
interface Entry {
  readonly index: number
  readonly half: Jwk
}

/**
 * The public half of a JWK Set, ready to be published: every key has a `kid`. Entries for one key stay
 * separate if they differ in `alg` or `use`; an entry that says nothing new, such as the private half beside
 * the public one, is left out (RFC 7517 §4.5, §5). The order of the entries affects only that of the result.
 *
 * @throws JoseError `ERR_JWK`: a key is unsound or secret, its `use` or `key_ops` contradict its `alg`, it has
 *   no `kid`, or it has the `kid` of another key; the message gives its number in the set, from 0, and its
 *   `kid`. TypeError: not a JWK Set
 */
export function toPublicJwks(jwks: JwkSetInput): JwkSet {
  expectJwkSet(jwks, VERIFYING_CALLS)
  /** Entries by their key. */
  const entries = new Map<string, Entry[]>()
  const seen = new Set<string>()
  for (const [index, jwk] of jwks.keys.entries()) {
    if (!isKey(jwk)) throw entryError(index, jwk, `it is ${kindOfNoKey(jwk)}; it must be a JWK`)
    const half = publicHalfOrFault(jwk)
    if (isString(half)) throw entryError(index, jwk, half)
    const name = canonical(jwk)
    const text = JSON.stringify([name, half])
    if (seen.has(text)) continue
    seen.add(text)
    const known = entries.get(name) ?? []
    // Each is compared with all others of its key.
    if (known.length === 100) throw entryError(index, jwk, 'its key has more than 100 different entries')
    known.push({ index, half })
    entries.set(name, known)
  }
  const kept = [...entries.values()].flatMap(distinct)
  kept.sort((one, other) => one.index - other.index)
  const owners = new Map<string, string>()
  for (const { index, half } of kept) {
    const { kid } = half
    if (!kid) throw entryError(index, half, 'it has no kid, which each key of a published set needs')
    const name = canonical(half)
    if ((owners.get(kid) ?? name) !== name)
      throw entryError(index, half, 'another key of the set has its kid')
    owners.set(kid, name)
  }
  return { keys: kept.map(({ half }) => completed(half)) }
}

/** The entries of one key, which all differ, without those that say nothing that another does not say. */
function distinct(entries: readonly Entry[]): Entry[] {
  const whole = entries.filter(({ half }) => {
    const saying = entries.filter((other) => saysNoMore(half, other.half))
    return saying.length === 1
  })
  // The same for completed entries. If two become equal, the first stays.
  return whole.filter((entry) => {
    const isSaidBy = (other: Entry): boolean => {
      if (other === entry || !saysNoMore(entry.half, completed(other.half))) return false
      return other.index < entry.index || !saysNoMore(other.half, completed(entry.half))
    }
    return !whole.some(isSaidBy)
  })
}

/** The key as JSON with its members in order: the input of a thumbprint (RFC 7638 §3). */
function canonical(jwk: Jwk): string {
  const identity = identityOrFault(jwk)
  if (isString(identity)) throw jwkError(jwk, identity)
  return JSON.stringify(inOrder(identity))
}

/**
 * A key's SHA-256 thumbprint as base64url (RFC 7638, RFC 8037, RFC 9964), the same for both halves of a pair.
 * The thumbprint of a symmetric key (`oct`) is a hash of the secret. Anybody who sees it can test guesses of
 * the secret, so do not use it as a `kid` (RFC 7638 §7).
 *
 * @throws JoseError `ERR_JWK`: not a sound RSA, EC, OKP, AKP or oct key; `ERR_CRYPTO`: no WebCrypto here.
 *   TypeError: not a JWK
 */
export async function jwkThumbprint(jwk: JwkInput): Promise<string> {
  expectJwk(jwk)
  const digest = await subtleCrypto().digest('SHA-256', UTF8.encode(canonical(jwk)))
  return encodeBase64url(new Uint8Array(digest))
}

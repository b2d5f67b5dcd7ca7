/** Reads what commands are given: keys, with the options --kid and --alg, and tokens. */
import { JoseError, shown } from '../errors.ts'
import { importSigner, jwkThumbprint, type Jwk, type JwkSet, type Signer } from '../index.ts'
import { namesOf } from '../algorithms.ts'
import { isJsonObject } from '../json.ts'
import { algorithmFor, algorithmsOfJwk, isJwkSet, jwkError, selectJwk } from '../jwk.ts'
import { isString } from '../options.ts'
import { kindSentence } from './file-kind.ts'
import { otherJwkKind } from './file-kinds.ts'
import { isFile, readInput, shownPath, textOf } from './files.ts'
import { keysOfText, readKeyFile, readKeyText } from './key-file.ts'

/** What selects a key, or supplies what its file does not say. */
export interface KeyDetails {
  readonly alg?: string | undefined
  readonly kid?: string | undefined
}

/**
 * Read the one private key of a file, with an alg and a kid. They come from the file, else from the options,
 * else they are RS384 for RSA and the thumbprint (RFC 7638). In a file with a single key the kid of the
 * options comes first: the key is published under it. All commands that sign, publish or convert a key agree.
 */
export async function readPrivateJwk(file: string, details: KeyDetails): Promise<Jwk> {
  const { jwk } = await selectPrivate(file, details)
  // A key that cannot sign is refused here, too.
  await importSigner(jwk)
  return jwk
}

/** A Signer with that key, but without a kid if neither the file nor an option names one. */
export async function readPlainSigner(file: string, details: KeyDetails): Promise<Signer> {
  const { jwk, isNamed } = await selectPrivate(file, details)
  const { kid, ...nameless } = jwk
  return importSigner(isNamed ? jwk : nameless)
}

/** The keys of a file that the options select, as a set, each with an alg and a kid as above. */
export async function readJwks(file: string, details: KeyDetails): Promise<JwkSet> {
  const found = await readKeyFile(file, 'verify')
  const named = await selectEntries(found, file, details)
  const selected = withAlg(withDefaults(named), file, details.alg)
  return { keys: selected.map(({ jwk }) => jwk) }
}

/** A key of a file. */
export interface Entry {
  readonly jwk: Jwk
  /** Whether the file or an option names it; else its kid is its thumbprint. */
  readonly isNamed: boolean
}

/**
 * Keys, each with a kid, and with the alg of the options if the key names none and fits it. The kid of the
 * options selects from a set, and names a single key.
 */
export async function selectEntries(
  found: Jwk | JwkSet,
  file: string,
  details: KeyDetails,
): Promise<readonly Entry[]> {
  if (isJwkSet(found)) return withKid(await entriesOf(found.keys, details), file, details.kid)
  const { kid = found.kid } = details
  return entriesOf([{ ...found, kid }], details)
}

async function entriesOf(keys: readonly unknown[], { alg, kid }: KeyDetails): Promise<readonly Entry[]> {
  const thumbprints = await Promise.all(keys.map(thumbprintOf))
  // Entries for the same key, such as the halves of a pair, share their kid and alg.
  const own = new Map<string, Jwk>()
  keys.forEach((key, i) => {
    const said = { ...own.get(String(thumbprints[i])), ...saidBy(key) }
    if (thumbprints[i] !== undefined) own.set(thumbprints[i], said as Jwk)
  })
  // The option names a key only if there is just one, in however many entries.
  const isAlone = own.size === 1 && keys.every((_, i) => thumbprints[i] !== undefined)
  return keys.map((key, i) => {
    const thumbprint = thumbprints[i]
    if (!isJsonObject(key) || thumbprint === undefined) return { jwk: key as Jwk, isNamed: true }
    const jwk = { ...key, ...own.get(thumbprint), ...saidBy(key) } as Jwk
    const given = jwk.kid ?? (isAlone ? kid : undefined)
    return { jwk: withAlgorithm({ ...jwk, kid: given ?? thumbprint }, alg), isNamed: given !== undefined }
  })
}

/** The kid and alg that an entry states; null counts as absent. */
function saidBy(key: unknown): Partial<Jwk> {
  const { kid, alg } = Object(key)
  return { ...(isPresent(kid) && { kid }), ...(isPresent(alg) && { alg }) }
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null
}

async function thumbprintOf(key: unknown): Promise<string | undefined> {
  try {
    return await jwkThumbprint(key as Jwk)
  } catch {
    // Whoever uses the key gets an error that says what is wrong.
    return undefined
  }
}

/** The key with this algorithm, if it names none and fits it. */
function withAlgorithm(jwk: Jwk, alg: string | undefined): Jwk {
  const { alg: own, ...nameless } = jwk
  if (isPresent(own)) return jwk
  const rows = algorithmsOfJwk(nameless as Jwk)
  const row = rows.find((candidate) => candidate.alg === alg) ?? (rows[1] ? undefined : rows[0])
  return row && signs(jwk) ? { ...jwk, alg: row.alg } : (nameless as Jwk)
}

/** Whether a key is for signatures, as far as it says. */
function signs({ use, key_ops: operations }: Jwk): boolean {
  if ((use ?? 'sig') !== 'sig') return false
  if (!Array.isArray(operations) || operations.length === 0) return true
  return operations.includes('sign') || operations.includes('verify')
}

/** RSA keys that name no algorithm are for RS384, as SMART wants it. */
function withDefaults(entries: readonly Entry[]): readonly Entry[] {
  return entries.map(({ jwk, isNamed }) => ({
    jwk: Object(jwk).kty === 'RSA' ? withAlgorithm(jwk, 'RS384') : jwk,
    isNamed,
  }))
}

/** The keys with this kid, if one is asked for. */
function withKid(entries: readonly Entry[], file: string, kid: string | undefined): readonly Entry[] {
  if (kid === undefined) return entries
  const named = entries.filter(({ jwk }) => Object(jwk).kid === kid)
  if (named.length > 0) return named
  const kids = new Set(entries.map(({ jwk }) => shown(Object(jwk).kid)))
  const first = [...kids].slice(0, 10).join(', ')
  const there = entries.length === 0 ? 'it has no keys' : `it has ${first}`
  throw new JoseError(
    'ERR_KEY_NOT_FOUND',
    `${shownPath(file)} has no key with the kid ${shown(kid)}; ${there}`,
  )
}

function withAlg(entries: readonly Entry[], file: string, alg: string | undefined): readonly Entry[] {
  if (alg === undefined) return entries
  const fitting = entries.filter(({ jwk }) => Object(jwk).alg === alg)
  if (fitting.length > 0) return fitting
  throw new JoseError('ERR_KEY_NOT_FOUND', `${shownPath(file)} has no key for ${alg}`)
}

/** What is asked of a key that signs. */
interface SigningCriteria {
  readonly use: 'sign'
  readonly alg: string | undefined
}

/** The selected private key. */
interface PrivateEntry extends Entry {
  /** Whether --kid can give it another kid: only if it is not in a set. */
  readonly isRenamable: boolean
  /** The text of its file, which may hold its certificate too. */
  readonly text: string
}

/** Like readPrivateJwk, with what is known about the key's kid, and the text of the file. */
export async function selectPrivate(file: string, details: KeyDetails): Promise<PrivateEntry> {
  const { alg } = details
  const text = await readKeyText(file, 'sign')
  const found = await keysOfText(text, { file, use: 'sign' })
  const named = withDefaults(await selectEntries(found, file, details))
  const criteria = { use: 'sign', alg } as const
  expectUsual(file, named)
  if (!isJwkSet(found)) {
    const [only] = named
    expectOneAlgorithm(only!.jwk, alg)
    algorithmFor(only!.jwk, criteria)
    return { ...only!, isRenamable: true, text }
  }
  const fitting = distinct(named.filter((entry) => isFit(entry.jwk, criteria)))
  if (fitting.length > 1) throw ambiguous(file, fitting)
  // If none fits, selectJwk says why.
  const jwks = { keys: named.map((entry) => entry.jwk) }
  const selected = fitting[0] ?? { jwk: selectJwk(jwks, criteria), isNamed: true }
  return { ...selected, isRenamable: false, text }
}

/** Refuse a file of which no key can sign here, whatever else is right with it. */
function expectUsual(file: string, entries: readonly Entry[]): void {
  const kinds = entries.map(({ jwk }) => otherJwkKind(Object(jwk) as Jwk))
  const [kind, other] = kinds
  if (!kind || !kinds.every(Boolean)) return
  const what = other ? `a set whose first key is ${kind.what}` : kind.what
  throw new Error(kindSentence(file, { ...kind, what }, 'sign'))
}

function isFit(jwk: Jwk, criteria: SigningCriteria): boolean {
  try {
    algorithmFor(jwk, criteria)
    return true
  } catch {
    return false
  }
}

/** A key that is in a file twice counts once. */
function distinct(entries: readonly Entry[]): readonly Entry[] {
  const byKey = new Map<string, Entry>()
  for (const entry of entries) {
    const { kid, alg, d, priv } = entry.jwk
    // Anything but a string may be too deep for JSON.stringify.
    const texts = [kid, alg, d, priv].map((value: unknown) => isString(value) && value)
    byKey.set(JSON.stringify(texts), entry)
  }
  return [...byKey.values()]
}

function ambiguous(file: string, entries: readonly Entry[]): JoseError {
  const names = entries.slice(0, 10).map(({ jwk }) => `${shown(jwk.kid)} (${jwk.alg})`)
  const found = `${shownPath(file)} has several private keys: ${names.join(', ')}`
  return new JoseError('ERR_KEY_AMBIGUOUS', `${found}; choose one with --kid or --alg`)
}

function expectOneAlgorithm(jwk: Jwk, alg: string | undefined): void {
  const rows = algorithmsOfJwk(jwk)
  if (alg !== undefined || rows.length < 2) return
  throw jwkError(jwk, `it has no alg; give --alg with one of ${namesOf(rows)}`)
}

/** Read a token: from standard input for `-`, from a file of that name, else the argument itself. */
export async function readToken(argument: string): Promise<string> {
  const isRead = argument === '-' || isFile(argument)
  const text = isRead ? textOf(await readInput(argument)) : argument
  if (text === undefined) throw new Error(`${shownPath(argument)} is not text; a token is text`)
  const token = text.replace(/\r?\n$/, '')
  const fault = tokenFault(token)
  if (fault === undefined) return token
  const name = isRead ? shownPath(argument) : 'TOKEN'
  throw new JoseError('ERR_JWS_FORM', `${name} ${fault}`)
}

/** Why a text is not a token, for mistakes that people make. */
function tokenFault(token: string): string | undefined {
  if (token === '') return 'is empty; did the command that writes the token fail?'
  if (/^bearer /i.test(token)) return 'begins with "Bearer": leave that word out'
  if (/^\s*[{[]/.test(token)) return 'is JSON; subtle-jws sign makes a token from claims'
  if (token.includes('-----BEGIN ')) return 'is PEM; a key belongs in --key, and a token here'
  const parts = token.split('.').length
  if (parts === 5) return 'has five parts: it is encrypted (JWE), and only signed tokens can be read'
  if (parts === 3) return undefined
  return `is neither an existing file nor a token, which has three parts between dots (found: ${parts})`
}

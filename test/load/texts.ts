/**
 * Reads JSON and base64url texts, and verifies combinations of algorithm, kid and key form, each beside a
 * slow reference. `node --import tsx test/load/texts.ts [JSON_TEXTS [BASE64URL_TEXTS [SEED]]]` runs many; npm
 * test runs a few.
 */
import { createHmac, createPublicKey, type JsonWebKey } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import {
  decodeBase64url,
  encodeBase64url,
  generateJwk,
  importVerifier,
  JoseError,
  signJws,
  toPublicJwk,
  verifyJws,
  type Jwk,
  type JwkSet,
  type JwsAlgorithm,
  type Verifier,
} from '../../src/index.ts'
import { parseJsonObject } from '../../src/json.ts'
import { compact, excerpt, seeded, type Random } from '../generators.ts'
import { readJson } from './fuzz.ts'

/** The result of a run: `faults` lists where the code and the reference differ. */
export interface TextResult {
  readonly cases: number
  readonly accepted: number
  readonly faults: string[]
}

/** What a call gives; undefined where a JoseError refuses. */
function accepted<T>(call: () => T): T | undefined {
  try {
    return call()
  } catch (error) {
    if (error instanceof JoseError) return undefined
    throw error
  }
}

// --- JSON ---

const JSON_PIECES = [
  ...'{}[]:,"\\ \n\t0123456789.eE+-atrufnls',
  '"a"',
  '"b":',
  'null',
  'true',
  'false',
  '\\u0061',
]
const STRANGE = [
  '\u00a0',
  '\ufeff',
  '\u0000',
  '\u001f',
  '\u007f',
  '\u2028',
  "'",
  '/',
  'NaN',
  '\\u00',
  '\\x',
  '01',
  '1.',
]

function jsonString(random: Random): string {
  const pieces = [
    '',
    'a',
    'b',
    '\\"',
    '\\\\',
    '\\/',
    '\\u0061',
    '\\ud800',
    '€',
    '😀',
    ':',
    '{',
    '__proto__',
    ' ',
  ]
  const length = random.below(3)
  return `"${Array.from({ length }, () => random.pick(pieces)).join('')}"`
}

/** JSON text, with white space, and now and then a member that is there twice. */
function jsonValue(random: Random, depth: number): string {
  const space = (): string => (random.chance(0.1) ? random.pick([' ', '\n', '\t', '\r']) : '')
  const length = random.below(4)
  const kind = depth > 0 ? random.below(5) : 2 + random.below(3)
  const inner = (): string => space() + jsonValue(random, depth - 1) + space()
  if (kind === 0) {
    const member = (): string => `${space()}${jsonString(random)}${space()}:${inner()}`
    return `{${Array.from({ length }, member).join(',')}${space()}}`
  }
  if (kind === 1) return `[${Array.from({ length }, inner).join(',')}${space()}]`
  if (kind === 2) return jsonString(random)
  const numbers = ['0', '-0', '1', '-1.5', '1e5', '1E-5', '1e+400', '0.10', '123456789012345678901']
  return kind === 3 ? random.pick(numbers) : random.pick(['null', 'true', 'false'])
}

function mutateJson(text: string, random: Random): string {
  const at = random.below(text.length + 1)
  const piece = random.pick(random.chance(0.8) ? JSON_PIECES : STRANGE)
  return random.pick([
    () => text.slice(0, at) + piece + text.slice(at),
    () => text.slice(0, at) + piece + text.slice(at + 1),
    () => text.slice(0, at) + text.slice(at + 1),
    () => text.slice(0, at),
    () => text + piece,
  ])()
}

/** A value of the reference, whose objects are maps, as JSON text. */
function written(value: unknown): string {
  if (value instanceof Map) {
    const members = [...value].map(([name, member]) => `${JSON.stringify(name)}:${written(member)}`)
    return `{${members.sort().join()}}`
  }
  if (Array.isArray(value)) return `[${value.map(written).join()}]`
  if (typeof value === 'object' && value !== null) return written(new Map(Object.entries(value)))
  return Object.is(value, -0) || value === Infinity ? String(value) : JSON.stringify(value)
}

function referenceJson(text: string): string | undefined {
  try {
    const value = readJson(text)
    return value instanceof Map ? written(value) : undefined
  } catch {
    return undefined
  }
}

/** Whether JSON.parse, once it has read the name `\\`, reads other names of one escaped character as that. */
function confusesNames(): boolean {
  JSON.parse('{"a":[],"\\\\":0}')
  return !Object.hasOwn(JSON.parse('{"a":1,"\\n":0}'), '\n')
}

const ESCAPED_NAME = /"\\(u[\da-f]{4}|.)"\s*:/i

/** Read this many JSON texts, sound or not quite. */
export function fuzzJson(cases: number, random: Random): TextResult {
  const result = { cases: 0, accepted: 0, faults: [] as string[] }
  // A fault of V8 in Node 24 and 26 (nodejs/node#63785; docs/runtimes.md).
  const isConfused = confusesNames()
  for (let i = 0; i < cases; i++) {
    let text = jsonValue(random, 1 + random.below(4))
    if (random.chance(0.9)) text = `{${jsonString(random)}:${text},${jsonString(random)}:1}`
    for (let more = random.chance(0.6); more; more = random.chance(0.3)) text = mutateJson(text, random)
    if (isConfused && ESCAPED_NAME.test(text)) continue
    result.cases++
    // As UTF-8 a lone surrogate is another character.
    const octets = new TextEncoder().encode(text)
    const expected = referenceJson(new TextDecoder('utf-8', { ignoreBOM: true }).decode(octets))
    const found = accepted(() => written(parseJsonObject(octets, 'it')))
    if (found !== undefined) result.accepted++
    if (found !== expected) result.faults.push(`${excerpt(text)}: ${found}, and ${expected} by the reference`)
  }
  return result
}

// --- base64url ---

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** The octets of a text, bit by bit (RFC 4648 §5); undefined where it is not their one spelling. */
function referenceBase64url(text: string): number[] | undefined {
  let bits = ''
  for (const character of text) {
    const sextet = ALPHABET.indexOf(character)
    if (sextet < 0) return undefined
    bits += sextet.toString(2).padStart(6, '0')
  }
  const octets = bits.match(/.{8}/g) ?? []
  const spare = bits.slice(octets.length * 8)
  return spare.length > 4 || spare.includes('1') ? undefined : octets.map((octet) => parseInt(octet, 2))
}

/** Texts of one and two characters of ASCII and some others, all of them. */
function* shortTexts(): Generator<string> {
  const characters = [...Array(128).keys()].map((code) => String.fromCharCode(code))
  characters.push('\u0080', 'é', 'ſ', 'K', '€', '\ud800', '\uffff', '😀')
  yield ''
  for (const first of characters) {
    yield first
    for (const second of characters) yield first + second
  }
}

/** Read this many base64url texts: all short ones, so far as they are so many, and longer ones. */
export function fuzzBase64url(cases: number, random: Random): TextResult {
  const result = { cases, accepted: 0, faults: [] as string[] }
  const strangers = [...'=+/ \n.%"', '\u0000', 'é', 'ſ', '\u212a', '\uff21', '😀', '\ud800']

  function longer(): string {
    const length = random.below(random.chance(0.05) ? 400 : 12)
    const text = Array.from({ length }, () => random.pick([...ALPHABET])).join('')
    if (random.chance(0.6)) return text
    const at = random.below(length + 1)
    return text.slice(0, at) + random.pick(strangers) + text.slice(at + random.below(2))
  }

  function check(text: string): void {
    const expected = referenceBase64url(text)
    const octets = accepted(() => decodeBase64url(text))
    if (octets) result.accepted++
    const isSame = String(octets && [...octets]) === String(expected)
    const isOnlySpelling = octets === undefined || encodeBase64url(octets) === text
    if (!isSame || !isOnlySpelling)
      result.faults.push(`${excerpt(text)}: ${octets}, and ${expected} by the reference`)
  }

  const short = shortTexts()
  for (let i = 0; i < cases; i++) {
    const next = short.next()
    check(next.done ? longer() : next.value)
  }
  return result
}

// --- Combinations ---

const ALGORITHMS: readonly JwsAlgorithm[] = ['RS256', 'PS256', 'ES256', 'ES384', 'ES512', 'Ed25519', 'EdDSA']
const HMACS: { readonly [alg: string]: string } = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' }
const FORMS = ['JWK', 'JWK without alg', 'set', 'set of all', 'function', 'Verifier'] as const
const KIDS = ['own', 'none', 'another'] as const
type Form = (typeof FORMS)[number]

/** Which kind of key an algorithm is for. */
function kindOf(alg: string): string {
  if (/^(RS|PS)/.test(alg)) return 'RSA'
  return alg.startsWith('Ed') ? 'Ed25519' : alg
}

/** Whether a token verifies, as the documentation says. */
function isExpected(
  { alg, own, kid, form }: { alg: string; own: string; kid: (typeof KIDS)[number]; form: Form },
  algorithms: readonly string[] | undefined,
): boolean {
  if (algorithms && !algorithms.includes(alg)) return false
  // In a set the kid finds the key, and of all keys without a kid the algorithm alone.
  if (form === 'set' && kid === 'another') return false
  if (form === 'set of all' && kid === 'another') return false
  if (form === 'JWK without alg') {
    const names = ALGORITHMS.filter((name) => kindOf(name) === kindOf(own))
    return kindOf(alg) === kindOf(own) && (names.length === 1 || algorithms !== undefined)
  }
  return alg === own
}

/** Verify tokens of each algorithm and kid with keys in each form, and MACs made with a public key. */
export async function verifyCombinations(): Promise<TextResult> {
  const result = { cases: 0, accepted: 0, faults: [] as string[] }
  const keys: Jwk[] = await Promise.all(ALGORITHMS.map((alg) => generateJwk(alg, { kid: `key ${alg}` })))
  // Keys of one kind are one key, so that only the algorithm tells them apart.
  for (const [i, key] of keys.entries()) {
    const first = keys.findIndex(({ alg }) => kindOf(alg!) === kindOf(key.alg!))
    if (first !== i) keys[i] = { ...keys[first]!, alg: key.alg!, kid: key.kid! }
  }
  const published = keys.map(toPublicJwk)

  async function inForm(own: Jwk, form: Form): Promise<Jwk | JwkSet | Verifier | (() => Promise<Jwk>)> {
    const { alg: _, ...bare } = own
    if (form === 'JWK') return own
    if (form === 'JWK without alg') return bare as Jwk
    if (form === 'set') return { keys: [own] }
    if (form === 'set of all') return { keys: published }
    return form === 'function' ? async () => own : importVerifier(own)
  }

  async function check(what: string, expected: boolean, verified: Promise<unknown>): Promise<void> {
    result.cases++
    const error = await verified.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    if (error === undefined) result.accepted++
    if (error !== undefined && !(error instanceof JoseError)) result.faults.push(`${what}: ${error}`)
    if ((error === undefined) !== expected) result.faults.push(`${what}: ${error ?? 'accepted'}`)
  }

  const choices: readonly (readonly string[] | undefined)[] = [undefined, ALGORITHMS, ['RS256', 'ES384'], []]
  for (const key of keys) {
    for (const kid of KIDS) {
      const name = { own: key.kid!, none: undefined, another: 'another key' }[kid]
      const { kid: _, ...nameless } = key
      const token = await signJws('a', nameless as Jwk, name === undefined ? undefined : { kid: name })
      for (const own of published) {
        for (const form of FORMS) {
          for (const algorithms of choices) {
            const alg = key.alg!
            // One key of the set has the kid of the token's own, whichever of the keys is the other.
            const wanted = form === 'set of all' ? alg : own.alg!
            const isNamed = form !== 'set' || kid !== 'own' || own.kid === key.kid
            const expected = isNamed && isExpected({ alg, own: wanted, kid, form }, algorithms)
            const what = `${alg}, kid ${kid}, ${own.alg} as ${form}, accepting ${algorithms}`
            await check(
              what,
              expected,
              verifyJws(
                token,
                await inForm(own, form),
                algorithms ? { algorithms: algorithms as JwsAlgorithm[] } : {},
              ),
            )
          }
        }
      }
    }
  }

  for (const own of published) {
    const key = createPublicKey({ key: own as object as JsonWebKey, format: 'jwk' })
    const pem = key.export({ format: 'pem', type: 'spki' }) as string
    const members = [own.n, own.x, own.y].filter((member) => member !== undefined)
    const raw = members.map((member) => Buffer.from(member, 'base64url'))
    const der = key.export({ format: 'der', type: 'spki' })
    const secrets = [pem, pem.trim(), der, JSON.stringify(own), '', ...members, ...raw]
    for (const [alg, hash] of Object.entries(HMACS)) {
      const input = compact(JSON.stringify({ alg, kid: own.kid }), 'a').slice(0, -1)
      for (const secret of secrets) {
        const mac = createHmac(hash, secret).update(input).digest('base64url')
        for (const form of FORMS) {
          for (const options of [{}, { algorithms: [...ALGORITHMS, alg] as JwsAlgorithm[] }]) {
            const what = `${alg} with what of ${own.alg} is public, as ${form}`
            await check(what, false, verifyJws(`${input}.${mac}`, await inForm(own, form), options))
          }
        }
      }
    }
  }
  return result
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [texts = 300_000, base64url = 785_000, seed = 20261122] = process.argv.slice(2).map(Number)
  const results = {
    JSON: fuzzJson(texts, seeded(seed)),
    base64url: fuzzBase64url(base64url, seeded(seed)),
    combinations: await verifyCombinations(),
  }
  const faults = Object.values(results).flatMap((result) => result.faults)
  for (const fault of faults.slice(0, 8)) console.log(fault)
  const rows = Object.entries(results).map(([name, result]) => [
    name,
    { ...result, faults: result.faults.length },
  ])
  console.log(JSON.stringify(Object.fromEntries(rows)))
  process.exitCode = faults.length ? 1 : 0
}

/** Seeded generators of hostile values, and what an error about them may look like. */

/** Pseudorandom numbers from 0 to 1, and choices made with them. */
export interface Random {
  (): number
  /** A whole number from 0 up to, and without, `end`. */
  below(end: number): number
  pick<T>(values: readonly T[]): T
  chance(probability: number): boolean
}

/** Mulberry32: the same numbers for the same seed. */
export function seeded(seed: number): Random {
  let state = seed
  const random = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const below = (end: number): number => Math.floor(random() * end)
  return Object.assign(random, {
    below,
    pick: <T>(values: readonly T[]): T => values[below(values.length)]!,
    chance: (probability: number): boolean => random() < probability,
  })
}

/** JSON text of lists in lists. */
export function nestedLists(depth: number): string {
  return '['.repeat(depth) + ']'.repeat(depth)
}

/** JSON text of objects in objects. */
export function nestedObjects(depth: number): string {
  return `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
}

/** Whether this runtime writes what it reads from a JSON text: before Node 26, it fails at some thousand levels. */
export function canWrite(json: string): boolean {
  try {
    return JSON.stringify(JSON.parse(json)) !== ''
  } catch {
    return false
  }
}

/** JSON text of an object; members of `raw` are JSON text already, and replace those of `base`. */
export function objectText(base: object, raw: { readonly [member: string]: string } = {}): string {
  const members = new Map<string, string>()
  for (const [name, value] of Object.entries(base)) members.set(name, JSON.stringify(value))
  for (const [name, text] of Object.entries(raw)) members.set(name, text)
  const written = [...members].map(([name, text]) => `${JSON.stringify(name)}:${text}`)
  return `{${written.join(',')}}`
}

/** Objects whose members have the names of methods that a conversion, a wait or a check would call. */
const LOOKALIKES = [
  '{"toString":1}',
  '{"toString":{"toString":1}}',
  '{"toString":1,"valueOf":1}',
  '{"toString":[],"length":1}',
  '{"toJSON":1}',
  '{"toJSON":{"toJSON":1}}',
  '{"constructor":1}',
  '{"constructor":{"name":{"toString":1}}}',
  '{"__proto__":null}',
  '{"__proto__":{"alg":"ES256","kid":"a"}}',
  '{"__proto__":[]}',
  '{"hasOwnProperty":1}',
  '{"then":1}',
  '{"length":1e9}',
  '{"length":-1,"0":"a"}',
  '{"getAll":1,"get":1}',
  '{"sign":1,"verify":1,"alg":"ES256"}',
  '{"usages":1,"algorithm":1,"type":1}',
  '{"keys":[{"keys":[]}]}',
  '{"kty":"EC"}',
  '{"Symbol(Symbol.toPrimitive)":1}',
]

const NUMBERS = [
  '1e400',
  '-1e400',
  '-0',
  '0',
  '1',
  '-1',
  '1.5',
  '1e-400',
  '1e21',
  '9007199254740993',
  '5e-324',
]

const STEERING = [
  '\u0000',
  '\u0007',
  '\u001b[2J',
  '\r\n',
  '\u007f',
  '\u0085',
  '\u009b31m',
  '\u2028',
  '\u2029',
  '\u202e',
  '\u2066',
  '\u200b',
  '\ufeff',
  '\ud800',
  '\udfff',
  '\udbff\ud800',
  '\u{e0001}',
  '\u{10ffff}',
]

const TEXTS = [
  '',
  ' ',
  'a',
  'app',
  'ES256',
  'none',
  'sig',
  'JWT',
  '__proto__',
  'constructor',
  'toString',
  'https://a.example/',
  'https://user:secret@a.example/?q#f',
  'https://[::1',
  'http://localhost',
  '-----BEGIN PRIVATE KEY-----',
  '<html>',
  '"\\',
  '€',
  '😀',
  'é',
]

/** What long strings are made of. Some are longer once they are escaped, and one is two units. */
const FILLINGS = ['"', '\\', '\u202e', '\u0000', '\ud800', '😀', '€', '[', '.', ' ', '\n', 'A', '=', '/', ',']
const ITEMS = ['0', '""', '[]', '{}', 'null', '"a"', '{"toString":1}', '[[[]]]']

/** A length of a hostile value: most are short, some just at a limit of the code. */
function lengthOf(random: Random, limit: number): number {
  const usual = [99, 100, 256, 257, 500, 501, 2048, 2049, 16384, 65536]
  const length = random.chance(0.5) ? random.pick(usual) : random.below(limit)
  return Math.max(1, Math.min(length, limit))
}

function randomCharacters(random: Random): string {
  const codes = Array.from({ length: 1 + random.below(12) }, () => random.below(0x10000))
  return String.fromCharCode(...codes)
}

/** A string of at most about `limit` characters. */
export function hostileString(random: Random, limit: number): string {
  const kind = random()
  if (kind < 0.3) return random.pick(TEXTS)
  if (kind < 0.55) return random.pick(TEXTS) + random.pick(STEERING) + random.pick(TEXTS)
  if (kind < 0.8) return randomCharacters(random)
  const before = random.pick(['', 'a', 'ab', 'https://a.example/'])
  return before + random.pick(FILLINGS).repeat(lengthOf(random, limit >> 1))
}

/** 6,000 to 20,000 levels, so far as they fit. */
function deepText(random: Random, limit: number): string {
  const depth = 6000 + random.below(14001)
  if (random.chance(0.5)) return nestedLists(Math.min(depth, limit >> 1))
  return nestedObjects(Math.min(depth, Math.floor(limit / 6)))
}

/** The JSON text of a hostile value, of about `limit` characters at most. */
export function hostileText(random: Random, limit: number): string {
  const kind = random()
  if (kind < 0.06) return deepText(random, limit)
  if (kind < 0.1) {
    const item = random.pick(ITEMS)
    const count = Math.floor(lengthOf(random, limit) / (item.length + 1))
    return `[${Array(count).fill(item).join()}]`
  }
  if (kind < 0.4) return random.pick(LOOKALIKES)
  if (kind < 0.55) return random.pick(NUMBERS)
  if (kind < 0.8) return JSON.stringify(hostileString(random, limit >> 1))
  if (kind < 0.9) return random.pick(['null', 'true', 'false', '[]', '{}', '[null]', '[[]]', '[""]'])
  const inner = hostileText(random, limit >> 1)
  return random.pick([`[${inner}]`, `{"a":${inner}}`, `["a",${inner}]`, `{"toString":${inner}}`])
}

/** What JSON cannot say, as a caller may give it. */
function unwritten(random: Random): unknown {
  const circular: { [member: string]: unknown } = {}
  circular.self = [circular]
  const never = (): never => {
    throw new RangeError('this was called')
  }
  return random.pick<() => unknown>([
    () => undefined,
    () => Number.NaN,
    () => -0,
    () => Number.POSITIVE_INFINITY,
    () => 10n,
    () => Symbol('a'),
    () => () => 1,
    () => ({ toString: never, valueOf: never }),
    () => circular,
    () => new Date(Number.NaN),
    () => new Map([['iss', 'a']]),
    () => new Set(['a']),
    () => new Uint8Array(3),
    () => Object.create(null),
    () => Array(3),
    () => Promise.resolve('a'),
    () => /a/,
    () => new Error('a'),
    () => new URL('https://a.example'),
    () => class {},
  ])()
}

/** A hostile value of JavaScript, which need not be one of JSON. */
export function hostileValue(random: Random, limit: number): unknown {
  return random.chance(0.4) ? unwritten(random) : JSON.parse(hostileText(random, limit))
}

/** A value of a header of an answer: what an HTTP/1.1 client gives on, Latin-1 without line ends. */
export function hostileHeader(random: Random): string {
  const filling = random.pick([
    ' ',
    ',',
    ', ',
    '\t',
    ';',
    '"',
    '(',
    '-',
    '0',
    '9',
    'a',
    '\u0085',
    'max-age=1,',
  ])
  const words = [
    'max-age=',
    'max-age="',
    'no-store',
    'application/json',
    '9',
    'Thu, 01 Jan 1970 00:00:00 GMT',
  ]
  const dates = [
    'Mon, 01 Jan 1900 00:00:00 GMT',
    'Sat, 13 Sep 275760 00:00:00 GMT',
    '1e400',
    '-1',
    'Infinity',
  ]
  const word = (): string => random.pick(['', ...words, ...dates, '\u009b2J', '\u0085', 'W/"a"', '*'])
  return word() + filling.repeat(random.pick([0, 0, 1, 3, 400, 16000])) + word()
}

/** A compact JWS of these texts. */
export function compact(header: string, payload: string, signature: Uint8Array | string = ''): string {
  return [header, payload, signature]
    .map((part) => Buffer.from(part as string).toString('base64url'))
    .join('.')
}

/** What could steer a terminal or a log, or end a line of it; a lone surrogate is one too. */
const CONTROL = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u

/** The most characters of a message. */
const LONGEST = 500

/** What in a text could steer a terminal or a log; undefined where nothing could. */
export function controlFault(text: string): string | undefined {
  const control = CONTROL.exec(text)
  return control ? `a text with U+${control[0].codePointAt(0)!.toString(16)}` : undefined
}

/** What is wrong with a message, or with a line that is shown; undefined where nothing is. */
export function messageFault(message: string, secrets: readonly string[] = []): string | undefined {
  if (message.length > LONGEST) return `a message of ${message.length} characters`
  const holdsSecret = secrets.some((secret) => message.includes(secret))
  return controlFault(message) ?? (holdsSecret ? 'a message with a secret' : undefined)
}

/** An input, or an error, so far as it helps to find it again. */
export function excerpt(text: string): string {
  const first = JSON.stringify(text.slice(0, 300))
  return text.length > 300 ? `${first}… (${text.length} characters)` : first
}

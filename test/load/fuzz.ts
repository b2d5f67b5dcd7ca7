/**
 * Verifies mutated assertions and compares each verdict with a plain, slow reference. All signatures are
 * real. `node --import tsx test/load/fuzz.ts [CASES [SEED]]` runs many cases; npm test runs a few.
 */
import { createPrivateKey, createPublicKey, sign, verify, type JsonWebKey, type KeyObject } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { generateJwk, JoseError, toPublicJwk, toPublicJwks, type Jwk } from '../../src/index.ts'
import { createAssertionVerifier } from '../../src/server/index.ts'

/**
 * The result of a run: `wrong` lists what only the verifier accepts, `strict` what only the reference
 * accepts.
 */
export interface FuzzResult {
  readonly cases: number
  readonly accepted: number
  readonly wrong: string[]
  readonly strict: string[]
  /** Errors that are not a JoseError. */
  readonly untyped: string[]
  /** Refusals by their code. */
  readonly codes: { [code: string]: number }
}

type Json = { [member: string]: unknown }
type Pair = readonly [name: string, value: string]

const TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const AUDIENCE = 'https://server.example/token'
const JWKS_URI = 'https://client.example/jwks.json'
const ALGORITHMS = ['ES256', 'RS384', 'ES384']
const HASHES: { [alg: string]: string } = { ES256: 'sha256', RS384: 'sha384', ES384: 'sha384' }

/** Pseudorandom numbers from 0 to 1, by Mulberry32. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

// --- The reference: each rule is written out, and nothing is shared with src/ ---

const WORDS = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
])

/** Parse JSON by its grammar (RFC 8259), and refuse duplicate members. */
export function readJson(text: string): unknown {
  let at = 0
  const fail = (): never => {
    throw new Error('JSON')
  }
  const skip = () => {
    while (' \t\n\r'.includes(text[at] ?? 'x')) at++
  }
  const match = (pattern: RegExp): string | undefined => {
    const found = new RegExp(pattern.source, 'y')
    found.lastIndex = at
    const token = found.exec(text)?.[0]
    if (token !== undefined) at += token.length
    return token
  }
  const string = (): string => {
    // Space is the first character that need not be escaped.
    const quoted = match(/"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/) ?? fail()
    return JSON.parse(quoted) as string
  }
  const value = (): unknown => {
    skip()
    if (text[at] === '{') {
      const members = new Map<string, unknown>()
      at++
      skip()
      if (match(/}/)) return members
      for (;;) {
        skip()
        const name = string()
        if (members.has(name)) fail()
        skip()
        if (text[at++] !== ':') fail()
        members.set(name, value())
        skip()
        const end = text[at++]
        if (end === '}') return members
        if (end !== ',') fail()
      }
    }
    if (text[at] === '[') {
      const items: unknown[] = []
      at++
      skip()
      if (match(/]/)) return items
      for (;;) {
        items.push(value())
        skip()
        const end = text[at++]
        if (end === ']') return items
        if (end !== ',') fail()
      }
    }
    if (text[at] === '"') return string()
    const word = match(/true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/) ?? fail()
    return WORDS.has(word) ? WORDS.get(word) : Number(word)
  }
  const result = value()
  skip()
  return at === text.length ? result : fail()
}

interface Registered {
  readonly keys: readonly Jwk[]
  readonly jwksUri?: string
}

function referenceAccepts(
  pairs: readonly Pair[],
  clients: { readonly [id: string]: Registered },
  seconds: number,
): boolean {
  const values = (wanted: string) => pairs.filter(([name]) => name === wanted).map(([, value]) => value)
  if (
    ['client_assertion', 'client_assertion_type', 'client_id', 'grant_type'].some(
      (name) => values(name).length > 1,
    )
  )
    return false
  if (values('client_assertion_type')[0] !== TYPE) return false
  const [assertion] = values('client_assertion')
  if (!assertion || assertion.length > 16384) return false
  const parts = assertion.split('.')
  if (parts.length !== 3) return false
  const octets = parts.map((part) => Buffer.from(part, 'base64url'))
  if (octets.some((part, i) => part.toString('base64url') !== parts[i])) return false
  const texts = octets.slice(0, 2).map((part) => part.toString('utf8'))
  if (texts.some((text, i) => !Buffer.from(text, 'utf8').equals(octets[i]!))) return false
  let header: Map<string, unknown>
  let claims: Map<string, unknown>
  try {
    ;[header, claims] = texts.map(readJson) as [typeof header, typeof claims]
  } catch {
    return false
  }
  if (!(header instanceof Map) || !(claims instanceof Map)) return false

  const alg = header.get('alg')
  const kid = header.get('kid')
  if (typeof alg !== 'string' || !ALGORITHMS.includes(alg)) return false
  if (typeof kid !== 'string' || kid === '') return false
  if (header.has('crit') || (header.has('b64') && header.get('b64') !== true)) return false
  if (
    header.has('typ') &&
    !/^(application\/)?(client-authentication\+)?jwt$/i.test(String(header.get('typ')))
  )
    return false
  if (header.has('typ') && typeof header.get('typ') !== 'string') return false

  const id = claims.get('iss')
  if (typeof id !== 'string' || claims.get('sub') !== id || !Object.hasOwn(clients, id)) return false
  const { keys, jwksUri } = clients[id]!
  if (header.has('jku') && (jwksUri === undefined || header.get('jku') !== jwksUri)) return false
  const kty = alg === 'RS384' ? 'RSA' : 'EC'
  const candidates = keys.filter((jwk) => jwk.kid === kid && jwk.kty === kty)
  if (candidates.length !== 1 || candidates[0]!.alg !== alg) return false
  const key = createPublicKey({ key: candidates[0] as object as JsonWebKey, format: 'jwk' })
  const input = Buffer.from(`${parts[0]}.${parts[1]}`)
  const size = { ES256: 64, ES384: 96 }[alg] ?? 256
  if (octets[2]!.length !== size) return false
  if (!verify(HASHES[alg]!, input, { key, dsaEncoding: 'ieee-p1363' }, octets[2]!)) return false

  const time = (claim: string) => claims.get(claim)
  for (const claim of ['exp', 'nbf', 'iat']) {
    if (claims.has(claim) && (typeof time(claim) !== 'number' || !Number.isFinite(time(claim)))) return false
  }
  if (!claims.has('exp')) return false
  const exp = time('exp') as number
  if (exp <= seconds - 10 || exp > seconds + 310) return false
  for (const claim of ['nbf', 'iat'])
    if (claims.has(claim) && (time(claim) as number) > seconds + 10) return false
  const audiences = [claims.get('aud')].flat()
  if (audiences.length === 0 || !audiences.every((audience) => audience === AUDIENCE)) return false
  const jti = claims.get('jti')
  if (typeof jti !== 'string' || jti.length < 1 || jti.length > 256) return false
  const [clientId = ''] = values('client_id')
  return clientId === '' || clientId === id
}

// --- The mutations ---

/** Run this many cases. */
export async function fuzzAssertions(cases: number, seed: number): Promise<FuzzResult> {
  const random = generator(seed)
  const below = (end: number) => Math.floor(random() * end)
  const pick = <T>(values: readonly T[]): T => values[below(values.length)]!

  const made: Jwk[] = await Promise.all([
    ...['a', 'b', 'c', 'twin', 'twin'].map((kid) => generateJwk('ES256', { kid })),
    generateJwk('RS384', { kid: 'rsa' }),
    generateJwk('ES384', { kid: 'p384' }),
    generateJwk('ES384', { kid: 'mixed' }),
    generateJwk('RS384', { kid: 'mixed' }),
  ])
  const [a, b, c, twin, other] = made as [Jwk, Jwk, Jwk, Jwk, Jwk]
  const [rsa, p384, mixed384, mixedRsa] = made.slice(5) as [Jwk, Jwk, Jwk, Jwk]
  const privateKeys = new Map<Jwk, KeyObject>(
    made.map((jwk) => [jwk, createPrivateKey({ key: jwk as object as JsonWebKey, format: 'jwk' })]),
  )
  const set = (...keys: Jwk[]): Registered => ({ keys: keys.map(toPublicJwk) })
  const clients: { [id: string]: Registered } = {
    app: set(a, b, rsa, p384),
    remote: { ...set(a, c), jwksUri: JWKS_URI },
    twins: set(twin, other, a),
    mixed: set(mixed384, mixedRsa),
  }
  const clock = 1_800_000_000_000
  const seconds = clock / 1000
  const claimed: [string, number][] = []
  const verifier = createAssertionVerifier({
    audience: AUDIENCE,
    algorithms: ALGORITHMS,
    client: async (id) => {
      const found = Object.hasOwn(clients, id) ? clients[id]! : undefined
      return found?.jwksUri ? { jwksUri: found.jwksUri } : found && { jwks: found as { keys: Jwk[] } }
    },
    now: () => clock,
    fetch: async (url) =>
      url === JWKS_URI
        ? Response.json(toPublicJwks({ keys: [a, c] }))
        : Promise.reject(new Error('another URL was fetched')),
    replayStore: { claim: async (key, expiresAt) => claimed.push([key, expiresAt]) > 0 },
  })

  const AROUND_LIMITS = [-11, -10, -9.5, -9, 9, 10, 10.5, 11, 299, 300, 310, 310.5, 311, 3000]
  const TIMES = [
    0,
    -1,
    0.5,
    Number.POSITIVE_INFINITY,
    1e21,
    seconds,
    ...AROUND_LIMITS.map((more) => seconds + more),
  ]
  const TEXTS = [
    '',
    'app',
    'remote',
    'twins',
    'mixed',
    'constructor',
    '__proto__',
    AUDIENCE,
    `${AUDIENCE}/`,
    JWKS_URI,
    `${JWKS_URI}#`,
    'JWT',
    'jwt',
    'application/jwt',
    'client-authentication+jwt',
    'application/client-authentication+jwt',
    'at+jwt',
    'a',
    'b',
    'c',
    'rsa',
    'p384',
    'twin',
    'A',
    ...ALGORITHMS,
    'none',
    'HS256',
    'ES512',
    '\u0000',
    '€😀',
    '\ud800',
    'x'.repeat(256),
    'x'.repeat(257),
    'y'.repeat(15000),
    `${seconds + 100}`,
  ]
  const OTHERS = [
    null,
    true,
    false,
    [],
    {},
    [AUDIENCE],
    [AUDIENCE, AUDIENCE],
    [AUDIENCE, 'https://a.example'],
    ['https://a.example'],
    [AUDIENCE, 1],
    ['app'],
    [[AUDIENCE]],
    { kty: 'EC' },
    ['exp'],
    ['b64'],
  ]
  const MEMBERS = {
    header: ['alg', 'kid', 'typ', 'jku', 'jwk', 'x5u', 'crit', 'b64', 'exp', '__proto__', 'cty'],
    claims: ['iss', 'sub', 'aud', 'exp', 'iat', 'nbf', 'jti', 'client_id', '__proto__', 'more'],
  }
  const value = (): unknown =>
    pick<() => unknown>([() => pick(TIMES), () => pick(TEXTS), () => pick(OTHERS)])()

  function mutateMembers(json: Json, names: readonly string[]): void {
    const name = pick(names)
    if (random() < 0.25) {
      delete json[name]
      return
    }
    // An assignment to __proto__ would set the prototype.
    Object.defineProperty(json, name, {
      value: value(),
      enumerable: true,
      configurable: true,
      writable: true,
    })
  }

  function mutateText(text: string): string {
    const at = below(text.length + 1)
    return pick<() => string>([
      () => text.slice(0, at) + pick([...' \n\t\u00a0",:{}[]\\0a.=-\u0000\ufeffé']) + text.slice(at),
      () => text.slice(0, at) + text.slice(at + 1 + below(3)),
      () => text.slice(0, at) + text.slice(at + 1, at + 2) + text.slice(at, at + 1) + text.slice(at + 2),
      () => text.slice(0, at),
      () => {
        const name = pick(['iss', 'alg', 'exp', 'more', '\\u0069ss', '\\u0061lg'])
        return text.replace('}', `,"${name}":${pick(['1', '"app"', '"ES256"', 'null'])}}`)
      },
      () => {
        const name = pick(['iss', 'alg', 'jti', 'more', '\\u006ati'])
        return text.replace('{', `{"${name}":${pick(['{"a":1,"a":2}', '"app"', '"x"', '[[[]]]'])},`)
      },
      () =>
        text.replace(
          /([a-z])([a-z"])/,
          (_, first: string, rest: string) => `\\u00${first.charCodeAt(0).toString(16)}${rest}`,
        ),
      () => {
        const before = pick([' ', '\n', '\ufeff', '[', '1', ''])
        return before + text + pick([' ', '\r\n', ']', '1', 'x', '\u0000', ''])
      },
    ])()
  }

  function mutateOctets(octets: Buffer): Buffer {
    const at = below(octets.length)
    const copy = Buffer.from(octets)
    if (copy.length && random() < 0.6) {
      copy[at]! ^= 1 << below(8)
      return copy
    }
    return pick([
      octets.subarray(0, at),
      Buffer.concat([octets, Buffer.from([below(256)])]),
      Buffer.concat([octets, octets]),
      Buffer.alloc(octets.length),
      Buffer.alloc(0),
      copy.reverse(),
    ])
  }

  function mutateToken(token: string): string {
    const at = below(token.length + 1)
    const parts = token.split('.')
    return pick<() => string>([
      () =>
        token.slice(0, at) +
        pick(['A', '-', '_', '=', '.', '+', '/', ' ', '\n', '%', 'é', '\u0000']) +
        token.slice(at),
      () => token.slice(0, at) + token.slice(at + 1),
      () =>
        token.slice(0, at) +
        pick([...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_']) +
        token.slice(at + 1),
      () => parts.map((part) => (random() < 0.5 ? `${part}=` : part)).join('.'),
      () => [...parts, pick(parts)].join('.'),
      () => parts.slice(below(2), 2).join('.'),
      () => [parts[1], parts[0], parts[2]].join('.'),
      () => token + 'A'.repeat(below(20000)),
      () =>
        pick(['', ' ', '..', '...', 'a', `${token} `, ` ${token}`, token.toUpperCase(), `${token}${token}`]),
    ])()
  }

  /** The keys that a client signs with: those that are registered for it, and some that are not. */
  const SIGNING: { [id: string]: Jwk[] } = {
    app: [a, b, a, b, a, b, a, b, rsa, p384],
    remote: [a, c, c, b],
    twins: [twin, a],
    mixed: [mixedRsa, mixed384],
    who: [a],
  }

  function make(): readonly Pair[] {
    const id = pick(['app', 'app', 'app', 'remote', 'remote', 'twins', 'mixed', 'mixed', 'who'])
    const key = pick(SIGNING[id]!)
    const header: Json = {
      alg: key.alg,
      kid: key.kid,
      typ: 'JWT',
      ...(id === 'remote' && random() < 0.5 && { jku: JWKS_URI }),
    }
    const claims: Json = {
      iss: id,
      sub: id,
      aud: AUDIENCE,
      exp: seconds + 1 + below(310),
      iat: seconds,
      jti: `${random()}`,
    }
    const signature = (text: string, by = key) =>
      sign(HASHES[by.alg!]!, Buffer.from(text), {
        key: privateKeys.get(by)!,
        dsaEncoding: random() < 0.01 ? 'der' : 'ieee-p1363',
      })
    const encode = (octets: Uint8Array | string) => Buffer.from(octets as string).toString('base64url')

    // Header and claims are mutated. The signature covers the mutated text, so that it is valid, or the
    // original.
    const [intactHeader, intactClaims] = [JSON.stringify(header), JSON.stringify(claims)]
    for (let more = random() < 0.55; more; more = random() < 0.3) {
      if (random() < 0.4) mutateMembers(header, MEMBERS.header)
      else mutateMembers(claims, MEMBERS.claims)
      if (random() < 0.1) claims.sub = claims.iss
    }
    let texts: (Uint8Array | string)[] = [JSON.stringify(header), JSON.stringify(claims)]
    const mutateSome = (mutate: (text: string) => Uint8Array | string) => {
      texts = texts.map((text) => (random() < 0.5 ? mutate(text as string) : text))
    }
    if (random() < 0.25) mutateSome(mutateText)
    if (random() < 0.05) mutateSome((text) => mutateOctets(Buffer.from(text)))
    const input = texts.map(encode).join('.')
    const intact = `${encode(intactHeader)}.${encode(intactClaims)}`
    let signed: Uint8Array =
      random() < 0.9 ? signature(input) : signature(random() < 0.5 ? intact : input, pick(made))
    if (random() < 0.06) signed = mutateOctets(Buffer.from(signed))
    let token = `${input}.${encode(signed)}`
    if (random() < 0.15) token = mutateToken(token)

    const pairs: Pair[] = [
      ['grant_type', 'client_credentials'],
      ['client_assertion_type', TYPE],
      ['client_assertion', token],
    ]
    if (random() < 0.2) pairs.push(['client_id', random() < 0.7 ? id : pick(TEXTS)])
    if (random() < 0.04) pairs.push(pick(pairs))
    if (random() < 0.03) pairs.splice(below(pairs.length), 1)
    if (random() < 0.02) pairs[1] = [pairs[1]![0], mutateText(TYPE)]
    return pairs
  }

  const result = {
    cases,
    accepted: 0,
    wrong: [] as string[],
    strict: [] as string[],
    untyped: [] as string[],
    codes: {} as { [code: string]: number },
  }
  async function judge(pairs: readonly Pair[]): Promise<void> {
    const expected = referenceAccepts(pairs, clients, seconds)
    const shownCase = JSON.stringify(pairs).slice(0, 3000)
    try {
      const { clientId } = await verifier.verify(new URLSearchParams(pairs as [string, string][]))
      result.accepted++
      if (!expected || !Object.hasOwn(clients, clientId)) result.wrong.push(shownCase)
    } catch (error) {
      if (!(error instanceof JoseError)) result.untyped.push(`${error as Error} ${shownCase}`)
      else result.codes[error.code] = (result.codes[error.code] ?? 0) + 1
      if (expected) result.strict.push(`${error as Error} ${shownCase}`)
    }
  }
  for (let done = 0; done < cases; done += 64) {
    const length = Math.min(64, cases - done)
    await Promise.all(Array.from({ length }, () => judge(make())))
  }
  // Each accepted assertion was claimed once, for a time that is not over yet and is not longer than allowed.
  if (claimed.length !== result.accepted)
    result.wrong.push(`${claimed.length} claims of ${result.accepted} accepted`)
  for (const [key, until] of claimed)
    if (!(until > seconds && until <= seconds + 320)) result.wrong.push(`${key} until ${until}`)
  return result
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [cases, seed] = [Number(process.argv[2] ?? 200_000), Number(process.argv[3] ?? 20261122)]
  const { accepted, wrong, strict, untyped, codes } = await fuzzAssertions(cases, seed)
  for (const failure of [...wrong, ...strict, ...untyped].slice(0, 5)) console.log(failure)
  console.log(
    JSON.stringify({
      cases,
      seed,
      accepted,
      wrong: wrong.length,
      strict: strict.length,
      untyped: untyped.length,
      codes,
    }),
  )
  process.exitCode = wrong.length + strict.length + untyped.length ? 1 : 0
}

/** What comes from outside takes time and memory that grow no faster than it does. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import {
  createRemoteJwks,
  decodeBase64url,
  decodeJwt,
  generateJwk,
  importVerifier,
  privateJwkFromPem,
  publicJwkFromPem,
  selectSigningJwk,
  signJws,
  toPublicJwk,
  toPublicJwks,
  verifyJws,
  verifyJwt,
  type Jwk,
} from '../src/index.ts'
import { createAssertionVerifier, createJwksResponse } from '../src/server/index.ts'
import {
  clientAssertionParams,
  createBackendServicesClient,
  fetchSmartConfiguration,
} from '../src/smart/index.ts'
import { compact, nestedLists, nestedObjects, objectText } from './generators.ts'
import './plain.mjs'

/** Makes what takes time, for a size. */
type Work = (size: number) => () => unknown

/** How much larger the larger size is. */
const FACTOR = 16
/** How much more time it may take: 16 is linear, with room for caches and the collector; 256 is quadratic. */
const MOST = 100
const ROUNDS = 3
const TRIES = 6

/** Milliseconds of one run, on average. */
async function elapsed(run: () => unknown, times: number): Promise<number> {
  const began = performance.now()
  for (let i = 0; i < times; i++) {
    try {
      await run()
    } catch {
      // A refusal takes its time as well.
    }
  }
  return (performance.now() - began) / times
}

/** The time for the larger size as a multiple of that for the smaller, each the shortest of several. */
async function growthOf(work: Work, size: number, rounds: number): Promise<number> {
  const small = work(Math.floor(size / FACTOR))
  const large = work(size)
  let times = 1
  while (times * (await elapsed(small, times)) < 0.5 && times < 4096) times *= 2
  let [least, most] = [Infinity, Infinity]
  for (let round = 0; round < rounds; round++) {
    least = Math.min(least, await elapsed(small, times))
    most = Math.min(most, await elapsed(large, Math.ceil(times / FACTOR)))
  }
  return most / least
}

/** Other programs may run at the same time: what grows too fast does so every time. */
async function growsLinearly(work: Work, size: number): Promise<boolean> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    if ((await growthOf(work, size, ROUNDS * attempt)) < MOST) return true
  }
  return false
}

test('the measure tells quadratic time from linear time', async () => {
  const linear: Work = (size) => () => 'a'.repeat(size).replace(/[^a]/g, '')
  const quadratic: Work = (size) => () => /a*b/.test('a'.repeat(size))
  assert.equal(await growsLinearly(linear, 65_000), true)
  const growths: number[] = []
  for (let i = 0; i < 3; i++) growths.push(await growthOf(quadratic, 12_000, ROUNDS))
  assert.ok(Math.max(...growths) > MOST, `${growths}`)
})

const AUDIENCE = 'https://server.example/token'
const JSON_TYPE = { 'content-type': 'application/json' }
const jwk = await generateJwk('ES384', { kid: 'a' })
const jwks = toPublicJwks({ keys: [jwk] })
const own = toPublicJwk(jwk)
const HEADER = { alg: 'ES384', kid: 'a', typ: 'JWT' }
const header = JSON.stringify(HEADER)
const signature = 'x'.repeat(96)

const repeat = (text: string, size: number): string =>
  text.repeat(Math.ceil(size / text.length)).slice(0, size)

/** Texts of hostile JSON, of about this many characters. */
const JSON_TEXTS: { readonly [title: string]: (size: number) => string } = {
  'lists in lists': (size) => nestedLists(size >> 1),
  'objects in objects': (size) => nestedObjects(Math.floor(size / 6)),
  'a list of objects': (size) => `[${Array(Math.floor(size / 3)).fill('{}')}]`,
  'a list of names': (size) => `[${Array.from({ length: size >> 3 }, (_, i) => `"${i + 10_000}"`)}]`,
  'many members': (size) => `{${Array.from({ length: size >> 4 }, (_, i) => `"${i + 100_000}":1`)}}`,
  backslashes: (size) => `"${'\\\\'.repeat(size >> 1)}"`,
  escapes: (size) => `"${'\\u202e'.repeat(Math.floor(size / 6))}"`,
  colons: (size) => `"${':'.repeat(size)}"`,
  'white space': (size) => `${' '.repeat(size)}1`,
  digits: (size) => '9'.repeat(size),
}

/** A case: what grows, the smaller size, and the work. */
type Row = readonly [title: string, size: number, work: Work]

/** The same work with each hostile JSON as the value of a member. */
function rowsOf(what: string, size: number, make: (json: string) => () => unknown): Row[] {
  return Object.entries(JSON_TEXTS).map(([title, text]) => [`${what}: ${title}`, size, (n) => make(text(n))])
}

function verifying(token: string): () => unknown {
  return () => verifyJwt(token, jwks, { audience: AUDIENCE })
}

function verifyingSet(...keys: Jwk[]): () => unknown {
  const token = compact(header, '{}', signature)
  return () => verifyJws(token, { keys })
}

const LONG = { fetch: async () => new Response(), now: () => 0 }

/** A key set that is fetched anew each time, in this answer. */
function fetchingKeys(body: string, headers: { readonly [name: string]: string } = {}): () => unknown {
  const fetch = async (): Promise<Response> => new Response(body, { headers: { ...JSON_TYPE, ...headers } })
  const remote = createRemoteJwks('https://a.example/jwks', { fetch, cooldown: 0, maxAge: 0 })
  return () => remote.get()
}

function discovering(body: string): () => unknown {
  const fetch = async (): Promise<Response> => new Response(body, { headers: JSON_TYPE })
  return () => fetchSmartConfiguration('https://a.example', { fetch })
}

const GRANTED = { access_token: 'token', token_type: 'bearer', expires_in: 300, scope: 'a' }
const SIGNER = { alg: 'ES384', kid: 'a', sign: async () => new Uint8Array(96) } as const
const CLIENT = { clientId: 'app', scope: 'a', key: SIGNER, retries: 0, fhirBaseUrl: 'https://a.example/r4' }

/** A client that gets this answer to each token request; its token is never kept. */
function asking(
  body: string,
  headers: { readonly [name: string]: string } = {},
  status = 200,
): () => unknown {
  const fetch = async (): Promise<Response> =>
    new Response(body, { status, headers: { ...JSON_TYPE, ...headers } })
  return () => createBackendServicesClient({ ...CLIENT, tokenEndpoint: AUDIENCE, fetch }).accessToken()
}

/** A client that sends to a URL of its own server. */
function sending(path: string): () => unknown {
  const fetch = async (): Promise<Response> => Response.json(GRANTED)
  const client = createBackendServicesClient({ ...CLIENT, tokenEndpoint: AUDIENCE, fetch })
  return () => client.fetch(`https://a.example/r4/${path}`)
}

function publishing(name: string, value: string): () => unknown {
  const request = new Request('https://a.example', { headers: { [name]: value } })
  return () => createJwksResponse(jwks, { request })
}

function readingPem(pem: string): () => unknown {
  return async () => {
    await privateJwkFromPem(pem).catch(() => {})
    await publicJwkFromPem(pem)
  }
}

const assertions = createAssertionVerifier({ audience: AUDIENCE, client: async () => ({ jwks }) })

/** The larger sizes: just what is let through. */
const TOKEN = 65_000
const PEM = 131_072
const URL_SIZE = 2048
const BODY = 60_000

/** Values of a header, by what they are made of. */
const HEADER_VALUES = [
  ' ',
  ',',
  ', ',
  ' ,',
  '\t',
  ';',
  '"',
  '9',
  'max-age',
  'max-age=,',
  'no-stor',
  '(',
  'W/"a",',
  '-',
]

const rows: readonly Row[] = [
  ['a token of dots', TOKEN, (n) => verifying('.'.repeat(n))],
  ['a token with a long header part', TOKEN, (n) => verifying(`${'A'.repeat(n)}.AAAA.AAAA`)],
  ['a token with a long payload', TOKEN, (n) => verifying(compact(header, ' '.repeat(n >> 1), signature))],
  ['a token with a long signature', TOKEN, (n) => verifying(`${compact(header, '{}')}${'A'.repeat(n)}`)],
  ['a token that is not base64url at its end', TOKEN, (n) => verifying(`${'A'.repeat(n)}=.AAAA.AAAA`)],
  ['a token of two-byte characters', TOKEN, (n) => verifying(`${'é'.repeat(n)}.AAAA.AAAA`)],
  ['base64url', TOKEN, (n) => () => decodeBase64url('A'.repeat(n))],
  ...rowsOf('a JOSE Header', TOKEN >> 1, (json) =>
    verifying(compact(objectText(HEADER, { crit: json }), '{}')),
  ),
  ...rowsOf('the kid of a JOSE Header', TOKEN >> 1, (json) =>
    verifying(compact(objectText(HEADER, { kid: json }), '{}', signature)),
  ),
  ...rowsOf('claims', TOKEN >> 1, (json) => {
    const token = compact(header, `{"aud":${json}}`)
    return () => decodeJwt(token)
  }),
  ...rowsOf('the iss of an assertion', 11_500, (json) => {
    const parameters = clientAssertionParams(compact(header, `{"iss":${json}}`))
    return () => assertions.verify(parameters)
  }),
  ...['-----BEGIN A-----', '\n', ' ', '-', '\\n', '-----', 'BEGIN ', '"', 'A', '-----END A-----', '= '].map(
    (text): Row => [`PEM of ${JSON.stringify(text)}`, PEM, (n) => readingPem(repeat(text, n))],
  ),
  // A body of A is 50,000 empty elements of DER, whose time is that of the garbage collector.
  ...['\n', ' ', '"', 'M', '=', 'MMMM ', '-'].map((text): Row => {
    const pem = (n: number): string =>
      `-----BEGIN PRIVATE KEY-----${repeat(text, n - 60)}-----END PRIVATE KEY-----`
    return [`PEM with a body of ${JSON.stringify(text)}`, PEM, (n) => readingPem(pem(n))]
  }),
  ...['/', '@', '%25', '..;/', '?', ':', 'a', '[', '\\', '../'].flatMap((text): Row[] => {
    const url = (n: number): string => repeat(`https://a.example/${text.repeat(n)}`, n)
    const options = { ...CLIENT, fetch: LONG.fetch }
    return [
      [`the URL of a key set, of ${text}`, URL_SIZE, (n) => () => createRemoteJwks(url(n), LONG)],
      [
        `fhirBaseUrl of ${text}`,
        URL_SIZE,
        (n) => () => createBackendServicesClient({ ...options, fhirBaseUrl: url(n) }),
      ],
      [`a URL that the client fetches, of ${text}`, TOKEN, (n) => sending(repeat(text, n))],
    ]
  }),
  ...['if-none-match', 'accept', 'origin'].flatMap((name) =>
    [...HEADER_VALUES, '/jwk-set+jso'].map(
      (text): Row => [
        `${name} of a request, of ${JSON.stringify(text)}`,
        TOKEN,
        (n) => publishing(name, `a${repeat(text, n)}a`),
      ],
    ),
  ),
  ...['cache-control', 'age', 'expires', 'date', 'content-type', 'etag'].flatMap((name) =>
    HEADER_VALUES.map((text): Row => {
      const value = (n: number): string => `application/json${repeat(text, n)}a`
      return [
        `${name} of a key server, of ${JSON.stringify(text)}`,
        TOKEN,
        (n) => fetchingKeys(JSON.stringify(jwks), { [name]: value(n), ...(name !== 'age' && { age: '1' }) }),
      ]
    }),
  ),
  ...['retry-after', 'date', 'content-type'].flatMap((name) =>
    HEADER_VALUES.map((text): Row => {
      const title = `${name} of a token endpoint, of ${JSON.stringify(text)}`
      return [title, TOKEN, (n) => asking('{}', { [name]: `1${repeat(text, n)}a` }, 503)]
    }),
  ),
  ...rowsOf('a key set', BODY, (json) => fetchingKeys(`{"keys":${json}}`)),
  ...rowsOf('a key of a set', BODY, (json) => fetchingKeys(`{"keys":[${objectText(own, { kid: json })}]}`)),
  ...rowsOf('discovery', BODY, (json) => discovering(`{"token_endpoint":${json}}`)),
  ...rowsOf('capabilities', BODY, (json) =>
    discovering(objectText({ token_endpoint: AUDIENCE }, { capabilities: json })),
  ),
  ...rowsOf('a token answer', BODY, (json) => asking(objectText(GRANTED, { scope: json }))),
  ...rowsOf('a refusal', BODY, (json) =>
    asking(objectText({ error: 'a' }, { error_description: json }), {}, 400),
  ),
  ...rowsOf('the error of a refusal', BODY, (json) => asking(`{"error":${json}}`, {}, 400)),
  ['a scope of spaces', BODY, (n) => asking(objectText({ ...GRANTED, scope: 'a '.repeat(n >> 1) }))],
  ['an access token', BODY, (n) => asking(objectText({ ...GRANTED, access_token: `${'a'.repeat(n)} ` }))],
  ...['kid', 'crv', 'x', 'alg', 'use', 'kty'].map(
    (member): Row => [
      `the ${member} of a JWK`,
      TOKEN,
      (n) => () => importVerifier({ ...own, [member]: '\u202e'.repeat(n) }),
    ],
  ),
  [
    'the modulus of a JWK',
    TOKEN,
    (n) => () => importVerifier({ kty: 'RSA', alg: 'RS256', n: 'A'.repeat(n), e: 'AQAB' }),
  ],
  ['the key_ops of a JWK', 16_000, (n) => () => importVerifier({ ...own, key_ops: Array(n).fill('verify') })],
  ['a set of many keys', 2000, (n) => verifyingSet(...Array<Jwk>(n).fill(own))],
  [
    'a set of many keys that do not fit',
    500,
    (n) => verifyingSet(...Array<Jwk>(n).fill({ ...own, kid: 'b' })),
  ],
  ['a set of many keys to sign with', 2000, (n) => () => selectSigningJwk({ keys: Array<Jwk>(n).fill(jwk) })],
  ['a set that is published', 100, (n) => () => toPublicJwks({ keys: Array<Jwk>(n).fill(jwk) })],
  [
    'the x5c of a published JWK',
    TOKEN >> 2,
    (n) => {
      const x5c = Array<string>(n).fill('a')
      return () => toPublicJwk({ ...own, x5c })
    },
  ],
]

test('the time for each text from outside grows no faster than the text', async () => {
  const slow: string[] = []
  for (const [title, size, work] of rows) {
    if (!(await growsLinearly(work, size))) slow.push(title)
  }
  assert.deepEqual(slow, [])
})

test('the time for signed claims grows no faster than they do', async () => {
  const claims = (n: number): string => `{"aud":${JSON_TEXTS['a list of names']!(n)}}`
  const tokens = new Map<number, string>()
  for (const size of [TOKEN >> 5, TOKEN >> 1]) tokens.set(size, await signJws(claims(size), jwk))
  assert.ok(await growsLinearly((n) => verifying(tokens.get(n)!), TOKEN >> 1))
})

test('URLs of more than 2,048 characters are refused before they are read', () => {
  const url = 'https://a.example/'.padEnd(2049, '/')
  assert.throws(() => createRemoteJwks(url), TypeError)
  assert.throws(() => createBackendServicesClient({ ...CLIENT, fhirBaseUrl: url }), TypeError)
  assert.throws(() => createBackendServicesClient({ ...CLIENT, tokenEndpoint: url }), TypeError)
  createRemoteJwks(url.slice(0, -1))
})

// --- Memory ---

const MODULES = { root: '../src/index.ts', server: '../src/server/index.ts' }

/** What a script prints, run in a process of its own that collects garbage when it is told to. */
function measured(script: string): number {
  const url = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href)
  const whole = `
    import * as root from ${url(MODULES.root)}
    import * as server from ${url(MODULES.server)}
    const heap = () => {
      gc()
      return process.memoryUsage().heapUsed
    }
    ${script}`
  const args = ['--expose-gc', '--import', 'tsx', '--input-type=module', '--eval', whole]
  return Number(execFileSync(process.execPath, args, { encoding: 'utf8', timeout: 120_000 }))
}

test('1,000 kept key sets take little memory, whatever their servers send with the keys', () => {
  // Each answer holds 9,000 objects, which as such take half a megabyte.
  const octets = measured(`
    const filling = '[' + Array(3000).fill('{}') + ']'
    const key = (i) => \`{"kty":"EC","crv":"P-256","kid":\${filling},"x5c":\${filling},"other":\${i}}\`
    const body = '{"other":' + filling + ',"keys":[' + [1].map(key) + ']}'
    const headers = { 'content-type': 'application/json', 'cache-control': 'max-age=1000' }
    const fetch = async () => new Response(body, { headers })
    const sets = []
    const before = heap()
    for (let i = 0; i < 1000; i++) {
      const set = root.createRemoteJwks('https://a.example/' + i, { fetch })
      await set.get()
      sets.push(set)
    }
    console.log((heap() - before) / sets.length)`)
  assert.ok(octets < 20_000, `${octets} octets a set`)
})

test('a key set that is revalidated for ever takes no more memory, whatever the answers send', () => {
  // Each answer has headers of its own, of 100 kB.
  const octets = measured(`
    let count = 0
    let now = Date.now()
    const fetch = async () => {
      const name = 'x-' + ++count
      const headers = { etag: '"one"', [name]: 'x'.repeat(100_000) + count }
      return count > 1 ? new Response(null, { status: 304, headers }) : Response.json({ keys: [] }, { headers })
    }
    const set = root.createRemoteJwks('https://a.example/', { fetch, now: () => now })
    await set.get()
    const before = heap()
    for (let i = 0; i < 100; i++) {
      now += 600_000
      await set.get()
    }
    const taken = heap() - before
    if (count < 101) throw new Error('it was not revalidated')
    console.log(taken)`)
  assert.ok(octets < 2_000_000, `${octets} octets`)
})

test('the memory store takes about 160 octets an entry, however hostile the jti (V6)', () => {
  const octets = measured(`
    const store = server.createMemoryReplayStore()
    const COUNT = 40_000
    const before = heap()
    for (let i = 0; i < COUNT; i++) {
      const jti = '\\u20ac'.repeat(250) + i
      await store.claim(JSON.stringify(['app', jti]), 2e9 + (i % 300), 'client ' + (i % 5))
    }
    const taken = heap() - before
    await store.claim('a', 2e9)
    console.log(taken / COUNT)`)
  assert.ok(octets < 320, `${octets} octets an entry`)
})

test('one AbortSignal serves any number of calls at the same time without a warning', async () => {
  const warnings: Error[] = []
  const warn = (warning: Error): void => void warnings.push(warning)
  process.on('warning', warn)
  const { signal } = new AbortController()
  const fetch = async (): Promise<Response> => Response.json(GRANTED)
  const client = createBackendServicesClient({ ...CLIENT, tokenEndpoint: AUDIENCE, fetch })
  const configuration = JSON.stringify({ token_endpoint: AUDIENCE })
  const discover = async (): Promise<Response> => new Response(configuration, { headers: JSON_TYPE })
  const calls = Array.from({ length: 30 }, () => [
    client.accessToken({ signal }),
    client.fetch('https://a.example/r4/a', { signal }),
    fetchSmartConfiguration('https://a.example', { fetch: discover, signal }),
  ])
  await Promise.all(calls.flat())
  await new Promise((resolve) => setTimeout(resolve, 10))
  process.off('warning', warn)
  assert.deepEqual(warnings, [])
})

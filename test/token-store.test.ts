import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BackendServicesOptions, TokenStore } from '../src/smart/index.ts'
import { hostile } from './refusal.ts'
import { respond } from './servers.ts'
import { client, GRANTED, origin, server } from './smart-server.ts'

const TIME = 1_700_000_000
const now = (): number => TIME * 1000

/** A store in memory, and what was asked of it. */
function memoryStore() {
  const values = new Map<string, string>()
  const calls: (readonly unknown[])[] = []
  const tokenStore: TokenStore = {
    async get(name) {
      calls.push(['get', name])
      return values.get(name)
    },
    async set(name, value, seconds) {
      calls.push(['set', name, seconds])
      values.set(name, value)
    },
  }
  return { values, calls, tokenStore }
}

test('clients with one store share one token', async () => {
  const { tokenStore, calls, values } = memoryStore()
  const [first, second] = [client({ tokenStore, now }), client({ tokenStore, now })]
  const token = await first.accessToken()
  assert.deepEqual(await second.accessToken(), token)
  await first.accessToken()
  assert.equal(server.receivedAt('/token').length, 1)
  const [[name] = []] = [...values]
  assert.match(name!, /^subtle-jws:token:[\w-]{43}$/)
  assert.deepEqual(calls, [
    ['get', name],
    ['set', name, 300],
    ['get', name],
  ])
  // Neither client, nor scope, nor server can be read from the name.
  assert.doesNotMatch(name!, /app|Patient|127/)
})

test('a token is taken from the store while a fifth of its life is left, or a minute if that is less', async () => {
  for (const [life, last] of [
    [3600, 3540],
    [300, 240],
    [100, 80],
    [10, 8],
    [1, 0.8],
  ] as const) {
    server.handlers['/token'] = respond(200, { ...GRANTED, expires_in: life })
    const { tokenStore } = memoryStore()
    await client({ tokenStore, now }).accessToken()
    server.received = []
    const after = (seconds: number) =>
      client({ tokenStore, now: () => (TIME + seconds) * 1000 }).accessToken()
    assert.equal((await after(last)).expiresAt, TIME + life)
    assert.equal(server.receivedAt('/token').length, 0, `${life} s`)
    await after(last + 0.01)
    assert.equal(server.receivedAt('/token').length, 1, `${life} s`)
  }
})

test('renew, too, while the store is being read, asks the server', async () => {
  const { tokenStore } = memoryStore()
  await client({ tokenStore, now }).accessToken()
  server.received = []
  let answer = (): void => {}
  const asked = new Promise<void>((resolve) => {
    answer = resolve
  })
  const slow: TokenStore = {
    set: tokenStore.set,
    async get(name) {
      await asked
      return tokenStore.get(name)
    },
  }
  const { accessToken } = client({ tokenStore: slow, now })
  const pending = [accessToken(), accessToken({ renew: true })]
  answer()
  const tokens = await Promise.all(pending)
  assert.deepEqual(
    tokens.map((token) => token.accessToken),
    ['token-2', 'token-2'],
  )
  assert.equal(server.receivedAt('/token').length, 1)
  // It was meant for that one token alone.
  assert.equal((await client({ tokenStore: slow, now }).accessToken()).accessToken, 'token-2')
  assert.equal(server.receivedAt('/token').length, 1)
})

test('a token that ends at once is not stored', async () => {
  server.handlers['/token'] = respond(200, { ...GRANTED, expires_in: 0 })
  const { tokenStore, values } = memoryStore()
  await client({ tokenStore }).accessToken()
  assert.equal(values.size, 0)
})

test('clients that ask for other tokens share none', async () => {
  const { tokenStore, values } = memoryStore()
  const others: readonly Partial<BackendServicesOptions>[] = [
    {},
    { clientId: 'another' },
    { scope: 'system/Observation.rs' },
    { scope: undefined },
    { params: { audience: 'a' } },
    { headers: { 'x-tenant': 'a' } },
    { fhirBaseUrl: `${origin}/another/fhir` },
    { tokenEndpoint: `${origin}/another/token` },
    { tokenEndpoint: `${origin}/another/token`, fhirBaseUrl: undefined },
  ]
  const tokens: string[] = []
  for (const other of others) tokens.push((await client({ tokenStore, ...other }).accessToken()).accessToken)
  assert.deepEqual([new Set(tokens).size, values.size], [others.length, others.length])
  for (const [i, other] of others.entries()) {
    assert.equal((await client({ tokenStore, ...other }).accessToken()).accessToken, tokens[i])
  }
})

test('a refused token is not taken from the store again, but one that another process has put there is', async () => {
  const { tokenStore, values } = memoryStore()
  let good = 'token-2'
  server.handlers['/Patient'] = ({ headers }, ...exchange) =>
    respond(headers.authorization === `Bearer ${good}` ? 200 : 401, {})(hostile(null), ...exchange)
  const [first, second] = [client({ tokenStore }), client({ tokenStore })]
  await first.accessToken()
  await second.accessToken()
  assert.equal((await first.fetch('Patient')).status, 200)
  assert.equal((await second.fetch('Patient')).status, 200)
  assert.equal(server.receivedAt('/token').length, 2)
  assert.match([...values.values()][0]!, /token-2/)
  good = 'token-3'
  assert.equal((await second.accessToken({ renew: true })).accessToken, 'token-3')
  assert.equal((await first.fetch('Patient')).status, 200)
  assert.equal(server.receivedAt('/token').length, 3)
})

const STORED = { accessToken: 'token-s', scope: GRANTED.scope, expiresAt: TIME + 300, life: 300 }

test('takes what it has stored itself, and ends it no later than its life from now', async () => {
  for (const [stored, expiresAt] of [
    [STORED, TIME + 300],
    [{ ...STORED, expiresAt: TIME + 359 }, TIME + 300],
    [{ ...STORED, expiresAt: TIME + 100 }, TIME + 100],
    [{ ...STORED, expiresAt: TIME + 31_536_000, life: 31_536_000 }, TIME + 31_536_000],
  ] as const) {
    const token = await client({
      now,
      tokenStore: { get: () => JSON.stringify(stored), set() {} },
    }).accessToken()
    assert.deepEqual(token, { accessToken: 'token-s', scope: GRANTED.scope, missingScopes: [], expiresAt })
  }
})

const GARBAGE: { readonly [what: string]: unknown } = {
  nothing: null,
  'no text': 5,
  'an object': STORED,
  'no JSON': 'secret',
  'an empty text': '',
  null: 'null',
  'a list': '[]',
  'another object': '{}',
  'a token that no header holds': JSON.stringify({ ...STORED, accessToken: 'a\r\nb: c' }),
  'a token that is no text': JSON.stringify({ ...STORED, accessToken: 5 }),
  'no scope': JSON.stringify({ ...STORED, scope: undefined }),
  'no end': JSON.stringify({ ...STORED, expiresAt: undefined }),
  'an end that is text': JSON.stringify({ ...STORED, expiresAt: `${TIME + 300}` }),
  'no life': JSON.stringify({ ...STORED, life: undefined }),
  'a life that is text': JSON.stringify({ ...STORED, life: '300' }),
  'an end beyond its life': JSON.stringify({ ...STORED, expiresAt: TIME + 361 }),
  'a life of more than a year': JSON.stringify({ ...STORED, expiresAt: TIME + 4e7, life: 4e7 }),
  'the end of time': `{"accessToken":"token-s","scope":"","expiresAt":1e999,"life":1e999}`,
  'a token that has ended': JSON.stringify({ ...STORED, expiresAt: TIME }),
}

test('a store that gives garbage is passed over', async () => {
  for (const [what, value] of Object.entries(GARBAGE)) {
    server.received = []
    const { accessToken } = client({ now, tokenStore: { get: () => hostile(value), set() {} } })
    assert.notEqual((await accessToken()).accessToken, 'token-s', what)
    assert.equal(server.receivedAt('/token').length, 1, what)
  }
})

const never = () => new Promise<never>(() => {})
const fail = () => {
  throw new Error('down')
}

test('a store that throws, or that answers late or never, is passed over within half of the timeout', {
  timeout: 20_000,
}, async () => {
  for (const [get, set, least] of [
    [fail, fail, 0],
    [async () => fail(), async () => fail(), 0],
    [never, () => {}, 200],
    [() => null, never, 200],
    [never, never, 400],
    [() => new Promise<string>((resolve) => setTimeout(resolve, 260, JSON.stringify(STORED))), () => {}, 200],
  ] as const) {
    const began = performance.now()
    const { accessToken } = client({ timeout: 400, tokenStore: { get, set } })
    assert.match((await accessToken()).accessToken, /^token-\d+$/)
    const took = performance.now() - began
    assert.ok(took > least - 5 && took < least + 300, `${took} ms`)
  }
})

import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, beforeEach, mock, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import {
  encodeBase64url,
  generateJwk,
  importSigner,
  JoseError,
  signJws,
  signJwt,
  toPublicJwk,
  toPublicJwks,
  type Jwk,
  type JwkSet,
} from '../src/index.ts'
import {
  createAssertionVerifier,
  createDurableObjectReplayStore,
  createJwksResponse,
  createMemoryReplayStore,
  createRedisReplayStore,
  createRemoteJwks,
  ReplayObject,
  toOAuthErrorResponse,
  type AssertionVerifierOptions,
  type DurableObjectStorage,
  type RemoteJwksOptions,
  type ReplayStore,
} from '../src/server/index.ts'
import rs384Keys from './fixtures/RS384.private.json' with { type: 'json' }

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown

const AUDIENCE = 'https://server.example/token'
const TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const START = 1_800_000_000_000
const rsa = (rs384Keys as JwkSet).keys.find(({ d }) => d)!
const es384 = await generateJwk('ES384', { kid: 'ec' })
const es256 = await generateJwk('ES256', { kid: 'p256' })
const next = await generateJwk('ES384', { kid: 'next' })
const stranger = await generateJwk('ES384', { kid: 'ec' })
const published = toPublicJwks({ keys: [es384, rsa] })

/** The clock of everything here, in milliseconds. */
let clock = START
const now = () => clock

// --- The key server ---

let handler: Handler
let seen: IncomingMessage[]
const server = createServer((request, response) => {
  seen.push(request)
  handler(request, response)
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`
after(() => {
  server.closeAllConnections()
  server.close()
})

function answer(body: unknown, headers: { [name: string]: string } = {}, status = 200): Handler {
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  }
}

beforeEach(() => {
  clock = START
  seen = []
  handler = answer(published)
})

const remote = (options: RemoteJwksOptions = {}) => createRemoteJwks(url, { now, ...options })

async function refusal(promise: Promise<unknown>): Promise<JoseError> {
  const error = await promise.then(
    () => assert.fail('accepted'),
    (error: unknown) => error,
  )
  assert.ok(error instanceof JoseError, String(error))
  assert.match(error.message, /^\S.*: expected ./)
  assert.doesNotMatch(error.message, /eyJ/)
  return error
}

async function down(): Promise<string> {
  const gone = createServer()
  await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve))
  const { port } = gone.address() as AddressInfo
  await new Promise((resolve) => gone.close(resolve))
  return `http://127.0.0.1:${port}/jwks.json`
}

test('V7: a set is kept as long as its answer says', async () => {
  const date = new Date(START).toUTCString()
  const later = new Date(START + 120_000).toUTCString()
  const rows: [headers: { [name: string]: string }, seconds: number, options?: RemoteJwksOptions][] = [
    [{}, 300],
    [{ 'cache-control': 'public' }, 300],
    [{ 'cache-control': 'max-age=60' }, 60],
    [{ 'cache-control': 'public, MAX-AGE="60"' }, 60],
    [{ 'cache-control': 's-maxage=600, max-age=60' }, 60],
    [{ 'cache-control': 's-maxage=600' }, 300],
    [{ 'cache-control': 'x-max-age=600, max-age=60, max-age=90' }, 60],
    [{ 'cache-control': 'max-age=60', age: '20' }, 40],
    [{ 'cache-control': 'max-age=60', age: 'x' }, 60],
    [{ 'cache-control': 'max-age=60', age: '90' }, 0],
    [{ age: '20' }, 280],
    [{ 'cache-control': 'max-age=0' }, 0],
    [{ 'cache-control': 'max-age=x' }, 0],
    [{ 'cache-control': 'max-age=-1' }, 0],
    [{ 'cache-control': 'no-cache, max-age=60' }, 0],
    [{ 'cache-control': 'max-age=60, No-Store' }, 0],
    [{ 'cache-control': 'no-store' }, 10, { minAge: 10 }],
    [{ 'cache-control': 'max-age=5' }, 10, { minAge: 10 }],
    [{ 'cache-control': 'max-age=99999999999999999999' }, 86400],
    [{ 'cache-control': 'max-age=60' }, 20, { maxAge: 20 }],
    [{ expires: later, date }, 120],
    [{ expires: later, date, age: '20' }, 100],
    [{ expires: later }, 120],
    [{ expires: later, date, 'cache-control': 'max-age=60' }, 60],
    [{ expires: '0', date }, 0],
    [{ expires: date, date: later }, 0],
  ]
  for (const [headers, seconds, options] of rows) {
    clock = START
    seen = []
    handler = (request, response) => {
      response.sendDate = false
      answer(published, headers)(request, response)
    }
    const set = remote(options)
    const what = JSON.stringify(headers)
    assert.deepEqual(await set.get(), published)
    assert.equal(seen.length, 1)
    if (seconds) {
      clock = START + seconds * 1000 - 1
      await set.get()
      assert.equal(seen.length, 1, `${what} is kept`)
    }
    clock = START + seconds * 1000
    await set.get()
    assert.equal(seen.length, 2, `${what} has ended`)
  }
})

test('V7: a clock that is put back keeps nothing longer', async () => {
  const set = remote()
  await set.get()
  clock -= 1
  await set.get()
  assert.equal(seen.length, 2)
})

test('an ETag revalidates: 304 keeps the set, for as long as the answers say together', async () => {
  handler = answer(published, { etag: '"one"', 'cache-control': 'max-age=60', age: '10' })
  const set = remote()
  const first = await set.get()
  handler = (_, response) => response.writeHead(304, { 'x-more': '1' }).end()
  clock += 50_000
  assert.equal(await set.get(), first)
  assert.deepEqual(
    seen.map(({ headers }) => headers['if-none-match']),
    [undefined, '"one"'],
  )
  assert.equal(seen[0]!.headers.accept, 'application/jwk-set+json, application/json')
  clock += 59_999
  await set.get()
  assert.equal(seen.length, 2)
  clock += 1
  handler = (_, response) => response.writeHead(304, { 'cache-control': 'max-age=5', etag: '"two"' }).end()
  await set.get()
  clock += 5000
  handler = answer({ keys: [] }, { 'cache-control': 'max-age=60' })
  assert.deepEqual(await set.get(), { keys: [] })
  assert.equal(seen[3]!.headers['if-none-match'], '"two"')
  clock += 60_000
  await set.get()
  assert.equal(seen[4]!.headers['if-none-match'], undefined)
})

test('no-cache is revalidated each time; no-store is not even kept for that', async () => {
  for (const [control, sent] of [
    ['no-cache', '"one"'],
    ['no-store', undefined],
    ['No-Store', undefined],
  ]) {
    seen = []
    handler = answer(published, { etag: '"one"', 'cache-control': control! })
    const set = remote()
    await set.get()
    await set.get()
    assert.equal(seen[1]!.headers['if-none-match'], sent)
    assert.deepEqual(await set.refresh(), published)
  }
})

test('a 304 that was not asked for is refused', async () => {
  handler = (_, response) => response.writeHead(304).end()
  assert.equal((await refusal(remote().get())).status, 304)
})

test('callers at the same time share one request', async () => {
  const set = remote()
  await Promise.all([...Array(50)].map((_, i) => (i % 2 ? set.get() : set.refresh())))
  assert.equal(seen.length, 1)
})

test('what another request of a Worker has begun and never ended is not waited for again', async () => {
  let asked = 0
  // Nothing of the first one ever happens: neither its answer nor its timer.
  const timer = globalThis.setTimeout
  const never = (() => (++asked === 1 ? new Promise(() => {}) : fetch(url))) as typeof fetch
  const set = remote({ fetch: never, timeout: 20 })
  const waits: unknown[] = []
  globalThis.setTimeout = ((...[run, ms, ...rest]: Parameters<typeof timer>) => {
    waits.push(ms)
    return ms === 20 ? timer(run, 1e6).unref() : timer(run, ms, ...rest)
  }) as typeof timer
  try {
    assert.equal((await refusal(set.get())).code, 'ERR_HTTP')
    clock += 39
    await refusal(set.get())
    assert.equal(asked, 1)
    clock += 1
    assert.deepEqual(await set.get(), published)
    assert.deepEqual(
      waits.filter((ms) => ms === 20 || ms === 40),
      [20, 40, 40, 20, 40],
    )
    waits.length = 0
    await remote().get()
    assert.ok(waits.includes(5000), `${waits}`)
  } finally {
    globalThis.setTimeout = timer
  }
})

test('refresh asks once per cooldown, failures counted too', async () => {
  const set = remote()
  await set.refresh()
  for (let i = 0; i < 20; i++) await set.refresh()
  assert.equal(seen.length, 1)
  clock += 30_000
  handler = answer('', {}, 500)
  const first = await refusal(set.refresh())
  assert.equal(first.status, 500)
  for (let i = 0; i < 20; i++) assert.equal(await refusal(set.refresh()), first)
  // What is kept is fresh still.
  assert.deepEqual(await set.get(), published)
  assert.equal(seen.length, 2)
  clock += 30_000
  handler = answer({ keys: [] })
  assert.deepEqual(await set.refresh(), { keys: [] })
  assert.equal(seen.length, 3)
})

test('a key server that is down sees one request per cooldown, and each caller the same error', async () => {
  handler = answer('', {}, 503)
  const set = remote()
  const first = await refusal(set.get())
  for (let i = 0; i < 100; i++) {
    clock += 299
    assert.equal(await refusal(i % 2 ? set.get() : set.refresh()), first)
  }
  assert.equal(seen.length, 1)
  clock += 100
  handler = answer(published)
  assert.deepEqual(await set.get(), published)
  assert.equal(seen.length, 2)
  // What failed before is forgotten.
  assert.deepEqual(await set.refresh(), published)
  assert.equal(seen.length, 2)
})

test('V7: a stale set stands in while a refetch fails, only within staleIfError, and only if its answer allows', async () => {
  for (const [control, options, seconds] of [
    ['max-age=60', {}, 0],
    ['max-age=60', { staleIfError: 100 }, 100],
    ['max-age=60, Must-Revalidate', { staleIfError: 100 }, 0],
    ['no-cache', { staleIfError: 100 }, -60],
    ['no-store', { staleIfError: 100 }, -60],
  ] as const) {
    clock = START
    handler = answer(published, { 'cache-control': control })
    const set = remote(options)
    await set.get()
    handler = answer('', {}, 500)
    if (seconds > 0) {
      clock = START + 60_000
      assert.deepEqual(await set.get(), published)
      clock = START + (60 + seconds) * 1000 - 1
      assert.deepEqual(await set.get(), published)
    }
    clock = START + (60 + seconds) * 1000
    assert.equal((await refusal(set.get())).code, 'ERR_HTTP', control)
  }
})

test('each malformed answer is refused, with the reason', async () => {
  const many = { keys: Array(101).fill(published.keys[0]) }
  const rows: [Handler, RegExp, number?][] = [
    [answer('', {}, 404), /404.*JWK Set/, 404],
    [answer('', { location: '/elsewhere' }, 302), /302.*no redirect/, 302],
    [answer('', {}, 500), /500.*later/, 500],
    [answer('', {}, 429), /429.*later/, 429],
    [answer('<html>'), /JWK Set/, 200],
    [answer('[]'), /JWK Set/, 200],
    [answer('{"keys":[],"keys":[]}'), /JWK Set/, 200],
    [answer('{"keys":[}'), /JWK Set/, 200],
    [answer({}), /keys/, 200],
    [answer({ keys: {} }), /keys/, 200],
    [answer(es384), /keys/, 200],
    [answer(many), /100/, 200],
    ...[
      'text/html',
      'text/plain',
      'application/jose',
      'application/jsonx',
      'text/application/json',
      'xapplication/json',
    ].map((type): [Handler, RegExp, number] => [
      answer(published, { 'content-type': type }),
      /application\/json/,
      200,
    ]),
    [
      (_, response) => response.writeHead(200).end(JSON.stringify(published)),
      /"no content-type": expected application\/json/,
      200,
    ],
    [answer({ keys: [], more: 'x'.repeat(65536) }), /65536/],
    [
      (_, response) =>
        response.writeHead(200, { 'content-length': '100' }).write('{', () => response.destroy()),
      /no answer/,
    ],
    [(_, response) => response.writeHead(200).write('{'), /no answer/],
    [() => {}, /no answer/],
    [(request) => request.socket.end('nonsense\r\n\r\n'), /no answer/],
    [(request) => request.socket.destroy(), /no answer/],
  ] as [Handler, RegExp, number?][]
  for (const [malformed, message, status] of rows) {
    handler = malformed
    const error = await refusal(remote({ timeout: 500 }).get())
    assert.equal(error.code, 'ERR_HTTP')
    assert.match(error.message, message)
    assert.equal(error.status, status)
  }
  assert.equal((await refusal(createRemoteJwks(await down(), { timeout: 500 }).get())).code, 'ERR_HTTP')
  for (const status of [200, 404]) {
    handler = answer(published, { 'content-type': `text/${'x'.repeat(5000)}` }, status)
    assert.ok((await refusal(remote().get())).message.length < 300)
  }
  for (const type of [
    'application/json',
    'application/json; charset=utf-8',
    'application/jwk-set+json',
    'Application/Vnd.x-y+JSON ;a=b',
  ]) {
    handler = answer(published, { 'content-type': type })
    assert.deepEqual(await remote().get(), published)
  }
  // 100 keys, and a member that is no key, are a set still.
  for (const keys of [many.keys.slice(1), [null, 1, 'x']]) {
    handler = answer({ keys, more: 1 })
    assert.deepEqual(await remote().get(), { keys })
  }
})

test('a compressed answer is measured as it comes out', async () => {
  const body = gzipSync(`{"keys":[],"more":"${'x'.repeat(1e7)}"}`)
  assert.ok(body.length < 65536)
  handler = (_, response) =>
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(body)
  assert.match((await refusal(remote().get())).message, /65536/)
})

test('a request that was given up changes nothing of the one that came after it', async () => {
  const answers: ((response: Response | Error) => void)[] = []
  const send = (() =>
    new Promise((resolve, reject) =>
      answers.push((answer) => (answer instanceof Error ? reject(answer) : resolve(answer))),
    )) as typeof fetch
  const set = remote({ fetch: send, timeout: 100 })
  const settle = () => new Promise((resolve) => setTimeout(resolve, 5))
  const first = set.get()
  // Twice the timeout has passed, by the clock alone.
  clock += 200
  const second = set.get()
  assert.equal(answers.length, 2)
  answers[0]!(new Error('late'))
  await refusal(first)
  await settle()
  // Neither is the second's place free, nor has it failed.
  const third = set.get()
  assert.equal(answers.length, 2)
  answers[1]!(Response.json(published))
  assert.deepEqual(await second, published)
  assert.deepEqual(await third, published)
  assert.deepEqual(await set.refresh(), published)
  // A 304 stands for what was there when it was asked for.
  const tagged = { headers: { etag: '"one"', 'cache-control': 'no-cache' } }
  clock += 400_000
  const fourth = set.get()
  answers[2]!(Response.json(published, tagged))
  await fourth
  const fifth = set.get()
  clock += 200
  const sixth = set.get()
  answers[4]!(Response.json({ keys: [] }, { headers: { 'cache-control': 'no-store' } }))
  assert.deepEqual(await sixth, { keys: [] })
  answers[3]!(new Response(null, { status: 304 }))
  assert.deepEqual(await fifth, published)
})

test('a key server: https, or http on this machine; options in numbers', () => {
  for (const wrong of ['http://a.example/', 'ftp://a.example', '/jwks', 'https://me@a.example/', undefined]) {
    assert.throws(() => createRemoteJwks(wrong as string), {
      name: 'TypeError',
      message: /^url .*: expected an https URL/,
    })
  }
  for (const password of ['secret', 'se\ncret', `${'x'.repeat(200)}secret`]) {
    assert.throws(() => createRemoteJwks(`https://me:${password}@a.example/`), {
      message: 'url "https://…@a.example/": expected an https URL',
    })
  }
  for (const option of ['minAge', 'maxAge', 'cooldown', 'staleIfError', 'timeout']) {
    for (const value of [-1, NaN, 'x', '5']) {
      assert.throws(() => createRemoteJwks(url, { [option]: value }), {
        name: 'TypeError',
        message: `${option}: expected a number`,
      })
    }
  }
})

// --- Replay stores ---

test('V6: the memory store takes a key once while it lives, and again after', async () => {
  const store = createMemoryReplayStore({ now })
  const end = START / 1000 + 10
  const claims = await Promise.all([...Array(50)].map((_, i) => store.claim('a', end + i)))
  assert.equal(claims.filter(Boolean).length, 1)
  assert.equal(await store.claim('b', end), true)
  clock = (end + 60) * 1000 - 1
  assert.equal(await store.claim('a', end), false)
  clock = (end + 60) * 1000
  assert.equal(await store.claim('a', end + 10), true)
  assert.equal(await store.claim('a', end + 10), false)
  clock += 1000
  assert.equal(await store.claim('a', end + 10), false)
  await assert.rejects(store.claim('c', NaN), { name: 'TypeError', message: 'expiresAt: expected seconds' })
  assert.equal(await createMemoryReplayStore().claim('a', 1), true)
})

test('V6: the memory store remembers fractions of a second to their end', async () => {
  const store = createMemoryReplayStore({ now })
  const end = START / 1000 + 10.5
  await store.claim('a', end)
  clock = (end + 60) * 1000 - 1
  assert.equal(await store.claim('a', end), false)
})

test('V6: a clock that is set back by up to a minute lets nothing be replayed', async () => {
  const store = createMemoryReplayStore({ now })
  const { verify } = verifier({ replayStore: store })
  const request = await forge()
  await verify(request)
  for (const ahead of [246_000, 304_000]) {
    clock = START + ahead
    await store.claim(`another-${ahead}`, clock / 1000 + 10)
    clock -= 60_000
    assert.equal((await refusal(verify(request))).code, 'ERR_REPLAY')
  }
})

test('V6: the memory store refuses when it is full, and has room again when entries have expired', async () => {
  const store = createMemoryReplayStore({ now, maxEntries: 3 })
  for (const key of ['a', 'b', 'c'])
    assert.equal(await store.claim(key, START / 1000 + (key === 'c' ? 20 : 10)), true)
  const error = await refusal(store.claim('d', START / 1000 + 10))
  assert.equal(error.code, 'ERR_REPLAY')
  assert.match(error.message, /full.*3/)
  assert.equal(await store.claim('a', START / 1000 + 10), false)
  clock += 70_000
  assert.equal(await store.claim('d', START / 1000 + 40), true)
  assert.equal(await store.claim('e', START / 1000 + 40), true)
  assert.equal((await refusal(store.claim('f', START / 1000 + 40))).code, 'ERR_REPLAY')
  assert.equal(await store.claim('c', START / 1000 + 40), false)
  const usual = createMemoryReplayStore({ now })
  for (let i = 0; i < 100_000; i++) await usual.claim(`${i}`, START / 1000 + 40)
  assert.equal((await refusal(usual.claim('one more', START / 1000 + 40))).code, 'ERR_REPLAY')
})

test('V6: the Redis store asks for SET PXAT NX, of either package, within a deadline', async () => {
  const commands: unknown[] = []
  const keys = new Set<string>()
  const set = (command: string[]) => {
    commands.push(command)
    return Promise.resolve(keys.has(command[1]!) ? null : (keys.add(command[1]!), 'OK'))
  }
  const store = createRedisReplayStore({ sendCommand: set })
  assert.equal(await store.claim('k', 1000.0005), true)
  assert.equal(await store.claim('k', 1000), false)
  assert.deepEqual(commands[0], ['SET', 'jti:k', '1', 'PXAT', '1060001', 'NX'])
  // A client of ioredis has a sendCommand too, which takes something else.
  const ioredis = { call: (...command: string[]) => set(command), sendCommand: () => assert.fail() }
  assert.equal(await createRedisReplayStore(ioredis, { prefix: 'x:' }).claim('k', 1000), true)
  await assert.rejects(
    createRedisReplayStore({ sendCommand: () => new Promise(() => {}) }, { timeout: 5 }).claim('k', 1),
    /5 ms/,
  )
  await assert.rejects(
    createRedisReplayStore({ sendCommand: () => Promise.reject(new Error('gone')) }).claim('k', 1),
    /gone/,
  )
  assert.equal(await createRedisReplayStore({ sendCommand: async () => 'QUEUED' }).claim('k', 1), false)
})

/** A Durable Object's storage, and its objects by name. */
function objects() {
  const made = new Map<string, { object: ReplayObject; stored: Map<string, number>; alarms: number[] }>()
  const storage = (stored: Map<string, number>, alarms: number[]): DurableObjectStorage => ({
    get: async (key) => stored.get(key),
    put: async (key, value) => stored.set(key, value),
    delete: async (keys) =>
      assert.ok(keys.length <= 128) ?? keys.forEach((key) => assert.ok(stored.delete(key))),
    list: async ({ limit, startAfter = '' }) =>
      new Map(
        [...stored]
          .sort()
          .filter(([key]) => key > startAfter)
          .slice(0, limit),
      ),
    getAlarm: async () => alarms.at(-1) ?? null,
    setAlarm: async (time) => alarms.push(time),
  })
  const namespace = {
    idFromName: (name: string) => name,
    get(name: unknown) {
      const [stored, alarms] = [new Map<string, number>(), [] as number[]]
      const found = made.get(name as string) ?? {
        object: new ReplayObject({ storage: storage(stored, alarms) }),
        stored,
        alarms,
      }
      made.set(name as string, found)
      return { fetch: (url: string, init: RequestInit) => found.object.fetch(new Request(url, init)) }
    },
  }
  return { made, namespace }
}

test('V6: the Durable Object store takes a key once, in the object of its hash, whatever the key', async () => {
  const { made, namespace } = objects()
  const store = createDurableObjectReplayStore(namespace)
  for (const key of ['a', '€\ud83d\ude00'.repeat(2000), '']) {
    assert.equal(await store.claim(key, 1000), true)
    assert.equal(await store.claim(key, 2000), false)
  }
  for (let i = 0; i < 500; i++) await store.claim(`${i}`, 1000)
  assert.ok(made.size > 50 && made.size <= 64, `${made.size}`)
  for (const { alarms, stored } of made.values()) {
    assert.deepEqual(alarms, [1060_000])
    assert.deepEqual(new Set(stored.values()), new Set([1060]))
  }
  const stuck = { idFromName: String, get: () => ({ fetch: () => new Promise<Response>(() => {}) }) }
  await assert.rejects(createDurableObjectReplayStore(stuck, { timeout: 5 }).claim('k', 1), /5 ms/)
  const half = {
    idFromName: String,
    get: () => ({ fetch: async () => ({ json: () => new Promise<unknown>(() => {}) }) }),
  }
  await assert.rejects(createDurableObjectReplayStore(half, { timeout: 5 }).claim('k', 1), /5 ms/)
})

test('a Durable Object deletes what expires now, and needs no alarm for nothing', async () => {
  const { made, namespace } = objects()
  const { fetch } = namespace.get('x')
  const { object, stored, alarms } = made.get('x')!
  mock.method(Date, 'now', () => 1_000_000)
  try {
    for (const end of [999, 1000])
      await fetch('https://x/', { method: 'POST', body: JSON.stringify([`${end}`, end]) })
    alarms.length = 0
    await object.alarm()
    assert.deepEqual([stored.size, alarms.length], [0, 0])
  } finally {
    mock.restoreAll()
  }
})

test('a Durable Object deletes what has expired, and rings again for the rest', async () => {
  const { made, namespace } = objects()
  const { fetch } = namespace.get('x')
  const { object, stored, alarms } = made.get('x')!
  const claim = async (name: string, end: number) =>
    (await fetch('https://x/', { method: 'POST', body: JSON.stringify([name, end]) })).json()
  const seconds = Date.now() / 1000
  for (let i = 0; i < 300; i++) assert.equal(await claim(`old-${i}`, seconds - 1), true)
  await claim('new-1', seconds + 1000)
  await claim('new-2', seconds + 500)
  alarms.length = 0
  await object.alarm()
  assert.deepEqual([...stored.keys()], ['new-1', 'new-2'])
  assert.deepEqual(alarms, [(seconds + 1000) * 1000])
  assert.equal(await claim('new-1', seconds + 1), false)
  stored.clear()
  alarms.length = 0
  await object.alarm()
  assert.deepEqual(alarms, [])
})

// --- The verifier ---

const registered: { [clientId: string]: object } = {
  app: { jwks: published },
  remote: { jwksUri: url },
  both: { jwksUri: url, jwks: { keys: [] } },
  twins: { jwks: { keys: [toPublicJwk(es384), toPublicJwk(stranger)] } },
  mixed: { jwks: { keys: [null, 1, { ...toPublicJwk(rsa), kid: 'ec' }, toPublicJwk(es384)] } },
  encrypts: { jwks: { keys: [{ ...toPublicJwk(es384), use: 'enc' }] } },
  symmetric: { jwks: { keys: [{ kty: 'oct', k: 'AAAA', kid: 'ec', alg: 'HS256' }] } },
  p256: { jwks: toPublicJwks({ keys: [es256] }) },
  nothing: {},
  single: { jwks: toPublicJwk(es384) },
  unsafe: { jwksUri: 'http://a.example/jwks' },
}
let lookups: string[] = []

function verifier(options: Partial<AssertionVerifierOptions> = {}) {
  lookups = []
  const client = async (id: string) => {
    lookups.push(id)
    return registered[id]
  }
  return createAssertionVerifier({ audience: AUDIENCE, client, now, ...options })
}

interface Forgery {
  claims?: object
  header?: object
  key?: Jwk
  parameters?: object
}

let jti = 0
async function forge({ claims, header, key = es384, parameters }: Forgery = {}) {
  const seconds = Math.floor(clock / 1000)
  const all = {
    iss: 'app',
    sub: 'app',
    aud: AUDIENCE,
    exp: seconds + 240,
    iat: seconds,
    jti: `jti-${++jti}`,
    ...claims,
  }
  return {
    client_assertion: await signJwt(all, key, { ...header }),
    client_assertion_type: TYPE,
    ...parameters,
  }
}
const as = (id: string, more: Forgery = {}): Forgery => ({
  ...more,
  claims: { iss: id, sub: id, ...more.claims },
})

test('V1: an assertion is accepted, in each kind of parameters, with the client, its claims and its header', async () => {
  const form = new FormData()
  for (const [name, value] of Object.entries(await forge())) form.append(name, value as string)
  const search = new URLSearchParams(Object.entries(await forge({ key: rsa })) as [string, string][])
  search.append('client_id', 'app')
  search.append('grant_type', 'client_credentials')
  const plain = Object.assign(
    Object.create(null) as object,
    await forge({ parameters: { client_id: 'app' } }),
  )
  const empty = await forge({ parameters: { client_id: '' } })
  const unset = await forge({ parameters: { client_id: undefined } })
  const { verify } = verifier()
  for (const parameters of [form, search, plain, empty, unset]) {
    const { clientId, claims, header } = await verify(parameters as URLSearchParams)
    assert.equal(clientId, 'app')
    assert.equal(claims.aud, AUDIENCE)
    assert.ok(header.kid)
    assert.equal((await refusal(verify(parameters as URLSearchParams))).code, 'ERR_REPLAY')
  }
})

test('V1 to V5: what is good in another way is accepted', async () => {
  const seconds = START / 1000
  const { verify } = verifier({
    algorithms: ['ES384', 'RS384', 'ES256'],
    audience: ['https://server.example', AUDIENCE],
  })
  const rows: Forgery[] = [
    { claims: { aud: [AUDIENCE, 'https://other.example'] } },
    { claims: { aud: 'https://server.example' } },
    { claims: { exp: seconds + 305 } },
    { claims: { exp: seconds - 4 } },
    { claims: { exp: seconds + 0.5 } },
    { claims: { iat: seconds + 5, nbf: seconds + 5 } },
    { claims: { jti: 'x'.repeat(256) } },
    { header: { typ: 'jwt' } },
    { header: { typ: 'application/JWT' } },
    { header: { typ: undefined } },
    as('remote'),
    as('remote', { header: { jku: url } }),
    as('both'),
    as('mixed'),
    as('p256', { key: es256 }),
  ]
  for (const row of rows)
    assert.equal(
      (await verify(await forge(row))).claims.jti,
      `${(row.claims as { jti?: string })?.jti ?? `jti-${jti}`}`,
    )
})

/** What is refused: its code, its claim or `error`, and whether the client was looked up before. */
const REFUSED: { readonly [rule: string]: readonly [Forgery, string, (string | undefined)?, boolean?] } = {
  'V1: another audience': [{ claims: { aud: 'https://other.example/token' } }, 'ERR_CLAIM', 'aud'],
  'V1: no audience': [{ claims: { aud: undefined } }, 'ERR_CLAIM', 'aud'],
  'V1: an empty list of audiences': [{ claims: { aud: [] } }, 'ERR_CLAIM', 'aud'],
  'V1: an audience that only begins alike': [{ claims: { aud: `${AUDIENCE}/` } }, 'ERR_CLAIM', 'aud'],
  'V1: nbf in the future': [{ claims: { nbf: START / 1000 + 6 } }, 'ERR_CLAIM', 'nbf'],
  'V1: iat in the future': [{ claims: { iat: START / 1000 + 6 } }, 'ERR_CLAIM', 'iat'],
  'V1: another algorithm': [as('p256', { key: es256 }), 'ERR_ALG', undefined, false],
  'V1: the key of another': [{ key: stranger }, 'ERR_SIGNATURE'],
  'V1: a type that is another token’s': [{ header: { typ: 'at+jwt' } }, 'ERR_CLAIM', 'typ'],
  'V1: an empty typ': [{ header: { typ: '' } }, 'ERR_CLAIM', 'typ'],
  'V2: no iss': [{ claims: { iss: undefined } }, 'ERR_CLAIM', 'iss', false],
  'V2: an empty iss': [{ claims: { iss: '', sub: '' } }, 'ERR_CLAIM', 'iss', false],
  'V2: an iss that is no string': [{ claims: { iss: ['app'], sub: ['app'] } }, 'ERR_CLAIM', 'iss', false],
  'V2: no sub': [{ claims: { sub: undefined } }, 'ERR_CLAIM', 'sub', false],
  'V2: another sub': [{ claims: { sub: 'remote' } }, 'ERR_CLAIM', 'sub', false],
  'V2: an unknown client': [as('who'), 'ERR_CLAIM', 'iss'],
  'V2: another client_id': [{ parameters: { client_id: 'remote' } }, 'ERR_CLAIM', 'client_id'],
  'V3: no exp': [{ claims: { exp: undefined } }, 'ERR_CLAIM', 'exp'],
  'V3: exp in quotes': [{ claims: { exp: '1800000240' } }, 'ERR_CLAIM', 'exp'],
  'V3: exp is null': [{ claims: { exp: null } }, 'ERR_CLAIM', 'exp'],
  'V3: exp has passed': [{ claims: { exp: START / 1000 - 5 } }, 'ERR_EXPIRED', 'exp'],
  'V3: exp is too far ahead': [{ claims: { exp: START / 1000 + 306 } }, 'ERR_CLAIM', 'exp'],
  'V4: a jku of another': [{ header: { jku: 'https://evil.example/jwks.json' } }, 'ERR_CLAIM', 'jku'],
  'V4: a jku almost to the letter': [as('remote', { header: { jku: `${url}?` } }), 'ERR_CLAIM', 'jku'],
  'V4: a jku that is no string': [as('remote', { header: { jku: [url] } }), 'ERR_CLAIM', 'jku'],
  'V4: a jku where a set is registered': [{ header: { jku: url } }, 'ERR_CLAIM', 'jku'],
  'V5: no kid': [{ key: { ...es384, kid: undefined } as unknown as Jwk }, 'ERR_JWS_FORM', undefined, false],
  'V5: an empty kid': [{ key: { ...es384, kid: '' } }, 'ERR_JWS_FORM', undefined, false],
  'V5: an unknown kid': [{ key: next }, 'ERR_KEY_NOT_FOUND'],
  'V5: a kid of another type': [{ header: { kid: rsa.kid } }, 'ERR_KEY_NOT_FOUND'],
  'V5: two keys of one kid': [as('twins'), 'ERR_KEY_AMBIGUOUS'],
  'V5: a key for encryption': [as('encrypts'), 'ERR_KEY_NOT_FOUND'],
  'V5: a symmetric key': [as('symmetric'), 'ERR_KEY_NOT_FOUND'],
  'V6: no jti': [{ claims: { jti: undefined } }, 'ERR_CLAIM', 'jti'],
  'V6: an empty jti': [{ claims: { jti: '' } }, 'ERR_CLAIM', 'jti'],
  'V6: a jti that is no string': [{ claims: { jti: 1 } }, 'ERR_CLAIM', 'jti'],
  'V6: a jti that is too long': [{ claims: { jti: 'x'.repeat(257) } }, 'ERR_CLAIM', 'jti'],
  'form: a critical extension': [{ header: { crit: ['exp'], exp: 1 } }, 'ERR_CRIT'],
  'form: an assertion that is too long': [
    { claims: { more: 'x'.repeat(12288) } },
    'ERR_JWS_FORM',
    undefined,
    false,
  ],
  'form: not a JWT': [{ parameters: { client_assertion: 'a.b' } }, 'ERR_JWS_FORM', undefined, false],
  'form: no assertion': [
    { parameters: { client_assertion: undefined } },
    'ERR_OAUTH',
    'invalid_request',
    false,
  ],
  'form: an empty assertion': [
    { parameters: { client_assertion: '' } },
    'ERR_OAUTH',
    'invalid_request',
    false,
  ],
  'form: an assertion that is no string': [
    { parameters: { client_assertion: { a: 1 } } },
    'ERR_OAUTH',
    'invalid_request',
    false,
  ],
  'form: an assertion given twice': [
    { parameters: { client_assertion: ['a', 'b'] } },
    'ERR_OAUTH',
    'invalid_request',
    false,
  ],
  'form: no type': [
    { parameters: { client_assertion_type: undefined } },
    'ERR_OAUTH',
    'invalid_request',
    false,
  ],
  'form: another type': [
    { parameters: { client_assertion_type: `${TYPE}x` } },
    'ERR_OAUTH',
    'invalid_request',
    false,
  ],
  'form: client_id given twice': [
    { parameters: { client_id: ['app', 'app'] } },
    'ERR_OAUTH',
    'invalid_request',
    false,
  ],
}

for (const [rule, [forgery, code, detail, lookedUp = true]] of Object.entries(REFUSED)) {
  test(`refuses ${rule}`, async () => {
    let claimed = 0
    const { verify } = verifier({ replayStore: { claim: async () => !!++claimed } })
    const error = await refusal(verify(await forge(forgery)))
    assert.equal(error.code, code, error.message)
    assert.equal(error.claim ?? error.error, detail)
    assert.equal(error.status, code === 'ERR_OAUTH' ? 400 : undefined)
    assert.equal(lookups.length, Number(lookedUp))
    // Only what is good in all else is remembered, and no URL of a token's is fetched.
    assert.equal(claimed, 0)
    assert.ok(seen.every(({ url }) => url === '/jwks.json'))
    const response = toOAuthErrorResponse(error)
    const answer = (await response.json()) as { error: string }
    assert.deepEqual(
      [response.status, answer.error],
      code === 'ERR_OAUTH' ? [400, 'invalid_request'] : [401, 'invalid_client'],
    )
  })
}

test('form: what is no set of parameters, and a parameter given twice in a form', async () => {
  const { verify } = verifier()
  for (const nothing of [
    undefined,
    null,
    '',
    'client_assertion=a',
    1,
    [],
    new URLSearchParams(),
    new FormData(),
  ]) {
    assert.equal((await refusal(verify(nothing as URLSearchParams))).error, 'invalid_request')
  }
  for (const name of ['client_assertion', 'client_assertion_type', 'client_id']) {
    const search = new URLSearchParams({ ...(await forge()), client_id: 'app' } as unknown as Record<
      string,
      string
    >)
    search.append(name, search.get(name)!)
    assert.equal((await refusal(verify(search))).error, 'invalid_request')
  }
  const form = new FormData()
  form.append('client_assertion', new Blob(['x']))
  assert.equal((await refusal(verify(form))).error, 'invalid_request')
})

test('refuses a token that is not signed, or signed with the public key as a secret', async () => {
  const { verify } = verifier({ algorithms: ['RS384', 'ES384', 'none', 'HS256'] })
  const claims = encodeBase64url(new TextEncoder().encode(JSON.stringify({ iss: 'app', sub: 'app' })))
  for (const alg of ['none', 'HS256', 'None']) {
    const header = encodeBase64url(new TextEncoder().encode(JSON.stringify({ alg, kid: 'ec' })))
    assert.equal(
      (await refusal(verify({ client_assertion: `${header}.${claims}.AAAA`, client_assertion_type: TYPE })))
        .code,
      'ERR_ALG',
    )
  }
  const notClaims = await signJws('[]', es384)
  assert.equal(
    (await refusal(verify({ client_assertion: notClaims, client_assertion_type: TYPE }))).code,
    'ERR_JSON',
  )
})

test('options in quotes are refused: added to a time they would be appended', () => {
  for (const option of ['clockTolerance', 'maxLifetime']) {
    for (const value of ['5', NaN, -1, null])
      assert.throws(() => verifier({ [option]: value } as Partial<AssertionVerifierOptions>), {
        name: 'TypeError',
        message: new RegExp(option),
      })
  }
})

test('a client_id of the prototype finds no client, where clients are the members of an object', async () => {
  for (const id of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
    let claimed = 0
    const { verify } = verifier({ replayStore: { claim: async () => !!++claimed } })
    await assert.rejects(
      verify(await forge({ claims: JSON.parse(`{"iss":"${id}","sub":"${id}"}`) as object })),
    )
    assert.equal(claimed, 0)
  }
})

test('what a token says of itself stands in a message on one line, and shortened', async () => {
  const long = `x\nforged line ${'y'.repeat(1000)}`
  const { verify } = verifier()
  const rows: [header: object, claims: object][] = [
    [{ alg: long }, {}],
    [{ kid: long }, {}],
    [{ typ: long }, {}],
    [{ jku: long }, {}],
    [{}, { iss: long, sub: long }],
    [{}, { sub: long }],
    [{}, { aud: long }],
    [{}, { jti: long }],
    [{ crit: [long] }, {}],
  ]
  for (const [header, claims] of rows) {
    const { client_assertion } = await forge({ claims })
    const head = encodeBase64url(
      new TextEncoder().encode(JSON.stringify({ alg: 'ES384', kid: 'ec', ...header })),
    )
    const input = `${head}.${client_assertion.split('.')[1]}`
    const { sign } = await importSigner(es384)
    const forged = `${input}.${encodeBase64url(await sign(new TextEncoder().encode(input)))}`
    const { message } = await refusal(verify({ client_assertion: forged, client_assertion_type: TYPE }))
    assert.ok(message.length < 300 && !message.includes('\n'), message)
  }
})

test('V6: the twin of an ECDSA signature, which verifies too, is the same assertion', async () => {
  const order =
    0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n
  const twin = (assertion: string): string => {
    const [head, payload, signature] = assertion.split('.') as [string, string, string]
    const octets = Buffer.from(signature, 'base64url')
    const s = (order - BigInt(`0x${octets.toString('hex', 48)}`)).toString(16).padStart(96, '0')
    return `${head}.${payload}.${Buffer.concat([octets.subarray(0, 48), Buffer.from(s, 'hex')]).toString('base64url')}`
  }
  const { verify } = verifier()
  const first = await forge()
  await verify(first)
  assert.equal(
    (await refusal(verify({ ...first, client_assertion: twin(first.client_assertion) }))).code,
    'ERR_REPLAY',
  )
  // Alone it is as good.
  const second = await forge()
  await verify({ ...second, client_assertion: twin(second.client_assertion) })
  assert.equal((await refusal(verify(second))).code, 'ERR_REPLAY')
})

test('a client’s key server can say what it likes: a typed refusal, and no other client’s keys change', async () => {
  const good = toPublicJwk(es384)
  const hostile: unknown[] = [
    { ...good, x: [good.x] },
    { ...good, x: { toString: 1, valueOf: 1 } },
    { ...good, keys: [good] },
    { ...good, verify: true, alg: undefined, kty: 'oct' },
    { ...good, key_ops: Array(5000).fill('verify') },
    { ...good, x: 'A'.repeat(60000) },
    JSON.parse(`{"__proto__":${JSON.stringify(good)},"kid":"ec"}`),
    { kid: 'ec', kty: 'RSA', alg: 'ES384', n: 'A'.repeat(50000), e: 'AQAB' },
  ]
  for (const jwk of hostile) {
    handler = answer({ keys: [jwk], __proto__: null })
    const { verify } = verifier()
    const began = Date.now()
    assert.match(
      (await refusal(verify(await forge(as('remote'))))).code,
      /ERR_(JWK|KEY_NOT_FOUND)/,
      JSON.stringify(jwk).slice(0, 99),
    )
    assert.ok(Date.now() - began < 1000)
    await verify(await forge())
  }
})

test('an operator’s mistake is a TypeError, which a client sees as a server_error', async () => {
  const client = async () => undefined
  for (const wrong of [
    { client },
    { audience: '', client },
    { audience: [], client },
    { audience: ['a', ''], client },
    { audience: 1, client },
    { audience: AUDIENCE },
  ]) {
    const message =
      'audience' in wrong && wrong.audience === AUDIENCE
        ? 'client: expected a function'
        : 'audience: expected a string'
    assert.throws(() => createAssertionVerifier(wrong as unknown as AssertionVerifierOptions), {
      name: 'TypeError',
      message,
    })
  }
  for (const id of ['nothing', 'single', 'unsafe']) {
    const error: unknown = await verifier()
      .verify(await forge(as(id)))
      .catch((error: unknown) => error)
    assert.ok(error instanceof TypeError, String(error))
    assert.match(
      error.message,
      id === 'unsafe'
        ? /^url ".*: expected an https URL/
        : new RegExp(`^client "${id}": expected jwks or jwksUri`),
    )
    assert.equal(toOAuthErrorResponse(error).status, 500)
  }
  const broken = new Error('no database')
  await assert.rejects(verifier({ client: () => Promise.reject(broken) }).verify(await forge()), broken)
})

test('V6: of one assertion at the same moment, one wins; the store is asked for iss and jti, until exp and tolerance', async () => {
  const { verify } = verifier()
  const request = await forge()
  const results = await Promise.allSettled([...Array(20)].map(() => verify(request)))
  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
  const asked: unknown[] = []
  const replayStore: ReplayStore = { claim: async (...claim) => asked.push(claim) > 0 }
  await verifier({ replayStore, clockTolerance: 7 }).verify(
    await forge({ claims: { jti: 'a"b', exp: START / 1000 + 100 } }),
  )
  assert.deepEqual(asked, [['["app","a\\"b"]', START / 1000 + 107]])
  // The same jti of another client is another.
  const both = verifier({ client: async () => ({ jwks: published }) })
  for (const id of ['a', 'b']) await both.verify(await forge(as(id, { claims: { jti: 'same' } })))
  assert.equal(
    (await refusal(both.verify(await forge(as('b', { claims: { jti: 'same', exp: START / 1000 + 9 } })))))
      .code,
    'ERR_REPLAY',
  )
})

test('V6: a store that fails, or gives no answer of its kind, accepts nothing; that is told from a replay', async () => {
  const gone = new Error('gone')
  const error = await refusal(
    verifier({ replayStore: { claim: () => Promise.reject(gone) } }).verify(await forge()),
  )
  assert.deepEqual([error.code, error.cause], ['ERR_REPLAY', gone])
  assert.equal(toOAuthErrorResponse(error).status, 503)
  const replay = await refusal(
    verifier({ replayStore: { claim: async () => 1 as unknown as boolean } }).verify(await forge()),
  )
  assert.deepEqual([replay.code, replay.cause], ['ERR_REPLAY', undefined])
  assert.equal(toOAuthErrorResponse(replay).status, 401)
  const full = verifier({ replayStore: createMemoryReplayStore({ now, maxEntries: 1 }) })
  await full.verify(await forge())
  assert.equal(toOAuthErrorResponse(await refusal(full.verify(await forge()))).status, 503)
})

test('V6: the verifier’s own store forgets by the verifier’s clock', async () => {
  const { verify } = verifier()
  for (const _ of [1, 2]) {
    await verify(await forge({ claims: { jti: 'again' } }))
    clock += 400_000
  }
})

test('V5: a registered RSA key without alg serves the algorithms that are accepted', async () => {
  const { alg: _, ...unnamed } = toPublicJwk(rsa)
  const { verify } = verifier({ client: async () => ({ jwks: { keys: [unnamed as Jwk] } }) })
  assert.equal((await verify(await forge({ key: rsa }))).header.alg, 'RS384')
})

test('V5: a member of a fetched set that is no key does not matter', async () => {
  handler = answer({ keys: [null, toPublicJwk(es384)] })
  await verifier().verify(await forge(as('remote')))
})

test('V5: an unknown kid brings one refetch; after it, what is new is accepted', async () => {
  const { verify } = verifier()
  await verify(await forge(as('remote')))
  clock += 30_000
  handler = answer(toPublicJwks({ keys: [es384, next] }))
  await verify(await forge(as('remote', { key: next })))
  assert.equal(seen.length, 2)
  for (let i = 0; i < 50; i++)
    assert.equal(
      (await refusal(verify(await forge(as('remote', { header: { kid: `made-up-${i}` } }))))).code,
      'ERR_KEY_NOT_FOUND',
    )
  assert.equal(seen.length, 2)
})

test('a key server that fails is no client’s failure, and keys that are kept serve on', async () => {
  const { verify } = verifier()
  handler = answer('', {}, 500)
  const error = await refusal(verify(await forge(as('remote'))))
  assert.equal(error.code, 'ERR_HTTP')
  assert.equal(toOAuthErrorResponse(error).status, 503)
  clock += 30_000
  handler = answer(published)
  await verify(await forge(as('remote')))
  handler = (request) => request.socket.destroy()
  clock += 60_000
  for (let i = 0; i < 20; i++) {
    await verify(await forge(as('remote')))
    await refusal(verify(await forge(as('remote', { key: next }))))
  }
  assert.equal(seen.length, 3)
})

test('sets of 1,000 clients are kept; the one that was not used for longest goes', async () => {
  let asked: string[] = []
  const send = (async (url: string) => {
    asked.push(url)
    return Response.json(published)
  }) as typeof fetch
  const { verify } = createAssertionVerifier({
    audience: AUDIENCE,
    client: async (id) => ({ jwksUri: `https://${id}.example/` }),
    now,
    fetch: send,
    replayStore: { claim: async () => true },
  })
  // The signature is bad; the keys are fetched before that shows.
  const use = async (id: number) => refusal(verify(await forge(as(`c${id}`, { key: stranger }))))
  for (let id = 0; id < 1000; id++) await use(id)
  await use(0)
  assert.equal(asked.length, 1000)
  asked = []
  await use(1000)
  await use(0)
  await use(1)
  assert.deepEqual(asked, ['https://c1000.example/', 'https://c1.example/'])
})

// --- What is answered ---

test('K2 to K5: a published set is public, with Cache-Control, an ETag, and 304', async () => {
  const keys = { keys: [es384, rsa] }
  const response = createJwksResponse(keys)
  assert.equal(response.status, 200)
  assert.deepEqual(await response.json(), published)
  const { headers } = response
  assert.deepEqual(Object.fromEntries(headers), {
    'cache-control': 'max-age=300',
    'content-type': 'application/json',
    etag: headers.get('etag'),
    vary: 'accept, origin',
  })
  const etag = headers.get('etag')!
  assert.match(etag, /^W\/"[\w-]+"$/)
  const ask = (more: HeadersInit) =>
    createJwksResponse(keys, {
      maxAge: 60,
      request: new Request('https://a.example/jwks', { headers: more }),
    })
  for (const tag of [etag, `"x", ${etag}`, '*', `${etag},"x"`]) {
    const unchanged = ask({ 'if-none-match': tag, origin: 'https://b.example' })
    assert.equal(unchanged.status, 304)
    assert.equal(await unchanged.text(), '')
    assert.equal(unchanged.headers.get('etag'), etag)
    assert.equal(unchanged.headers.get('cache-control'), 'max-age=60')
    assert.equal(unchanged.headers.get('access-control-allow-origin'), '*')
  }
  for (const tag of ['"x"', etag.slice(2, 9), '']) assert.equal(ask({ 'if-none-match': tag }).status, 200)
  const began = Date.now()
  assert.equal(ask({ 'if-none-match': `a${' '.repeat(1e5)}b` }).status, 200)
  assert.ok(Date.now() - began < 1000, 'a header of spaces costs nothing')
  assert.equal(
    ask({ accept: 'application/jwk-set+json' }).headers.get('content-type'),
    'application/jwk-set+json',
  )
  assert.equal(ask({ accept: '*/*' }).headers.get('access-control-allow-origin'), null)
  assert.notEqual(createJwksResponse({ keys: [es384] }).headers.get('etag'), etag)
  assert.notEqual(createJwksResponse({ keys: [rsa, es384] }).headers.get('etag'), etag)
  assert.throws(() => createJwksResponse({ keys: [{ ...es384, kid: '' }] }), { code: 'ERR_JWK' })
  for (const maxAge of [-1, 1.5, NaN])
    assert.throws(() => createJwksResponse(keys, { maxAge }), {
      name: 'TypeError',
      message: /^maxAge: expected/,
    })
  assert.equal(createJwksResponse(keys, { maxAge: 0 }).headers.get('cache-control'), 'max-age=0')
})

test('K4: the set that a server publishes is one that a server fetches', async () => {
  handler = async (request, response) => {
    const { status, headers, body } = createJwksResponse(
      { keys: [es384] },
      { maxAge: 10, request: new Request(url, { headers: request.headers as HeadersInit }) },
    )
    response.writeHead(status, Object.fromEntries(headers))
    response.end(body ? await new Response(body).text() : undefined)
  }
  const set = remote()
  const first = await set.get()
  clock += 10_000
  assert.equal(await set.get(), first)
  assert.equal(seen.length, 2)
})

test('V8: a refusal says nothing that helps an attacker', async () => {
  const rows: [unknown, number, string][] = [
    [new JoseError('ERR_SIGNATURE', 'a', 'b'), 401, 'invalid_client'],
    [new JoseError('ERR_KEY_NOT_FOUND', 'a', 'b', { cause: 1 }), 401, 'invalid_client'],
    [new JoseError('ERR_REPLAY', 'a', 'b'), 401, 'invalid_client'],
    [new JoseError('ERR_REPLAY', 'a', 'b', { cause: new Error('c') }), 503, 'temporarily_unavailable'],
    [new JoseError('ERR_HTTP', 'a', 'b'), 503, 'temporarily_unavailable'],
    [new JoseError('ERR_CRYPTO', 'a', 'b'), 500, 'server_error'],
    [
      Object.assign(new JoseError('ERR_OAUTH', 'a', 'b'), { error: 'invalid_request' }),
      400,
      'invalid_request',
    ],
    [new TypeError('a secret'), 500, 'server_error'],
    ['a secret', 500, 'server_error'],
    [undefined, 500, 'server_error'],
  ]
  const said = new Map<string, string>()
  for (const [error, status, name] of rows) {
    const response = toOAuthErrorResponse(error)
    assert.equal(response.status, status)
    assert.match(response.headers.get('content-type')!, /^application\/json/)
    assert.equal(response.headers.get('cache-control'), 'no-store')
    const {
      error: code,
      error_description,
      ...others
    } = (await response.json()) as { [member: string]: string }
    assert.equal(code, name)
    assert.deepEqual(others, {})
    assert.doesNotMatch(error_description!, /secret/)
    // One text for one code, whatever the reason.
    assert.equal(said.get(name) ?? error_description, error_description)
    said.set(name, error_description!)
  }
})

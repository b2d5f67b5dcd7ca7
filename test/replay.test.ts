import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mock, test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { JoseError } from '../src/index.ts'
import {
  createDurableObjectReplayStore,
  createMemoryReplayStore,
  createRedisReplayStore,
  ReplayObject,
  toOAuthErrorResponse,
  type DurableObjectStorage,
} from '../src/server/index.ts'
import { forge, verifier } from './fixtures/assertions.ts'
import { clock, now, START } from './fixtures/key-server.ts'
import { hostile, refusal } from './refusal.ts'

test('the memory store takes a key once until it expires (V6)', async () => {
  const store = createMemoryReplayStore({ now })
  const end = START / 1000 + 10
  const claims = await Promise.all([...Array(50)].map((_, i) => store.claim('a', end + i)))
  assert.equal(claims.filter(Boolean).length, 1)
  assert.equal(await store.claim('b', end), true)
  clock.time = (end + 60) * 1000 - 1
  assert.equal(await store.claim('a', end), false)
  clock.time = (end + 60) * 1000
  assert.equal(await store.claim('a', end + 10), true)
  assert.equal(await store.claim('a', end + 10), false)
  clock.time += 1000
  assert.equal(await store.claim('a', end + 10), false)
  for (const never of [NaN, Infinity]) {
    await assert.rejects(store.claim('c', never), {
      name: 'TypeError',
      message: new RegExp(`^expiresAt is ${never}; .*seconds, 0 or more$`),
    })
  }
  assert.equal(await createMemoryReplayStore().claim('a', 1), true)
})

test('the memory store keeps fractions of a second (V6)', async () => {
  const store = createMemoryReplayStore({ now })
  const end = START / 1000 + 10.5
  await store.claim('a', end)
  clock.time = (end + 60) * 1000 - 1
  assert.equal(await store.claim('a', end), false)
})

test('refuses a replay after the clock was set back by up to a minute (V6)', async () => {
  const store = createMemoryReplayStore({ now })
  const { verify } = verifier({ replayStore: store })
  const request = await forge()
  await verify(request)
  for (const ahead of [246_000, 304_000]) {
    clock.time = START + ahead
    await store.claim(`another-${ahead}`, clock.time / 1000 + 10)
    clock.time -= 60_000
    assert.equal((await refusal(verify(request))).code, 'ERR_REPLAY')
  }
})

test('the memory store refuses when it is full, until entries expire (V6)', async () => {
  const store = createMemoryReplayStore({ now, maxEntries: 3 })
  /** Each key is another client's, so that none has its share. */
  const claim = (key: string, seconds: number) => store.claim(key, START / 1000 + seconds, `client-${key}`)
  for (const key of ['a', 'b', 'c']) assert.equal(await claim(key, key === 'c' ? 20 : 10), true)
  const error = await refusal(claim('d', 10))
  assert.equal(error.code, 'ERR_REPLAY')
  assert.match(error.message, /store is full.* 3 entries$/)
  assert.equal(await claim('a', 10), false)
  clock.time += 70_000
  assert.equal(await claim('d', 40), true)
  assert.equal(await claim('e', 40), true)
  assert.match((await refusal(claim('f', 40))).message, /store is full/)
  assert.equal(await claim('c', 40), false)
  const usual = createMemoryReplayStore({ now })
  for (let i = 0; i < 100_000; i++) await usual.claim(`${i}`, START / 1000 + 40, `${i % 8}`)
  assert.match((await refusal(usual.claim('one more', START / 1000 + 40, 'new'))).message, /store is full/)
})

test('the memory store gives a client a quarter at most once it is half full (V6)', async () => {
  const store = createMemoryReplayStore({ now, maxEntries: 8 })
  let claimed = 0
  const claim = (client?: string, seconds = 10) => store.claim(`${claimed++}`, START / 1000 + seconds, client)
  // Until it is half full a client takes what it needs.
  for (let i = 0; i < 4; i++) assert.equal(await claim('greedy'), true)
  const error = await refusal(claim('greedy'))
  assert.equal(error.code, 'ERR_REPLAY')
  assert.match(error.message, /client "greedy" .*share.*quarter/)
  // What it has claimed stays refused as a replay, and others still get in.
  assert.equal(await store.claim('0', START / 1000 + 10, 'greedy'), false)
  for (let i = 0; i < 2; i++) assert.equal(await claim('other', 20), true)
  assert.match((await refusal(claim('other'))).message, /client "other" .*share/)
  assert.equal(await claim(), true)
  assert.equal(await claim('third', 20), true)
  assert.match((await refusal(claim('fourth'))).message, /store is full/)
  // A share is free again when its entries expire.
  clock.time += 70_000
  for (let i = 0; i < 2; i++) assert.equal(await claim('greedy', 90), true)
  assert.match((await refusal(claim('greedy', 90))).message, /client "greedy" .*share/)
})

test('the memory store keeps digests of long keys, so that they take no more than short ones (V6)', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const heap = (): number => {
    collect()
    return process.memoryUsage().heapUsed / 1e6
  }
  const store = createMemoryReplayStore({ now })
  const before = heap()
  for (let i = 0; i < 2000; i++) {
    const key = Buffer.alloc(16_000, `${i} `).toString('latin1')
    assert.equal(await store.claim(key, START / 1000 + 10), true)
  }
  // The keys have 32 MB.
  const grown = heap() - before
  assert.ok(grown < 8, `${grown} MB`)
  assert.equal(await store.claim(Buffer.alloc(16_000, '7 ').toString('latin1'), START / 1000 + 10), false)
})

test('the memory store tells keys apart where it keeps some by their digest, and some as they are (V6)', async () => {
  const long = 'x'.repeat(129)
  const digest = createHash('sha256').update(long).digest('base64url')
  const store = createMemoryReplayStore({ now })
  const keys = [long, digest, long.slice(1), `${long}x`, digest.slice(1)]
  for (const key of keys) assert.equal(await store.claim(key, START / 1000 + 10), true, key)
  for (const key of keys) assert.equal(await store.claim(key, START / 1000 + 10), false, key)
})

test('the Redis store sends SET PX NX by any client, with a deadline (V6)', async () => {
  const commands: string[][] = []
  const keys = new Set<string>()
  async function send(...command: string[]): Promise<string | null> {
    commands.push(command)
    const [, key = ''] = command
    if (keys.has(key)) return null
    keys.add(key)
    return 'OK'
  }
  // The key's life is relative: Redis' clock may be ahead of the verifier's.
  const store = createRedisReplayStore(send, { now: () => 940_000 })
  assert.equal(await store.claim('k', 1000.0005), true)
  assert.equal(await store.claim('k', 1000), false)
  assert.deepEqual(commands[0], ['SET', 'jti:k', '1', 'PX', '120001', 'NX'])
  assert.equal(await createRedisReplayStore(send, { prefix: 'x:' }).claim('k', 1000), true)
  await assert.rejects(
    createRedisReplayStore(() => new Promise(() => {}), { timeout: 5 }).claim('k', 1),
    /^JoseError: the replay store did not answer within 5 ms$/,
  )
  const gone = new Error('gone')
  await assert.rejects(createRedisReplayStore(() => Promise.reject(gone)).claim('k', 1), gone)
  const thrown = createRedisReplayStore(() => {
    throw gone
  })
  await assert.rejects(thrown.claim('k', 1), gone)
  // What has expired long ago still gets a life that Redis takes.
  await createRedisReplayStore(send, { now: () => 2_000_000 }).claim('old', 1000)
  assert.deepEqual(commands.at(-1), ['SET', 'jti:old', '1', 'PX', '1', 'NX'])
  await createRedisReplayStore(send).claim('new', Date.now() / 1000 + 300)
  const life = Number(commands.at(-1)![4])
  assert.ok(life > 350_000 && life <= 360_001, `${life}`)
})

test('the Redis store takes no reply but OK and null, as the clients give them (V6)', async () => {
  const claim = (reply: unknown) => createRedisReplayStore(async () => reply).claim('k', 1)
  for (const reply of ['OK', 'ok', Buffer.from('OK'), new TextEncoder().encode('OK')]) {
    assert.equal(await claim(reply), true)
  }
  assert.equal(await claim(null), false)
  // A function that forgets to return gives undefined, which must not look like a replay.
  for (const reply of ['QUEUED', 'OKAY', '', Buffer.from('OK '), 1, 0, true, false, [], {}, undefined]) {
    const error = await refusal(claim(reply))
    assert.equal(error.code, 'ERR_REPLAY')
    assert.match(error.message, /Redis answered SET with (a string|1|0|true|false|a list|an object|absent), /)
    const { verify } = verifier({ replayStore: createRedisReplayStore(async () => reply) })
    const failed = await refusal(verify(await forge()))
    assert.ok(failed.cause instanceof JoseError && failed.cause.code === 'ERR_REPLAY')
    assert.equal(toOAuthErrorResponse(failed).status, 503)
  }
})

/** The line that is needed, to be copied. */
const REDIS_LINE =
  /^send is (absent|null|an object|a string); .*: createRedisReplayStore\(\(...command\) => redis.sendCommand\(command\)\)$/

test('a store refuses a client that is none, and unknown options, with a TypeError', () => {
  const redis = async () => 'OK'
  const { namespace } = objects()
  for (const nothing of [undefined, null, {}, 'redis://a.example', { sendCommand: redis }, redis]) {
    if (typeof nothing !== 'function') {
      assert.throws(() => createRedisReplayStore(hostile(nothing)), {
        name: 'TypeError',
        message: REDIS_LINE,
      })
    }
    assert.throws(() => createDurableObjectReplayStore(hostile(nothing)), {
      name: 'TypeError',
      message: /^namespace is (absent|null|an object|a string|a function); .*Durable Object$/,
    })
  }
  assert.throws(() => createDurableObjectReplayStore(hostile({ get: () => {} })), TypeError)
  for (const [make, message] of [
    [() => createRedisReplayStore(redis, hostile({ ttl: 1 })), /^option "ttl" is unknown; .*prefix, now/],
    [() => createRedisReplayStore(redis, { prefix: '' }), /^option prefix is a string; .*not empty$/],
    [() => createRedisReplayStore(redis, hostile({ now: 1 })), /^option now is 1; .*function$/],
    [() => createRedisReplayStore(redis, { timeout: 0 }), /^option timeout is 0; .*milliseconds/],
    [() => createDurableObjectReplayStore(namespace, { timeout: 0 }), /^option timeout is 0; /],
    [() => createMemoryReplayStore({ maxEntries: -1 }), /^option maxEntries is -1; .*0 or more$/],
    [
      () => createMemoryReplayStore({ maxEntries: 0.5 }),
      /^option maxEntries is 0.5; .*whole number, 0 or more$/,
    ],
    [() => createMemoryReplayStore({ maxEntries: Infinity }), /^option maxEntries is Infinity; .*whole/],
    [() => createMemoryReplayStore(hostile({ max: 1 })), /^option "max" is unknown; .*maxEntries, now$/],
  ] as const) {
    assert.throws(make, { name: 'TypeError', message })
  }
})

/** A Durable Object's storage, and its objects by name. */
function objects() {
  const made = new Map<string, { object: ReplayObject; stored: Map<string, number>; alarms: number[] }>()
  const storage = (stored: Map<string, number>, alarms: number[]): DurableObjectStorage => ({
    get: async (key) => stored.get(key),
    put: async (key, value) => stored.set(key, value),
    delete: async (keys) => {
      assert.ok(keys.length <= 128)
      for (const key of keys) assert.ok(stored.delete(key))
    },
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

test('the Durable Object store takes any key once, in the object of its hash (V6)', async () => {
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
  await assert.rejects(
    createDurableObjectReplayStore(stuck, { timeout: 5 }).claim('k', 1),
    /^JoseError: the replay store did not answer within 5 ms$/,
  )
  const half = {
    idFromName: String,
    get: () => ({ fetch: async () => ({ json: () => new Promise<unknown>(() => {}) }) }),
  }
  await assert.rejects(
    createDurableObjectReplayStore(half, { timeout: 5 }).claim('k', 1),
    /^JoseError: the replay store did not answer within 5 ms$/,
  )
})

test('a Durable Object deletes entries that expire now and sets no alarm without entries', async () => {
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

test('a Durable Object deletes expired entries and sets an alarm for the rest', async () => {
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

test('the memory store refuses every claim if its clock gives no time (V6)', async () => {
  const clocks = [
    () => new Date().toISOString(),
    async () => Date.now(),
    () => undefined,
    () => NaN,
    () => -1,
  ]
  for (const wrong of clocks) {
    const store = createMemoryReplayStore({ now: hostile(wrong) })
    await assert.rejects(store.claim('a', Date.now() / 1000 + 300), {
      name: 'TypeError',
      message: 'option now gives no time; it must give milliseconds since 1970',
    })
  }
})

test('the memory store refuses a key that is no text', async () => {
  await assert.rejects(createMemoryReplayStore().claim(hostile(undefined), 5), {
    name: 'TypeError',
    message: 'key is absent; it must be a string',
  })
})

import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import {
  createDurableObjectReplayStore,
  createMemoryReplayStore,
  createRedisReplayStore,
  ReplayObject,
  type DurableObjectStorage,
} from '../src/server/index.ts'
import { forge, verifier } from './fixtures/assertions.ts'
import { clock, now, START } from './fixtures/key-server.ts'
import { refusal } from './refusal.ts'

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
  await assert.rejects(store.claim('c', NaN), { name: 'TypeError', message: 'expiresAt: expected seconds' })
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
  for (const key of ['a', 'b', 'c'])
    assert.equal(await store.claim(key, START / 1000 + (key === 'c' ? 20 : 10)), true)
  const error = await refusal(store.claim('d', START / 1000 + 10))
  assert.equal(error.code, 'ERR_REPLAY')
  assert.match(error.message, /full.*3/)
  assert.equal(await store.claim('a', START / 1000 + 10), false)
  clock.time += 70_000
  assert.equal(await store.claim('d', START / 1000 + 40), true)
  assert.equal(await store.claim('e', START / 1000 + 40), true)
  assert.equal((await refusal(store.claim('f', START / 1000 + 40))).code, 'ERR_REPLAY')
  assert.equal(await store.claim('c', START / 1000 + 40), false)
  const usual = createMemoryReplayStore({ now })
  for (let i = 0; i < 100_000; i++) await usual.claim(`${i}`, START / 1000 + 40)
  assert.equal((await refusal(usual.claim('one more', START / 1000 + 40))).code, 'ERR_REPLAY')
})

test('the Redis store sends SET PXAT NX through either package, with a deadline (V6)', async () => {
  const commands: unknown[] = []
  const keys = new Set<string>()
  const set = (command: string[]) => {
    commands.push(command)
    const [, key = ''] = command
    if (keys.has(key)) return Promise.resolve(null)
    keys.add(key)
    return Promise.resolve('OK')
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
  await assert.rejects(createDurableObjectReplayStore(stuck, { timeout: 5 }).claim('k', 1), /5 ms/)
  const half = {
    idFromName: String,
    get: () => ({ fetch: async () => ({ json: () => new Promise<unknown>(() => {}) }) }),
  }
  await assert.rejects(createDurableObjectReplayStore(half, { timeout: 5 }).claim('k', 1), /5 ms/)
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

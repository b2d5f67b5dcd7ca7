// Tests the token stores of examples/: with Redis as processes of a fleet, with Workers KV as Workers of one
// account. dist/ must be built.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { missingFromDebian } from '../packages.mjs'
import { exitAfter, makeFolder, start } from '../runtimes/processes.mjs'
import { key, startServer } from './server.mjs'

/** Milliseconds for a test, and the processes of a fleet. */
const TEST_TIME = 60_000
const MEMBERS = 8

const here = import.meta.dirname
const root = join(here, '../..')
const folder = makeFolder('fleet')
exitAfter(300)
const skip = missingFromDebian(['redis-server']).length > 0

let redises = 0
/** Start a Redis of this test's own, on a free port: gives the port, and a function that kills it. */
async function startRedis(t) {
  const probe = createServer()
  await new Promise((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  const logs = join(folder, `redis-${++redises}.log`)
  writeFileSync(logs, '')
  const options = [
    '--port',
    `${port}`,
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--dir',
    folder,
    '--logfile',
    logs,
  ]
  const redis = start('/usr/bin/redis-server', options)
  while (!readFileSync(logs, 'utf8').includes('Ready to accept')) await delay(20)
  async function kill() {
    process.kill(redis.pid, 'SIGKILL')
    await redis.ended
  }
  t.after(() => kill().catch(() => {}))
  return { port, kill }
}

/** Start the processes of a fleet, half of them with each library of Redis. */
function startFleet(server, { port }, settings = {}) {
  const gate = `${server.control}/gate?count=${MEMBERS}`
  return Array.from({ length: MEMBERS }, (_, index) => {
    const library = index % 2 ? 'redis' : 'ioredis'
    const member = { base: server.base, key, port, library, gate, ...settings }
    return start(process.execPath, [join(here, 'fleet-member.mjs'), JSON.stringify(member)])
  })
}

/** The tokens that the processes had, by rounds; each must have been good. */
async function tokensOf(fleet) {
  const rounds = []
  for (const member of fleet) {
    assert.equal(await member.ended, 'exit code 0', member.stderr)
    for (const [round, line] of member.stdout.trim().split('\n').entries()) {
      const [token, status] = line.split(' ')
      assert.equal(status, '200')
      rounds[round] ??= []
      rounds[round].push(token)
    }
  }
  return rounds
}

const redisTest = (name, run) => test(name, { skip, timeout: TEST_TIME }, run)

redisTest('eight processes over one Redis ask for one token together', async (t) => {
  const server = await startServer(t, { tokenDelay: 500 })
  const [tokens] = await tokensOf(startFleet(server, await startRedis(t)))
  assert.equal(tokens.length, MEMBERS)
  assert.equal(new Set(tokens).size, 1)
  assert.equal(await server.grants(), 1)
})

redisTest('when the token ends, they ask for the next one together', async (t) => {
  const server = await startServer(t, { tokenDelay: 300, tokenLife: 6 })
  const settings = { rounds: 2, pause: 5500 }
  const [first, second] = await tokensOf(startFleet(server, await startRedis(t), settings))
  assert.equal(new Set(first).size, 1)
  assert.equal(new Set(second).size, 1)
  assert.notEqual(first[0], second[0])
  assert.equal(await server.grants(), 2)
})

redisTest(
  'one that is killed while it asks keeps the others waiting for a while, not for ever',
  async (t) => {
    const server = await startServer(t, { tokenDelay: 700 })
    const redis = await startRedis(t)
    const alone = { gate: `${server.control}/gate?count=1` }
    const [first] = startFleet(server, redis, alone).slice(0, 1)
    while ((await server.grants()) === 0) await delay(20)
    process.kill(first.pid, 'SIGKILL')
    await first.ended
    const [tokens] = await tokensOf(startFleet(server, redis))
    assert.equal(tokens.length, MEMBERS)
    const grants = await server.grants()
    assert.ok(grants <= 3, `${grants} tokens were asked for`)
  },
)

redisTest('without Redis each process has a token of its own', async (t) => {
  const server = await startServer(t)
  const redis = await startRedis(t)
  await redis.kill()
  const [tokens] = await tokensOf(startFleet(server, redis))
  assert.equal(new Set(tokens).size, MEMBERS)
})

test('Workers of one account take the token of one of them from KV', { timeout: TEST_TIME }, async (t) => {
  const server = await startServer(t)
  const example = readFileSync(join(root, 'examples/token-store-kv.mjs'), 'utf8')
  const smart = readFileSync(join(root, 'dist/vendor/subtle-jws-smart.js'), 'utf8')
  const worker = (name) => ({
    name,
    compatibilityDate: '2026-11-01',
    modules: [
      { type: 'ESModule', path: 'worker.mjs', contents: example },
      { type: 'ESModule', path: 'subtle-jws/smart', contents: smart },
    ],
    bindings: {
      FHIR_BASE_URL: server.base,
      CLIENT_ID: 'my-client',
      PRIVATE_JWK: JSON.stringify(key),
      SCOPE: 'system/*.rs',
    },
    kvNamespaces: { TOKENS: 'tokens' },
  })
  const names = ['berlin', 'tokyo', 'quito']
  const miniflare = new Miniflare(convertV4MiniflareOptions({ workers: names.map(worker) }))
  t.after(() => miniflare.dispose())
  for (const name of names) {
    const { fetch: send } = await miniflare.getWorker(name)
    const answer = await send('http://worker.example/1')
    assert.equal(answer.status, 200, await answer.text())
  }
  assert.equal(await server.grants(), 1)
  const namespace = await miniflare.getKVNamespace('TOKENS', names[0])
  const { keys } = await namespace.list()
  assert.equal(keys.length, 1)
  assert.match(keys[0].name, /^subtle-jws:token:/)
  const left = keys[0].expiration - Date.now() / 1000
  assert.ok(left > 200 && left <= 300, `${left} s`)
})

// Tests the server under load and with faults: a fleet behind one Redis, each client of Redis, PostgreSQL, Workers
// with Durable Objects, failing key servers, memory, 200,000 mutated assertions, and 200,000 hostile values wherever values come
// from. Everything runs on this machine; dist/ must be built. Arguments choose from the tests by name.
import { cpSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { importSigner, generateJwk, signJwt, toPublicJwks } from '../../dist/index.js'
import { createAssertionVerifier, createRedisReplayStore } from '../../dist/server.js'
import { clientAssertionParams } from '../../dist/smart.js'
import { installPackages, missingFromDebian } from '../packages.mjs'
import { exitAfter, makeFolder, printed, run, start } from '../runtimes/processes.mjs'
import { modulesIn, serveWorkers } from '../runtimes/workerd.mjs'
import { hasPostgres, testPostgres, testRedisClients } from './stores.mjs'

const ASSERTIONS = 20_000
const WORKER_ASSERTIONS = 2000
const FUZZ_CASES = 200_000
const HOSTILE_CASES = 200_000
const SEED = Number(process.env.SEED ?? 20261122)
const AUDIENCE = 'https://server.example/token'
/** Assertions that are signed and then sent together. */
const BATCH = 500
/** Seconds for everything, which takes about seven minutes on two idle cores. */
const WHOLE = 900

const here = import.meta.dirname

installPackages(here)
exitAfter(WHOLE)
const folder = makeFolder('load')

/** The JSON that a script of this folder prints in its last line. */
async function resultOf(script, args = [], flags = []) {
  const { how, stdout, stderr } = await run(WHOLE, process.execPath, [...flags, join(here, script), ...args])
  const lines = stdout.trim().split('\n')
  const json = lines.pop()
  if (!json.startsWith('{')) throw new Error(`${script}: ${how}: ${stderr || stdout}`)
  for (const line of lines) console.log(line)
  return JSON.parse(json)
}

function kill({ pid, ended }) {
  process.kill(pid, 'SIGKILL')
  return ended
}

let [passed, failed] = [0, 0]
function check(what, good) {
  if (good) passed++
  else failed++
  console.log(`${good ? 'ok    ' : 'FAILED'} ${what}`)
}

// --- Requests ---

/** It limits the connections to each port. */
const agent = new Agent({ keepAlive: true, maxSockets: 256 })

/** Send a token request: gives the status, or 0 if there was no answer. */
function post(port, assertion) {
  const body = `${new URLSearchParams(clientAssertionParams(assertion))}`
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': body.length }
  const options = { method: 'POST', agent, headers, timeout: 20_000 }
  return new Promise((resolve) => {
    const sent = request(`http://127.0.0.1:${port}/token`, options, (response) => {
      response
        .resume()
        .on('end', () => resolve(response.statusCode))
        .on('error', () => resolve(0))
    })
    sent.on('timeout', () => sent.destroy()).on('error', () => resolve(0))
    sent.end(body)
  })
}

const jwk = await generateJwk('ES384')
const jwks = toPublicJwks({ keys: [jwk] })
const signer = await importSigner(jwk)
writeFileSync(join(folder, 'keys.json'), JSON.stringify(jwks))

let made = 0
function sign(count) {
  const exp = Math.floor(Date.now() / 1000) + 295
  const claims = () => ({ iss: 'app', sub: 'app', aud: AUDIENCE, exp, jti: `${process.pid}-${made++}` })
  return Promise.all(Array.from({ length: count }, () => signJwt(claims(), signer)))
}

/** Send each assertion three times at once: gives how many were accepted 0 to 3 times, and the statuses. */
async function sendThrice(count, ports) {
  const times = { 0: 0, 1: 0, 2: 0, 3: 0 }
  const statuses = {}
  for (let done = 0; done < count; done += BATCH) {
    const assertions = await sign(BATCH)
    await Promise.all(
      assertions.map(async (assertion, i) => {
        const targets = [0, 1, 2].map((k) => ports[(i + k) % ports.length])
        const answers = await Promise.all(targets.map((port) => post(port, assertion)))
        times[answers.filter((status) => status === 200).length]++
        for (const status of answers) statuses[status] = (statuses[status] ?? 0) + 1
      }),
    )
  }
  return { times, statuses }
}

function checkOnce(what, count, { times, statuses }) {
  const refused = (statuses[401] ?? 0) === 2 * count
  check(
    `${what}: accepted exactly once ${times[1].toLocaleString('en')} of ${count.toLocaleString('en')}`,
    times[1] === count && refused,
  )
  console.log(`       answers by status: ${JSON.stringify(statuses)}`)
}

// --- Redis ---

const socket = join(folder, 'redis.sock')
// Redis writes each claim to disk before it answers, so that it never forgets one after a crash.
const REDIS = [
  ...['--port', '0', '--unixsocket', socket, '--dir', folder, '--maxmemory-policy', 'noeviction'],
  ...['--save', '', '--appendonly', 'yes', '--appendfsync', 'always'],
]

async function startRedis() {
  const redis = start('redis-server', REDIS)
  await printed(redis, /ready to accept connections/i)
  return redis
}

/** A verifier whose clock is ten minutes behind Redis': for Redis each assertion has expired already. */
async function testClockBehindRedis() {
  // The package is installed by then.
  const { createClient } = await import('redis')
  const client = await createClient({ socket: { path: socket } }).connect()
  const now = () => Date.now() - 600_000
  const replayStore = createRedisReplayStore((...command) => client.sendCommand(command), { now })
  const verifier = createAssertionVerifier({
    audience: AUDIENCE,
    client: async () => ({ jwks }),
    replayStore,
    now,
  })
  const exp = Math.floor(now() / 1000) + 240
  const claims = { iss: 'app', sub: 'app', aud: AUDIENCE, exp, jti: 'ten minutes behind' }
  const parameters = clientAssertionParams(await signJwt(claims, signer))
  const { clientId } = await verifier.verify(parameters)
  await delay(50)
  const { code, cause } = await verifier.verify(parameters).catch((error) => error)
  check(
    'a clock ten minutes behind Redis: accepted once, then refused as a replay',
    clientId === 'app' && code === 'ERR_REPLAY' && cause === undefined,
  )
  await client.close()
}

async function testFleet() {
  let redis = await startRedis()
  await testClockBehindRedis()
  const kinds = ['redis', 'ioredis', 'redis', 'ioredis']
  const fleet = kinds.map((kind) => {
    const args = [join(here, 'server.mjs'), kind, socket, 'keys.json', AUDIENCE]
    return start(process.execPath, args, { cwd: folder })
  })
  const ports = (await Promise.all(fleet.map((server) => printed(server, /^\d+\n/)))).map(Number)
  checkOnce(
    `four Node processes (${kinds.join(', ')}) behind one Redis`,
    ASSERTIONS,
    await sendThrice(ASSERTIONS, ports),
  )

  // Redis is killed while requests are under way.
  const accepted = new Map()
  const seen = {}
  const send = async (assertion, port, phase) => {
    const status = await post(port, assertion)
    if (status === 200) accepted.set(assertion, (accepted.get(assertion) ?? 0) + 1)
    seen[phase] ??= {}
    seen[phase][status] = (seen[phase][status] ?? 0) + 1
  }
  const everywhere = (batch, phase) =>
    Promise.all(batch.flatMap((assertion) => ports.map((port) => send(assertion, port, phase))))
  const assertions = await sign(1500)
  const flow = Promise.all(
    assertions.slice(0, 1000).map(async (assertion, i) => {
      await delay(i * 3)
      await everywhere([assertion], 'while it was killed')
    }),
  )
  await delay(1000)
  await kill(redis)
  await flow
  const before = accepted.size
  await everywhere(assertions.slice(900, 1250), 'while it was gone')
  check(
    'Redis gone: each request answered 503, none accepted',
    Object.keys(seen['while it was gone']).join() === '503' && accepted.size === before,
  )

  redis = await startRedis()
  const deadline = Date.now() + 20_000
  for (const port of ports) {
    // Each process first works off what is in its queue.
    for (let back = false; !back && Date.now() < deadline; await delay(50)) {
      const [probe] = await sign(1)
      back = (await post(port, probe)) === 200
    }
  }
  await everywhere(assertions.slice(1250), 'after it was back')
  check(
    'Redis back: new assertions are accepted',
    assertions.slice(1250).every((assertion) => accepted.get(assertion) === 1),
  )
  await everywhere(
    assertions.filter((assertion) => accepted.has(assertion)),
    'all that was accepted, again',
  )
  check(
    'Redis back: none that was accepted is accepted again',
    Object.keys(seen['all that was accepted, again']).join() === '401',
  )
  check(
    `none of ${assertions.length} accepted twice, through it all`,
    [...accepted.values()].every((times) => times === 1),
  )
  console.table(seen)
  await Promise.all([...fleet, redis].map(kill))
}

// --- Workers ---

async function testWorkers() {
  cpSync(join(here, '../../dist'), join(folder, 'dist'), { recursive: true })
  cpSync(join(here, 'worker.mjs'), join(folder, 'worker.mjs'))
  const built = modulesIn(join(folder, 'dist')).map((file) => `dist/${file}`)
  const files = ['worker.mjs', 'keys.json', ...built]
  const bindings = `bindings = [
      (name = "AUDIENCE", text = "${AUDIENCE}"),
      (name = "REPLAY", durableObjectNamespace = (className = "ReplayObject", serviceName = "first"))],`
  const first = `${bindings}
    durableObjectNamespaces = [(className = "ReplayObject", uniqueKey = "replay")],
    durableObjectStorage = (inMemory = void)`
  let workerd
  const startWorkerd = (file, args) => {
    workerd = start(file, args, { cwd: folder })
    return workerd
  }
  const site = { site: folder, start: startWorkerd }
  const program = join(here, 'node_modules/@cloudflare/workerd-linux-64/bin/workerd')
  const ports = await serveWorkers(
    program,
    site,
    { first: files, second: files },
    { first, second: bindings },
  )
  const outcome = await sendThrice(WORKER_ASSERTIONS, Object.values(ports))
  checkOnce('two Workers in workerd over Durable Objects', WORKER_ASSERTIONS, outcome)
  await kill(workerd)
}

// --- In one process ---

async function testKeyServers() {
  const rows = await resultOf('key-server.mjs')
  console.table(rows)
  for (const [name, { wrong, requests, bound }] of Object.entries(rows)) {
    check(`key server ${name}: ${requests} requests, ${bound} at most`, wrong === 0 && requests <= bound)
  }
}

async function testMemory() {
  const { total, replays, refused, heaps } = await resultOf('memory.mjs', [], ['--expose-gc'])
  console.table(
    Object.fromEntries(
      Object.entries(heaps).map(([done, heap]) => [`after ${done} assertions`, { 'heap, MB': heap }]),
    ),
  )
  // The store's table grows for the last time after the first 200,000.
  const [, , early, ...later] = Object.values(heaps)
  check(
    `memory: ${total.toLocaleString('en')} verified, heap at most ${Math.max(early, ...later)} MB`,
    later.every((heap) => heap < early + 5),
  )
  check(`memory: ${refused} of ${replays} replays refused`, refused === replays)
}

const TSX = ['--import', import.meta.resolve('tsx')]

/** Run a fuzz in two processes, which use two cores: gives what sums up a member of both results. */
async function inHalves(script, cases) {
  const halfOf = (seed) => resultOf(script, [`${cases / 2}`, `${seed}`], TSX)
  const halves = await Promise.all([SEED, SEED + 1].map(halfOf))
  const sum = (member) => halves.reduce((total, half) => total + half[member], 0)
  const codes = {}
  for (const half of halves)
    for (const [code, count] of Object.entries(half.codes)) codes[code] = (codes[code] ?? 0) + count
  console.table({ accepted: sum('accepted'), ...codes })
  return sum
}

async function testHostile() {
  const sum = await inHalves('hostile.ts', HOSTILE_CASES)
  const cases = `${sum('cases').toLocaleString('en')} hostile values, seeds ${SEED} and ${SEED + 1}`
  check(`hostile: ${cases}: ${sum('faults')} faults`, sum('faults') === 0)
}

async function testTexts() {
  for (const [name, { cases, faults }] of Object.entries(await resultOf('texts.ts', [], TSX))) {
    check(`texts: ${cases.toLocaleString('en')} of ${name} as the reference has them`, faults === 0)
  }
}

async function testFuzz() {
  const sum = await inHalves('fuzz.ts', FUZZ_CASES)
  const cases = `${sum('cases').toLocaleString('en')} mutated assertions, seeds ${SEED} and ${SEED + 1}`
  const wrong = sum('wrong')
  const untyped = sum('untyped')
  check(`fuzz: ${cases}: ${wrong} wrong, ${untyped} untyped errors`, wrong + untyped === 0)
  check(`fuzz: ${sum('strict')} refused that the reference accepts`, sum('strict') === 0)
}

const missing = missingFromDebian(['redis-server', 'postgresql'])
const redis = !missing.includes('redis-server')
const TESTS = {
  Redis: redis && testFleet,
  'clients of Redis': redis && (() => testRedisClients(folder, check)),
  PostgreSQL: hasPostgres() && (() => testPostgres(folder, check)),
  Workers: testWorkers,
  'key servers': testKeyServers,
  memory: testMemory,
  fuzz: testFuzz,
  hostile: testHostile,
  texts: testTexts,
}
const chosen = process.argv.slice(2)
for (const [name, test] of Object.entries(TESTS)) {
  const began = Date.now()
  if (!test || (chosen.length > 0 && !chosen.includes(name))) continue
  try {
    await test()
  } catch (error) {
    check(`${name}: ${error.stack}`, false)
  }
  console.log(`       (${name}: ${Math.round((Date.now() - began) / 1000)} s)\n`)
}
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed ? 1 : 0)

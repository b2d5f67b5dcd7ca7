/** Replay stores on the real thing: each client of Redis, a cluster, Upstash's REST, and PostgreSQL. */
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createSocket } from 'node:net'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { run, start } from '../runtimes/processes.mjs'
import { createPostgresReplayStore, PURGE, SCHEMA } from '../../examples/replay-store-postgres.mjs'
import '../plain.mjs'

const here = import.meta.dirname
const runtimes = join(here, '../runtimes/node_modules')

/** The clients, with the program that runs them. */
const NODE = [
  ...['redis', 'redis cluster', 'ioredis', 'ioredis cluster', 'ioredis, buffers', 'glide'],
  ...['upstash', 'upstash by fetch'],
]
const CLIENTS = [
  ...NODE.map((kind) => ({ kind, file: process.execPath, flags: [] })),
  { kind: 'bun', file: join(runtimes, '@oven/bun-linux-x64/bin/bun'), flags: ['--no-install'] },
  {
    kind: 'deno',
    file: join(runtimes, '@deno/linux-x64-glibc/deno'),
    flags: ['run', '--no-prompt', '--no-config', '--allow-all', '--node-modules-dir=manual'],
  },
].filter(({ file }) => existsSync(file))

/** A port that is free now. */
async function freePort() {
  const socket = createSocket()
  await new Promise((resolve) => socket.listen(0, '127.0.0.1', resolve))
  const { port } = socket.address()
  await new Promise((resolve) => socket.close(resolve))
  return port
}

async function startRedis(folder, ...more) {
  const port = await freePort()
  mkdirSync(folder)
  const options = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--save', '']
  const redis = start('redis-server', [...options, '--maxmemory-policy', 'noeviction', ...more])
  const url = `redis://127.0.0.1:${port}`
  for (let tries = 0; !/ready to accept/i.test(redis.stdout); tries++) {
    if (tries > 200) throw new Error(`redis-server: ${redis.stdout}${redis.stderr}`)
    await delay(20)
  }
  return { url, port, redis }
}

async function startCluster(folder) {
  const cluster = await startRedis(folder, '--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1')
  const { createClient } = await import('redis')
  const client = await createClient({ url: cluster.url }).connect()
  await client.sendCommand(['CLUSTER', 'ADDSLOTSRANGE', '0', '16383'])
  while (!/cluster_state:ok/.test(await client.sendCommand(['CLUSTER', 'INFO']))) await delay(50)
  client.destroy()
  return cluster
}

/** What Upstash's REST API does (a command, or a pipeline of some), before the same Redis. */
async function startRest({ url }) {
  const { createClient } = await import('redis')
  const client = await createClient({ url }).connect()
  const encoded = (reply, headers) =>
    typeof reply === 'string' && headers['upstash-encoding'] === 'base64' && reply !== 'OK'
      ? Buffer.from(reply).toString('base64')
      : reply
  const server = createServer(async (request, response) => {
    const body = await json(request)
    const answer = async (command) => {
      const reply = await client.sendCommand(command.map(String))
      return { result: encoded(reply, request.headers) }
    }
    const isPipeline = request.url === '/pipeline'
    const answered = isPipeline ? await Promise.all(body.map(answer)) : await answer(body)
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answered))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stop = () => {
    server.closeAllConnections()
    server.close()
    client.destroy()
  }
  return { rest: `http://127.0.0.1:${server.address().port}`, stop }
}

/** Each client claims each key once. */
export async function testRedisClients(folder, check) {
  const single = await startRedis(join(folder, 'single'))
  const cluster = await startCluster(join(folder, 'cluster'))
  const { rest, stop } = await startRest(single)
  for (const { kind, file, flags } of CLIENTS) {
    const args = [...flags, join(here, 'redis-client.mjs'), kind, single.url, cluster.url]
    const { how, stdout, stderr } = await run(60, file, args, { env: { ...process.env, REST_URL: rest } })
    const { keys, first, seen } = JSON.parse(stdout.trim().split('\n').pop() || '{}')
    const right = first === keys && seen === 2 * keys
    check(
      `Redis by ${kind}: ${first} of ${keys} claimed first, ${seen} seen ${right ? '' : how + stderr}`,
      right,
    )
  }
  stop()
  for (const { redis } of [single, cluster]) process.kill(-redis.pid, 'SIGKILL')
}

/** The folder of PostgreSQL's programs, in its newest version here. */
function postgresPrograms() {
  const root = '/usr/lib/postgresql'
  const [newest] = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : []
  return newest && join(root, newest, 'bin')
}

/** The user that PostgreSQL runs as, which must not be root. */
function postgresUser() {
  if (process.getuid() !== 0) return {}
  const idOf = (flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: idOf('-u'), gid: idOf('-g') }
}

async function startPostgres(folder) {
  const programs = postgresPrograms()
  const user = postgresUser()
  const port = await freePort()
  mkdirSync(folder)
  chmodSync(folder, 0o777)
  chmodSync(join(folder, '..'), 0o755)
  const data = join(folder, 'data')
  const options = { cwd: folder, ...user }
  const init = ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync']
  execFileSync(join(programs, 'initdb'), init, { ...options, stdio: 'ignore' })
  const settings = ['-D', data, '-p', `${port}`, '-h', '127.0.0.1', '-k', folder, '-c', 'max_connections=60']
  return { port, postgres: start(join(programs, 'postgres'), settings, options) }
}

/** A pool of connections, when the server takes them. */
async function connect(pg, port) {
  const pool = new pg.Pool({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres', max: 20 })
  pool.on('error', () => {})
  for (let tries = 0; ; tries++) {
    const refused = await pool.query('select 1').then(
      () => undefined,
      (error) => error,
    )
    if (!refused) return pool
    if (tries > 200) throw refused
    await delay(50)
  }
}

/** Two pools, as two processes have, claim each key three times at once. */
export async function testPostgres(folder, check) {
  const { default: pg } = await import('pg')
  const { port, postgres } = await startPostgres(join(folder, 'postgres'))
  const pools = [await connect(pg, port), await connect(pg, port)]
  await pools[0].query(SCHEMA)
  const stores = pools.map(createPostgresReplayStore)
  const now = Date.now() / 1000
  const keys = Array.from({ length: 3000 }, (_, i) => JSON.stringify(['app', `${i}`]))
  const claim = (key, i) => stores[i % 2].claim(key, now + (i % 2 ? 300 : -100))
  const began = performance.now()
  const claims = await Promise.all([...keys, ...keys, ...keys].map(claim))
  const perSecond = Math.round(claims.length / ((performance.now() - began) / 1000))
  const first = claims.filter(Boolean).length
  check(
    `PostgreSQL: ${first} of ${keys.length} claimed first, ${perSecond} claims a second`,
    first === keys.length,
  )
  const { rowCount } = await pools[0].query(PURGE)
  check(`PostgreSQL: ${rowCount} that have expired are purged`, rowCount === keys.length / 2)
  process.kill(-postgres.pid, 'SIGKILL')
  await postgres.ended
  const failed = await stores[0].claim('a', now + 300).catch((error) => error)
  check('PostgreSQL gone: a claim fails', failed instanceof Error)
  await Promise.all(pools.map((pool) => pool.end().catch(() => {})))
}

export const hasPostgres = () => postgresPrograms() !== undefined

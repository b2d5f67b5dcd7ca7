// One of Redis' clients, as it is used for replays: its kind and Redis' URL are the arguments. Each of so many keys
// is claimed three times at once; it prints how many were claimed first, and how many were seen.
import { createRedisReplayStore } from '../../dist/server.js'

const KEYS = 300
const [kind, url, cluster] = process.argv.slice(2)

/** By its kind: connects a client, and gives the one function that the store takes. */
const CLIENTS = {
  async redis() {
    const { createClient } = await import('redis')
    const redis = await createClient({ url }).connect()
    return (...command) => redis.sendCommand(command)
  },
  async 'redis cluster'() {
    const { createCluster } = await import('redis')
    const redis = await createCluster({ rootNodes: [{ url: cluster }] }).connect()
    return (...command) => redis.sendCommand(command[1], false, command)
  },
  async ioredis() {
    const { Redis } = await import('ioredis')
    const redis = new Redis(url)
    return (...command) => redis.call(...command)
  },
  async 'ioredis cluster'() {
    const { Cluster } = await import('ioredis')
    const redis = new Cluster([cluster])
    return (...command) => redis.call(...command)
  },
  async 'ioredis, buffers'() {
    const { Redis } = await import('ioredis')
    const redis = new Redis(url)
    return (...command) => redis.callBuffer(...command)
  },
  async glide() {
    const { GlideClient } = await import('@valkey/valkey-glide')
    const { hostname, port } = new URL(url)
    const redis = await GlideClient.createClient({ addresses: [{ host: hostname, port: Number(port) }] })
    return (...command) => redis.customCommand(command)
  },
  async upstash() {
    const { Redis } = await import('@upstash/redis')
    const redis = new Redis({ url: process.env.REST_URL, token: 'a-token' })
    return (...[, key, value, , life]) => redis.set(key, value, { px: Number(life), nx: true })
  },
  async 'upstash by fetch'() {
    return async (...command) => {
      const headers = { authorization: 'Bearer a-token' }
      const init = { method: 'POST', headers, body: JSON.stringify(command) }
      return (await (await fetch(process.env.REST_URL, init)).json()).result
    }
  },
  async bun() {
    const redis = new Bun.RedisClient(url)
    return (command, ...parameters) => redis.send(command, parameters)
  },
  async deno() {
    return CLIENTS.redis()
  },
}

const store = createRedisReplayStore(await CLIENTS[kind](), { prefix: `${kind}:`, timeout: 10_000 })
const expiresAt = Date.now() / 1000 + 300
const names = Array.from({ length: KEYS }, (_, i) => JSON.stringify(['app', `${i}`]))
const claims = await Promise.all([...names, ...names, ...names].map((name) => store.claim(name, expiresAt)))
const first = claims.filter((one) => one === true).length
const seen = claims.filter((one) => one === false).length
console.log(JSON.stringify({ keys: KEYS, first, seen }))
process.exit()

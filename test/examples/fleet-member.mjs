// A process of a fleet that shares its token by Redis: in each round it waits at the gate, and prints the
// hash of its token.
//
//   node fleet-member.mjs '{ base, key, port, library, gate, rounds, pause }'
import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { createBackendServicesClient } from '../../dist/smart.js'
import { createRedisTokenStore } from '../../examples/token-store-redis.mjs'

const { base, key, port, library, gate, rounds = 1, pause = 0 } = JSON.parse(process.argv[2])

/** How each library sends a command. */
const LIBRARIES = {
  async ioredis() {
    const { Redis } = await import('ioredis')
    const redis = new Redis({ port, host: '127.0.0.1', maxRetriesPerRequest: 0, retryStrategy: () => null })
    redis.on('error', () => {})
    return (...command) => redis.call(...command)
  },
  async redis() {
    const { createClient } = await import('redis')
    const socket = { port, host: '127.0.0.1', reconnectStrategy: false }
    const redis = createClient({ socket, disableOfflineQueue: true })
    redis.on('error', () => {})
    await redis.connect().catch(() => {})
    return (...command) => redis.sendCommand(command)
  },
}

const tokenStore = createRedisTokenStore(await LIBRARIES[library]())
const client = createBackendServicesClient({
  ...{ fhirBaseUrl: base, clientId: 'my-client', key, scope: 'system/*.rs', tokenStore },
})
for (let round = 0; round < rounds; round++) {
  if (round > 0) await sleep(pause)
  await fetch(gate)
  const { accessToken } = await client.accessToken()
  const { status } = await client.fetch('Patient/1')
  // Its hash is enough to see whether it is one token.
  console.log(createHash('sha256').update(accessToken).digest('hex'), status)
}
process.exit()

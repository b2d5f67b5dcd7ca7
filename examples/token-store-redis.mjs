// A token store in Redis: all processes of a fleet share one access token, which one of them asks for.
//
// How to use it, with your existing Redis client:
//
//   import { createBackendServicesClient } from 'subtle-jws/smart'
//   import { createRedisTokenStore } from './token-store-redis.mjs'
//
//   const tokenStore = createRedisTokenStore((...command) => redis.call(...command)) // ioredis
//   const tokenStore = createRedisTokenStore((...command) => redis.sendCommand(command)) // redis
//   const client = createBackendServicesClient({ fhirBaseUrl, clientId, key, scope, tokenStore })
//
// What must be set: nothing. Anybody who can read this Redis can use the token, so keep it as safe as your
// keys. While Redis is down, each process asks for its own token; make your Redis client fail fast then
// (redis: disableOfflineQueue; ioredis: enableOfflineQueue: false).
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

/** Milliseconds that one process has to get the token before another one tries. */
const TURN = 2400
/** Milliseconds that a process waits for the token: two turns, but less than the client's patience. */
const PATIENCE = 4800
const INTERVAL = 50

/** How many seconds before its end the client ignores a stored token: a fifth of its life, or a minute. */
const marginOf = (seconds) => Math.min(60, seconds / 5)

/** A store for the option `tokenStore`. `send` sends a command to Redis and returns the reply. */
export function createRedisTokenStore(send) {
  const owner = randomUUID()

  /** Whether this process is the one to ask for the token. If the process ends, the lock expires. */
  async function lock(name) {
    return (await send('SET', `${name}:lock`, owner, 'NX', 'PX', `${TURN}`)) === 'OK'
  }

  /** Another process may have set a token and unlocked it between our GET and our lock. */
  async function getAgain(name) {
    const value = await send('GET', name)
    if (value) await unlock(name)
    return value
  }

  const unlock = (name) => send('DEL', `${name}:lock`)

  return {
    async get(name) {
      const until = Date.now() + PATIENCE
      while (Date.now() < until) {
        const value = await send('GET', name)
        if (value) return value
        if (await lock(name)) return getAgain(name)
        await sleep(INTERVAL)
      }
      return undefined
    },

    async set(name, value, seconds) {
      // It disappears when clients begin to ignore it, so that one process gets the lock.
      const kept = Math.max(1, Math.floor(seconds - marginOf(seconds)))
      await send('SET', name, value, 'EX', `${kept}`)
      await unlock(name)
    },
  }
}

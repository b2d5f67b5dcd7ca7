/** A replay store in Redis. */
import { JoseError, typeOf } from '../../errors.ts'
import { expectKind, expectOptions, FUNCTION, TEXT, type Kind } from '../../options.ts'
import {
  answerWithin,
  MARGIN,
  SHARED_STORE_OPTIONS,
  type ReplayStore,
  type SharedReplayStoreOptions,
} from './store.ts'

/** What is needed of a client of the package `ioredis` (`call`) or `redis` (`sendCommand`). */
export type RedisClient =
  | {
      /** Send a command to Redis. */
      call(command: string, ...parameters: string[]): Promise<unknown>
    }
  | {
      /** Send a command to Redis. */
      sendCommand(command: string[]): Promise<unknown>
    }

/** A function has a call too, which is another. */
function isClient(value: unknown): boolean {
  const { call, sendCommand } = Object(value)
  return typeof value === 'object' && (typeof call === 'function' || typeof sendCommand === 'function')
}

const CLIENT: Kind = ['a client with a method call or sendCommand', isClient]

/** How a store in Redis is asked. */
export interface RedisReplayStoreOptions extends SharedReplayStoreOptions {
  /** What its keys begin with. Default: `jti:`. */
  prefix?: string | undefined
  /** The verifier's clock, in milliseconds since 1970. Default: `Date.now`. */
  now?: (() => number) | undefined
}

/**
 * A store of `jti` values (RFC 7519 §4.1.7) that all processes share: Redis, of version 6.2 or later. It must
 * not evict keys (`maxmemory-policy noeviction`), and what it forgets in a crash can be replayed
 * (`appendfsync always` forgets nothing).
 *
 * @throws TypeError: an option that is unknown or of a wrong type; `claim` throws JoseError `ERR_HTTP` after
 *   `timeout`, and any error of the client
 */
export function createRedisReplayStore(
  client: RedisClient,
  options: RedisReplayStoreOptions = {},
): ReplayStore {
  expectKind(client, 'client', CLIENT)
  expectOptions(options, { ...SHARED_STORE_OPTIONS, prefix: TEXT, now: FUNCTION })
  const { prefix = 'jti:', timeout = 2000, now = Date.now } = options
  // A client of ioredis has a sendCommand too, which takes something else.
  const send = (...command: [string, ...string[]]) =>
    'call' in client ? client.call(...command) : client.sendCommand(command)
  return {
    async claim(key, expiresAt) {
      // A life and no date: Redis' clock may be ahead of the verifier's.
      const life = Math.max(1, Math.ceil((expiresAt + MARGIN) * 1000 - now()))
      const reply = await answerWithin(timeout, send('SET', prefix + key, '1', 'PX', `${life}`, 'NX'))
      if (reply === 'OK') return true
      if (reply === null || reply === undefined) return false
      throw new JoseError('ERR_REPLAY', `Redis answered SET with ${typeOf(reply)}, not OK or nil`)
    },
  }
}

/** A replay store in Redis, or in a database that understands its commands. */
import { JoseError, typeOf } from '../../errors.ts'
import { expectKind, expectOptions, FUNCTION, isBytes, TEXT, type Kind } from '../../options.ts'
import {
  answerWithin,
  MARGIN,
  SHARED_STORE_OPTIONS,
  type ReplayStore,
  type SharedReplayStoreOptions,
} from './store.ts'

/** Sends a command to Redis, with its parameters, and returns Redis' reply. */
export type SendRedisCommand = (...command: string[]) => Promise<unknown>

const SEND: Kind = [
  'a function: createRedisReplayStore((...command) => redis.sendCommand(command))',
  (value) => typeof value === 'function',
]

/** How a store in Redis is asked. */
export interface RedisReplayStoreOptions extends SharedReplayStoreOptions {
  /** What its keys begin with. Default: `jti:`. */
  prefix?: string | undefined
  /** The verifier's clock, in milliseconds since 1970. Default: `Date.now`. */
  now?: (() => number) | undefined
}

/** Whether Redis says OK, as the clients give it: text in any case, or its octets. */
function isOk(reply: unknown): boolean {
  const text = isBytes(reply) ? new TextDecoder().decode(reply) : reply
  return typeof text === 'string' && text.toUpperCase() === 'OK'
}

/**
 * A store of `jti` values (RFC 7519 §4.1.7) that all processes share, in Redis 2.6.12 or later. Redis must
 * not evict keys (`maxmemory-policy noeviction`). An assertion that it forgets in a crash can be replayed;
 * with `appendfsync always` it forgets none.
 *
 * @param send sends a command by any client of Redis: `redis.sendCommand(command)` for the package `redis`,
 *   `redis.call(...command)` for `ioredis`
 * @throws TypeError: no function, or an option that is unknown or of a wrong type; `claim` throws JoseError
 *   `ERR_HTTP` after `timeout`, `ERR_REPLAY` for a reply that is neither OK nor null, and any error of the
 *   client
 */
export function createRedisReplayStore(
  send: SendRedisCommand,
  options: RedisReplayStoreOptions = {},
): ReplayStore {
  expectKind(send, 'send', SEND)
  expectOptions(options, { ...SHARED_STORE_OPTIONS, prefix: TEXT, now: FUNCTION })
  const { prefix = 'jti:', timeout = 2000, now = Date.now } = options
  return {
    async claim(key, expiresAt) {
      // A duration, not a date: Redis' clock may be ahead of the verifier's.
      const life = Math.max(1, Math.ceil((expiresAt + MARGIN) * 1000 - now()))
      const reply = await answerWithin(timeout, send('SET', prefix + key, '1', 'PX', `${life}`, 'NX'))
      if (isOk(reply)) return true
      if (reply === null) return false
      throw new JoseError('ERR_REPLAY', `Redis answered SET with ${typeOf(reply)}, not OK or null`)
    },
  }
}

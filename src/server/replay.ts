/** Stores of what was accepted, so that no assertion is accepted twice (RFC 7523 §3, of `jti`). */
import { encodeBase64url, UTF8 } from '../base64url.ts'
import { must } from '../errors.ts'
import { expectOption, within } from '../http.ts'
import { subtleCrypto } from '../webcrypto.ts'

/** What remembers keys. */
export interface ReplayStore {
  /**
   * Whether this is the first claim of a key: of any number at the same moment, one is.
   *
   * @param expiresAt seconds since 1970, until which the key must be remembered at least
   * @throws any error where it cannot tell: then nothing is accepted
   */
  claim(key: string, expiresAt: number): Promise<boolean>
}

/** Seconds that a store remembers longer: its clock may be ahead of the verifier's, or one that is set back. */
const MARGIN = 60

/** How much a store in memory remembers. */
export interface MemoryReplayStoreOptions {
  /** The most entries that it remembers. Default: 100,000, about 16 MB. */
  maxEntries?: number
  /** The clock, in milliseconds since 1970. Default: `Date.now`. */
  now?: () => number
}

/**
 * A store of `jti` values (RFC 7519 §4.1.7) in this process alone. Of several processes each would accept an
 * assertion once: they need a shared one.
 *
 * @throws never itself; `claim` throws JoseError `ERR_REPLAY` when it is full: it refuses rather than forgets
 */
export function createMemoryReplayStore(options: MemoryReplayStoreOptions = {}): ReplayStore {
  const { maxEntries = 100_000, now = Date.now } = options
  const claimed = new Set<string>()
  const expiring = new Map<number, string[]>()
  let purged: number
  return {
    async claim(key, expiresAt) {
      expectOption(Number.isFinite(expiresAt), 'expiresAt: expected seconds')
      const second = Math.floor(now() / 1000)
      // Once a second, so that each claim costs the same, however many there are.
      if (second !== purged) {
        purged = second
        for (const [end, keys] of expiring) {
          if (end > second) continue
          for (const old of keys) claimed.delete(old)
          expiring.delete(end)
        }
      }
      if (claimed.has(key)) return false
      must(
        claimed.size < maxEntries,
        'ERR_REPLAY',
        'the replay store is full',
        `${maxEntries} entries at most`,
      )
      const end = Math.ceil(expiresAt) + MARGIN
      const keys = expiring.get(end) ?? []
      expiring.set(end, keys)
      keys.push(key)
      claimed.add(key)
      return true
    },
  }
}

/** How a store that is shared is asked. */
export interface SharedReplayStoreOptions {
  /** Milliseconds until a claim has failed. Default: 2,000. */
  timeout?: number
}

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

/**
 * A store of `jti` values (RFC 7519 §4.1.7) that all processes share: Redis, of version 6.2 or later. It must not
 * evict keys (`maxmemory-policy noeviction`), and what it forgets in a crash can be replayed (`appendfsync always`
 * forgets nothing).
 *
 * @throws never itself; `claim` throws JoseError `ERR_HTTP` after `timeout`, and any error of the client
 */
export function createRedisReplayStore(
  client: RedisClient,
  {
    prefix = 'jti:',
    timeout = 2000,
  }: SharedReplayStoreOptions & {
    /** What its keys begin with. Default: `jti:`. */
    prefix?: string
  } = {},
): ReplayStore {
  return {
    async claim(key, expiresAt) {
      const until = Math.ceil((expiresAt + MARGIN) * 1000)
      const command: [string, ...string[]] = ['SET', prefix + key, '1', 'PXAT', `${until}`, 'NX']
      // A client of ioredis has a sendCommand too, which takes something else.
      return (
        (await within(timeout, 'call' in client ? client.call(...command) : client.sendCommand(command))) ===
        'OK'
      )
    },
  }
}

/** What is needed of the binding of a Durable Object. */
export interface DurableObjectNamespace {
  /** The id of the object with this name. */
  idFromName(name: string): unknown
  /** The object with this id. */
  get(id: unknown): {
    /** Ask it. */
    fetch(url: string, init: { method: string; body: string }): Promise<Pick<Response, 'json'>>
  }
}

/** What is needed of a Durable Object's storage. */
export interface DurableObjectStorage {
  /** The value of a key. */
  get(key: string): Promise<unknown>
  /** Set it. */
  put(key: string, value: number): Promise<unknown>
  /** Delete these keys. */
  delete(keys: string[]): Promise<unknown>
  /** Keys in their order, with their values. */
  list(options: { limit: number; startAfter?: string }): Promise<Map<string, unknown>>
  /** When `alarm` is to be called, in milliseconds since 1970. */
  getAlarm(): Promise<number | null>
  /** Have `alarm` called then. */
  setAlarm(time: number): Promise<unknown>
}

/**
 * A store of `jti` values (RFC 7519 §4.1.7) in Cloudflare's Durable Objects: 64 of them, each with a part of the
 * keys, told by a hash.
 *
 * @param namespace the binding of `ReplayObject`, which the Worker exports
 * @throws never itself; `claim` throws JoseError `ERR_HTTP` after `timeout`, and any error of the objects
 */
export function createDurableObjectReplayStore(
  namespace: DurableObjectNamespace,
  { timeout = 2000 }: SharedReplayStoreOptions = {},
): ReplayStore {
  return {
    async claim(key, expiresAt) {
      const digest = await subtleCrypto().digest('SHA-256', UTF8.encode(key))
      const name = encodeBase64url(new Uint8Array(digest))
      const object = namespace.get(namespace.idFromName(name[0]!))
      const body = JSON.stringify([name, expiresAt + MARGIN])
      const answer = object
        .fetch('https://replay/', { method: 'POST', body })
        .then((response) => response.json())
      return (await within(timeout, answer)) === true
    },
  }
}

/** The Durable Object of `createDurableObjectReplayStore`: it remembers keys, and deletes them when they have expired. */
export class ReplayObject {
  #storage: DurableObjectStorage

  /** Cloudflare makes it, with its state. */
  constructor({
    storage,
  }: {
    /** Where it keeps what it remembers. */
    storage: DurableObjectStorage
  }) {
    this.#storage = storage
  }

  /**
   * Answer a claim: with `true` for the first of its key.
   *
   * @throws any error of the storage: then nothing is accepted
   */
  async fetch(request: Pick<Request, 'json'>): Promise<Response> {
    const [name, expiresAt] = (await request.json()) as [string, number]
    const storage = this.#storage
    // No other request comes in while storage is read or written: nothing is between these two.
    const first = (await storage.get(name)) === undefined
    if (first) await storage.put(name, expiresAt)
    if ((await storage.getAlarm()) === null) await storage.setAlarm(expiresAt * 1000)
    return Response.json(first)
  }

  /**
   * Delete what has expired, and say when there is more.
   *
   * @throws any error of the storage: Cloudflare calls again
   */
  async alarm(): Promise<void> {
    const storage = this.#storage
    const now = Date.now() / 1000
    let next = 0
    let page: [string, number][]
    let last = {}
    // As many as one deletion takes.
    while ((page = [...((await storage.list({ limit: 128, ...last })) as Map<string, number>)])[0]) {
      await storage.delete(page.flatMap(([name, end]) => (end > now ? [] : name)))
      for (const [startAfter, end] of page) {
        last = { startAfter }
        if (end > now) next = Math.max(next, end)
      }
    }
    if (next) await storage.setAlarm(next * 1000)
  }
}

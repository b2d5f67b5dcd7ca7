/** A replay store in Cloudflare's Durable Objects. */
import { encodeBase64url, UTF8 } from '../../base64url.ts'
import { expectKind, expectOptions, withMethods, type Kind } from '../../options.ts'
import { subtleCrypto } from '../../webcrypto.ts'
import {
  answerWithin,
  MARGIN,
  SHARED_STORE_OPTIONS,
  type ReplayStore,
  type SharedReplayStoreOptions,
} from './store.ts'

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

const NAMESPACE: Kind = /* @__PURE__ */ withMethods('the binding of a Durable Object', 'get', 'idFromName')

/**
 * A store of `jti` values (RFC 7519 §4.1.7) in Cloudflare's Durable Objects. There are 64 of them, and a hash
 * of the key selects one.
 *
 * @param namespace the binding of `ReplayObject`, which the Worker exports
 * @throws TypeError: an option that is unknown or of a wrong type; `claim` throws JoseError `ERR_HTTP` after
 *   `timeout`, and any error of the objects
 */
export function createDurableObjectReplayStore(
  namespace: DurableObjectNamespace,
  options: SharedReplayStoreOptions = {},
): ReplayStore {
  expectKind(namespace, 'namespace', NAMESPACE)
  expectOptions(options, SHARED_STORE_OPTIONS)
  const { timeout = 2000 } = options

  async function ask(name: string, expiresAt: number): Promise<unknown> {
    const object = namespace.get(namespace.idFromName(name[0]!))
    const body = JSON.stringify([name, expiresAt + MARGIN])
    const response = await object.fetch('https://replay/', { method: 'POST', body })
    return response.json()
  }

  return {
    async claim(key, expiresAt) {
      const digest = await subtleCrypto().digest('SHA-256', UTF8.encode(key))
      const name = encodeBase64url(new Uint8Array(digest))
      return answerWithin(timeout, ask(name, expiresAt)) as Promise<boolean>
    },
  }
}

/**
 * The Durable Object of `createDurableObjectReplayStore`. It remembers keys and deletes expired ones.
 */
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
   * Answer a claim: `true` for the first claim of a key.
   *
   * @throws any error of the storage: then nothing is accepted
   */
  async fetch(request: Pick<Request, 'json'>): Promise<Response> {
    const [name, expiresAt] = (await request.json()) as [string, number]
    const storage = this.#storage
    // Nothing comes between the two: a Durable Object takes no other request while it waits for its storage.
    const first = (await storage.get(name)) === undefined
    if (first) await storage.put(name, expiresAt)
    if ((await storage.getAlarm()) === null) await storage.setAlarm(expiresAt * 1000)
    return Response.json(first)
  }

  /**
   * Delete the expired keys, and set the next alarm if there are more.
   *
   * @throws any error of the storage: Cloudflare calls again
   */
  async alarm(): Promise<void> {
    const storage = this.#storage
    const now = Date.now() / 1000
    let next = 0
    let last: { startAfter?: string } = {}
    for (;;) {
      // The most keys that one call of delete takes.
      const page = [...((await storage.list({ limit: 128, ...last })) as Map<string, number>)]
      if (page.length === 0) break
      const expired = page.filter(([, end]) => end <= now)
      await storage.delete(expired.map(([name]) => name))
      for (const [startAfter, end] of page) {
        last = { startAfter }
        if (end > now) next = Math.max(next, end)
      }
    }
    if (next) await storage.setAlarm(next * 1000)
  }
}

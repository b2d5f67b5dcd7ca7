/** A replay store in the memory of one process. */
import { UTF8 } from '../../base64url.ts'
import { JoseError, shown } from '../../errors.ts'
import { COUNT, expectKind, expectOptions, FUNCTION, SECONDS, secondsOf, STRING } from '../../options.ts'
import { subtleCrypto } from '../../webcrypto.ts'
import { MARGIN, type ReplayStore } from './store.ts'

/** How much a store in memory remembers. */
export interface MemoryReplayStoreOptions {
  /** The most entries that it remembers. Default: 100,000, in about 25 MB. */
  maxEntries?: number | undefined
  /** The clock, in milliseconds since 1970. Default: `Date.now`. */
  now?: (() => number) | undefined
}

/** The client of callers that name none: it is not limited to a quarter. */
const UNNAMED = ''

/** The most characters of a key that is kept as it is; a longer one is kept as its digest. */
const LONGEST_KEY = 128

/** The characters of a digest. A key of this length is kept as its digest too, so the two never collide. */
const DIGEST_LENGTH = 16

async function digestOf(key: string): Promise<string> {
  const octets = await subtleCrypto().digest('SHA-256', UTF8.encode(key))
  return String.fromCharCode(...new Uint16Array(octets))
}

/** How many entries a client has. */
interface Share {
  readonly client: string
  size: number
}

/**
 * A store of `jti` values (RFC 7519 §4.1.7) in the memory of this process. Several processes need a shared
 * store, or each would accept an assertion once. Once the store is half full, no client
 * gets more than a quarter of it.
 *
 * @throws TypeError: an option that is unknown or of a wrong type. `claim` throws JoseError `ERR_REPLAY` when
 *   the store is full, or a client has used its share: it refuses new assertions and forgets none; TypeError
 *   when the clock gives no time
 */
export function createMemoryReplayStore(options: MemoryReplayStoreOptions = {}): ReplayStore {
  expectOptions(options, { maxEntries: COUNT, now: FUNCTION })
  const { maxEntries = 100_000, now = Date.now } = options
  /** The claimed keys, each with its client's share. */
  const claimed = new Map<string, Share>()
  const shares = new Map<string, Share>()
  const expiring = new Map<number, string[]>()
  let purged: number

  function shareOf(client: string): Share {
    return shares.get(client) ?? { client, size: 0 }
  }

  function add(name: string, share: Share, end: number): void {
    share.size++
    shares.set(share.client, share)
    claimed.set(name, share)
    const names = expiring.get(end) ?? []
    names.push(name)
    expiring.set(end, names)
  }

  function remove(name: string): void {
    const share = claimed.get(name)!
    share.size--
    claimed.delete(name)
    if (share.size === 0) shares.delete(share.client)
  }

  /** Forget expired keys once a second, so that the cost of a claim does not grow with their number. */
  function purge(second: number): void {
    if (second === purged) return
    purged = second
    for (const [end, names] of expiring) {
      if (end > second) continue
      for (const name of names) remove(name)
      expiring.delete(end)
    }
  }

  /** Refuse a claim if there is no room for it. */
  function checkRoom({ client, size }: Share): void {
    if (claimed.size >= maxEntries) {
      throw new JoseError('ERR_REPLAY', `the replay store is full: it holds ${maxEntries} entries`)
    }
    const isHalfFull = claimed.size >= maxEntries / 2
    const hasItsShare = client !== UNNAMED && size >= maxEntries / 4
    if (isHalfFull && hasItsShare) {
      throw new JoseError(
        'ERR_REPLAY',
        `client ${shown(client)} has used its share of the replay store, a quarter`,
      )
    }
  }

  return {
    async claim(key, expiresAt, client = UNNAMED) {
      expectKind(key, 'key', STRING)
      expectKind(expiresAt, 'expiresAt', SECONDS)
      // Hostile keys are long. The digest of each would cost a server as much as half of an RSA signature.
      const isShort = key.length <= LONGEST_KEY && key.length !== DIGEST_LENGTH
      const name = isShort ? key : await digestOf(key)
      purge(secondsOf(now))
      if (claimed.has(name)) return false
      const share = shareOf(client)
      checkRoom(share)
      add(name, share, Math.ceil(expiresAt) + MARGIN)
      return true
    },
  }
}

/** A replay store in the memory of one process. */
import { UTF8 } from '../../base64url.ts'
import { JoseError, shown } from '../../errors.ts'
import { COUNT, expectKind, expectOptions, FUNCTION, SECONDS, STRING } from '../../options.ts'
import { subtleCrypto } from '../../webcrypto.ts'
import { MARGIN, type ReplayStore } from './store.ts'

/** How much a store in memory remembers. */
export interface MemoryReplayStoreOptions {
  /** The most entries that it remembers. Default: 100,000, about 16 MB. */
  maxEntries?: number | undefined
  /** The clock, in milliseconds since 1970. Default: `Date.now`. */
  now?: (() => number) | undefined
}

/** Whose entries are those of callers that name no client: they have no quarter of their own. */
const UNNAMED = ''

/** How many entries a client has. */
interface Share {
  readonly client: string
  size: number
}

/**
 * A store of `jti` values (RFC 7519 §4.1.7) in this process alone. Of several processes each would accept an
 * assertion once: they need a shared one. Once it is half full, no client can take more than a quarter of it.
 *
 * @throws TypeError: an option that is unknown or of a wrong type. `claim` throws JoseError `ERR_REPLAY` when
 *   the store is full, or a client has its share of it: it refuses rather than forgets
 */
export function createMemoryReplayStore(options: MemoryReplayStoreOptions = {}): ReplayStore {
  expectOptions(options, { maxEntries: COUNT, now: FUNCTION })
  const { maxEntries = 100_000, now = Date.now } = options
  /** What is claimed: digests of keys, for hostile ones are long, each with its client's share. */
  const claimed = new Map<string, Share>()
  const shares = new Map<string, Share>()
  const expiring = new Map<number, string[]>()
  let purged: number

  function shareOf(client: string): Share {
    return shares.get(client) ?? { client, size: 0 }
  }

  function add(digest: string, share: Share, end: number): void {
    share.size++
    shares.set(share.client, share)
    claimed.set(digest, share)
    const digests = expiring.get(end) ?? []
    digests.push(digest)
    expiring.set(end, digests)
  }

  function remove(digest: string): void {
    const share = claimed.get(digest)!
    share.size--
    claimed.delete(digest)
    if (share.size === 0) shares.delete(share.client)
  }

  /** Forget what has expired: once a second, so that each claim costs the same, however many there are. */
  function purge(second: number): void {
    if (second === purged) return
    purged = second
    for (const [end, digests] of expiring) {
      if (end > second) continue
      for (const digest of digests) remove(digest)
      expiring.delete(end)
    }
  }

  /** Refuse a claim for which there is no room. */
  function checkRoom({ client, size }: Share): void {
    if (claimed.size >= maxEntries) {
      throw new JoseError('ERR_REPLAY', `the replay store is full: it holds ${maxEntries} entries`)
    }
    const isHalfFull = claimed.size >= maxEntries / 2
    const hasItsShare = client !== UNNAMED && size >= maxEntries / 4
    if (isHalfFull && hasItsShare) {
      throw new JoseError(
        'ERR_REPLAY',
        `client ${shown(client)} has its share of the replay store, a quarter`,
      )
    }
  }

  return {
    async claim(key, expiresAt, client = UNNAMED) {
      expectKind(key, 'key', STRING)
      expectKind(expiresAt, 'expiresAt', SECONDS)
      const octets = await subtleCrypto().digest('SHA-256', UTF8.encode(key))
      const digest = String.fromCharCode(...new Uint16Array(octets))
      purge(Math.floor(now() / 1000))
      if (claimed.has(digest)) return false
      const share = shareOf(client)
      checkRoom(share)
      add(digest, share, Math.ceil(expiresAt) + MARGIN)
      return true
    },
  }
}

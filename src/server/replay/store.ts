/**
 * What remembers the accepted assertions, so that none is accepted twice (RFC 7523 §3, on `jti`).
 */
import { within } from '../../deadline.ts'
import { JoseError } from '../../errors.ts'
import { MILLISECONDS, withMethods, type Kind, type Kinds } from '../../options.ts'

/** What remembers keys. */
export interface ReplayStore {
  /**
   * Whether this is the first claim of a key. Of any number of simultaneous claims, one is the first.
   *
   * @param expiresAt seconds since 1970, until which the key must be remembered at least
   * @param client the client_id, for a store that gives each client a share
   * @throws any error if it cannot tell. Then, and after any other answer, nothing is accepted
   */
  claim(key: string, expiresAt: number, client?: string): Promise<boolean>
}

export const STORE: Kind = /* @__PURE__ */ withMethods('a ReplayStore, with a method claim', 'claim')

/** Extra seconds that a store remembers: its clock may be ahead of the verifier's, or be set back. */
export const MARGIN = 60

/** Options of a shared store. */
export interface SharedReplayStoreOptions {
  /** Milliseconds until a claim has failed. Default: 2,000. */
  timeout?: number | undefined
}

export const SHARED_STORE_OPTIONS: Kinds<SharedReplayStoreOptions> = { timeout: MILLISECONDS }

/** The answer of a shared store, with a deadline. */
export function answerWithin<T>(timeout: number, answer: Promise<T>): Promise<T> {
  const late = () => new JoseError('ERR_HTTP', `the replay store did not answer within ${timeout} ms`)
  return within(timeout, answer, late)
}

/** One access token shared by processes, isolates and machines. */
import { base64urlOf, UTF8 } from '../base64url.ts'
import { within } from '../deadline.ts'
import { isString } from '../options.ts'
import { subtleCrypto } from '../webcrypto.ts'
import { LONGEST_LIFE, TOKEN, tokenOf, type AccessToken } from './token-request.ts'

/**
 * Where the clients of a fleet keep their token. If the store throws, is late (after half of `timeout`) or
 * returns anything but a token, the client asks the server. It holds access tokens: protect it like them.
 */
export interface TokenStore {
  /**
   * The value that was last set under a name of 60 characters, or nothing. It may wait a while for another
   * process that is asking the server.
   *
   * @throws any error, which is passed over: then the server is asked
   */
  get(name: string): Promise<string | null | undefined> | string | null | undefined
  /**
   * Keeps a value, which is text. The name depends on the server, the client, its scopes and the other parts
   * of the request.
   *
   * @param seconds whole seconds, 1 or more, after which the value is useless
   * @throws any error, which is passed over: then the server is asked
   */
  set(name: string, value: string, seconds: number): unknown
}

/** A token, and how many seconds it lives. */
export interface Granted {
  readonly token: AccessToken
  readonly life: number
}

/** What a store holds. */
interface Stored {
  readonly accessToken: string
  readonly scope: string
  readonly expiresAt: number
  readonly life: number
}

/** A client's token in a store. */
export interface StoredToken {
  /** The token, unless it ends soon or is the one that was refused. */
  read(refused: string | undefined): Promise<Granted | undefined>
  write(granted: Granted): Promise<void>
}

interface StoredTokenOptions {
  readonly store: TokenStore
  /** Everything that a token depends on. */
  readonly request: readonly unknown[]
  /** The scopes that are asked for. */
  readonly scope: string | undefined
  /** Milliseconds that the store may take. */
  readonly patience: number
  readonly now: () => number
}

export function createStoredToken(options: StoredTokenOptions): StoredToken {
  const { store, request, scope, patience, now } = options

  /** What the store returns in time, or nothing. */
  async function attempt<T>(use: (name: string) => T | Promise<T>): Promise<T | undefined> {
    const work = async (): Promise<T> => {
      const digest = await subtleCrypto().digest('SHA-256', UTF8.encode(JSON.stringify(request)))
      return use(`subtle-jws:token:${base64urlOf(new Uint8Array(digest))}`)
    }
    return within(patience, work(), () => new Error('late')).catch(() => undefined)
  }

  function judge(value: string, refused: string | undefined): Granted | undefined {
    const { accessToken, scope: granted, expiresAt, life } = JSON.parse(value) as Stored
    const time = now() / 1000
    const left = expiresAt - time
    const isWhole = TOKEN[1](accessToken) && isString(granted) && accessToken !== refused
    // The clocks of a fleet may differ by a minute.
    const isSound = [expiresAt, life].every(Number.isFinite) && life <= LONGEST_LIFE && left < life + 60
    if (!isWhole || !isSound || left < Math.min(60, life / 5)) return undefined
    const end = Math.min(expiresAt, time + life)
    return { token: tokenOf({ accessToken, scope: granted, expiresAt: end }, scope), life }
  }

  return {
    read: (refused) => attempt(async (name) => judge((await store.get(name))!, refused)),
    async write({ token, life }) {
      const seconds = Math.floor(life)
      const stored: Stored = { ...token, life }
      if (seconds > 0) await attempt((name) => store.set(name, JSON.stringify(stored), seconds))
    },
  }
}

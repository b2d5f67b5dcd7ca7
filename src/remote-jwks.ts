/** A JWK Set at its URL, kept for as long as its answer allows (RFC 9111). */
import { shown } from './errors.ts'
import {
  freshness,
  httpError,
  jsonOfSuccess,
  request,
  secureUrl,
  type Answer,
  type HttpOptions,
  type AnswerMembers,
} from './http.ts'
import { isJsonObject, type JsonObject } from './json.ts'
import type { Jwk, JwkSet } from './jwk.ts'
import { BOOLEAN, expectOptions, FUNCTION, isString, MILLISECONDS, SECONDS, type Kinds } from './options.ts'
import { createSharedTask, isRecent } from './shared-task.ts'

/** How a set is fetched and kept. */
export interface RemoteJwksOptions extends Omit<HttpOptions, 'signal' | 'timeout'> {
  /** Milliseconds until the whole answer must be there, 1 to 700,000,000. Default: 5,000. */
  timeout?: number | undefined
  /** The least seconds that a set is kept, whatever its answer says. Default: 0. */
  minAge?: number | undefined
  /** The most seconds that a set is kept, whatever its answer says. Default: 86,400, a day. */
  maxAge?: number | undefined
  /**
   * Seconds after a request without one for an unknown `kid`, and after a failed one without any.
   * Default: 30.
   */
  cooldown?: number | undefined
  /**
   * Seconds that an expired set stands in while it cannot be fetched, if its answer allows.
   * Default: 0, never.
   */
  staleIfError?: number | undefined
  /** The clock, in milliseconds since 1970. Default: `Date.now`. */
  now?: (() => number) | undefined
}

/** A JWK Set at a URL. Callers at the same time share one request. */
export interface RemoteJwks {
  /**
   * The set: the one at hand while it is fresh, else a new one.
   *
   * @throws JoseError `ERR_HTTP`: no answer, or none that is a JWK Set; within `cooldown` the same error
   *   again
   */
  get(): Promise<JwkSet>
  /**
   * The set, fetched anew unless a request was made within `cooldown`: for a `kid` that it lacks.
   *
   * @throws JoseError as {@link get} does
   */
  refresh(): Promise<JwkSet>
}

const MEMBERS: AnswerMembers = {
  keys: ['a list of 100 keys at most', (keys) => Array.isArray(keys) && keys.length <= 100],
}

export const REMOTE_JWKS_OPTIONS: Kinds<RemoteJwksOptions> = {
  fetch: FUNCTION,
  timeout: MILLISECONDS,
  allowInsecureRequests: BOOLEAN,
  minAge: SECONDS,
  maxAge: SECONDS,
  cooldown: SECONDS,
  staleIfError: SECONDS,
  now: FUNCTION,
}

/** The members of a key that are read, which are all that is kept of it. */
const READ = ['kty', 'kid', 'alg', 'use', 'crv', 'x', 'y', 'n', 'e', 'pub', 'keys']

/** A key of a set as it is kept: a key server may send any amount of what nobody reads. */
function readMembers(key: unknown): Jwk {
  const received = isJsonObject(key) ? key : {}
  const kept: JsonObject = {}
  for (const member of READ) {
    const value = received[member]
    // None of them is an object: such a key stays one that is refused.
    const isObject = typeof value === 'object' && value !== null
    if (value !== undefined) kept[member] = isObject ? false : value
  }
  const { key_ops: operations } = received
  if (operations !== undefined) kept.key_ops = isShortList(operations) ? operations : false
  return kept as unknown as Jwk
}

function isShortList(value: unknown): boolean {
  if (value === null) return true
  return Array.isArray(value) && value.length <= 10 && value.every(isString)
}

/** A set that was fetched, and how long it may be kept. */
interface KeptSet {
  readonly jwks: JwkSet
  readonly headers: Headers
  /** Milliseconds since 1970. */
  readonly since: number
  /** Seconds. */
  readonly life: number
}

/**
 * A JWK Set at a URL: https (or http on localhost), no redirects, 64 KiB and 100 keys at most, a JSON content
 * type. It is kept as Cache-Control (`max-age`), Age and Expires say, and revalidated by its ETag (RFC 9111).
 *
 * @throws TypeError: the URL or an option
 */
export function createRemoteJwks(url: string, options: RemoteJwksOptions = {}): RemoteJwks {
  expectOptions(options, REMOTE_JWKS_OPTIONS)
  const {
    timeout = 5000,
    minAge = 0,
    maxAge = 86400,
    cooldown = 30,
    staleIfError = 0,
    now = Date.now,
  } = options
  const location = secureUrl(url, 'url', options)

  let kept: KeptSet | undefined
  /** The last one that was fetched: while no other is asked for, it stands also where it may not be kept. */
  let latest: KeptSet | undefined
  /** Why the last request failed, if it did. */
  let failure: unknown

  /** The known set, where the server says that it stands. */
  function renewed(known: KeptSet, headers: Headers): { jwks: JwkSet; headers: Headers } {
    // What the new answer does not say stands as it was (RFC 9111 §4.3.4), but for its Age.
    const merged = new Headers(known.headers)
    merged.delete('age')
    headers.forEach((value, name) => {
      merged.set(name, value)
    })
    return { jwks: known.jwks, headers: merged }
  }

  function judge(answer: Answer): { jwks: JwkSet; headers: Headers } {
    const { status, headers } = answer.response
    const { keys } = jsonOfSuccess(answer, 'a JWK Set is needed', MEMBERS)
    const type = headers.get('content-type') ?? undefined
    const isJson = type && /^application\/([\w.-]+\+)?json *(;|$)/i.test(type)
    if (!isJson)
      throw httpError(location, `its content type is ${shown(type)}, and must be application/json`, {
        status,
      })
    return { jwks: { keys: (keys as unknown[]).map(readMembers) }, headers }
  }

  async function load(): Promise<KeptSet> {
    failure = undefined
    const known = kept
    const etag = known?.headers.get('etag')
    const accept = 'application/jwk-set+json, application/json'
    const sent = { accept, ...(etag && { 'if-none-match': etag }) }
    const answer = await request(location, { headers: sent }, { ...options, timeout })
    const { status, headers: received } = answer.response
    const stands = known && etag && status === 304
    const { jwks, headers } = stands ? renewed(known, received) : judge(answer)
    const since = now()
    const fresh = freshness(headers, since)
    const life = Math.min(maxAge, Math.max(minAge, fresh))
    return { jwks, headers, since, life }
  }

  function keep(loaded: KeptSet): void {
    const control = loaded.headers.get('cache-control') ?? ''
    const storable = loaded.life > 0 || !/no-store/i.test(control)
    kept = storable ? loaded : undefined
    latest = loaded
  }

  const loading = createSharedTask({
    work: load,
    keep,
    fail(error) {
      failure = error
    },
    patience: timeout * 2,
    now,
    late: () => httpError(location, `no answer within ${timeout * 2} ms`),
  })

  /** Whether the last request is over, and so recent that no other is made. */
  function isCooling(): boolean {
    return !loading.isRunning() && loading.beganWithin(cooldown * 1000)
  }

  /** The set as it is fetched now, unless that has failed a moment ago. */
  async function fetched(): Promise<JwkSet> {
    if (failure && isCooling()) throw failure
    return (await loading.run()).jwks
  }

  /** Whether the kept set is not older than its life and so many seconds more. */
  function standsFor(seconds: number): boolean {
    if (!kept) return false
    const life = (kept.life + seconds) * 1000
    return isRecent(kept.since, life, now())
  }

  function mayBeStale(): boolean {
    return !/no-cache|must-revalidate/i.test(kept?.headers.get('cache-control') ?? '')
  }

  return {
    async get() {
      if (standsFor(0)) return kept!.jwks
      try {
        return await fetched()
      } catch (error) {
        if (mayBeStale() && standsFor(staleIfError)) return kept!.jwks
        throw error
      }
    },
    async refresh() {
      return latest && !failure && isCooling() ? latest.jwks : fetched()
    },
  }
}

/** A JWK Set at a URL, kept for as long as its answer allows (RFC 9111). */
import {
  freshness,
  httpError,
  jsonOfSuccess,
  publicPartOf,
  request,
  secureUrl,
  type Answer,
  type HttpOptions,
  type AnswerMembers,
} from './http.ts'
import { isJsonObject, type JsonObject } from './json.ts'
import { membersOf, type Jwk, type JwkSet } from './jwk.ts'
import type { JoseHeader } from './jws.ts'
import { verifierOfSet, type KeyLookupOptions } from './key-set.ts'
import { BOOLEAN, expectOptions, FUNCTION, isString, MILLISECONDS, SECONDS, type Kinds } from './options.ts'
import { createSharedTask, isRecent } from './shared-task.ts'
import type { Verifier } from './signer.ts'

/** How a set is fetched and kept. */
export interface RemoteJwksOptions extends Omit<HttpOptions, 'signal' | 'timeout'> {
  /** Milliseconds until the whole answer must be there, 1 to 700,000,000. Default: 5,000. */
  timeout?: number | undefined
  /** The least seconds that a set is kept, whatever its answer says. Default: 5. */
  minAge?: number | undefined
  /** The most seconds that a set is kept, whatever its answer says. Default: 600. */
  maxAge?: number | undefined
  /**
   * Seconds until the set is fetched again for a `kid` that it lacks or a signature that none of its keys
   * made, and until a request that failed is tried again. Default: 30.
   */
  cooldown?: number | undefined
  /**
   * Seconds that an expired set may still be used while no new one can be fetched, whatever its answer says.
   * Default: 0, never.
   */
  staleIfError?: number | undefined
  /** The clock, in milliseconds since 1970. Default: `Date.now`. */
  now?: (() => number) | undefined
}

/**
 * A JWK Set at a URL, which finds the key for a token: `verifyJwt(token, remote)`. Simultaneous callers share
 * one request.
 */
export interface RemoteJwks {
  /**
   * The Verifier for a token with this header. If the set lacks the `kid`, or none of its keys made the
   * signature, the set is fetched again, at most once in `cooldown`.
   *
   * @throws JoseError as {@link get} does; `ERR_KEY_NOT_FOUND`: no key of the set fits; `ERR_KEY_AMBIGUOUS`:
   *   more than four fit; `ERR_JWK`: the one that fits is unsound
   */
  (header: JoseHeader, options?: KeyLookupOptions): Promise<Verifier>
  /**
   * The set: the kept one while it is fresh, else a new one. Its keys have only the members that verifying
   * needs. If a key was published with its private half, its `d` is false.
   *
   * @throws JoseError `ERR_HTTP`: no answer, or an answer that is not a JWK Set; within `cooldown` the same
   *   error again
   */
  get(): Promise<JwkSet>
  /**
   * The set, fetched again unless that was done within `cooldown`.
   *
   * @throws JoseError as {@link get} does
   */
  refresh(): Promise<JwkSet>
}

/** The most entries of a set. */
const MOST_KEYS = 1000

const MEMBERS: AnswerMembers = {
  // One literal: bundlers would keep a template in bundles that read no set.
  keys: ['a list of 1000 keys at most', (keys) => Array.isArray(keys) && keys.length <= MOST_KEYS],
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

/** The members of a key that are kept besides its public half. */
const METADATA = ['kty', 'kid', 'alg', 'use', 'crv', 'keys']

/** The members of a key that are kept: a key server may send any amount of others. */
function readMembers(received: JsonObject, read: readonly string[], secret: readonly string[]): Jwk {
  const kept: JsonObject = {}
  for (const member of read) {
    const value = received[member]
    // None of them may be an object: `false` is refused as well, and is small.
    const isObject = typeof value === 'object' && value !== null
    if (value !== undefined) kept[member] = isObject ? false : value
  }
  const { key_ops: operations } = received
  if (operations !== undefined) kept.key_ops = isShortList(operations) ? operations : false
  // Anyone who reads the set can sign with this key: it is refused, and its secret is not kept.
  const isThere = (member: string): boolean => (received[member] ?? undefined) !== undefined
  if (secret.some(isThere)) kept.d = false
  return kept as unknown as Jwk
}

/** The public key of a JWK as text, without its metadata. */
function publicKeyText({ n, x, y, pub }: Jwk): string {
  return JSON.stringify([n, x, y, pub])
}

/** The keys of a set. If an entry exposes a private key, the other entries of that key are refused too. */
export function readKeys(entries: readonly unknown[]): Jwk[] {
  const read = [...METADATA, ...membersOf('public')]
  const secret = membersOf('private')
  const keys = entries.filter(isJsonObject).map((entry) => readMembers(entry, read, secret))
  const isExposed = ({ d }: JsonObject): boolean => d === false
  const exposed = new Set(keys.filter(isExposed).map(publicKeyText))
  for (const key of keys as JsonObject[]) {
    if (exposed.has(publicKeyText(key as unknown as Jwk))) key.d = false
  }
  return keys
}

/** The headers of an answer that are kept: those about its freshness, and its ETag. */
const KEPT_HEADERS = ['age', 'cache-control', 'date', 'etag', 'expires']

/**
 * The headers of an answer that are kept.
 *
 * @param known those of the kept set, if the answer confirms it (304): all but the Age stay, unless the
 *   answer has new ones (RFC 9111 §4.3.4)
 */
function headersToKeep(received: Headers, known = new Headers()): Headers {
  const kept = new Headers()
  for (const name of KEPT_HEADERS) {
    const before = name === 'age' ? null : known.get(name)
    const value = received.get(name) ?? before
    if (value !== null) kept.set(name, value)
  }
  return kept
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
 * A JWK Set at a URL: over https (http on this machine, or with `allowInsecureRequests`), without redirects,
 * with 256 KiB and 1,000 keys at most, of any content type. It is kept as Cache-Control (`max-age`), Age and
 * Expires say, within `minAge` and `maxAge`, and revalidated by its ETag (RFC 9111).
 *
 * @throws TypeError: the URL or an option is wrong
 */
export function createRemoteJwks(url: string | URL, options: RemoteJwksOptions = {}): RemoteJwks {
  expectOptions(options, REMOTE_JWKS_OPTIONS)
  const {
    timeout = 5000,
    minAge = 5,
    maxAge = 600,
    cooldown = 30,
    staleIfError = 0,
    now = Date.now,
  } = options
  const location = secureUrl(url, 'url', options)

  let kept: KeptSet | undefined
  /** Why the last request failed, if it did. */
  let failure: unknown
  /** When the set was last fetched again while it was still fresh. */
  let asked = -Infinity

  function judge(answer: Answer): JwkSet {
    const { keys } = jsonOfSuccess(answer, 'a JWK Set is needed', MEMBERS)
    const jwks = { keys: readKeys(keys as unknown[]) }
    // An equal set is replaced by the kept one, whose keys are already imported.
    const isEqual = kept && JSON.stringify(kept.jwks) === JSON.stringify(jwks)
    return isEqual ? kept!.jwks : jwks
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
    const jwks = stands ? known.jwks : judge(answer)
    const headers = headersToKeep(received, stands ? known.headers : undefined)
    const since = now()
    const life = Math.min(maxAge, Math.max(minAge, freshness(headers, since)))
    return { jwks, headers, since, life }
  }

  const loading = createSharedTask({
    work: load,
    keep(loaded: KeptSet) {
      kept = loaded
    },
    fail(error) {
      failure = error
    },
    patience: timeout * 2,
    now,
    late: () => httpError(location, `no answer within ${timeout * 2} ms`),
  })

  /** Whether the last request failed so recently that no other is made. */
  function hasJustFailed(): boolean {
    const hasFailed = failure !== undefined && !loading.isRunning()
    return hasFailed && loading.beganWithin(cooldown * 1000)
  }

  /** Fetch the set, unless that failed a moment ago. */
  async function fetched(): Promise<KeptSet> {
    if (hasJustFailed()) throw failure
    return loading.run()
  }

  /** Whether the kept set may be used for its life and so many seconds more. */
  function standsFor(seconds: number): boolean {
    if (!kept) return false
    const life = kept.life + seconds
    return isRecent(kept.since, life * 1000, now())
  }

  async function current(): Promise<KeptSet> {
    if (standsFor(0)) return kept!
    try {
      return await fetched()
    } catch (error) {
      if (standsFor(staleIfError)) return kept!
      throw error
    }
  }

  async function askedAgain(): Promise<KeptSet> {
    const isIdle = !failure && !loading.isRunning()
    if (kept && isIdle && isRecent(asked, cooldown * 1000, now())) return kept
    if (!hasJustFailed()) asked = now()
    return fetched()
  }

  /** A Verifier with this set. Its messages say where and when the set was read. */
  function verifierIn(
    { jwks, since }: KeptSet,
    header: JoseHeader,
    lookup: KeyLookupOptions,
  ): Promise<Verifier> {
    function where(): string {
      const age = Math.floor((now() - since) / 1000)
      const failed = failure ? '; reading it again failed' : ''
      return `at ${publicPartOf(location)} (read ${age} s ago${failed})`
    }
    return verifierOfSet(jwks, header, lookup, where)
  }

  async function lookUp(header: JoseHeader, lookup: KeyLookupOptions = {}): Promise<Verifier> {
    const before = kept
    const set = await current()
    const wasJustRead = set !== before
    /** The set, fetched again if there may be a newer one. */
    async function newest(): Promise<KeptSet> {
      if (!wasJustRead) return askedAgain().catch(() => set)
      // It was just fetched for this token.
      asked = now()
      return set
    }
    let verifier: Verifier
    try {
      verifier = await verifierIn(set, header, lookup)
    } catch {
      return verifierIn(await newest(), header, lookup)
    }
    async function verify(signature: Uint8Array, signingInput: Uint8Array): Promise<boolean> {
      if (await verifier.verify(signature, signingInput)) return true
      // A key may have been replaced under its kid.
      const other = await newest()
      if (other.jwks === set.jwks) return false
      const replaced = await verifierIn(other, header, lookup)
      return replaced.verify(signature, signingInput)
    }
    return { ...verifier, verify }
  }

  return Object.assign(lookUp, {
    get: async () => (await current()).jwks,
    refresh: async () => (await askedAgain()).jwks,
  })
}

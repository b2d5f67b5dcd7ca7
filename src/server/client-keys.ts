/** Finds the keys of registered clients: checks registrations, and keeps key sets at URLs. */
import type { JwsAlgorithm } from '../algorithms.ts'
import { JoseError, shown, typeOf } from '../errors.ts'
import { isSecure, shownUrl } from '../http.ts'
import { isJsonObject } from '../json.ts'
import { isJwkSet, type Jwk, type JwkSet, type Where } from '../jwk.ts'
import type { JoseHeader } from '../jws.ts'
import { verifierOfSet, type KeyLookupOptions } from '../key-set.ts'
import { TEXT, TEXT_OR_TEXTS, TEXTS, type Kinds } from '../options.ts'
import { createRemoteJwks, readKeys, type RemoteJwks, type RemoteJwksOptions } from '../remote-jwks.ts'
import { isRecent } from '../shared-task.ts'
import type { Verifier } from '../signer.ts'

/** The registration of a client: its keys, or where they are. A member that is null counts as absent. */
export interface RegisteredClient {
  /** Its JWK Set, if it was registered by value. */
  jwks?: JwkSet | null | undefined
  /** The https URL of its JWK Set. It takes precedence over `jwks`, and a `jku` must equal it. */
  jwksUri?: string | null | undefined
  /** The algorithms to accept from it. Default: the verifier's. */
  algorithms?: readonly JwsAlgorithm[] | null | undefined
  /** What its `aud` may name. Default: the verifier's. */
  audience?: string | readonly string[] | null | undefined
}

const REGISTRATION: Kinds<RegisteredClient> = {
  jwks: ['a JWK Set', (value) => isJsonObject(value) && isJwkSet(value as JwkSet)],
  jwksUri: TEXT,
  algorithms: TEXTS,
  audience: TEXT_OR_TEXTS,
}

function registrationError(clientId: string, fault: string): JoseError {
  return new JoseError('ERR_KEY_NOT_FOUND', `client ${shown(clientId)} is registered ${fault}`)
}

/**
 * Refuse a client whose registration is wrong.
 *
 * @throws JoseError `ERR_KEY_NOT_FOUND`: a member is of a wrong type, or there are no keys
 */
export function checkRegistration(clientId: string, registered: RegisteredClient): void {
  for (const name in REGISTRATION) {
    const member = name as keyof RegisteredClient
    const value = registered[member]
    const [expected, fits] = REGISTRATION[member]
    if (value && !fits(value))
      throw registrationError(clientId, `with ${typeOf(value)} as ${name}; it must be ${expected}`)
  }
  if (!registered.jwksUri && !registered.jwks) throw registrationError(clientId, 'without jwks or jwksUri')
}

/**
 * Refuse a set in which another key has the `kid` and `kty` of the one that fits: in SMART App Launch 2.2.0,
 * only these two select a client's key.
 */
function expectNoRival({ keys }: JwkSet, fitting: readonly Jwk[], where: Where): void {
  const [first, other] = fitting as [Jwk, Jwk | undefined]
  const { kid, kty } = first
  const members = ['n', 'x', 'y', 'pub']
  const isRival = (key: Jwk): boolean =>
    key?.kid === kid && key.kty === kty && members.some((member) => key[member] !== first[member])
  if (!other && !keys.some(isRival)) return
  const shared = `kid ${shown(kid)} and kty ${kty}`
  throw new JoseError('ERR_KEY_AMBIGUOUS', `several keys ${where()} have ${shared}; each needs its own kid`)
}

/** Set a member of a map in order of use. If there are too many, the least recently used one is dropped. */
function keep<V>(map: Map<string, V>, key: string, value: V, most: number): void {
  map.delete(key)
  map.set(key, value)
  if (map.size > most) map.delete(map.keys().next().value!)
}

/** The most failures that are remembered. */
const MOST_FAILURES = 10_000

/** A registered set, as it was read. */
interface ReadSet extends JwkSet {
  /** What it held then. */
  readonly entries: readonly Jwk[]
  /** The Verifiers of its keys, by the `alg` and `kid` that selected each. */
  readonly verifiers: Map<string, Verifier>
}

/** The keys of all clients. */
export interface ClientKeys {
  /**
   * The Verifier for a token of a client, with the one key that has the header's `kid` and the `kty` of its
   * `alg` (SMART App Launch 2.2.0, asymmetric authentication).
   *
   * @throws JoseError as a call of a {@link RemoteJwks} does; `ERR_KEY_NOT_FOUND` also for a URL that is
   *   not https
   */
  verifierFor(clientId: string, registered: RegisteredClient, header: JoseHeader): Promise<Verifier>
  /** Read the set at this URL again when it is next needed. */
  forget(url: string): void
}

/** The keys of all clients, with so many sets at URLs at most. */
export function createClientKeys(
  most: number,
  algorithms: readonly JwsAlgorithm[],
  options: RemoteJwksOptions,
): ClientKeys {
  const { now = Date.now, cooldown = 30, allowInsecureRequests } = options
  const remotes = new Map<string, RemoteJwks>()
  /** Why and when a set could not be read: the cooldown holds even if the set was dropped since. */
  const failures = new Map<string, { readonly failure: JoseError; readonly since: number }>()
  /** Sets that were forgotten: if a fetch that began before fails, that says nothing about the next. */
  const forgotten = new WeakSet<RemoteJwks>()
  /** The registered sets, as they were read. */
  const handedOver = new WeakMap<JwkSet, ReadSet>()

  function remoteOf(url: string, clientId: string): RemoteJwks {
    // Whoever registers a URL chooses it, so it must not lead to this machine.
    if (!isSecure(url, { allowInsecureRequests, loopback: false }))
      throw registrationError(clientId, `with jwksUri ${shownUrl(url)}; it must be an https URL`)
    const failed = failures.get(url)
    if (failed && isRecent(failed.since, cooldown * 1000, now())) throw failed.failure
    return createRemoteJwks(url, options)
  }

  /** A registered set: read once, and again if keys were added or removed. */
  function readSetOf(jwks: JwkSet): ReadSet {
    const { keys } = jwks
    const known = handedOver.get(jwks)
    const isSame = known?.entries.length === keys.length && keys.every((key, i) => key === known.entries[i])
    if (isSame) return known
    const read = { keys: readKeys(keys), entries: [...keys], verifiers: new Map() }
    handedOver.set(jwks, read)
    return read
  }

  async function remoteVerifier(url: string, clientId: string, lookup: Lookup): Promise<Verifier> {
    const remote = remotes.get(url) ?? remoteOf(url, clientId)
    keep(remotes, url, remote, most)
    try {
      return await remote(...lookup)
    } catch (failure) {
      const isOfServer = (failure as JoseError).code === 'ERR_HTTP' && !forgotten.has(remote)
      // Within the cooldown it is the same error again, whose age still counts from the first time.
      const isNew = failures.get(url)?.failure !== failure
      if (isOfServer && isNew)
        keep(failures, url, { failure: failure as JoseError, since: now() }, MOST_FAILURES)
      throw failure
    }
  }

  return {
    async verifierFor(clientId, registered, header) {
      const { jwks, jwksUri } = registered
      const lookup: Lookup = [
        header,
        { algorithms: registered.algorithms || algorithms, judge: expectNoRival },
      ]
      if (jwksUri) return remoteVerifier(jwksUri, clientId, lookup)
      const read = readSetOf(jwks!)
      const { alg, kid } = header
      const name = `${alg} ${kid}`
      const known = read.verifiers.get(name)
      if (known) return known
      const verifier = await verifierOfSet(read, ...lookup, () => 'in the registered set')
      read.verifiers.set(name, verifier)
      return verifier
    },
    forget(url) {
      const remote = remotes.get(url)
      if (remote) forgotten.add(remote)
      remotes.delete(url)
      failures.delete(url)
    },
  }
}

/** A token's header, and how its key is looked up. */
type Lookup = readonly [header: JoseHeader, options: KeyLookupOptions]

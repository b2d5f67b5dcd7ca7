/** The keys of registered clients: what is registered is judged, and sets at URLs are kept. */
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
 * Refuse a client for what is registered of it.
 *
 * @throws JoseError `ERR_KEY_NOT_FOUND`: a member is of a wrong type, or there are no keys
 */
export function checkRegistration(clientId: string, registered: RegisteredClient): void {
  for (const name in REGISTRATION) {
    const member = name as keyof RegisteredClient
    const value = registered[member]
    const [expected, fits] = REGISTRATION[member]
    if (value && !fits(value))
      throw registrationError(clientId, `with ${name} ${typeOf(value)}; it must be ${expected}`)
  }
  if (!registered.jwksUri && !registered.jwks) throw registrationError(clientId, 'without jwks or jwksUri')
}

/**
 * Refuse a set with another key of the `kid` and `kty` of the one that fits, by which alone a client's key is
 * told (SMART App Launch 2.2.0).
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

/** Set a member of a map in which the one that was not used for longest comes first, and is dropped. */
function keep<V>(map: Map<string, V>, key: string, value: V, most: number): void {
  map.delete(key)
  map.set(key, value)
  if (map.size > most) map.delete(map.keys().next().value!)
}

/** The most failures that are remembered. */
const MOST_FAILURES = 10_000

/** A set that was handed over, as it was read. */
interface ReadSet extends JwkSet {
  /** What it held then. */
  readonly entries: readonly Jwk[]
  /** What its keys verify with, by the `alg` and `kid` that found each. */
  readonly verifiers: Map<string, Verifier>
}

/** The keys of all clients. */
export interface ClientKeys {
  /**
   * What verifies a token of a client: the one key with the header's `kid` and the `kty` of its `alg` (SMART
   * App Launch 2.2.0, asymmetric authentication).
   *
   * @throws JoseError as a call of a {@link RemoteJwks} does; `ERR_KEY_NOT_FOUND` also for a URL that is
   *   not https
   */
  verifierFor(clientId: string, registered: RegisteredClient, header: JoseHeader): Promise<Verifier>
  /** Read the set at this URL anew when it is needed next. */
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
  /** Why a set could not be read, and when: one that is dropped, and made anew, is not asked for before. */
  const failures = new Map<string, { readonly failure: JoseError; readonly since: number }>()
  /** Those that were forgotten: that one fails which was asked before says nothing of the next. */
  const forgotten = new WeakSet<RemoteJwks>()
  /** The sets that were handed over, as they were read. */
  const handedOver = new WeakMap<JwkSet, ReadSet>()

  function remoteOf(url: string, clientId: string): RemoteJwks {
    // Whoever registers a URL chooses it: this machine is not for everybody.
    if (!isSecure(url, { allowInsecureRequests, loopback: false }))
      throw registrationError(clientId, `with jwksUri ${shownUrl(url)}; it must be an https URL`)
    const failed = failures.get(url)
    if (failed && isRecent(failed.since, cooldown * 1000, now())) throw failed.failure
    return createRemoteJwks(url, options)
  }

  /** A set that was handed over: read once, and anew where keys were put into it or taken out. */
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
      // Within the cooldown it is the same one again, which is no younger for that.
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

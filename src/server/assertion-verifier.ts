/**
 * Client assertions, verified as a FHIR authorization server must (SMART App Launch 2.2.0; RFC 7523 §3; RFC
 * 8725).
 */
import { checkClaims, claimError, type JwtClaims } from '../claims.ts'
import { within } from '../deadline.ts'
import { JoseError, shown, typeOf } from '../errors.ts'
import { parseJsonObject, type JsonObject } from '../json.ts'
import { isJwkSet, type JwkSet } from '../jwk.ts'
import { checkHeader, checkSignature, parseJws, type JoseHeader, type ParsedJws } from '../jws.ts'
import { checkType, CLAIMS_SET, verifierFor } from '../jwt.ts'
import { expectOptions, FUNCTION, isString, SECONDS, TEXT_OR_TEXTS, TEXTS, type Kinds } from '../options.ts'
import {
  createRemoteJwks,
  REMOTE_JWKS_OPTIONS,
  type RemoteJwks,
  type RemoteJwksOptions,
} from '../remote-jwks.ts'
import { createMemoryReplayStore } from './replay/memory.ts'
import { STORE, type ReplayStore } from './replay/store.ts'

/** What is registered of a client: its keys, or where they are. */
export interface RegisteredClient {
  /** Its JWK Set, as it was handed over. */
  jwks?: JwkSet
  /** The URL of its JWK Set. It goes before `jwks`, and is what a `jku` must equal. */
  jwksUri?: string
}

/** What assertions are held to. The options of `createRemoteJwks` are those of every client's set. */
export interface AssertionVerifierOptions extends RemoteJwksOptions {
  /** What `aud` must name: the URL of the token endpoint, and others that are this server's. */
  audience: string | readonly string[]
  /** What is registered of the client with this client_id, which is not verified yet: only to look it up. */
  client: (clientId: string) => Promise<RegisteredClient | undefined>
  /** The algorithms to accept. Default: RS384 and ES384. */
  algorithms?: readonly string[]
  /** What remembers the assertions. Default: `createMemoryReplayStore`, for a server of one process. */
  replayStore?: ReplayStore
  /** Seconds by which a client's clock may differ. Default: 5. */
  clockTolerance?: number
  /** Seconds that `exp` may be ahead, beside `clockTolerance`. Default: 300. */
  maxLifetime?: number
  /**
   * Milliseconds until `client`, the store and the whole answer of a key server must be there.
   * Default: 5,000.
   */
  timeout?: number
}

/** The parameters of a token request, as its body was parsed. */
export type TokenRequestParameters = URLSearchParams | FormData | { readonly [parameter: string]: unknown }

/** A client that has proved who it is. */
export interface VerifiedAssertion {
  /** Its client_id. */
  clientId: string
  /** The claims of its assertion. */
  claims: JwtClaims
  /** The JOSE Header of its assertion. */
  header: JoseHeader
}

/** What verifies client assertions. */
export interface AssertionVerifier {
  /**
   * Authenticate the client of a token request. What it accepts, it accepts once.
   *
   * @throws JoseError for every refusal: `ERR_OAUTH` with `error` `invalid_request`, where a parameter is
   *   missing or given twice; `ERR_REPLAY`: the assertion was accepted before, or (with `cause`) the replay
   *   store failed; `ERR_HTTP`: the client's keys cannot be fetched, or `client` is late; `ERR_CLAIM`,
   *   `ERR_EXPIRED`; and as `verifyJwt` does. `toOAuthErrorResponse` answers them. What `client` throws is
   *   thrown on
   */
  verify(parameters: TokenRequestParameters): Promise<VerifiedAssertion>
}

const OPTIONS: Kinds<AssertionVerifierOptions> = /* @__PURE__ */ Object.assign(
  {
    audience: TEXT_OR_TEXTS,
    client: FUNCTION,
    algorithms: TEXTS,
    replayStore: STORE,
    clockTolerance: SECONDS,
    maxLifetime: SECONDS,
  },
  REMOTE_JWKS_OPTIONS,
)

const TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/** The most characters of an assertion. */
const LONGEST_ASSERTION = 16384
/** The most characters of a jti. */
const LONGEST_JTI = 256
/** The most sets of clients that are kept. */
const MOST_SETS = 1000

/** A token request as it came in. Nothing of it is believed yet. */
interface ReceivedRequest {
  readonly assertion: ParsedJws
  readonly claims: JsonObject
  /** Who it says that the client is. */
  readonly clientId: string
}

function requestError(parameter: string, sentence: string): JoseError {
  const details = { error: 'invalid_request', status: 400, claim: parameter }
  return new JoseError('ERR_OAUTH', `parameter ${parameter} ${sentence}`, details)
}

/** A parameter's value: once at most, and what is empty was not sent (RFC 6749 §3.2). */
function parameterOf(parameters: TokenRequestParameters, name: string): string {
  const { getAll, [name]: value } = Object(parameters)
  const values: unknown[] = typeof getAll === 'function' ? getAll.call(parameters, name) : [value]
  const [first = '', ...others] = values
  if (others.length > 0) throw requestError(name, 'is there twice')
  if (!isString(first)) throw requestError(name, 'must be one string')
  return first
}

/** The request's form (RFC 7523 §2.2), and whom its assertion names. */
function readRequest(parameters: TokenRequestParameters): ReceivedRequest {
  const jws = parameterOf(parameters, 'client_assertion')
  const type = parameterOf(parameters, 'client_assertion_type')
  const named = parameterOf(parameters, 'client_id')
  if (!jws) throw requestError('client_assertion', 'is missing; it must be a JWT')
  if (type !== TYPE) throw requestError('client_assertion_type', `must be ${TYPE}`)
  const assertion = parseJws(jws, { maxLength: LONGEST_ASSERTION })
  const claims = parseJsonObject(assertion.payload, CLAIMS_SET)
  const { iss, sub } = claims
  if (!isString(iss) || iss === '') throw claimError('iss', iss, 'a client_id')
  if (sub !== iss) throw claimError('sub', sub, `iss, ${shown(iss)}`)
  if (named && named !== iss) throw claimError('client_id', named, `iss, ${shown(iss)}`)
  if (!assertion.header.kid)
    throw new JoseError('ERR_JWS_FORM', 'the JOSE Header has no kid, which names the key')
  return { assertion, claims, clientId: iss }
}

/**
 * What verifies client assertions (SMART App Launch 2.2.0, asymmetric authentication; RFC 7523 §3): form,
 * client, `jku`, key, signature, claims and replay, in this order.
 * A URL that a token names is never fetched; only the one that is registered is.
 *
 * @throws TypeError: an option that is missing, unknown, there but undefined, or of a wrong type
 */
export function createAssertionVerifier(options: AssertionVerifierOptions): AssertionVerifier {
  expectOptions(options, OPTIONS, { needed: ['audience', 'client'], strict: true })
  const { audience, client, algorithms = ['RS384', 'ES384'], replayStore, ...others } = options
  const { clockTolerance = 5, maxLifetime = 300, ...remote } = others
  const { now = Date.now, timeout = 5000 } = remote
  const store = replayStore ?? createMemoryReplayStore({ now })
  /** By URL; the one that was not used for longest comes first. */
  const sets = new Map<string, RemoteJwks>()

  function remoteSet(url: string): RemoteJwks {
    const set = sets.get(url) ?? createRemoteJwks(url, remote)
    sets.delete(url)
    sets.set(url, set)
    if (sets.size > MOST_SETS) sets.delete(sets.keys().next().value!)
    return set
  }

  async function registrationOf(clientId: string, { jku }: JoseHeader): Promise<RegisteredClient> {
    const late = () =>
      new JoseError('ERR_HTTP', `the lookup of client ${shown(clientId)} took over ${timeout} ms`)
    const registered = await within(timeout, client(clientId), late)
    if (!registered) throw claimError('iss', clientId, 'a registered client')
    const { jwks, jwksUri } = registered
    // To the letter, and the URL that is fetched is the registered one.
    if (jku !== undefined && jku !== jwksUri) throw claimError('jku', jku, 'the registered URL')
    const hasKeys = jwksUri ? isString(jwksUri) : jwks && isJwkSet(jwks)
    if (!hasKeys) throw new TypeError(`client ${shown(clientId)} is registered without jwks or jwksUri`)
    return registered
  }

  async function keysOf({ jwks, jwksUri }: RegisteredClient, { kid }: JoseHeader): Promise<JwkSet> {
    if (!jwksUri) return jwks!
    const set = remoteSet(jwksUri)
    const kept = await set.get()
    return kept.keys.some((jwk) => jwk?.kid === kid) ? kept : set.refresh()
  }

  function judgeClaims({ assertion, claims, clientId }: ReceivedRequest): {
    exp: number
    jti: string
    claims: JwtClaims
  } {
    const { header } = assertion
    if (header.typ !== undefined) checkType(header, { typ: 'JWT' })
    const time = now() / 1000
    const judged = checkClaims(claims, { issuer: clientId, audience, clockTolerance }, time)
    const { exp, jti } = judged
    const latest = time + maxLifetime + clockTolerance
    if (exp === undefined || !(exp <= latest))
      throw claimError('exp', exp, `a time up to ${Math.floor(latest)}`)
    if (!jti || jti.length > LONGEST_JTI) throw claimError('jti', jti, `1 to ${LONGEST_JTI} characters`)
    return { exp, jti, claims: judged }
  }

  /** One assertion is accepted once: RFC 7523 §3, of `jti`. */
  async function claimOnce(clientId: string, jti: string, exp: number): Promise<void> {
    const failed = (cause: unknown) =>
      new JoseError('ERR_REPLAY', 'the replay store failed; see cause', { cause })
    const late = () => new Error(`it did not answer within ${timeout} ms`)
    const claim = async () => store.claim(JSON.stringify([clientId, jti]), exp + clockTolerance, clientId)
    const first = await within(timeout, claim(), late).catch((cause) => {
      throw failed(cause ?? new Error('it gave no reason'))
    })
    if (first === true) return
    if (first !== false) throw failed(new Error(`it answered ${typeOf(first)}, not true or false`))
    throw new JoseError('ERR_REPLAY', `jti ${shown(jti)} was used before; each request needs a new one`)
  }

  return {
    async verify(parameters) {
      const request = readRequest(parameters)
      const { assertion, clientId } = request
      const { header } = assertion
      checkHeader(header, { algorithms })
      const registered = await registrationOf(clientId, header)
      const keys = await keysOf(registered, header)
      const verifier = await verifierFor(keys, header, { algorithms, maxKeys: 1 })
      await checkSignature(assertion, verifier)
      const { exp, jti, claims } = judgeClaims(request)
      await claimOnce(clientId, jti, exp)
      return { clientId, claims, header }
    },
  }
}

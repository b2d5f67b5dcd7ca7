/**
 * Verifies client assertions as a FHIR authorization server must (SMART App Launch 2.2.0; RFC 7523 §3;
 * RFC 8725; RFC 10070).
 */
import type { JwsAlgorithm } from '../algorithms.ts'
import { checkBegun, checkTimes, checkTypes, claimError, listed, listOf, type JwtClaims } from '../claims.ts'
import { within } from '../deadline.ts'
import { cut, JoseError, printable, shown, typeOf } from '../errors.ts'
import { parseJsonObject, type JsonObject } from '../json.ts'
import { checkHeader, checkSignature, parseJws, type JoseHeader, type ParsedJws } from '../jws.ts'
import { checkType, CLAIMS_SET } from '../jwt.ts'
import {
  classOf,
  expectKind,
  expectOptions,
  FUNCTION,
  isString,
  SECONDS,
  TEXT,
  TEXT_OR_TEXTS,
  TEXTS,
  type Kind,
  type Kinds,
  wholeNumber,
} from '../options.ts'
import { REMOTE_JWKS_OPTIONS, type RemoteJwksOptions } from '../remote-jwks.ts'
import { checkRegistration, createClientKeys, type RegisteredClient } from './client-keys.ts'
import { createMemoryReplayStore } from './replay/memory.ts'
import { STORE, type ReplayStore } from './replay/store.ts'

/** What assertions must be. The options of `createRemoteJwks` apply to every client's key set. */
export interface AssertionVerifierOptions extends RemoteJwksOptions {
  /**
   * The values that `aud` may have. RFC 10070: only the issuer (RFC 8414); SMART App Launch 2.2.0: the URL
   * of the token endpoint. List both while clients move to RFC 10070.
   */
  audience: string | readonly string[]
  /**
   * Looks up the registration of the client with this client_id, which is not yet verified. If it returns
   * null or undefined, the client is refused.
   */
  client: (
    clientId: string,
  ) => RegisteredClient | null | undefined | Promise<RegisteredClient | null | undefined>
  /** The algorithms to accept. Default: RS384 and ES384. */
  algorithms?: readonly JwsAlgorithm[]
  /** What remembers the assertions. Default: `createMemoryReplayStore`, for a server of one process. */
  replayStore?: ReplayStore
  /** Seconds by which a client's clock may differ. Default: 10. */
  clockTolerance?: number
  /** Seconds that `exp` may be ahead, in addition to `clockTolerance`. Default: 300. */
  maxLifetime?: number
  /**
   * The most entries among the kept key sets, one for each URL; the least recently used one is dropped.
   * Default: 10,000.
   */
  maxKeySets?: number
  /**
   * Milliseconds that `client`, the store and the whole answer of a key server may each take.
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
   * Authenticate the client of a token request. Each assertion is accepted once.
   *
   * @throws JoseError for every refusal, with the `clientId` and `kid` that are claimed, for the log;
   *   `toOAuthErrorResponse` answers them. `ERR_OAUTH` with `error` `invalid_request`: a parameter is
   *   missing, given twice, or `client_secret`; `ERR_REPLAY`: the assertion was accepted before;
   *   `ERR_REPLAY` and `ERR_HTTP` with `error` `temporarily_unavailable`: the replay store or `client`
   *   failed (see `cause`); `ERR_HTTP`, `ERR_JWK`, `ERR_KEY_NOT_FOUND`, `ERR_KEY_AMBIGUOUS`: the client's
   *   keys; `ERR_CLAIM`, `ERR_EXPIRED`; and as `verifyJwt` does. TypeError: a body that was not parsed
   */
  verify(parameters: TokenRequestParameters): Promise<VerifiedAssertion>
  /**
   * Read the key set at this URL again when it is next needed: a client has replaced or withdrawn a key.
   *
   * @throws TypeError: not a string
   */
  forget(jwksUri: string): void
}

const SETS: Kind = /* @__PURE__ */ wholeNumber('a whole number, 1 or more', 1)

const OPTIONS: Kinds<AssertionVerifierOptions> = /* @__PURE__ */ Object.assign(
  {
    audience: TEXT_OR_TEXTS,
    client: FUNCTION,
    algorithms: TEXTS,
    replayStore: STORE,
    clockTolerance: SECONDS,
    maxLifetime: SECONDS,
    maxKeySets: SETS,
  },
  REMOTE_JWKS_OPTIONS,
)

const TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/** The accepted values of `typ`: those of SMART and of RFC 10070. */
const TYPES = ['JWT', 'client-authentication+jwt']

/** The most characters of an assertion. */
const LONGEST_ASSERTION = 16384
/** The most characters of a jti. */
const LONGEST_JTI = 256

/** What a request claims, before anything is verified: for the log. */
interface Claimed {
  clientId?: string
  kid?: string
}

/** A received token request, of which nothing is verified yet. */
interface ReceivedRequest {
  readonly assertion: ParsedJws
  readonly claims: JsonObject
  /** The client that it claims to be from. */
  readonly clientId: string
}

function requestError(parameter: string, sentence: string): JoseError {
  const details = { error: 'invalid_request', status: 400, claim: parameter }
  return new JoseError('ERR_OAUTH', `parameter ${parameter} ${sentence}`, details)
}

/** The error if something that the server needs is not available: the request may be good. */
function unavailable(code: 'ERR_HTTP' | 'ERR_REPLAY', sentence: string, cause: unknown): JoseError {
  return new JoseError(code, sentence, { error: 'temporarily_unavailable', status: 503, cause })
}

/**
 * Expect a parsed body, whatever the client wrote in it. An instance of a class is a mistake of the caller: a
 * request, a stream or a promise. A list is a mistake of the client, who sent JSON.
 */
function expectParsed(parameters: unknown): void {
  const { getAll } = Object(parameters)
  const prototype = isObject(parameters) ? Object.getPrototypeOf(parameters) : undefined
  const isPlain = prototype === null || (prototype && Object.getPrototypeOf(prototype) === null)
  const isParsed = isPlain || Array.isArray(parameters) || typeof getAll === 'function'
  if (isParsed) return
  throw new TypeError(
    `parameters is ${classOf(parameters)}, not a body that was read; it must be URLSearchParams, FormData ` +
      'or a plain object (await a promise; new URLSearchParams(await request.text()))',
  )
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** A parameter's value, given at most once; an empty one counts as absent (RFC 6749 §3.2). */
function parameterOf(parameters: TokenRequestParameters, name: string): string {
  const { getAll, [name]: member } = parameters as { readonly [parameter: string]: unknown }
  let value = member
  if (typeof getAll === 'function') {
    const values: unknown[] = getAll.call(parameters, name)
    if (values.length > 1) throw requestError(name, 'is given twice')
    value = values[0]
  }
  if (value === undefined) return ''
  if (!isString(value)) throw requestError(name, 'must be one string')
  return value
}

/** Whether a value may be a promise of any kind: query builders have their own. */
function isThenable<T>(value: T | Promise<T>): value is Promise<T> {
  return typeof Object(value).then === 'function'
}

/** A text from a request, safe for a log. */
function logged(text: string): string {
  return cut(printable(cut(text, 200)), 200)
}

/** Check the form of a request (RFC 7523 §2.2), and read which client its assertion names. */
function readRequest(parameters: TokenRequestParameters, claimed: Claimed): ReceivedRequest {
  expectParsed(parameters)
  const named = parameterOf(parameters, 'client_id')
  if (named) claimed.clientId = named
  const jws = parameterOf(parameters, 'client_assertion')
  const type = parameterOf(parameters, 'client_assertion_type')
  const secret = parameterOf(parameters, 'client_secret')
  // The server will read these later.
  for (const name of ['grant_type', 'scope']) parameterOf(parameters, name)
  if (!jws) throw requestError('client_assertion', 'is missing; it must be a JWT')
  if (type !== TYPE) throw requestError('client_assertion_type', `must be ${TYPE}`)
  if (secret)
    throw requestError('client_secret', 'is given beside client_assertion; only one method is allowed')
  const assertion = parseJws(jws, { maxLength: LONGEST_ASSERTION })
  const { kid } = assertion.header
  if (kid) claimed.kid = kid
  const claims = parseJsonObject(assertion.payload, CLAIMS_SET)
  const { iss, sub } = claims
  if (!isString(iss) || iss === '') throw claimError('iss', iss, 'a client_id')
  claimed.clientId = iss
  if (sub !== iss) throw claimError('sub', sub, `iss, ${shown(iss)}`)
  if (named && named !== iss) throw claimError('client_id', named, `iss, ${shown(iss)}`)
  if (!kid) throw new JoseError('ERR_JWS_FORM', 'the JOSE Header has no kid, which names the key')
  return { assertion, claims, clientId: iss }
}

/** A refusal with what the request claims. A copy: other requests may get the same error of a key set. */
function refusal(thrown: unknown, claimed: Claimed): unknown {
  if (!(thrown instanceof JoseError)) return thrown
  const { code, message, stack, cause } = thrown
  const { clientId, kid } = claimed
  const details = {
    ...thrown,
    ...(cause !== undefined && { cause }),
    ...(clientId && { clientId: logged(clientId) }),
    ...(kid && { kid: logged(kid) }),
  }
  return Object.assign(new JoseError(code, message, details), { stack })
}

/** Refuse an assertion that is for anyone else as well (RFC 10070 §4). */
function checkAudience(aud: JwtClaims['aud'], audience: string | readonly string[]): void {
  const accepted = listOf(audience)
  const values = aud === undefined || aud.length === 0 ? [''] : listOf(aud)
  const stray = values.find((value) => !accepted.includes(value))
  if (stray === undefined) return
  throw claimError('aud', stray || aud, `${listed(accepted)}, and nothing else`)
}

/**
 * A verifier of client assertions (SMART App Launch 2.2.0, asymmetric authentication; RFC 7523 §3;
 * RFC 10070). It checks form, client, `jku`, key, signature, claims and replay, in this order. It fetches
 * only the URL that is registered, never one that a token names.
 *
 * @throws TypeError: an option that is missing, unknown, there but undefined, or of a wrong type
 */
export function createAssertionVerifier(options: AssertionVerifierOptions): AssertionVerifier {
  expectOptions(options, OPTIONS, { needed: ['audience', 'client'], strict: true })
  const { audience, client, algorithms = ['RS384', 'ES384'], replayStore, ...others } = options
  const { clockTolerance = 10, maxLifetime = 300, maxKeySets = 10_000, ...remote } = others
  const { now = Date.now, timeout = 5000 } = remote
  const store = replayStore ?? createMemoryReplayStore({ now })
  const keys = createClientKeys(maxKeySets, algorithms, remote)

  /** What a caller's function promised, with a deadline; without a timer if it is there already. */
  async function inTime<T>(given: Promise<T>): Promise<T> {
    // `then` is called once: a query builder runs its query each time.
    const answer = Promise.resolve(given)
    let isThere = false
    const arrive = (): void => {
      isThere = true
    }
    answer.then(arrive, arrive)
    await undefined
    const late = () => new Error(`it did not answer within ${timeout} ms`)
    return isThere ? await answer : within(timeout, answer, late)
  }

  async function registrationOf(clientId: string, { jku }: JoseHeader): Promise<RegisteredClient> {
    let registered: RegisteredClient | null | undefined
    try {
      const given = client(clientId)
      registered = isThenable(given) ? await inTime(given) : given
    } catch (cause) {
      throw unavailable('ERR_HTTP', `the lookup of client ${shown(clientId)} failed; see cause`, cause)
    }
    if (!registered) throw claimError('iss', clientId, 'a registered client')
    checkRegistration(clientId, registered)
    // An exact match, and in any case only the registered URL is fetched.
    const isRegistered = jku === undefined || (jku === registered.jwksUri && jku !== '')
    if (!isRegistered) throw claimError('jku', jku, 'the registered URL')
    return registered
  }

  function judgeClaims(
    { assertion, claims }: ReceivedRequest,
    accepted: string | readonly string[],
  ): { exp: number; jti: string; claims: JwtClaims } {
    const { header } = assertion
    const { typ } = header
    const isUsual = typ === undefined || TYPES.includes(typ)
    if (!isUsual) checkType(header, { typ: TYPES })
    const time = now() / 1000
    // Its iss was checked when it named the client.
    checkTypes(claims)
    checkTimes(claims, { clockTolerance }, time)
    const { aud, exp, iat, jti } = claims
    checkAudience(aud, accepted)
    checkBegun('iat', iat, time + clockTolerance)
    const latest = time + maxLifetime + clockTolerance
    if (exp === undefined || !(exp <= latest))
      throw claimError('exp', exp, `a time up to ${Math.floor(latest)}`)
    if (!jti || jti.length > LONGEST_JTI) throw claimError('jti', jti, `1 to ${LONGEST_JTI} characters`)
    return { exp, jti, claims }
  }

  /** Accept an assertion only once (RFC 7523 §3, on `jti`). */
  async function claimOnce(clientId: string, jti: string, exp: number): Promise<void> {
    const key = JSON.stringify([clientId, jti])
    let first: unknown
    try {
      const given: unknown = store.claim(key, exp + clockTolerance, clientId)
      first = isThenable(given) ? await inTime(given) : given
      if (typeof first !== 'boolean') throw new TypeError(`it answered ${typeOf(first)}, not true or false`)
    } catch (cause) {
      const reason = cause ?? new Error('it gave no reason')
      throw unavailable('ERR_REPLAY', 'the replay store failed; see cause', reason)
    }
    if (!first)
      throw new JoseError('ERR_REPLAY', `jti ${shown(jti)} was used before; each request needs a new one`)
  }

  async function authenticate(request: ReceivedRequest): Promise<VerifiedAssertion> {
    const { assertion, clientId } = request
    const { header } = assertion
    checkHeader(header, {})
    const registered = await registrationOf(clientId, header)
    checkHeader(header, { algorithms: registered.algorithms || algorithms })
    await checkSignature(assertion, await keys.verifierFor(clientId, registered, header))
    const { exp, jti, claims } = judgeClaims(request, registered.audience || audience)
    await claimOnce(clientId, jti, exp)
    return { clientId, claims, header }
  }

  return {
    async verify(parameters) {
      const claimed: Claimed = {}
      try {
        return await authenticate(readRequest(parameters, claimed))
      } catch (error) {
        throw refusal(error, claimed)
      }
    },
    forget(jwksUri) {
      expectKind(jwksUri, 'jwksUri', TEXT)
      keys.forget(jwksUri)
    },
  }
}

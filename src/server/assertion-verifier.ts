/** Client assertions, verified as a FHIR authorization server must (SMART App Launch 2.2.0; RFC 7523 §3; RFC 8725). */
import { refuseClaim, type JwtClaims } from '../claims.ts'
import { JoseError, must, shown } from '../errors.ts'
import { expectOption, requireNumbers } from '../http.ts'
import type { JwkSet } from '../jwk.ts'
import { isString, parseJsonObject } from '../json.ts'
import { parseJws, type JoseHeader } from '../jws.ts'
import { judgeClaims, verifySignature } from '../jwt.ts'
import { createRemoteJwks, type RemoteJwks, type RemoteJwksOptions } from './remote-jwks.ts'
import { createMemoryReplayStore, type ReplayStore } from './replay.ts'

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
   * @throws JoseError for every refusal: `ERR_OAUTH` with `error` `invalid_request`, where a parameter is missing
   *   or given twice; `ERR_REPLAY`: the assertion was accepted before, or (with `cause`) the replay store failed;
   *   `ERR_HTTP`: the client's keys cannot be fetched; `ERR_CLAIM`, `ERR_EXPIRED`; and as `verifyJwt` does.
   *   `toOAuthErrorResponse` answers them. What `client` throws is thrown on
   */
  verify(parameters: TokenRequestParameters): Promise<VerifiedAssertion>
}

const TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/** The most characters of an assertion, and the most sets of clients that are kept. */
const LENGTH = 16384
const SETS = 1000

/** Refuse a token request whose parameter is not `met`. */
function mustSend(met: unknown, parameter: string, expected: string): asserts met {
  if (met) return
  throw Object.assign(new JoseError('ERR_OAUTH', parameter, expected), {
    error: 'invalid_request',
    status: 400,
  })
}

/** A parameter's value: once at most, and what is empty was not sent (RFC 6749 §3.2). */
function parameterOf(parameters: TokenRequestParameters, name: string): string {
  const { getAll, [name]: value } = Object(parameters)
  const [first = '', ...others] = typeof getAll === 'function' ? getAll.call(parameters, name) : [value]
  mustSend(isString(first) && others.length === 0, name, 'one string')
  return first
}

/**
 * What verifies client assertions (SMART App Launch 2.2.0, asymmetric authentication; RFC 7523 §3): form, client,
 * `jku`, key, signature, claims and replay, in this order.
 * A URL that a token names is never fetched; only the one that is registered is.
 *
 * @throws TypeError: an option that is missing or of a wrong type
 */
export function createAssertionVerifier(options: AssertionVerifierOptions): AssertionVerifier {
  const { audience, client, algorithms = ['RS384', 'ES384'] } = options
  const {
    clockTolerance = 5,
    maxLifetime = 300,
    now = Date.now,
    replayStore = createMemoryReplayStore({ now }),
  } = options
  const audiences = [audience].flat()
  expectOption(audiences[0] && audiences.every((url) => url && isString(url)), 'audience: expected a string')
  expectOption(typeof client === 'function', 'client: expected a function')
  requireNumbers({ clockTolerance, maxLifetime })
  /** By URL; the one that was not used for longest comes first. */
  const sets = new Map<string, RemoteJwks>()

  function remoteSet(url: string): RemoteJwks {
    const set = sets.get(url) ?? createRemoteJwks(url, options)
    sets.delete(url)
    sets.set(url, set)
    if (sets.size > SETS) sets.delete(sets.keys().next().value!)
    return set
  }

  return {
    async verify(parameters) {
      const assertion = parameterOf(parameters, 'client_assertion')
      const type = parameterOf(parameters, 'client_assertion_type')
      const clientId = parameterOf(parameters, 'client_id')
      mustSend(assertion, 'client_assertion', 'a JWT')
      mustSend(type === TYPE, 'client_assertion_type', TYPE)

      const parsed = parseJws(assertion, { maxLength: LENGTH })
      const { header, payload } = parsed
      const { alg, kid, jku, typ } = header
      // To find the client by. They are not believed yet.
      const unverified = parseJsonObject(payload, 'JWT Claims Set')
      const { iss, sub } = unverified
      if (!iss || !isString(iss)) refuseClaim('iss', iss, 'a client_id')
      if (sub !== iss) refuseClaim('sub', sub, shown(iss))
      must(kid, 'ERR_JWS_FORM', 'no kid', 'one in the JOSE Header')
      if (!algorithms.includes(alg)) throw new JoseError('ERR_ALG', `alg ${shown(alg)}`, algorithms)

      const registered = await client(iss)
      if (!registered) refuseClaim('iss', iss, 'a registered client')
      const { jwks, jwksUri } = registered
      if (jku !== undefined && jku !== jwksUri) refuseClaim('jku', jku, 'the registered URL')
      if (!jwksUri && !Array.isArray(jwks?.keys))
        throw new TypeError(`client ${shown(iss)}: expected jwks or jwksUri`)

      const keys = async (): Promise<JwkSet> => {
        if (!jwksUri) return jwks!
        const remote = remoteSet(jwksUri)
        const set = await remote.get()
        return set.keys.some((jwk) => jwk?.kid === kid) ? set : remote.refresh()
      }
      await verifySignature(parsed, keys, { algorithms })
      const claims = judgeClaims(header, unverified, {
        audience,
        clockTolerance,
        now,
        issuer: iss,
        ...(typ === undefined ? {} : { typ: 'JWT' }),
      })
      const { exp, jti } = claims as { exp: number; jti: string }
      const latest = now() / 1000 + maxLifetime + clockTolerance
      if (!(exp <= latest)) refuseClaim('exp', exp, `a time up to ${latest}`)
      if (!jti || jti.length > 256) refuseClaim('jti', jti, '1 to 256 characters')
      if (clientId && clientId !== iss) refuseClaim('client_id', clientId, shown(iss))

      let first: boolean
      try {
        first = await replayStore.claim(JSON.stringify([iss, jti]), exp + clockTolerance)
      } catch (cause) {
        throw new JoseError('ERR_REPLAY', 'the replay store failed', 'an answer (see cause)', { cause })
      }
      if (first !== true)
        throw new JoseError('ERR_REPLAY', `jti ${shown(jti)}`, 'one that was not used before')
      return { clientId: iss, claims, header }
    },
  }
}

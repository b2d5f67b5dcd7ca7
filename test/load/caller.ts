/** Where a caller's own hostile values go in: claims, headers, options and keys of every function. */
import {
  createRemoteJwks,
  decodeBase64url,
  decodeJwt,
  encodeBase64url,
  externalSigner,
  generateJwk,
  importSigner,
  importVerifier,
  jwkThumbprint,
  privateJwkFromPem,
  selectSigningJwk,
  signJws,
  signJwt,
  toPublicJwk,
  toPublicJwks,
  verifyJwt,
  type Jwk,
} from '../../src/index.ts'
import {
  createAssertionVerifier,
  createJwksResponse,
  createMemoryReplayStore,
} from '../../src/server/index.ts'
import {
  createBackendServicesClient,
  createClientAssertion,
  fetchSmartConfiguration,
} from '../../src/smart/index.ts'
import { hostileString, hostileValue, type Random } from '../generators.ts'
import type { Attack, Target } from './targets.ts'

/** An object on purpose of a wrong type, as JavaScript callers give it. */
type Any = never

/** A call with options, some of which are hostile. */
interface Call {
  readonly options: readonly string[]
  readonly call: (given: { readonly [option: string]: unknown }) => unknown
}

const AUDIENCE = 'https://server.example/token'

function described(value: unknown): string {
  try {
    return JSON.stringify(value) ?? typeof value
  } catch {
    return 'a value that JSON cannot hold'
  }
}

/** The targets; `jwk` signs, and is a private ES256 key. */
export function callerTargets(jwk: Jwk, token: string): { readonly [name: string]: Target } {
  const calls: readonly Call[] = [
    {
      options: [
        'algorithms',
        'crit',
        'maxLength',
        'issuer',
        'subject',
        'audience',
        'maxAge',
        'clockTolerance',
      ],
      call: (given) => verifyJwt(token, jwk, given as Any),
    },
    { options: ['typ', 'requiredClaims'], call: (given) => verifyJwt(token, jwk, given as Any) },
    { options: ['maxLength'], call: (given) => decodeJwt(token, given as Any) },
    { options: ['alg', 'kid'], call: (given) => importSigner({ ...jwk }, given as Any) },
    { options: ['alg', 'kid'], call: (given) => importVerifier({ ...jwk }, given as Any) },
    { options: ['alg', 'kid'], call: (given) => selectSigningJwk({ keys: [jwk] }, given as Any) },
    { options: ['alg', 'kid'], call: (given) => privateJwkFromPem('', given as Any) },
    { options: ['modulusLength'], call: (given) => generateJwk('ES256', given as Any) },
    {
      options: ['alg', 'kid', 'format', 'timeout'],
      call: (given) =>
        externalSigner({ alg: 'ES256', sign: async () => new Uint8Array(64), ...given } as Any),
    },
    {
      options: ['timeout', 'minAge', 'maxAge', 'cooldown', 'staleIfError', 'fetch'],
      call: (given) => createRemoteJwks('https://a.example', given as Any),
    },
    {
      options: ['clientId', 'audience', 'jku', 'expiresIn', 'jti', 'claims'],
      call: (given) =>
        createClientAssertion({ clientId: 'a', audience: AUDIENCE, key: jwk, ...given } as Any),
    },
    {
      options: ['fhirBaseUrl', 'tokenEndpoint', 'clientId', 'scope', 'jku', 'audience', 'retries', 'timeout'],
      call: (given) =>
        createBackendServicesClient({
          fhirBaseUrl: AUDIENCE,
          clientId: 'a',
          scope: 'a',
          key: jwk,
          ...given,
        } as Any),
    },
    { options: ['timeout', 'signal'], call: (given) => fetchSmartConfiguration('nowhere', given as Any) },
    {
      options: [
        'audience',
        'algorithms',
        'clockTolerance',
        'maxLifetime',
        'replayStore',
        'timeout',
        'client',
      ],
      call: (given) =>
        createAssertionVerifier({ audience: AUDIENCE, client: async () => {}, ...given } as Any),
    },
    { options: ['maxAge', 'request'], call: (given) => createJwksResponse({ keys: [jwk] }, given as Any) },
    { options: ['maxEntries', 'now'], call: (given) => createMemoryReplayStore(given as Any) },
  ]
  /** Calls whose one argument is hostile. */
  const whole: readonly ((value: Any) => unknown)[] = [
    (value) => signJwt(value, jwk),
    (value) => signJws(value, jwk),
    (value) => signJws('a', jwk, value),
    (value) => signJws('a', value),
    (value) => verifyJwt(token, value),
    (value) => verifyJwt(value, jwk),
    (value) => verifyJwt(token, async () => value),
    (value) => verifyJwt(token, jwk, value),
    (value) => importSigner(value),
    (value) => toPublicJwk(value),
    (value) => toPublicJwks(value),
    (value) => jwkThumbprint(value),
    (value) => privateJwkFromPem(value),
    (value) => createRemoteJwks(value),
    (value) => fetchSmartConfiguration(value),
    (value) => generateJwk(value),
    (value) => encodeBase64url(value),
    (value) => decodeBase64url(value),
    (value) => createMemoryReplayStore().claim('a', value),
  ]

  function attack(value: unknown, run: () => unknown): Attack {
    return { input: described(value), from: 'caller', secrets: [jwk.d!, token], run }
  }

  function claimsTarget(random: Random): Attack {
    const names = ['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti', 'toJSON', '__proto__', 'other']
    const value = hostileValue(random, 60_000)
    const name = random.chance(0.1) ? hostileString(random, 500) : random.pick(names)
    const claims = { sub: 'a', [name]: value }
    return attack(value, () => signJwt(claims as Any, jwk))
  }

  function headerTarget(random: Random): Attack {
    const names = ['alg', 'kid', 'typ', 'crit', 'b64', 'jku', 'toJSON', '__proto__', 'other']
    const value = hostileValue(random, 60_000)
    const name = random.chance(0.1) ? hostileString(random, 500) : random.pick(names)
    const header = { [name]: value } as Any
    const run = random.pick([() => signJws('a', jwk, header), () => signJwt({ sub: 'a' }, jwk, header)])
    return attack(value, run)
  }

  function optionsTarget(random: Random): Attack {
    const { options, call } = random.pick(calls)
    const name = random.chance(0.1) ? hostileString(random, 500) : random.pick(options)
    const value = hostileValue(random, 60_000)
    return attack({ [name]: value }, () => call({ [name]: value }))
  }

  function argumentTarget(random: Random): Attack {
    const value = hostileValue(random, 60_000)
    const call = random.pick(whole)
    return attack(value, () => call(value as Any))
  }

  return {
    'signed claims': claimsTarget,
    'added header': headerTarget,
    options: optionsTarget,
    argument: argumentTarget,
  }
}

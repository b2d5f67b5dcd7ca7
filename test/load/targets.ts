/** Where hostile values go in from outside: tokens, keys, answers of servers, token requests, PEM. */
import { createHash, createPrivateKey, sign, type JsonWebKey } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { examine } from '../../src/cli/doctor/examine.ts'
import { Report } from '../../src/cli/doctor/report.ts'
import { toJson } from '../../src/cli/output.ts'
import { decode, verify } from '../../src/cli/verify.ts'
import {
  createRemoteJwks,
  decodeJws,
  decodeJwt,
  generateJwk,
  importSigner,
  importVerifier,
  jwkThumbprint,
  privateJwkFromPem,
  publicJwkFromPem,
  selectSigningJwk,
  toPublicJwk,
  toPublicJwks,
  verifyJws,
  verifyJwt,
  type Jwk,
} from '../../src/index.ts'
import {
  createAssertionVerifier,
  createJwksResponse,
  toOAuthErrorResponse,
  type TokenRequestParameters,
} from '../../src/server/index.ts'
import {
  clientAssertionParams,
  createBackendServicesClient,
  fetchSmartConfiguration,
} from '../../src/smart/index.ts'
import {
  compact,
  controlFault,
  hostileHeader,
  hostileString,
  hostileText,
  messageFault,
  objectText,
  type Random,
} from '../generators.ts'

/** A hostile input, and where it goes in. */
export interface Attack {
  readonly input: string
  /**
   * Whose values they are: from outside a JoseError alone refuses them, a caller's also a TypeError, and a
   * file's also the command's own Error.
   */
  readonly from: 'outside' | 'caller' | 'file'
  /** What no message may hold. */
  readonly secrets?: readonly string[]
  readonly run: () => unknown
  /** What is wrong with what it gave, or with how an error of it is answered. */
  readonly faultOf?: (outcome: unknown) => string | undefined
}

/** Makes an attack. */
export type Target = (random: Random) => Attack

export interface Targets {
  readonly targets: { readonly [name: string]: Target }
  /** Takes back what they replaced, and removes their files. */
  readonly close: () => void
}

type Json = { readonly [member: string]: unknown }

export const AUDIENCE = 'https://server.example/token'
const CLOCK = 1_800_000_000_000
const now = (): number => CLOCK
const SECONDS = CLOCK / 1000
const HEADER_MEMBERS = ['alg', 'kid', 'typ', 'crit', 'b64', 'jku', 'jwk', 'x5c', 'zip', '__proto__', 'other']
const CLAIM_MEMBERS = ['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti', 'client_id', '__proto__', 'toJSON']
const NAMES = ['iss', 'sub']
/** `usages`, `algorithm` and `type` are those of a CryptoKey. */
export const JWK_MEMBERS = [
  ...['kid', 'alg', 'use', 'key_ops', 'crv', 'x', 'y', 'n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi', 'oth'],
  ...['pub', 'priv', 'k', 'x5c', 'x5u', 'x5t', 'keys', 'usages', 'algorithm', 'type', '__proto__', 'sign'],
]
const ANSWER_HEADERS = ['cache-control', 'age', 'expires', 'date', 'retry-after', 'content-type', 'etag']

/** JSON text of an object, some of whose members are hostile. */
export function mutated(base: Json, members: readonly string[], limit: number, random: Random): string {
  const raw: { [member: string]: string } = {}
  const count = random.chance(0.75) ? 1 : 2 + random.below(2)
  for (let i = 0; i < count; i++) {
    const name = random.chance(0.03) ? hostileString(random, 200) : random.pick(members)
    Object.defineProperty(raw, name, {
      value: hostileText(random, limit),
      enumerable: true,
      configurable: true,
    })
  }
  return random.chance(0.02) ? hostileText(random, limit) : objectText(base, raw)
}

/** PEM with characters or labels added, left out or replaced. */
export function mutatedPem(pem: string, random: Random): string {
  const at = random.below(pem.length)
  const string = hostileString(random, 100_000)
  const label = random.pick(['PRIVATE KEY', 'CERTIFICATE', 'RSA PRIVATE KEY', string])
  const octets = createHash('sha512').update(string).digest()
  const body = octets.subarray(random.below(64)).toString('base64')
  return random.pick([
    () => pem.slice(0, at) + string + pem.slice(at),
    () => pem.replaceAll('PRIVATE KEY', label),
    () => pem.replace('END PRIVATE KEY', `END ${string}`),
    () => `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----`,
    () => string + pem,
    () => pem.slice(0, at) + pem.slice(at + 1 + random.below(4)),
    () => pem.slice(0, at) + random.pick([...'AQg/+=-\n"']) + pem.slice(at + 1),
  ])()
}

/** An answer of a server, whose body is this JSON text. */
function answerOf(body: string, random: Random, status = 200): Response {
  const headers = new Headers({ 'content-type': 'application/json' })
  if (random.chance(0.3)) headers.set(random.pick(ANSWER_HEADERS), hostileHeader(random))
  return new Response(body, { status, headers })
}

function parsed(text: string): unknown {
  return JSON.parse(text) as unknown
}

/** What is wrong with what a command prints: no line of it may steer a terminal. */
export function outputFault(output: unknown): string | undefined {
  if (output instanceof Error) return undefined
  const faults = String(output).split('\n').map(controlFault)
  return faults.find((fault) => fault !== undefined)
}

function answerFault(outcome: unknown): string | undefined {
  const { status } = toOAuthErrorResponse(outcome)
  return outcome instanceof Error && status === 500 ? 'an answer with status 500' : undefined
}

function notTypeError(outcome: unknown): string | undefined {
  return outcome instanceof TypeError ? undefined : 'no TypeError for a body that was not parsed'
}

/** The targets; the keys are made once. */
export async function outsideTargets(): Promise<Targets> {
  const ec = await generateJwk('ES256', { kid: 'a' })
  const p384 = await generateJwk('ES384', { kid: 'b' })
  const rsa = await generateJwk('RS384', { kid: 'rsa' })
  const ed = await generateJwk('Ed25519', { kid: 'ed' })
  const privateKey = createPrivateKey({ key: ec as object as JsonWebKey, format: 'jwk' })
  const pems = [ec, rsa, ed].map((jwk) => {
    const key = createPrivateKey({ key: jwk as object as JsonWebKey, format: 'jwk' })
    return key.export({ format: 'pem', type: 'pkcs8' }) as string
  })
  const jwks = toPublicJwks({ keys: [ec, rsa, ed] })
  const folder = mkdtempSync(join(tmpdir(), 'subtle-jws-hostile-'))
  const keyFile = join(folder, 'key.json')
  writeFileSync(keyFile, JSON.stringify(p384))
  const jwksFile = join(folder, 'jwks.json')
  writeFileSync(jwksFile, JSON.stringify(jwks))

  const header = { alg: 'ES256', kid: 'a', typ: 'JWT' }
  const claims = { iss: 'app', sub: 'app', aud: AUDIENCE, exp: SECONDS + 200, iat: SECONDS, jti: 'one' }
  const headerText = JSON.stringify(header)

  function signed(headers: string, payload: string): string {
    const input = compact(headers, payload).slice(0, -1)
    const signature = sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' })
    return `${input}.${signature.toString('base64url')}`
  }
  const sound = signed(headerText, JSON.stringify(claims))

  const assertions = createAssertionVerifier({
    audience: AUDIENCE,
    algorithms: ['ES256'],
    client: async (id) => (id === 'app' ? { jwks } : undefined),
    now,
    replayStore: { claim: async () => true },
  })
  const expectations = { issuer: 'app', subject: 'app', audience: AUDIENCE, maxAge: 300, typ: 'JWT', now }

  /** A token's secret parts, so far as they are long enough to be told from what a message may quote. */
  function secretsOf(token: string): string[] {
    return token.split('.').filter((part) => part.length > 30)
  }

  function tokenAttack(token: string, random: Random): Attack {
    const run = random.pick<() => unknown>([
      () => verifyJwt(token, jwks, expectations),
      () => verifyJwt(token, jwks, { now, requiredClaims: ['exp', 'nbf'] }),
      () => verifyJws(token, jwks, { algorithms: ['ES256'], crit: ['b64', 'other'] }),
      () => decodeJwt(token),
      () => decodeJws(token),
    ])
    return { input: token, from: 'outside', secrets: secretsOf(token), run }
  }

  function requestAttack(parameters: TokenRequestParameters, input: string): Attack {
    const run = (): unknown => assertions.verify(parameters)
    return { input, from: 'outside', secrets: secretsOf(input), run, faultOf: answerFault }
  }

  /** The most characters of a hostile part, within those of a token and of an assertion. */
  const ASSERTION_LIMIT = 11_800
  const TOKEN_LIMIT = 48_500

  function headerTarget(random: Random): Attack {
    const hostile = mutated(header, HEADER_MEMBERS, TOKEN_LIMIT, random)
    return tokenAttack(
      compact(hostile, JSON.stringify(claims), random.pick(['', 'AA', 'x'.repeat(64)])),
      random,
    )
  }

  function claimsTarget(random: Random): Attack {
    return tokenAttack(signed(headerText, mutated(claims, CLAIM_MEMBERS, TOKEN_LIMIT, random)), random)
  }

  function assertionHeaderTarget(random: Random): Attack {
    const token = compact(mutated(header, HEADER_MEMBERS, ASSERTION_LIMIT, random), JSON.stringify(claims))
    return requestAttack(clientAssertionParams(token), token)
  }

  function assertionNamesTarget(random: Random): Attack {
    const token = compact(headerText, mutated(claims, NAMES, ASSERTION_LIMIT, random))
    return requestAttack(clientAssertionParams(token), token)
  }

  function assertionClaimsTarget(random: Random): Attack {
    const token = signed(headerText, mutated(claims, CLAIM_MEMBERS, ASSERTION_LIMIT, random))
    return requestAttack(clientAssertionParams(token), token)
  }

  function parametersTarget(random: Random): Attack {
    const base: { [parameter: string]: string } = clientAssertionParams(sound)
    const name = random.pick(['client_assertion', 'client_assertion_type', 'client_id', 'getAll', 'get'])
    const text = hostileText(random, 30_000)
    const string = hostileString(random, 30_000)
    const form = new FormData()
    for (const [member, value] of Object.entries(base)) form.set(member, value)
    /** What no body parser gives: the server's own mistake. */
    const unread = (): unknown => random.pick<unknown>([string, new Map(Object.entries(base)), 1, null])
    const isUnread = random.chance(0.1)
    const parameters = random.pick<() => unknown>([
      () => ({ ...base, [name]: parsed(text) }),
      () => ({ ...Object(parsed(text)) }),
      () => [parsed(text)],
      () => new URLSearchParams({ ...base, [name]: string }),
      () => new URLSearchParams(`${new URLSearchParams(base)}&${name}=${text}`),
      () => {
        form.append(name, random.chance(0.5) ? string : new Blob([string]))
        return form
      },
      () => [base],
    ])()
    const given = (isUnread ? unread() : parameters) as TokenRequestParameters
    const attack = { ...requestAttack(given, `${name} ${text} ${string}`), secrets: [sound] }
    return isUnread ? { ...attack, from: 'caller', faultOf: notTypeError } : attack
  }

  /** A JWK with the members by which a CryptoKey is told. */
  const LIKE_CRYPTO_KEY = {
    ...toPublicJwk(ec),
    type: 'public',
    usages: ['verify'],
    algorithm: { name: 'ECDSA', namedCurve: 'P-256' },
  }

  function jwkTarget(random: Random): Attack {
    const base: Jwk = random.pick([ec, p384, ed, rsa, ...jwks.keys, LIKE_CRYPTO_KEY])
    const members = base === LIKE_CRYPTO_KEY ? Object.keys(LIKE_CRYPTO_KEY) : JWK_MEMBERS
    const text = mutated(base, members, 60_000, random)
    const value = parsed(text)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    const isKey = isObject && ('kty' in value || 'keys' in value)
    const jwk = (isKey ? value : { kty: value }) as Jwk
    const set = random.chance(0.5) ? { keys: [jwk] } : { keys: [jwk, ec, jwk] }
    const run = random.pick<() => unknown>([
      () => importSigner(jwk),
      () => importSigner(set, { kid: 'a' }),
      () => importVerifier(jwk),
      () => toPublicJwk(jwk),
      () => toPublicJwks(set),
      () => createJwksResponse(set),
      () => jwkThumbprint(jwk),
      () => selectSigningJwk(set),
      () => selectSigningJwk({ keys: [jwk] }),
      () => verifyJws(sound, jwk),
      () => verifyJws(sound, set),
    ])
    const secrets = ['d', 'p', 'q', 'dp', 'dq', 'qi'].map((member) => base[member])
    return {
      input: text,
      from: 'outside',
      secrets: secrets.filter((secret) => secret !== undefined) as string[],
      run,
    }
  }

  function keySetTarget(random: Random): Attack {
    const keys = jwks.keys.map((jwk) => JSON.stringify(jwk))
    const hostile = random.chance(0.5)
      ? hostileText(random, 60_000)
      : mutated(random.pick(jwks.keys), JWK_MEMBERS, 60_000, random)
    if (random.chance(0.4)) keys.length = 0
    keys.splice(random.below(keys.length + 1), 0, hostile)
    const body = random.chance(0.7)
      ? `{"keys":[${keys.join()}]}`
      : mutated(jwks, ['keys', 'other', '__proto__'], 60_000, random)
    const status = random.pick([200, 200, 200, 200, 200, 404, 500, 302])
    let answered = 0
    const remote = createRemoteJwks('https://client.example/jwks', {
      now,
      staleIfError: random.pick([0, 60]),
      cooldown: random.pick([0, 30]),
      fetch: async () => {
        answered++
        return answered > 1 && random.chance(0.5)
          ? new Response(null, { status: 304, headers: { age: hostileHeader(random).slice(0, 100) } })
          : answerOf(body, random, status)
      },
    })
    const run = async (): Promise<unknown> => {
      await verifyJws(sound, () => remote.get())
      await remote.refresh()
      return remote.get()
    }
    return { input: body, from: 'outside', run }
  }

  const CONFIGURATION = {
    issuer: 'https://issuer.example',
    token_endpoint: AUDIENCE,
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: ['RS384', 'ES384'],
    scopes_supported: ['system/*.rs'],
    capabilities: ['client-confidential-asymmetric'],
  }
  const GRANTED = {
    access_token: 'a-secret-access-token-of-a-server',
    token_type: 'bearer',
    expires_in: 300,
    scope: 'a b',
  }
  const REFUSED = { error: 'invalid_client', error_description: 'no' }

  function discoveryTarget(random: Random): Attack {
    const body = mutated(CONFIGURATION, Object.keys(CONFIGURATION), 60_000, random)
    const fetching = async (): Promise<Response> => answerOf(body, random, random.pick([200, 200, 200, 404]))
    const run = (): unknown => fetchSmartConfiguration('https://fhir.example/r4', { fetch: fetching })
    return { input: body, from: 'outside', run }
  }

  function tokenAnswer(random: Random): { readonly body: string; readonly status: number } {
    const isRefused = random.chance(0.4)
    const base = isRefused ? REFUSED : GRANTED
    const body = mutated(base, [...Object.keys(base), 'error', 'error_description'], 60_000, random)
    return { body, status: isRefused ? random.pick([400, 400, 401, 429, 503]) : 200 }
  }

  function tokenTarget(random: Random): Attack {
    const { body, status } = tokenAnswer(random)
    const client = createBackendServicesClient({
      tokenEndpoint: AUDIENCE,
      clientId: 'app',
      scope: 'a b c',
      key: p384,
      retries: 0,
      now,
      fetch: async () => answerOf(body, random, status),
    })
    const secrets = [GRANTED.access_token, p384.d!]
    return { input: body, from: 'outside', secrets, run: () => client.accessToken() }
  }

  /** The doctor asks with the runtime's fetch, which is this one for as long as the targets are in use. */
  const runtimeFetch = globalThis.fetch
  const servers = new Map<string, () => Response>()
  globalThis.fetch = async (input, init) => {
    const { hostname } = new URL(input as string)
    const server = servers.get(hostname)
    return server ? server() : runtimeFetch(input, init)
  }
  let examined = 0

  function doctorTarget(random: Random): Attack {
    const host = `doctor-${examined++}.example`
    const endpoint = `https://${host}/token`
    const configuration = { ...CONFIGURATION, token_endpoint: endpoint }
    const own = toPublicJwk(p384)
    const answer = tokenAnswer(random)
    const bodies = [
      mutated(configuration, Object.keys(configuration), 60_000, random),
      `{"keys":[${mutated(own, JWK_MEMBERS, 60_000, random)},${hostileText(random, 30_000)}]}`,
      answer.body,
    ]
    const intact = [configuration, { keys: [own] }, GRANTED].map((body) => JSON.stringify(body))
    const hostile = random.below(3)
    const chosen = intact.map((body, i) => (i === hostile || random.chance(0.2) ? bodies[i]! : body))
    const report = new Report({ showSecrets: false })
    const run = async (): Promise<string> => {
      let asked = 0
      servers.set(host, () => {
        const turn = Math.min(asked++, 2)
        return answerOf(chosen[turn]!, random, turn === 2 ? answer.status : 200)
      })
      try {
        const key = { keyFile, kid: undefined, alg: undefined }
        const client = { clientId: 'app', audience: undefined, jti: undefined, params: {}, ...key }
        const keySet = { jwksUrl: `https://${host}/jwks`, jwksFile: undefined }
        const urls = { fhirBaseUrl: `https://${host}/fhir`, tokenEndpoint: endpoint, ...keySet }
        await examine({ ...client, ...urls, scope: 'a b', allowInsecureRequests: false }, report)
      } finally {
        servers.delete(host)
      }
      return report.toText(80)
    }
    const faultOf = (outcome: unknown): string | undefined => {
      if (outcome instanceof Error) return 'the doctor failed'
      const lines = String(outcome).split('\n')
      const secrets = [GRANTED.access_token, p384.d!]
      const faults = lines.map((line) => messageFault(line, secrets))
      return faults.find((fault) => fault !== undefined) ?? outputFault(toJson(report.checks))
    }
    return { input: chosen.join('\n'), from: 'outside', run, faultOf }
  }

  function pemTarget(random: Random): Attack {
    const pem = random.pick(pems)
    const text = mutatedPem(pem, random)
    const kid = random.chance(0.2) ? hostileString(random, 100_000) || undefined : undefined
    const run = random.pick<() => unknown>([
      () => privateJwkFromPem(text, { kid }),
      () => publicJwkFromPem(text, { kid }),
    ])
    const lines = pem.split('\n').slice(1, -2)
    return { input: text, from: 'outside', secrets: lines, run }
  }

  function commandTarget(random: Random): Attack {
    const hostile = mutated(claims, CLAIM_MEMBERS, TOKEN_LIMIT, random)
    const headers = random.chance(0.5) ? headerText : mutated(header, HEADER_MEMBERS, 4000, random)
    const token = signed(headers, hostile)
    const options = { keys: jwksFile, at: String(SECONDS) }
    const command = random.pick([decode, verify])
    const run = (): unknown => command.run({ options, lists: {}, flags: new Set(), argument: token })
    return { input: token, from: 'outside', secrets: secretsOf(token), run, faultOf: outputFault }
  }

  return {
    targets: {
      header: headerTarget,
      claims: claimsTarget,
      'assertion header': assertionHeaderTarget,
      'assertion iss and sub': assertionNamesTarget,
      'assertion claims': assertionClaimsTarget,
      'token request': parametersTarget,
      jwk: jwkTarget,
      'key set': keySetTarget,
      discovery: discoveryTarget,
      'token answer': tokenTarget,
      doctor: doctorTarget,
      pem: pemTarget,
      command: commandTarget,
    },
    close() {
      globalThis.fetch = runtimeFetch
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

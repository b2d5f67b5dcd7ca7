/** A SMART server for the tests of assert, token and doctor, and the arguments that name it. */
import assert from 'node:assert/strict'
import { beforeEach } from 'node:test'
import { decodeJwt, generateJwk, toPublicJwks, type Jwk, type JwtClaims } from '../src/index.ts'
import type { Check } from '../src/cli/doctor/report.ts'
import { command, file, pathOf } from './command.ts'
import { respond, startServer, type Handler, type TestServer } from './servers.ts'

export const jwk: Jwk = await generateJwk('ES384', { kid: 'mine' })
/** The file that holds it. */
export const key: string = pathOf('key.json')

export const server: TestServer = await startServer()
export const { origin } = server

export const DISCOVERY = '/fhir/.well-known/smart-configuration'
export const CONFIGURATION = {
  issuer: 'https://issuer.example',
  token_endpoint: `${origin}/token`,
  token_endpoint_auth_methods_supported: ['private_key_jwt'],
  token_endpoint_auth_signing_alg_values_supported: ['RS384', 'ES384'],
  scopes_supported: ['system/*.rs', 'a'],
  capabilities: ['client-confidential-asymmetric'],
}
export const TOKEN = {
  access_token: 'a-secret-access-token',
  token_type: 'Bearer',
  expires_in: 300,
  scope: 'a',
}

/** The arguments of a client of that server. */
export const CLIENT = ['--client-id', 'app', '--scope', 'a', '--key', key]
export const SERVER = ['--fhir-base', `${origin}/fhir`, ...CLIENT]

/** Why the token endpoint refuses an assertion's claims: its JSON answer, or undefined to accept. */
export type Refusal = (claims: JwtClaims) => object | undefined

/** Has the token endpoint answer so, unless it refuses the assertion. */
export function grant(answer: Handler, refuses: Refusal = () => undefined): void {
  server.handlers['/token'] = (request, response, body) => {
    const { claims } = decodeJwt(new URLSearchParams(body).get('client_assertion')!)
    const refusal = refuses(claims)
    return (refusal ? respond(400, refusal) : answer)(request, response, body)
  }
}

/** Has the token endpoint refuse some assertions, and accept the others. */
export function refuse(refuses: Refusal): void {
  grant(respond(200, TOKEN), refuses)
}

/** The doctor's report: of the checks that did not pass, by their names. */
export async function doctor(
  ...args: readonly string[]
): Promise<{ status: number; checks: Check[]; faults: { [check: string]: string } }> {
  const { status, out, err } = await command(['doctor', '--json', ...args])
  assert.ok(out, err)
  const checks = JSON.parse(out) as Check[]
  for (const { check, result, found, remedy } of checks)
    assert.ok(check && found && (result === 'pass' || remedy), check)
  const faults = checks
    .filter(({ result }) => result !== 'pass')
    .map(({ check, result, found, remedy }) => [check, `${result} ${found} -> ${remedy}`])
  return { status, checks, faults: Object.fromEntries(faults) }
}

beforeEach(() => {
  file('key.json', jwk)
  server.received = []
  server.handlers = {
    [DISCOVERY]: respond(200, CONFIGURATION),
    '/jwks': respond(200, toPublicJwks({ keys: [jwk] }), { 'cache-control': 'max-age=60' }),
  }
  grant(respond(200, TOKEN))
})

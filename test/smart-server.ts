/** A SMART server for the tests of the client: discovery, a token endpoint and one FHIR resource. */
import { beforeEach } from 'node:test'
import { decodeJwt } from '../src/index.ts'
import {
  createBackendServicesClient,
  type BackendServicesClient,
  type BackendServicesOptions,
} from '../src/smart/index.ts'
import { ES384_SET } from './fixtures/keys.ts'
import { respond, startServer, type Handler, type TestServer } from './servers.ts'

export const server: TestServer = await startServer()
export const { origin } = server

/** Another server, which no token may reach. */
export const elsewhere: TestServer = await startServer()

/** Where discovery asks. */
export const DISCOVERY = '/.well-known/smart-configuration'

export const GRANTED = {
  access_token: 'token-1',
  token_type: 'bearer',
  expires_in: 300,
  scope: 'system/Patient.rs',
}
export const CONFIGURATION = {
  token_endpoint: `${origin}/token`,
  token_endpoint_auth_methods_supported: ['client_secret_basic', 'private_key_jwt'],
  token_endpoint_auth_signing_alg_values_supported: ['RS384', 'ES384'],
  scopes_supported: ['system/*.rs'],
  capabilities: ['client-confidential-asymmetric'],
}

/** Grants a new token for each request. */
export function tokens(): Handler {
  let issued = 0
  return (...exchange) => respond(200, { ...GRANTED, access_token: `token-${++issued}` })(...exchange)
}

beforeEach(() => {
  server.received = []
  elsewhere.received = []
  server.handlers = {
    '/token': tokens(),
    [DISCOVERY]: respond(200, CONFIGURATION),
    '/Patient': respond(200, {}),
  }
})

/** A client of the server. */
export function client(options: Partial<BackendServicesOptions> = {}): BackendServicesClient {
  return createBackendServicesClient({
    fhirBaseUrl: `${origin}/fhir`,
    clientId: 'app',
    key: ES384_SET,
    scope: 'system/Patient.rs',
    timeout: 2000,
    ...options,
  } as BackendServicesOptions)
}

/** The header and the claims of the assertion in a token request. */
export function assertionOf({ body }: { readonly body: string }): ReturnType<typeof decodeJwt> {
  return decodeJwt(new URLSearchParams(body).get('client_assertion')!)
}

// The servers, in one process: an OpenID provider, the client's published key set, and a FHIR server that
// introspects tokens at the provider. The argument is a JSON file; the first line of output gives the URLs.
import { createServer as createPlainServer } from 'node:http'
import { createServer } from 'node:https'
import { readFileSync } from 'node:fs'
import Provider, { errors } from 'oidc-provider'

const { tls, expired, sets, clients, ahead } = JSON.parse(readFileSync(process.argv[2], 'utf8'))

// The clock may be off, both for the provider and in the Date of every answer.
const time = Date.now
Date.now = () => time() + ahead

async function listen(create, handler) {
  const server = create((request, response) => {
    response.setHeader('date', new Date(Date.now()).toUTCString())
    handler(request, response)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server.address().port
}
const secure = (handler, certificate = tls) =>
  listen((listener) => createServer(certificate, listener), handler)

function send(response, status, body, type = 'application/json') {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'max-age=60' })
  response.end(JSON.stringify(body))
}

const publish = (request, response) => {
  const set = sets[request.url.slice(1)]
  send(response, set ? 200 : 404, set ?? {}, 'application/jwk-set+json')
}
const setPort = await secure(publish)
const plainSetPort = await listen(createPlainServer, publish)

let provider
const issuerPort = await secure((request, response) => provider.callback()(request, response))
const issuer = `https://localhost:${issuerPort}`
const RESOURCE = { client_id: 'fhir', client_secret: 'a secret of the test' }
const algorithms = ['RS384', 'ES384']

/** RFC 10070, where a client is registered for it. The provider itself takes the token endpoint's URL too. */
async function demandProfile(_, { aud }, { typ }, { clientId }) {
  const isNeeded = clientId.endsWith('-rfc10070')
  const isMet = aud === issuer && typ === 'client-authentication+jwt'
  if (isNeeded && !isMet) throw new errors.InvalidClientAuth('aud or typ')
}

provider = new Provider(issuer, {
  assertJwtClientAuthClaimsAndHeader: demandProfile,
  clients: [
    {
      ...RESOURCE,
      grant_types: [],
      response_types: [],
      redirect_uris: [],
      token_endpoint_auth_method: 'client_secret_basic',
    },
    ...clients.map(({ id, alg, set }) => ({
      client_id: id,
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
      scope: 'system/Patient.rs',
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: alg,
      jwks_uri: `https://localhost:${setPort}/${set}`,
    })),
  ],
  clientAuthMethods: ['private_key_jwt', 'client_secret_basic'],
  enabledJWA: { clientAuthSigningAlgValues: algorithms },
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    introspection: { enabled: true, allowedPolicy: (_, client) => client.clientId === RESOURCE.client_id },
  },
  // The provider's own dispatcher refuses loopback addresses, but all servers of this test have one.
  fetch: (url, { dispatcher: _, ...options }) => fetch(url, options),
  scopes: ['system/Patient.rs', 'system/Observation.rs'],
  // Seconds; short, so that the test does not wait long for a renewal.
  ttl: { ClientCredentials: 6 },
})
provider.on('server_error', (_, error) => console.error(error))

/** Whether the provider calls the token of a request active, and its scope allows reading patients. */
async function isAuthorized(authorization = '') {
  const [, token] = /^Bearer (.+)$/.exec(authorization) ?? []
  if (!token) return false
  const credentials = `${RESOURCE.client_id}:${encodeURIComponent(RESOURCE.client_secret)}`
  const answer = await fetch(`${issuer}/token/introspection`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
    body: new URLSearchParams({ token }),
  })
  const { active, scope = '' } = await answer.json()
  return active === true && scope.split(' ').includes('system/Patient.rs')
}

const configuration = {
  issuer,
  authorization_endpoint: `${issuer}/auth`,
  token_endpoint: `${issuer}/token`,
  token_endpoint_auth_methods_supported: ['private_key_jwt'],
  token_endpoint_auth_signing_alg_values_supported: algorithms,
  scopes_supported: ['system/Patient.rs', 'system/Observation.rs'],
  capabilities: ['client-confidential-asymmetric', 'permission-v2'],
}
async function fhir({ url, headers }, response) {
  if (url === '/fhir/.well-known/smart-configuration') return send(response, 200, configuration)
  if (url === '/rs-only/.well-known/smart-configuration') {
    return send(response, 200, {
      ...configuration,
      token_endpoint_auth_signing_alg_values_supported: ['RS384'],
    })
  }
  const [, id] = /^\/fhir\/Patient\/(\w+)$/.exec(url) ?? []
  if (!id) return send(response, 404, {})
  const good = await isAuthorized(headers.authorization)
  send(
    response,
    good ? 200 : 401,
    { resourceType: good ? 'Patient' : 'OperationOutcome', id },
    'application/fhir+json',
  )
}
const ports = { fhir: await secure(fhir), expired: await secure(fhir, expired) }

console.log(
  JSON.stringify({
    fhirBaseUrl: `https://localhost:${ports.fhir}/fhir`,
    rsOnly: `https://localhost:${ports.fhir}/rs-only`,
    expired: `https://localhost:${ports.expired}/fhir`,
    tokenEndpoint: `${issuer}/token`,
    sets: `https://localhost:${setPort}`,
    plainSets: `http://localhost:${plainSetPort}`,
  }),
)

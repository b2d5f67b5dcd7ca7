// A backend service in Bun: it publishes its key set, and returns patients from a FHIR server.
//
// How to run it:
//
//   bun add subtle-jws
//   bunx subtle-jws keygen --out private.json
//   FHIR_BASE_URL=… CLIENT_ID=… PRIVATE_JWK="$(cat private.json)" bun bun.mjs
//
// What must be set: FHIR_BASE_URL, CLIENT_ID (registered with the URL of this server's /jwks.json) and
// PRIVATE_JWK. Optional: SCOPE (default system/Patient.rs) and PORT (default 3000).
import { createJwksResponse } from 'subtle-jws/server'
import { createBackendServicesClient } from 'subtle-jws/smart'

const { FHIR_BASE_URL, CLIENT_ID, PRIVATE_JWK, SCOPE = 'system/Patient.rs', PORT = 3000 } = Bun.env
if (!PRIVATE_JWK) throw new Error('the environment variable PRIVATE_JWK is not set')
const key = JSON.parse(PRIVATE_JWK)

const client = createBackendServicesClient({
  fhirBaseUrl: FHIR_BASE_URL,
  clientId: CLIENT_ID,
  key,
  scope: SCOPE,
})

async function readPatient(request) {
  // Your own rules come first: who may see which patient?
  const { id } = request.params
  if (!/^[A-Za-z0-9.-]{1,64}$/.test(id)) return new Response('not found', { status: 404 })
  const answer = await client.fetch(`Patient/${id}`)
  const headers = { 'content-type': 'application/fhir+json' }
  return new Response(answer.body, { status: answer.status, headers })
}

const server = Bun.serve({
  port: PORT,
  hostname: '127.0.0.1',
  routes: {
    '/jwks.json': (request) => createJwksResponse({ keys: [key] }, { request }),
    '/patients/:id': readPatient,
  },
  error(error) {
    // Only the log gets the reason.
    console.error(error.message)
    return new Response('the FHIR server does not answer', { status: 502 })
  },
})
console.log(`listening on ${server.url}`)

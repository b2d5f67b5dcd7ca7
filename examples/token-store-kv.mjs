// A Cloudflare Worker whose isolates share one access token, in Workers KV. It returns patients from a FHIR
// server.
//
// How to run it:
//
//   npm install subtle-jws
//   npx wrangler kv namespace create TOKENS       # and bind it as TOKENS in wrangler.toml
//   npx wrangler secret put PRIVATE_JWK < private.json
//   npx wrangler deploy
//
// What must be set: the KV namespace TOKENS, the secret PRIVATE_JWK, and the variables FHIR_BASE_URL,
// CLIENT_ID and SCOPE. KV takes up to a minute to show a new token in other places, so at first a few of them
// ask for their own; KV has no lock that could avoid this. Anybody who can read the namespace can use the
// token.
import { createBackendServicesClient } from 'subtle-jws/smart'

/** The fewest seconds that KV keeps a value. The client itself notices that a token has expired. */
const SHORTEST_LIFE = 60

/** A store in a KV namespace, for the option `tokenStore`. */
export function createKvTokenStore(namespace) {
  return {
    get: (name) => namespace.get(name),
    set: (name, value, seconds) =>
      namespace.put(name, value, { expirationTtl: Math.max(SHORTEST_LIFE, seconds) }),
  }
}

/** Made with the first request, which brings the settings, and kept together with its token. */
let client

function clientFor({ FHIR_BASE_URL, CLIENT_ID, PRIVATE_JWK, SCOPE, TOKENS }) {
  client ??= createBackendServicesClient({
    fhirBaseUrl: FHIR_BASE_URL,
    clientId: CLIENT_ID,
    key: JSON.parse(PRIVATE_JWK),
    scope: SCOPE,
    tokenStore: createKvTokenStore(TOKENS),
  })
  return client
}

export default {
  async fetch(request, env) {
    // Your own rules come first: who may see which patient?
    const id = new URL(request.url).pathname.slice(1)
    if (!/^[A-Za-z0-9.-]{1,64}$/.test(id)) return new Response('not found', { status: 404 })
    const answer = await clientFor(env).fetch(`Patient/${id}`)
    return new Response(answer.body, {
      status: answer.status,
      headers: { 'content-type': 'application/fhir+json' },
    })
  },
}

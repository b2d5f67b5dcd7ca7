// A token endpoint as a Cloudflare Worker. wrangler.toml binds REPLAY to the Durable Object class
// ReplayObject.
import {
  createAssertionVerifier,
  createDurableObjectReplayStore,
  ReplayObject,
  toOAuthErrorResponse,
} from 'subtle-jws/server'

export { ReplayObject }

/** Made with the first request, which brings the bindings, and kept with the clients' key sets. */
let verifier

async function token(form) {
  const { clientId } = await verifier.verify(form)
  // The client is authenticated. Your rules follow: its grants, its scopes, what a token is.
  if (!['client_credentials', 'authorization_code'].includes(form.get('grant_type'))) {
    return Response.json({ error: 'unsupported_grant_type' }, { status: 400 })
  }
  const granted = {
    access_token: `${clientId}-${crypto.randomUUID()}`,
    token_type: 'bearer',
    expires_in: 300,
  }
  return Response.json(
    { ...granted, scope: form.get('scope') ?? '' },
    { headers: { 'cache-control': 'no-store' } },
  )
}

export default {
  async fetch(request, { ISSUER, CLIENTS, REPLAY }) {
    if (request.method !== 'POST' || new URL(request.url).pathname !== '/token')
      return new Response(null, { status: 404 })
    verifier ??= createAssertionVerifier({
      audience: [ISSUER, `${ISSUER}/token`],
      // Your database.
      client: async (clientId) => (Object.hasOwn(CLIENTS, clientId) ? CLIENTS[clientId] : undefined),
      replayStore: createDurableObjectReplayStore(REPLAY),
    })
    return request
      .text()
      .then((body) => token(new URLSearchParams(body)))
      .catch(toOAuthErrorResponse)
  },
}

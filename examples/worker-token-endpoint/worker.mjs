// A SMART token endpoint as a Cloudflare Worker; wrangler.jsonc has its bindings: npx wrangler dev
import { JoseError } from 'subtle-jws'
import {
  createAssertionVerifier,
  createDurableObjectReplayStore,
  createTokenResponse,
  ReplayObject,
  toOAuthErrorResponse,
} from 'subtle-jws/server'

export { ReplayObject }

/** Made with the first request, which brings the bindings, and kept with the clients' key sets. */
let verifier

/** Log a line for each attempt. Only you see the reason: the client is not told. */
function log(line) {
  console.log(JSON.stringify({ time: new Date(), event: 'token', ...line }))
}

/** Your rules: what this client may do. */
function grant(clientId, form, clients) {
  if (form.get('grant_type') !== 'client_credentials')
    throw new JoseError('ERR_OAUTH', 'grant_type is not client_credentials', {
      error: 'unsupported_grant_type',
    })
  const allowed = clients[clientId].scope.split(' ')
  const asked = (form.get('scope') ?? '').split(' ')
  const scope = asked.filter((one) => allowed.includes(one)).join(' ')
  if (!scope) throw new JoseError('ERR_OAUTH', 'none of the scopes is registered', { error: 'invalid_scope' })
  return { accessToken: `${clientId}-${crypto.randomUUID()}`, expiresIn: 300, scope }
}

/** The answer to a token request. */
async function token(form, clients) {
  let client
  try {
    client = await verifier.verify(form)
    const granted = grant(client.clientId, form, clients)
    log({ status: 200, clientId: client.clientId, kid: client.header.kid, scope: granted.scope })
    return createTokenResponse(granted)
  } catch (error) {
    const answer = toOAuthErrorResponse(error)
    const { name, code = name, message, cause, clientId = client?.clientId, kid = client?.header.kid } = error
    log({ status: answer.status, clientId, kid, code, message, cause: cause?.message })
    return answer
  }
}

export default {
  async fetch(request, { ISSUER, CLIENTS, REPLAY }) {
    if (new URL(request.url).pathname !== '/token') return new Response(null, { status: 404 })
    if (request.method !== 'POST') return new Response(null, { status: 405, headers: { allow: 'POST' } })
    verifier ??= createAssertionVerifier({
      audience: [ISSUER, `${ISSUER}/token`], // RFC 10070 wants only the issuer, SMART 2.2 this endpoint
      // Your database: { "my-client": { "jwksUri": "https://…", "scope": "system/Patient.rs" } }
      client: (clientId) => (Object.hasOwn(CLIENTS, clientId) ? CLIENTS[clientId] : undefined),
      replayStore: createDurableObjectReplayStore(REPLAY),
    })
    if (Number(request.headers.get('content-length')) > 65536) return new Response(null, { status: 413 })
    return token(new URLSearchParams(await request.text()), CLIENTS)
  },
}

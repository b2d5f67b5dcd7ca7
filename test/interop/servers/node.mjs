// A token endpoint on Node's http.
import { createServer } from 'node:http'
import { createAssertionVerifier, toOAuthErrorResponse } from 'subtle-jws/server'

const { ISSUER, CLIENTS, PORT = 0 } = process.env
const clients = JSON.parse(CLIENTS) // your database: { [clientId]: { jwksUri } or { jwks } }

const verifier = createAssertionVerifier({
  audience: [ISSUER, `${ISSUER}/token`],
  client: async (clientId) => (Object.hasOwn(clients, clientId) ? clients[clientId] : undefined),
  // replayStore: createRedisReplayStore(redis), as soon as there are two processes
})

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

async function bodyOf(request) {
  let body = ''
  for await (const part of request.setEncoding('latin1')) {
    body += part
    if (body.length > 65536) throw new Error('too long')
  }
  return new URLSearchParams(body)
}

const server = createServer(async (request, response) => {
  const found = request.method === 'POST' && request.url === '/token'
  const answer = found
    ? await bodyOf(request).then(token).catch(toOAuthErrorResponse)
    : new Response(null, { status: 404 })
  response.writeHead(answer.status, Object.fromEntries(answer.headers))
  response.end(await answer.text())
})
server.listen(PORT, '127.0.0.1', () => console.log(server.address().port))

// A token endpoint with Express.
import express from 'express'
import { createAssertionVerifier, toOAuthErrorResponse } from 'subtle-jws/server'

const { ISSUER, CLIENTS, PORT = 0 } = process.env
const clients = JSON.parse(CLIENTS) // your database: { [clientId]: { jwksUri } or { jwks } }

const verifier = createAssertionVerifier({
  audience: [ISSUER, `${ISSUER}/token`],
  client: async (clientId) => (Object.hasOwn(clients, clientId) ? clients[clientId] : undefined),
  // replayStore: createRedisReplayStore(redis), as soon as there are two processes
})

/** Middleware: authenticates the client of a request. */
async function authenticate(request, response, next) {
  try {
    request.client = await verifier.verify(request.body)
  } catch (error) {
    const answer = toOAuthErrorResponse(error)
    return response
      .status(answer.status)
      .set(Object.fromEntries(answer.headers))
      .send(await answer.text())
  }
  next()
}

const app = express()
app.post('/token', express.urlencoded({ extended: false }), authenticate, ({ body, client }, response) => {
  // Your rules follow: this client's grants, its scopes, what a token is.
  if (!['client_credentials', 'authorization_code'].includes(body.grant_type)) {
    return response.status(400).json({ error: 'unsupported_grant_type' })
  }
  const granted = {
    access_token: `${client.clientId}-${crypto.randomUUID()}`,
    token_type: 'bearer',
    expires_in: 300,
  }
  response.set('cache-control', 'no-store').json({ ...granted, scope: body.scope ?? '' })
})
const server = app.listen(PORT, '127.0.0.1', () => console.log(server.address().port))

// A SMART token endpoint with Express: node server.mjs
import express from 'express'
import { JoseError } from 'subtle-jws'
import { createAssertionVerifier, createTokenResponse, toOAuthErrorResponse } from 'subtle-jws/server'

const { ISSUER = 'https://auth.example', CLIENTS = '{}', PORT = 8080 } = process.env

// Your database: { "my-client": { "jwksUri": "https://…", "scope": "system/Patient.rs" } }
const clients = new Map(Object.entries(JSON.parse(CLIENTS)))

const verifier = createAssertionVerifier({
  audience: [ISSUER, `${ISSUER}/token`], // RFC 10070 wants only the issuer, SMART 2.2 this endpoint
  client: (clientId) => clients.get(clientId),
  // replayStore: createRedisReplayStore((...command) => redis.sendCommand(command)), for several processes
})

/** Log a line for each attempt. Only you see the reason: the client is not told. */
function log(line) {
  console.log(JSON.stringify({ time: new Date(), event: 'token', ...line }))
}

/** Your rules: what this client may do. */
function grant(clientId, body) {
  if (body.grant_type !== 'client_credentials')
    throw new JoseError('ERR_OAUTH', 'grant_type is not client_credentials', {
      error: 'unsupported_grant_type',
    })
  const allowed = clients.get(clientId).scope.split(' ')
  const asked = (body.scope ?? '').split(' ')
  const scope = asked.filter((one) => allowed.includes(one)).join(' ')
  if (!scope) throw new JoseError('ERR_OAUTH', 'none of the scopes is registered', { error: 'invalid_scope' })
  return { accessToken: `${clientId}-${crypto.randomUUID()}`, expiresIn: 300, scope }
}

/** The answer to a token request. */
async function token(body) {
  let client
  try {
    client = await verifier.verify(body)
    const granted = grant(client.clientId, body)
    log({ status: 200, clientId: client.clientId, kid: client.header.kid, scope: granted.scope })
    return createTokenResponse(granted)
  } catch (error) {
    const answer = toOAuthErrorResponse(error)
    const { name, code = name, message, cause, clientId = client?.clientId, kid = client?.header.kid } = error
    log({ status: answer.status, clientId, kid, code, message, cause: cause?.message })
    return answer
  }
}

const app = express().disable('x-powered-by')
app.post('/token', express.urlencoded({ extended: false, limit: '64kb' }), async (request, response) => {
  // A body with another content type is not parsed: that is the client's mistake.
  const answer = await token(request.body ?? {})
  response
    .status(answer.status)
    .set(Object.fromEntries(answer.headers))
    .send(await answer.text())
})
// A body that the parser refuses. Express would answer with a page that shows the stack.
app.use((error, _request, response, _next) => response.status(error.status ?? 500).end())
const server = app.listen(PORT, '127.0.0.1', () => console.log(server.address().port))

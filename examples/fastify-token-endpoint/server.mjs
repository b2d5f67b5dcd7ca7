// A SMART token endpoint with Fastify: node server.mjs
import formbody from '@fastify/formbody'
import Fastify from 'fastify'
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

const app = Fastify({ bodyLimit: 65536 })
// Only forms are parsed. Any other content type is answered with 415.
app.removeAllContentTypeParsers()
await app.register(formbody)
app.post('/token', async (request) => token(request.body ?? {}))
await app.listen({ port: Number(PORT), host: '127.0.0.1' })
console.log(app.server.address().port)

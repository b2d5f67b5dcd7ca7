// A SMART token endpoint on Node's http: node server.mjs
import { createServer } from 'node:http'
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
function grant(clientId, form) {
  if (form.get('grant_type') !== 'client_credentials')
    throw new JoseError('ERR_OAUTH', 'grant_type is not client_credentials', {
      error: 'unsupported_grant_type',
    })
  const allowed = clients.get(clientId).scope.split(' ')
  const asked = (form.get('scope') ?? '').split(' ')
  const scope = asked.filter((one) => allowed.includes(one)).join(' ')
  if (!scope) throw new JoseError('ERR_OAUTH', 'none of the scopes is registered', { error: 'invalid_scope' })
  return { accessToken: `${clientId}-${crypto.randomUUID()}`, expiresIn: 300, scope }
}

/** The answer to a token request. */
async function token(form) {
  let client
  try {
    client = await verifier.verify(form)
    const granted = grant(client.clientId, form)
    log({ status: 200, clientId: client.clientId, kid: client.header.kid, scope: granted.scope })
    return createTokenResponse(granted)
  } catch (error) {
    const answer = toOAuthErrorResponse(error)
    const { name, code = name, message, cause, clientId = client?.clientId, kid = client?.header.kid } = error
    log({ status: answer.status, clientId, kid, code, message, cause: cause?.message })
    return answer
  }
}

/** The parameters in a body of at most 64 KiB; undefined if it is longer. */
async function formOf(request) {
  let body = ''
  for await (const part of request.setEncoding('latin1')) {
    body += part
    if (body.length > 65536) return undefined
  }
  return new URLSearchParams(body)
}

async function answerTo(request) {
  if (request.url !== '/token') return new Response(null, { status: 404 })
  if (request.method !== 'POST') return new Response(null, { status: 405, headers: { allow: 'POST' } })
  const form = await formOf(request)
  return form ? token(form) : new Response(null, { status: 413, headers: { connection: 'close' } })
}

const server = createServer(async (request, response) => {
  try {
    const answer = await answerTo(request)
    response.writeHead(answer.status, Object.fromEntries(answer.headers))
    response.end(await answer.text())
  } catch {
    response.destroy() // the client is gone
  }
})
server.listen(PORT, '127.0.0.1', () => console.log(server.address().port))

// One process of a fleet: a token endpoint with a shared Redis. Its arguments are the Redis package to use,
// Redis's socket, the file of the clients' keys, and the audience. It prints its port.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { createAssertionVerifier, createRedisReplayStore, toOAuthErrorResponse } from '../../dist/server.js'

const [kind, path, keys, audience] = process.argv.slice(2)
const jwks = JSON.parse(readFileSync(keys, 'utf8'))

/** Connect to Redis: gives what sends a command. */
async function connect() {
  if (kind === 'ioredis') {
    const { Redis } = await import('ioredis')
    // A lost connection shows in the requests that fail.
    const redis = new Redis({ path, retryStrategy: () => 100 }).on('error', () => {})
    return (...command) => redis.call(...command)
  }
  const { createClient } = await import('redis')
  const client = createClient({ socket: { path, reconnectStrategy: () => 100 } }).on('error', () => {})
  const redis = await client.connect()
  return (...command) => redis.sendCommand(command)
}

// Redis writes each claim to disk before it answers, which may take long on a busy machine and is not a
// failure.
const replayStore = createRedisReplayStore(await connect(), { timeout: 10_000 })
const verifier = createAssertionVerifier({ audience, client: async () => ({ jwks }), replayStore })
const server = createServer(async (request, response) => {
  const answer = await verifier.verify(new URLSearchParams(await text(request))).then(
    ({ clientId }) => Response.json({ clientId }),
    (error) => toOAuthErrorResponse(error),
  )
  response.writeHead(answer.status, { 'content-type': 'application/json' })
  response.end(await answer.text())
})
// A connection must not be closed while a request is on its way.
server.keepAliveTimeout = 0
server.listen(0, '127.0.0.1', () => console.log(server.address().port))

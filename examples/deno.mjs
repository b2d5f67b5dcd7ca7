// A server in Deno that accepts only requests with a token from your issuer. It fetches the issuer's key set.
//
// How to run it:
//
//   deno add npm:subtle-jws
//   JWKS_URL=… ISSUER=… AUDIENCE=… deno run --allow-net --allow-env deno.mjs
//
// What must be set: JWKS_URL (for example https://issuer.example/.well-known/jwks.json), ISSUER and AUDIENCE,
// the values of iss and aud in the tokens for this server. Optional: PORT (default 8000).
import { createRemoteJwks, verifyJwt } from 'subtle-jws'

const [url, issuer, audience] = ['JWKS_URL', 'ISSUER', 'AUDIENCE'].map((name) => {
  const value = Deno.env.get(name)
  if (!value) throw new Error(`the environment variable ${name} is not set`)
  return value
})
const port = Number(Deno.env.get('PORT') ?? 8000)

/** The issuer's keys. They are fetched again when they are old, or when a token names an unknown one. */
const keys = createRemoteJwks(url)

async function authenticate(request) {
  const [, token = ''] = /^Bearer +(.+)$/i.exec(request.headers.get('authorization') ?? '') ?? []
  const { claims } = await verifyJwt(token, keys, {
    algorithms: ['RS256', 'RS384', 'ES256', 'ES384'],
    ...{ issuer, audience },
    clockTolerance: 5, // seconds
    requiredClaims: ['exp', 'sub'],
  })
  return claims
}

/** Answer a request that was not accepted. Only the log gets the reason. */
function refuse(error) {
  console.error(error.message)
  // The issuer's keys could not be fetched, which is not the client's fault.
  if (error.code === 'ERR_HTTP') return new Response('try again later', { status: 503 })
  if (error.name !== 'JoseError') return new Response('internal error', { status: 500 })
  const headers = { 'www-authenticate': 'Bearer error="invalid_token"' }
  return new Response('the access token is missing or not accepted', { status: 401, headers })
}

Deno.serve({ port, hostname: '127.0.0.1' }, async (request) => {
  try {
    const { sub } = await authenticate(request)
    return Response.json({ hello: sub })
  } catch (error) {
    return refuse(error)
  }
})

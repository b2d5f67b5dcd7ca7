// A Cloudflare Worker that accepts only requests with a token from your issuer. It fetches the issuer's key
// set.
//
// How to run it:
//
//   npm install subtle-jws
//   npx wrangler deploy
//
// What must be set: the variables JWKS_URL (for example https://issuer.example/.well-known/jwks.json), ISSUER
// and AUDIENCE, the values of iss and aud in the tokens for this Worker.
import { createRemoteJwks, verifyJwt } from 'subtle-jws'

/** The issuer's keys. They are fetched again when they are old, or when a token names an unknown one. */
let keys

async function authenticate(request, { JWKS_URL, ISSUER, AUDIENCE }) {
  const [, token = ''] = /^Bearer +(.+)$/i.exec(request.headers.get('authorization') ?? '') ?? []
  keys ??= createRemoteJwks(JWKS_URL)
  const { claims } = await verifyJwt(token, keys, {
    algorithms: ['RS256', 'RS384', 'ES256', 'ES384'],
    issuer: ISSUER,
    audience: AUDIENCE,
    clockTolerance: 5, // seconds
    requiredClaims: ['exp', 'sub'],
  })
  return claims
}

/** Answer a request that was not accepted. Only the log gets the reason. */
function refuse(error) {
  console.error(error)
  // The issuer's keys could not be fetched, which is not the client's fault.
  if (error.code === 'ERR_HTTP') return new Response('try again later', { status: 503 })
  if (error.name !== 'JoseError') return new Response('internal error', { status: 500 })
  const headers = { 'www-authenticate': 'Bearer error="invalid_token"' }
  return new Response('the access token is missing or not accepted', { status: 401, headers })
}

export default {
  async fetch(request, env) {
    try {
      const { sub } = await authenticate(request, env)
      return Response.json({ hello: sub })
    } catch (error) {
      return refuse(error)
    }
  },
}

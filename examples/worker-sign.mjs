// A Cloudflare Worker that passes requests on to an API, each with a short-lived token that it signs.
//
// How to run it:
//
//   npm install subtle-jws
//   npx subtle-jws keygen --out private.json
//   npx wrangler secret put PRIVATE_JWK < private.json
//   npx wrangler deploy
//
// What must be set: the secret PRIVATE_JWK, and the variable API_URL. The API verifies the tokens with the
// public half of the key (npx subtle-jws jwks private.json).
import { signJwt } from 'subtle-jws'

/** Seconds that a token is valid. */
const LIFE = 60

/** Kept, because each JWK object is checked and imported only once. */
let key

function keyFrom({ PRIVATE_JWK }) {
  if (!PRIVATE_JWK) throw new Error('the secret PRIVATE_JWK is not set: npx wrangler secret put PRIVATE_JWK')
  key ??= JSON.parse(PRIVATE_JWK)
  return key
}

export default {
  async fetch(request, env) {
    const now = Math.floor(Date.now() / 1000)
    const claims = { iss: 'my-worker', aud: env.API_URL, iat: now, exp: now + LIFE, jti: crypto.randomUUID() }
    const token = await signJwt(claims, keyFrom(env))

    const { pathname, search } = new URL(request.url)
    const headers = new Headers(request.headers)
    headers.set('authorization', `Bearer ${token}`)
    const { method, body } = request
    return fetch(new URL(pathname + search, env.API_URL), { method, headers, body, redirect: 'manual' })
  },
}

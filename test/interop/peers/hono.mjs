import { sign, verify } from 'hono/jwt'

export default () => ({
  // It knows Ed25519 by its old name alone.
  algorithms: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'],
  sign: (alg, jwk, claims) => sign(claims, jwk, alg),
  verify: (alg, publicJwk, token) => verify(token, publicJwk, alg),
})

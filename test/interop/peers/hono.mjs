import { sign, verify } from 'hono/jwt'

export default () => ({
  // It knows Ed25519 only by its old name, EdDSA.
  lacks: ['Ed25519'],
  sign: (alg, jwk, claims) => sign(claims, jwk, alg),
  verify: (alg, publicJwk, token) => verify(token, publicJwk, alg),
})

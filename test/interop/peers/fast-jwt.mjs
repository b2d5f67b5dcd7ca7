import { createSigner, createVerifier } from 'fast-jwt'
import { privatePem, publicPem } from './pem.mjs'

export default () => ({
  // It knows Ed25519 by its old name alone.
  algorithms: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'],
  sign: (alg, jwk, claims) => createSigner({ key: privatePem(jwk), algorithm: alg, kid: jwk.kid })(claims),
  verify: (alg, publicJwk, token) => createVerifier({ key: publicPem(publicJwk), algorithms: [alg] })(token),
})

import { createSigner, createVerifier } from 'fast-jwt'
import { privatePem, publicPem } from './pem.mjs'

export default () => ({
  // It knows Ed25519 only by its old name, EdDSA.
  lacks: ['Ed25519'],
  sign: (alg, jwk, claims) => createSigner({ key: privatePem(jwk), algorithm: alg, kid: jwk.kid })(claims),
  verify: (alg, publicJwk, token) => createVerifier({ key: publicPem(publicJwk), algorithms: [alg] })(token),
})

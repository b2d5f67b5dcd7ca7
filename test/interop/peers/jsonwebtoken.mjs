import jsonwebtoken from 'jsonwebtoken'
import { privatePem, publicPem } from './pem.mjs'

export default () => ({
  // It has no EdDSA.
  algorithms: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512'],
  sign: (alg, jwk, claims) => jsonwebtoken.sign(claims, privatePem(jwk), { algorithm: alg, keyid: jwk.kid }),
  verify: (alg, publicJwk, token) => jsonwebtoken.verify(token, publicPem(publicJwk), { algorithms: [alg] }),
})

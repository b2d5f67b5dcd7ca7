import jsonwebtoken from 'jsonwebtoken'
import { privatePem, publicPem } from './pem.mjs'

export default () => ({
  lacks: ['EdDSA', 'Ed25519'],
  sign: (alg, jwk, claims) => jsonwebtoken.sign(claims, privatePem(jwk), { algorithm: alg, keyid: jwk.kid }),
  verify: (alg, publicJwk, token) => jsonwebtoken.verify(token, publicPem(publicJwk), { algorithms: [alg] }),
})

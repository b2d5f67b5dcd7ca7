import { importJWK, jwtVerify, SignJWT } from 'jose'

export default () => ({
  algorithms: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
  sign: async (alg, jwk, claims) => {
    return new SignJWT(claims).setProtectedHeader({ alg, kid: jwk.kid }).sign(await importJWK(jwk))
  },
  verify: async (alg, publicJwk, token) => {
    const { payload } = await jwtVerify(token, await importJWK(publicJwk), { algorithms: [alg] })
    return payload
  },
})

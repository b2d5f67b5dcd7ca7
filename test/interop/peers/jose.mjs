import { importJWK, jwtVerify, SignJWT } from 'jose'

export default () => ({
  sign: async (alg, jwk, claims) => {
    return new SignJWT(claims).setProtectedHeader({ alg, kid: jwk.kid }).sign(await importJWK(jwk))
  },
  verify: async (alg, publicJwk, token) => {
    const { payload } = await jwtVerify(token, await importJWK(publicJwk), { algorithms: [alg] })
    return payload
  },
})

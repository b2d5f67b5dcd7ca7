import jsrsasign from 'jsrsasign'

const { KEYUTIL, KJUR } = jsrsasign
const { JWS } = KJUR.jws

export default () => ({
  // It has no EdDSA, and one ES512 signature of four is too short: r and s lose leading zeros (its issue 627).
  algorithms: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384'],
  sign: (alg, jwk, claims) => JWS.sign(alg, { alg, kid: jwk.kid }, claims, KEYUTIL.getKey(jwk)),
  verify: (alg, publicJwk, token) => {
    if (!JWS.verify(token, KEYUTIL.getKey(publicJwk), [alg])) throw new Error('refused')
    return JWS.parse(token).payloadObj
  },
})

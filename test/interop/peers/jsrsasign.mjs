import jsrsasign from 'jsrsasign'

const { KEYUTIL, KJUR } = jsrsasign
const { JWS } = KJUR.jws

export default () => ({
  // About one in four ES512 signatures is too short, because r and s lose leading zeros (its issue 627).
  lacks: ['ES512', 'EdDSA', 'Ed25519'],
  sign: (alg, jwk, claims) => JWS.sign(alg, { alg, kid: jwk.kid }, claims, KEYUTIL.getKey(jwk)),
  verify: (alg, publicJwk, token) => {
    if (!JWS.verify(token, KEYUTIL.getKey(publicJwk), [alg])) throw new Error('refused')
    return JWS.parse(token).payloadObj
  },
})

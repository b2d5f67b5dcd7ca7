/**
 * Contenders that need node:crypto, or are too slow to run elsewhere. They are synchronous and use one core.
 */
import { createPrivateKey, createPublicKey } from 'node:crypto'
import { CLAIMS } from './contenders.mjs'

const pemOf = (key) => key.export({ format: 'pem', type: key.type === 'private' ? 'pkcs8' : 'spki' })

const privateKeyOf = (jwk) => createPrivateKey({ key: jwk, format: 'jwk' })
const publicKeyOf = (jwk) => createPublicKey({ key: jwk, format: 'jwk' })

export const NODE = [
  {
    name: 'jsonwebtoken',
    load: () => import('jsonwebtoken').catch(String),
    lacks: ['EdDSA'],
    sync: true,
    signer(alg, jwk, { default: { sign } }) {
      const key = privateKeyOf(jwk)
      const options = { algorithm: alg, keyid: jwk.kid, noTimestamp: true }
      return () => sign(CLAIMS, key, options)
    },
    verifier(alg, jwk, { default: { verify } }) {
      const key = publicKeyOf(jwk)
      const options = { algorithms: [alg], issuer: CLAIMS.iss, audience: CLAIMS.aud }
      return (token) => verify(token, key, options)
    },
  },
  {
    name: 'fast-jwt',
    load: () => import('fast-jwt').catch(String),
    sync: true,
    signer(alg, jwk, { createSigner }) {
      const sign = createSigner({
        key: pemOf(privateKeyOf(jwk)),
        algorithm: alg,
        kid: jwk.kid,
        noTimestamp: true,
      })
      return () => sign(CLAIMS)
    },
    verifier(alg, jwk, { createVerifier }) {
      const key = pemOf(publicKeyOf(jwk))
      return createVerifier({ key, algorithms: [alg], allowedIss: CLAIMS.iss, allowedAud: CLAIMS.aud })
    },
  },
  {
    name: 'jsrsasign',
    load: () => import('jsrsasign').catch(String),
    // About one in four of its ES512 signatures is too short, because r and s lose leading zeros.
    lacks: ['ES512', 'EdDSA'],
    sync: true,
    // It computes in JavaScript, so a call takes milliseconds.
    slow: true,
    signer(alg, jwk, { default: { KEYUTIL, KJUR } }) {
      const key = KEYUTIL.getKey(jwk)
      const header = { alg, kid: jwk.kid, typ: 'JWT' }
      return () => KJUR.jws.JWS.sign(alg, header, CLAIMS, key)
    },
    verifier(alg, jwk, { default: { KEYUTIL, KJUR } }) {
      const key = KEYUTIL.getKey(jwk)
      const options = { alg: [alg], iss: [CLAIMS.iss], aud: [CLAIMS.aud] }
      return (token) => {
        if (!KJUR.jws.JWS.verifyJWT(token, key, options)) throw new Error('refused')
      }
    },
  },
]

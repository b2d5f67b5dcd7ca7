/**
 * Whole checks of a SMART client assertion, as a server makes them. Each is built with the client's key set,
 * and returns a function that starts with an empty memory and returns the check itself: that takes the
 * parameters of a token request, and throws if the client is not authenticated.
 */
import { CLAIMS, cryptoKeyOf, parametersOf } from './contenders.mjs'

export const OURS_CHECK = 'subtle-jws, assertion verifier'
export const LEAST_CHECK = 'the least, by hand'
export const JOSE_CHECK = 'jose, local set'

const refuse = () => {
  throw new Error('refused')
}

async function ours({ jwks }) {
  const { createAssertionVerifier } = await import('../dist/server.js')
  return () => {
    const client = () => ({ jwks })
    const { verify } = createAssertionVerifier({ audience: CLAIMS.aud, client })
    return verify
  }
}

/**
 * The least that a server needs: parse two JSON texts, decode three parts of base64url, verify the signature,
 * make three comparisons, and keep a Set of used `jti`. It does not check the form, choose a key or limit
 * anything.
 */
async function least({ jwks, alg }) {
  const key = await cryptoKeyOf(alg, jwks.keys[0], 'verify')
  const parameters = parametersOf(alg)
  const { subtle } = crypto
  return () => {
    const seen = new Set()
    return async ({ client_assertion: token }) => {
      const [head, payload, signature] = token.split('.')
      const { alg: named } = JSON.parse(Buffer.from(head, 'base64url'))
      const { iss, aud, exp, jti } = JSON.parse(Buffer.from(payload, 'base64url'))
      if (named !== alg) refuse()
      const signingInput = Buffer.from(token.slice(0, head.length + 1 + payload.length))
      const good = await subtle.verify(parameters, key, Buffer.from(signature, 'base64url'), signingInput)
      if (!good) refuse()
      if (iss !== CLAIMS.iss || aud !== CLAIMS.aud || !(exp > Date.now() / 1000)) refuse()
      if (seen.has(jti)) refuse()
      seen.add(jti)
    }
  }
}

async function jose({ jwks }) {
  const { createLocalJWKSet, jwtVerify } = await import('jose')
  const keySet = createLocalJWKSet(jwks)
  const options = {
    issuer: CLAIMS.iss,
    subject: CLAIMS.sub,
    audience: CLAIMS.aud,
    algorithms: ['RS384', 'ES384'],
    clockTolerance: 10,
    requiredClaims: ['exp', 'jti'],
  }
  return () => {
    const seen = new Set()
    return async ({ client_assertion: token }) => {
      const { payload } = await jwtVerify(token, keySet, options)
      if (payload.exp > Date.now() / 1000 + 310 || seen.has(payload.jti)) refuse()
      seen.add(payload.jti)
    }
  }
}

export const CHECKS = { [OURS_CHECK]: ours, [LEAST_CHECK]: least, [JOSE_CHECK]: jose }

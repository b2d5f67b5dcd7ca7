/**
 * The libraries that run in every runtime, each used in its fastest way: keys are prepared if the library
 * allows it. `signer` and `verifier` return the function that is measured; a verifier throws if the token is
 * invalid.
 */

export const OURS = 'subtle-jws, signer'
export const OURS_JWK = 'subtle-jws, JWK'
export const OURS_VERIFIER = 'subtle-jws, verifier'
export const RAW = 'raw WebCrypto'

/** The claims of a SMART client assertion. */
export const CLAIMS = {
  iss: 'https://client.example',
  sub: 'https://client.example',
  aud: 'https://server.example/token',
  exp: 4102444800,
  jti: 'b7e1c1de-0a1b-4a58-9d9f-3c5a4c1f7f0e',
}

export const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
]

/** Whether a group is about one of the requested algorithms, or about no algorithm. */
export const isAsked = (algs) => (group) => {
  const [alg] = /\b((RS|PS|ES)\d{3}|EdDSA)\b/.exec(group) ?? []
  return !algs || !alg || algs.includes(alg)
}

const HASH = { 256: 'SHA-256', 384: 'SHA-384', 512: 'SHA-512' }
const CURVE = { 256: 'P-256', 384: 'P-384', 512: 'P-521' }

/** The WebCrypto parameters of a JWS algorithm. */
export function parametersOf(alg) {
  if (alg === 'EdDSA') return { name: 'Ed25519' }
  const [family, bits] = [alg.slice(0, 2), alg.slice(2)]
  if (family === 'ES') return { name: 'ECDSA', namedCurve: CURVE[bits], hash: HASH[bits] }
  if (family === 'PS') return { name: 'RSA-PSS', hash: HASH[bits], saltLength: bits / 8 }
  return { name: 'RSASSA-PKCS1-v1_5', hash: HASH[bits] }
}

/** Import a JWK without the metadata that runtimes treat differently. */
export function cryptoKeyOf(alg, { alg: _, kid, use, key_ops, ...jwk }, usage) {
  return crypto.subtle.importKey('jwk', jwk, parametersOf(alg), false, [usage])
}

/** Encode base64url with the runtime's own functions, independent of the contenders that this checks. */
export const base64urlOf = (octets) =>
  btoa(String.fromCharCode(...octets))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

export function octetsOf(text) {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (char) => char.charCodeAt(0))
}

const UTF8 = new TextEncoder()

const refuse = (good) => {
  if (!good) throw new Error('refused')
}

/** A token's signature and its JWS Signing Input, as octets. */
export function partsOf(token) {
  const dot = token.lastIndexOf('.')
  return [octetsOf(token.slice(dot + 1)), UTF8.encode(token.slice(0, dot))]
}

const LACKS_PSS = ['PS256', 'PS384', 'PS512']

export const PORTABLE = [
  {
    name: OURS,
    verifies: OURS_VERIFIER,
    load: () => import('../dist/index.js'),
    async signer(_, jwk, { importSigner, signJwt }) {
      const signer = await importSigner(jwk)
      return () => signJwt(CLAIMS, signer)
    },
    async verifier(_, jwk, { importVerifier, verifyJwt }) {
      const verifier = await importVerifier(jwk)
      const options = { issuer: CLAIMS.iss, audience: CLAIMS.aud }
      return (token) => verifyJwt(token, verifier, options)
    },
  },
  {
    name: OURS_JWK,
    load: () => import('../dist/index.js'),
    signer(_, jwk, { signJwt }) {
      return () => signJwt(CLAIMS, jwk)
    },
    verifier(_, jwk, { verifyJwt }) {
      const options = { issuer: CLAIMS.iss, audience: CLAIMS.aud }
      return (token) => verifyJwt(token, jwk, options)
    },
  },
  {
    name: RAW,
    load: () => ({}),
    async signer(alg, jwk) {
      const key = await cryptoKeyOf(alg, jwk, 'sign')
      const parameters = parametersOf(alg)
      const header = { alg, kid: jwk.kid, typ: 'JWT' }
      const encoded = (part) => base64urlOf(UTF8.encode(JSON.stringify(part)))
      const text = `${encoded(header)}.${encoded(CLAIMS)}`
      const signingInput = UTF8.encode(text)
      const act = () => crypto.subtle.sign(parameters, key, signingInput)
      act.token = (signature) => `${text}.${base64urlOf(new Uint8Array(signature))}`
      return act
    },
    async verifier(alg, jwk, _, token) {
      const key = await cryptoKeyOf(alg, jwk, 'verify')
      const parameters = parametersOf(alg)
      const [signature, signingInput] = partsOf(token)
      const act = async () => refuse(await crypto.subtle.verify(parameters, key, signature, signingInput))
      act.check = async (other) => refuse(await crypto.subtle.verify(parameters, key, ...partsOf(other)))
      return act
    },
  },
  {
    name: 'jose',
    load: () => import('jose').catch(String),
    async signer(alg, jwk, { importJWK, SignJWT }) {
      const key = await importJWK(jwk, alg)
      const header = { alg, kid: jwk.kid, typ: 'JWT' }
      return () => new SignJWT(CLAIMS).setProtectedHeader(header).sign(key)
    },
    async verifier(alg, jwk, { importJWK, jwtVerify }) {
      const key = await importJWK(jwk, alg)
      const options = { issuer: CLAIMS.iss, audience: CLAIMS.aud }
      return (token) => jwtVerify(token, key, options)
    },
  },
  {
    name: 'hono, CryptoKey',
    load: () => import('hono/jwt').catch(String),
    async signer(alg, jwk, { sign }) {
      const key = await cryptoKeyOf(alg, jwk, 'sign')
      return () => sign(CLAIMS, key, alg)
    },
    async verifier(alg, jwk, { verify }) {
      const key = await cryptoKeyOf(alg, jwk, 'verify')
      const options = { alg, iss: CLAIMS.iss, aud: CLAIMS.aud }
      return (token) => verify(token, key, options)
    },
  },
  {
    name: 'hono, JWK',
    load: () => import('hono/jwt').catch(String),
    signer(alg, jwk, { sign }) {
      return () => sign(CLAIMS, jwk, alg)
    },
    verifier(alg, jwk, { verify }) {
      const options = { alg, iss: CLAIMS.iss, aud: CLAIMS.aud }
      return (token) => verify(token, jwk, options)
    },
  },
  {
    name: 'tsndr, CryptoKey',
    load: () => import('@tsndr/cloudflare-worker-jwt').catch(String),
    lacks: [...LACKS_PSS, 'EdDSA'],
    async signer(alg, jwk, { sign }) {
      const key = await cryptoKeyOf(alg, jwk, 'sign')
      const options = { algorithm: alg, header: { kid: jwk.kid, typ: 'JWT' } }
      // The library writes iat into the claims that it is given.
      return () => sign({ ...CLAIMS }, key, options)
    },
    async verifier(alg, jwk, { verify }) {
      const key = await cryptoKeyOf(alg, jwk, 'verify')
      const options = { algorithm: alg, throwError: true }
      return (token) => verify(token, key, options)
    },
  },
  {
    name: 'tsndr, JWK',
    load: () => import('@tsndr/cloudflare-worker-jwt').catch(String),
    lacks: [...LACKS_PSS, 'EdDSA'],
    signer(alg, jwk, { sign }) {
      const options = { algorithm: alg, header: { kid: jwk.kid, typ: 'JWT' } }
      return () => sign({ ...CLAIMS }, jwk, options)
    },
    verifier(alg, jwk, { verify }) {
      const options = { algorithm: alg, throwError: true }
      return (token) => verify(token, jwk, options)
    },
  },
]

/** A contender with its name as a verifier. */
export const verifying = (contender) => ({ ...contender, name: contender.verifies ?? contender.name })

/** The entry that `make` builds for a contender, or the reason why there is none. */
export async function entryOf({ name, load, lacks = [] }, alg, make) {
  const module = await load()
  if (typeof module === 'string') return { name, failed: module }
  if (lacks.includes(alg)) return { name, lacks: `no ${alg}` }
  try {
    return { name, ...(await make(module)) }
  } catch (error) {
    return { name, failed: String(error) }
  }
}

let rsa

/** A private JWK for an algorithm. All RSA algorithms share one key. */
export async function keyFor(alg) {
  const { generateJwk } = await import('../dist/index.js')
  if (!/^[RP]S/.test(alg)) return generateJwk(alg)
  rsa ??= await generateJwk('RS384')
  return { ...rsa, alg }
}

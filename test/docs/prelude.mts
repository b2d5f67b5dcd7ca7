// What the pages' blocks speak of without saying where it comes from: a key, a token, a request, a database.
import { sign, type JsonWebKey } from 'node:crypto'
import { generateJwk, signJwt, toPublicJwk, toPublicJwks, type Jwk, type JwkSet } from 'subtle-jws'
import { clientAssertionParams, createClientAssertion } from 'subtle-jws/smart'

const now = Math.floor(Date.now() / 1000)
const claims = {
  iss: 'my-client',
  sub: 'my-client',
  aud: 'https://server.example/token',
  iat: now,
  exp: now + 240,
  jti: 'a',
}
const jwk = await generateJwk('ES384', { kid: '2026-11' })
const jwks = { keys: [jwk, await generateJwk('RS384', { kid: 'rsa' })] }
const published = toPublicJwks(jwks)
const claimed = new Set<string>()

const names = {
  jwk,
  jwks,
  publicJwk: toPublicJwk(jwk),
  publishedJwks: published,
  token: await signJwt(claims, jwk),
  signingInput: new TextEncoder().encode('a JWS Signing Input'),
  signal: AbortSignal.timeout(20_000),
  env: { PRIVATE_JWK: JSON.stringify(jwk) },
  code: 'a-code',
  redirect_uri: 'https://app.example/',
  code_verifier: 'a-verifier',
  /** What a KMS answers that gives DER. */
  callTheKms: async (signingInput: Uint8Array): Promise<Uint8Array> =>
    sign('sha384', signingInput, { key: jwk as object as JsonWebKey, format: 'jwk' }),
  /** The registrations of a server. */
  database: {
    find: async (clientId: string) => (clientId === 'my-client' ? { jwks: published } : undefined),
  },
  /** As a client of the package redis. */
  redis: {
    async sendCommand([, key]: string[]): Promise<unknown> {
      return claimed.has(key!) ? null : (claimed.add(key!), 'OK')
    },
  },
  /** A token request, as a client makes it. */
  request: new Request('https://auth.example/token', {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      scope: 'system/Patient.rs',
      ...clientAssertionParams(
        await createClientAssertion({
          clientId: 'my-client',
          audience: 'https://auth.example/token',
          key: jwk,
        }),
      ),
    }),
  }),
}
Object.assign(globalThis, names)

type Names = typeof names
declare global {
  var jwk: Jwk
  var jwks: JwkSet
  var publicJwk: Jwk
  var publishedJwks: JwkSet
  var token: string
  var signingInput: Names['signingInput']
  var signal: AbortSignal
  var env: Names['env']
  var code: string
  var redirect_uri: string
  var code_verifier: string
  var callTheKms: Names['callTheKms']
  var database: Names['database']
  var redis: Names['redis']
  var request: Request
}

// The values that the pages' blocks use without defining them: a key, a token, a request, a database.
import { sign, type JsonWebKey } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
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
const key = await generateJwk('ES384', { kid: '2026-11' })
const keySet = { keys: [key, await generateJwk('RS384', { kid: 'rsa' })] }
const published = toPublicJwks(keySet)
/** The reader's own key, once a page has made it; its public half is what the stack publishes. */
const own: JwkSet | Jwk = existsSync('private.json') ? JSON.parse(readFileSync('private.json', 'utf8')) : key
const claimed = new Set<string>()

const names = {
  jwk: key,
  jwks: keySet,
  publicJwk: toPublicJwk(key),
  publishedJwks: published,
  token: await signJwt(claims, key),
  accessToken: await signJwt(claims, own),
  signingInput: new TextEncoder().encode('a JWS Signing Input'),
  signal: AbortSignal.timeout(20_000),
  env: { PRIVATE_JWK: JSON.stringify(key) },
  code: 'a-code',
  redirect_uri: 'https://app.example/',
  code_verifier: 'a-verifier',
  /** Signs as a KMS does that answers in DER. */
  callTheKms: async (input: Uint8Array): Promise<Uint8Array> =>
    sign('sha384', input, { key: key as object as JsonWebKey, format: 'jwk' }),
  /** A Secret, as the API of Kubernetes gives it. */
  secret: { data: { 'key.pem': readFileSync('github-app.private-key.pem').toString('base64') } },
  /** A server's registered clients. */
  database: {
    find: async (clientId: string) => (clientId === 'my-client' ? { jwks: published } : undefined),
  },
  /** Behaves like a client of the package redis. */
  redis: {
    async sendCommand([, name]: string[]): Promise<unknown> {
      if (claimed.has(name!)) return null
      claimed.add(name!)
      return 'OK'
    },
  },
  /** Behaves like a pool of the package pg: an insert with on conflict do nothing. */
  pool: {
    async query(_: string, [name]: readonly unknown[]): Promise<{ rowCount: number }> {
      const size = claimed.size
      claimed.add(`${name}`)
      return { rowCount: claimed.size - size }
    },
  },
  /** A client's token request. */
  request: new Request('https://auth.example/token', {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      scope: 'system/Patient.rs',
      ...clientAssertionParams(
        await createClientAssertion({
          clientId: 'my-client',
          audience: 'https://auth.example/token',
          key,
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
  var accessToken: string
  var signingInput: Names['signingInput']
  var signal: AbortSignal
  var env: Names['env']
  var code: string
  var secret: Names['secret']
  var redirect_uri: string
  var code_verifier: string
  var callTheKms: Names['callTheKms']
  var database: Names['database']
  var redis: Names['redis']
  var pool: Names['pool']
  var request: Request
}

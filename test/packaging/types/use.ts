// A user's module: uses the types of all entry points, and expects errors where they must refuse.
import {
  createRemoteJwks,
  generateJwk,
  signJwt,
  verifyJwt,
  JoseError,
  type Jwk,
  type JwkSet,
  type JwtClaims,
  type RemoteJwks,
  type Signer,
} from 'subtle-jws'
import { createAssertionVerifier, createMemoryReplayStore, toOAuthErrorResponse } from 'subtle-jws/server'
import { createBackendServicesClient, type AccessToken } from 'subtle-jws/smart'
import { createJwksResponse, type ReplayStore } from 'subtle-jws/vendor/subtle-jws-server.min.js'
import { fetchSmartConfiguration, type SmartConfiguration } from 'subtle-jws/vendor/subtle-jws-smart.min.js'
import { signJwt as signAlone, type SigningKey } from 'subtle-jws/vendor/subtle-jws-sign.min.js'
import { signJwt as vendored } from 'subtle-jws/vendor/subtle-jws.min.js'

const jwk: Jwk = await generateJwk('ES384')
const jwks: JwkSet = { keys: [jwk] }
const signer: Signer = { alg: 'ES384', sign: async (input: Uint8Array) => input }
const token: string = await signJwt({ iss: 'a', exp: 1 }, signer, { cty: 'x' })
export const alone = (key: SigningKey): Promise<string> => signAlone({ iss: 'a' }, key)
export const same: boolean = token === (await vendored({ iss: 'a', exp: 1 }, jwks))
const { claims }: { claims: JwtClaims } = await verifyJwt(token, async ({ kid }) => (kid ? jwk : jwks), {
  now: () => 2000,
})
export const exp: number | undefined = claims.exp
export const codeOf = (error: unknown): string => (error instanceof JoseError ? error.code : 'none')

const client = createBackendServicesClient({
  fhirBaseUrl: 'https://fhir.example',
  clientId: 'a',
  key: jwk,
  scope: 's',
})
export const answer: Promise<Response> = client.fetch('Patient', { headers: { prefer: 'x' } })
export const access: Promise<AccessToken> = client.accessToken({ signal: AbortSignal.timeout(1) })
export const found: Promise<SmartConfiguration> = fetchSmartConfiguration('https://fhir.example', { fetch })

const verifier = createAssertionVerifier({
  audience: 'https://auth.example/token',
  client: async (id) => (id === 'a' ? { jwks } : undefined),
  replayStore: createMemoryReplayStore({ maxEntries: 10 }),
})
export const clientId: string = (await verifier.verify(new URLSearchParams())).clientId
export const refusal: Response = toOAuthErrorResponse(new Error())
export const remote: RemoteJwks = createRemoteJwks('https://auth.example/jwks')
export const published: Response = createJwksResponse(jwks, { maxAge: 60 })
export const store: ReplayStore = createMemoryReplayStore()

// @ts-expect-error: a token is a string
export const octets: Uint8Array = await signJwt({}, jwk)
// @ts-expect-error: no algorithm of ours
await generateJwk('HS256')
// @ts-expect-error: the client's key is missing
createBackendServicesClient({ fhirBaseUrl: 'https://fhir.example', clientId: 'a', scope: 's' })
// @ts-expect-error: audience is required
createAssertionVerifier({ client: async () => undefined })

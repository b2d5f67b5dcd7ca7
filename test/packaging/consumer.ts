// What a user writes against the installed package: the package's tests compile it and run it.
import { readFileSync } from 'node:fs'
import { signJwt, verifyJwt, type JoseError, type JwkSet, type Signer } from 'subtle-jws'
import { createBackendServicesClient, type AccessToken } from 'subtle-jws/smart'
import {
  createAssertionVerifier,
  createDurableObjectReplayStore,
  toOAuthErrorResponse,
  type DurableObjectNamespace,
} from 'subtle-jws/server'
import { createMemoryReplayStore } from 'subtle-jws/vendor/subtle-jws-server.min.js'
import { signJwt as vendored } from 'subtle-jws/vendor/subtle-jws.min.js'
import { fetchSmartConfiguration } from 'subtle-jws/vendor/subtle-jws-smart.js'
const keys = JSON.parse(readFileSync('keys.json', 'utf8')) as JwkSet
const signer: Signer = { alg: 'ES384', sign: async (input) => input }
const token: string = await signJwt({ iss: 'a', exp: 1 }, keys, { cty: 'x' })
const code = await verifyJwt(token, keys, { now: () => 2000 }).catch((error) => (error as JoseError).code)
const client = createBackendServicesClient({
  fhirBaseUrl: 'https://127.0.0.1:1/fhir',
  clientId: 'a',
  key: keys,
  scope: 'system/*.rs',
})
const reason = (error: JoseError) => error.code
const asked: AccessToken | string = await client.accessToken().catch(reason)
const found = await fetchSmartConfiguration('https://127.0.0.1:1/fhir').catch(reason)
const replayStore = process.argv[9]
  ? createDurableObjectReplayStore({} as DurableObjectNamespace)
  : createMemoryReplayStore()
const verifier = createAssertionVerifier({
  audience: 'https://a.example/token',
  client: async () => ({ jwks: keys }),
  replayStore,
})
const answer: Response = (await verifier
  .verify(new URLSearchParams({ client_assertion: token }))
  .catch(toOAuthErrorResponse)) as Response
console.log(
  answer.status,
  asked,
  found,
  code,
  token === (await vendored({ iss: 'a', exp: 1 }, keys, { cty: 'x' })),
  signer.alg,
)

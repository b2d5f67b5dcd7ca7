// A user's program, type-checked and run: one token by two files that sign, and how each part refuses.
import { readFileSync } from 'node:fs'
import { signJwt, verifyJwt, type JoseError, type JwkSet, type Signer } from 'subtle-jws'
import {
  createAssertionVerifier,
  createDurableObjectReplayStore,
  toOAuthErrorResponse,
  type DurableObjectNamespace,
} from 'subtle-jws/server'
import { createBackendServicesClient, type AccessToken } from 'subtle-jws/smart'
import { createMemoryReplayStore } from 'subtle-jws/vendor/subtle-jws-server.min.js'
import { fetchSmartConfiguration } from 'subtle-jws/vendor/subtle-jws-smart.min.js'
import { signJwt as vendored } from 'subtle-jws/vendor/subtle-jws.min.js'

const codeOf = (error: JoseError) => error.code
const fhirBaseUrl = 'https://127.0.0.1:1/fhir'

const keys = JSON.parse(readFileSync('keys.json', 'utf8')) as JwkSet
const signer: Signer = { alg: 'ES384', sign: async (input) => input }
const token: string = await signJwt({ iss: 'a', exp: 1 }, keys, { cty: 'x' })
const same: boolean = token === (await vendored({ iss: 'a', exp: 1 }, keys, { cty: 'x' }))
const expired = await verifyJwt(token, keys, { now: () => 2000 }).catch(codeOf)

const client = createBackendServicesClient({ fhirBaseUrl, clientId: 'a', key: keys, scope: 'system/*.rs' })
const asked: AccessToken | string = await client.accessToken().catch(codeOf)
const found = await fetchSmartConfiguration(fhirBaseUrl).catch(codeOf)

const replayStore = process.argv[9]
  ? createDurableObjectReplayStore({} as DurableObjectNamespace)
  : createMemoryReplayStore()
const verifier = createAssertionVerifier({
  audience: 'https://a.example/token',
  client: async () => ({ jwks: keys }),
  replayStore,
})
const parameters = new URLSearchParams({ client_assertion: token })
const verified = await verifier.verify(parameters).catch((error: unknown) => error)
const answer: Response = toOAuthErrorResponse(verified)

console.log(answer.status, asked, found, expired, same, signer.alg)

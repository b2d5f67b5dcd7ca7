// Slips that an editor underlines, in a project that is strict and no more.
import { signJwt, verifyJws, verifyJwt, type Jwk, type VerifyJwtOptions } from 'subtle-jws'
import { createAssertionVerifier } from 'subtle-jws/server'
import { createBackendServicesClient, type BackendServicesSettings } from 'subtle-jws/smart'

declare const key: Jwk
declare const unset: string | undefined
const clientId = 'a'
const client = async () => undefined

// @ts-expect-error: a shared secret's algorithm
verifyJwt('', key, { algorithms: ['HS256'] })
// @ts-expect-error: a shared secret's algorithm
verifyJws('', key, { algorithms: ['HS256'] })
// @ts-expect-error: a shared secret's algorithm
createAssertionVerifier({ audience: 'b', client, algorithms: ['HS256'] })
// @ts-expect-error: a check that an unset variable would drop
verifyJwt('', key, { audience: unset })
// @ts-expect-error: a check that an unset variable would drop
verifyJwt('', key, { audience: 'b', issuer: unset })
// @ts-expect-error: a check that an unset variable would drop
verifyJwt('', key, { subject: unset, maxAge: 5 })
// @ts-expect-error: a check that an unset variable would drop
verifyJwt('', key, { typ: unset })
// @ts-expect-error: a check that an unset variable would drop
verifyJwt<{ scope: string }>('', key, { audience: unset })
// @ts-expect-error: an option that is unknown
verifyJwt('', key, { audiance: 'b' })
// @ts-expect-error: a server without a name
createAssertionVerifier({ audience: unset, client })
// @ts-expect-error: an option of another library; exp is a claim
signJwt({ iss: 'a' }, key, { expiresIn: '1h' })
// @ts-expect-error: an option of another library; alg is the key's
signJwt({ iss: 'a' }, key, { algorithm: 'RS384' })
// @ts-expect-error: no server
createBackendServicesClient({ clientId, key, scope: 's' })
// @ts-expect-error: a server that an unset variable names
createBackendServicesClient({ clientId, key, scope: 's', fhirBaseUrl: unset })

// What is right compiles, also where options are made apart.
export const options: VerifyJwtOptions = { audience: ['b'], issuer: 'c', algorithms: ['RS384'] }
options.maxAge = 5
export const wrapped = (given: VerifyJwtOptions) => verifyJwt('', key, given)
export const narrowed = unset === undefined ? {} : { audience: unset }
verifyJwt('', key, narrowed)
verifyJwt('', key, options)
verifyJwt<{ scope: string }>('', key, { clockTolerance: 5 })
signJwt({ iss: 'a' }, key, { cty: 'x', typ: 'y', crit: ['z'], z: 1 })
createBackendServicesClient({ clientId, key, scope: 's', tokenEndpoint: 'https://a.example/token' })
createBackendServicesClient({ clientId, key, fhirBaseUrl: 'https://a.example', tokenEndpoint: unset })
export const settings: BackendServicesSettings = { clientId, key }
createBackendServicesClient({ ...settings, fhirBaseUrl: 'https://a.example' })

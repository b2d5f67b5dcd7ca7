// Three vendored files at work together: what one makes the others take, and an error is known by its name.
import { generateJwk, toPublicJwk } from './vendor/subtle-jws.min.js'
import { createAssertionVerifier } from './vendor/subtle-jws-server.min.js'
import { signJwt } from './vendor/subtle-jws-sign.min.js'
import { clientAssertionParams, createClientAssertion } from './vendor/subtle-jws-smart.min.js'

export async function signAndVerify() {
  const begun = Date.now()
  const jwk = await generateJwk('ES384')
  const publicJwk = toPublicJwk(jwk)
  const token = await signJwt({ sub: 'alice' }, jwk)
  const audience = 'https://server.example/token'
  const verifier = createAssertionVerifier({
    audience,
    client: async () => ({ jwks: { keys: [publicJwk] } }),
  })
  const assertion = await createClientAssertion({ clientId: 'alice', audience, key: jwk })
  const { clientId } = await verifier.verify(clientAssertionParams(assertion))
  const { name, code } = await verifier.verify(clientAssertionParams(assertion)).catch((error) => error)
  const cases = [{ name: `${clientId}: then ${name} ${code}`, ms: Date.now() - begun }]
  return { cases, tokens: { ES384: token }, published: publicJwk }
}

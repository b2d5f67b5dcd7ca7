// An application that uses all entry points, and reports on it.
import { generateJwk, signJwt, toPublicJwk, verifyJwt } from 'subtle-jws'
import { createAssertionVerifier } from 'subtle-jws/server'
import { clientAssertionParams, createClientAssertion } from 'subtle-jws/smart'

export async function signAndVerify() {
  const begun = Date.now()
  const jwk = await generateJwk('ES384')
  const publicJwk = toPublicJwk(jwk)
  const token = await signJwt({ sub: 'alice' }, jwk)
  const { claims } = await verifyJwt(token, publicJwk)
  const audience = 'https://server.example/token'
  const verifier = createAssertionVerifier({
    audience,
    client: async () => ({ jwks: { keys: [publicJwk] } }),
  })
  const assertion = await createClientAssertion({ clientId: claims.sub, audience, key: jwk })
  const { clientId } = await verifier.verify(clientAssertionParams(assertion))
  const cases = [{ name: `signs and verifies as ${clientId}`, ms: Date.now() - begun }]
  return { cases, tokens: { ES384: token }, published: publicJwk }
}

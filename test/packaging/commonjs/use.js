// A user's CommonJS.
const { generateJwk, signJwt, toPublicJwk, verifyJwt } = require('subtle-jws')
const { createClientAssertion } = require('subtle-jws/smart')
const { createAssertionVerifier } = require('subtle-jws/server')

async function main() {
  const jwk = await generateJwk('ES384')
  const { claims } = await verifyJwt(await signJwt({ sub: 'alice' }, jwk), toPublicJwk(jwk))
  const audience = 'https://server.example/token'
  const verifier = createAssertionVerifier({
    audience,
    client: async () => ({ jwks: { keys: [toPublicJwk(jwk)] } }),
  })
  const { clientId } = await verifier.verify({
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await createClientAssertion({ clientId: claims.sub, audience, key: jwk }),
  })
  console.log(clientId)
}

main()

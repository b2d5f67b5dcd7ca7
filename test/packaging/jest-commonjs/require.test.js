// CommonJS: Jest lets it require modules from Node 24.9 on.
const { generateJwk, signJwt, toPublicJwk, verifyJwt } = require('subtle-jws')

test('signs and verifies', async () => {
  const jwk = await generateJwk('ES384')
  const token = await signJwt({ sub: 'alice' }, jwk)
  expect((await verifyJwt(token, toPublicJwk(jwk))).claims).toEqual({ sub: 'alice' })
})

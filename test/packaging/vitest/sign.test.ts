import { expect, test } from 'vitest'
import { generateJwk, signJwt, toPublicJwk, verifyJwt } from 'subtle-jws'

test('signs and verifies', async () => {
  const jwk = await generateJwk('ES384')
  const token = await signJwt({ sub: 'alice' }, jwk)
  expect((await verifyJwt(token, toPublicJwk(jwk))).claims).toEqual({ sub: 'alice' })
})

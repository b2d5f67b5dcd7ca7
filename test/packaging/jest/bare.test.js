import { TextDecoder, TextEncoder } from 'node:util'
import { webcrypto } from 'node:crypto'

test('jsdom lacks TextEncoder: the import says so', async () => {
  await expect(import('subtle-jws')).rejects.toThrow('TextEncoder is not defined')
})

test('jsdom lacks crypto.subtle: an error says so, and setSubtleCrypto helps', async () => {
  Object.assign(globalThis, { TextDecoder, TextEncoder })
  const { generateJwk, setSubtleCrypto, signJwt } = await import('subtle-jws/vendor/subtle-jws.min.js')
  await expect(generateJwk('ES384')).rejects.toMatchObject({ code: 'ERR_CRYPTO' })
  setSubtleCrypto(webcrypto.subtle)
  expect(await signJwt({}, await generateJwk('ES384'))).toMatch(/^eyJ/)
})

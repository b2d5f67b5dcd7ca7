import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import {
  generateJwk,
  generateSigner,
  setSubtleCrypto,
  signJwt,
  verifyJwt,
  type JwsAlgorithm,
} from '../src/index.ts'
import { hostile } from './refusal.ts'

const ALL: readonly JwsAlgorithm[] = ['RS256', 'PS384', 'ES256', 'ES384', 'ES512', 'Ed25519', 'EdDSA']

/** WebCrypto in which no key can be generated. */
function failing(name: string): SubtleCrypto {
  const generateKey = async () => Promise.reject(new DOMException('no', name))
  return new Proxy(crypto.subtle, {
    get: (subtle, member) => (member === 'generateKey' ? generateKey : Reflect.get(subtle, member)),
  })
}

afterEach(() => setSubtleCrypto(undefined))

test('generates RSA keys of the requested length, within bounds', async () => {
  assert.equal((await generateJwk('PS256', { modulusLength: 3072, kid: 'a' })).n!.length, 512)
  assert.equal((await generateJwk('RS256', { modulusLength: 2048 })).n!.length, 342)
  for (const modulusLength of [1024, 2047, 2048.5, 8193, NaN, hostile<number>('2048')]) {
    const refused = {
      name: 'TypeError',
      message: /^option modulusLength is .+; it must be a number of bits, 2048 to 8192$/,
    }
    await assert.rejects(generateJwk('RS256', { modulusLength }), refused)
    await assert.rejects(generateSigner('RS256', { modulusLength }), refused)
  }
  // The longest takes minutes to make.
  setSubtleCrypto(failing('OperationError'))
  await assert.rejects(generateJwk('RS256', { modulusLength: 8192 }), {
    code: 'ERR_CRYPTO',
    message: /OperationError/,
  })
})

test('says that WebCrypto lacks an algorithm', async () => {
  setSubtleCrypto(failing('NotSupportedError'))
  for (const make of [generateJwk, generateSigner])
    await assert.rejects(make('Ed25519'), { code: 'ERR_CRYPTO', message: /Ed25519.*NotSupportedError/ })
})

test('refuses an unknown algorithm, and options that are unknown or of a wrong type', async () => {
  for (const make of [generateJwk, generateSigner]) {
    for (const alg of ['HS256', 'none', undefined, 5])
      await assert.rejects(make(hostile(alg)), {
        code: 'ERR_ALG',
        message: /^alg .+ is none of RS256, .*, ML-DSA-87$/,
      })
    const rows: readonly (readonly [options: object, message: string])[] = [
      [{ bits: 1 }, 'option "bits" is unknown; known: kid, modulusLength'],
      [{ kid: 1 }, 'option kid is 1; it must be a string that is not empty'],
    ]
    for (const [options, message] of rows)
      await assert.rejects(make('ES256', options), { name: 'TypeError', message })
  }
  assert.equal((await generateJwk('ES256', { kid: undefined, modulusLength: undefined })).alg, 'ES256')
})

test('a generated signer’s private key cannot leave WebCrypto, and its public JWK verifies', async () => {
  for (const alg of ALL) {
    const { signer, publicJwk, privateKey } = await generateSigner(alg)
    assert.equal(privateKey.extractable, false)
    await assert.rejects(crypto.subtle.exportKey('jwk', privateKey))
    assert.deepEqual(
      [publicJwk.alg, publicJwk.use, publicJwk.key_ops, publicJwk.d],
      [alg, 'sig', ['verify'], undefined],
    )
    assert.equal(
      (await verifyJwt(await signJwt({ a: 1 }, signer), { keys: [publicJwk] })).header.kid,
      publicJwk.kid,
    )
  }
  assert.equal((await generateSigner('ES384', { kid: 'a' })).signer.kid, 'a')
})

test('tries a second time to generate a key: WebKit fails now and then', async () => {
  let tries = 0
  const generateKey = async (...args: Parameters<SubtleCrypto['generateKey']>): Promise<unknown> => {
    if (++tries === 1) throw new DOMException('no', 'OperationError')
    return crypto.subtle.generateKey(...args)
  }
  setSubtleCrypto(
    new Proxy(crypto.subtle, {
      get: (subtle, member) => {
        if (member === 'generateKey') return generateKey
        return (Reflect.get(subtle, member) as () => unknown).bind(subtle)
      },
    }),
  )
  assert.equal((await generateJwk('Ed25519')).alg, 'Ed25519')
  assert.equal(tries, 2)
})

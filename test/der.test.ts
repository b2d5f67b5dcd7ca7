import assert from 'node:assert/strict'
import { createSign, createVerify, generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { ecdsaSignatureFromDer, externalSigner, signJwt, verifyJwt, type Jwk, type JwsAlgorithm } from '../src/index.ts'

const CURVES = [['ES256', 'P-256', 'sha256', 64], ['ES384', 'P-384', 'sha384', 96], ['ES512', 'P-521', 'sha512', 132]] as const

test('a DER signature becomes r‖s at the curve’s width, whatever its numbers’ lengths', () => {
  for (const [alg, namedCurve, hash, length] of CURVES) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve })
    for (let i = 0; i < 100; i++) {
      const raw = ecdsaSignatureFromDer(createSign(hash).update(`${i}`).sign(privateKey), alg)
      assert.equal(raw.length, length)
      assert.ok(createVerify(hash).update(`${i}`).verify({ key: publicKey, dsaEncoding: 'ieee-p1363' }, raw))
    }
  }
})

test('small numbers are padded', () => {
  const raw = ecdsaSignatureFromDer(Uint8Array.of(0x30, 7, 2, 1, 5, 2, 2, 0, 0x80), 'ES256')
  assert.deepEqual([raw[31], raw[63], raw.filter(Boolean).length], [5, 0x80, 2])
})

test('a signature that is no strict DER is refused', () => {
  const wrong = {
    'nothing': [],
    'not a SEQUENCE': [2, 1, 5],
    'octets after it': [0x30, 6, 2, 1, 5, 2, 1, 5, 0],
    'one number': [0x30, 3, 2, 1, 5],
    'three numbers': [0x30, 9, 2, 1, 5, 2, 1, 5, 2, 1, 5],
    'a length that lies': [0x30, 6, 2, 9, 5, 2, 1, 5],
    'a long length that could be short': [0x30, 0x81, 6, 2, 1, 5, 2, 1, 5],
    'a negative number': [0x30, 6, 2, 1, 0x80, 2, 1, 5],
    'a padded number': [0x30, 7, 2, 2, 0, 5, 2, 1, 5],
    'an empty number': [0x30, 5, 2, 0, 2, 1, 5],
    'a number too long': [0x30, 38, 2, 33, ...new Array(33).fill(1), 2, 1, 5],
    'r‖s already': new Array(64).fill(1),
  }
  for (const [what, der] of Object.entries(wrong)) {
    assert.throws(() => ecdsaSignatureFromDer(Uint8Array.from(der), 'ES256'), { code: 'ERR_SIGNATURE' }, what)
  }
  assert.throws(() => ecdsaSignatureFromDer(Uint8Array.of(0x30, 6, 2, 1, 5, 2, 1, 5), 'RS256'), { code: 'ERR_ALG' })
})

test('an external signer signs as a KMS does, in DER or raw', async () => {
  for (const [alg, namedCurve, hash] of CURVES) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve })
    for (const [format, dsaEncoding] of [['der', 'der'], ['raw', 'ieee-p1363']] as const) {
      const sign = async (input: Uint8Array) => createSign(hash).update(input).sign({ key: privateKey, dsaEncoding })
      const token = await signJwt({ a: 1 }, externalSigner({ alg, kid: 'k', sign, format }))
      const { header } = await verifyJwt(token, publicKey.export({ format: 'jwk' }) as unknown as Jwk)
      assert.deepEqual(header, { alg, kid: 'k', typ: 'JWT' })
    }
  }
})

test('an external signer that fails, is late, or gives something else is refused in time', async () => {
  const refused = (sign: () => Promise<unknown>, message: RegExp, alg: JwsAlgorithm = 'ES384') =>
    assert.rejects(signJwt({}, externalSigner({ alg, sign: sign as () => Promise<Uint8Array>, timeout: 50 })), { code: 'ERR_SIGNATURE', message })
  await refused(() => new Promise(() => {}), /within 50 ms/)
  await refused(async () => Promise.reject(new Error('denied')), /failed/)
  await refused(() => { throw new Error('denied') }, /failed/)
  await refused(async () => 'c2lnbmF0dXJl', /failed/)
  await refused(async () => new Uint8Array(103), /octets/)
  await refused(async () => new Uint8Array(64), /octets/, 'RS384')
  assert.throws(() => externalSigner({ alg: 'HS256' as JwsAlgorithm, sign: async (input) => input }), { code: 'ERR_ALG' })
})

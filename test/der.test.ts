import assert from 'node:assert/strict'
import { createSign, createVerify, generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { elements } from '../src/der.ts'
import {
  ecdsaSignatureFromDer,
  externalSigner,
  signJwt,
  verifyJwt,
  type Jwk,
  type JwsAlgorithm,
} from '../src/index.ts'
import { hostile } from './refusal.ts'

const CURVES = [
  ['ES256', 'P-256', 'sha256', 64],
  ['ES384', 'P-384', 'sha384', 96],
  ['ES512', 'P-521', 'sha512', 132],
] as const

test('turns a DER signature into r‖s at the curve’s width', () => {
  for (const [alg, namedCurve, hash, length] of CURVES) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve })
    for (let i = 0; i < 100; i++) {
      const raw = ecdsaSignatureFromDer(createSign(hash).update(`${i}`).sign(privateKey), alg)
      assert.equal(raw.length, length)
      assert.ok(createVerify(hash).update(`${i}`).verify({ key: publicKey, dsaEncoding: 'ieee-p1363' }, raw))
    }
  }
})

test('pads small numbers with zeros', () => {
  const raw = ecdsaSignatureFromDer(Uint8Array.of(0x30, 7, 2, 1, 5, 2, 2, 0, 0x80), 'ES256')
  assert.deepEqual([raw[31], raw[63], raw.filter(Boolean).length], [5, 0x80, 2])
})

test('refuses a signature that is not strict DER and says why', () => {
  const ones = new Array<number>(33).fill(1)
  const wrong: readonly (readonly [what: string, der: readonly number[], reason: RegExp])[] = [
    ['nothing', [], /one SEQUENCE/],
    ['not a SEQUENCE', [2, 1, 5], /tag 30, found 2/],
    ['octets after it', [0x30, 6, 2, 1, 5, 2, 1, 5, 0], /truncated/],
    ['one number', [0x30, 3, 2, 1, 5], /r and s\)/],
    ['three numbers', [0x30, 9, 2, 1, 5, 2, 1, 5, 2, 1, 5], /r and s\)/],
    ['a length that lies', [0x30, 6, 2, 9, 5, 2, 1, 5], /truncated/],
    ['a long length that could be short', [0x30, 0x81, 6, 2, 1, 5, 2, 1, 5], /shortest/],
    ['a negative number', [0x30, 6, 2, 1, 0x80, 2, 1, 5], /r: expected a positive/],
    ['a padded number', [0x30, 7, 2, 1, 5, 2, 2, 0, 0x7f], /s: expected a positive/],
    ['a number of zero', [0x30, 6, 2, 1, 0, 2, 1, 5], /r: expected a positive/],
    ['an empty number', [0x30, 5, 2, 0, 2, 1, 5], /r: expected a positive/],
    ['an r that is too long', [0x30, 38, 2, 33, ...ones, 2, 1, 5], /r: expected at most 32 octets for ES256/],
    ['an s that is too long', [0x30, 38, 2, 1, 5, 2, 33, ...ones], /s: expected at most 32 octets for ES256/],
    ['r‖s already', new Array<number>(64).fill(1), /truncated|SEQUENCE/],
  ]
  for (const [what, der, reason] of wrong) {
    assert.throws(
      () => ecdsaSignatureFromDer(Uint8Array.from(der), 'ES256'),
      { code: 'ERR_SIGNATURE', message: reason },
      what,
    )
    assert.throws(
      () => ecdsaSignatureFromDer(Uint8Array.from(der), 'ES256'),
      /: an ECDSA signature: expected DER of r and s \(\w.*: expected \w/,
      what,
    )
  }
  const message = 'alg RS256: expected ES256, ES384 or ES512'
  assert.throws(() => ecdsaSignatureFromDer(Uint8Array.of(0x30, 6, 2, 1, 5, 2, 1, 5), 'RS256'), {
    code: 'ERR_ALG',
    message,
  })
})

test('accepts only the shortest spelling of a length', () => {
  for (const [length, ...spelled] of [
    [0, 0],
    [127, 127],
    [128, 0x81, 128],
    [255, 0x81, 255],
    [256, 0x82, 1, 0],
    [65536, 0x83, 1, 0, 0],
  ]) {
    const [element, ...others] = elements(Uint8Array.from([4, ...spelled, ...new Uint8Array(length!)]))
    assert.deepEqual([element!.tag, element!.content.length, others.length], [4, length, 0])
  }
  for (const spelled of [
    [0x80],
    [0x81, 127],
    [0x82, 0, 255],
    [0x83, 0, 255, 255],
    [0x84, 0, 0, 1, 0],
    [0xff],
  ]) {
    assert.throws(() => elements(Uint8Array.from([4, ...spelled, ...new Uint8Array(70000)])), {
      code: 'ERR_PEM',
      message: /^a length: expected the shortest/,
    })
  }
})

test('an external signer accepts signatures in DER and raw', async () => {
  for (const [alg, namedCurve, hash] of CURVES) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve })
    for (const [format, dsaEncoding] of [
      ['der', 'der'],
      ['raw', 'ieee-p1363'],
    ] as const) {
      const sign = async (input: Uint8Array) =>
        createSign(hash).update(input).sign({ key: privateKey, dsaEncoding })
      const token = await signJwt({ a: 1 }, externalSigner({ alg, kid: 'k', sign, format }))
      const { header } = await verifyJwt(token, hostile<Jwk>(publicKey.export({ format: 'jwk' })))
      assert.deepEqual(header, { alg, kid: 'k', typ: 'JWT' })
    }
  }
})

test('refuses an external signer that fails, is late or gives no signature', async () => {
  const refused = (sign: () => Promise<unknown>, message: RegExp, alg: JwsAlgorithm = 'ES384') =>
    assert.rejects(signJwt({}, externalSigner({ alg, sign: hostile(sign), timeout: 50 })), {
      code: 'ERR_SIGNATURE',
      message,
    })
  await refused(() => new Promise(() => {}), /^no answer from the signer: expected a signature within 50 ms$/)
  for (const sign of [
    async () => Promise.reject(new Error('denied')),
    () => {
      throw new Error('denied')
    },
  ]) {
    await refused(sign, /^the signer failed: expected a signature \(see cause\)$/)
    await assert.rejects(externalSigner({ alg: 'ES384', sign }).sign(new Uint8Array(1)), ({ cause }: Error) =>
      /denied/.test(`${cause}`),
    )
  }
  await assert.rejects(
    externalSigner({ alg: 'ES384', sign: async () => hostile('c2lnbmF0dXJl') }).sign(new Uint8Array(1)),
    ({ cause }: Error) => cause instanceof TypeError && /^signature: /.test(cause.message),
  )
  await refused(async () => new Uint8Array(103), /octets/)
  await refused(async () => new Uint8Array(64), /octets/, 'RS384')
  assert.throws(() => externalSigner({ alg: hostile('HS256'), sign: async (input) => input }), {
    code: 'ERR_ALG',
  })
})

test('an external signer has a kid only if given one, passes copies and leaves no timer', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length
  const before = timers()
  const sign = async (given: Uint8Array) => given.fill(0)
  const signer = externalSigner({ alg: 'ES384', sign })
  assert.deepEqual(Object.keys(signer), ['alg', 'sign'])
  const input = Uint8Array.of(1)
  await signer.sign(input)
  assert.deepEqual(input, Uint8Array.of(1))
  assert.equal(timers(), before)
})

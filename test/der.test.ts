import assert from 'node:assert/strict'
import { createSign, createVerify, generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { elements } from '../src/der.ts'
import { ecdsaSignatureFromDer } from '../src/index.ts'
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
  const largest = ecdsaSignatureFromDer(Uint8Array.of(0x30, 6, 2, 1, 0x7f, 2, 1, 1), 'ES256')
  assert.equal(largest[31], 0x7f)
})

test('refuses a signature that is not strict DER and says why', () => {
  const ones = new Array<number>(33).fill(1)
  const wrong: readonly (readonly [what: string, der: readonly number[], reason: RegExp])[] = [
    ['nothing', [], /a signature: DER has nothing where tag 30 belongs$/],
    ['not a SEQUENCE', [2, 1, 5], /a signature: DER has tag 2 where tag 30 belongs$/],
    ['octets after it', [0x30, 6, 2, 1, 5, 2, 1, 5, 0], /an element is longer than what holds it/],
    ['one number', [0x30, 3, 2, 1, 5], /a signature: DER has nothing where tag 2 belongs$/],
    [
      'three numbers',
      [0x30, 9, 2, 1, 5, 2, 1, 5, 2, 1, 5],
      /a signature: DER has tag 2 where nothing belongs$/,
    ],
    ['a length that lies', [0x30, 6, 2, 9, 5, 2, 1, 5], /an element is longer than what holds it/],
    [
      'a long length that could be short',
      [0x30, 0x81, 6, 2, 1, 5, 2, 1, 5],
      /each length in its shortest form/,
    ],
    [
      'a negative number',
      [0x30, 6, 2, 1, 0x80, 2, 1, 5],
      /r: DER must have a positive INTEGER in its fewest octets$/,
    ],
    [
      'a padded number',
      [0x30, 7, 2, 1, 5, 2, 2, 0, 0x7f],
      /s: DER must have a positive INTEGER in its fewest octets$/,
    ],
    [
      'a number of zero',
      [0x30, 6, 2, 1, 0, 2, 1, 5],
      /r: DER must have a positive INTEGER in its fewest octets$/,
    ],
    [
      'an empty number',
      [0x30, 5, 2, 0, 2, 1, 5],
      /r: DER must have a positive INTEGER in its fewest octets$/,
    ],
    [
      'an r that is too long',
      [0x30, 38, 2, 33, ...ones, 2, 1, 5],
      /r is longer than the 32 octets of ES256$/,
    ],
    [
      'an s that is too long',
      [0x30, 38, 2, 1, 5, 2, 33, ...ones],
      /s is longer than the 32 octets of ES256$/,
    ],
    ['r‖s already', new Array<number>(64).fill(1), /longer than what holds it|SEQUENCE/],
  ]
  for (const [what, der, reason] of wrong) {
    assert.throws(
      () => ecdsaSignatureFromDer(Uint8Array.from(der), 'ES256'),
      { code: 'ERR_SIGNATURE', message: reason },
      what,
    )
    assert.throws(
      () => ecdsaSignatureFromDer(Uint8Array.from(der), 'ES256'),
      { message: /^the signature is no ECDSA signature in DER: \w/ },
      what,
    )
  }
  const message = 'RS256 has no DER signatures; ES256, ES384 and ES512 have'
  assert.throws(() => ecdsaSignatureFromDer(Uint8Array.of(0x30, 6, 2, 1, 5, 2, 1, 5), 'RS256'), {
    code: 'ERR_ALG',
    message,
  })
  assert.throws(() => ecdsaSignatureFromDer(new Uint8Array(), hostile('HS256')), {
    code: 'ERR_ALG',
    message: /^alg "HS256" is none of /,
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
      message: /^DER must have each length in its shortest form$/,
    })
  }
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  generateJwk,
  jwkThumbprint,
  selectSigningJwk,
  toPublicJwk,
  toPublicJwks,
  type JwkSet,
} from '../src/index.ts'
import {
  ES384_PRIVATE as ec,
  ES384_PUBLIC,
  ES384_SET,
  RS384_PRIVATE as rsa,
  RS384_SET,
  without,
} from './fixtures/keys.ts'
import { hostile } from './refusal.ts'

const both: JwkSet = { keys: [...ES384_SET.keys, ...RS384_SET.keys] }

test('selects the signing key of the worked example from its set', () => {
  assert.equal(selectSigningJwk(ES384_SET), ec)
  assert.equal(selectSigningJwk(RS384_SET, { kid: rsa.kid! }), rsa)
})

test('selects among several signing keys by kid or algorithm', () => {
  assert.equal(selectSigningJwk(both, { alg: 'RS384' }), rsa)
  assert.equal(selectSigningJwk(both, { kid: ec.kid! }), ec)
  assert.throws(() => selectSigningJwk(both), { code: 'ERR_KEY_AMBIGUOUS', message: /kid or alg/ })
  assert.throws(() => selectSigningJwk(both, { kid: ec.kid!, alg: 'RS384' }), { code: 'ERR_KEY_NOT_FOUND' })
})

test('selects the private half of a pair for signing', () => {
  const bare = without(ec, 'key_ops')
  const half = without(bare, 'd')
  assert.equal(selectSigningJwk({ keys: [half, bare] }), bare)
})

test('says what the keys of a set lack for signing', () => {
  const keys: unknown[] = [
    ES384_PUBLIC,
    { ...ec, use: 'enc' },
    { ...ec, kid: 'another' },
    { ...rsa, alg: undefined },
    { kty: 'oct', k: 'AAAA' },
    null,
    'no key',
  ]
  assert.throws(
    () => selectSigningJwk(hostile({ keys }), { kid: ec.kid! }),
    ({ code, message }: Error & { code: string }) =>
      code === 'ERR_KEY_NOT_FOUND' && /use sig, key_ops sign/.test(message),
  )
  assert.throws(() => selectSigningJwk({ keys: [] }), { code: 'ERR_KEY_NOT_FOUND' })
})

test('refuses a value that is not a JWK Set', () => {
  for (const jwks of [{}, { keys: {} }, { keys: 'a' }, [], 'keys']) {
    assert.throws(() => selectSigningJwk(hostile(jwks)), { name: 'JoseError' })
    assert.throws(() => toPublicJwks(hostile(jwks)), { code: 'ERR_JWK' })
  }
})

test('the public half of a key has no private or unknown member (K5)', () => {
  const jwk = {
    ...rsa,
    use: 'sig',
    oth: [{}],
    k: 'secret',
    secret: 1,
    x5c: ['MIIB', { d: 'secret' }],
    x5t: 'a',
    'x5t#S256': 'b',
    x5u: 'c',
  }
  const { n, e, kid, alg } = rsa
  assert.deepEqual(toPublicJwk(hostile(jwk)), {
    kty: 'RSA',
    n,
    e,
    kid,
    alg,
    use: 'sig',
    x5u: 'c',
    x5t: 'a',
    'x5t#S256': 'b',
    x5c: ['MIIB'],
    key_ops: ['verify'],
  })
  assert.deepEqual(toPublicJwk(hostile({ ...ec, kid: { d: 'secret' }, key_ops: undefined })), {
    kty: 'EC',
    crv: 'P-384',
    x: ec.x,
    y: ec.y,
    alg: 'ES384',
  })
})

test('refuses to publish an unsound or symmetric key (K6)', () => {
  for (const jwk of [{ ...ec, x: 'AA' }, { kty: 'oct', k: 'AAAA' }, { ...rsa, n: rsa.p }, null]) {
    assert.throws(() => toPublicJwk(hostile(jwk)), { code: 'ERR_JWK' })
  }
})

test('publishes each key once, under its own kid (K2, K3)', async () => {
  const published = toPublicJwks(both)
  assert.deepEqual(
    published.keys.map(({ kid }) => kid),
    [ec.kid, rsa.kid],
  )
  assert.deepEqual(toPublicJwks(published), published)
  const another = await generateJwk('ES384', { kid: ec.kid! })
  assert.throws(() => toPublicJwks({ keys: [ec, another] }), { code: 'ERR_JWK', message: /kid/ })
  assert.throws(() => toPublicJwks({ keys: [without(ec, 'kid')] }), {
    code: 'ERR_JWK',
    message: /kid/,
  })
})

test('both halves of a pair have the same thumbprint', async () => {
  for (const jwk of [ec, rsa]) assert.equal(await jwkThumbprint(jwk), await jwkThumbprint(toPublicJwk(jwk)))
})

test('refuses to publish values that are not a key or a set', () => {
  assert.throws(() => toPublicJwk(hostile({ kty: 'oct', k: 'AAAA' })), {
    code: 'ERR_JWK',
    message: 'JWK: expected kty, crv, alg of a signature',
  })
  for (const none of [undefined, {}, { keys: {} }]) {
    assert.throws(() => toPublicJwks(hostile(none)), {
      code: 'ERR_JWK',
      message: 'JWK: expected an array of keys',
    })
  }
})

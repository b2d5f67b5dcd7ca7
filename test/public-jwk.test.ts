import assert from 'node:assert/strict'
import { test } from 'node:test'
import { generateJwk, jwkThumbprint, toPublicJwk, toPublicJwks, type Jwk, type JwkSet } from '../src/index.ts'
import { ES384_PRIVATE as ec, ES384_SET, RS384_PRIVATE as rsa, RS384_SET, without } from './fixtures/keys.ts'
import { hostile } from './refusal.ts'

const both: JwkSet = { keys: [...ES384_SET.keys, ...RS384_SET.keys] }

test('the public half of a key has no private or unknown member (K5)', () => {
  const jwk = {
    ...rsa,
    use: 'sig',
    oth: null,
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
  const rows: readonly (readonly [jwk: object, message: string | RegExp])[] = [
    [{ ...ec, x: 'AA' }, `key "${ec.kid}": its x has 1 of 48 octets`],
    [{ ...rsa, oth: [{}] }, `key "${rsa.kid}": its oth is not supported`],
    [{ kty: 'oct', k: 'secret' }, 'key: no algorithm has kty "oct", crv absent, alg absent'],
    [{ ...rsa, n: rsa.p }, `key "${rsa.kid}": its n has 1024 bits, not 2048 or more`],
  ]
  for (const [jwk, message] of rows)
    assert.throws(() => toPublicJwk(hostile(jwk)), { name: 'JoseError', code: 'ERR_JWK', message })
})

test('refuses to publish what is no key, and shows nothing of it', async () => {
  for (const none of [null, undefined, 'secret', 5, [], {}]) {
    const refused = { name: 'TypeError', message: /^key is (?!.*secret).+; it must be a JWK \(/ }
    assert.throws(() => toPublicJwk(hostile(none)), refused)
    assert.throws(() => toPublicJwks(hostile({ keys: [ec, none] })), {
      code: 'ERR_JWK',
      message: /^key: number 1 of the set is (?!.*secret).+, not a JWK$/,
    })
    await assert.rejects(jwkThumbprint(hostile(none)), refused)
  }
  for (const none of [null, undefined, 'secret', 5, []]) {
    assert.throws(() => toPublicJwks(hostile(none)), {
      name: 'TypeError',
      message: /^key is (?!.*secret).+; it must be a JWK Set \(/,
    })
  }
  for (const none of [{}, { keys: {} }, { keys: 'secret' }])
    assert.throws(() => toPublicJwks(hostile(none)), { code: 'ERR_JWK', message: /^JWK Set: its keys is / })
})

test('publishes each key once, under its own kid (K2, K3)', async () => {
  const published = toPublicJwks(both)
  assert.deepEqual(
    published.keys.map(({ kid }) => kid),
    [ec.kid, rsa.kid],
  )
  assert.deepEqual(toPublicJwks(published), published)
  const another = await generateJwk('ES384', { kid: ec.kid! })
  assert.throws(() => toPublicJwks({ keys: [ec, another] }), {
    code: 'ERR_JWK',
    message: `key "${ec.kid}": another key of the set has its kid`,
  })
  const nameless: readonly Jwk[] = [without(ec, 'kid'), { ...ec, kid: '' }, { ...ec, kid: hostile(null) }]
  for (const jwk of nameless) {
    assert.throws(() => toPublicJwks({ keys: [jwk] }), {
      code: 'ERR_JWK',
      message: /^key.*: it has no kid, which each key of a published set needs$/,
    })
  }
})

test('both halves of a pair have the same thumbprint', async () => {
  for (const jwk of [ec, rsa]) assert.equal(await jwkThumbprint(jwk), await jwkThumbprint(toPublicJwk(jwk)))
})

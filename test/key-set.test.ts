import assert from 'node:assert/strict'
import { test } from 'node:test'
import { generateJwk, signJwt, toPublicJwk, verifyJwt, type Jwk } from '../src/index.ts'
import { verifierOfSet } from '../src/key-set.ts'
import { RS384_PUBLIC, RS384_SET, without } from './fixtures/keys.ts'

const [one, other] = await Promise.all([
  generateJwk('ES384', { kid: 'a' }),
  generateJwk('ES384', { kid: 'b' }),
])
const set = { keys: [one, other].map(toPublicJwk) }
const token = await signJwt({}, one)
const nameless = await signJwt({}, without(one, 'kid'))
const renamed = (key: Jwk): Jwk => ({ ...toPublicJwk(key), kid: 'a' })

test('verifies with the key of a set that has the kid and fits the algorithm', async () => {
  await verifyJwt(token, set)
  await assert.rejects(verifyJwt(await signJwt({}, one, { kid: 'b' }), set), { code: 'ERR_SIGNATURE' })
  await assert.rejects(verifyJwt(await signJwt({}, one, { kid: 'c' }), set), {
    code: 'ERR_KEY_NOT_FOUND',
    message: 'no key with kid "c" in the set; it has "a"; "b"',
  })
  await verifyJwt(token, { keys: [...set.keys, { ...RS384_PUBLIC, kid: 'a' }] })
})

test('tries up to four keys under one kid, or of a token without one', async () => {
  const others = await Promise.all(Array.from({ length: 4 }, () => generateJwk('ES384', { kid: 'a' })))
  const publicOthers = others.map(toPublicJwk)
  const four = { keys: [...publicOthers.slice(1), renamed(one)] }
  for (const fitting of [token, nameless]) {
    await verifyJwt(fitting, { keys: [renamed(other), renamed(one)] })
    await verifyJwt(fitting, four)
    await verifyJwt(fitting, { keys: [RS384_PUBLIC, ...four.keys] })
    await assert.rejects(verifyJwt(fitting, { keys: publicOthers }), { code: 'ERR_SIGNATURE' })
    await assert.rejects(verifyJwt(fitting, { keys: [...publicOthers, renamed(one)] }), {
      code: 'ERR_KEY_AMBIGUOUS',
      message: '5 keys fit, more than 4: key "a"; key "a"; key "a"; key "a"; key "a"',
    })
  }
})

test('a key that is there twice counts once, and an entry that names its algorithm counts', async () => {
  const bare = without(RS384_PUBLIC, 'alg')
  const signed = await signJwt({}, RS384_SET)
  for (const keys of [
    [RS384_PUBLIC, bare],
    [bare, RS384_PUBLIC],
    [bare, RS384_PUBLIC, bare, { ...RS384_PUBLIC, use: 'sig' }, { ...RS384_PUBLIC, x5t: 'a' }],
  ]) {
    await verifyJwt(signed, { keys })
    const counts = (_: object, fitting: readonly object[]): void => assert.equal(fitting.length, 1)
    const verifier = await verifierOfSet({ keys }, { alg: 'RS384' }, { judge: counts })
    assert.equal(verifier.alg, 'RS384')
  }
  const refuse = (_: object, fitting: readonly object[], where: () => string): never => {
    throw new RangeError(`${fitting.length} ${where()}`)
  }
  await assert.rejects(
    verifierOfSet({ keys: [renamed(one), renamed(other)] }, { alg: 'ES384', kid: 'a' }, { judge: refuse }),
    { name: 'RangeError', message: '2 in the set' },
  )
})

test('of several keys an unsound one is passed over, and where all are the first says why', async () => {
  const unsound = { ...renamed(other), x: 'AAAA' }
  for (const keys of [
    [unsound, renamed(one)],
    [renamed(one), unsound],
  ])
    await verifyJwt(token, { keys })
  await assert.rejects(verifyJwt(token, { keys: [unsound, { ...unsound, y: 'AAAA' }] }), {
    code: 'ERR_JWK',
    message: /^key "a": /,
  })
})

test('never selects a key that is nested inside a key of a set', async () => {
  const [named, inner] = await Promise.all([
    generateJwk('ES384', { kid: 'a' }),
    generateJwk('ES384', { kid: 'b' }),
  ])
  const nested = { ...toPublicJwk(named), keys: [toPublicJwk(inner)] }
  await assert.rejects(verifyJwt(await signJwt({}, inner, { kid: 'a' }), { keys: [nested] }), {
    code: 'ERR_KEY_NOT_FOUND',
  })
})

test('a key without alg verifies only algorithms that the caller names (RFC 8725 §3.1)', async () => {
  const bare = without(RS384_PUBLIC, 'alg')
  const signed = await signJwt({}, RS384_SET)
  await verifyJwt(signed, bare, { algorithms: ['RS384'] })
  await verifyJwt(signed, { keys: [bare] }, { algorithms: ['ES384', 'RS384'] })
  for (const key of [bare, { keys: [bare] }]) {
    await assert.rejects(verifyJwt(signed, key), { code: 'ERR_JWK', message: /alg/ })
    await assert.rejects(verifyJwt(signed, key, { algorithms: ['PS384'] }), { code: 'ERR_ALG' })
  }
})

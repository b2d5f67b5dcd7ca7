/** A key set at a URL as what verifies tokens: which requests that costs, and what its refusals say. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  createRemoteJwks,
  decodeJwt,
  generateJwk,
  signJwt,
  toPublicJwk,
  verifyJwt,
  type Jwk,
  type RemoteJwks,
} from '../src/index.ts'
import {
  answer,
  clock,
  es384,
  keyServer,
  next,
  now,
  published,
  remote,
  rsa,
  serve,
  stranger,
  url,
} from './fixtures/key-server.ts'
import { RS384_PUBLIC, without } from './fixtures/keys.ts'
import { refusal } from './refusal.ts'
import { startServer, respond } from './servers.ts'

const ISSUER = 'https://issuer.example'
const expected = { issuer: ISSUER, now }
const signed = (key: Jwk, header = {}) => signJwt({ iss: ISSUER }, key, header)
const requests = () => keyServer.received.length
/** How the servers of the field mark the sets that they publish. */
const MARKINGS: readonly { readonly [name: string]: string }[] = [
  {},
  { 'cache-control': 'no-cache' },
  { 'cache-control': 'no-store' },
  { 'cache-control': 'max-age=0' },
  {
    'cache-control': 'no-cache, no-store, max-age=0, must-revalidate',
    pragma: 'no-cache',
    expires: '0',
    'x-content-type-options': 'nosniff',
  },
]

/** A token of a public key's name whose signature is nobody's. */
async function forged(kid: string): Promise<string> {
  return `${(await signed(stranger, { kid })).slice(0, -8)}AAAAAAAA`
}

test('verifies with the set of a URL, which it asks for once', async () => {
  const set = remote()
  for (const key of [es384, rsa, es384]) {
    const { claims } = await verifyJwt(await signed(key), set, expected)
    assert.equal(claims.iss, ISSUER)
  }
  assert.equal(requests(), 1)
})

test('finds a key that was added while the set was fresh at once', async () => {
  const set = remote()
  await verifyJwt(await signed(es384), set, expected)
  serve(answer({ keys: [...published.keys, toPublicJwk(next)] }))
  await verifyJwt(await signed(next), set, expected)
  await verifyJwt(await signed(es384), set, expected)
  assert.equal(requests(), 2)
})

test('finds a key that replaced another under its kid at once', async () => {
  for (const other of [stranger, { ...rsa, kid: 'ec' }]) {
    keyServer.received = []
    serve(answer(published))
    const set = remote()
    await verifyJwt(await signed(es384), set, expected)
    serve(answer({ keys: [toPublicJwk(other)] }))
    await verifyJwt(await signed(other), set, expected)
    assert.equal(requests(), 2)
    await assert.rejects(verifyJwt(await signed(es384), set, expected), {
      code: other === stranger ? 'ERR_SIGNATURE' : 'ERR_KEY_NOT_FOUND',
    })
    assert.equal(requests(), 2)
  }
})

test('finds new keys within the cooldown after a flood of forged tokens, which costs one request', async () => {
  for (const marks of MARKINGS) {
    for (const kid of ['ec', 'unknown', undefined]) {
      clock.time += 1e6
      keyServer.received = []
      serve(answer(published, marks))
      const set = remote()
      await verifyJwt(await signed(es384), set, expected)
      for (let i = 0; i < 50; i++) {
        await assert.rejects(verifyJwt(await forged(kid ?? `unknown ${i}`), set, expected), {
          code: kid === 'ec' ? 'ERR_SIGNATURE' : 'ERR_KEY_NOT_FOUND',
        })
      }
      assert.equal(requests(), 2, JSON.stringify(marks))
      serve(answer({ keys: [stranger, next].map(toPublicJwk) }, marks))
      clock.time += 4_999
      await refusal(verifyJwt(await signed(next), set, expected))
      assert.equal(requests(), 2)
      clock.time += 25_001
      await verifyJwt(await signed(next), set, expected)
      await verifyJwt(await signed(stranger), set, expected)
      assert.equal(requests(), 3)
    }
  }
})

test('a flood before the first answer costs one request, one by one and at the same time', async () => {
  for (const marks of MARKINGS) {
    serve(answer(published, marks))
    for (const isTogether of [false, true]) {
      keyServer.received = []
      const set = remote()
      const refused = (token: string) => refusal(verifyJwt(token, set, expected))
      const tokens = await Promise.all(Array.from({ length: 50 }, (_, i) => forged(`unknown ${i}`)))
      if (isTogether) await Promise.all(tokens.map(refused))
      else for (const token of tokens) await refused(token)
      assert.equal(requests(), 1)
      serve(answer({ keys: [toPublicJwk(next)] }, marks))
      clock.time += 30_000
      await verifyJwt(await signed(next), set, expected)
      serve(answer(published, marks))
    }
  }
})

test('asks once in 5 s for good tokens, however the set is marked', async () => {
  for (const marks of MARKINGS) {
    keyServer.received = []
    serve(answer(published, marks))
    const set = remote()
    for (let i = 0; i < 50; i++) {
      await verifyJwt(await signed(es384), set, expected)
      clock.time += 99
    }
    assert.equal(requests(), 1)
  }
})

test('asks a key server that is down once in the cooldown, for tokens of any kid', async () => {
  serve(answer('', {}, 503))
  const set = remote()
  for (let i = 0; i < 50; i++) {
    const error = await refusal(verifyJwt(await signed(i % 2 ? es384 : next), set, expected))
    assert.equal(error.code, 'ERR_HTTP')
    assert.match(error.message, /it answered status 503/)
  }
  assert.equal(requests(), 1)
  serve(answer(published))
  clock.time += 30_000
  await verifyJwt(await signed(es384), set, expected)
  assert.equal(requests(), 2)
})

test('verifies with a fresh set while it cannot be read again', async () => {
  const set = remote()
  await verifyJwt(await signed(es384), set, expected)
  serve(answer('', {}, 503))
  clock.time += 12_345
  const unknown = await refusal(verifyJwt(await signed(next), set, expected))
  assert.equal(unknown.code, 'ERR_KEY_NOT_FOUND')
  assert.equal(
    unknown.message,
    `no key with kid "next" at ${url} (read 12 s ago; reading it again failed); it has "ec"; "${rsa.kid}"`,
  )
  await assert.rejects(verifyJwt(await forged('ec'), set, expected), { code: 'ERR_SIGNATURE' })
  await verifyJwt(await signed(es384), set, expected)
  assert.equal(requests(), 2)
})

test('refuses a key that was withdrawn from the moment that the set is read anew', async () => {
  serve(answer(published, { 'cache-control': 'max-age=86400' }))
  const set = remote()
  await verifyJwt(await signed(es384), set, expected)
  serve(answer({ keys: [toPublicJwk(rsa)] }))
  clock.time += 599_999
  await verifyJwt(await signed(es384), set, expected)
  clock.time += 1
  await assert.rejects(verifyJwt(await signed(es384), set, expected), { code: 'ERR_KEY_NOT_FOUND' })
  assert.equal(requests(), 2)
})

test('a key that was withdrawn is refused by its kid, where its signature has the set read again', async () => {
  const set = remote()
  await verifyJwt(await signed(es384), set, expected)
  serve(answer({ keys: [toPublicJwk(next)] }))
  await assert.rejects(verifyJwt(await forged('ec'), set, expected), {
    code: 'ERR_KEY_NOT_FOUND',
    message: `no key with kid "ec" at ${url} (read 0 s ago); it has "next"`,
  })
})

test('a refusal names the kid, the URL without its query, the age and the kids at hand', async () => {
  const other = await generateJwk('ES256', { kid: 'ec' })
  const bare = without(RS384_PUBLIC, 'alg')
  const set = createRemoteJwks(`${url}?key=secret`, { now })
  const rows: readonly (readonly [keys: unknown[], token: string, message: string, code?: string])[] = [
    [published.keys, await signed(next), `no key with kid "next" at ${url} (read 0 s ago); it has "ec"; `],
    [[], await signed(next), `no key at ${url} (read 0 s ago) fits: it has none`],
    [
      published.keys,
      await signed(other),
      `no key at ${url} (read 0 s ago) fits: key "ec": it is for ES384, not for "ES256"`,
    ],
    [
      [bare],
      await signed(rsa),
      `key "${rsa.kid}": it has no alg; name one of RS256, RS384, RS512, PS256, PS384, PS512`,
      'ERR_JWK',
    ],
    [
      [{ ...toPublicJwk(es384), use: 'enc' }],
      await signed(es384),
      `no key at ${url} (read 0 s ago) fits: key "ec": its use is "enc", not "sig"`,
    ],
    [[{ ...toPublicJwk(es384), x: 'AAAA' }], await signed(es384), 'key "ec": ', 'ERR_JWK'],
    [
      [{ kty: 'oct', kid: 'ec', k: 'c2VjcmV0' }],
      await signed(es384),
      `no key at ${url} (read 0 s ago) fits: key "ec": no algorithm has kty "oct"`,
    ],
    [
      Array.from({ length: 300 }, (_, i) => ({ kty: 'EC', kid: `${'k'.repeat(40)}${i}` })),
      await signed(next),
      `no key with kid "next" at ${url} (read 0 s ago); it has "${'k'.repeat(40)}0"; "${'k'.repeat(40)}1" and 298 more`,
    ],
  ]
  for (const [keys, token, message, code = 'ERR_KEY_NOT_FOUND'] of rows) {
    serve(answer({ keys }))
    const error = await refusal(verifyJwt(token, set, expected))
    assert.equal(error.code, code)
    assert.ok(error.message.startsWith(message), error.message)
    clock.time += 1e6
  }
})

test('a private key in a set is refused by its kid, in each of its entries, and the others serve on', async () => {
  const half = { ...toPublicJwk(es384), kid: 'half' }
  serve(answer({ keys: [es384, half, toPublicJwk(rsa), toPublicJwk(next)] }))
  for (const keys of [remote(), () => remote().get()]) {
    for (const kid of ['ec', 'half']) {
      const error = await refusal(verifyJwt(await signed(es384, { kid }), keys, expected))
      assert.equal(error.code, 'ERR_KEY_NOT_FOUND')
      assert.ok(error.message.includes(`key "${kid}": it was published with its private half`))
    }
    for (const key of [rsa, next, without(next, 'kid')]) await verifyJwt(await signed(key), keys, expected)
  }
})

test('keys that are none, not for signatures, or unsound keep no other from verifying', async () => {
  const others: unknown[] = [
    null,
    'secret',
    [],
    {},
    { kty: 'oct', k: 'c2VjcmV0' },
    { kty: 'EC', crv: 'secp256k1', x: 'AA', y: 'AA' },
    { kty: 'XYZ', kid: 5 },
    { ...toPublicJwk(es384), kid: 'enc', use: 'enc' },
    { ...toPublicJwk(es384), kid: 'unsound', x: 'AAAA' },
    { ...toPublicJwk(es384), kid: ['ec'] },
  ]
  serve(answer({ keys: [...others, ...published.keys, ...others] }))
  for (const key of [es384, rsa, without(es384, 'kid'), without(rsa, 'kid')])
    await verifyJwt(await signed(key), remote(), expected)
})

test('one key twice counts once, and several under one kid are tried', async () => {
  const old = toPublicJwk(es384)
  for (const keys of [
    [old, old, { ...old, x5c: ['MIIB'] }, without(old, 'use'), old, old],
    [toPublicJwk(stranger), old],
    [toPublicJwk(stranger), { ...toPublicJwk(next), kid: 'ec' }, toPublicJwk(rsa), old],
  ]) {
    serve(answer({ keys }))
    for (const key of [es384, without(es384, 'kid')]) await verifyJwt(await signed(key), remote(), expected)
  }
})

test('takes an unmarked key for the algorithms that are named', async () => {
  const bare = without(RS384_PUBLIC, 'alg')
  serve(answer({ keys: [bare, published.keys[0]] }))
  const set = remote()
  await verifyJwt(await signed(rsa), set, { ...expected, algorithms: ['RS384', 'ES384'] })
  await assert.rejects(verifyJwt(await signed(rsa), set, expected), { code: 'ERR_JWK' })
})

test('serves a function that calls it, gives it, or gives its set', async () => {
  const set = remote()
  const token = await signed(es384)
  for (const keys of [
    set,
    () => set,
    async () => set,
    () => set.get(),
    (header: Parameters<RemoteJwks>[0]) => set(header),
    async () => (await set.get()).keys[0]!,
  ])
    await verifyJwt(token, keys, expected)
  const verifier = await set(decodeJwt(token).header)
  assert.equal(verifier.alg, 'ES384')
  assert.equal(verifier.kid, 'ec')
  assert.equal(requests(), 1)
})

test('no issuer signs for another where the key set is chosen from a list by iss', async () => {
  const other = await startServer()
  const otherUrl = `${other.origin}/jwks`
  other.handlers['/jwks'] = respond(200, { keys: [toPublicJwk(next)] }, {})
  const sets = new Map([
    [ISSUER, remote()],
    ['https://other.example', createRemoteJwks(otherUrl, { now })],
  ])
  async function verify(token: string) {
    const { iss = '' } = decodeJwt(token).claims
    const set = sets.get(iss)
    if (!set) throw new RangeError('unknown issuer')
    return verifyJwt(token, set, { issuer: iss, now })
  }
  await verify(await signed(es384))
  await verify(await signJwt({ iss: 'https://other.example' }, next))
  await assert.rejects(verify(await signed(next)), { code: 'ERR_KEY_NOT_FOUND' })
  await assert.rejects(verify(await signed({ ...next, kid: 'ec' })), { code: 'ERR_SIGNATURE' })
  await assert.rejects(verify(await signJwt({ iss: 'https://third.example' }, es384)), RangeError)
})

test('a request that was given up and ends late replaces no set', async () => {
  const answers: ((response: Response) => void)[] = []
  const send = (() => new Promise((resolve) => answers.push(resolve))) as typeof fetch
  const set = remote({ fetch: send, timeout: 100 })
  const first = verifyJwt(await signed(es384), set, expected)
  while (answers.length < 1) await new Promise(setImmediate)
  clock.time += 200
  const second = verifyJwt(await signed(es384), set, expected)
  while (answers.length < 2) await new Promise(setImmediate)
  answers[1]!(Response.json(published))
  await second
  answers[0]!(Response.json({ keys: [toPublicJwk(stranger)] }))
  await refusal(first)
  await verifyJwt(await signed(es384), set, expected)
})

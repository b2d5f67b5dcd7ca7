import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toPublicJwk, toPublicJwks } from '../src/index.ts'
import {
  createAssertionVerifier,
  createMemoryReplayStore,
  toOAuthErrorResponse,
  type ReplayStore,
} from '../src/server/index.ts'
import { as, AUDIENCE, forge, verifier } from './fixtures/assertions.ts'
import {
  answer,
  clock,
  es384,
  keyServer,
  next,
  now,
  published,
  rsa,
  serve,
  START,
  stranger,
} from './fixtures/key-server.ts'
import { without } from './fixtures/keys.ts'
import { hostile, refusal } from './refusal.ts'
import { hangUp } from './servers.ts'

test('a registered RSA key without alg verifies the accepted algorithms (V5)', async () => {
  const unnamed = without(toPublicJwk(rsa), 'alg')
  const { verify } = verifier({ client: async () => ({ jwks: { keys: [unnamed] } }) })
  assert.equal((await verify(await forge({ key: rsa }))).header.alg, 'RS384')
})

test('ignores members of a fetched set that are not keys (V5)', async () => {
  serve(answer({ keys: [null, toPublicJwk(es384)] }))
  await verifier().verify(await forge(as('remote')))
})

test('an unknown kid causes one refetch, and a new key is accepted after it (V5)', async () => {
  const { verify } = verifier()
  await verify(await forge(as('remote')))
  clock.time += 30_000
  serve(answer(toPublicJwks({ keys: [es384, next] })))
  await verify(await forge(as('remote', { key: next })))
  assert.equal(keyServer.received.length, 2)
  for (let i = 0; i < 50; i++)
    assert.equal(
      (await refusal(verify(await forge(as('remote', { header: { kid: `made-up-${i}` } }))))).code,
      'ERR_KEY_NOT_FOUND',
    )
  assert.equal(keyServer.received.length, 2)
})

test('a failing key server gives 503, and cached keys stay in use', async () => {
  const { verify } = verifier()
  serve(answer('', {}, 500))
  const error = await refusal(verify(await forge(as('remote'))))
  assert.equal(error.code, 'ERR_HTTP')
  assert.equal(toOAuthErrorResponse(error).status, 503)
  clock.time += 30_000
  serve(answer(published))
  await verify(await forge(as('remote')))
  serve(hangUp)
  clock.time += 60_000
  for (let i = 0; i < 20; i++) {
    await verify(await forge(as('remote')))
    await refusal(verify(await forge(as('remote', { key: next }))))
  }
  assert.equal(keyServer.received.length, 3)
})

test('keeps the key sets of 1,000 clients and drops the least recently used', async () => {
  let asked: string[] = []
  const send: typeof fetch = async (url) => {
    asked.push(String(url))
    return Response.json(published)
  }
  const { verify } = createAssertionVerifier({
    audience: AUDIENCE,
    client: async (id) => ({ jwksUri: `https://${id}.example/` }),
    now,
    fetch: send,
    replayStore: { claim: async () => true },
  })
  // The signature is bad; the keys are fetched before that shows.
  const use = async (id: number) => refusal(verify(await forge(as(`c${id}`, { key: stranger }))))
  for (let id = 0; id < 1000; id++) await use(id)
  await use(0)
  assert.equal(asked.length, 1000)
  asked = []
  await use(1000)
  await use(0)
  await use(1)
  assert.deepEqual(asked, ['https://c1000.example/', 'https://c1.example/'])
})

test('a hostile key server causes a JoseError and leaves other clients’ keys alone', async () => {
  const good = toPublicJwk(es384)
  const hostileKeys: unknown[] = [
    { ...good, x: [good.x] },
    { ...good, x: { toString: 1, valueOf: 1 } },
    { ...good, keys: [good] },
    { ...good, verify: true, alg: undefined, kty: 'oct' },
    { ...good, key_ops: Array(5000).fill('verify') },
    { ...good, x: 'A'.repeat(60000) },
    JSON.parse(`{"__proto__":${JSON.stringify(good)},"kid":"ec"}`),
    { kid: 'ec', kty: 'RSA', alg: 'ES384', n: 'A'.repeat(50000), e: 'AQAB' },
  ]
  for (const jwk of hostileKeys) {
    serve(answer({ keys: [jwk], __proto__: null }))
    const { verify } = verifier()
    const began = Date.now()
    assert.match(
      (await refusal(verify(await forge(as('remote'))))).code,
      /ERR_(JWK|KEY_NOT_FOUND)/,
      JSON.stringify(jwk).slice(0, 99),
    )
    assert.ok(Date.now() - began < 1000)
    await verify(await forge())
  }
})

test('refuses an assertion whose ECDSA signature was replaced by its twin as a replay (V6)', async () => {
  const order =
    0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n
  const twin = (assertion: string): string => {
    const [head, payload, signature] = assertion.split('.') as [string, string, string]
    const octets = Buffer.from(signature, 'base64url')
    const s = (order - BigInt(`0x${octets.toString('hex', 48)}`)).toString(16).padStart(96, '0')
    const other = Buffer.concat([octets.subarray(0, 48), Buffer.from(s, 'hex')])
    return `${head}.${payload}.${other.toString('base64url')}`
  }
  const { verify } = verifier()
  const first = await forge()
  await verify(first)
  assert.equal(
    (await refusal(verify({ ...first, client_assertion: twin(first.client_assertion) }))).code,
    'ERR_REPLAY',
  )
  // Alone it is as good.
  const second = await forge()
  await verify({ ...second, client_assertion: twin(second.client_assertion) })
  assert.equal((await refusal(verify(second))).code, 'ERR_REPLAY')
})

test('accepts one of simultaneous copies, and claims iss and jti until exp plus tolerance (V6)', async () => {
  const { verify } = verifier()
  const request = await forge()
  const results = await Promise.allSettled([...Array(20)].map(() => verify(request)))
  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
  const asked: unknown[] = []
  const replayStore: ReplayStore = { claim: async (...claim) => asked.push(claim) > 0 }
  await verifier({ replayStore, clockTolerance: 7 }).verify(
    await forge({ claims: { jti: 'a"b', exp: START / 1000 + 100 } }),
  )
  assert.deepEqual(asked, [['["app","a\\"b"]', START / 1000 + 107, 'app']])
  // The same jti of another client is another.
  const both = verifier({ client: async () => ({ jwks: published }) })
  for (const id of ['a', 'b']) await both.verify(await forge(as(id, { claims: { jti: 'same' } })))
  assert.equal(
    (await refusal(both.verify(await forge(as('b', { claims: { jti: 'same', exp: START / 1000 + 9 } })))))
      .code,
    'ERR_REPLAY',
  )
})

test('accepts nothing when the replay store fails, and tells that from a replay (V6)', async () => {
  const gone = new Error('gone')
  const error = await refusal(
    verifier({ replayStore: { claim: () => Promise.reject(gone) } }).verify(await forge()),
  )
  assert.deepEqual([error.code, error.cause], ['ERR_REPLAY', gone])
  assert.equal(toOAuthErrorResponse(error).status, 503)
  const replay = await refusal(verifier({ replayStore: { claim: async () => false } }).verify(await forge()))
  assert.deepEqual([replay.code, replay.cause], ['ERR_REPLAY', undefined])
  assert.match(replay.message, /^jti "jti-\d+" was used before/)
  assert.equal(toOAuthErrorResponse(replay).status, 401)
  const full = verifier({ replayStore: createMemoryReplayStore({ now, maxEntries: 1 }) })
  await full.verify(await forge())
  assert.equal(toOAuthErrorResponse(await refusal(full.verify(await forge()))).status, 503)
})

test('a store that answers something else, gives no reason or never settles has failed (V6)', async () => {
  const rows: [claim: () => unknown, cause: RegExp][] = [
    ...[1, 0, 'OK', 'true', null, undefined, {}, []].map((answered): [() => unknown, RegExp] => [
      async () => answered,
      /^it answered (1|0|a string|null|absent|an object|a list), not true or false$/,
    ]),
    [() => Promise.reject(undefined), /^it gave no reason$/],
    [() => Promise.reject(null), /^it gave no reason$/],
    [
      () => {
        throw new Error('thrown at once')
      },
      /^thrown at once$/,
    ],
    [() => new Promise(() => {}), /^it did not answer within 20 ms$/],
  ]
  for (const [claim, cause] of rows) {
    const { verify } = verifier({ replayStore: { claim: hostile(claim) }, timeout: 20 })
    const error = await refusal(verify(await forge()))
    assert.equal(error.code, 'ERR_REPLAY')
    assert.match(error.message, /store failed; see cause$/)
    assert.match((error.cause as Error).message, cause)
    assert.equal(toOAuthErrorResponse(error).status, 503)
  }
})

test('a client that fills the default store keeps no other from it, and is answered 503 (V6)', async () => {
  const replayStore = createMemoryReplayStore({ now, maxEntries: 8 })
  const { verify } = verifier({ replayStore, client: async () => ({ jwks: published }) })
  for (let i = 0; i < 4; i++) await verify(await forge(as('greedy')))
  const error = await refusal(verify(await forge(as('greedy'))))
  assert.deepEqual([error.code, toOAuthErrorResponse(error).status], ['ERR_REPLAY', 503])
  assert.match((error.cause as Error).message, /"greedy" .*share/)
  await verify(await forge(as('modest')))
})

test('the default replay store uses the verifier’s clock (V6)', async () => {
  const { verify } = verifier()
  for (const _ of [1, 2]) {
    await verify(await forge({ claims: { jti: 'again' } }))
    clock.time += 400_000
  }
})

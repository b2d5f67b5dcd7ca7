import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { toPublicJwk, toPublicJwks, type Jwk } from '../src/index.ts'
import { createMemoryReplayStore, toOAuthErrorResponse, type ReplayStore } from '../src/server/index.ts'
import { as, es256, forge, verifier, type Forgery } from './fixtures/assertions.ts'
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
  url,
} from './fixtures/key-server.ts'
import { without } from './fixtures/keys.ts'
import { hostile, refusal } from './refusal.ts'
import { hangUp, respond, silence, until, type Handler } from './servers.ts'

/** What Spring Security says of all its answers. */
const SPRING = 'no-cache, no-store, max-age=0, must-revalidate'

test('a registered RSA key without alg verifies the accepted algorithms (V5)', async () => {
  const unnamed = without(toPublicJwk(rsa), 'alg')
  const { verify } = verifier({ client: async () => ({ jwks: { keys: [unnamed] } }) })
  assert.equal((await verify(await forge({ key: rsa }))).header.alg, 'RS384')
})

test('ignores members of a fetched set that are not keys (V5)', async () => {
  serve(answer({ keys: [null, toPublicJwk(es384)] }))
  await verifier().verify(await forge(as('remote')))
})

test('an unknown kid causes one refetch, and a new key is accepted at once (V5)', async () => {
  const { verify } = verifier()
  await verify(await forge(as('remote')))
  serve(answer(toPublicJwks({ keys: [es384, next] })))
  await verify(await forge(as('remote', { key: next })))
  assert.equal(keyServer.received.length, 2)
  for (let i = 0; i < 50; i++) {
    const error = await refusal(verify(await forge(as('remote', { header: { kid: `made-up-${i}` } }))))
    assert.equal(error.code, 'ERR_KEY_NOT_FOUND')
  }
  assert.equal(keyServer.received.length, 2)
})

test('a key that was replaced under its kid is known within the cooldown, or by forget at once (V5)', async () => {
  const { verify, forget } = verifier()
  const replaced = as('remote', { key: stranger })
  await verify(await forge(as('remote')))
  // A flood of forgeries has used up the one request.
  for (let i = 0; i < 50; i++) await refusal(verify(await forge(replaced)))
  assert.equal(keyServer.received.length, 2)
  serve(answer(toPublicJwks({ keys: [stranger] })))
  assert.equal((await refusal(verify(await forge(replaced)))).code, 'ERR_SIGNATURE')
  clock.time += 30_000
  await verify(await forge(replaced))
  assert.equal((await refusal(verify(await forge(as('remote'))))).code, 'ERR_SIGNATURE')
  serve(answer(published))
  forget(url)
  await verify(await forge(as('remote')))
  assert.equal(keyServer.received.length, 4)
  for (const nothing of [undefined, '', new URL(url)]) {
    assert.throws(() => forget(hostile(nothing)), { name: 'TypeError', message: /^jwksUri is / })
  }
})

test('a failing key server refuses its client alone, and cached keys stay in use', async () => {
  const { verify } = verifier()
  serve(answer('', {}, 500))
  const error = await refusal(verify(await forge(as('remote'))))
  assert.equal(error.code, 'ERR_HTTP')
  assert.match(error.message, /^http:.*\/jwks.json: it answered status 500, .*; try again later$/)
  assert.equal(toOAuthErrorResponse(error).status, 401)
  await verify(await forge())
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

/** A verifier of clients c0, c1, … each with a key set of its own, and the key sets that were asked. */
function manyClients(maxKeySets: number, send: () => Promise<Response>) {
  const asked: string[] = []
  const { verify } = verifier({
    client: (id) => ({ jwksUri: `https://${id}.example/` }),
    async fetch(address) {
      asked.push(String(address))
      return send()
    },
    maxKeySets,
  })
  return { asked, verify: async (id: number, more = {}) => verify(await forge(as(`c${id}`, more))) }
}

test('keeps so many key sets, and drops the least recently used', async () => {
  const { asked, verify } = manyClients(20, async () => Response.json(published))
  for (let id = 0; id < 20; id++) await verify(id)
  await verify(0)
  assert.equal(asked.splice(0).length, 20)
  for (const id of [20, 0, 1]) await verify(id)
  assert.deepEqual(asked, ['https://c20.example/', 'https://c1.example/'])
})

test('forged tokens in rotation cost a request each where more clients are named than sets are kept', async () => {
  for (const [clients, requests] of [
    [2, 2],
    [3, 30],
  ] as const) {
    const { asked, verify } = manyClients(2, async () => Response.json(published))
    for (let i = 0; i < 30; i++) {
      const { code } = await refusal(verify(i % clients, { key: stranger }))
      assert.equal(code, 'ERR_SIGNATURE')
    }
    assert.equal(asked.length, requests)
  }
})

test('1,000 clients at once have their key sets read once each', async () => {
  const { asked, verify } = manyClients(1000, async () => Response.json(published))
  const ids = Array.from({ length: 1000 }, (_, id) => id)
  const found = await Promise.all([...ids, ...ids].map((id) => verify(id)))
  assert.equal(new Set(found.map(({ clientId }) => clientId)).size, 1000)
  assert.deepEqual(asked.sort(), ids.map((id) => `https://c${id}.example/`).sort())
})

test('a client whose key server is silent keeps nobody waiting but itself', async () => {
  serve(silence)
  const { verify } = verifier({ timeout: 1000 })
  const flood = Array.from({ length: 200 }, async () => refusal(verify(await forge(as('remote')))))
  const good = await forge()
  const began = Date.now()
  await verify(good)
  assert.ok(Date.now() - began < 900)
  for (const error of await Promise.all(flood)) assert.match(error.message, /no whole answer within 1000 ms$/)
  assert.equal(keyServer.received.length, 1)
})

test('the cooldown of a failing key server outlives its place among the kept sets', async () => {
  const { asked, verify } = manyClients(1, async () => new Response('', { status: 503 }))
  for (let i = 0; i < 10; i++) {
    const { code, clientId, message } = await refusal(verify(i % 2))
    assert.deepEqual([code, clientId], ['ERR_HTTP', `c${i % 2}`])
    assert.match(message, new RegExp(`^https://c${i % 2}.example/: it answered status 503`))
  }
  assert.equal(asked.length, 2)
  clock.time += 30_000
  await refusal(verify(0))
  assert.equal(asked.length, 3)
})

test('the cooldown of a failing key server counts from its failure, however often it is asked for', async () => {
  const { asked, verify } = manyClients(1, async () => new Response('', { status: 503 }))
  await refusal(verify(0))
  clock.time += 29_000
  for (const id of [0, 1]) await refusal(verify(id))
  clock.time += 1000
  await refusal(verify(0))
  assert.deepEqual(asked, ['https://c0.example/', 'https://c1.example/', 'https://c0.example/'])
})

test('a set that was forgotten while it was being read is read anew, though that reading fails', async () => {
  serve(silence)
  const { verify, forget } = verifier({ timeout: 500 })
  const late = refusal(verify(await forge(as('remote'))))
  await until(() => keyServer.received.length === 1)
  serve(answer(published))
  forget(url)
  // It is not known any more, which is no mistake.
  forget(url)
  assert.match((await late).message, /no whole answer within 500 ms$/)
  await verify(await forge(as('remote')))
})

test('a key that is put into a set that was handed over, or taken out, counts at once', async () => {
  const [old, renewed] = [es384, next].map(toPublicJwk) as [Jwk, Jwk]
  const jwks = { keys: [old] }
  const { verify } = verifier({ client: () => ({ jwks }) })
  const code = async (key: Jwk): Promise<string | undefined> => {
    const outcome = verify(await forge({ key }))
    return outcome.then(
      () => undefined,
      (error) => error.code,
    )
  }
  assert.deepEqual([await code(es384), await code(next)], [undefined, 'ERR_KEY_NOT_FOUND'])
  jwks.keys.push(renewed)
  assert.deepEqual([await code(es384), await code(next)], [undefined, undefined])
  jwks.keys.shift()
  assert.deepEqual([await code(es384), await code(next)], ['ERR_KEY_NOT_FOUND', undefined])
  jwks.keys[0] = old
  assert.deepEqual([await code(es384), await code(next)], [undefined, 'ERR_KEY_NOT_FOUND'])
})

test('one key alone may have a kid and a kty, whatever its alg (V5)', async () => {
  const other = { ...toPublicJwk(es256), kid: 'ec' }
  const key = toPublicJwk(es384)
  const encrypts = { ...toPublicJwk(stranger), use: 'enc' }
  const rows: [keys: Jwk[], code?: string][] = [
    [[key, other], 'ERR_KEY_AMBIGUOUS'],
    [[key, toPublicJwk(stranger)], 'ERR_KEY_AMBIGUOUS'],
    [[key, encrypts], 'ERR_KEY_AMBIGUOUS'],
    // One key that is listed twice is one.
    [[key, { ...key }]],
    [[key, without(key, 'alg', 'use')]],
    [[{ ...toPublicJwk(rsa), kid: 'ec' }, key]],
  ]
  for (const [keys, code] of rows) {
    serve(answer({ keys }))
    for (const registered of [{ jwks: { keys } }, { jwksUri: url }]) {
      const { verify } = verifier({ client: () => registered })
      if (!code) {
        await verify(await forge())
        continue
      }
      const error = await refusal(verify(await forge()))
      assert.equal(error.code, code)
      assert.match(
        error.message,
        /^several keys (in the registered set|at http.*s ago\)) have kid "ec" and kty EC; each needs/,
      )
      assert.equal(toOAuthErrorResponse(error).status, 401)
    }
  }
})

test('a key that was published with its private half is refused by its kid', async () => {
  const rows: [keys: Jwk[], Forgery, refused: boolean][] = [
    [[es384], {}, true],
    [[rsa], { key: rsa }, true],
    [[toPublicJwk(es384), without(es384, 'use', 'key_ops')], {}, true],
    [[toPublicJwk(es384), { ...es384, kid: 'another' }], {}, true],
    [[toPublicJwk(es384), rsa], {}, false],
  ]
  for (const [keys, forgery, refused] of rows) {
    serve(answer({ keys }))
    for (const registered of [{ jwks: { keys } }, { jwksUri: url }]) {
      const { verify } = verifier({ client: () => registered })
      const request = verify(await forge(forgery))
      if (!refused) {
        await request
        continue
      }
      const error = await refusal(request)
      assert.equal(error.code, 'ERR_KEY_NOT_FOUND')
      assert.match(error.message, new RegExp(`key "${keys[0]!.kid}": it was published with its private half`))
      assert.equal(toOAuthErrorResponse(error).status, 401)
    }
  }
})

test('a refusal names the set, its age and the kids at hand, or both algs', async () => {
  const { verify } = verifier()
  await verify(await forge(as('remote')))
  clock.time += 12_000
  const unknown = await refusal(verify(await forge(as('remote', { key: next }))))
  // It was read again for that.
  assert.match(
    unknown.message,
    /^no key with kid "next" at http:\/\/127.0.0.1:\d+\/jwks.json \(read 0 s ago\); it has "ec"; "[\w-]+"$/,
  )
  clock.time += 12_000
  const again = await refusal(verify(await forge(as('remote', { key: next }))))
  assert.match(again.message, /\(read 12 s ago\); it has "ec"; "/)
  const registered = await refusal(verify(await forge({ key: next })))
  assert.match(registered.message, /^no key with kid "next" in the registered set; it has "ec"; "[\w-]+"$/)
  const mixed = verifier({ algorithms: ['ES256', 'ES384'] })
  const other = await refusal(mixed.verify(await forge({ key: { ...es256, kid: 'ec' } })))
  assert.match(
    other.message,
    /^no key in the registered set fits: key "ec": it is for ES384, not for "ES256"$/,
  )
})

const GZIP = { 'content-encoding': 'gzip' }
const bomb = gzipSync(Buffer.alloc(50_000_000, ' '))
/** Answers with these octets, bit by bit, and never ends where `ends` is false. */
const sending =
  (body: Uint8Array | string, headers: object = {}, ends = true): Handler =>
  (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', ...headers })
    response.write(body)
    if (ends) response.end()
  }

/** What a key server does wrong, and what the operator reads of it. */
const FAULTS: { readonly [what: string]: readonly [handler: Handler, message: RegExp] } = {
  'status 404 and HTML': [
    respond(404, '<html>'),
    /status 404, content type "text\/html"; a JWK Set is needed/,
  ],
  'status 401': [respond(401, {}), /status 401/],
  'status 429': [respond(429, '', { 'retry-after': '60' }), /status 429, .*; try again in 60 s/],
  'status 503': [respond(503, ''), /status 503, .*; try again later/],
  'a redirect': [respond(302, '', { location: '/elsewhere' }), /status 302, a redirect to .*not followed/],
  'HTML for JSON': [respond(200, '<html>'), /content type "text\/html", and no JSON object/],
  'an empty body': [answer(''), /no JSON object/],
  'a body cut off': [answer('{"keys":['), /no JSON object/],
  'a list': [answer('[]'), /no JSON object/],
  'an object without keys': [answer({}), /keys must be a list/],
  'keys that are no list': [answer({ keys: {} }), /keys must be a list/],
  'an empty set': [answer({ keys: [] }), /no key at .*jwks.json/],
  'a set that is too long': [answer(`{"keys":[]}${' '.repeat(300_000)}`), /more than 262144 octets/],
  'a gzip bomb': [sending(bomb, GZIP), /more than 262144 octets/],
  'gzip that is none': [sending('{"keys":[]}', GZIP), /jwks.json: /],
  'a body that never ends': [sending('{"keys":[', {}, false), /no whole answer within 1000 ms/],
  'no answer': [silence, /no whole answer within 1000 ms/],
  'a connection that is closed': [hangUp, /the request failed: \w+/],
}

for (const [what, [handler, message]] of Object.entries(FAULTS)) {
  test(`${what} at a key server is the client’s refusal, in time, and one request`, async () => {
    serve(handler)
    const { verify } = verifier({ timeout: 1000 })
    const requests = await Promise.all([...Array(20)].map(() => forge(as('remote'))))
    const began = Date.now()
    const errors = await Promise.all(requests.map((request) => refusal(verify(request))))
    assert.ok(Date.now() - began < 5000)
    assert.equal(keyServer.received.length, 1)
    for (const error of errors) {
      assert.match(error.message, message)
      assert.deepEqual([error.clientId, error.kid], ['remote', 'ec'])
      assert.equal(toOAuthErrorResponse(error).status, 401)
    }
  })
}

for (const control of [undefined, 'no-cache', 'no-store', 'max-age=0', SPRING]) {
  test(`unsigned tokens under ${control ?? 'no cache-control'} cause two requests at most, good ones one`, async () => {
    serve(answer(published, control === undefined ? {} : { 'cache-control': control }))
    const { verify } = verifier()
    for (let i = 0; i < 50; i++) await verify(await forge(as('remote')))
    assert.equal(keyServer.received.length, 1)
    for (const header of [{}, { kid: 'unknown' }]) {
      keyServer.received = []
      const flooded = verifier()
      for (let i = 0; i < 50; i++) {
        await refusal(flooded.verify(await forge(as('remote', { key: stranger, header }))))
      }
      assert.ok(keyServer.received.length <= 2, `${keyServer.received.length} requests`)
    }
  })
}

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
    [() => 'OK', /^it answered a string, not true or false$/],
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

test('a store may answer at once, without a promise (V6)', async () => {
  const seen = new Set<string>()
  const claim = (key: string): boolean => !seen.has(key) && Boolean(seen.add(key))
  const { verify } = verifier({ replayStore: { claim: hostile(claim) } })
  const assertion = await forge()
  await verify(assertion)
  assert.equal((await refusal(verify(assertion))).code, 'ERR_REPLAY')
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

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { createRemoteJwks, signJwt, verifyJwt, type JoseError, type Jwk } from '../src/index.ts'
import { answer, es384, published, remote, serve } from './fixtures/key-server.ts'
import { refusal } from './refusal.ts'
import { closedOrigin, hangUp, silence, type Handler } from './servers.ts'

test('refuses each malformed answer with the reason', async () => {
  const many = { keys: Array(1001).fill({ kty: 'RSA' }) }
  const rows: [Handler, RegExp, number?][] = [
    [answer('', {}, 404), /404, .*; a JWK Set is needed$/, 404],
    [
      answer('<html>', { 'content-type': 'text/html' }, 404),
      /404, content type "text\/html"; a JWK Set/,
      404,
    ],
    [
      answer('', { location: '/elsewhere' }, 302),
      /302, a redirect to http:\S+\/elsewhere, which is not followed$/,
      302,
    ],
    [(_, response) => response.writeHead(304).end(), /status 304, content type absent; a JWK Set is/, 304],
    [answer('', {}, 500), /500, .*; try again later$/, 500],
    [answer('', {}, 429), /429, .*; try again later$/, 429],
    [answer('<html>', { 'content-type': 'text/html' }), /"text\/html", and no JSON object; a JWK Set/, 200],
    [answer('[]'), /no JSON object; a JWK Set/, 200],
    [answer(''), /no JSON object; a JWK Set/, 200],
    [answer('"keys"'), /no JSON object; a JWK Set/, 200],
    [answer('{"keys":[}'), /no JSON object; a JWK Set/, 200],
    [answer({}), /keys/, 200],
    [answer({ keys: {} }), /keys/, 200],
    [answer({ keys: null }), /keys/, 200],
    [answer(es384), /keys/, 200],
    [answer({ a: '-----BEGIN CERTIFICATE-----' }), /keys must be a list/, 200],
    [answer(many), /keys must be a list of 1000 keys at most$/, 200],
    [answer({ keys: [], more: 'x'.repeat(262144) }), /262144/],
    [
      (_, response) =>
        response.writeHead(200, { 'content-length': '100' }).write('{', () => response.destroy()),
      /closed|failed|no whole answer within 1000 ms/,
    ],
    [(_, response) => response.writeHead(200).write('{'), /closed|failed|no whole answer within 1000 ms/],
    [silence, /closed|failed|no whole answer within 1000 ms/],
    [(request) => request.socket.end('nonsense\r\n\r\n'), /closed|failed|no whole answer within 1000 ms/],
    [hangUp, /closed|failed|no whole answer within 1000 ms/],
  ]
  for (const [malformed, message, status] of rows) {
    serve(malformed)
    const error = await refusal(remote({ timeout: 1000 }).get())
    assert.equal(error.code, 'ERR_HTTP')
    assert.match(error.message, message)
    assert.equal(error.status, status)
  }
  assert.equal(
    (await refusal(createRemoteJwks(await closedOrigin(), { timeout: 500 }).get())).code,
    'ERR_HTTP',
  )
  serve(answer(published, { 'content-type': `text/${'x'.repeat(5000)}` }, 404))
  assert.ok((await refusal(remote().get())).message.length < 300)
})

test('a refusal never shows what a key server sent by mistake', async () => {
  for (const body of [[es384], { ...es384, x5c: [] }, { key: es384 }]) {
    serve(answer(body))
    const { message, description = '' } = (await refusal(remote().get())) as JoseError
    for (const text of [message, description]) assert.ok(!text.includes(es384.d!))
  }
})

test('reads a set of any content type, behind a byte order mark, and passes over what is no key', async () => {
  const types = ['application/json', 'application/jwk-set+json; a=b', 'text/plain', 'text/html', '']
  for (const type of types) {
    serve(answer(published, { 'content-type': type }))
    assert.deepEqual(await remote().get(), published)
  }
  serve((_, response) => response.writeHead(200).end(`\ufeff${JSON.stringify(published)}`))
  assert.deepEqual(await remote().get(), published)
  serve(answer({ keys: [null, 1, 'x', [], [es384], ...published.keys], more: 1 }))
  assert.deepEqual(await remote().get(), published)
  const certificates = { ...published.keys[0]!, x5c: ['M'.repeat(1000)] }
  const large = { keys: Array.from({ length: 200 }, (_, i) => ({ ...certificates, kid: `${i}` })) }
  assert.ok(JSON.stringify(large).length > 200_000)
  serve(answer(large))
  assert.equal((await remote().get()).keys.length, 200)
  // Of a member that is given twice the last one counts: nobody signed the set.
  serve(answer(`{"keys":[],"keys":${JSON.stringify(published.keys)}}`))
  assert.deepEqual(await remote().get(), published)
})

test('keeps of each key the members that are read, and nothing nested', async () => {
  const [ec, rsaKey] = published.keys as [Jwk, Jwk]
  const read = {
    kty: 'AKP',
    kid: 'a',
    alg: 'b',
    use: 'c',
    crv: 'd',
    x: 'e',
    y: 'f',
    n: 'g',
    e: 'h',
    pub: 'i',
  }
  const rows: readonly (readonly [sent: object, kept: object])[] = [
    [{ ...ec, x5c: ['MIIB'], more: { nested: [1] } }, ec],
    [{ ...rsaKey, d: null, oth: [{}] }, rsaKey],
    [{ ...read, k: 'secret', x5u: 'j', ext: true }, read],
    ...['d', 'p', 'q', 'dp', 'dq', 'qi', 'priv'].map(
      (secret) =>
        [
          { ...rsaKey, [secret]: 'secret' },
          { ...rsaKey, d: false },
        ] as const,
    ),
    [
      { ...ec, d: { a: 'secret' } },
      { ...ec, d: false },
    ],
    [
      { ...ec, kid: null, use: null, key_ops: null },
      { ...ec, kid: null, use: null, key_ops: null },
    ],
    [
      { ...ec, key_ops: ['verify', 'x-mine'], alg: 5 },
      { ...ec, key_ops: ['verify', 'x-mine'], alg: 5 },
    ],
    // What is nested stays as what is refused.
    [
      { ...ec, kid: { a: 'secret' }, use: ['sig'], x: [[]], keys: [ec] },
      { ...ec, kid: false, use: false, x: false, keys: false },
    ],
    [
      { ...ec, key_ops: ['verify', { a: 1 }] },
      { ...ec, key_ops: false },
    ],
    [
      { ...ec, key_ops: { verify: true } },
      { ...ec, key_ops: false },
    ],
    [
      { ...ec, key_ops: Array(10).fill('a') },
      { ...ec, key_ops: Array(10).fill('a') },
    ],
    [
      { ...ec, key_ops: Array(11).fill('a') },
      { ...ec, key_ops: false },
    ],
  ]
  for (const [sent, kept] of rows) {
    serve(answer({ keys: [sent] }))
    assert.deepEqual(await remote().get(), { keys: [kept] })
  }
  const token = await signJwt({}, es384)
  for (const wrong of [{ kid: ['ec'] }, { use: ['sig'] }, { key_ops: {} }, { keys: [ec] }, { x: [ec.x] }]) {
    serve(answer({ keys: [{ ...ec, ...wrong }] }))
    const set = await remote().get()
    await assert.rejects(verifyJwt(token, set), { code: /^ERR_(KEY_NOT_FOUND|JWK)$/ })
  }
})

test('limits a compressed answer by its decompressed size', async () => {
  const body = gzipSync(`{"keys":[],"more":"${'x'.repeat(1e7)}"}`)
  assert.ok(body.length < 262144)
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
  serve((_, response) => response.writeHead(200, headers).end(body))
  assert.match((await refusal(remote().get())).message, /262144/)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { JoseError } from '../src/index.ts'
import { createJwksResponse, toOAuthErrorResponse } from '../src/server/index.ts'
import { hostile } from './refusal.ts'
import { clock, es384, keyServer, published, remote, rsa, serve, url } from './fixtures/key-server.ts'

test('publishes public keys only, with Cache-Control, an ETag and 304 (K2, K3, K4, K5)', async () => {
  const keys = { keys: [es384, rsa] }
  const response = createJwksResponse(keys)
  assert.equal(response.status, 200)
  assert.deepEqual(await response.json(), published)
  const { headers } = response
  assert.deepEqual(Object.fromEntries(headers), {
    'cache-control': 'max-age=300',
    'content-type': 'application/json',
    etag: headers.get('etag'),
    vary: 'accept, origin',
  })
  const etag = headers.get('etag')!
  assert.match(etag, /^W\/"[\w-]+"$/)
  const ask = (more: HeadersInit) =>
    createJwksResponse(keys, {
      maxAge: 60,
      request: new Request('https://a.example/jwks', { headers: more }),
    })
  for (const tag of [etag, `"x", ${etag}`, '*', `${etag},"x"`]) {
    const unchanged = ask({ 'if-none-match': tag, origin: 'https://b.example' })
    assert.equal(unchanged.status, 304)
    assert.equal(await unchanged.text(), '')
    assert.equal(unchanged.headers.get('etag'), etag)
    assert.equal(unchanged.headers.get('cache-control'), 'max-age=60')
    assert.equal(unchanged.headers.get('access-control-allow-origin'), '*')
  }
  for (const tag of ['"x"', etag.slice(2, 9), '']) assert.equal(ask({ 'if-none-match': tag }).status, 200)
  const began = Date.now()
  assert.equal(ask({ 'if-none-match': `a${' '.repeat(1e5)}b` }).status, 200)
  assert.ok(Date.now() - began < 1000, 'a header of spaces costs nothing')
  assert.equal(
    ask({ accept: 'application/jwk-set+json' }).headers.get('content-type'),
    'application/jwk-set+json',
  )
  assert.equal(ask({ accept: '*/*' }).headers.get('access-control-allow-origin'), null)
  assert.notEqual(createJwksResponse({ keys: [es384] }).headers.get('etag'), etag)
  assert.notEqual(createJwksResponse({ keys: [rsa, es384] }).headers.get('etag'), etag)
  assert.throws(() => createJwksResponse({ keys: [{ ...es384, kid: '' }] }), { code: 'ERR_JWK' })
  for (const maxAge of [-1, 1.5, NaN])
    assert.throws(() => createJwksResponse(keys, { maxAge }), {
      name: 'TypeError',
      message: new RegExp(`^option maxAge is ${maxAge}; .*whole seconds, 0 or more$`),
    })
  for (const request of [{}, { headers: {} }, { headers: null }, null, 'https://a.example/jwks']) {
    assert.throws(() => createJwksResponse(keys, { request: hostile(request) }), {
      name: 'TypeError',
      message: /^option request is (an object|null|a string); .*Request$/,
    })
  }
  assert.equal(createJwksResponse(keys, { maxAge: 0 }).headers.get('cache-control'), 'max-age=0')
})

test('createRemoteJwks fetches what createJwksResponse publishes (K4)', async () => {
  serve(async (request, response) => {
    const { status, headers, body } = createJwksResponse(
      { keys: [es384] },
      { maxAge: 10, request: new Request(url, { headers: request.headers as HeadersInit }) },
    )
    response.writeHead(status, Object.fromEntries(headers))
    response.end(body ? await new Response(body).text() : undefined)
  })
  const set = remote()
  const first = await set.get()
  clock.time += 10_000
  assert.equal(await set.get(), first)
  assert.equal(keyServer.received.length, 2)
})

test('a refusal says nothing that helps an attacker (V8)', async () => {
  const rows: [unknown, number, string][] = [
    [new JoseError('ERR_SIGNATURE', 'a'), 401, 'invalid_client'],
    [new JoseError('ERR_KEY_NOT_FOUND', 'a', { cause: 1 }), 401, 'invalid_client'],
    [new JoseError('ERR_REPLAY', 'a'), 401, 'invalid_client'],
    [new JoseError('ERR_REPLAY', 'a', { cause: new Error('c') }), 503, 'temporarily_unavailable'],
    [new JoseError('ERR_HTTP', 'a'), 503, 'temporarily_unavailable'],
    [new JoseError('ERR_CRYPTO', 'a'), 500, 'server_error'],
    [new JoseError('ERR_OAUTH', 'a', { error: 'invalid_request' }), 400, 'invalid_request'],
    [new TypeError('a secret'), 500, 'server_error'],
    ['a secret', 500, 'server_error'],
    [undefined, 500, 'server_error'],
  ]
  const said = new Map<string, string>()
  for (const [error, status, name] of rows) {
    const response = toOAuthErrorResponse(error)
    assert.equal(response.status, status)
    assert.match(response.headers.get('content-type')!, /^application\/json/)
    assert.equal(response.headers.get('cache-control'), 'no-store')
    const {
      error: code,
      error_description,
      ...others
    } = (await response.json()) as { [member: string]: string }
    assert.equal(code, name)
    assert.deepEqual(others, {})
    assert.doesNotMatch(error_description!, /secret/)
    // One text for one code, whatever the reason.
    assert.equal(said.get(name) ?? error_description, error_description)
    said.set(name, error_description!)
  }
})

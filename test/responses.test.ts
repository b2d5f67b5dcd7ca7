import assert from 'node:assert/strict'
import { test } from 'node:test'
import { JoseError, type JoseErrorCode } from '../src/index.ts'
import { createJwksResponse, createTokenResponse, toOAuthErrorResponse } from '../src/server/index.ts'
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
  for (const tag of [etag, etag.slice(2), `"x", ${etag}`, '*', `${etag},"x"`]) {
    const unchanged = ask({ 'if-none-match': tag, origin: 'https://b.example' })
    assert.equal(unchanged.status, 304)
    assert.equal(await unchanged.text(), '')
    assert.equal(unchanged.headers.get('etag'), etag)
    assert.equal(unchanged.headers.get('cache-control'), 'max-age=60')
    assert.equal(unchanged.headers.get('access-control-allow-origin'), '*')
  }
  for (const tag of ['"x"', etag.slice(2, 9), etag.replace('W', 'w'), ''])
    assert.equal(ask({ 'if-none-match': tag }).status, 200)
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
  for (const maxAge of [-1, 1.5, NaN, Infinity, 2 ** 53])
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

/** What every code is answered with; those that are not here with 401 invalid_client. */
const ANSWERED: { readonly [code: string]: readonly [status: number, error: string] } = {
  ERR_CRYPTO: [500, 'server_error'],
}
const CODES: readonly JoseErrorCode[] = [
  ...(['ERR_BASE64URL', 'ERR_JSON', 'ERR_JWS_FORM', 'ERR_ALG', 'ERR_CRIT', 'ERR_JWK', 'ERR_PEM'] as const),
  ...(['ERR_KEY_NOT_FOUND', 'ERR_KEY_AMBIGUOUS', 'ERR_SIGNATURE', 'ERR_CLAIM', 'ERR_EXPIRED'] as const),
  ...(['ERR_REPLAY', 'ERR_HTTP', 'ERR_OAUTH', 'ERR_CRYPTO'] as const),
]

test('a refusal says nothing that helps an attacker, and is kept by nobody (V8)', async () => {
  const oauth = (error: string): JoseError => new JoseError('ERR_OAUTH', 'a secret', { error })
  const unavailable = { error: 'temporarily_unavailable', status: 503 }
  const fail = (): never => {
    throw new Error('a secret')
  }
  const revoked = Proxy.revocable({}, {})
  revoked.revoke()
  const rows: [unknown, number, string][] = [
    ...CODES.map((code): [unknown, number, string] => [
      new JoseError(code, 'a secret', { clientId: 'a secret', kid: 'a secret' }),
      ...(ANSWERED[code] ?? ([401, 'invalid_client'] as const)),
    ]),
    [new JoseError('ERR_KEY_NOT_FOUND', 'a', { cause: 1 }), 401, 'invalid_client'],
    // A key server's status is not ours.
    [new JoseError('ERR_HTTP', 'a', { status: 503 }), 401, 'invalid_client'],
    [new JoseError('ERR_HTTP', 'a', unavailable), 503, 'temporarily_unavailable'],
    [new JoseError('ERR_REPLAY', 'a', unavailable), 503, 'temporarily_unavailable'],
    [new JoseError('ERR_REPLAY', 'a', { cause: new Error('c') }), 503, 'temporarily_unavailable'],
    ...[
      'invalid_request',
      'unsupported_grant_type',
      'unauthorized_client',
      'invalid_grant',
      'invalid_scope',
    ].map((error): [unknown, number, string] => [oauth(error), 400, error]),
    [oauth('__proto__'), 401, 'invalid_client'],
    [oauth('a secret'), 401, 'invalid_client'],
    [new TypeError('a secret'), 500, 'server_error'],
    ['a secret', 500, 'server_error'],
    [undefined, 500, 'server_error'],
    [null, 500, 'server_error'],
    [Symbol('a secret'), 500, 'server_error'],
    ...['name', 'code', 'error', 'cause'].map((member): [unknown, number, string] => [
      Object.defineProperty({ name: 'JoseError', code: 'ERR_CLAIM' }, member, { get: fail }),
      500,
      'server_error',
    ]),
    [new Proxy({}, { get: fail }), 500, 'server_error'],
    [revoked.proxy, 500, 'server_error'],
    // A text alone is a code of OAuth.
    ...[['invalid_request'], { toString: fail }, Symbol('a'), 5].map((error): [unknown, number, string] => [
      hostile({ name: 'JoseError', code: 'ERR_OAUTH', error }),
      401,
      'invalid_client',
    ]),
  ]
  const said = new Map<string, string>()
  for (const [error, status, name] of rows) {
    const response = toOAuthErrorResponse(error)
    assert.equal(response.status, status, name)
    assert.match(response.headers.get('content-type')!, /^application\/json/)
    assert.equal(response.headers.get('cache-control'), 'no-store')
    assert.equal(response.headers.get('pragma'), 'no-cache')
    const answered = (await response.json()) as { [member: string]: string }
    const { error: code, error_description, ...others } = answered
    assert.equal(code, name)
    assert.deepEqual(others, {})
    assert.doesNotMatch(error_description!, /secret/)
    // One text for one code, whatever the reason.
    assert.equal(said.get(name) ?? error_description, error_description)
    said.set(name, error_description!)
  }
})

test('a token response is what RFC 6749 §5.1 and SMART ask, and is kept by nobody (T3)', async () => {
  const granted = { accessToken: 'abc', expiresIn: 300, scope: 'system/Patient.rs' }
  const response = createTokenResponse(granted)
  assert.equal(response.status, 200)
  assert.deepEqual(Object.fromEntries(response.headers), {
    'cache-control': 'no-store',
    'content-type': 'application/json',
    pragma: 'no-cache',
  })
  assert.deepEqual(await response.json(), {
    access_token: 'abc',
    token_type: 'Bearer',
    expires_in: 300,
    scope: 'system/Patient.rs',
  })
  for (const [option, wrong, message] of [
    ['accessToken', undefined, /^option accessToken is absent; .*not empty$/],
    ['accessToken', '', /^option accessToken is a string; .*not empty$/],
    ['expiresIn', '300', /^option expiresIn is a string; .*whole seconds, 1 or more$/],
    ['expiresIn', 0, /^option expiresIn is 0; /],
    ['expiresIn', 0.5, /^option expiresIn is 0.5; /],
    ['expiresIn', Infinity, /^option expiresIn is Infinity; /],
    ['scope', undefined, /^option scope is absent; /],
    ['scope', ['a'], /^option scope is a list; /],
    ['scop', 'a', /^option "scop" is unknown; known: accessToken, expiresIn, scope$/],
  ] as const) {
    const options = { ...granted, [option]: wrong }
    assert.throws(() => createTokenResponse(hostile(options)), { name: 'TypeError', message })
  }
  assert.throws(() => createTokenResponse(hostile(undefined)), { name: 'TypeError' })
})

test('a key set is answered as its own media type where that is asked for, and JSON not rather', () => {
  const JWK_SET = 'application/jwk-set+json'
  const JSON_TYPE = 'application/json'
  for (const [accept, type] of [
    ['', JSON_TYPE],
    ['*/*', JSON_TYPE],
    ['text/html', JSON_TYPE],
    ['application/jwk-set+json', JWK_SET],
    ['Application/JWK-Set+JSON; charset=utf-8', JWK_SET],
    ['application/jwk-set+json, application/json', JWK_SET],
    ['application/jwk-set+json;q=0.5, application/json', JSON_TYPE],
    ['application/jwk-set+json;q=0.5, */*;q=0.1', JWK_SET],
    ['application/jwk-set+json;q=0', JSON_TYPE],
    ['application/jwk-set+json; Q=0.000, */*', JSON_TYPE],
    ['application/json;q=0, application/jwk-set+json', JWK_SET],
    ['application/json;q=0, */*', JWK_SET],
    ['application/json;q=0, application/*;q=0.2', JWK_SET],
    ['application/jwk-set+json;q=x', JSON_TYPE],
    [`${' ,;'.repeat(30_000)},application/jwk-set+json`, JWK_SET],
  ] as const) {
    const request = new Request('https://a.example/jwks', { headers: { accept } })
    const response = createJwksResponse({ keys: [es384] }, { request })
    assert.equal(response.headers.get('content-type'), type, accept.slice(0, 99))
  }
})

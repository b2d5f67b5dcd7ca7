import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fetchSmartConfiguration } from '../src/smart/index.ts'
import { refusal } from './refusal.ts'
import { inTurn, respond, silence, startServer, until } from './servers.ts'
import { client, CONFIGURATION, DISCOVERY, GRANTED, origin, server, tokens } from './smart-server.ts'

test('requests the configuration below the base URL, however that is written (D1)', async () => {
  for (const base of ['/fhir', '/fhir/', '/fhir//', '/fhir?x=1', '/fhir#x', '/x/../fhir']) {
    assert.equal((await fetchSmartConfiguration(origin + base)).token_endpoint, `${origin}/token`)
  }
  await fetchSmartConfiguration(origin)
  assert.deepEqual(
    new Set(server.received.map(({ url }) => url)),
    new Set(['/fhir/.well-known/smart-configuration', '/.well-known/smart-configuration']),
  )
  assert.deepEqual(
    new Set(server.received.map(({ headers }) => headers.accept)),
    new Set(['application/json']),
  )
  for (const base of [
    ...['/fhir', 'fhir', 'http://a.example/', 'ftp://a.example/', 'https://me@a.example/'],
    'ftp://a.example/https://b.example/',
  ]) {
    await assert.rejects(fetchSmartConfiguration(base), {
      name: 'TypeError',
      message: /^fhirBaseUrl .*: expected an https URL/,
    })
  }
  const message = 'timeout: expected 1 to 7e8 milliseconds'
  for (const timeout of [Infinity, 7e8 + 1]) {
    await assert.rejects(fetchSmartConfiguration(origin, { timeout }), { name: 'TypeError', message })
  }
  await fetchSmartConfiguration(origin, { timeout: 7e8 })
})

test('accepts a configuration with a token endpoint and nothing else (D2)', async () => {
  server.handlers[DISCOVERY] = respond(200, { token_endpoint: 'https://a.example/token', other: 1 })
  assert.deepEqual(await fetchSmartConfiguration(origin), {
    token_endpoint: 'https://a.example/token',
    other: 1,
  })
  for (const alg of ['RS384', 'ES384']) {
    server.handlers[DISCOVERY] = respond(200, {
      ...CONFIGURATION,
      token_endpoint_auth_signing_alg_values_supported: [alg],
    })
    await fetchSmartConfiguration(origin)
  }
})

test('discovery ends with its signal’s reason', async () => {
  // A server of its own, for what comes late must not meet another test.
  const silent = await startServer({ [DISCOVERY]: silence })
  const controller = new AbortController()
  const { signal } = controller
  const asked = fetchSmartConfiguration(silent.origin, { signal })
  await until(() => silent.received.length === 1)
  controller.abort(new Error('enough'))
  await assert.rejects(asked, /enough/)
  await assert.rejects(fetchSmartConfiguration(silent.origin, { signal }), /enough/)
})

test('refuses a configuration with a wrong member and names the member (D2)', async () => {
  const rows: [object, RegExp][] = [
    [{ token_endpoint: undefined }, /token_endpoint: expected an https URL/],
    [{ token_endpoint: '/token' }, /token_endpoint/],
    [{ token_endpoint: [`${origin}/token`] }, /token_endpoint/],
    [{ token_endpoint: 'http://a.example/token' }, /token_endpoint/],
    [{ token_endpoint: 'ftp://a.example/token' }, /token_endpoint/],
    [
      { token_endpoint_auth_methods_supported: ['client_secret_basic'] },
      /auth_methods_supported: expected private_key_jwt/,
    ],
    [{ token_endpoint_auth_methods_supported: 'private_key_jwt' }, /auth_methods_supported/],
    [
      { token_endpoint_auth_signing_alg_values_supported: ['ES256'] },
      /alg_values_supported: expected RS384 or ES384/,
    ],
    [{ token_endpoint_auth_signing_alg_values_supported: ['RS384', 1] }, /alg_values_supported/],
    [{ scopes_supported: [1] }, /scopes_supported: expected strings/],
    [{ capabilities: {} }, /capabilities/],
  ]
  for (const [wrong, message] of rows) {
    const wrongAnswer = respond(200, { ...CONFIGURATION, ...wrong })
    server.handlers[DISCOVERY] = inTurn(wrongAnswer, respond(200, CONFIGURATION))
    server.handlers['/token'] = tokens()
    const { accessToken } = client()
    const error = await refusal(accessToken())
    assert.deepEqual([error.code, error.status], ['ERR_HTTP', 200])
    assert.match(error.message, message)
    await accessToken()
  }
})

test('keeps the configuration for its max-age, a day at most, and not after a failure (D1)', async () => {
  for (const [control, seconds] of [
    ['max-age=60', 60],
    ['public, MAX-AGE=600', 600],
    ['max-age=99999999999', 86400],
    ['', 300],
    ['no-store', 0],
    ['no-cache, max-age=60', 0],
  ] as const) {
    server.handlers[DISCOVERY] = respond(200, CONFIGURATION, { 'cache-control': control })
    server.handlers['/token'] = respond(200, { ...GRANTED, expires_in: 3 })
    let clock = 1700000000000
    const { accessToken } = client({ now: () => clock })
    server.received = []
    await accessToken()
    clock += Math.max(0, seconds * 1000 - 1)
    await accessToken()
    assert.equal(server.receivedAt('configuration').length, seconds ? 1 : 2, control)
    clock += 1
    await accessToken()
    assert.equal(server.receivedAt('configuration').length, seconds ? 2 : 3, control)
    server.handlers['/token'] = respond(404, '')
    await refusal(accessToken())
    await refusal(accessToken())
    assert.equal(server.receivedAt('configuration').length, seconds ? 3 : 5, control)
  }
})

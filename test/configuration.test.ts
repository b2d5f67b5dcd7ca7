import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fetchSmartConfiguration } from '../src/smart/index.ts'
import { hostile, refusal } from './refusal.ts'
import { inTurn, respond, silence, startServer, until } from './servers.ts'
import {
  assertionOf,
  client,
  CONFIGURATION,
  DISCOVERY,
  GRANTED,
  origin,
  server,
  tokens,
} from './smart-server.ts'

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
      message: /^option fhirBaseUrl is (no URL|"\w+:\/\/a\.example\/.*"); .*https URL/,
    })
  }
  for (const [base, message] of [
    [1, /^option fhirBaseUrl is 1; .*https URL/],
    [undefined, /^option fhirBaseUrl is absent; .*https URL/],
    ['http://me:secret@a.example/?token=secret#secret', /^option fhirBaseUrl is "http:\/\/a\.example\/"; /],
  ] as const) {
    await assert.rejects(fetchSmartConfiguration(hostile(base)), { name: 'TypeError', message })
  }
  for (const [options, message] of [
    [{ fetch: 1 }, /^option fetch is 1; .*function$/],
    [{ signal: true }, /^option signal is true; .*AbortSignal$/],
    [{ signal: {} }, /^option signal is an object; .*AbortSignal$/],
    [{ timeouts: 1 }, /^option "timeouts" is unknown; .*fetch, signal, timeout, allowInsecureRequests/],
    [null, /^options is null; .*object$/],
  ] as const) {
    await assert.rejects(fetchSmartConfiguration(origin, hostile(options)), { name: 'TypeError', message })
  }
  for (const timeout of [Infinity, 7e8 + 1]) {
    await assert.rejects(fetchSmartConfiguration(origin, { timeout }), {
      name: 'TypeError',
      message: /^option timeout is \w+; .*milliseconds, 1 to 700,000,000$/,
    })
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

test('gives what the server says, without members that are null or of another type (D2)', async () => {
  const said = {
    ...CONFIGURATION,
    issuer: 'https://issuer.example',
    jwks_uri: null,
    authorization_endpoint: ['https://a.example'],
    registration_endpoint: 5,
    scopes_supported: null,
    capabilities: 'client-confidential-asymmetric',
    token_endpoint_auth_methods_supported: ['client_secret_basic', 5],
    token_endpoint_auth_signing_alg_values_supported: ['RS256'],
    grant_types_supported: {},
    claims_parameter_supported: true,
    associated_endpoints: [{ url: 'https://a.example' }],
    other: null,
  }
  server.handlers[DISCOVERY] = respond(200, said)
  assert.deepEqual(await fetchSmartConfiguration(origin), {
    token_endpoint: CONFIGURATION.token_endpoint,
    issuer: 'https://issuer.example',
    token_endpoint_auth_signing_alg_values_supported: ['RS256'],
    claims_parameter_supported: true,
    associated_endpoints: [{ url: 'https://a.example' }],
  })
  assert.equal((await client().accessToken()).accessToken, 'token-1')
})

test('a relative token endpoint is resolved against the URL of the configuration (D2)', async () => {
  for (const [token_endpoint, resolved] of [
    ['/token', '/token'],
    ['../auth/token', '/fhir/auth/token'],
    ['token?a=b', '/fhir/.well-known/token?a=b'],
    [`${origin.replace('http:', '')}/x`, '/x'],
    [` ${origin}/x\n`, '/x'],
  ] as const) {
    server.handlers[DISCOVERY] = respond(200, { ...CONFIGURATION, token_endpoint })
    const configuration = await fetchSmartConfiguration(`${origin}/fhir`)
    assert.equal(configuration.token_endpoint, `${origin}${resolved}`)
  }
})

test('http goes to any host where allowInsecureRequests is true, and the configuration with it (D1)', async () => {
  const fhirBaseUrl = 'http://fhir:8080/r4'
  const asked: string[] = []
  const send: typeof fetch = async (url) => {
    asked.push(String(url))
    return Response.json(
      String(url).endsWith('/token') ? GRANTED : { token_endpoint: 'http://keycloak:8080/token' },
    )
  }
  const options = { fhirBaseUrl, fetch: send, allowInsecureRequests: true }
  await client(options).accessToken()
  assert.deepEqual(asked, [`${fhirBaseUrl}/.well-known/smart-configuration`, 'http://keycloak:8080/token'])
  await client({ ...options, tokenEndpoint: 'http://keycloak:8080/token' }).accessToken()
  await fetchSmartConfiguration(fhirBaseUrl, { fetch: send, allowInsecureRequests: true })
  assert.throws(
    () => client({ fhirBaseUrl }),
    /^TypeError: option fhirBaseUrl is "http:.*with allowInsecureRequests/,
  )
  // From this machine, too, another's http takes the option.
  server.handlers[DISCOVERY] = respond(200, { token_endpoint: 'http://keycloak:8080/token' })
  await refusal(fetchSmartConfiguration(origin))
  await fetchSmartConfiguration(origin, { allowInsecureRequests: true })
})

test('with profile rfc10070 aud is the discovered issuer, and a given audience must be it (RFC 10070)', async () => {
  const issuer = 'https://issuer.example/'
  const configured = (more: object) => respond(200, { ...CONFIGURATION, ...more })
  const audOf = () => assertionOf(server.receivedAt('/token').at(-1)!).claims.aud
  server.handlers[DISCOVERY] = configured({ issuer })
  await client({ profile: 'rfc10070' }).accessToken()
  assert.equal(audOf(), issuer)
  await client({ profile: 'rfc10070', tokenEndpoint: `${origin}/token` }).accessToken()
  assert.equal(audOf(), issuer)
  await client({ profile: 'rfc10070', audience: issuer }).accessToken()
  assert.equal(audOf(), issuer)
  server.received = []
  for (const audience of ['https://issuer.example', 'https://other.example/']) {
    const error = await refusal(client({ profile: 'rfc10070', audience }).accessToken())
    assert.equal(error.code, 'ERR_HTTP')
    assert.match(
      error.message,
      /its issuer is "https:\/\/issuer\.example\/"; it must equal option audience, "https:.*"$/,
    )
  }
  server.handlers[DISCOVERY] = configured({ issuer: [issuer] })
  assert.match(
    (await refusal(client({ profile: 'rfc10070' }).accessToken())).message,
    /it names no issuer for profile "rfc10070"; give option audience$/,
  )
  assert.deepEqual(server.receivedAt('/token'), [])
  await client({ profile: 'rfc10070', audience: issuer }).accessToken()
  assert.equal(audOf(), issuer)
  // The profile of SMART compares nothing: its audience may be any.
  server.handlers[DISCOVERY] = configured({ issuer })
  await client({ audience: 'https://other.example/' }).accessToken()
  // Without discovery there is nothing to compare.
  const given = { profile: 'rfc10070', audience: 'https://other.example/', fhirBaseUrl: undefined } as const
  await client({ ...given, tokenEndpoint: `${origin}/token` }).accessToken()
  assert.equal(audOf(), 'https://other.example/')
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
    [{ token_endpoint: undefined }, /the answer's token_endpoint must be a string that is not empty$/],
    [{ token_endpoint: null }, /token_endpoint/],
    [{ token_endpoint: '' }, /token_endpoint/],
    [{ token_endpoint: [`${origin}/token`] }, /token_endpoint/],
    [
      { token_endpoint: 'http://a.example/token' },
      /its token_endpoint is "http:.*must be an https URL without a password \(http: /,
    ],
    [{ token_endpoint: 'ftp://a.example/token' }, /its token_endpoint is "ftp:/],
    [{ token_endpoint: 'https://me:secret@a.example/token?secret' }, /is "https:\/\/a\.example\/token"; /],
    [{ token_endpoint: '//[' }, /its token_endpoint is no URL; /],
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

test('refuses a token endpoint on http where the FHIR base URL is on https (D2)', async () => {
  const { port } = new URL(origin)
  const asked: string[] = []
  const answerWith =
    (token_endpoint: string): typeof fetch =>
    async (url) => {
      asked.push(String(url))
      return Response.json(String(url).endsWith('/token') ? GRANTED : { ...CONFIGURATION, token_endpoint })
    }
  for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`]) {
    const options = { fhirBaseUrl: 'https://a.example/fhir', fetch: answerWith(`http://${host}/token`) }
    const { fhirBaseUrl, fetch } = options
    for (const ask of [client(options).accessToken, () => fetchSmartConfiguration(fhirBaseUrl, { fetch })]) {
      asked.length = 0
      const error = await refusal(ask())
      assert.deepEqual([error.code, error.status], ['ERR_HTTP', 200])
      assert.match(
        error.message,
        /^https:\/\/a\.example\/.*its token_endpoint is "http:.*must be an https URL/,
      )
      assert.deepEqual(asked, ['https://a.example/fhir/.well-known/smart-configuration'])
    }
  }
  // On https it may be anywhere, and on http where the base is too.
  const elsewhere = answerWith('https://b.example/token')
  await client({ fhirBaseUrl: 'https://a.example/fhir', fetch: elsewhere }).accessToken()
  await client().accessToken()
})

test('keeps the configuration as its answer allows, for a day at most (D1)', async () => {
  const start = 1_700_000_000_000
  const dateAfter = (seconds: number): string => new Date(start + seconds * 1000).toUTCString()
  const rows: [headers: { readonly [name: string]: string }, seconds: number][] = [
    [{ 'cache-control': 'max-age=60' }, 60],
    [{ 'cache-control': 'public, MAX-AGE=600' }, 600],
    [{ 'cache-control': 'max-age=99999999999' }, 86400],
    [{ 'cache-control': 'max-age=60', age: '20' }, 40],
    [{ 'cache-control': 'max-age=60', age: 'old' }, 60],
    [{}, 300],
    [{ age: '100' }, 200],
    [{ 'cache-control': 'no-store' }, 0],
    [{ 'cache-control': 'no-cache, max-age=60' }, 0],
    [{ expires: dateAfter(1090), date: dateAfter(1000) }, 90],
    [{ expires: '0' }, 0],
  ]
  for (const [headers, seconds] of rows) {
    const control = JSON.stringify(headers)
    server.handlers[DISCOVERY] = respond(200, CONFIGURATION, headers)
    server.handlers['/token'] = respond(200, { ...GRANTED, expires_in: 3 })
    let clock = start
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
  // Without a Date, Expires is measured by the client's clock.
  server.handlers[DISCOVERY] = (request, response, body) => {
    response.sendDate = false
    respond(200, CONFIGURATION, { expires: dateAfter(90) })(request, response, body)
  }
  server.handlers['/token'] = respond(200, { ...GRANTED, expires_in: 3 })
  let clock = start
  const { accessToken } = client({ now: () => clock })
  server.received = []
  for (const [time, requests] of [
    [0, 1],
    [89_999, 1],
    [90_000, 2],
  ] as const) {
    clock = start + time
    await accessToken()
    assert.equal(server.receivedAt('configuration').length, requests, `${time}`)
  }
})

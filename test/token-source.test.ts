import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeJwt, importSigner } from '../src/index.ts'
import { createBackendServicesClient } from '../src/smart/index.ts'
import { ES384_SET } from './fixtures/keys.ts'
import { hostile, refusal } from './refusal.ts'
import { inTurn, respond, until } from './servers.ts'
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

test('sends the token request that SMART requires to the discovered endpoint (T1)', async () => {
  const token = await client({
    scope: 'system/Patient.rs system/Observation.rs',
    jku: 'https://b.example/jwks',
    expiresIn: 60,
  }).accessToken()
  const [discovery, request] = server.received
  assert.equal(discovery!.url, '/fhir/.well-known/smart-configuration')
  assert.deepEqual([request!.method, request!.headers.accept], ['POST', 'application/json'])
  assert.match(request!.headers['content-type']!, /^application\/x-www-form-urlencoded/)
  const { client_assertion, ...params } = Object.fromEntries(new URLSearchParams(request!.body))
  assert.deepEqual(params, {
    grant_type: 'client_credentials',
    scope: 'system/Patient.rs system/Observation.rs',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  })
  const { header, claims } = decodeJwt(client_assertion!)
  assert.deepEqual(
    [header.jku, claims.aud, claims.exp! - claims.iat!],
    ['https://b.example/jwks', `${origin}/token`, 60],
  )
  // Narrower than asked, and to be seen.
  assert.deepEqual(
    [token.accessToken, token.scope, token.missingScopes],
    ['token-1', 'system/Patient.rs', ['system/Observation.rs']],
  )
})

test('uses the given token endpoint and audience without discovery (A5)', async () => {
  const { accessToken } = createBackendServicesClient({
    tokenEndpoint: `${origin}/token`,
    clientId: 'app',
    key: ES384_SET,
    scope: 's',
    audience: 'https://issuer.example',
  })
  const { missingScopes } = await accessToken()
  assert.deepEqual(missingScopes, ['s'])
  assert.deepEqual(
    [server.received.length, assertionOf(server.received[0]!).claims.aud],
    [1, 'https://issuer.example'],
  )
})

test('uses the token endpoint, as the server spells it, as the audience (A5)', async () => {
  const spelled = `${origin.replace('http', 'HTTP')}/x/../token`
  server.handlers[DISCOVERY] = respond(200, {
    ...CONFIGURATION,
    token_endpoint: spelled,
  })
  await client().accessToken()
  assert.equal(assertionOf(server.receivedAt('/token')[0]!).claims.aud, spelled)
})

test('refuses missing and unsafe options with a TypeError', async () => {
  for (const [wrong, message] of [
    [{ fhirBaseUrl: undefined }, /^expected fhirBaseUrl or tokenEndpoint$/],
    [{ fhirBaseUrl: 'http://a.example' }, /^fhirBaseUrl .*: expected an https URL$/],
    [{ tokenEndpoint: 'http://a.example' }, /^tokenEndpoint .*: expected an https URL$/],
    [{ scope: '' }, /^scope: expected a string$/],
    ...[Infinity, NaN, 0].map(
      (timeout) => [{ timeout }, /^timeout: expected 1 to 7e8 milliseconds$/] as const,
    ),
    ...[Infinity, 0].map(
      (responseTimeout) => [{ responseTimeout }, /: expected 1 to 7e8 milliseconds$/] as const,
    ),
    [{ scope: ['a'] }, /^scope: expected a string$/],
  ] as const) {
    assert.throws(() => client(hostile(wrong)), {
      name: 'TypeError',
      message,
    })
  }
  await assert.rejects(client({ clientId: '' }).accessToken(), TypeError)
  assert.equal(server.receivedAt('/token').length, 0)
})

test('1,000 simultaneous callers make one request', async () => {
  const { accessToken } = client()
  const all = await Promise.all(Array.from({ length: 1000 }, () => accessToken()))
  assert.equal(new Set(all).size, 1)
  assert.deepEqual([server.receivedAt('/token').length, server.receivedAt('configuration').length], [1, 1])
  await accessToken()
  assert.equal(server.received.length, 2)
})

test('simultaneous callers share a failure, which is not kept', async () => {
  server.handlers['/token'] = inTurn(respond(400, { error: 'invalid_scope' }), tokens())
  const { accessToken } = client()
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => accessToken()))
  assert.ok(outcomes.every(({ status }) => status === 'rejected'))
  assert.equal(server.receivedAt('/token').length, 1)
  await accessToken()
})

test('renews a token a tenth of its life early, between five seconds and a minute (T5)', async () => {
  for (const [life, kept] of [
    [3600, 3540],
    [300, 270],
    [60, 54],
    [30, 25],
    [6, 1],
    [3, 0],
    [1, 0],
    [31_535_999, 31_535_939],
  ] as const) {
    server.handlers['/token'] = respond(200, { ...GRANTED, expires_in: life })
    let clock = 1700000000000
    const { accessToken } = client({ now: () => clock })
    server.received = []
    assert.equal((await accessToken()).expiresAt, 1700000000 + life)
    clock += kept * 1000 - 1
    await accessToken()
    assert.equal(server.receivedAt('/token').length, kept ? 1 : 2, `${life} s`)
    clock += 1
    await accessToken()
    assert.equal(server.receivedAt('/token').length, kept ? 2 : 3, `${life} s`)
  }
})

test('refuses a token answer with a wrong member and names the member (T3)', async () => {
  const rows: [object, RegExp][] = [
    [{ access_token: undefined }, /access_token/],
    [{ access_token: '' }, /access_token/],
    [{ access_token: ['token-1'] }, /access_token/],
    // The runtime's own error would quote it.
    ...['a\r\nb: c', 'a b', 'ä', 'ключ', 'a\u0000'].map((access_token): [object, RegExp] => [
      { access_token },
      /access_token: .*ASCII/,
    ]),
    [{ token_type: 'mac' }, /token_type: expected bearer/],
    [{ token_type: 'xbearer' }, /token_type/],
    [{ token_type: 'bearerx' }, /token_type/],
    [{ error: 1, access_token: undefined }, /access_token/],
    [{ error: '', access_token: undefined }, /access_token/],
    [{ token_type: undefined }, /token_type/],
    ...[undefined, '300', 0, -1, 31_536_000, 1e99, null].map((expires_in): [object, RegExp] => [
      { expires_in },
      /expires_in: expected seconds/,
    ]),
    [{ scope: undefined }, /scope: expected the scopes granted/],
  ]
  for (const [wrong, message] of rows) {
    server.handlers['/token'] = inTurn(respond(200, { ...GRANTED, ...wrong }), tokens())
    const { accessToken } = client()
    const error = await refusal(accessToken())
    assert.deepEqual([error.code, error.status], ['ERR_HTTP', 200])
    assert.match(error.message, message)
    await accessToken()
  }
})

test('shows an unknown error code on one line, shortened (T4)', async () => {
  server.handlers['/token'] = inTurn(
    respond(400, { error: `\n${'x'.repeat(1000)}` }),
    respond(400, { error: 'constructor' }),
  )
  const { accessToken } = client()
  const { message } = await refusal(accessToken())
  assert.ok(message.length < 300 && !message.includes('\n'), message)
  assert.match((await refusal(accessToken())).message, /"constructor": expected a client registered/)
})

const OAUTH: readonly [error: string, remedy: RegExp][] = [
  ['invalid_client', /client_id.*kid.*aud.*clock.*doctor/],
  ['invalid_scope', /scopes registered for the client/],
  ...['invalid_request', 'invalid_grant', 'unauthorized_client', 'unsupported_grant_type', 'slow_down'].map(
    (error): [string, RegExp] => [error, /registered for client_credentials/],
  ),
]
for (const [error, remedy] of OAUTH) {
  test(`a 400 with ${error} becomes ERR_OAUTH with its remedy, and the next call works (T4)`, async () => {
    server.handlers['/token'] = inTurn(
      respond(400, { error, error_description: 'because' }),
      respond(401, { error }),
      tokens(),
    )
    const { accessToken } = client()
    const refused = await refusal(accessToken())
    assert.deepEqual(
      [refused.code, refused.status, refused.error, refused.description],
      ['ERR_OAUTH', 400, error, 'because'],
    )
    assert.match(refused.message, remedy)
    const again = await refusal(accessToken())
    assert.deepEqual([again.status, again.description], [401, undefined])
    await accessToken()
  })
}

test('a caller that aborts does not end the shared request', async () => {
  let release = () => {}
  server.handlers['/token'] = (...exchange) => {
    release = () => void tokens()(...exchange)
  }
  const { accessToken } = client()
  const controller = new AbortController()
  const left = accessToken({ signal: controller.signal })
  const others = [accessToken(), accessToken({ signal: new AbortController().signal })]
  await until(() => server.receivedAt('/token').length > 0)
  controller.abort(new Error('enough'))
  await assert.rejects(left, /enough/)
  await assert.rejects(accessToken({ signal: controller.signal }), /enough/)
  release()
  for (const token of await Promise.all(others)) assert.equal(token.accessToken, 'token-1')
  assert.equal(server.receivedAt('/token').length, 1)
})

test('gives up a token request that never ends and starts another', {
  timeout: 10_000,
}, async () => {
  let asked = 0
  // A signer that never answers stands for a context that is gone.
  const signer = {
    alg: 'ES384' as const,
    kid: 'a',
    sign: () => new Promise<Uint8Array>(() => asked++),
  }
  let clock = Date.now()
  const { accessToken } = client({ key: signer, timeout: 50, now: () => clock })
  const error = await refusal(accessToken())
  assert.deepEqual([error.code, asked], ['ERR_HTTP', 1])
  assert.match(error.message, /in 150 ms; try again/)
  clock += 150
  await refusal(accessToken())
  assert.equal(asked, 1)
  clock += 1
  await refusal(accessToken())
  assert.equal(asked, 2)
})

test('an abandoned request does not replace the one that follows it', async () => {
  const { sign } = await importSigner(ES384_SET)
  const held: (() => void)[] = []
  const signer = {
    alg: 'ES384' as const,
    kid: 'a',
    sign: async (input: Uint8Array) => {
      await new Promise<void>((resolve) => held.push(resolve))
      return sign(input)
    },
  }
  let clock = Date.now()
  const { accessToken } = client({ key: signer, now: () => clock })
  const first = accessToken()
  await until(() => held.length === 1)
  clock += 6001
  const second = accessToken()
  await until(() => held.length === 2)
  server.handlers['/token'] = inTurn(respond(404, ''), tokens())
  held[0]!()
  await refusal(first)
  const third = accessToken()
  held[1]!()
  assert.equal((await second).accessToken, 'token-1')
  assert.equal(await third, await second)
  assert.equal(held.length, 2)
})

test('sends every request through the caller’s fetch', async () => {
  const asked: string[] = []
  const { accessToken, fetch: send } = client({
    fetch: async (input, init) => {
      asked.push(String(input))
      return fetch(input, init)
    },
  })
  await accessToken()
  await send('Patient')
  assert.deepEqual(asked, [
    `${origin}/fhir/.well-known/smart-configuration`,
    `${origin}/token`,
    `${origin}/fhir/Patient`,
  ])
})

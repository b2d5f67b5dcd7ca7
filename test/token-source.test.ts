import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeJwt, importSigner } from '../src/index.ts'
import { createBackendServicesClient } from '../src/smart/index.ts'
import { ES384_PRIVATE, ES384_SET } from './fixtures/keys.ts'
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
    ['https://b.example/jwks', `${origin}/token`, 65],
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
    [{ fhirBaseUrl: undefined }, /^option fhirBaseUrl or option tokenEndpoint is needed$/],
    [{ fhirBaseUrl: 'http://a.example' }, /^option fhirBaseUrl is "http:.*"; .*https URL/],
    [{ tokenEndpoint: 'http://a.example' }, /^option tokenEndpoint is "http:.*"; .*https URL/],
    [{ scope: '' }, /^option scope is a string; .*not empty$/],
    [{ timeout: Infinity }, /^option timeout is Infinity; .*milliseconds, 1 to 700,000,000$/],
    [{ timeout: NaN }, /^option timeout is NaN; .*milliseconds, 1 to 700,000,000$/],
    [{ timeout: 0 }, /^option timeout is 0; .*milliseconds, 1 to 700,000,000$/],
    [{ responseTimeout: Infinity }, /^option responseTimeout is Infinity; .*milliseconds, 1 to 7/],
    [{ responseTimeout: 0 }, /^option responseTimeout is 0; .*milliseconds, 1 to 7/],
    [{ scope: ['a'] }, /^option scope is a list; .*not empty$/],
    [{ clientId: '' }, /^option clientId is a string; .*not empty$/],
    [{ clientId: undefined }, /^option clientId is absent; .*not empty$/],
    [{ retries: -1 }, /^option retries is -1; .*0 or more$/],
    [{ retries: 1.5 }, /^option retries is 1.5; .*a whole number, 0 or more$/],
    [{ retries: Infinity }, /^option retries is Infinity; .*whole number, 0 or more$/],
    [{ retries: NaN }, /^option retries is NaN; .*0 or more$/],
    [{ fetch: 'fetch' }, /^option fetch is a string; .*function$/],
    [{ now: 0 }, /^option now is 0; .*function$/],
    [{ audience: [] }, /^option audience is a list; .*not empty, or a list/],
    [{ jku: 1 }, /^option jku is 1; .*not empty$/],
    [{ jku: 'http://a.example/jwks' }, /^option jku is "http:.*https URL/],
    [{ profile: 'udap' }, /^option profile is a string; it must be "smart" or "rfc10070"$/],
    [{ profile: 'rfc10070', audience: ['a'] }, /^option audience is a list; .*the issuer alone$/],
    [
      { profile: 'rfc10070', fhirBaseUrl: undefined, tokenEndpoint: 'https://a.example/' },
      /^option audience or fhirBaseUrl is needed: .*issuer$/,
    ],
    [{ header: ['a'] }, /^option header is a list; .*plain object$/],
    ...['alg', 'kid', 'jku'].map(
      (name) =>
        [
          { header: { [name]: 'a' } },
          new RegExp(`^option header has "${name}", which the request makes`),
        ] as const,
    ),
    [{ header: { typ: 5 } }, /^JOSE Header: its typ is 5, not a string$/],
    [{ header: { crit: ['x'] } }, /^JOSE Header: its crit lists "x", which it does not have$/],
    [{ header: { crit: [] } }, /^JOSE Header: its crit is an empty list$/],
    [{ header: { crit: ['jku'] } }, /^JOSE Header: its crit lists jku, which is not an extension$/],
    [{ header: { b64: false } }, /^JOSE Header: its b64 is false, not true$/],
    [{ header: { expiresIn: 5 } }, /^header has expiresIn; /],
    [{ header: { x5c: () => [] } }, /^header "x5c" is a function; it must be a JSON value$/],
    [{ header: { x: { y: 5n } } }, /^header is no JSON: /],
    [{ claims: { nbf: 'soon' } }, /^claim nbf is a string; .*seconds since 1970$/],
    [{ claims: { more: undefined } }, /^claim "more" is absent; it must be a JSON value$/],
    [{ params: { client_id: undefined } }, /^option params is an object; .*strings and lists of strings$/],
    [{ params: { client_id: [1] } }, /^option params is an object; /],
    [{ params: 'client_id=a' }, /^option params is a string; /],
    ...['grant_type', 'scope', 'client_assertion', 'client_assertion_type'].map(
      (name) =>
        [
          { params: { [name]: 'a' } },
          new RegExp(`^option params has "${name}", which the request makes`),
        ] as const,
    ),
    [
      { headers: { 'a b': 'secret' } },
      /^option headers is an object; it must be names and values of HTTP headers$/,
    ],
    [{ headers: { a: 'secret\n' + 'b: c' } }, /^option headers is an object; /],
    ...['Content-Type', 'accept', 'Content-Length', 'Host', 'transfer-encoding'].map(
      (name) =>
        [
          { headers: { [name]: 'a' } },
          new RegExp(`^option headers has "${name.toLowerCase()}", which`),
        ] as const,
    ),
    [{ allowedUrls: 'https://a.example/' }, /^option allowedUrls is a string; it must be a list of strings/],
    [{ allowedUrls: ['http://a.example/'] }, /^option allowedUrls is "http:.*https URL/],
    [{ allowedUrls: ['/files'] }, /^option allowedUrls is no URL; /],
    [
      { allowedUrls: ['https://me:secret@a.example/'] },
      /^option allowedUrls is "https:\/\/a\.example\/"; .*password/,
    ],
    [{ tokenStore: {} }, /^option tokenStore is an object; it must be an object with get and set$/],
    [{ tokenStore: new Map([['get', 1]]).keys() }, /^option tokenStore is an object; /],
    [{ tokenStore: null }, /^option tokenStore is null; /],
    [
      { allowInsecureRequests: 'yes' },
      /^option allowInsecureRequests is a string; it must be true or false$/,
    ],
    [{ expiresIn: 301 }, /^option expiresIn is 301; .*whole seconds, 1 to 300$/],
    [{ claims: 'a' }, /^option claims is a string; .*object$/],
    [{ scopes: 's' }, /^option "scopes" is unknown; .*fhirBaseUrl, .*\bscope, /],
    [{ key: undefined }, /^key is absent; .*a JWK, a JWK Set or a Signer/],
    [{ key: null }, /^key is null; /],
    [{ key: {} }, /^key is .*an object/],
    [{ key: '-----BEGIN PRIVATE KEY-----' }, /^key is a string; (?!.*BEGIN).*privateJwkFromPem/],
  ] as const) {
    assert.throws(() => client(hostile(wrong)), {
      name: 'TypeError',
      message,
    })
  }
  assert.throws(() => createBackendServicesClient(hostile('https://a.example')), {
    name: 'TypeError',
    message: /^options is a string; .*object$/,
  })
  client({ header: { crit: ['x'], x: 1, x5t: undefined }, jku: 'https://a.example/jwks' })
  assert.equal(server.received.length, 0)
})

test('accessToken refuses an option that is unknown, or no signal, with a TypeError', async () => {
  const { accessToken } = client()
  for (const [wrong, message] of [
    [{ sginal: new AbortController().signal }, /^option "sginal" is unknown; .*signal, renew$/],
    [{ signal: {} }, /^option signal is an object; .*AbortSignal$/],
    [{ signal: 'soon' }, /^option signal is a string; .*AbortSignal$/],
    [{ renew: 'token' }, /^option renew is a string; .*true or false$/],
    [null, /^options is null; /],
  ] as const) {
    await assert.rejects(accessToken(hostile(wrong)), { name: 'TypeError', message })
  }
  assert.equal(server.received.length, 0)
  await accessToken({})
})

test('1,000 simultaneous callers make one request', async () => {
  const { accessToken } = client({ timeout: 20_000 })
  const all = await Promise.all(Array.from({ length: 1000 }, () => accessToken()))
  assert.equal(new Set(all).size, 1)
  assert.deepEqual([server.receivedAt('/token').length, server.receivedAt('configuration').length], [1, 1])
  await accessToken()
  assert.equal(server.received.length, 2)
})

test('renew asks for another token although one is at hand, once for all callers at the same time', async () => {
  const { accessToken } = client()
  assert.equal((await accessToken()).accessToken, 'token-1')
  const renewed = await Promise.all(Array.from({ length: 100 }, () => accessToken({ renew: true })))
  assert.deepEqual(new Set(renewed.map((token) => token.accessToken)), new Set(['token-2']))
  assert.equal(server.receivedAt('/token').length, 2)
  assert.equal((await accessToken({ renew: false })).accessToken, 'token-2')
  assert.equal((await accessToken({ renew: true })).accessToken, 'token-3')
  // Whoever asks meanwhile gets the new one, for the old was refused.
  const [first, second] = await Promise.all([accessToken({ renew: true }), accessToken()])
  assert.deepEqual([first.accessToken, second.accessToken], ['token-4', 'token-4'])
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

test('a token is not handed out after the clock was set back, nor is a discovered endpoint used', async () => {
  let clock = 1_700_000_000_000
  const { accessToken } = client({ now: () => clock })
  await accessToken()
  clock -= 1
  await accessToken()
  assert.deepEqual([server.receivedAt('/token').length, server.receivedAt('configuration').length], [2, 2])
  clock += 1
  await accessToken()
  assert.equal(server.receivedAt('/token').length, 2)
})

test('refuses a token answer with a wrong member and names the member (T3)', async () => {
  const rows: [object, RegExp][] = [
    [{ access_token: undefined }, /access_token/],
    [{ access_token: '' }, /access_token/],
    [{ access_token: ['token-1'] }, /access_token/],
    // The runtime's own error would quote it.
    ...['a\r\nb: c', 'a b', 'ä', 'ключ', 'a\u0000'].map((access_token): [object, RegExp] => [
      { access_token },
      /access_token must be visible ASCII$/,
    ]),
    [{ token_type: 'mac', expires_in: null }, /its token_type is "mac"; only bearer is supported$/],
    [
      { token_type: 'DPoP' },
      /its token_type is "DPoP"; DPoP is not supported; have the client registered for bearer/,
    ],
    [{ token_type: ['bearer'] }, /its token_type is a list; only bearer/],
    [{ token_type: 'xbearer' }, /token_type/],
    [{ token_type: 'bearerx' }, /token_type/],
    [{ error: 1, access_token: undefined }, /access_token/],
    [{ error: '', access_token: undefined }, /access_token/],
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
  assert.match(
    (await refusal(accessToken())).message,
    /refused with "constructor"; .*description or the server’s operator may tell why$/,
  )
})

const OAUTH: readonly [error: string, remedy: RegExp][] = [
  ['invalid_client', /client_id registered, .*kid.*aud.*clock.*doctor/],
  ['invalid_scope', /scopes that the client is registered for$/],
  ['invalid_request', /client_id registered, .*kid.*aud.*clock.*doctor/],
  ['invalid_grant', /client_id registered, .*kid.*aud.*clock.*doctor/],
  ['unauthorized_client', /registered for client_credentials/],
  ['unsupported_grant_type', /does the server offer client_credentials\?$/],
  ['invalid_dpop_proof', /DPoP is not supported; have the client registered for bearer tokens$/],
  ['use_dpop_nonce', /DPoP is not supported/],
  ['slow_down', /description or the server’s operator may tell why$/],
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
  assert.match(error.message, /no access token within 150 ms; try again$/)
  clock += 149
  await refusal(accessToken())
  assert.equal(asked, 1)
  clock += 1
  await refusal(accessToken())
  assert.equal(asked, 2)
  // By a clock that was put back it is not known how long the request has run.
  clock -= 1
  await refusal(accessToken())
  assert.equal(asked, 3)
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

test('copies its options: what the caller changes afterwards has no effect', async () => {
  const header: Record<string, unknown> = { x5t: 'a' }
  const claims: Record<string, unknown> = { tenant: { id: 'A' } }
  const params = { resource: ['r1'] }
  const audience = [`${origin}/token`]
  const { accessToken } = client({ header, claims, params, audience })
  Object.assign(header, { kid: 'other', alg: 'none', x5t: 'b' })
  Object.assign(claims.tenant as object, { id: 'B' })
  Object.assign(claims, { bad: 5n, iss: 'b' })
  params.resource.push('r2')
  audience.push('https://evil.example')
  await accessToken()
  const request = server.received.at(-1)!
  const assertion = assertionOf(request)
  assert.deepEqual([assertion.header.x5t, assertion.header.kid], ['a', ES384_PRIVATE.kid])
  assert.deepEqual([assertion.claims.tenant, assertion.claims.aud], [{ id: 'A' }, [`${origin}/token`]])
  assert.deepEqual(new URLSearchParams(request.body).getAll('resource'), ['r1'])
})

test('refuses a token endpoint with a fragment (RFC 6749 §3.2)', () => {
  assert.throws(
    () => client({ tokenEndpoint: `${origin}/token#x` }),
    /^TypeError: option tokenEndpoint has a fragment, which no token endpoint has/,
  )
})

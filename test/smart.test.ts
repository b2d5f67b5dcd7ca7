import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, beforeEach, mock, test } from 'node:test'
import { decodeJwt, importSigner, JoseError, verifyJwt, type Jwk, type JwkSet } from '../src/index.ts'
import {
  clientAssertionParams,
  createBackendServicesClient,
  createClientAssertion,
  fetchSmartConfiguration,
  type BackendServicesOptions,
} from '../src/smart/index.ts'
import es384Keys from './fixtures/ES384.private.json' with { type: 'json' }

const key = es384Keys as JwkSet
const jwk = key.keys.find(({ d }) => d)!

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => unknown

/** A request that came in. */
interface Seen {
  readonly method: string
  readonly url: string
  readonly body: string
  readonly authorization: string | undefined
  readonly accept: string | undefined
  readonly type: string | undefined
}

const servers: ReturnType<typeof createServer>[] = []
after(() => {
  for (const server of servers) {
    server.closeAllConnections()
    server.close()
  }
})

async function listen(listener: RequestListener, tls?: { key: Buffer; cert: Buffer }): Promise<string> {
  const server = tls ? createTlsServer(tls, listener) : createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** What answers where, by the path's end; what came in, with its handlers. */
let answers: { [end: string]: Handler }
let seen: Seen[]
const listener: RequestListener = async (request, response) => {
  const body = await text(request)
  const { method = '', url = '', headers } = request
  const { authorization, accept, 'content-type': type } = headers
  seen.push({ method, url, body, authorization, accept, type })
  const end = Object.keys(answers).find((end) => url.split('?')[0]!.endsWith(end))
  await (end ? answers[end]! : respond(404, ''))(request, response, body)
}
const origin = await listener0()
async function listener0(): Promise<string> {
  return listen((request, response) => void listener(request, response))
}
const elsewhere = await listener0()

function respond(status: number, body: unknown, headers: { [name: string]: string } = {}): Handler {
  const json = typeof body === 'object'
  return (_, response) => {
    response.writeHead(status, { 'content-type': json ? 'application/json' : 'text/html', ...headers })
    response.end(json ? JSON.stringify(body) : body)
  }
}

/** Answers in turn, the last one for ever. */
function inTurn(...handlers: Handler[]): Handler {
  let turn = 0
  return (...exchange) => handlers[Math.min(turn++, handlers.length - 1)]!(...exchange)
}

const GRANTED = { access_token: 'token-1', token_type: 'bearer', expires_in: 300, scope: 'system/Patient.rs' }
const CONFIGURATION = {
  token_endpoint: `${origin}/token`,
  token_endpoint_auth_methods_supported: ['client_secret_basic', 'private_key_jwt'],
  token_endpoint_auth_signing_alg_values_supported: ['RS384', 'ES384'],
  scopes_supported: ['system/*.rs'],
  capabilities: ['client-confidential-asymmetric'],
}

/** A new token for each request. */
function tokens(): Handler {
  let issued = 0
  return (...exchange) => respond(200, { ...GRANTED, access_token: `token-${++issued}` })(...exchange)
}

beforeEach(() => {
  seen = []
  answers = {
    '/token': tokens(),
    '/.well-known/smart-configuration': respond(200, CONFIGURATION),
    '/Patient': respond(200, {}),
  }
})

const at = (end: string): Seen[] => seen.filter(({ url }) => url.endsWith(end))

function client(
  options: Partial<BackendServicesOptions> = {},
): ReturnType<typeof createBackendServicesClient> {
  return createBackendServicesClient({
    fhirBaseUrl: `${origin}/fhir`,
    clientId: 'app',
    key,
    scope: 'system/Patient.rs',
    timeout: 2000,
    ...options,
  })
}

/** The claims and the header of the assertion in a token request. */
function assertionOf({ body }: Seen): ReturnType<typeof decodeJwt> {
  return decodeJwt(new URLSearchParams(body).get('client_assertion')!)
}

async function refusal(promise: Promise<unknown>): Promise<JoseError> {
  const error = await promise.then(
    () => assert.fail('accepted'),
    (error: unknown) => error,
  )
  assert.ok(error instanceof JoseError, String(error))
  assert.match(error.message, /^\S.*: expected ./)
  // Neither an assertion nor a token nor a body.
  assert.doesNotMatch(error.message, /eyJ|token-|<html/)
  return error
}

// --- The assertion ---

test('A1, A2: an assertion has alg, kid and typ; iss, sub, aud, exp, iat and jti; and no nbf', async () => {
  const assertion = await createClientAssertion({
    clientId: 'app',
    audience: 'https://a.example/token',
    key,
    now: () => 1700000000900,
  })
  const { header, claims } = decodeJwt(assertion)
  assert.deepEqual(header, { alg: 'ES384', kid: jwk.kid, typ: 'JWT' })
  const { jti, ...others } = claims
  assert.deepEqual(others, {
    iss: 'app',
    sub: 'app',
    aud: 'https://a.example/token',
    exp: 1700000240,
    iat: 1700000000,
  })
  assert.match(jti!, /^[0-9a-f-]{36}$/)
  const { d: _, key_ops: __, ...published } = jwk
  await verifyJwt(assertion, published as Jwk, {
    now: () => 1700000000000,
    audience: 'https://a.example/token',
  })
  assert.notEqual(
    decodeJwt(await createClientAssertion({ clientId: 'app', audience: 'https://a.example/token', key }))
      .claims.jti,
    jti,
  )
})

test('A1, A4, A5: jku, expiresIn, jti, more claims, and an audience of several', async () => {
  const audience = [
    'https://a.example/token',
    'http://localhost:8080',
    'http://[::1]/x',
    'http://127.0.10.123/x',
  ]
  const { header, claims } = decodeJwt(
    await createClientAssertion({
      clientId: 'app',
      audience,
      key,
      jku: 'https://b.example/jwks',
      expiresIn: 300,
      jti: 'one',
      now: () => 5000,
      claims: { iss: 'x', more: 1 },
    }),
  )
  assert.equal(header.jku, 'https://b.example/jwks')
  assert.deepEqual(claims, { iss: 'app', more: 1, sub: 'app', aud: audience, exp: 305, iat: 5, jti: 'one' })
  const first = await createClientAssertion({ clientId: 'app', audience, key, now: () => 0 })
  assert.equal(decodeJwt(first).claims.iat, 0)
})

test('an assertion is refused for what no server would take', async () => {
  const good = { clientId: 'app', audience: 'https://a.example/token', key }
  const { kid: _, ...nameless } = jwk
  const rows: [object, RegExp][] = [
    [{ clientId: '' }, /clientId/],
    [{ clientId: 1 }, /clientId/],
    [{ jti: '' }, /jti/],
    [{ jti: 1 }, /jti/],
    ...[0, 301, 1.5, '240', NaN].map((expiresIn): [object, RegExp] => [{ expiresIn }, /1 to 300/]),
    [{ audience: undefined }, /audience/],
    [{ audience: [] }, /audience/],
    [{ audience: 'the server' }, /https/],
    [{ audience: ['https://a.example', 'http://b.example'] }, /b\.example.*https/],
    [{ audience: 'http://localhost.example/' }, /https/],
    [{ audience: 'https://me:secret@a.example/' }, /https/],
    [{ audience: 'https://:secret@a.example/' }, /https/],
    [{ jku: 'http://b.example/jwks' }, /jku/],
    [{ key: { ...nameless } }, /kid/],
    [{ now: () => NaN }, /now/],
  ]
  for (const [wrong, message] of rows) {
    await assert.rejects(createClientAssertion({ ...good, ...wrong } as typeof good), (error) => {
      assert.ok(error instanceof TypeError, String(error))
      assert.match(error.message, message)
      return true
    })
  }
})

test('T2: the parameters join any grant', () => {
  assert.deepEqual(clientAssertionParams('a.b.c'), {
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: 'a.b.c',
  })
})

// --- Discovery ---

test('D1: the configuration is asked for below the base URL, however that is written', async () => {
  for (const base of ['/fhir', '/fhir/', '/fhir//', '/fhir?x=1', '/fhir#x', '/x/../fhir']) {
    assert.equal((await fetchSmartConfiguration(origin + base)).token_endpoint, `${origin}/token`)
  }
  await fetchSmartConfiguration(origin)
  assert.deepEqual(
    new Set(seen.map(({ url }) => url)),
    new Set(['/fhir/.well-known/smart-configuration', '/.well-known/smart-configuration']),
  )
  assert.deepEqual(new Set(seen.map(({ accept }) => accept)), new Set(['application/json']))
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

test('D2: what the server leaves out is not held against it, but for the token endpoint', async () => {
  answers['configuration'] = respond(200, { token_endpoint: 'https://a.example/token', other: 1 })
  answers = { configuration: answers['configuration']! }
  assert.deepEqual(await fetchSmartConfiguration(origin), {
    token_endpoint: 'https://a.example/token',
    other: 1,
  })
  for (const alg of ['RS384', 'ES384']) {
    answers = {
      configuration: respond(200, {
        ...CONFIGURATION,
        token_endpoint_auth_signing_alg_values_supported: [alg],
      }),
    }
    await fetchSmartConfiguration(origin)
  }
})

test('discovery ends with its signal, and its reason', async () => {
  answers = { configuration: () => {} }
  const controller = new AbortController()
  const asked = fetchSmartConfiguration(origin, { signal: controller.signal })
  controller.abort(new Error('enough'))
  await assert.rejects(asked, /enough/)
  await assert.rejects(fetchSmartConfiguration(origin, { signal: controller.signal }), /enough/)
})

// --- Bad answers, over TCP ---

/** Bad answers that any request can get. */
const BAD: {
  readonly [name: string]: readonly [handler: Handler, status: number | undefined, message: RegExp]
} = {
  '401 without JSON': [respond(401, ''), 401, /401.*right\?/],
  '403': [respond(403, {}), 403, /403.*right\?/],
  '404': [respond(404, '<html>'), 404, /404, "text\/html".*right\?/],
  '429': [respond(429, '', { 'retry-after': '0' }), 429, /429.*later/],
  '500': [respond(500, {}), 500, /500.*later/],
  '502 with HTML': [respond(502, '<html>'), 502, /502.*later/],
  '200 with HTML': [respond(200, '<html>'), 200, /200, "text\/html".*JSON/],
  '200 with an array': [respond(200, []), 200, /JSON/],
  '200 with a member twice': [respond(200, '{"a":1,"a":2}'), 200, /JSON/],
  'an empty one': [respond(200, ''), 200, /JSON/],
  '204': [respond(204, ''), 204, /JSON/],
  'one cut off': [
    (_, response) => {
      response.writeHead(200, { 'content-length': '1000' })
      response.write('{')
      setTimeout(() => response.destroy(), 20)
    },
    undefined,
    /no answer.*certificate/,
  ],
  'an endless one': [
    (_, response) => {
      const more = (): void =>
        void (response.destroyed || (response.write(' '.repeat(60000)), setImmediate(more)))
      more()
    },
    undefined,
    /65536 octets/,
  ],
  'one slow by the byte': [
    (_, response) => {
      const timer = setInterval(() => response.write(' '), 20)
      response.on('close', () => clearInterval(timer))
    },
    undefined,
    /in 300 ms/,
  ],
  'none at all': [() => {}, undefined, /in 300 ms/],
  'a closed connection': [(request) => request.socket.destroy(), undefined, /no answer/],
  'a redirect to another host': [
    respond(302, '', { location: `${elsewhere}/token` }),
    302,
    /302.*no redirect/,
  ],
  'a redirect that keeps the method': [
    respond(307, {}, { location: `${elsewhere}/token` }),
    307,
    /307.*no redirect/,
  ],
}

for (const [name, [handler, status, message]] of Object.entries(BAD)) {
  test(`T3: ${name} is a typed error in time, and the next call works`, { timeout: 10_000 }, async () => {
    answers['/token'] = inTurn(handler, tokens())
    const { accessToken } = client({ timeout: 300, retries: 0 })
    const began = Date.now()
    const error = await refusal(accessToken())
    assert.ok(Date.now() - began < 900, `${Date.now() - began} ms`)
    assert.deepEqual([error.code, error.status], ['ERR_HTTP', status])
    assert.match(error.message, message)
    assert.equal((await accessToken()).accessToken, 'token-1')
    assert.equal(at('/token').length, 2)
  })

  test(`D1: ${name} from discovery is a typed error in time, and the next call works`, {
    timeout: 10_000,
  }, async () => {
    answers['configuration'] = answers['/.well-known/smart-configuration']!
    answers['/.well-known/smart-configuration'] = inTurn(handler, answers['configuration'])
    const { accessToken } = client({ timeout: 300 })
    const error = await refusal(accessToken())
    assert.deepEqual([error.code, error.status], ['ERR_HTTP', status])
    assert.match(error.message, message)
    await accessToken()
  })
}

test('a request leaves nothing behind: no timer, no listener, and no connection that still sends', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length
  const before = timers()
  const { signal } = new AbortController()
  await fetchSmartConfiguration(origin, { signal })
  assert.deepEqual([timers(), getEventListeners(signal, 'abort')], [before, []])
  const closed = new Promise((resolve) => {
    answers = {
      configuration: (_, response) => {
        response.write(' '.repeat(70000))
        response.on('close', resolve)
      },
    }
  })
  await refusal(fetchSmartConfiguration(origin))
  await closed
})

test('T3: statuses at the edges of their kinds are told apart', async () => {
  for (const [status, message] of [
    [399, /no redirect/],
    [400, /right\?/],
    [499, /right\?/],
    [500, /later/],
  ] as const) {
    answers['/token'] = respond(status, '')
    assert.match((await refusal(client({ retries: 0 }).accessToken())).message, message)
  }
})

test('T4: an error of the server’s own making is shown shortened, on one line', async () => {
  answers['/token'] = inTurn(
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
  test(`T4: 400 ${error} is ERR_OAUTH with the remedy, and the next call works`, async () => {
    answers['/token'] = inTurn(
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

test('T3: a token answer that does not fit is a typed error, with the member', async () => {
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
    answers['/token'] = inTurn(respond(200, { ...GRANTED, ...wrong }), tokens())
    const { accessToken } = client()
    const error = await refusal(accessToken())
    assert.deepEqual([error.code, error.status], ['ERR_HTTP', 200])
    assert.match(error.message, message)
    await accessToken()
  }
})

test('D2: a configuration that does not fit is a typed error, with the member', async () => {
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
    answers = {
      configuration: inTurn(respond(200, { ...CONFIGURATION, ...wrong }), respond(200, CONFIGURATION)),
      '/token': tokens(),
    }
    const { accessToken } = client()
    const error = await refusal(accessToken())
    assert.deepEqual([error.code, error.status], ['ERR_HTTP', 200])
    assert.match(error.message, message)
    await accessToken()
  }
})

test('T6: a refused connection, an unknown host and a certificate that is not trusted are typed errors, with their cause', async () => {
  const tls = {
    key: readFileSync(new URL('fixtures/tls.key.pem', import.meta.url)),
    cert: readFileSync(new URL('fixtures/tls.cert.pem', import.meta.url)),
  }
  const untrusted = await listen(respond(200, GRANTED) as RequestListener, tls)
  const closed = createServer()
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve))
  const { port } = closed.address() as AddressInfo
  closed.close()
  for (const [url, reason] of [
    [`https://127.0.0.1:${port}`, 'ECONNREFUSED'],
    ['https://nowhere.invalid', 'ENOTFOUND|EAI_AGAIN'],
    [untrusted, 'SELF_SIGNED'],
  ] as const) {
    for (const ask of [
      () => fetchSmartConfiguration(url),
      client({ tokenEndpoint: url, retries: 0 }).accessToken,
    ]) {
      const error = await refusal(ask())
      assert.deepEqual([error.code, error.status], ['ERR_HTTP', undefined])
      assert.match(error.message, /valid certificate/)
      assert.match(((error.cause as Error).cause as { code: string }).code, new RegExp(reason))
    }
  }
})

// --- The token ---

test('T1: the token request is what SMART asks for, and discovery finds where it goes', async () => {
  const token = await client({
    scope: 'system/Patient.rs system/Observation.rs',
    jku: 'https://b.example/jwks',
    expiresIn: 60,
  }).accessToken()
  const [discovery, request] = seen
  assert.equal(discovery!.url, '/fhir/.well-known/smart-configuration')
  assert.deepEqual([request!.method, request!.accept], ['POST', 'application/json'])
  assert.match(request!.type!, /^application\/x-www-form-urlencoded/)
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

test('A5: a client with a token endpoint needs no discovery, and its audience is what it is told', async () => {
  const { accessToken } = createBackendServicesClient({
    tokenEndpoint: `${origin}/token`,
    clientId: 'app',
    key,
    scope: 's',
    audience: 'https://issuer.example',
  })
  const { missingScopes } = await accessToken()
  assert.deepEqual(missingScopes, ['s'])
  assert.deepEqual([seen.length, assertionOf(seen[0]!).claims.aud], [1, 'https://issuer.example'])
})

test('A5: the audience is the token endpoint as the server spells it', async () => {
  const spelled = `${origin.replace('http', 'HTTP')}/x/../token`
  answers['configuration'] = answers['/.well-known/smart-configuration'] = respond(200, {
    ...CONFIGURATION,
    token_endpoint: spelled,
  })
  await client().accessToken()
  assert.equal(assertionOf(at('/token')[0]!).claims.aud, spelled)
})

test('options that are missing or not safe are a TypeError', async () => {
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
    assert.throws(() => client(wrong as unknown as Partial<BackendServicesOptions>), {
      name: 'TypeError',
      message,
    })
  }
  await assert.rejects(client({ clientId: '' }).accessToken(), TypeError)
  assert.equal(at('/token').length, 0)
})

test('1,000 callers at once make one request', async () => {
  const { accessToken } = client()
  const all = await Promise.all(Array.from({ length: 1000 }, () => accessToken()))
  assert.equal(new Set(all).size, 1)
  assert.deepEqual([at('/token').length, at('configuration').length], [1, 1])
  await accessToken()
  assert.equal(seen.length, 2)
})

test('callers at once share a failure too, and it is not kept', async () => {
  answers['/token'] = inTurn(respond(400, { error: 'invalid_scope' }), tokens())
  const { accessToken } = client()
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => accessToken()))
  assert.ok(outcomes.every(({ status }) => status === 'rejected'))
  assert.equal(at('/token').length, 1)
  await accessToken()
})

test('T5: a token is renewed a tenth of its life before it ends, five seconds at least and a minute at most', async () => {
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
    answers['/token'] = respond(200, { ...GRANTED, expires_in: life })
    let clock = 1700000000000
    const { accessToken } = client({ now: () => clock })
    seen = []
    assert.equal((await accessToken()).expiresAt, 1700000000 + life)
    clock += kept * 1000 - 1
    await accessToken()
    assert.equal(at('/token').length, kept ? 1 : 2, `${life} s`)
    clock += 1
    await accessToken()
    assert.equal(at('/token').length, kept ? 2 : 3, `${life} s`)
  }
})

test('D1: the configuration is kept for its Cache-Control, a day at most, five minutes without one, and not after a failure', async () => {
  for (const [control, seconds] of [
    ['max-age=60', 60],
    ['public, MAX-AGE=600', 600],
    ['max-age=99999999999', 86400],
    ['', 300],
    ['no-store', 0],
    ['no-cache, max-age=60', 0],
  ] as const) {
    answers['/.well-known/smart-configuration'] = respond(200, CONFIGURATION, { 'cache-control': control })
    answers['/token'] = respond(200, { ...GRANTED, expires_in: 3 })
    let clock = 1700000000000
    const { accessToken } = client({ now: () => clock })
    seen = []
    await accessToken()
    clock += Math.max(0, seconds * 1000 - 1)
    await accessToken()
    assert.equal(at('configuration').length, seconds ? 1 : 2, control)
    clock += 1
    await accessToken()
    assert.equal(at('configuration').length, seconds ? 2 : 3, control)
    answers['/token'] = respond(404, '')
    await refusal(accessToken())
    await refusal(accessToken())
    assert.equal(at('configuration').length, seconds ? 3 : 5, control)
  }
})

test('A3: a network error, 429 and 5xx are met with a new assertion, and no other answer is', async () => {
  for (const bad of [
    (request: IncomingMessage) => request.socket.destroy(),
    respond(429, {}),
    respond(503, {}),
    respond(500, { error: 'server_error' }),
  ]) {
    seen = []
    answers['/token'] = inTurn(bad, tokens())
    assert.equal((await client().accessToken()).accessToken, 'token-1')
    const ids = at('/token').map((request) => assertionOf(request).claims.jti)
    assert.deepEqual([ids.length, new Set(ids).size], [2, 2])
  }
  for (const bad of [
    respond(400, {}),
    respond(499, ''),
    respond(404, ''),
    respond(200, ''),
    respond(302, ''),
    respond(400, { error: 'invalid_client' }),
  ]) {
    seen = []
    answers['/token'] = bad
    await refusal(client().accessToken())
    assert.equal(at('/token').length, 1)
  }
})

test('retries end, after as many as were asked for', async () => {
  answers['/token'] = respond(503, {})
  for (const [retries, requests] of [
    [0, 1],
    [1, 2],
    [NaN, 1],
    [undefined, 3],
  ] as const) {
    seen = []
    const error = await refusal(client(retries === undefined ? {} : { retries }).accessToken())
    assert.deepEqual([error.status, at('/token').length], [503, requests])
  }
})

test('a retry waits twice as long as the one before, and at random up to twice that; Retry-After counts to the bound', async () => {
  answers['/token'] = respond(503, {})
  const timer = globalThis.setTimeout
  const waits: unknown[] = []
  // Waits end at once; deadlines, which have something to say, stay as they are.
  globalThis.setTimeout = ((...[run, ms, ...rest]: Parameters<typeof timer>) => {
    const waited = rest.length === 0 && [375, 750, 6000].includes(ms!)
    if (waited) waits.push(ms)
    return timer(run, waited ? 0 : ms, ...rest)
  }) as typeof timer
  mock.method(Math, 'random', () => 0.5)
  try {
    await refusal(client().accessToken())
    assert.deepEqual(waits, [375, 750])
    waits.length = 0
    mock.restoreAll()
    mock.method(Math, 'random', () => 0)
    answers['/token'] = respond(503, {}, { 'retry-after': '6' })
    await refusal(client({ now: () => 1_800_000_000_000 }).accessToken())
    assert.deepEqual(waits, [6000, 6000])
  } finally {
    globalThis.setTimeout = timer
    mock.restoreAll()
  }
})

test('Retry-After is honoured, as seconds or by the server’s clock, within the bound', {
  timeout: 20_000,
}, async () => {
  const skewed = Date.now() + 600_000
  for (const headers of [
    { 'retry-after': '1' },
    { 'retry-after': new Date(skewed + 2500).toUTCString(), date: new Date(skewed).toUTCString() },
  ]) {
    answers['/token'] = inTurn(respond(429, {}, headers), tokens())
    const began = Date.now()
    await client({ retries: 1 }).accessToken()
    assert.ok(Date.now() - began > 990 && Date.now() - began < 4000, `${Date.now() - began} ms`)
  }
  for (const wait of ['7', '3600', '1e9', new Date(Date.now() + 60000).toUTCString()]) {
    answers['/token'] = respond(503, {}, { 'retry-after': wait })
    seen = []
    const began = Date.now()
    await refusal(client().accessToken())
    assert.deepEqual([at('/token').length, Date.now() - began < 1000], [1, true], wait)
  }
  for (const wait of ['0', '-5', 'soon', new Date(0).toUTCString()]) {
    answers['/token'] = inTurn(respond(503, {}, { 'retry-after': wait }), tokens())
    await client().accessToken()
  }
})

test('a clock that is ten minutes off is corrected, either way', async () => {
  for (const off of [600_000, -600_000]) {
    // A server that holds iat and exp to its clock, which is right.
    answers['/token'] = (request, response, body) => {
      const { iat, exp } = assertionOf({ body } as Seen).claims as { iat: number; exp: number }
      const time = Date.now() / 1000
      const fits = iat <= time && exp > time && exp <= time + 300
      return respond(fits ? 200 : 401, fits ? { ...GRANTED, expires_in: 3 } : { error: 'invalid_client' })(
        request,
        response,
        body,
      )
    }
    seen = []
    const { accessToken } = client({ now: () => Date.now() + off, retries: 0 })
    const { expiresAt } = await accessToken()
    assert.ok(Math.abs(expiresAt - (Date.now() + off) / 1000) < 5, 'expiresAt is by this machine’s clock')
    assert.equal(at('/token').length, 2)
    await accessToken()
    assert.equal(at('/token').length, 3, 'the next assertion is right at once')
  }
})

test('a clock is corrected once it is more than five seconds off, and an assertion made anew once for that', async () => {
  const time = 1_800_000_000_000
  for (const [off, requests] of [
    [5000, 1],
    [6000, 2],
    [-5000, 1],
    [-6000, 2],
  ] as const) {
    answers['/token'] = respond(
      401,
      { error: 'invalid_client' },
      { date: new Date(time + off).toUTCString() },
    )
    seen = []
    await refusal(client({ now: () => time }).accessToken())
    assert.equal(at('/token').length, requests, `${off}`)
  }
})

test('a server without Date teaches no clock', async () => {
  answers['/token'] = inTurn(
    respond(503, {}, { date: new Date(5_000_000).toUTCString() }),
    (request, response, body) => {
      response.sendDate = false
      return respond(503, {})(request, response, body)
    },
    tokens(),
  )
  await client().accessToken()
  const times = at('/token').map((request) => assertionOf(request).claims.iat!)
  assert.ok(times[0]! > 1e9 && times[1]! <= 5001 && times[2]! <= 5003, `${times}`)
})

test('a clock that jumps with every answer ends too', async () => {
  let date = Date.now()
  answers['/token'] = (...exchange) =>
    respond(401, { error: 'invalid_client' }, { date: new Date((date += 60_000)).toUTCString() })(...exchange)
  for (const retries of [2, Infinity]) {
    seen = []
    await refusal(client({ retries }).accessToken())
    assert.equal(at('/token').length, 4)
  }
})

test('a caller that aborts leaves the others’ request alone', async () => {
  let release = () => {}
  answers['/token'] = (...exchange) => {
    release = () => void tokens()(...exchange)
  }
  const { accessToken } = client()
  const controller = new AbortController()
  const left = accessToken({ signal: controller.signal })
  const others = [accessToken(), accessToken({ signal: new AbortController().signal })]
  while (!at('/token').length) await new Promise((resolve) => setTimeout(resolve, 5))
  controller.abort(new Error('enough'))
  await assert.rejects(left, /enough/)
  await assert.rejects(accessToken({ signal: controller.signal }), /enough/)
  release()
  for (const token of await Promise.all(others)) assert.equal(token.accessToken, 'token-1')
  assert.equal(at('/token').length, 1)
})

test('a request that never ends, as one of another request in Workers, is given up and begun anew', {
  timeout: 10_000,
}, async () => {
  const keys: Jwk[] = []
  // A signer that never answers stands for a context that is gone.
  const signer = {
    alg: 'ES384' as const,
    kid: 'a',
    sign: () => new Promise<Uint8Array>(() => keys.push(jwk)),
  }
  let clock = Date.now()
  const { accessToken } = client({ key: signer, timeout: 50, now: () => clock })
  const error = await refusal(accessToken())
  assert.deepEqual([error.code, keys.length], ['ERR_HTTP', 1])
  assert.match(error.message, /in 150 ms; try again/)
  clock += 150
  await refusal(accessToken())
  assert.equal(keys.length, 1)
  clock += 1
  await refusal(accessToken())
  assert.equal(keys.length, 2)
})

test('a request that was given up leaves the place to the one that came after it', async () => {
  const { sign } = await importSigner(key)
  const held: (() => void)[] = []
  const signer = {
    alg: 'ES384' as const,
    kid: 'a',
    sign: async (input: Uint8Array) => {
      await new Promise<void>((resolve) => held.push(resolve))
      return sign(input)
    },
  }
  const until = async (met: () => boolean) => {
    while (!met()) await new Promise((resolve) => setTimeout(resolve, 2))
  }
  let clock = Date.now()
  const { accessToken } = client({ key: signer, now: () => clock })
  const first = accessToken()
  await until(() => held.length === 1)
  clock += 6001
  const second = accessToken()
  await until(() => held.length === 2)
  answers['/token'] = inTurn(respond(404, ''), tokens())
  held[0]!()
  await refusal(first)
  const third = accessToken()
  held[1]!()
  assert.equal((await second).accessToken, 'token-1')
  assert.equal(await third, await second)
  assert.equal(held.length, 2)
})

test('another fetch can be handed in', async () => {
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

// --- Calls with the token ---

test('U1: fetch sends the token to the FHIR base URL and below, with what the caller says', async () => {
  answers['/fhir'] = answers['/fhir/'] = answers['/1'] = respond(200, {})
  const { fetch: send } = client()
  const inputs = [
    'Patient',
    'Patient?name=a%2Fb',
    `${origin}/fhir/Patient`,
    new URL(`${origin}/fhir/Patient`),
    new Request(`${origin}/fhir/Patient`),
  ]
  for (const input of [...inputs, `${origin}/fhir`, `${origin}/fhir?_getpages=1`, '', 'x/../Patient/1']) {
    const { status } = await send(input)
    assert.equal(status, 200)
  }
  for (const { authorization } of seen.slice(2)) assert.equal(authorization, 'Bearer token-1')
  await send('Patient', {
    method: 'POST',
    body: '{}',
    headers: { 'content-type': 'application/fhir+json', authorization: 'Basic x' },
  })
  await send(
    new Request(`${origin}/fhir/Patient`, {
      method: 'POST',
      body: 'a',
      headers: { 'content-type': 'text/a' },
    }),
  )
  const [post, request] = seen.slice(-2)
  assert.deepEqual(
    [post!.method, post!.body, post!.type, post!.authorization],
    ['POST', '{}', 'application/fhir+json', 'Bearer token-1'],
  )
  assert.deepEqual([request!.method, request!.body, request!.type], ['POST', 'a', 'text/a'])
})

test('U2: no token leaves for any other origin or path, over all references and redirects', async () => {
  const { fetch: send } = client()
  await send('Patient')
  const host = new URL(origin).host
  const references = [
    ...[
      '/Patient',
      '/fhirx/Patient',
      '../Patient',
      '%2e%2e/Patient',
      '.%2E/Patient',
      'Patient/..%2f..%2fadmin',
      'x%5c..%5cadmin',
      '..\\Patient',
      '..;/admin',
      'Patient/%2E%2e;x=1/admin',
      'Patient/..%3B/admin',
    ],
    ...[
      `${elsewhere}/fhir/Patient`,
      elsewhere.replace('http:', ''),
      `//${new URL(elsewhere).host}/fhir/Patient`,
      `\\\\${new URL(elsewhere).host}/fhir/Patient`,
    ],
    ...[
      `https://${host}/fhir/Patient`,
      `http://me:secret@${host}/fhir/Patient`,
      `http://:secret@${host}/fhir/Patient`,
      `http://${host}@${new URL(elsewhere).host}/fhir/`,
    ],
    ...[
      `http://a.example:${new URL(origin).port}/fhir/Patient`,
      'http://127.0.0.1:1/fhir/Patient',
      `http://localhost:${new URL(origin).port}/fhir/Patient`,
      'data:,x',
      'blob:x',
      'urn:uuid:1',
      'javascript:1',
    ],
  ]
  for (const reference of references) {
    const before = seen.length
    const error = await refusal(send(reference))
    assert.deepEqual([error.code, seen.length], ['ERR_HTTP', before], reference)
    assert.match(error.message, /not sent: expected a URL below http.*\/fhir\/$/)
  }
  await refusal(send(new URL(`${elsewhere}/fhir/Patient`)))
  await refusal(send(new Request(`${elsewhere}/fhir/Patient`)))
  for (const status of [301, 302, 303, 307, 308]) {
    for (const location of [`${elsewhere}/fhir/Patient`, '/Patient', `${origin}/fhir/Patient`]) {
      answers['/moved'] = respond(status, '', { location })
      assert.equal((await send('moved')).status, status)
      assert.equal(
        (await send(new Request(`${origin}/fhir/moved`, { redirect: 'follow' }), { redirect: 'follow' }))
          .status,
        status,
      )
    }
  }
  await assert.rejects(send('http://['), TypeError)
  const strayed = seen.filter(({ url, authorization }) => authorization && !url.startsWith('/fhir/'))
  assert.deepEqual([strayed.length, seen.filter(({ url }) => url.startsWith('/fhir/moved')).length], [0, 30])
})

test('a base URL with an encoded slash, a query and a fragment is as good as any', async () => {
  const { fetch: send } = client({
    tokenEndpoint: `${origin}/token`,
    fhirBaseUrl: `${origin}/a%2Fb/fhir?x#y`,
  })
  assert.equal((await send('Patient')).status, 200)
  await refusal(send('x%2Fy'))
})

test('a dot before a semicolon leads nowhere else', async () => {
  const { fetch: send } = client()
  assert.equal((await send('x.;v=1')).status, 404)
  await refusal(send('x/..;/y'))
})

test('fetch needs a FHIR base URL', async () => {
  const { fetch: send } = createBackendServicesClient({
    tokenEndpoint: `${origin}/token`,
    clientId: 'app',
    key,
    scope: 's',
  })
  assert.match((await refusal(send(`${origin}/fhir/Patient`))).message, /below fhirBaseUrl/)
  assert.equal(seen.length, 0)
})

test('401 brings one new token and one retry, where the body can be sent again', async () => {
  const rows: [number, string | Request, RequestInit?][] = [
    [2, 'Patient'],
    [2, new Request(`${origin}/fhir/Patient`)],
    [2, 'Patient', { method: 'DELETE' }],
    ...[
      'a',
      new URLSearchParams('a'),
      new Blob(['a']),
      new Uint8Array(1),
      new ArrayBuffer(1),
      new FormData(),
    ].map((body): [number, string, RequestInit] => [2, 'Patient', { method: 'POST', body }]),
    [1, 'Patient', { method: 'POST', body: new Blob(['a']).stream(), duplex: 'half' } as RequestInit],
    [1, new Request(`${origin}/fhir/Patient`, { method: 'POST', body: 'a' })],
  ]
  for (const [requests, input, init] of rows) {
    answers['/token'] = tokens()
    answers['/Patient'] = respond(401, {})
    seen = []
    const { fetch: send, accessToken } = client()
    assert.equal((await send(input, init)).status, 401)
    assert.deepEqual(
      at('/Patient').map(({ authorization }) => authorization),
      ['Bearer token-1', 'Bearer token-2'].slice(0, requests),
    )
    assert.equal(
      new Set(at('/Patient').map(({ body, type }) => (type?.startsWith('multipart') ? '' : body))).size,
      1,
    )
    assert.equal(at('/token').length, requests)
    // Refused, so not kept.
    assert.equal((await accessToken()).accessToken, `token-${requests + 1}`)
  }
})

test('401 and then success is a success; a token that another caller has renewed is kept', async () => {
  answers['/Patient'] = (request, ...exchange) =>
    respond(request.headers.authorization === 'Bearer token-1' ? 401 : 200, {})(request, ...exchange)
  const { fetch: send } = client()
  const all = await Promise.all([send('Patient'), send('Patient'), send('Patient')])
  assert.deepEqual(
    all.map(({ status }) => status),
    [200, 200, 200],
  )
  assert.equal(at('/token').length, 2)
})

test('401 without a body is met too, for a Request of GET or HEAD', async () => {
  let status = 401
  const { fetch: send } = client({
    fetch: async (input, init) => {
      if (String(input).startsWith(origin) && !String(input).endsWith('/Patient')) return fetch(input, init)
      const response = new Response(null, { status })
      status = 200
      return response
    },
  })
  for (const [method, met] of [
    ['GET', 200],
    ['HEAD', 200],
    ['XGET', 401],
    ['GETX', 401],
    ['XHEAD', 401],
    ['HEADX', 401],
  ] as const) {
    status = 401
    assert.equal((await send(new Request(`${origin}/fhir/Patient`, { method }))).status, met, method)
  }
})

test('401 while the token is being renewed waits for the new one', async () => {
  const held: (() => void)[] = []
  answers['/Patient'] = (request, ...exchange) => {
    if (request.headers.authorization !== 'Bearer token-1') return respond(200, {})(request, ...exchange)
    held.push(() => void respond(401, {})(request, ...exchange))
    return held.length === 2 && held.map((answer) => answer())
  }
  const grant = tokens()
  answers['/token'] = (...exchange) =>
    void setTimeout(() => grant(...exchange), at('/token').length > 1 ? 50 : 0)
  const { fetch: send } = client()
  const all = await Promise.all([send('Patient'), send('Patient')])
  assert.deepEqual(
    all.map(({ status }) => status),
    [200, 200],
  )
  assert.equal(at('/token').length, 2)
})

test('401 for an old token does not drop the new one', async () => {
  const old = 'Bearer token-1'
  let release = () => {}
  answers['/Patient'] = (request, ...exchange) =>
    respond(request.headers.authorization === old ? 401 : 200, {})(request, ...exchange)
  answers['/slow'] = (request, ...exchange) => {
    const answer = () =>
      void respond(request.headers.authorization === old ? 401 : 200, {})(request, ...exchange)
    if (request.headers.authorization === old) release = answer
    else answer()
  }
  const { fetch: send } = client()
  const slow = send('slow')
  while (!at('/slow').length) await new Promise((resolve) => setTimeout(resolve, 5))
  await send('Patient')
  release()
  assert.equal((await slow).status, 200)
  assert.equal(at('/token').length, 2)
})

test('a call ends with its signal, in whichever place', async () => {
  answers['/token'] = () => {}
  // No retry of it comes while other tests run.
  const { fetch: send } = client({ retries: 0 })
  for (const [input, init] of [
    ['Patient', { signal: AbortSignal.timeout(30) }],
    [new Request(`${origin}/fhir/Patient`, { signal: AbortSignal.timeout(30) }), undefined],
  ] as const) {
    await assert.rejects(send(input, init), { name: 'TimeoutError' })
  }
})

test('a call has a deadline for the beginning of its answer, and none for its body', {
  timeout: 10_000,
}, async () => {
  const { fetch: send, accessToken } = client({ responseTimeout: 150 })
  await accessToken()
  let closed = false
  answers['/Patient'] = (_, response) => response.on('close', () => (closed = true))
  const began = Date.now()
  for (const init of [undefined, { signal: new AbortController().signal }]) {
    closed = false
    const error = await refusal(send('Patient', init))
    assert.equal(error.code, 'ERR_HTTP')
    assert.match(error.message, /in 150 ms/)
    while (!closed) await new Promise((resolve) => setTimeout(resolve, 5))
  }
  assert.ok(Date.now() - began < 1500)
  // The caller's own signal holds for the body too.
  answers['/Patient'] = (_, response) => {
    response.writeHead(200).write('{')
    setTimeout(() => response.end('}'), 400)
  }
  assert.deepEqual(await (await send('Patient')).json(), {})
  const response = await send('Patient', { signal: AbortSignal.timeout(250) })
  await assert.rejects(response.text(), { name: 'TimeoutError' })
  // A fetch that heeds no signal is left behind.
  const deaf = client({
    responseTimeout: 50,
    fetch: ((url, init) =>
      String(url).endsWith('/Patient') ? new Promise(() => {}) : fetch(url, init)) as typeof fetch,
  })
  assert.match((await refusal(deaf.fetch('Patient'))).message, /in 50 ms/)
})

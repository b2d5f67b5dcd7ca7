import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import type { Check } from '../src/cli/doctor/report.ts'
import { generateJwk, toPublicJwk, toPublicJwks, type JwtClaims } from '../src/index.ts'
import { command, file } from './command.ts'
import {
  CLIENT,
  CONFIGURATION,
  DISCOVERY,
  grant,
  jwk,
  origin,
  refuse,
  SERVER,
  server,
  TOKEN,
} from './command-server.ts'
import { RS384_FILE, RS384_PUBLIC, without } from './fixtures/keys.ts'
import { hangUp, respond, type Handler } from './servers.ts'

const JSON_TYPE = { 'content-type': 'application/json' }

/** Answers without a content type. */
function untyped(body: string): Handler {
  return (_request, response) => response.end(body)
}

/** Answers with a token, and without Date. */
const undated: Handler = (request, response, body) => {
  response.sendDate = false
  respond(200, TOKEN)(request, response, body)
}

/** The doctor's report: of the checks that did not pass, by their names. */
async function doctor(
  ...args: readonly string[]
): Promise<{ status: number; checks: Check[]; faults: { [check: string]: string } }> {
  const { status, out } = await command(['doctor', '--json', ...args])
  const checks = JSON.parse(out) as Check[]
  for (const { check, result, found, remedy } of checks)
    assert.ok(check && found && (result === 'pass' || remedy), check)
  const faults = checks
    .filter(({ result }) => result !== 'pass')
    .map(({ check, result, found, remedy }) => [check, `${result} ${found} -> ${remedy}`])
  return { status, checks, faults: Object.fromEntries(faults) }
}

test('doctor passes a sound client and shortens secrets', async () => {
  const args = [...SERVER, '--jwks-url', `${origin}/jwks`]
  const { status, checks, faults } = await doctor(...args)
  // On a test machine alone: no TLS.
  assert.deepEqual([status, Object.keys(faults)], [1, ['TLS', 'key set URL']])
  const found = Object.fromEntries(checks.map((one) => [one.check, one.found]))
  assert.equal(found.jti, 'new')
  const until = Date.parse(/ until (.*)$/.exec(found['token request']!)![1]!)
  assert.ok(Math.abs(until - Date.now() - 300_000) < 5000, `${until}`)
  assert.deepEqual(
    [server.receivedAt('/token').length, server.receivedAt('/jwks')[0]!.headers.accept],
    [1, 'application/json'],
  )
  const { out, err } = await command(['doctor', ...args])
  assert.match(out, /^pass {2}key {14}ES384$/m)
  assert.match(out, /^warn {2}TLS +http: -> https/m)
  assert.match(err, /1 of 23 checks failed/)
  assert.doesNotMatch(out, /eyJ[\w-]{20}|a-secret-access/)
  const shown = (await command(['doctor', ...args, '--show-secrets'])).out
  assert.match(shown, /eyJ[\w-]+\.[\w-]+\.[\w-]+/)
  assert.match(shown, /a-secret-access-token/)
  const { status: sound, out: report } = await command([
    'doctor',
    '--token-url',
    `${origin}/token`,
    ...CLIENT,
    '--expires-in',
    '60',
  ])
  assert.equal(sound, 0, report)
  assert.match(report, /^warn {2}key set .*--jwks-url/m)
})

test('doctor requires https of a server and a key set', async () => {
  const local = fetch
  mock.method(globalThis, 'fetch', (url: string, init: RequestInit) =>
    local(url.replace('https://a.example', origin), init),
  )
  server.handlers[DISCOVERY] = respond(200, {
    ...CONFIGURATION,
    token_endpoint: 'https://a.example/token',
  })
  try {
    const jwks = 'https://a.example/jwks'
    const args = ['--fhir-base', 'https://a.example/fhir', ...CLIENT, '--jwks-url', jwks, '--jku', jwks]
    const { status, checks, faults } = await doctor(...args)
    assert.deepEqual([status, faults], [0, {}])
    assert.equal(checks.find(({ check }) => check === 'TLS')!.found, 'https:')
  } finally {
    mock.restoreAll()
  }
})

test('doctor explains a connection that fails', async () => {
  const UNTRUSTED = /CA is not trusted here: NODE_EXTRA_CA_CERTS/
  const rows: readonly (readonly [code: string | undefined, remedy: RegExp])[] = [
    ['CERT_HAS_EXPIRED', /expired.*renew it$/],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', UNTRUSTED],
    ['SELF_SIGNED_CERT_IN_CHAIN', UNTRUSTED],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', UNTRUSTED],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', UNTRUSTED],
    ['ERR_TLS_CERT_ALTNAME_INVALID', /for another host name: check the URL$/],
    ['ECONNREFUSED', /nothing listens there: check the port$/],
    ['ENOTFOUND', /the host name is unknown: check the URL$/],
    ['ETIMEDOUT', /is a proxy needed\? check the URL and the network$/],
    [undefined, /no answer \(fetch failed\) -> check the URL and the network$/],
  ]
  for (const [code, remedy] of rows) {
    mock.method(globalThis, 'fetch', async () => {
      throw new TypeError('fetch failed', code === undefined ? {} : { cause: { code } })
    })
    try {
      const { faults } = await doctor(...SERVER)
      assert.match(faults.discovery!, remedy)
      if (code) assert.ok(faults.discovery!.includes(`no answer (${code})`))
    } finally {
      mock.restoreAll()
    }
  }
})

test('doctor reports an answer that is too long', async () => {
  server.handlers[DISCOVERY] = respond(200, ' '.repeat(70_000))
  const { faults } = await doctor(...SERVER)
  assert.match(faults.discovery!, /more than 65536 octets -> check the URL and the network$/)
})

test('doctor examines the key', async () => {
  const { faults: none } = await doctor(...SERVER.slice(0, -1), RS384_FILE)
  assert.deepEqual([none.key, none['key id']], [undefined, undefined])
  const rsa = await generateJwk('RS256', { kid: 'rsa' })
  server.handlers['/jwks'] = respond(200, toPublicJwks({ keys: [rsa] }))
  for (const [name, content, check, fault] of [
    ['rsa', rsa, 'key', /warn RS256, RSA of 2048 bits.*SMART asks for RS384/],
    ['nameless', without(jwk, 'kid'), 'key id', /fail none.*--kid/],
    ['public', toPublicJwk(jwk), 'key', /fail .*private/],
  ] as const) {
    const { faults, status } = await doctor(
      ...SERVER.slice(0, -1),
      file(`${name}.json`, content),
      '--jwks-url',
      `${origin}/jwks`,
    )
    assert.match(faults[check]!, fault)
    assert.equal(status, 1)
    if (name !== 'rsa') assert.match(faults['token request']!, /a key: see above/)
  }
})

test('doctor examines discovery', async () => {
  for (const [page, check, fault] of [
    [respond(404, ''), 'discovery', /fail .*404.*FHIR base URL/],
    [respond(200, '<html>', JSON_TYPE), 'discovery', /fail .*200/],
    [untyped('<html>'), 'discovery', /fail .*200, no content type/],
    [respond(302, '', { location: 'https://a.example' }), 'discovery', /fail .*302/],
    [respond(200, { ...CONFIGURATION, capabilities: [] }), 'capability', /warn/],
    [
      respond(200, { ...CONFIGURATION, capabilities: ['a', 'b'] }),
      'capability',
      /warn capabilities: a b ->.*ask its operator/,
    ],
    [
      respond(200, { ...CONFIGURATION, token_endpoint_auth_methods_supported: undefined }),
      'authentication',
      /warn .*none/,
    ],
    [
      respond(200, { ...CONFIGURATION, token_endpoint_auth_methods_supported: ['client_secret_basic'] }),
      'authentication',
      /fail .*client_secret_basic.*private_key_jwt/,
    ],
    [
      respond(200, { ...CONFIGURATION, token_endpoint_auth_signing_alg_values_supported: ['RS384'] }),
      'algorithm',
      /fail .*RS384.*ES384 is not offered/,
    ],
    [
      respond(200, { ...CONFIGURATION, scopes_supported: ['b'] }),
      'scopes offered',
      /warn b.*not in the list: a/,
    ],
    [
      respond(200, { ...CONFIGURATION, token_endpoint_auth_signing_alg_values_supported: [] }),
      'algorithm',
      /warn .*: none -> ES384 is not offered/,
    ],
    [respond(200, { ...CONFIGURATION, scopes_supported: ['b', 'c'] }), 'scopes offered', /warn b c ->/],
    [respond(200, { ...CONFIGURATION, scopes_supported: undefined }), 'scopes offered', /warn none/],
    [
      respond(200, { ...CONFIGURATION, issuer: 1, token_endpoint: 'http://a.example' }),
      'token endpoint',
      /fail http:\/\/a.example/,
    ],
  ] as const) {
    server.handlers[DISCOVERY] = page
    assert.match((await doctor(...SERVER)).faults[check]!, fault)
  }
  server.handlers[DISCOVERY] = respond(200, CONFIGURATION)
  assert.match((await doctor(...SERVER, '--scope', 'b c')).faults['scopes offered']!, /not in the list: b c;/)
  const { faults } = await doctor('--fhir-base', 'http://127.0.0.1:9', ...CLIENT)
  assert.match(faults.discovery!, /no answer/)
  assert.match(faults['token request']!, /a token endpoint: see above/)
  assert.match((await doctor('--fhir-base', 'there', ...CLIENT)).faults.discovery!, /fhirBaseUrl/)
})

test('doctor examines the published key set', async () => {
  const other = toPublicJwk(await generateJwk('ES384', { kid: 'mine' }))
  const published = toPublicJwk(jwk)
  const leaked = Object.fromEntries(
    ['d', 'p', 'q', 'dp', 'dq', 'qi', 'priv', 'oth', 'k'].map((member) => [member, 'a']),
  )
  for (const [page, check, fault] of [
    [respond(401, ''), 'key set', /fail 401, no key set/],
    [respond(401, { keys: [published] }), 'key set', /fail 401, 1 key ->/],
    [respond(401, { keys: [published, published] }), 'key set', /fail 401, 2 keys ->/],
    [respond(401, { keys: [] }), 'key set', /fail 401, 0 keys ->/],
    [respond(200, { keys: [1] }), 'key set', /fail 200, no key set/],
    [respond(200, { keys: [published] }, { 'content-type': 'text/html' }), 'key set type', /warn text\/html/],
    [
      respond(200, { keys: [published] }, { 'content-type': 'x-application/json' }),
      'key set type',
      /warn x-/,
    ],
    [untyped(JSON.stringify({ keys: [published] })), 'key set type', /warn none -> application\/json/],
    [respond(200, { keys: [published] }), 'key set cache', /warn Cache-Control is absent/],
    [respond(200, { keys: [jwk] }), 'private members', /fail d of key "mine".*make a new one/],
    [
      respond(200, { keys: [published, { ...leaked, kid: 'x' }, { k: 'a', kid: 'y' }, { d: 'a' }] }),
      'private members',
      /fail d p q dp dq qi priv oth k of key "x", k of key "y", d of key ->/,
    ],
    [respond(200, { keys: [] }), 'published key', /fail keys with kid "mine": 0 of 0; the set has: none/],
    [
      respond(200, { keys: [published, other] }),
      'published key',
      /fail keys with kid "mine": 2 of 2; the set has: mine mine/,
    ],
    [respond(200, { keys: [other] }), 'same key', /fail it is another key/],
    [respond(200, { keys: [{ ...published, use: 'enc' }] }), 'same key', /fail .*its use is "enc"/],
  ] as const) {
    server.handlers['/jwks'] = page
    assert.match((await doctor(...SERVER, '--jwks-url', `${origin}/jwks`)).faults[check]!, fault)
  }
  server.handlers['/jwks'] = respond(200, { keys: [{ ...published, kid: 'x' }, published] })
  assert.equal((await doctor(...SERVER, '--jwks-url', `${origin}/jwks`)).faults['published key'], undefined)
  const unnamed = without(RS384_PUBLIC, 'alg')
  server.handlers['/jwks'] = respond(200, { keys: [unnamed] })
  assert.equal(
    (await doctor(...SERVER.slice(0, -1), RS384_FILE, '--jwks-url', `${origin}/jwks`)).faults['same key'],
    undefined,
  )
  const far = await doctor(
    ...SERVER,
    '--jwks-url',
    'https://127.0.0.1:9/jwks',
    '--jku',
    'https://a.example/jwks',
  )
  assert.match(far.faults['key set']!, /fail .*no answer/)
  assert.match(far.faults.jku!, /fail https:\/\/a.example.*https:\/\/127.0.0.1:9\/jwks, to the letter/)
  const { faults: wrong } = await doctor(...SERVER, '--jwks-url', 'there')
  assert.match(wrong['key set URL']!, /fail there/)
  assert.equal(wrong['key set'], undefined)
  server.handlers['/jwks'] = respond(200, { keys: [without(jwk, 'd')] })
  const { faults } = await doctor(...SERVER.slice(0, -1), 'nowhere', '--jwks-url', `${origin}/jwks`)
  assert.match(faults.key!, /cannot read "nowhere": there is no such file/)
})

/** The requests of the doctor, or of another command, while every host is the test's own server. */
async function requestsOf(args: readonly string[]): Promise<{ url: string; body: string }[]> {
  const asked: { url: string; body: string }[] = []
  const local = fetch
  mock.method(globalThis, 'fetch', (url: string, init: RequestInit) => {
    asked.push({ url, body: `${init.body ?? ''}` })
    const { pathname, search } = new URL(url)
    return local(`${origin}${pathname}${search}`, init)
  })
  try {
    await command(args)
  } finally {
    mock.restoreAll()
  }
  return asked
}

test('doctor requires https of a token endpoint that is given, and sends nothing to another', async () => {
  for (const endpoint of ['there', 'http://a.example/token', 'https://me:secret@a.example/token']) {
    const args = ['--token-url', endpoint, ...CLIENT]
    const { faults } = await doctor(...args)
    assert.match(faults['token endpoint']!, /^fail .* -> give an https URL as --token-url$/)
    assert.match(faults['token request']!, /a token endpoint: see above/)
    for (const name of ['doctor', 'token']) assert.deepEqual(await requestsOf([name, ...args]), [])
  }
})

test('doctor sends no assertion to a discovered endpoint on http where the base is on https', async () => {
  const args = ['--fhir-base', 'https://a.example/fhir', ...CLIENT]
  for (const name of ['doctor', 'token']) {
    const asked = await requestsOf([name, ...args])
    assert.deepEqual(
      asked.map(({ url, body }) => [url, body]),
      [[`https://a.example${DISCOVERY}`, '']],
    )
  }
})

test('doctor fetches no key set on http, except from this machine', async () => {
  const args = ['--token-url', `${origin}/token`, ...CLIENT, '--jwks-url', 'http://a.example/jwks']
  const asked = await requestsOf(['doctor', ...args])
  assert.deepEqual(
    asked.map(({ url, body }) => [url, body.includes('client_assertion')]),
    [[`${origin}/token`, true]],
  )
})

test('doctor examines the assertion and its options', async () => {
  const { faults } = await doctor(
    ...SERVER,
    '--audience',
    'https://other.example',
    '--expires-in',
    '300',
    '--jti',
    'j'.repeat(152),
  )
  assert.match(faults.audience!, /warn aud https:\/\/other.example.*\/token/)
  assert.match(faults.life!, /warn 300 s.*240/)
  assert.match(faults.jti!, /warn 152 characters.*151/)
  assert.match((await doctor(...SERVER, '--expires-in', '291')).faults.life!, /warn 291 s/)
  assert.equal((await doctor(...SERVER, '--expires-in', '290')).faults.life, undefined)
  for (const wrong of [
    ['--expires-in', '301'],
    ['--jku', 'here'],
    ['--audience', 'here'],
  ]) {
    assert.match(
      (await doctor(...SERVER, ...wrong)).faults.assertion!,
      /fail option .* must be .*-> correct that option/,
    )
  }
})

test('doctor examines the clock', async () => {
  const date = new Date(Date.now() + 600_000).toUTCString()
  grant(respond(200, TOKEN, { date }))
  assert.match((await doctor(...SERVER)).faults.clock!, /fail this machine’s is (599|600) s behind.*NTP/)
  for (const answer of [respond(200, TOKEN, { date: 'today' }), undated]) {
    grant(answer)
    assert.match((await doctor(...SERVER)).faults.clock!, /warn the server gives no Date/)
  }
  const time = 1_800_000_000_000
  server.handlers[DISCOVERY] = respond(200, { ...CONFIGURATION, issuer: `${origin}/issuer` })
  mock.method(Date, 'now', () => time)
  try {
    for (const [ahead, result, found] of [
      [6, 'fail', 'this machine’s is 6 s behind the server’s'],
      [5, 'pass', 'this machine’s is 5 s behind the server’s'],
      [0, 'pass', 'this machine’s is 0 s ahead of the server’s'],
      [-5, 'pass', 'this machine’s is 5 s ahead of the server’s'],
      [-6, 'fail', 'this machine’s is 6 s ahead of the server’s'],
    ] as const) {
      const headers = { date: new Date(time + ahead * 1000).toUTCString() }
      grant(respond(400, { error: 'invalid_client' }, headers))
      server.received = []
      const { checks } = await doctor(...SERVER, '--audience', `${origin}/token`)
      const clock = checks.find(({ check }) => check === 'clock')!
      assert.deepEqual([clock.result, clock.found], [result, found])
      // The first, one with the issuer as aud, and one with the server's time where that is another.
      assert.equal(server.receivedAt('/token').length, result === 'fail' ? 3 : 2)
    }
  } finally {
    mock.restoreAll()
  }
})

test('doctor explains a refused token request by changing one thing at a time', async () => {
  const invalid = { error: 'invalid_client', error_description: 'no\u001b[2J' }
  const accepted = (fits: (claims: JwtClaims) => boolean): void =>
    refuse((claims) => (fits(claims) ? undefined : invalid))
  const asked = async (...args: string[]): Promise<string> =>
    (await doctor(...SERVER, ...args)).faults['token request']!

  accepted(({ aud }) => aud === `${origin}/token`)
  assert.match(
    await asked('--audience', 'https://other.example'),
    /"invalid_client" \(no.*accepted with aud http.*\/token:/,
  )
  server.handlers[DISCOVERY] = respond(200, { ...CONFIGURATION, issuer: `${origin}/issuer` })
  accepted(({ aud }) => aud === `${origin}/issuer`)
  assert.match(await asked(), /accepted with aud http.*\/issuer:/)
  server.handlers[DISCOVERY] = respond(200, CONFIGURATION)
  accepted(({ jti }) => jti !== 'used')
  assert.match(await asked('--jti', 'used'), /that jti was used before/)
  const time = Date.now() / 1000
  accepted(({ iat }) => iat! > time - 60)
  mock.method(
    Date,
    'now',
    (
      (now) => () =>
        now() - 600_000
    )(Date.now),
  )
  try {
    assert.match(await asked(), /accepted with the server’s time/)
  } finally {
    mock.restoreAll()
  }
  accepted(() => false)
  assert.match(await asked(), /invalid_client.*compare client_id/)
  const named = /; or, if it is this server’s name: --audience https:\/\/issuer.example$/
  assert.match(await asked(), named)
  assert.doesNotMatch(await asked('--audience', CONFIGURATION.issuer), /or, if it is/)
  server.handlers[DISCOVERY] = respond(200, { ...CONFIGURATION, issuer: `${origin}/issuer` })
  assert.doesNotMatch(await asked(), /or, if it is/)
  server.handlers[DISCOVERY] = respond(200, CONFIGURATION)
  const { out } = await command(['doctor', ...SERVER])
  assert.match(out, /\(no\\u\{1b\}\[2J\)/, 'no control character reaches the terminal')
  refuse(() => ({ ...invalid, error_description: 'x'.repeat(1000) }))
  assert.ok((await command(['doctor', ...SERVER])).out.split('\n').every((line) => line.length <= 500))
  server.received = []
  refuse(() => ({ error: 'invalid_scope' }))
  const other = ['--audience', `${origin}/other`]
  assert.match(await asked(...other), /"invalid_scope" -> ask for scopes/)
  assert.equal(server.receivedAt('/token').length, 1)
  refuse(() => ({ error: 'unauthorized_client' }))
  assert.match(await asked(), /"unauthorized_client" -> have the client registered for client_credentials/)
  refuse(() => ({ error: 'invalid_request' }))
  assert.match(await asked(), /"invalid_request" -> ask the server’s operator why/)
  grant(respond(503, ''))
  server.received = []
  assert.match(await asked(...other), /status 503; try again later -> the fault is the server’s/)
  assert.equal(server.receivedAt('/token').length, 1)
  grant(respond(404, ''))
  assert.match(await asked(), /status 404.* -> check the URL of the token endpoint$/)
  grant(respond(200, { ...TOKEN, scope: '' }))
  assert.match(
    (await doctor(...SERVER, '--scope', 'a b')).faults.scopes!,
    /warn granted: none -> not granted to the letter: a b;/,
  )
  grant(hangUp)
  assert.match(await asked(), /no answer \(UND_ERR_SOCKET\) -> check the URL and the network/)
  const closed = await doctor('--token-url', 'http://127.0.0.1:1/', ...CLIENT)
  assert.match(closed.faults['token request']!, /no answer/)
})

test('doctor makes no assertion for an issuer on another origin, where it could be misused', async () => {
  const audiences: unknown[] = []
  refuse(({ aud }) => {
    audiences.push(aud)
    return { error: 'invalid_client' }
  })
  const { faults } = await doctor(...SERVER)
  assert.deepEqual(audiences, [`${origin}/token`])
  assert.match(
    faults['token request']!,
    /or, if it is this server’s name: --audience https:\/\/issuer\.example$/,
  )
  await doctor(...SERVER, '--audience', CONFIGURATION.issuer)
  assert.deepEqual(audiences.slice(1), [CONFIGURATION.issuer, `${origin}/token`])
})

test('doctor reports values that cannot be converted to a string', async () => {
  const odd = { toString: 1, valueOf: 1 }
  const scopes_supported = [odd]
  const configuration = { ...CONFIGURATION, token_endpoint: odd, scopes_supported, capabilities: odd }
  server.handlers[DISCOVERY] = respond(200, configuration)
  server.handlers['/jwks'] = respond(200, { keys: [{ ...jwk, kid: odd }] })
  const { faults } = await doctor(...SERVER, '--jwks-url', `${origin}/jwks`)
  assert.match(faults['token endpoint']!, /fail an object/)
  assert.match(faults['private members']!, /fail d of key ->/)
})

import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import { decodeJwt, generateJwk, jwkThumbprint, toPublicJwk } from '../src/index.ts'
import { command, file, pathOf } from './command.ts'
import {
  CLIENT,
  CONFIGURATION,
  DISCOVERY,
  doctor,
  jwk,
  origin,
  refuse,
  SERVER,
  server,
  TOKEN,
} from './command-server.ts'
import { RS384_FILE, without } from './fixtures/keys.ts'
import { hangUp, respond, type Handler } from './servers.ts'

const OAUTH_URIS = 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris'
/** The arguments of a client that asks for other scopes. */
const asking = (scope: string) => SERVER.map((word) => (word === 'a' ? scope : word))

const JSON_TYPE = { 'content-type': 'application/json' }

/** Answers without a content type. */
function untyped(body: string): Handler {
  return (_request, response) => response.end(body)
}

test('doctor passes a sound client, and warns of http on this machine', async () => {
  const args = [...SERVER, '--jwks-url', `${origin}/jwks`]
  const { status, checks, faults } = await doctor(...args)
  assert.deepEqual([status, Object.keys(faults)], [0, ['TLS', 'key set URL']])
  assert.match(faults['key set URL']!, /^warn .*use https before a server has to fetch it$/)
  const found = Object.fromEntries(checks.map((one) => [one.check, one.found]))
  assert.equal(found.jti, 'new')
  const until = Date.parse(/ until (.*)$/.exec(found['token request']!)![1]!)
  assert.ok(Math.abs(until - Date.now() - 300_000) < 5000, `${until}`)
  assert.deepEqual(
    [server.receivedAt('/token').length, server.receivedAt('/jwks')[0]!.headers.accept],
    [1, 'application/json'],
  )
  const direct = await doctor('--token-url', `${origin}/token`, ...CLIENT, '--expires-in', '60')
  assert.deepEqual([direct.status, direct.faults], [0, {}])
})

test('doctor warns of nothing that a granted token answers', async () => {
  server.handlers[DISCOVERY] = respond(200, { token_endpoint: '/token', capabilities: null })
  const { status, faults } = await doctor(...SERVER)
  assert.deepEqual([status, Object.keys(faults)], [0, ['TLS']])
  refuse(() => ({ error: 'invalid_client' }))
  const refused = await doctor(...SERVER)
  const doubts = ['TLS', 'capability', 'authentication', 'algorithm', 'key set', 'token request']
  assert.deepEqual([refused.status, Object.keys(refused.faults)], [1, doubts])
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
  mock.method(globalThis, 'fetch', async () => {
    throw new TypeError('fetch failed', { cause: { code: 'CERT_HAS_EXPIRED' } })
  })
  try {
    const { faults } = await doctor(...SERVER)
    assert.match(
      faults.discovery!,
      /^fail http:.*\/fhir\/: no answer: .*has expired \(CERT_HAS_EXPIRED\) -> its operator must renew it/,
    )
    // The token endpoint that is given needs no discovery.
    const direct = await doctor(...SERVER, '--token-url', `${origin}/token`)
    assert.match(direct.faults.discovery!, /^warn /)
    assert.match(direct.faults['token request']!, /^fail .*CERT_HAS_EXPIRED/)
  } finally {
    mock.restoreAll()
  }
})

test('doctor reports an answer that is too long', async () => {
  server.handlers[DISCOVERY] = respond(200, ' '.repeat(300_000))
  const { faults } = await doctor(...SERVER)
  assert.match(faults.discovery!, /more than 262144 octets -> check the URL: .*not a SMART server$/)
})

test('doctor says that a proxy is named and not used', async () => {
  const before = process.env
  process.env = { ...before, HTTP_PROXY: 'http://user:secret@proxy.example', NO_PROXY: '', no_proxy: '' }
  try {
    // A token is granted without it.
    const { checks, faults } = await doctor(...SERVER)
    assert.deepEqual(Object.keys(faults), ['TLS'])
    assert.equal(checks.find(({ check }) => check === 'proxy')!.found, 'HTTP_PROXY is not used')
    refuse(() => ({ error: 'invalid_client' }))
    const refused = await doctor(...SERVER)
    assert.match(
      refused.faults.proxy!,
      /^warn HTTP_PROXY is not used -> HTTP_PROXY names a proxy, which Node/,
    )
    assert.doesNotMatch(refused.faults.proxy!, /secret/)
  } finally {
    process.env = before
  }
})

test('doctor examines the key', async () => {
  const { faults: none, checks } = await doctor(...SERVER.slice(0, -1), RS384_FILE)
  assert.equal(none.key, undefined)
  assert.match(checks[0]!.found, /^RS384, RSA of \d+ bits$/)
  refuse(() => ({ error: 'invalid_client' }))
  const rsa = await generateJwk('RS256', { kid: 'rsa' })
  const asked = (name: string, content: unknown, ...more: string[]) =>
    doctor(...SERVER.slice(0, -1), file(`${name}.json`, content), ...more)
  assert.match((await asked('rsa', rsa)).faults.key!, /warn RS256, RSA of 2048 bits.*SMART asks for RS384/)
  const { status, faults } = await asked('public', toPublicJwk(jwk))
  assert.equal(status, 1)
  assert.match(faults.key!, /^fail .*private/)
  assert.match(faults['token request']!, /not made -> it needs a key: see above/)
  const nameless = await asked('nameless', without(jwk, 'kid'))
  assert.equal(nameless.checks[1]!.found, await jwkThumbprint(jwk))
  const alg = await asked('any', without(rsa, 'alg'), '--alg', 'PS384')
  assert.match(alg.checks[0]!.found, /^PS384/)
})

test('doctor reads the key from standard input once', async () => {
  const args = ['doctor', '--json', ...SERVER.slice(0, -1), '-', '--kid', 'mine']
  const { status, out, err } = await command(args, JSON.stringify(jwk))
  assert.equal(status, 0, out + err)
  const renamed = await command([...args.slice(0, -1), 'other'], JSON.stringify(jwk))
  const checks = JSON.parse(renamed.out) as readonly { check: string; found: string }[]
  assert.equal(checks.find(({ check }) => check === 'key id')?.found, 'other')
})

test('--kid names the key as it is published, whatever its file says', async () => {
  const set = file('set.json', { keys: [jwk, await generateJwk('RS384', { kid: 'other' })] })
  const kidOf = async (keyFile: string, ...more: string[]) => {
    const { checks, faults } = await doctor(...SERVER.slice(0, -1), keyFile, ...more)
    return checks.find(({ check }) => check === 'key id')?.found ?? faults.key
  }
  assert.equal(await kidOf(pathOf('key.json'), '--kid', 'published'), 'published')
  assert.equal(await kidOf(set, '--kid', 'other'), 'other')
  assert.match((await kidOf(set, '--kid', 'neither'))!, /no key with the kid "neither"/)
  assert.match((await kidOf('nowhere', '--kid', 'neither'))!, /there is no such file/)
})

test('doctor examines discovery', async () => {
  refuse(() => ({ error: 'invalid_client' }))
  const many = Array.from({ length: 39 }, (_, i) => `scope-${i}`)
  for (const [page, check, fault] of [
    [respond(404, ''), 'discovery', /fail .*404, text\/html: an empty body -> is this the FHIR base URL/],
    [respond(200, '<html>', JSON_TYPE), 'discovery', /fail .*200, application\/json: <html> ->/],
    [untyped('<html>'), 'discovery', /fail .*200, no content type/],
    [
      respond(302, '', { location: 'https://a.example' }),
      'discovery',
      /fail .*302, a redirect to https:\/\/a\.example/,
    ],
    [
      respond(200, { ...CONFIGURATION, capabilities: ['a', 'b'] }),
      'capability',
      /warn capabilities: a b ->.*ask its operator/,
    ],
    [
      respond(200, { ...CONFIGURATION, token_endpoint_auth_methods_supported: null }),
      'authentication',
      /warn .*none -> the server does not list private_key_jwt/,
    ],
    [
      respond(200, { ...CONFIGURATION, token_endpoint_auth_methods_supported: ['client_secret_basic'] }),
      'authentication',
      /warn .*client_secret_basic.*private_key_jwt/,
    ],
    [
      respond(200, { ...CONFIGURATION, token_endpoint_auth_signing_alg_values_supported: ['RS384'] }),
      'algorithm',
      /warn .*RS384 -> ES384 is not listed/,
    ],
    [
      respond(200, { ...CONFIGURATION, scopes_supported: ['b'] }),
      'scopes offered',
      /warn 1 scope, not among them: a -> wildcards/,
    ],
    [
      respond(200, { ...CONFIGURATION, scopes_supported: many }),
      'scopes offered',
      /warn 39 scopes, not among them: a ->/,
    ],
    [
      respond(200, { ...CONFIGURATION, token_endpoint: 'http://a.example' }),
      'token endpoint',
      /fail http:\/\/a.example -> ask .* for an https URL; .*--insecure-http/,
    ],
    [
      respond(200, { token_endpoint: 1 }),
      'token endpoint',
      /fail 1 -> it must be an https URL: .*--token-url/,
    ],
  ] as const) {
    server.handlers[DISCOVERY] = page
    assert.match((await doctor(...SERVER)).faults[check]!, fault)
  }
  const direct = await doctor(...SERVER, '--token-url', `${origin}/token`)
  assert.match(direct.faults['token endpoint']!, /^warn 1/)
  server.handlers[DISCOVERY] = respond(200, { ...CONFIGURATION, scopes_supported: undefined })
  const { checks } = await doctor(...SERVER)
  assert.equal(checks.find(({ check }) => check === 'scopes offered')!.found, 'the server lists none')
  server.handlers[DISCOVERY] = respond(200, CONFIGURATION)
  const missing = Array.from({ length: 10 }, (_, i) => `b${i}`)
  const wanted = await doctor(...asking(missing.join(' ')))
  assert.match(wanted.faults['scopes offered']!, /not among them: b0 b1 .* b7 and 2 more ->/)
  const { faults } = await doctor('--fhir-base', 'http://127.0.0.1:9', ...CLIENT)
  assert.match(faults.discovery!, /no answer/)
  assert.match(faults['token request']!, /a token endpoint: see above/)
  assert.match((await doctor('--fhir-base', 'there', ...CLIENT)).faults.discovery!, /--fhir-base.*correct/)
  const open = await doctor('--fhir-base', 'http://a.example/fhir', ...CLIENT)
  assert.match(open.faults.discovery!, /use https; or, only in your own network, --insecure-http$/)
})

test('doctor finds the token endpoint of a server that has only a CapabilityStatement', async () => {
  const uris = (token: unknown) => ({
    rest: [
      null,
      {
        security: {
          extension: [{ url: 'x' }, { url: OAUTH_URIS, extension: [{ url: 'token', valueUri: token }] }],
        },
      },
    ],
  })
  server.handlers[DISCOVERY] = respond(404, '')
  const endpoint = `${origin}/token`
  server.handlers['/metadata'] = respond(200, { ...uris(endpoint), text: 'x'.repeat(1_000_000) })
  const { status, faults, checks } = await doctor(...SERVER)
  assert.equal(status, 1)
  assert.match(faults.discovery!, new RegExp(`^fail .*-> use --token-url ${endpoint}, which`))
  assert.match(server.receivedAt('/metadata')[0]!.headers.accept!, /^application\/fhir\+json/)
  // The rest is examined with it.
  assert.equal(checks.find(({ check }) => check === 'token request')!.result, 'pass')
  const again = await doctor(...SERVER, '--token-url', endpoint)
  assert.equal(again.status, 0)
  for (const page of [
    respond(200, uris('http://a.example/token')),
    respond(200, uris(1)),
    respond(200, {}),
    respond(200, 'x'.repeat(17_000_000)),
    respond(200, '<html>'),
    respond(404, ''),
    respond(204, ''),
    hangUp,
  ]) {
    server.handlers['/metadata'] = page
    const nowhere = await doctor(...SERVER)
    assert.match(nowhere.faults.discovery!, /-> is this the FHIR base URL\?/)
  }
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
    assert.match(
      faults['token endpoint']!,
      /^fail .* -> (give an https URL as --token-url|use https; or, only in your own network, --insecure-http)$/,
    )
    assert.doesNotMatch(faults['token endpoint']!, /secret/)
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
  refuse(() => ({ error: 'invalid_client' }))
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
  assert.match(faults.jti!, /warn j+…, 152 characters.*151/)
  assert.match((await doctor(...SERVER, '--expires-in', '291')).faults.life!, /warn 291 s/)
  assert.equal((await doctor(...SERVER, '--expires-in', '290')).faults.life, undefined)
  const wrong = await doctor(...SERVER, '--jku', 'here')
  assert.match(wrong.faults.assertion!, /fail --jku is .* must be .*-> correct that option/)
  assert.equal(wrong.status, 1)
  // What the client refuses, the doctor does not pass.
  const replacing = await doctor(...SERVER, '--param', 'scope=b')
  assert.match(replacing.faults.assertion!, /fail --param has "scope", which the request makes itself/)
})

test('doctor asks with the profile of RFC 10070, for the issuer alone', async () => {
  const asked: unknown[] = []
  server.handlers['/token'] = (request, response, body) => {
    const { header, claims } = decodeJwt(new URLSearchParams(body).get('client_assertion')!)
    asked.push([header.typ, claims.aud])
    return respond(200, TOKEN)(request, response, body)
  }
  const profile = ['--profile', 'rfc10070']
  const { issuer } = CONFIGURATION
  assert.equal((await doctor(...SERVER, ...profile)).status, 0)
  assert.equal((await doctor(...SERVER, ...profile, '--audience', issuer)).status, 0)
  assert.deepEqual(asked, Array(2).fill(['client-authentication+jwt', issuer]))
  const other = await doctor(...SERVER, ...profile, '--audience', 'https://other.example')
  assert.match(
    other.faults.issuer!,
    /^fail the server calls itself https:\/\/issuer\.example -> it must equal --audience/,
  )
  server.handlers[DISCOVERY] = respond(200, { token_endpoint: `${origin}/token` })
  const { status, faults } = await doctor(...SERVER, ...profile)
  assert.equal(status, 1)
  assert.match(faults['token request']!, /not made -> .*--audience ISSUER/)
})

test('doctor asks with more parameters and members, and over http where that is allowed', async () => {
  const more = ['--param', 'client_id=app', '--param', 'resource=a=b', '--header', '{"x5t":"abc"}']
  assert.equal((await doctor(...SERVER, ...more)).status, 0)
  const form = new URLSearchParams(server.receivedAt('/token')[0]!.body)
  assert.deepEqual([form.get('client_id'), form.get('resource')], ['app', 'a=b'])
  assert.equal(decodeJwt(form.get('client_assertion')!).header.x5t, 'abc')
  const asked = await requestsOf([
    'doctor',
    '--fhir-base',
    'http://a.example/fhir',
    ...CLIENT,
    '--insecure-http',
  ])
  assert.deepEqual(
    asked.map(({ url }) => new URL(url).origin),
    ['http://a.example', origin],
  )
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

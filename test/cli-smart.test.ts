import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, beforeEach, mock, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Check } from '../src/cli/doctor.ts'
import { run } from '../src/cli/run.ts'
import {
  decodeJwt,
  generateJwk,
  signJwt,
  toPublicJwk,
  toPublicJwks,
  type JwkSet,
  type JwtClaims,
} from '../src/index.ts'

const RS384 = fileURLToPath(new URL('fixtures/RS384.private.json', import.meta.url))
const KEY = fileURLToPath(new URL('fixtures/ES384.private.json', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'subtle-jws-'))
const jwk = await generateJwk('ES384', { kid: 'mine' })
const key = file('key.json', jwk)

function file(name: string, content: object): string {
  const path = join(folder, name)
  writeFileSync(path, JSON.stringify(content))
  return path
}

/** What the server answers, by path: a body, or a status with it; for null it hangs up. */
let pages: { [path: string]: { status?: number; headers?: { [name: string]: string }; body: unknown } }
/** Why the token endpoint refuses an assertion's claims, if it does. */
let refuses: (claims: JwtClaims) => object | undefined | false
/** What was asked for: paths, and what was to be accepted there. */
let seen: { path: string; accept: string | undefined }[]
const requests = (path: string): number => seen.filter((request) => request.path === path).length

const server = createServer((request: IncomingMessage, response: ServerResponse) => {
  void text(request).then((body) => {
    const path = request.url!
    seen.push({ path, accept: request.headers.accept })
    const refused =
      path === '/token' && refuses(decodeJwt(new URLSearchParams(body).get('client_assertion')!).claims)
    const page = refused ? { status: 400, body: refused } : (pages[path] ?? { status: 404, body: '' })
    if (page.body === null) return void request.socket.destroy()
    const json = { 'content-type': 'application/json', ...('headers' in page ? page.headers : {}) }
    response
      .writeHead(page.status ?? 200, json)
      .end(typeof page.body === 'string' ? page.body : JSON.stringify(page.body))
  })
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
after(() => {
  server.closeAllConnections()
  server.close()
  rmSync(folder, { recursive: true })
})

const CONFIGURATION = {
  issuer: 'https://issuer.example',
  token_endpoint: `${origin}/token`,
  token_endpoint_auth_methods_supported: ['private_key_jwt'],
  token_endpoint_auth_signing_alg_values_supported: ['RS384', 'ES384'],
  scopes_supported: ['system/*.rs', 'a'],
  capabilities: ['client-confidential-asymmetric'],
}
const TOKEN = { access_token: 'a-secret-access-token', token_type: 'Bearer', expires_in: 300, scope: 'a' }

beforeEach(() => {
  seen = []
  refuses = () => undefined
  pages = {
    '/fhir/.well-known/smart-configuration': { body: CONFIGURATION },
    '/token': { body: TOKEN },
    '/jwks': { body: toPublicJwks({ keys: [jwk] }), headers: { 'cache-control': 'max-age=60' } },
  }
})

/** Runs the command in this process. */
async function command(...args: readonly string[]): Promise<{ status: number; out: string; err: string }> {
  const out = mock.method(console, 'log', () => {})
  const err = mock.method(console, 'error', () => {})
  const lines = ({ mock: { calls } }: typeof out): string =>
    calls.map((call) => call.arguments.join(' ')).join('\n')
  try {
    return { status: await run(args), out: lines(out), err: lines(err) }
  } finally {
    out.mock.restore()
    err.mock.restore()
  }
}

/** The command that makes an assertion, but for its key. */
const ASSERT = ['assert', '--client-id', 'app', '--audience', `${origin}/token`]
const SERVER = ['--fhir-base', `${origin}/fhir`, '--client-id', 'app', '--scope', 'a', '--key', key]

/** The doctor's report: of the checks that did not pass, by their names. */
async function doctor(
  ...args: readonly string[]
): Promise<{ status: number; checks: Check[]; faults: { [check: string]: string } }> {
  const { status, out } = await command('doctor', '--json', ...args)
  const checks = JSON.parse(out) as Check[]
  for (const { check, result, found, remedy } of checks)
    assert.ok(check && found && (result === 'pass' || remedy), check)
  const faults = checks
    .filter(({ result }) => result !== 'pass')
    .map(({ check, result, found, remedy }) => [check, `${result} ${found} -> ${remedy}`])
  return { status, checks, faults: Object.fromEntries(faults) }
}

test('assert prints a client assertion', async () => {
  const { status, out, err } = await command(
    ...ASSERT,
    '--key',
    key,
    '--jku',
    'https://a.example/jwks',
    '--expires-in',
    '60',
  )
  assert.deepEqual([status, err], [0, ''])
  const { header, claims } = decodeJwt(out)
  assert.deepEqual(header, { alg: 'ES384', jku: 'https://a.example/jwks', kid: 'mine', typ: 'JWT' })
  assert.deepEqual([claims.iss, claims.aud, claims.exp! - claims.iat!], ['app', `${origin}/token`, 60])
  const { kid: _, ...nameless } = jwk
  const named = await command(...ASSERT, '--key', file('nameless.json', nameless), '--kid', 'k')
  assert.equal(decodeJwt(named.out).header.kid, 'k')
  for (const [wrong, status, message] of [
    [['--expires-in', '301'], 1, /1 to 300/],
    [['--expires-in', 'soon'], 1, /1 to 300/],
    [['--jku', 'here'], 1, /jku/],
    [['--scope', 'a'], 2, /--scope/],
  ] as const) {
    const refused = await command(...ASSERT, '--key', KEY, ...wrong)
    assert.deepEqual([refused.status, refused.out], [status, ''])
    assert.match(refused.err, message)
  }
  assert.match((await command('assert', '--client-id', 'app', '--key', key)).err, /--audience is missing/)
})

test('token prints an access token, with discovery or without', async () => {
  const { status, out } = await command('token', ...SERVER)
  assert.equal(status, 0)
  const { accessToken, scope, missingScopes } = JSON.parse(out) as { [member: string]: unknown }
  assert.deepEqual([accessToken, scope, missingScopes], [TOKEN.access_token, 'a', []])
  let aud: unknown
  refuses = (claims) => void ({ aud } = claims)
  assert.equal(
    (
      await command(
        'token',
        '--token-url',
        `${origin}/token`,
        '--audience',
        'https://issuer.example',
        ...SERVER.slice(2),
      )
    ).status,
    0,
  )
  assert.equal(aud, 'https://issuer.example')
  refuses = () => ({ error: 'invalid_client' })
  const refused = await command('token', ...SERVER)
  assert.deepEqual([refused.status, refused.out], [1, ''])
  assert.match(refused.err, /ERR_OAUTH.*invalid_client/)
  assert.match((await command('doctor', ...SERVER.slice(0, -2))).err, /--key is missing/)
  assert.match(
    (await command('token', ...SERVER.slice(2))).err,
    /--fhir-base or --token-url is missing[\s\S]*usage: subtle-jws token/,
  )
})

test('doctor passes a sound client, and shortens what is secret', async () => {
  const args = [...SERVER, '--jwks-url', `${origin}/jwks`]
  const { status, checks, faults } = await doctor(...args)
  // On a test machine alone: no TLS.
  assert.deepEqual([status, Object.keys(faults)], [1, ['TLS', 'key set URL']])
  const found = Object.fromEntries(checks.map((one) => [one.check, one.found]))
  assert.equal(found.jti, 'new')
  const until = Date.parse(/ until (.*)$/.exec(found['token request']!)![1]!)
  assert.ok(Math.abs(until - Date.now() - 300_000) < 5000, `${until}`)
  assert.deepEqual(
    [requests('/token'), seen.find(({ path }) => path === '/jwks')!.accept],
    [1, 'application/json'],
  )
  const { out, err } = await command('doctor', ...args)
  assert.match(out, /^pass {2}key {14}ES384$/m)
  assert.match(out, /^warn {2}TLS +http: -> https/m)
  assert.match(err, /1 of 23 checks failed/)
  assert.doesNotMatch(out, /eyJ[\w-]{20}|a-secret-access/)
  const shown = (await command('doctor', ...args, '--show-secrets')).out
  assert.match(shown, /eyJ[\w-]+\.[\w-]+\.[\w-]+/)
  assert.match(shown, /a-secret-access-token/)
  const { status: sound, out: report } = await command(
    'doctor',
    '--token-url',
    `${origin}/token`,
    ...SERVER.slice(2),
    '--expires-in',
    '60',
  )
  assert.equal(sound, 0, report)
  assert.match(report, /^warn {2}key set .*--jwks-url/m)
})

test('doctor holds a server and a key set to https', async () => {
  const local = fetch
  mock.method(globalThis, 'fetch', (url: string, init: RequestInit) =>
    local(url.replace('https://a.example', origin), init),
  )
  try {
    const jwks = 'https://a.example/jwks'
    const args = [
      '--fhir-base',
      'https://a.example/fhir',
      ...SERVER.slice(2),
      '--jwks-url',
      jwks,
      '--jku',
      jwks,
    ]
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
    ['ETIMEDOUT', /check the URL and the network$/],
    [undefined, /-> expected 65536 octets at most/],
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

test('doctor examines the key', async () => {
  const { faults: none } = await doctor(...SERVER.slice(0, -1), RS384)
  assert.deepEqual([none.key, none['key id']], [undefined, undefined])
  const rsa = await generateJwk('RS256', { kid: 'rsa' })
  const { kid: _, ...nameless } = jwk
  pages['/jwks'] = { body: toPublicJwks({ keys: [rsa] }) }
  for (const [name, content, check, fault] of [
    ['rsa', rsa, 'key', /warn RS256, RSA of 2048 bits.*SMART asks for RS384/],
    ['nameless', nameless, 'key id', /fail none.*--kid/],
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
  const path = '/fhir/.well-known/smart-configuration'
  for (const [page, check, fault] of [
    [{ status: 404, body: '' }, 'discovery', /fail .*404.*FHIR base URL/],
    [{ body: '<html>' }, 'discovery', /fail .*200/],
    [{ status: 302, headers: { location: 'https://a.example' }, body: '' }, 'discovery', /fail .*302/],
    [{ body: { ...CONFIGURATION, capabilities: [] } }, 'capability', /warn/],
    [
      { body: { ...CONFIGURATION, capabilities: ['a', 'b'] } },
      'capability',
      /warn capabilities: a b ->.*ask its operator/,
    ],
    [
      { body: { ...CONFIGURATION, token_endpoint_auth_methods_supported: undefined } },
      'authentication',
      /warn .*none/,
    ],
    [
      { body: { ...CONFIGURATION, token_endpoint_auth_methods_supported: ['client_secret_basic'] } },
      'authentication',
      /fail .*client_secret_basic.*private_key_jwt/,
    ],
    [
      { body: { ...CONFIGURATION, token_endpoint_auth_signing_alg_values_supported: ['RS384'] } },
      'algorithm',
      /fail .*RS384.*ES384 is not offered/,
    ],
    [{ body: { ...CONFIGURATION, scopes_supported: ['b'] } }, 'scopes offered', /warn b.*not in the list: a/],
    [{ body: { ...CONFIGURATION, scopes_supported: ['b', 'c'] } }, 'scopes offered', /warn b c ->/],
    [{ body: { ...CONFIGURATION, scopes_supported: undefined } }, 'scopes offered', /warn none/],
    [
      { body: { ...CONFIGURATION, issuer: 1, token_endpoint: 'http://a.example' } },
      'token endpoint',
      /fail http:\/\/a.example/,
    ],
  ] as const) {
    pages[path] = page
    assert.match((await doctor(...SERVER)).faults[check]!, fault)
  }
  pages[path] = { body: CONFIGURATION }
  assert.match((await doctor(...SERVER, '--scope', 'b c')).faults['scopes offered']!, /not in the list: b c;/)
  const { faults } = await doctor('--fhir-base', 'http://127.0.0.1:9', ...SERVER.slice(2))
  assert.match(faults.discovery!, /no answer/)
  assert.match(faults['token request']!, /a token endpoint: see above/)
  assert.match((await doctor('--fhir-base', 'there', ...SERVER.slice(2))).faults.discovery!, /fhirBaseUrl/)
})

test('doctor examines the published key set', async () => {
  const other = toPublicJwk(await generateJwk('ES384', { kid: 'mine' }))
  const published = toPublicJwk(jwk)
  const leaked = Object.fromEntries(
    ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k', 'oth'].map((member) => [member, 'a']),
  )
  for (const [page, check, fault] of [
    [{ status: 401, body: '' }, 'key set', /fail 401, no keys/],
    [{ body: { keys: [1] } }, 'key set', /fail 200, no keys/],
    [
      { body: { keys: [published] }, headers: { 'content-type': 'text/html' } },
      'key set type',
      /warn text\/html/,
    ],
    [
      { body: { keys: [published] }, headers: { 'content-type': 'x-application/json' } },
      'key set type',
      /warn x-/,
    ],
    [{ body: { keys: [published] } }, 'key set cache', /warn Cache-Control null/],
    [{ body: { keys: [jwk] } }, 'private members', /fail d of mine.*make a new one/],
    [
      { body: { keys: [published, { ...leaked, kid: 'x' }, { k: 'a', kid: 'y' }] } },
      'private members',
      /fail d p q dp dq qi k oth of x, k of y ->/,
    ],
    [{ body: { keys: [] } }, 'published key', /fail kid mine: 0 of none/],
    [{ body: { keys: [published, other] } }, 'published key', /fail kid mine: 2 of mine mine/],
    [{ body: { keys: [other] } }, 'same key', /fail it is another key/],
    [{ body: { keys: [{ ...published, use: 'enc' }] } }, 'same key', /fail .*use sig/],
  ] as const) {
    pages['/jwks'] = page
    assert.match((await doctor(...SERVER, '--jwks-url', `${origin}/jwks`)).faults[check]!, fault)
  }
  pages['/jwks'] = { body: { keys: [{ ...published, kid: 'x' }, published] } }
  assert.equal((await doctor(...SERVER, '--jwks-url', `${origin}/jwks`)).faults['published key'], undefined)
  const { keys } = JSON.parse(readFileSync(RS384, 'utf8')) as JwkSet
  const { alg: _alg, ...unnamed } = toPublicJwk(keys.find(({ d }) => d)!)
  pages['/jwks'] = { body: { keys: [unnamed] } }
  assert.equal(
    (await doctor(...SERVER.slice(0, -1), RS384, '--jwks-url', `${origin}/jwks`)).faults['same key'],
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
  assert.equal(wrong['key set'], 'fail Invalid URL -> expected another')
  const { d: _, ...bare } = jwk
  pages['/jwks'] = { body: { keys: [bare] }, headers: {} }
  const { faults } = await doctor(...SERVER.slice(0, -1), 'nowhere', '--jwks-url', `${origin}/jwks`)
  assert.match(faults.key!, /ENOENT/)
})

test('doctor examines the assertion, and the options that it is made of', async () => {
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
    assert.match((await doctor(...SERVER, ...wrong)).faults.assertion!, /fail .*expected/)
  }
})

test('doctor examines the clock', async () => {
  const date = new Date(Date.now() + 600_000).toUTCString()
  pages['/token'] = { body: TOKEN, headers: { date } }
  assert.match((await doctor(...SERVER)).faults.clock!, /fail this machine’s is (599|600) s behind.*NTP/)
  pages['/token'] = { body: TOKEN, headers: { date: 'today' } }
  assert.match((await doctor(...SERVER)).faults.clock!, /warn the server gives no Date/)
  const time = 1_800_000_000_000
  pages['/fhir/.well-known/smart-configuration'] = { body: { ...CONFIGURATION, issuer: `${origin}/issuer` } }
  mock.method(Date, 'now', () => time)
  try {
    for (const [ahead, result, found] of [
      [6, 'fail', 'this machine’s is 6 s behind the server’s'],
      [5, 'pass', 'this machine’s is 5 s behind the server’s'],
      [0, 'pass', 'this machine’s is 0 s ahead of the server’s'],
      [-5, 'pass', 'this machine’s is 5 s ahead of the server’s'],
      [-6, 'fail', 'this machine’s is 6 s ahead of the server’s'],
    ] as const) {
      pages['/token'] = {
        body: { error: 'invalid_client' },
        status: 400,
        headers: { date: new Date(time + ahead * 1000).toUTCString() },
      }
      seen = []
      const { checks } = await doctor(...SERVER, '--audience', `${origin}/token`)
      const clock = checks.find(({ check }) => check === 'clock')!
      assert.deepEqual([clock.result, clock.found], [result, found])
      // The first, one with the issuer as aud, and one with the server's time where that is another.
      assert.equal(requests('/token'), result === 'fail' ? 3 : 2)
    }
  } finally {
    mock.restoreAll()
  }
})

test('doctor explains a refused token request, by changing one thing at a time', async () => {
  const invalid = { error: 'invalid_client', error_description: 'no\u001b[2J' }
  const accepted = (fits: (claims: JwtClaims) => boolean): void =>
    void (refuses = (claims) => !fits(claims) && invalid)
  const asked = async (...args: string[]): Promise<string> =>
    (await doctor(...SERVER, ...args)).faults['token request']!

  accepted(({ aud }) => aud === `${origin}/token`)
  assert.match(
    await asked('--audience', 'https://other.example'),
    /"invalid_client" \(no.*accepted with aud http.*\/token:/,
  )
  pages['/fhir/.well-known/smart-configuration'] = { body: { ...CONFIGURATION, issuer: `${origin}/issuer` } }
  accepted(({ aud }) => aud === `${origin}/issuer`)
  assert.match(await asked(), /accepted with aud http.*\/issuer:/)
  pages['/fhir/.well-known/smart-configuration'] = { body: CONFIGURATION }
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
  const path = '/fhir/.well-known/smart-configuration'
  pages[path] = { body: { ...CONFIGURATION, issuer: `${origin}/issuer` } }
  assert.doesNotMatch(await asked(), /or, if it is/)
  pages[path] = { body: CONFIGURATION }
  const { out } = await command('doctor', ...SERVER)
  assert.match(out, /\(no\?\[2J\)/, 'no control character reaches the terminal')
  refuses = () => ({ ...invalid, error_description: 'x'.repeat(1000) })
  assert.ok((await command('doctor', ...SERVER)).out.split('\n').every((line) => line.length <= 500))
  seen = []
  refuses = () => ({ error: 'invalid_scope' })
  const other = ['--audience', `${origin}/other`]
  assert.match(await asked(...other), /"invalid_scope" -> ask for scopes/)
  assert.equal(requests('/token'), 1)
  refuses = () => ({ error: 'unauthorized_client' })
  assert.match(await asked(), /"unauthorized_client" -> have the client registered for client_credentials/)
  refuses = () => ({ error: 'invalid_request' })
  assert.match(await asked(), /"invalid_request" -> expected a client registered/)
  refuses = () => undefined
  pages['/token'] = { status: 503, body: '' }
  seen = []
  assert.match(await asked(...other), /status 503.*-> expected an answer; try again later/)
  assert.equal(requests('/token'), 1)
  pages['/token'] = { body: { ...TOKEN, scope: '' } }
  assert.match(
    (await doctor(...SERVER, '--scope', 'a b')).faults.scopes!,
    /warn granted: none -> not granted to the letter: a b;/,
  )
  pages['/token'] = { body: null }
  assert.match(await asked(), /no answer \(UND_ERR_SOCKET\) -> check the URL and the network/)
  const closed = await doctor('--token-url', 'http://127.0.0.1:1/', ...SERVER.slice(2))
  assert.match(closed.faults['token request']!, /no answer/)
})

test('doctor makes no assertion for an issuer elsewhere, which a server could use there', async () => {
  const audiences: unknown[] = []
  refuses = ({ aud }) => (audiences.push(aud), { error: 'invalid_client' })
  const { faults } = await doctor(...SERVER)
  assert.deepEqual(audiences, [`${origin}/token`])
  assert.match(
    faults['token request']!,
    /or, if it is this server’s name: --audience https:\/\/issuer\.example$/,
  )
  await doctor(...SERVER, '--audience', CONFIGURATION.issuer)
  assert.deepEqual(audiences.slice(1), [CONFIGURATION.issuer, `${origin}/token`])
})

test('no control character of a server’s or a token’s reaches the terminal', async () => {
  const evil = 'a\u009b2J\u007f\u0085\u001b[2J'
  const clean = ({ out, err }: { out: string; err: string }): void =>
    assert.doesNotMatch(out + err, /(?!\n)\p{Cc}/u)
  refuses = () => ({ error: evil, error_description: evil })
  clean(await command('token', ...SERVER))
  clean(await command('doctor', ...SERVER))
  clean(await command('doctor', '--json', ...SERVER))
  refuses = () => undefined
  pages['/token'] = { body: { ...TOKEN, scope: evil } }
  clean(await command('token', ...SERVER))
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const token = `${part({ alg: 'ES384', kid: evil })}.${part({ iss: evil })}.AAAA`
  const shown = await command('decode', token)
  clean(shown)
  assert.equal((JSON.parse(shown.out) as { claims: JwtClaims }).claims.iss, evil)
  clean(await command('verify', '--keys', KEY, token))
  const expired = await signJwt({ iss: evil, exp: 1 }, jwk)
  clean(await command('verify', '--keys', file('public.json', toPublicJwk(jwk)), expired))
})

test('doctor reads what cannot be made a string', async () => {
  const odd = { toString: 1, valueOf: 1 }
  const scopes_supported = [odd]
  pages['/fhir/.well-known/smart-configuration'] = {
    body: { ...CONFIGURATION, token_endpoint: odd, scopes_supported, capabilities: odd },
  }
  pages['/jwks'] = { body: { keys: [{ ...jwk, kid: odd }] } }
  const { faults } = await doctor(...SERVER, '--jwks-url', `${origin}/jwks`)
  assert.match(faults['token endpoint']!, /fail {"toString":1/)
  assert.match(faults['private members']!, /fail d of {"toString":1/)
})

import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mock, test } from 'node:test'
import { decodeJwt, toPublicJwk, type JwtClaims } from '../src/index.ts'
import { command, file, pathOf } from './command.ts'
import {
  CLIENT,
  CONFIGURATION,
  DISCOVERY,
  doctor,
  grant,
  jwk,
  origin,
  refuse,
  SERVER,
  server,
  TOKEN,
} from './command-server.ts'
import { pem } from './fixtures/keys.ts'
import './plain.mjs'
import { hangUp, respond, type Handler } from './servers.ts'

const INVALID = { error: 'invalid_client', error_description: 'no\u001b[2J' }
const ISSUER = `${origin}/issuer`

/** What a token request is made of. */
interface Asked {
  readonly header: { readonly [member: string]: unknown }
  readonly claims: JwtClaims
  readonly form: URLSearchParams
}

/** Has the server accept what fits, and answer the rest otherwise. */
function accept(fits: (asked: Asked) => boolean, refusal: Handler = respond(401, INVALID)): void {
  server.handlers['/token'] = (request, response, body) => {
    const form = new URLSearchParams(body)
    const { header, claims } = decodeJwt(form.get('client_assertion')!)
    const answer = fits({ header, claims, form }) ? respond(200, TOKEN) : refusal
    return answer(request, response, body)
  }
}

/** What the doctor says of the token request. */
async function verdict(...args: readonly string[]): Promise<string> {
  return (await doctor(...SERVER, ...args)).faults['token request']!
}

test('doctor examines the clock, and warns of none that did no harm', async () => {
  const undated: Handler = (request, response, body) => {
    response.sendDate = false
    respond(401, INVALID)(request, response, body)
  }
  for (const answer of [respond(401, INVALID, { date: 'today' }), undated]) {
    server.handlers['/token'] = answer
    assert.match((await doctor(...SERVER)).faults.clock!, /warn the server sends no Date -> compare/)
  }
  const time = 1_800_000_000_400
  mock.method(Date, 'now', () => time)
  try {
    for (const [ahead, result, found] of [
      [8, 'fail', 'this machine’s clock is 8 s behind the server’s Date'],
      [2, 'warn', 'this machine’s clock is 2 s behind the server’s Date'],
      [1, 'warn', 'this machine’s clock is 1 s behind the server’s Date'],
      [0, 'pass', 'this machine’s clock agrees with the server’s Date to the second'],
      [-1, 'warn', 'this machine’s clock is 1 s ahead of the server’s Date'],
      [-8, 'fail', 'this machine’s clock is 8 s ahead of the server’s Date'],
    ] as const) {
      // A Date is cut to the second.
      const headers = { date: new Date(time + ahead * 1000).toUTCString() }
      const clock = async (handler: Handler) => {
        server.handlers['/token'] = handler
        const { checks } = await doctor(...SERVER)
        return checks.find(({ check }) => check === 'clock')!
      }
      const refused = await clock(respond(400, INVALID, headers))
      assert.deepEqual([refused.result, refused.found], [result, found])
      const granted = await clock(respond(200, TOKEN, headers))
      const isFar = Math.abs(ahead) > 5
      assert.deepEqual(
        [granted.result, granted.found],
        ['pass', isFar ? `${found}, and the assertion was accepted` : found],
      )
    }
  } finally {
    mock.restoreAll()
  }
})

test('doctor names the option with which a refused request is granted', async () => {
  server.handlers[DISCOVERY] = respond(200, { ...CONFIGURATION, issuer: ISSUER })
  const jwks = ['--jwks-url', `${origin}/jwks`]
  const base = `${origin}/fhir`
  const typed = 'client-authentication+jwt'
  const rows: readonly (readonly [
    fits: (asked: Asked) => boolean,
    named: string,
    args?: readonly string[],
  ])[] = [
    [
      ({ header }) => header.jku === undefined,
      'without jku: leave --jku out',
      ['--jku', 'https://a.example/'],
    ],
    [({ header }) => header.jku === `${origin}/jwks`, `use --jku ${origin}/jwks`, jwks],
    [({ claims }) => claims.aud === ISSUER, `with aud ${ISSUER}: use --audience ${ISSUER}`],
    [({ claims }) => claims.aud === `${origin}/token`, `use --audience ${origin}/token`, ['--audience', 'x']],
    [({ claims }) => claims.aud === `${origin}/token/`, `use --audience ${origin}/token/`],
    [({ claims }) => claims.aud === `${ISSUER}/`, `use --audience ${ISSUER}/`],
    [({ claims }) => claims.aud === base, `use --audience ${base}`],
    [({ claims }) => claims.aud === `${base}/`, `use --audience ${base}/`],
    [({ claims }) => claims.aud === origin, `use --audience ${origin}`],
    [({ form }) => form.get('client_id') === 'app', 'use --param client_id=app'],
    [({ form }) => form.get('audience') === base, `use --param audience=${base}`],
    [({ header, claims }) => header.typ === typed && claims.aud === ISSUER, 'use --profile rfc10070'],
    [
      ({ header, claims }) => header.typ === typed && claims.aud !== ISSUER,
      `use --header '{"typ":"${typed}"}'`,
    ],
    [({ claims }) => claims.exp! - claims.iat! <= 60, 'use --expires-in 55'],
    [({ claims }) => claims.jti!.length === 32, 'it wants a longer jti'],
    [({ claims }) => claims.nbf !== undefined, 'it wants nbf'],
  ]
  for (const [fits, named, args = []] of rows) {
    accept(fits)
    const found = await verdict(...args)
    assert.ok(found.includes(named), `${named}: ${found}`)
    assert.match(
      found,
      /^fail .*refused with "invalid_client" \(status 401\), and said: no\\u\{1b\}\[2J -> accepted /,
    )
  }
})

test('doctor probes nothing that was set, and leaves a slash out where there is one', async () => {
  const issuer = `${ISSUER}/`
  server.handlers[DISCOVERY] = respond(200, { ...CONFIGURATION, issuer })
  accept(({ claims }) => claims.aud === ISSUER)
  assert.match(await verdict(), new RegExp(`use --audience ${ISSUER}$`))
  const asked: Asked[] = []
  accept((one) => asked.push(one) === 0)
  const set = ['--header', '{"typ":"JWT"}', '--param', 'client_id=app', '--expires-in', '60']
  await verdict(...set)
  for (const { header, claims, form } of asked) {
    assert.equal(header.typ, 'JWT')
    assert.deepEqual(form.getAll('client_id'), ['app'])
    assert.ok(claims.exp! - claims.iat! <= 65)
  }
  assert.equal(asked.filter(({ form }) => form.has('audience')).length, 1)
  asked.length = 0
  await verdict('--profile', 'rfc10070')
  assert.ok(asked.every(({ header }) => header.typ === 'client-authentication+jwt'))
})

test('the named option, given, has the token granted', async () => {
  server.handlers[DISCOVERY] = respond(200, { ...CONFIGURATION, issuer: ISSUER })
  for (const fits of [
    ({ form }: Asked) => form.get('client_id') === 'app',
    ({ claims }: Asked) => claims.aud === ISSUER,
    ({ header, claims }: Asked) => header.typ !== 'JWT' && claims.aud === ISSUER,
    ({ claims }: Asked) => claims.exp! - claims.iat! <= 70,
  ]) {
    accept(fits)
    const [, option, value] = /use (--[\w-]+) (\S+)$/.exec(await verdict())!
    assert.equal((await doctor(...SERVER, option!, value!)).status, 0)
    assert.equal((await command(['token', ...SERVER, option!, value!])).status, 0)
  }
})

test('doctor finds the issuer in the path of a token endpoint', async () => {
  for (const [path, realm] of [
    ['/realms/fhir/protocol/openid-connect/token', '/realms/fhir'],
    ['/oauth2/default/v1/token', '/oauth2/default'],
    ['/connect/token', ''],
    ['/tenant/oauth2/v2.0/token', '/tenant'],
  ]) {
    accept(({ claims }) => claims.aud === `${origin}${realm}`)
    const { faults } = await doctor('--token-url', `${origin}${path}`, ...CLIENT)
    assert.ok(faults['token request']!.endsWith(`use --audience ${origin}${realm}`), faults['token request'])
  }
  accept(() => false)
  server.handlers['/authorize'] = server.handlers['/token']!
  const { faults } = await doctor('--token-url', `${origin}/authorize`, ...CLIENT)
  assert.match(faults['token request']!, /\(\d+ other requests were refused too\)$/)
})

test('doctor tells a jti that was used from one that is too long', async () => {
  const long = 'j'.repeat(40)
  accept(({ claims }) => claims.jti !== long)
  assert.match(await verdict('--jti', long), /with another jti of that length: that jti was used before/)
  accept(({ claims }) => claims.jti!.length <= 32)
  assert.match(await verdict('--jti', long), /without --jti: that jti is too long, 40 characters/)
  accept(({ claims }) => claims.jti !== 'used')
  assert.match(await verdict('--jti', 'used'), /without --jti: that jti was used before/)
})

test('doctor tries the kid under which the key is published', async () => {
  accept(({ header }) => header.kid === 'published')
  const set = (kid: unknown) => file('set.json', { keys: [{ ...toPublicJwk(jwk), kid }] })
  assert.match(await verdict('--jwks', set('published')), /accepted with kid published: use --kid published$/)
  for (const kid of ['', 1, 'x'.repeat(201), 'mine']) {
    assert.match(await verdict('--jwks', set(kid)), /other requests were refused too/)
  }
})

test('doctor tries the server’s time, first where it is far from this clock’s', async () => {
  const real = Date.now
  for (const behind of [600_000, 3000]) {
    const iats: number[] = []
    accept(({ claims }) => {
      iats.push(claims.iat!)
      return claims.iat! * 1000 > real() - 5000 - behind / 2 && iats.length > 1
    })
    mock.method(Date, 'now', () => real() - behind)
    try {
      assert.match(await verdict(), /accepted with the server’s time: set this machine’s clock \(NTP\)$/)
      assert.equal(iats.length === 2, behind > 5000)
    } finally {
      mock.restoreAll()
    }
  }
  // A difference of hours is not believed.
  accept(() => false)
  mock.method(Date, 'now', () => real() - 7_200_000)
  try {
    assert.doesNotMatch(await verdict(), /server’s time/)
  } finally {
    mock.restoreAll()
  }
})

test('doctor tries the certificate that goes with the key', async () => {
  const members = { x5t: 'dGh1bWI', 'x5t#S256': 'dGh1bWIy', x5c: ['Y2VydA', 1] }
  const own = file('own.json', { ...jwk, ...members })
  for (const name of ['x5t', 'x5t#S256', 'x5c']) {
    accept(({ header }) => header[name] !== undefined)
    const { faults } = await doctor(...SERVER.slice(0, -1), own)
    assert.match(
      faults['token request']!,
      new RegExp(`accepted with ${name} in the header: use --header '{"${name}":`),
    )
  }
  accept(({ header }) => header['x5t#S256'] !== undefined)
  const options = ['--header', '{"x5t":"a"}']
  assert.match((await doctor(...SERVER.slice(0, -1), own, ...options)).faults['token request']!, /x5t#S256/)
  // The published half may have it, or the PEM that holds the key.
  const certificate = pem('rsa.certificate')
  const x5c = [certificate.replace(/-----[^-]+-----|\s/g, '')]
  const set = file('set.json', { keys: [{ ...toPublicJwk(jwk), x5c }] })
  accept(({ header }) => header.x5t !== undefined)
  const fromSet = await verdict('--jwks', set)
  const found = /--header '({"x5t":"[\w-]{27}"})'/.exec(fromSet)?.[1]
  assert.ok(found, fromSet)
  const both = file('both.pem', `${pem('rsa.pkcs8')}${certificate}`)
  const fromPem = await doctor(...SERVER.slice(0, -1), both)
  assert.ok(fromPem.faults['token request']!.includes(found), fromPem.faults['token request'])
  const damaged = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'
  const none = await doctor(...SERVER.slice(0, -1), file('damaged.pem', `${pem('rsa.pkcs8')}${damaged}`))
  assert.match(none.faults['token request']!, /other requests were refused too/)
})

test('doctor finds the certificate in each form of a key file, which it reads once', async () => {
  const key = pem('rsa.pkcs8')
  const certificate = pem('rsa.certificate')
  const text = `${key}${certificate}`
  const escaped = text.replaceAll('\n', String.raw`\n`)
  const members = { private_key: key, certificate }
  const hidden = JSON.stringify(members).replace(
    /[+=/]/g,
    (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`,
  )
  const { fingerprint256 } = new X509Certificate(certificate)
  const x5tS256 = Buffer.from(fingerprint256.replaceAll(':', ''), 'hex').toString('base64url')
  accept(({ header }) => header['x5t#S256'] === x5tS256)
  const client = SERVER.slice(0, -1)
  const advice = `use --header '{"x5t#S256":"${x5tS256}"}'`
  const forms: readonly (string | Uint8Array)[] = [
    text,
    text.replaceAll('\n', '\r\n'),
    Buffer.from(`\ufeff${text}`, 'utf16le'),
    Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
    `KEY="${escaped}"\n`,
    JSON.stringify(text),
    JSON.stringify(escaped),
    JSON.stringify({ private_key: text }),
    JSON.stringify({ private_key: escaped }),
    // The certificate may come first.
    JSON.stringify({ private_key: `${certificate}${key}` }),
    JSON.stringify(members, undefined, 2),
    JSON.stringify(JSON.stringify(members)),
    hidden,
  ]
  for (const [i, form] of forms.entries()) {
    const { faults } = await doctor(...client, file(`form-${i}`, form))
    assert.ok(faults['token request']?.includes(advice), `${i}: ${JSON.stringify(faults)}`)
  }
  const piped = await command(['doctor', '--json', ...client, '-'], text)
  assert.ok(JSON.stringify(piped.out).includes(x5tS256), piped.err)
  assert.doesNotMatch(piped.out + piped.err, /BEGIN/)
})

test('doctor reads a key from a named pipe', { skip: process.platform === 'win32' }, async () => {
  const pipe = pathOf('pipe')
  const source = file('piped.pem', `${pem('rsa.pkcs8')}${pem('rsa.certificate')}`)
  execFileSync('mkfifo', [pipe])
  // A second reader would get nothing, after a while, and not wait for ever.
  const writer = spawn('sh', ['-c', 'cat "$0" > "$1"; sleep 5; : > "$1"', source, pipe], { stdio: 'ignore' })
  try {
    accept(({ header }) => header.x5t !== undefined)
    const { faults } = await doctor(...SERVER.slice(0, -1), pipe)
    assert.match(faults['token request']!, /accepted with x5t in the header/)
  } finally {
    writer.kill()
  }
})

test('doctor sees that the client is known when the refusal becomes another', async () => {
  server.handlers[DISCOVERY] = respond(200, { ...CONFIGURATION, issuer: ISSUER })
  refuse(({ aud }) => (aud === ISSUER ? { error: 'invalid_scope' } : INVALID))
  assert.match(
    await verdict(),
    /-> with aud http.*\/issuer the server knows the client, and refuses with "invalid_scope": use --audience .*scopes$/,
  )
})

test('doctor makes no other request where none would help', async () => {
  const made = async (answer: Handler, fault: RegExp): Promise<void> => {
    grant(answer)
    server.received = []
    assert.match(await verdict(), fault)
    assert.equal(server.receivedAt('/token').length, 1)
  }
  const json = (error: string) => respond(400, { error })
  await made(json('invalid_scope'), /"invalid_scope" .*-> ask for scopes/)
  await made(json('unsupported_grant_type'), /-> the server does not offer client_credentials/)
  await made(respond(503, ''), /status 503.*-> the fault is the server’s: try again later$/)
  await made(
    respond(429, 'slow down', { 'retry-after': '60' }),
    /status 429, and said: slow down -> .*try again in 60 s, and let processes share a token/,
  )
  await made(respond(404, '<h1>nothing</h1>'), /status 404, and said: .*-> check .*: --token-url$/)
  await made(respond(302, '', { location: '/login' }), /a redirect to http.*\/login.*-> check .*--token-url$/)
  await made(respond(200, { nothing: 1 }), /access_token.*-> check .*--token-url$/)
  const dpop = /-> the server demands DPoP \(RFC 9449\), which subtle-jws does not support/
  await made(json('use_dpop_nonce'), dpop)
  await made(respond(401, '', { 'www-authenticate': 'DPoP algs="ES256"' }), dpop)
  await made(respond(200, { ...TOKEN, token_type: 'DPoP' }), dpop)
  await made(respond(400, { error: 'invalid_request', error_description: 'DPoP proof is missing' }), dpop)
  grant(hangUp)
  assert.match(await verdict(), /no answer: the connection was closed/)
})

test('doctor probes after a refusal that is no OAuth error, and shows what was said', async () => {
  server.handlers[DISCOVERY] = respond(200, { ...CONFIGURATION, issuer: ISSUER })
  const outcome = { resourceType: 'OperationOutcome', issue: [{ diagnostics: 'not this one' }] }
  for (const [refusal, said] of [
    [respond(400, outcome), /status 400, and said: .*not this one/],
    [respond(401, { statusCode: 401, message: 'Access denied' }), /status 401, and said: .*Access denied/],
    [respond(403, '<h1>Forbidden</h1>'), /status 403, and said: <h1>Forbidden<\/h1>/],
    [respond(400, ''), /status 400, and said nothing ->/],
  ] as const) {
    accept(({ claims }) => claims.aud === ISSUER, refusal)
    const found = await verdict()
    assert.match(found, said)
    assert.match(found, /use --audience/)
  }
  accept(() => false, respond(400, ''))
  assert.match(await verdict(), /-> compare client_id.*; or --token-url is not the token endpoint/)
})

test('doctor sees that a token was granted that the client cannot use', async () => {
  for (const [answer, said] of [
    [{ ...TOKEN, token_type: 'mac' }, /its token_type is "mac"/],
    [{ ...TOKEN, access_token: 'a b' }, /access_token must be visible ASCII/],
  ] as const) {
    grant(respond(200, answer))
    const found = await verdict()
    assert.match(found, said)
    assert.match(found, /-> the server granted a token that is not a bearer token/)
  }
  server.handlers['/token'] = respond(200, '<p>Sign in</p>')
  assert.match(await verdict(), /is --token-url right\? -> check the URL of the token endpoint/)
})

test('doctor says what helps against the error and its words', async () => {
  for (const [error, description, remedy] of [
    ['invalid_client', '', /compare client_id, key set and algorithm/],
    ['invalid_grant', '', /compare client_id, key set and algorithm/],
    ['invalid_request', '', /compare client_id, key set and algorithm/],
    ['unauthorized_client', '', /have the client registered for client_credentials/],
    ['server_says_no', '', /ask the server’s operator why/],
    ['access_denied', 'No audience parameter was provided', /use --param audience=VALUE/],
    ['invalid_request', 'The parameter resource is missing', /use --param resource=VALUE/],
    ['invalid_client', 'AADSTS700027: Thumbprint of key used by client', /--header '{"x5t":"…"}'/],
    ['invalid_client', 'x5c is required', /--header '{"x5c":/],
    ['invalid_client', 'No required SSL certificate was sent', /TLS client certificate/],
  ] as const) {
    refuse(() => ({ error, error_description: description }))
    assert.match(await verdict(), remedy)
  }
})

test('doctor makes no assertion for an issuer on another origin, where it could be misused', async () => {
  const audiences: unknown[] = []
  refuse(({ aud }) => {
    audiences.push(aud)
    return { error: 'invalid_client' }
  })
  const elsewhere = /; or, if it is this server’s name: --audience https:\/\/issuer\.example \(/
  assert.match(await verdict(), elsewhere)
  assert.ok(audiences.every((aud) => String(aud).startsWith(`${origin}/`) || aud === origin))
  await verdict('--audience', CONFIGURATION.issuer)
  assert.equal(audiences.filter((aud) => aud === CONFIGURATION.issuer).length > 0, true)
  server.handlers[DISCOVERY] = respond(200, { ...CONFIGURATION, issuer: ISSUER })
  assert.doesNotMatch(await verdict(), elsewhere)
})

test('doctor’s probes are few, change one thing, and end when the server fails or a minute is over', async () => {
  const asked: string[] = []
  accept(({ form }) => {
    asked.push(form.get('client_assertion')!)
    return false
  })
  const jwks = ['--jwks-url', `${origin}/jwks`, '--jku', 'https://a.example/', '--jti', 'x'.repeat(40)]
  assert.match(await verdict(...jwks), /other requests were refused too\)$/)
  assert.ok(asked.length <= 27, `${asked.length}`)
  assert.equal(new Set(asked).size, asked.length)
  const ending = async (handler: Handler): Promise<string> => {
    let turn = 0
    server.handlers['/token'] = (...exchange) => (turn++ === 2 ? handler : respond(401, INVALID))(...exchange)
    return verdict()
  }
  assert.match(await ending(respond(429, '')), /\(2 other .* too, then the server answered status 429\)$/)
  assert.match(await ending(hangUp), /\(2 other .* too, then no answer came\)$/)
  const real = Date.now
  let late = 0
  mock.method(Date, 'now', () => real() + late)
  try {
    const slow = await ending((...exchange) => {
      late = 61_000
      return respond(401, INVALID)(...exchange)
    })
    assert.match(slow, /\(2 other .* too, and a minute has passed\)$/)
  } finally {
    mock.restoreAll()
  }
})

test('doctor tells which scopes were granted', async () => {
  grant(respond(200, { ...TOKEN, scope: '' }))
  const scoped = SERVER.map((word) => (word === 'a' ? 'a b' : word))
  assert.match((await doctor(...scoped)).faults.scopes!, /warn granted: none -> not granted literally: a b;/)
  const many = Array.from({ length: 39 }, (_name, i) => `s${i}`).join(' ')
  const asked = SERVER.map((word) => (word === 'a' ? many : word))
  assert.match((await doctor(...asked)).faults.scopes!, /literally: s0 .* s7 and 31 more;/)
  const { scope: _, ...silent } = TOKEN
  grant(respond(200, silent))
  assert.match(
    (await doctor(...SERVER)).faults.scopes!,
    /warn the answer names no scope, .* -> only a FHIR call tells whether a was granted/,
  )
  const unnamed = SERVER.filter((word) => word !== 'a' && word !== '--scope')
  const { status, faults } = await doctor(...unnamed)
  assert.equal(status, 0)
  assert.match(faults.scopes!, /whether anything was granted/)
})

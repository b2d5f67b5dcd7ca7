import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import { decodeJwt, generateJwk, signJwt, toPublicJwk } from '../src/index.ts'
import { command, file, type Outcome } from './command.ts'
import {
  CLIENT,
  CONFIGURATION,
  grant,
  jwk,
  key,
  origin,
  refuse,
  SERVER,
  server,
  TOKEN,
} from './command-server.ts'
import { ES384_FILE, without } from './fixtures/keys.ts'
import { respond, type Handler } from './servers.ts'

/** The command that makes an assertion, but for its key. */
const ASSERT = ['assert', '--client-id', 'app', '--audience', `${origin}/token`]

test('assert prints a client assertion', async () => {
  const options = ['--jku', 'https://a.example/jwks', '--expires-in', '60']
  const { status, out, err } = await command([...ASSERT, '--key', key, ...options])
  assert.deepEqual([status, err], [0, ''])
  const { header, claims } = decodeJwt(out.trim())
  assert.deepEqual(header, { alg: 'ES384', jku: 'https://a.example/jwks', kid: 'mine', typ: 'JWT' })
  assert.deepEqual([claims.iss, claims.aud, claims.exp! - claims.iat!], ['app', `${origin}/token`, 65])
  const named = await command([...ASSERT, '--key', file('nameless.json', without(jwk, 'kid')), '--kid', 'k'])
  assert.equal(decodeJwt(named.out.trim()).header.kid, 'k')
  for (const [wrong, exit, message] of [
    [['--expires-in', '301'], 2, /--expires-in is "301"; it must be .*1 to 300/],
    [['--expires-in', 'soon'], 2, /1 to 300/],
    [['--profile', 'rfc9999'], 2, /--profile is "rfc9999"; it must be smart or rfc10070/],
    [['--header', '[]'], 1, /--header: it is JSON, but not an object/],
    [['--header', '{"kid":"x"}'], 1, /--header has "kid", which the request makes itself/],
    [['--jku', 'here'], 1, /--jku is no URL/],
    [['--jku', 'http://a.example/'], 1, /^subtle-jws: --jku is "http:.*\(http: on this machine\), without/],
    [['--scope', 'a'], 2, /--scope/],
  ] as const) {
    const refused = await command([...ASSERT, '--key', ES384_FILE, ...wrong])
    assert.deepEqual([refused.status, refused.out], [exit, ''])
    assert.match(refused.err, message)
  }
  assert.match((await command(['assert', '--client-id', 'app', '--key', key])).err, /--audience is missing/)
})

test('token prints an access token, with or without discovery', async () => {
  const { status, out } = await command(['token', ...SERVER])
  assert.equal(status, 0)
  const { accessToken, scope, missingScopes } = JSON.parse(out) as { [member: string]: unknown }
  assert.deepEqual([accessToken, scope, missingScopes], [TOKEN.access_token, 'a', []])
  let aud: unknown
  refuse((claims) => {
    aud = claims.aud
    return undefined
  })
  const audience = ['--audience', 'https://issuer.example']
  const direct = await command(['token', '--token-url', `${origin}/token`, ...audience, ...CLIENT])
  assert.equal(direct.status, 0)
  assert.equal(aud, 'https://issuer.example')
  refuse(() => ({ error: 'invalid_client' }))
  const refused = await command(['token', ...SERVER])
  assert.deepEqual([refused.status, refused.out], [1, ''])
  assert.match(refused.err, /ERR_OAUTH.*invalid_client/)
  assert.match((await command(['doctor', ...SERVER.slice(0, -2)])).err, /--key is missing/)
  assert.match(
    (await command(['token', ...CLIENT])).err,
    /--fhir-base or --token-url is missing[\s\S]*usage: subtle-jws token/,
  )
})

test('assert, token: profile, header, alg and kid reach the assertion', async () => {
  const rsa = file('rsa.json', without(await generateJwk('RS256'), 'alg'))
  const more = ['--alg', 'PS384', '--kid', 'published', '--profile', 'rfc10070', '--header', '{"x5t":"abc"}']
  const expected = {
    alg: 'PS384',
    kid: 'published',
    typ: 'client-authentication+jwt',
    x5t: 'abc',
  }
  const { out } = await command([...ASSERT, '--key', rsa, ...more])
  assert.deepEqual(decodeJwt(out.trim()).header, expected)
  const args = ['--fhir-base', `${origin}/fhir`, '--client-id', 'app', '--key', rsa]
  assert.equal((await command(['token', ...args, ...more])).status, 0)
  const form = new URLSearchParams(server.receivedAt('/token')[0]!.body)
  const { header, claims } = decodeJwt(form.get('client_assertion')!)
  assert.deepEqual([header, claims.aud, form.has('scope')], [expected, CONFIGURATION.issuer, false])
})

test('token sends parameters, and http to any host where that is allowed', async () => {
  const params = ['--param', 'client_id=app', '--param', 'resource=a=b']
  assert.equal((await command(['token', ...SERVER, ...params])).status, 0)
  const form = new URLSearchParams(server.receivedAt('/token')[0]!.body)
  assert.deepEqual([form.get('client_id'), form.get('resource')], ['app', 'a=b'])
  for (const [wrong, exit, message] of [
    [['--param', 'secret'], 2, /--param must be NAME=VALUE/],
    [['--param', '=secret'], 2, /--param must be NAME=VALUE/],
    [['--param', 'a=1', '--param', 'a=2'], 2, /--param "a" is given twice/],
    [['--param'], 2, /--param needs a value/],
    [['--param', 'scope=x'], 1, /--param has "scope", which the request makes itself/],
  ] as const) {
    const refused = await command(['token', ...SERVER, ...wrong])
    assert.deepEqual([refused.status, refused.out], [exit, ''])
    assert.match(refused.err, message)
    assert.doesNotMatch(refused.err, /secret/)
  }
  const open = ['token', '--token-url', 'http://a.example/token', ...CLIENT]
  assert.match((await command(open)).err, /--token-url is "http:.*with --insecure-http\)/)
  const openJku = ['token', ...SERVER, '--jku', 'http://a.example/']
  assert.match((await command(openJku)).err, /--jku is "http:.*with --insecure-http\)/)
  const local = fetch
  mock.method(globalThis, 'fetch', (_: string, init: RequestInit) => local(`${origin}/token`, init))
  try {
    assert.equal((await command([...open, '--insecure-http'])).status, 0)
  } finally {
    mock.restoreAll()
  }
})

test('token says what the server said, and when to come again', async () => {
  const err = async (answer: Handler): Promise<string> => {
    grant(answer)
    const { status, err: printed } = await command(['token', ...SERVER])
    assert.equal(status, 1)
    return printed
  }
  const described = { error: 'invalid_client', error_description: 'not\u001b[2J this one' }
  assert.match(
    await err(respond(401, described)),
    /ERR_OAUTH: .*\n {2}the server said: not\\u\{1b\}\[2J this one\n$/,
  )
  assert.match(await err(respond(400, '<h1>Bad</h1>')), /ERR_HTTP: .*\n {2}the server said: <h1>Bad<\/h1>\n$/)
  assert.match(await err(respond(404, '')), /is --token-url right\?/)
  assert.match(
    await err(respond(429, 'slow', { 'retry-after': '60' })),
    /try again in 60 s[\s\S]*said: slow\n$/,
  )
})

test('token names the reason of a connection that fails', async () => {
  const { status, err } = await command(['token', '--token-url', 'http://127.0.0.1:1/', ...CLIENT])
  assert.equal(status, 1)
  assert.match(
    err,
    /^subtle-jws: ERR_HTTP: http:\/\/127\.0\.0\.1:1\/: .*\(fetch refuses to use this port\)\n {2}check the URL’s port\n$/,
  )
})

test('no control character from a server or a token reaches the terminal', async () => {
  const evil = 'a\u009b2J\u007f\u0085\u001b[2J\u202e\u{e0001}'
  const clean = ({ out, err }: Outcome): void => assert.doesNotMatch(out + err, /(?!\n)\p{C}/u)
  refuse(() => ({ error: evil, error_description: evil }))
  clean(await command(['token', ...SERVER]))
  clean(await command(['doctor', ...SERVER]))
  clean(await command(['doctor', '--json', ...SERVER]))
  grant(respond(200, { ...TOKEN, scope: evil }))
  clean(await command(['token', ...SERVER]))
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const token = `${part({ alg: 'ES384', kid: evil })}.${part({ iss: evil })}.AAAA`
  const shown = await command(['decode', token])
  clean(shown)
  assert.equal(JSON.parse(shown.out).claims.iss, evil)
  clean(await command(['verify', '--keys', ES384_FILE, token]))
  const expired = await signJwt({ iss: evil, exp: 1 }, jwk)
  clean(await command(['verify', '--at', 'any', '--keys', file('public.json', toPublicJwk(jwk)), expired]))
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeJwt, signJwt, toPublicJwk } from '../src/index.ts'
import { command, file, type Outcome } from './command.ts'
import { CLIENT, grant, jwk, key, origin, refuse, SERVER, TOKEN } from './command-server.ts'
import { ES384_FILE, without } from './fixtures/keys.ts'
import { respond } from './servers.ts'

/** The command that makes an assertion, but for its key. */
const ASSERT = ['assert', '--client-id', 'app', '--audience', `${origin}/token`]

test('assert prints a client assertion', async () => {
  const options = ['--jku', 'https://a.example/jwks', '--expires-in', '60']
  const { status, out, err } = await command([...ASSERT, '--key', key, ...options])
  assert.deepEqual([status, err], [0, ''])
  const { header, claims } = decodeJwt(out.trim())
  assert.deepEqual(header, { alg: 'ES384', jku: 'https://a.example/jwks', kid: 'mine', typ: 'JWT' })
  assert.deepEqual([claims.iss, claims.aud, claims.exp! - claims.iat!], ['app', `${origin}/token`, 60])
  const named = await command([...ASSERT, '--key', file('nameless.json', without(jwk, 'kid')), '--kid', 'k'])
  assert.equal(decodeJwt(named.out.trim()).header.kid, 'k')
  for (const [wrong, exit, message] of [
    [['--expires-in', '301'], 2, /1 to 300/],
    [['--expires-in', 'soon'], 2, /--expires-in is "soon"; it must be a whole number of seconds, 1 to 300/],
    [['--jku', 'here'], 1, /jku/],
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

test('token names the reason of a connection that fails', async () => {
  const { status, err } = await command(['token', '--token-url', 'http://127.0.0.1:1/', ...CLIENT])
  assert.equal(status, 1)
  assert.match(err, /^subtle-jws: ERR_HTTP: http:\/\/127\.0\.0\.1:1\/: .*\(bad port\)\n$/)
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

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refusal } from './refusal.ts'
import { inTurn, respond } from './servers.ts'
import { assertionOf, client, GRANTED, server, tokens } from './smart-server.ts'

const TIME = 1_700_000_000
const now = (): number => TIME * 1000

const TOKEN_ALONE = { access_token: 'token-1' }

/** Answers as servers give them, and the life and scope that are read from them. */
const GENEROUS: readonly (readonly [name: string, answer: object | string, life: number, scope?: string])[] =
  [
    ['all that RFC 6749 names', GRANTED, 300],
    ['a token alone', TOKEN_ALONE, 300],
    ['no scope, as Entra', { ...GRANTED, scope: undefined }, 300],
    ['a scope that is null', { ...GRANTED, scope: null }, 300],
    ['a scope that is a number', { ...GRANTED, scope: 5 }, 300],
    ['an empty scope', { ...GRANTED, scope: '' }, 300, ''],
    ['a list of scopes', { ...GRANTED, scope: ['a', 'b', 5] }, 300, 'a b'],
    ['expires_in as text, as NHS England', { ...GRANTED, expires_in: '599' }, 599],
    ['expires_in as text with a fraction', { ...GRANTED, expires_in: ' 599.5 ' }, 599.5],
    ['no expires_in', { ...GRANTED, expires_in: undefined }, 300],
    ['expires_in null', { ...GRANTED, expires_in: null }, 300],
    ['expires_in that is no number', { ...GRANTED, expires_in: 'soon' }, 300],
    ['expires_in with a unit', { ...GRANTED, expires_in: '5 minutes' }, 300],
    ['expires_in empty', { ...GRANTED, expires_in: '' }, 300],
    ['expires_in blank', { ...GRANTED, expires_in: ' ' }, 300],
    ['expires_in a list', { ...GRANTED, expires_in: [600] }, 300],
    ['expires_in true', { ...GRANTED, expires_in: true }, 300],
    ['a year', { ...GRANTED, expires_in: 31_536_000 }, 31_536_000],
    ['more than a year', { ...GRANTED, expires_in: 1e12 }, 31_536_000],
    ['more than a number holds', '{"access_token":"token-1","expires_in":1e999}', 31_536_000],
    ['0 seconds', { ...GRANTED, expires_in: 0 }, 0],
    ['less than 0 seconds', { ...GRANTED, expires_in: -1 }, 0],
    ['less than 0 seconds as text', { ...GRANTED, expires_in: '-1' }, 0],
    ['no token_type', { ...GRANTED, token_type: undefined }, 300],
    ['token_type null', { ...GRANTED, token_type: null }, 300],
    ...['', 'Bearer', 'BEARER', 'BearerToken', 'bearer_token', ' Bearer '].map(
      (token_type) => [`token_type ${token_type}`, { ...GRANTED, token_type }, 300] as const,
    ),
    ['an error that is null', { ...GRANTED, error: null }, 300],
    ['an error that is empty', { ...GRANTED, error: '' }, 300],
    ['a member given twice', `{"access_token":"token-0",${JSON.stringify(GRANTED).slice(1)}`, 300],
    ['a byte order mark', `\ufeff${JSON.stringify(GRANTED)}`, 300],
    ['70 kB', { ...GRANTED, more: 'x'.repeat(70_000) }, 300],
    ['122 kB', { ...GRANTED, more: 'x'.repeat(122_000) }, 300],
    ['text/html', JSON.stringify(GRANTED), 300],
  ]

test('reads a token answer as servers give it: only access_token is needed (T3)', async () => {
  for (const [name, answer, life, scope = GRANTED.scope] of GENEROUS) {
    server.handlers['/token'] = respond(200, answer)
    const token = await client({ now }).accessToken()
    const missingScopes = scope === GRANTED.scope ? [] : [GRANTED.scope]
    assert.deepEqual(token, { accessToken: 'token-1', scope, missingScopes, expiresAt: TIME + life }, name)
  }
})

test('a token that ends at once is good for one use: the next caller gets another', async () => {
  server.handlers['/token'] = inTurn(respond(200, { ...GRANTED, expires_in: 0 }), tokens())
  const { fetch: send } = client()
  assert.equal((await send('Patient')).status, 200)
  assert.equal((await send('Patient')).status, 200)
  assert.equal(server.receivedAt('/token').length, 2)
})

test('without scope the server chooses, and nothing is missing (T1)', async () => {
  for (const [answer, scope] of [
    [GRANTED, GRANTED.scope],
    [TOKEN_ALONE, ''],
  ] as const) {
    server.handlers['/token'] = respond(200, answer)
    server.received = []
    const token = await client({ scope: undefined }).accessToken()
    assert.deepEqual([token.scope, token.missingScopes], [scope, []])
    assert.equal(new URLSearchParams(server.receivedAt('/token')[0]!.body).has('scope'), false)
  }
})

test('sends params, headers and header as they were when the client was made (T1)', async () => {
  const params = { client_id: 'app', audience: 'https://api.example', resource: ['a', 'b'] }
  const headers = new Headers({ 'x-api-key': 'k', 'Epic-Client-ID': 'e' })
  const made = client({ params, headers, header: { x5t: 'abc' } })
  params.client_id = 'another'
  headers.set('x-api-key', 'another')
  await made.accessToken()
  const [request] = server.receivedAt('/token')
  const sent = new URLSearchParams(request!.body)
  assert.deepEqual(
    [sent.getAll('client_id'), sent.getAll('audience'), sent.getAll('resource'), sent.getAll('grant_type')],
    [['app'], ['https://api.example'], ['a', 'b'], ['client_credentials']],
  )
  assert.deepEqual([request!.headers['x-api-key'], request!.headers['epic-client-id']], ['k', 'e'])
  assert.match(request!.headers['content-type']!, /^application\/x-www-form-urlencoded/)
  assert.equal(request!.headers.accept, 'application/json')
  assert.equal(assertionOf(request!).header.x5t, 'abc')
  await client({ headers: [['x-a', 'b']] }).accessToken()
  assert.equal(server.receivedAt('/token')[1]!.headers['x-a'], 'b')
})

test('profile rfc10070 asks with its typ', async () => {
  await client({ profile: 'rfc10070', audience: 'https://issuer.example' }).accessToken()
  const { header, claims } = assertionOf(server.receivedAt('/token')[0]!)
  assert.deepEqual([header.typ, claims.aud], ['client-authentication+jwt', 'https://issuer.example'])
})

test('a refusal that is no OAuth error names what servers refuse assertions for (T4)', async () => {
  for (const [status, message] of [
    [
      400,
      /status 400, content type "text\/html"; is client_id registered, with this kid and aud, .*doctor\)$/,
    ],
    [401, /is client_id registered/],
    [403, /is client_id registered/],
    [404, /is tokenEndpoint right\?$/],
    [405, /is tokenEndpoint right\?$/],
  ] as const) {
    server.handlers['/token'] = respond(status, 'no')
    const error = await refusal(client().accessToken())
    assert.deepEqual([error.code, error.status, error.description], ['ERR_HTTP', status, 'no'])
    assert.match(error.message, message)
  }
})

test('says that DPoP is not supported where a server demands it, in whichever words', async () => {
  for (const [error, error_description] of [
    ['invalid_dpop_proof', 'The DPoP proof JWT header is missing.'],
    ['use_dpop_nonce', ''],
    ['invalid_request', 'a DPoP proof is required'],
  ] as const) {
    server.handlers['/token'] = respond(400, { error, error_description })
    const { message } = await refusal(client().accessToken())
    assert.match(message, /DPoP is not supported; have the client registered for bearer tokens$/)
  }
})

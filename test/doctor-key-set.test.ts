import assert from 'node:assert/strict'
import { test } from 'node:test'
import { generateJwk, toPublicJwk, type Jwk } from '../src/index.ts'
import { file } from './command.ts'
import { doctor, jwk, origin, refuse, SERVER, server } from './command-server.ts'
import { RS384_FILE, RS384_PUBLIC, without } from './fixtures/keys.ts'
import { respond, type Handler } from './servers.ts'

const published = toPublicJwk(jwk)
const other = toPublicJwk(await generateJwk('ES384', { kid: 'mine' }))

/** What the doctor finds fault with in a set that is published. */
async function faultsOf(page: Handler, ...args: readonly string[]): Promise<{ [check: string]: string }> {
  server.handlers['/jwks'] = page
  return (await doctor(...SERVER, '--jwks-url', `${origin}/jwks`, ...args)).faults
}

const untyped: (body: string) => Handler = (body) => (_request, response) => response.end(body)

test('doctor examines what is answered at the URL of the key set', async () => {
  for (const [page, check, fault] of [
    [respond(401, ''), 'key set', /fail 401, no key set/],
    [respond(401, { keys: [published] }), 'key set', /fail 401, 1 key ->/],
    [respond(401, { keys: [published, published] }), 'key set', /fail 401, 2 keys ->/],
    [respond(401, { keys: [] }), 'key set', /fail 401, 0 keys ->/],
    [respond(200, { keys: 1 }), 'key set', /fail 200, no key set/],
    [
      respond(302, '', { location: 'https://a.example/login' }),
      'key set',
      /fail 302, a redirect to https:\/\/a\.example\/login, no key set -> .*no redirect/,
    ],
    [respond(200, { keys: [published] }, { 'content-type': 'text/html' }), 'key set type', /warn text\/html/],
    [
      respond(200, { keys: [published] }, { 'content-type': 'x-application/json' }),
      'key set type',
      /warn x-/,
    ],
    [untyped(JSON.stringify({ keys: [published] })), 'key set type', /warn none -> application\/json/],
    [respond(200, { keys: [published] }), 'key set cache', /warn Cache-Control is absent/],
  ] as const) {
    assert.match((await faultsOf(page))[check]!, fault)
  }
  const far = await doctor(
    ...SERVER,
    '--jwks-url',
    'https://127.0.0.1:9/jwks',
    '--jku',
    'https://a.example/jwks',
  )
  assert.match(far.faults['key set']!, /fail .*no answer/)
  assert.match(
    far.faults.jku!,
    /fail https:\/\/a.example.* -> use --jku https:\/\/127.0.0.1:9\/jwks: .*exactly/,
  )
  const { faults: wrong } = await doctor(...SERVER, '--jwks-url', 'there')
  assert.match(wrong['key set URL']!, /fail there/)
  assert.equal(wrong['key set'], undefined)
})

test('doctor finds private members of every type of key in the published set', async () => {
  const leaked = Object.fromEntries(
    ['d', 'p', 'q', 'dp', 'dq', 'qi', 'priv', 'oth', 'k'].map((member) => [member, 'a']),
  )
  const pem = '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----'
  for (const [keys, fault] of [
    [[jwk], /fail d of key "mine".*make a new one/],
    [
      [published, { ...leaked, kid: 'x' }, { k: 'a', kid: 'y' }, { d: 'a' }],
      /fail d p q dp dq qi priv oth k of key "x", k of key "y", d of key ->/,
    ],
    [[published, { kty: 'AKP', alg: 'ML-DSA-44', pub: 'a', priv: 'a', kid: 'm' }], /fail priv of key "m"/],
    [[published, { kty: 'OKP', crv: 'X25519', x: 'a', d: 'a', use: 'enc', kid: 'e' }], /fail d of key "e"/],
    [[published, { kty: 'oct', k: 'a', kid: 's' }], /fail k of key "s"/],
    [[published, { kty: 'RSA', pem, kid: 'p' }], /fail pem of key "p"/],
    [Array(6).fill({ kid: 'z', d: 'a' }), /d of key "z", d of key "z", d of key "z", and of 3 more keys ->/],
  ] as const) {
    assert.match((await faultsOf(respond(200, { keys })))['private members']!, fault)
  }
  const harmless = [published, { ...other, kid: 'o', d: null }]
  assert.equal((await faultsOf(respond(200, { keys: harmless })))['private members'], undefined)
})

test('doctor compares the published key with the one that signs', async () => {
  for (const [keys, check, fault] of [
    [
      [],
      'published key',
      /fail keys with kid "mine": 0 of 0; the set has: none -> publish the key of this kid/,
    ],
    [[{ ...other, kid: 'a' }], 'published key', /fail .*: 0 of 1; the set has: a -> publish the key of this/],
    [[published, other], 'published key', /warn .*: 2 of 2; the set has: mine mine -> publish one key/],
    [[other], 'same key', /fail it is another key -> publish the public half/],
    [[{ ...published, x: 'AA' }], 'same key', /fail .*its x .* -> publish the output of subtle-jws jwks/],
  ] as const) {
    assert.match((await faultsOf(respond(200, { keys })))[check]!, fault)
  }
  const sound = async (keys: readonly unknown[]) => {
    const faults = await faultsOf(respond(200, { keys }, { 'cache-control': 'no-store' }))
    assert.deepEqual(Object.keys(faults), ['TLS', 'key set URL'])
  }
  await sound([{ ...published, kid: 'x' }, published])
  // Keys for encryption may stand beside it, and what is no key.
  const encryption = { kty: 'EC', crv: 'P-256', x: 'a', y: 'a', use: 'enc', alg: 'ECDH-ES', kid: 'mine' }
  await sound([published, encryption, { kty: 'other', kid: 'o' }, null])
  server.handlers['/jwks'] = respond(200, { keys: [without(RS384_PUBLIC, 'alg')] })
  const args = [...SERVER.slice(0, -1), RS384_FILE, '--jwks-url', `${origin}/jwks`]
  assert.equal((await doctor(...args)).faults['same key'], undefined)
  server.handlers['/jwks'] = respond(200, { keys: [without(jwk, 'd')] })
  const { faults } = await doctor(...SERVER.slice(0, -1), 'nowhere', '--jwks-url', `${origin}/jwks`)
  assert.match(faults.key!, /cannot read "nowhere": there is no such file/)
})

test('doctor names the kid under which the same key is published', async () => {
  const renamed = (kid: unknown, ...beside: readonly Jwk[]) =>
    faultsOf(respond(200, { keys: [...beside, { ...published, kid }] }))
  assert.match((await renamed('x y'))['published key']!, /the same key .* another kid: use --kid 'x y'$/)
  assert.match((await renamed('x', other))['same key']!, /fail kid "mine" is another key -> .*use --kid x$/)
  assert.match((await renamed(undefined))['published key']!, /published without a kid: publish it with one$/)
  assert.match((await renamed('x'.repeat(201)))['published key']!, /use that as --kid$/)
  const keys = [{ ...published, kid: 'x' }]
  server.handlers['/jwks'] = respond(200, { keys })
  const set = file('set.json', { keys: [jwk] })
  const ofSet = await doctor(...SERVER.slice(0, -1), set, '--jwks-url', `${origin}/jwks`)
  assert.match(
    ofSet.faults['published key']!,
    /use --kid x with that JWK alone in the file, or write that kid/,
  )
  // With it everything passes.
  refuse(() => undefined)
  server.handlers['/jwks'] = respond(
    200,
    { keys: [{ ...published, kid: 'x' }] },
    { 'cache-control': 'no-store' },
  )
  const { status, faults } = await doctor(...SERVER, '--jwks-url', `${origin}/jwks`, '--kid', 'x')
  assert.deepEqual([status, Object.keys(faults)], [0, ['TLS', 'key set URL']])
})

test('--jwks FILE examines a set that was registered by value', async () => {
  const set = file('registered.json', { keys: [published] })
  const { status, checks, faults } = await doctor(...SERVER, '--jwks', set)
  assert.deepEqual([status, Object.keys(faults)], [0, ['TLS']])
  assert.match(checks.find(({ check }) => check === 'key set')!.found, /registered\.json", 1 key$/)
  assert.equal(checks.find(({ check }) => check === 'same key')!.result, 'pass')
  const examined = async (content: unknown) =>
    (await doctor(...SERVER, '--jwks', file('other.json', content))).faults
  assert.match((await examined({ keys: [{ ...published, kid: 'x' }] }))['published key']!, /use --kid x$/)
  assert.match((await examined({ keys: [jwk] }))['private members']!, /fail d of key "mine"/)
  assert.match((await examined(published))['key set']!, /fail .*no key set -> give the file/)
  const missing = await doctor(...SERVER, '--jwks', 'nowhere')
  assert.match(
    missing.faults['key set']!,
    /fail cannot read "nowhere": there is no such file -> give the file/,
  )
})

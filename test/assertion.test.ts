import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeJwt, verifyJwt } from '../src/index.ts'
import { clientAssertionParams, createClientAssertion } from '../src/smart/index.ts'
import { ES384_PRIVATE, ES384_SET, without } from './fixtures/keys.ts'

test('an assertion has alg, kid and typ; iss, sub, aud, exp, iat and jti; and no nbf (A1, A2)', async () => {
  const assertion = await createClientAssertion({
    clientId: 'app',
    audience: 'https://a.example/token',
    key: ES384_SET,
    now: () => 1700000000900,
  })
  const { header, claims } = decodeJwt(assertion)
  assert.deepEqual(header, { alg: 'ES384', kid: ES384_PRIVATE.kid, typ: 'JWT' })
  const { jti, ...others } = claims
  assert.deepEqual(others, {
    iss: 'app',
    sub: 'app',
    aud: 'https://a.example/token',
    exp: 1700000240,
    iat: 1699999995,
  })
  assert.match(jti!, /^[\w-]{22}$/)
  const published = without(ES384_PRIVATE, 'd', 'key_ops')
  await verifyJwt(assertion, published, {
    now: () => 1700000000000,
    audience: 'https://a.example/token',
  })
  assert.notEqual(
    decodeJwt(
      await createClientAssertion({ clientId: 'app', audience: 'https://a.example/token', key: ES384_SET }),
    ).claims.jti,
    jti,
  )
})

test('an assertion takes jku, lifetime, jti, more claims and several audiences (A1, A4, A5)', async () => {
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
      key: ES384_SET,
      jku: 'https://b.example/jwks',
      expiresIn: 300,
      jti: 'one',
      now: () => 5000,
      claims: { iss: 'x', more: 1 },
    }),
  )
  assert.equal(header.jku, 'https://b.example/jwks')
  assert.deepEqual(claims, { iss: 'app', more: 1, sub: 'app', aud: audience, exp: 305, iat: 5, jti: 'one' })
  const first = await createClientAssertion({ clientId: 'app', audience, key: ES384_SET, now: () => 0 })
  assert.equal(decodeJwt(first).claims.iat, 0)
})

test('refuses to make an assertion that no server would accept', async () => {
  const good = { clientId: 'app', audience: 'https://a.example/token', key: ES384_SET }
  const rows: [object, RegExp][] = [
    [{ clientId: undefined }, /^option clientId is absent; .*not empty$/],
    [{ clientId: '' }, /^option clientId is a string; .*not empty$/],
    [{ clientId: 1 }, /^option clientId is 1; .*not empty$/],
    [{ jti: '' }, /^option jti is a string; .*not empty$/],
    [{ jti: 1 }, /^option jti is 1; .*not empty$/],
    ...[0, 301, 1.5, '240', NaN].map((expiresIn): [object, RegExp] => [
      { expiresIn },
      /^option expiresIn is .*; .*whole seconds, 1 to 300$/,
    ]),
    [{ audience: undefined }, /^option audience is absent; .* or a list/],
    [{ audience: [] }, /^option audience is a list; .* or a list/],
    [{ audience: ['https://a.example', ''] }, /^option audience is a list; .* or a list/],
    [{ profile: 'smartest' }, /^option profile is a string; it must be "smart" or "rfc10070"$/],
    [{ profile: 'rfc10070', audience: ['https://a.example'] }, /^option audience is a list; .*issuer alone$/],
    ...['alg', 'kid', 'jku'].map((name): [object, RegExp] => [
      { header: { [name]: 'a' } },
      new RegExp(`^option header has "${name}", which the request makes itself$`),
    ]),
    [{ header: { typ: 1 } }, /typ is 1/],
    [{ header: 'typ' }, /^option header is a string; .*plain object$/],
    [{ allowInsecureRequests: 1 }, /^option allowInsecureRequests is 1; .*true or false$/],
    [{ jku: 'https://me:secret@a.example/' }, /"https:\/\/a\.example\/".*without a password/],
    [{ jku: `https://a.example/?${'secret'.repeat(400)}` }, /^option jku is a text of 2419 char/],
    [{ jku: 'http://b.example/jwks?secret' }, /^option jku is "http:\/\/b\.example\/jwks"; .*https URL/],
    [{ jku: '' }, /^option jku is a string; .*not empty$/],
    [{ key: without(ES384_PRIVATE, 'kid') }, /^the key has no kid; /],
    [{ claims: ['x'] }, /^option claims is a list; .*plain object$/],
    [{ claims: new Map([['a', 1]]) }, /^option claims is a Map; .*plain object$/],
    [{ key: undefined }, /^key is absent; .*a JWK, a JWK Set or a Signer/],
    [{ key: '-----BEGIN PRIVATE KEY-----' }, /^key is a string; .*PEM text: privateJwkFromPem/],
    [{ now: () => NaN }, /^option now gives no time; .*milliseconds/],
    [{ now: () => -1 }, /^option now gives no time/],
    [{ now: 1700000000 }, /^option now is 1700000000; .*function$/],
    [{ claims: 'secret' }, /^option claims is a string; .*object$/],
    [{ client_id: 'app' }, /^option "client_id" is unknown; known: clientId, audience, key, /],
  ]
  for (const [wrong, message] of rows) {
    await assert.rejects(createClientAssertion({ ...good, ...wrong } as typeof good), (error) => {
      assert.ok(error instanceof TypeError, String(error))
      assert.match(error.message, message)
      assert.doesNotMatch(error.message, /secret|BEGIN/)
      return true
    })
  }
})

test('iat is five seconds ago, as far as exp is 300 seconds after it at most (A2, A4)', async () => {
  const good = { clientId: 'app', audience: 'a', key: ES384_SET, now: () => 1_700_000_000_999 }
  for (const [expiresIn, back] of [
    [1, 5],
    [240, 5],
    [295, 5],
    [296, 4],
    [299, 1],
    [300, 0],
  ] as const) {
    const { claims } = decodeJwt(await createClientAssertion({ ...good, expiresIn }))
    assert.deepEqual(
      [1_700_000_000 - claims.iat!, claims.exp! - 1_700_000_000],
      [back, expiresIn],
      `${expiresIn} s`,
    )
  }
})

test('audience is text, as the server spells it: DocuSign’s is no URL (A5)', async () => {
  for (const audience of [
    'account-d.docusign.com',
    'http://keycloak:8080/realms/a',
    'urn:x',
    ['https://a.example/', 'the server'],
  ]) {
    const assertion = await createClientAssertion({ clientId: 'app', audience, key: ES384_SET })
    assert.deepEqual(decodeJwt(assertion).claims.aud, audience)
  }
})

test('profile rfc10070 has its typ and the issuer alone as aud (RFC 10070)', async () => {
  const options = { clientId: 'app', audience: 'https://a.example', key: ES384_SET } as const
  const { header, claims } = decodeJwt(await createClientAssertion({ ...options, profile: 'rfc10070' }))
  assert.deepEqual([header.typ, claims.aud], ['client-authentication+jwt', 'https://a.example'])
  const smart = decodeJwt(await createClientAssertion({ ...options, profile: 'smart' }))
  assert.equal(smart.header.typ, 'JWT')
  const typ = 'more-specific+jwt'
  const more = await createClientAssertion({ ...options, profile: 'rfc10070', header: { typ } })
  assert.equal(decodeJwt(more).header.typ, typ)
  const unset = await createClientAssertion({ ...options, profile: 'rfc10070', header: { typ: undefined } })
  assert.equal(decodeJwt(unset).header.typ, 'client-authentication+jwt')
})

test('header adds members; beside a certificate a key needs no kid, as Entra and UDAP have it', async () => {
  const key = without(ES384_PRIVATE, 'kid')
  const options = { clientId: 'app', audience: 'a', key }
  for (const header of [{ x5t: 'abc' }, { 'x5t#S256': 'abc' }, { x5c: ['MII'] }]) {
    const made = decodeJwt(await createClientAssertion({ ...options, header }))
    assert.deepEqual(made.header, { alg: 'ES384', typ: 'JWT', ...header })
  }
  const both = await createClientAssertion({ ...options, key: ES384_SET, header: { x5t: 'abc' } })
  assert.deepEqual(decodeJwt(both).header, { alg: 'ES384', kid: ES384_PRIVATE.kid, typ: 'JWT', x5t: 'abc' })
  for (const header of [{ y5t: 'abc' }, { x5t: undefined }, { x5c: null }, { x5t: '' }]) {
    await assert.rejects(createClientAssertion({ ...options, header }), /^TypeError: the key has no kid/)
  }
})

test('jku may be on http where allowInsecureRequests is true', async () => {
  const options = { clientId: 'app', audience: 'a', key: ES384_SET, jku: 'http://app:8080/jwks' }
  const { header } = decodeJwt(await createClientAssertion({ ...options, allowInsecureRequests: true }))
  assert.equal(header.jku, 'http://app:8080/jwks')
})

test('clientAssertionParams gives the two parameters of any grant (T2)', () => {
  assert.deepEqual(clientAssertionParams('a.b.c'), {
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: 'a.b.c',
  })
})

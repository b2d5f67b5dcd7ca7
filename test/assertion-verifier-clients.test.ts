import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toPublicJwk } from '../src/index.ts'
import {
  createAssertionVerifier,
  toOAuthErrorResponse,
  type AssertionVerifierOptions,
  type RegisteredClient,
} from '../src/server/index.ts'
import { as, AUDIENCE, es256, forge, TYPE, verifier, type Forgery } from './fixtures/assertions.ts'
import { clock, es384, next, now, published, rsa, START, url } from './fixtures/key-server.ts'
import { hostile, refusal } from './refusal.ts'

const ISSUER = 'https://server.example'

/** A verifier for which each client is registered like this. */
const registering = (registered: unknown, options: Partial<AssertionVerifierOptions> = {}) =>
  verifier({ client: () => hostile<RegisteredClient>(registered), ...options })

test('client may answer at once, or by a promise of any kind, and null is unknown (V2)', async () => {
  const registered = { jwks: published }
  const thenable = {
    // biome-ignore lint/suspicious/noThenProperty: query builders are like this.
    then: (resolve: (found: RegisteredClient) => void) => resolve(registered),
  }
  for (const found of [registered, Promise.resolve(registered), thenable]) {
    assert.equal((await registering(found).verify(await forge())).clientId, 'app')
  }
  for (const unknown of [undefined, null, false, Promise.resolve(null)]) {
    const error = await refusal(registering(unknown).verify(await forge()))
    assert.deepEqual([error.code, error.claim], ['ERR_CLAIM', 'iss'])
    assert.match(error.message, /^iss is "app", and must be a registered client$/)
  }
})

test('a client’s own algorithms and audience stand instead of the verifier’s', async () => {
  const jwks = { keys: [es384, rsa, es256].map(toPublicJwk) }
  const own = { jwks, algorithms: ['ES256'], audience: [ISSUER] }
  const { verify } = registering(own)
  const sound = { key: es256, claims: { aud: ISSUER } }
  await verify(await forge(sound))
  const error = await refusal(verify(await forge({ ...sound, key: es384 })))
  assert.equal(error.code, 'ERR_ALG')
  assert.match(error.message, /alg is ES384; accepted: ES256$/)
  assert.equal((await refusal(verify(await forge({ key: es256 })))).claim, 'aud')
  // What a database gives for an empty column is as absent.
  const empty = { jwks, jwksUri: '', algorithms: null, audience: null }
  await registering(empty).verify(await forge())
  assert.equal((await refusal(registering(empty).verify(await forge(sound)))).code, 'ERR_ALG')
})

const WRONG: { readonly [what: string]: readonly [registered: unknown, message: RegExp] } = {
  'no keys': [{}, /^client "app" is registered without jwks or jwksUri$/],
  'a text': ['https://a.example', /^client "app" is registered without jwks or jwksUri$/],
  'a key for a set': [{ jwks: toPublicJwk(es384) }, /with an object as jwks; it must be a JWK Set$/],
  'a set as text': [{ jwks: JSON.stringify(published) }, /with a string as jwks; it must be a JWK Set$/],
  'a list for a set': [{ jwks: [toPublicJwk(es384)] }, /with a list as jwks; it must be a JWK Set$/],
  'a URL that is none': [{ jwksUri: 'jwks' }, /with jwksUri no URL; it must be an https URL$/],
  'an http URL': [{ jwksUri: 'http://a.example/' }, /with jwksUri "http:\/\/a.example\/"; .* https URL$/],
  'http on loopback': [{ jwksUri: url }, /with jwksUri "http:\/\/127.0.0.1:\d+\/.*"; .* https URL$/],
  'http on localhost': [{ jwksUri: 'http://localhost/jwks' }, /; it must be an https URL$/],
  'a URL with a password': [
    { jwksUri: 'https://a:b@a.example/?c' },
    /jwksUri "https:\/\/a.example\/"; it must be an https URL$/,
  ],
  'a URL of another scheme': [{ jwksUri: 'file:///etc/passwd' }, /; it must be an https URL$/],
  'a URL that is an object': [{ jwksUri: new URL('https://a.example') }, /with an object as jwksUri; /],
  'one algorithm': [
    { jwks: published, algorithms: 'ES384' },
    /with a string as algorithms; .*list of strings/,
  ],
  'an audience of numbers': [
    { jwks: published, audience: [1] },
    /with a list as audience; it must be a string/,
  ],
}

for (const [what, [registered, message]] of Object.entries(WRONG)) {
  test(`a registration with ${what} is refused as its client is`, async () => {
    const { verify } = registering(registered, { allowInsecureRequests: false })
    const error = await refusal(verify(await forge()))
    assert.equal(error.code, 'ERR_KEY_NOT_FOUND')
    assert.match(error.message, message)
    assert.deepEqual([error.clientId, error.kid], ['app', 'ec'])
    assert.equal(toOAuthErrorResponse(error).status, 401)
  })
}

test('a client that cannot be looked up, or not in time, is no client’s fault', async () => {
  const gone = new TypeError('fetch failed')
  const rows: [client: AssertionVerifierOptions['client'], cause: RegExp][] = [
    [() => Promise.reject(gone), /^fetch failed$/],
    [
      () => {
        throw gone
      },
      /^fetch failed$/,
    ],
    [() => new Promise(() => {}), /^it did not answer within 20 ms$/],
  ]
  for (const [client, cause] of rows) {
    let claimed = 0
    const replayStore = { claim: async () => !!++claimed }
    const { verify } = verifier({ client, timeout: 20, replayStore })
    const error = await refusal(verify(await forge()))
    assert.equal(error.code, 'ERR_HTTP')
    assert.match(error.message, /^the lookup of client "app" failed; see cause$/)
    assert.match((error.cause as Error).message, cause)
    assert.deepEqual([toOAuthErrorResponse(error).status, claimed, error.clientId], [503, 0, 'app'])
  }
})

test('each refusal names the client and the key that are claimed, as a log can have them', async () => {
  const { verify } = verifier()
  const long = `x\n\u202e${'y'.repeat(1000)}`
  const rows: [Forgery, clientId: string | undefined, kid: string | undefined][] = [
    [as('who'), 'who', 'ec'],
    [{ key: next }, 'app', 'next'],
    [{ claims: { aud: 'x' } }, 'app', 'ec'],
    [{ claims: { iss: 5 } }, undefined, 'ec'],
    [{ claims: { iss: 5 }, parameters: { client_id: 'form' } }, 'form', 'ec'],
    [{ parameters: { client_assertion: 'a.b', client_id: 'form' } }, 'form', undefined],
    [{ parameters: { client_assertion: '' } }, undefined, undefined],
    [as(long, { header: { kid: long } }), undefined, undefined],
  ]
  for (const [forgery, clientId, kid] of rows) {
    const error = await refusal(verify(await forge(forgery)))
    if (forgery.header) {
      for (const text of [error.clientId, error.kid]) {
        assert.match(text!, /^x\\u\{a\}\\u\{202e\}y{100,}$/)
        assert.ok(text!.length <= 200, text)
      }
    } else assert.deepEqual([error.clientId, error.kid], [clientId, kid], error.message)
  }
  const replayed = await forge()
  await verify(replayed)
  const { clientId, kid, code } = await refusal(verify(replayed))
  assert.deepEqual([clientId, kid, code], ['app', 'ec', 'ERR_REPLAY'])
})

test('clients that share a failing key set are named each in its own refusal', async () => {
  const failure = { fetch: async () => Promise.reject(new Error('down')) }
  const { verify } = verifier({ client: () => ({ jwksUri: 'https://shared.example/' }), ...failure })
  const ask = async (id: string) => refusal(verify(await forge(as(id))))
  const errors = await Promise.all(['a', 'b', 'a'].map(ask))
  assert.deepEqual(
    errors.map(({ clientId }) => clientId),
    ['a', 'b', 'a'],
  )
})

// RFC 10070 §4: the issuer is the one value of aud, compared by simple string; nobody is refused for no typ.
const RFC_10070: readonly (readonly [what: string, Forgery, code?: string])[] = [
  ['the issuer alone', { claims: { aud: ISSUER } }],
  ['the issuer alone, in a list', { claims: { aud: [ISSUER] } }],
  ['no explicit type', { claims: { aud: ISSUER }, header: { typ: undefined } }],
  ['the explicit type', { claims: { aud: ISSUER }, header: { typ: 'client-authentication+jwt' } }],
  ['the token endpoint', { claims: { aud: AUDIENCE } }, 'ERR_CLAIM'],
  ['the issuer and the token endpoint', { claims: { aud: [ISSUER, AUDIENCE] } }, 'ERR_CLAIM'],
  ['the issuer and another server', { claims: { aud: [ISSUER, 'https://other.example'] } }, 'ERR_CLAIM'],
  ['the issuer with a slash', { claims: { aud: `${ISSUER}/` } }, 'ERR_CLAIM'],
  ['the issuer in capitals', { claims: { aud: ISSUER.toUpperCase() } }, 'ERR_CLAIM'],
  ['the issuer in an inner list', { claims: { aud: [[ISSUER]] } }, 'ERR_CLAIM'],
  ['no audience', { claims: { aud: undefined } }, 'ERR_CLAIM'],
  ['the type of an access token', { claims: { aud: ISSUER }, header: { typ: 'at+jwt' } }, 'ERR_CLAIM'],
]

for (const [what, forgery, code] of RFC_10070) {
  test(`with the issuer alone as audience, ${what} is ${code ? 'refused' : 'accepted'} (R1, R2)`, async () => {
    const { verify } = verifier({ audience: ISSUER })
    const request = await forge(forgery)
    if (code) assert.equal((await refusal(verify(request))).code, code)
    else await verify(request)
  })
}

test('the issuer for one client and the token endpoint for another, while they move (R1)', async () => {
  const clients: { [id: string]: RegisteredClient } = {
    app: { jwks: published },
    moved: { jwks: published, audience: ISSUER },
  }
  const { verify } = createAssertionVerifier({ audience: AUDIENCE, client: (id) => clients[id], now })
  await verify(await forge())
  await verify(await forge(as('moved', { claims: { aud: ISSUER } })))
  assert.match(
    (await refusal(verify(await forge(as('moved'))))).message,
    /must be "https:\/\/server.example"/,
  )
})

test('clocks that differ by 10 seconds are good enough, either way', async () => {
  const { verify } = verifier()
  for (const ahead of [-10, 10]) {
    const seconds = START / 1000 + ahead
    await verify(await forge({ claims: { iat: seconds, nbf: seconds, exp: seconds + 300 } }))
  }
  clock.time = START + 309_999
  const { client_assertion } = await forge({ claims: { exp: START / 1000 + 300 } })
  await verify({ client_assertion, client_assertion_type: TYPE })
})

import assert from 'node:assert/strict'
import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { encodeBase64url, importSigner, signJws, type JwsAlgorithm } from '../src/index.ts'
import { createAssertionVerifier, toOAuthErrorResponse } from '../src/server/index.ts'
import {
  as,
  AUDIENCE,
  es256,
  forge,
  lookups,
  newestJti,
  TYPE,
  verifier,
  type Forgery,
} from './fixtures/assertions.ts'
import { es384, keyServer, next, rsa, START, stranger, url } from './fixtures/key-server.ts'
import { without } from './fixtures/keys.ts'
import { hostile, refusal } from './refusal.ts'

test('accepts parameters of every kind, and returns the client, claims and header (V1)', async () => {
  const form = new FormData()
  for (const [name, value] of Object.entries(await forge())) form.append(name, `${value}`)
  const search = new URLSearchParams(hostile<Record<string, string>>(await forge({ key: rsa })))
  search.append('client_id', 'app')
  search.append('grant_type', 'client_credentials')
  const plain = Object.assign(Object.create(null), await forge({ parameters: { client_id: 'app' } }))
  const empty = await forge({ parameters: { client_id: '' } })
  const unset = await forge({ parameters: { client_id: undefined } })
  const { verify } = verifier()
  for (const parameters of [form, search, plain, empty, unset]) {
    const { clientId, claims, header } = await verify(parameters)
    assert.equal(clientId, 'app')
    assert.equal(claims.aud, AUDIENCE)
    assert.ok(header.kid)
    assert.equal((await refusal(verify(parameters))).code, 'ERR_REPLAY')
  }
})

test('accepts every valid variant of an assertion (V1, V2, V3, V4, V5)', async () => {
  const seconds = START / 1000
  const { verify } = verifier({
    algorithms: ['ES384', 'RS384', 'ES256'],
    audience: ['https://server.example', AUDIENCE],
  })
  const rows: Forgery[] = [
    { claims: { aud: [AUDIENCE, 'https://server.example'] } },
    { claims: { aud: [AUDIENCE] } },
    { claims: { aud: 'https://server.example' } },
    { claims: { exp: seconds + 310 } },
    { claims: { exp: seconds - 9 } },
    { claims: { exp: seconds + 0.5 } },
    { claims: { iat: seconds + 10, nbf: seconds + 10 } },
    { claims: { jti: 'x'.repeat(256) } },
    { header: { typ: 'jwt' } },
    { header: { typ: 'application/JWT' } },
    { header: { typ: undefined } },
    { header: { typ: 'client-authentication+jwt' } },
    { header: { typ: 'application/Client-Authentication+JWT' } },
    as('remote'),
    as('remote', { header: { jku: url } }),
    as('both'),
    as('mixed'),
    as('p256', { key: es256 }),
  ]
  for (const row of rows) {
    const { claims } = await verify(await forge(row))
    assert.equal(claims.jti, row.claims?.jti ?? newestJti())
  }
})

/** Parameters that a server reads beside the assertion, once. */
const REPEATABLE = { client_id: 'app', grant_type: 'client_credentials', scope: 'a', client_secret: '' }

/** What is refused: its code, its claim or parameter, and whether the client was looked up before. */
const REFUSED: { readonly [what: string]: readonly [Forgery, string, (string | undefined)?, boolean?] } = {
  'another audience (V1)': [{ claims: { aud: 'https://other.example/token' } }, 'ERR_CLAIM', 'aud'],
  'an assertion without audience (V1)': [{ claims: { aud: undefined } }, 'ERR_CLAIM', 'aud'],
  'an empty list of audiences (V1)': [{ claims: { aud: [] } }, 'ERR_CLAIM', 'aud'],
  'an audience that only begins alike (V1)': [{ claims: { aud: `${AUDIENCE}/` } }, 'ERR_CLAIM', 'aud'],
  'an audience beside ours (V1, R1)': [
    { claims: { aud: [AUDIENCE, 'https://other.example/token'] } },
    'ERR_CLAIM',
    'aud',
  ],
  'nbf in the future (V1)': [{ claims: { nbf: START / 1000 + 11 } }, 'ERR_CLAIM', 'nbf'],
  'iat in the future (V1)': [{ claims: { iat: START / 1000 + 11 } }, 'ERR_CLAIM', 'iat'],
  'an algorithm that is not accepted (V1)': [as('p256', { key: es256 }), 'ERR_ALG'],
  'a signature by another client’s key (V1)': [{ key: stranger }, 'ERR_SIGNATURE'],
  'the typ of another kind of token (V1)': [{ header: { typ: 'at+jwt' } }, 'ERR_CLAIM', 'typ'],
  'an empty typ (V1)': [{ header: { typ: '' } }, 'ERR_CLAIM', 'typ'],
  'an assertion without iss (V2)': [{ claims: { iss: undefined } }, 'ERR_CLAIM', 'iss', false],
  'an empty iss (V2)': [{ claims: { iss: '', sub: '' } }, 'ERR_CLAIM', 'iss', false],
  'an iss that is not a string (V2)': [{ claims: { iss: ['app'], sub: ['app'] } }, 'ERR_CLAIM', 'iss', false],
  'an assertion without sub (V2)': [{ claims: { sub: undefined } }, 'ERR_CLAIM', 'sub', false],
  'a sub that differs from iss (V2)': [{ claims: { sub: 'remote' } }, 'ERR_CLAIM', 'sub', false],
  'an unknown client (V2)': [as('who'), 'ERR_CLAIM', 'iss'],
  'a client_id that differs from iss (V2)': [
    { parameters: { client_id: 'remote' } },
    'ERR_CLAIM',
    'client_id',
    false,
  ],
  'an assertion without exp (V3)': [{ claims: { exp: undefined } }, 'ERR_CLAIM', 'exp'],
  'exp in quotes (V3)': [{ claims: { exp: '1800000240' } }, 'ERR_CLAIM', 'exp'],
  'an exp of null (V3)': [{ claims: { exp: null } }, 'ERR_CLAIM', 'exp'],
  'an expired assertion (V3)': [{ claims: { exp: START / 1000 - 10 } }, 'ERR_EXPIRED', 'exp'],
  'an exp that is too far ahead (V3)': [{ claims: { exp: START / 1000 + 311 } }, 'ERR_CLAIM', 'exp'],
  'another jku than the registered one (V4)': [
    { header: { jku: 'https://evil.example/jwks.json' } },
    'ERR_CLAIM',
    'jku',
  ],
  'a jku that is almost the registered one (V4)': [
    as('remote', { header: { jku: `${url}?` } }),
    'ERR_CLAIM',
    'jku',
  ],
  'a jku that is not a string (V4)': [as('remote', { header: { jku: [url] } }), 'ERR_CLAIM', 'jku'],
  'a jku where a set is registered (V4)': [{ header: { jku: url } }, 'ERR_CLAIM', 'jku'],
  'an assertion without kid (V5)': [{ key: without(es384, 'kid') }, 'ERR_JWS_FORM', undefined, false],
  'an empty kid (V5)': [{ key: { ...es384, kid: '' } }, 'ERR_JWS_FORM', undefined, false],
  'an unknown kid (V5)': [{ key: next }, 'ERR_KEY_NOT_FOUND'],
  'the kid of a key of another type (V5)': [{ header: { kid: rsa.kid } }, 'ERR_KEY_NOT_FOUND'],
  'a kid that two keys have (V5)': [as('twins'), 'ERR_KEY_AMBIGUOUS'],
  'a key for encryption (V5)': [as('encrypts'), 'ERR_KEY_NOT_FOUND'],
  'a symmetric key (V5)': [as('symmetric'), 'ERR_KEY_NOT_FOUND'],
  'an assertion without jti (V6)': [{ claims: { jti: undefined } }, 'ERR_CLAIM', 'jti'],
  'an empty jti (V6)': [{ claims: { jti: '' } }, 'ERR_CLAIM', 'jti'],
  'a jti that is not a string (V6)': [{ claims: { jti: 1 } }, 'ERR_CLAIM', 'jti'],
  'a jti that is too long (V6)': [{ claims: { jti: 'x'.repeat(257) } }, 'ERR_CLAIM', 'jti'],
  'a critical extension': [{ header: { crit: ['exp'], exp: 1 } }, 'ERR_CRIT', undefined, false],
  'an assertion that is too long': [
    { claims: { more: 'x'.repeat(12288) } },
    'ERR_JWS_FORM',
    undefined,
    false,
  ],
  'an assertion that is not a JWT': [
    { parameters: { client_assertion: 'a.b' } },
    'ERR_JWS_FORM',
    undefined,
    false,
  ],
  'a request without assertion': [
    { parameters: { client_assertion: undefined } },
    'ERR_OAUTH',
    'client_assertion',
    false,
  ],
  'an empty assertion': [{ parameters: { client_assertion: '' } }, 'ERR_OAUTH', 'client_assertion', false],
  'an assertion that is not a string': [
    { parameters: { client_assertion: { a: 1 } } },
    'ERR_OAUTH',
    'client_assertion',
    false,
  ],
  'an assertion given twice': [
    { parameters: { client_assertion: ['a', 'b'] } },
    'ERR_OAUTH',
    'client_assertion',
    false,
  ],
  'a request without assertion type': [
    { parameters: { client_assertion_type: undefined } },
    'ERR_OAUTH',
    'client_assertion_type',
    false,
  ],
  'another assertion type': [
    { parameters: { client_assertion_type: `${TYPE}x` } },
    'ERR_OAUTH',
    'client_assertion_type',
    false,
  ],
  'a client_secret beside the assertion': [
    { parameters: { client_secret: 'a secret' } },
    'ERR_OAUTH',
    'client_secret',
    false,
  ],
  'a grant_type given twice': [
    { parameters: { grant_type: ['client_credentials', 'client_credentials'] } },
    'ERR_OAUTH',
    'grant_type',
    false,
  ],
  'a scope that is an object': [{ parameters: { scope: { a: 1 } } }, 'ERR_OAUTH', 'scope', false],
  'a client_id given twice': [{ parameters: { client_id: ['app', 'app'] } }, 'ERR_OAUTH', 'client_id', false],
}

for (const [what, [forgery, code, claim, lookedUp = true]] of Object.entries(REFUSED)) {
  test(`refuses ${what}`, async () => {
    let claimed = 0
    const { verify } = verifier({ replayStore: { claim: async () => !!++claimed } })
    const error = await refusal(verify(await forge(forgery)))
    assert.equal(error.code, code, error.message)
    assert.equal(error.claim, claim)
    const ofTheRequest = code === 'ERR_OAUTH'
    assert.deepEqual(
      [error.error, error.status],
      ofTheRequest ? ['invalid_request', 400] : [undefined, undefined],
    )
    assert.equal(lookups.length, Number(lookedUp))
    // Only what is good in all else is remembered, and no URL of a token's is fetched.
    assert.equal(claimed, 0)
    assert.ok(keyServer.received.every((one) => one.url === '/jwks.json'))
    const response = toOAuthErrorResponse(error)
    const answer = (await response.json()) as { error: string }
    assert.deepEqual(
      [response.status, answer.error],
      ofTheRequest ? [400, 'invalid_request'] : [401, 'invalid_client'],
    )
  })
}

test('a body that no parser has read is a TypeError, which clients see as server_error', async () => {
  const { verify } = verifier()
  const body = `${new URLSearchParams(hostile<Record<string, string>>(await forge()))}`
  const request = new Request('https://server.example/token', { method: 'POST', body })
  for (const unread of [
    ...[undefined, null, '', body, 1, true, Buffer.from(body), Readable.from([body])],
    ...[request, request.body, Promise.resolve(new FormData()), new Map(), new IncomingMessage(new Socket())],
  ]) {
    const error: unknown = await verify(hostile(unread)).catch((reason: unknown) => reason)
    assert.ok(error instanceof TypeError, String(error))
    assert.match(error.message, /^parameters is .+, not a body that was read; .*URLSearchParams/)
    assert.doesNotMatch(error.message, /eyJ/)
    assert.equal(toOAuthErrorResponse(error).status, 500)
  }
  await assert.rejects(verify(hostile(request)), /^TypeError: parameters is a Request, not/)
})

test('a parsed body without parameters, and parameters given twice, are the client’s', async () => {
  const { verify } = verifier()
  for (const empty of [{}, Object.create(null), [], [1], new URLSearchParams(), new FormData()]) {
    assert.equal((await refusal(verify(hostile(empty)))).error, 'invalid_request')
  }
  for (const name of Object.keys(await forge({ parameters: REPEATABLE }))) {
    const search = new URLSearchParams(
      hostile<Record<string, string>>(await forge({ parameters: REPEATABLE })),
    )
    search.append(name, search.get(name)!)
    const error = await refusal(verify(search))
    assert.deepEqual([error.error, error.claim], ['invalid_request', name])
    assert.equal(error.message, `parameter ${name} is given twice`)
  }
  const form = new FormData()
  form.append('client_assertion', new Blob(['x']))
  assert.equal((await refusal(verify(form))).error, 'invalid_request')
})

test('refuses alg none and HMAC even where the caller lists them', async () => {
  const { verify } = verifier({ algorithms: ['RS384', 'ES384', 'none', 'HS256'] as JwsAlgorithm[] })
  const claims = encodeBase64url(new TextEncoder().encode(JSON.stringify({ iss: 'app', sub: 'app' })))
  for (const alg of ['none', 'HS256', 'None']) {
    const header = encodeBase64url(new TextEncoder().encode(JSON.stringify({ alg, kid: 'ec' })))
    assert.equal(
      (await refusal(verify({ client_assertion: `${header}.${claims}.AAAA`, client_assertion_type: TYPE })))
        .code,
      'ERR_ALG',
    )
  }
  const notClaims = await signJws('[]', es384)
  assert.equal(
    (await refusal(verify({ client_assertion: notClaims, client_assertion_type: TYPE }))).code,
    'ERR_JSON',
  )
})

test('refuses options in quotes, which adding to a time would append, and Infinity', () => {
  for (const option of [
    ...['clockTolerance', 'maxLifetime'],
    ...['minAge', 'maxAge', 'cooldown', 'staleIfError'],
  ]) {
    for (const value of ['5', NaN, Infinity, -1, null]) {
      assert.throws(() => verifier({ [option]: value }), {
        name: 'TypeError',
        message: new RegExp(`^option ${option} is (a string|${value}); .*seconds, 0 or more$`),
      })
    }
  }
})

test('refuses an option that is there but undefined, which would switch a check off', () => {
  for (const option of [
    ...['algorithms', 'replayStore', 'clockTolerance', 'maxLifetime', 'maxKeySets'],
    ...['fetch', 'timeout', 'minAge', 'maxAge', 'cooldown', 'staleIfError', 'now'],
  ]) {
    assert.throws(() => verifier({ [option]: undefined }), {
      name: 'TypeError',
      message: new RegExp(`^option ${option} is absent; `),
    })
  }
})

test('finds no client under a name that objects inherit', async () => {
  for (const id of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
    let claimed = 0
    const { verify } = verifier({ replayStore: { claim: async () => !!++claimed } })
    await assert.rejects(verify(await forge({ claims: JSON.parse(`{"iss":"${id}","sub":"${id}"}`) })))
    assert.equal(claimed, 0)
  }
})

test('an error message quotes a token on one line, shortened', async () => {
  const long = `x\nforged line ${'y'.repeat(1000)}`
  const { verify } = verifier()
  const rows: [header: object, claims: Forgery['claims'] & {}][] = [
    [{ alg: long }, {}],
    [{ kid: long }, {}],
    [{ typ: long }, {}],
    [{ jku: long }, {}],
    [{}, { iss: long, sub: long }],
    [{}, { sub: long }],
    [{}, { aud: long }],
    [{}, { jti: long }],
    [{ crit: [long] }, {}],
  ]
  for (const [header, claims] of rows) {
    const { client_assertion } = await forge({ claims })
    const head = encodeBase64url(
      new TextEncoder().encode(JSON.stringify({ alg: 'ES384', kid: 'ec', ...header })),
    )
    const input = `${head}.${client_assertion.split('.')[1]}`
    const { sign } = await importSigner(es384)
    const forged = `${input}.${encodeBase64url(await sign(new TextEncoder().encode(input)))}`
    const { message } = await refusal(verify({ client_assertion: forged, client_assertion_type: TYPE }))
    assert.ok(message.length <= 500 && !/\n|y{100}/.test(message), message)
  }
})

test('an operator’s mistake is a TypeError at the call that makes it', () => {
  const client = async () => undefined
  const audience = AUDIENCE
  const rows: [unknown, RegExp][] = [
    [undefined, /^options is absent; .*object$/],
    [null, /^options is null; .*object$/],
    ...[undefined, '', [], ['a', ''], 1].map((wrong): [object, RegExp] => [
      { audience: wrong, client },
      /^option audience is (absent|a string|a list|1); .*not empty, or a list/,
    ]),
    [{ client }, /^option audience is absent; /],
    [{ audience }, /^option client is absent; .*function$/],
    [{ audience, client: {} }, /^option client is an object; .*function$/],
    ...['', 'RS384', null].map((wrong): [object, RegExp] => [
      { audience, client, algorithms: wrong },
      /^option algorithms is (a string|null); .*list of strings/,
    ]),
    [{ audience, client, algorithms: 'RS384' }, /^option algorithms is a string; .*list of strings/],
    [{ audience, client, algorithms: [''] }, /^option algorithms is a list; .*list of strings/],
    ...['5s', -1, null].map((wrong): [object, RegExp] => [
      { audience, client, clockTolerance: wrong },
      /^option clockTolerance is (a string|-1|null); .*seconds, 0 or more$/,
    ]),
    ...['5', 0, 1.5, Infinity].map((wrong): [object, RegExp] => [
      { audience, client, maxKeySets: wrong },
      /^option maxKeySets is (a string|0|1.5|Infinity); .*whole number, 1 or more$/,
    ]),
    [{ audience, client, replaystore: {} }, /^option "replaystore" is unknown; .*replayStore/],
    [{ audience, client, replayStore: null }, /^option replayStore is null; .*ReplayStore/],
    [{ audience, client, replayStore: {} }, /^option replayStore is an object; .*ReplayStore.*claim$/],
    [{ audience, client, replayStore: { claim: 1 } }, /^option replayStore is an object; .*ReplayStore/],
    [{ audience, client, cooldown: '30' }, /^option cooldown is a string; .*seconds, 0 or more$/],
    [{ audience, client, timeout: 0 }, /^option timeout is 0; .*milliseconds/],
    [{ audience, client, fetch: 1 }, /^option fetch is 1; .*function$/],
    [{ audience, client, issuer: 'a' }, /^option "issuer" is unknown; .*audience, client, .*maxLifetime/],
  ]
  for (const [wrong, message] of rows) {
    assert.throws(() => createAssertionVerifier(hostile(wrong)), { name: 'TypeError', message })
  }
})

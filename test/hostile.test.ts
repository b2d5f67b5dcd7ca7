import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  decodeJwt,
  generateJwk,
  importSigner,
  importVerifier,
  JoseError,
  jwkThumbprint,
  privateJwkFromPem,
  publicJwkFromPem,
  selectSigningJwk,
  signJws,
  signJwt,
  toPublicJwk,
  toPublicJwks,
  verifyJws,
  verifyJwt,
  type Jwk,
} from '../src/index.ts'
import { createAssertionVerifier, toOAuthErrorResponse } from '../src/server/index.ts'
import { clientAssertionParams, createBackendServicesClient } from '../src/smart/index.ts'
import { command, file } from './command.ts'
import {
  canWrite,
  compact,
  messageFault,
  nestedLists,
  nestedObjects,
  objectText,
  seeded,
} from './generators.ts'
import { fuzzHostile } from './load/hostile.ts'
import { fuzzBase64url, fuzzJson, verifyCombinations } from './load/texts.ts'
import { respond, startServer } from './servers.ts'

const SEED = Number(process.env.SEED ?? 20261122)
const AUDIENCE = 'https://server.example/token'

const jwk = await generateJwk('ES384', { kid: 'a' })
const jwks = toPublicJwks({ keys: [jwk] })
const HEADER = { alg: 'ES384', kid: 'a', typ: 'JWT' }
const CLAIMS = { iss: 'app', sub: 'app', aud: AUDIENCE, exp: Math.floor(Date.now() / 1000) + 200, jti: 'one' }
const header = JSON.stringify(HEADER)
const claims = JSON.stringify(CLAIMS)

/** The error of a call, which must be typed, short and printable. */
async function typedError(
  run: () => unknown,
  type: 'JoseError' | 'TypeError' = 'JoseError',
): Promise<JoseError> {
  const error: unknown = await (async () => run())().then(
    () => assert.fail('accepted'),
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof Error && error.name === type, String(error))
  assert.ok(type === 'TypeError' || error instanceof JoseError)
  assert.equal(messageFault(error.message), undefined, error.message.slice(0, 100))
  return error as JoseError
}

/** The lines that a command prints, none of which may be long or steer a terminal. */
function linesOf(output: string): string[] {
  const lines = output.split('\n')
  for (const line of lines) assert.equal(messageFault(line), undefined, line.slice(0, 100))
  return lines
}

const HEADERS: readonly (readonly [title: string, header: string, code: string])[] = [
  ['a crit whose name is {"toString":1}', '{"alg":"ES384","crit":[{"toString":1}]}', 'ERR_CRIT'],
  ['a crit that is 4,000 lists deep', `{"alg":"ES384","crit":${nestedLists(4000)}}`, 'ERR_CRIT'],
  ['a crit that is 4,000 objects deep', `{"alg":"ES384","crit":${nestedObjects(4000)}}`, 'ERR_CRIT'],
  ['a b64 that is 6,000 lists deep', `{"alg":"ES384","b64":${nestedLists(6000)}}`, 'ERR_CRIT'],
  ['an alg that is 6,000 lists deep', `{"alg":${nestedLists(6000)}}`, 'ERR_JWS_FORM'],
  ['an alg of 40,000 quotes', objectText({ alg: '"'.repeat(20_000) }), 'ERR_ALG'],
  ['a kid that is 6,000 objects deep', `{"alg":"ES384","kid":${nestedObjects(6000)}}`, 'ERR_JWS_FORM'],
  ['a kid of 16,000 U+202E', objectText({ alg: 'ES384', kid: '\u202e'.repeat(16_000) }), 'ERR_KEY_NOT_FOUND'],
  ['a typ with a toString', '{"alg":"ES384","kid":"a","typ":{"toString":1}}', 'ERR_JWS_FORM'],
  ['a prototype as a member', '{"__proto__":{"alg":"ES384","kid":"a"}}', 'ERR_JWS_FORM'],
  ['a constructor as crit', '{"alg":"ES384","crit":["constructor"]}', 'ERR_CRIT'],
]

for (const [title, text, code] of HEADERS) {
  test(`refuses a JOSE Header with ${title}`, async () => {
    const token = compact(text, claims, 'x'.repeat(96))
    assert.equal((await typedError(() => verifyJwt(token, jwks))).code, code)
    assert.equal((await typedError(() => verifyJws(token, jwks))).code, code)
  })
}

test('decodes a JOSE Header of any depth', () => {
  const token = compact(`{"alg":"ES384","other":${nestedLists(20_000)}}`, claims)
  assert.deepEqual(decodeJwt(token).claims, CLAIMS)
})

/** A token with these claims, as JSON text, and a good signature. */
const signed = (text: string): Promise<string> => signJws(text, jwk, { typ: 'JWT' })

for (const claim of ['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti']) {
  test(`refuses a claim ${claim} that is deep, too large, or an object that looks convertible`, async () => {
    for (const value of [
      nestedLists(20_000),
      nestedObjects(8000),
      '1e400',
      '{"toString":1}',
      '{"toJSON":1}',
    ]) {
      const token = await signed(objectText(CLAIMS, { [claim]: value }))
      const error = await typedError(() => verifyJwt(token, jwks, { audience: AUDIENCE }))
      assert.deepEqual([error.code, error.claim], ['ERR_CLAIM', claim])
    }
  })
}

const assertions = createAssertionVerifier({
  audience: AUDIENCE,
  client: async (id) => (id === 'app' ? { jwks } : undefined),
})

for (const [member, name] of [
  ['iss', 'claim iss'],
  ['sub', 'claim sub'],
  ['jku', 'header jku'],
] as const) {
  test(`the assertion verifier answers 401 to a ${name} that is 4,100 deep`, async () => {
    for (const value of [nestedLists(4100), nestedObjects(1900), '{"toString":1}']) {
      const inHeader = member === 'jku'
      const token = compact(
        inHeader ? objectText(HEADER, { jku: value }) : header,
        inHeader ? claims : objectText(CLAIMS, { [member]: value }),
      )
      const error = await typedError(() => assertions.verify(clientAssertionParams(token)))
      assert.deepEqual([error.code, error.claim], ['ERR_CLAIM', member])
      assert.equal(toOAuthErrorResponse(error).status, 401)
    }
  })
}

test('the assertion verifier answers 400 or 401 to parameters that are no strings', async () => {
  const deep = JSON.parse(nestedLists(10_000)) as unknown
  for (const value of [deep, { toString: 1 }, [], ['a', 'b'], 1, null, true, { getAll: 1 }]) {
    for (const name of ['client_assertion', 'client_assertion_type', 'client_id']) {
      const parameters = { ...clientAssertionParams('a.b.c'), [name]: value }
      const error = await typedError(() => assertions.verify(parameters))
      assert.ok([400, 401].includes(toOAuthErrorResponse(error).status))
    }
  }
})

/** A client whose server answers the token request with this JSON text. */
function clientOf(body: string): ReturnType<typeof createBackendServicesClient> {
  const headers = { 'content-type': 'application/json' }
  const fetch = async (): Promise<Response> => new Response(body, { headers })
  const options = { tokenEndpoint: AUDIENCE, clientId: 'app', scope: 'a', key: jwk, retries: 0, fetch }
  return createBackendServicesClient({ ...options, fhirBaseUrl: 'https://fhir.example/r4' })
}

const GRANTED = { access_token: 'a-secret-access-token', token_type: 'bearer', expires_in: 300, scope: 'a' }

for (const [title, member, value] of [
  ['a token_type of 20,000 brackets', 'token_type', nestedLists(10_000)],
  ['a token_type that is 20,000 lists deep', 'token_type', nestedLists(20_000)],
  ['an access_token that only looks convertible', 'access_token', '{"toString":1}'],
  ['an access_token with a line end', 'access_token', '"a-secret\\r\\nX: y"'],
  ['an error of 60,000 quotes', 'error', JSON.stringify('"'.repeat(30_000))],
] as const) {
  test(`refuses a token answer with ${title}`, async () => {
    const body = objectText(GRANTED, { [member]: value })
    const error = await typedError(() => clientOf(body).accessToken())
    assert.equal(error.code, member === 'error' ? 'ERR_OAUTH' : 'ERR_HTTP')
    assert.doesNotMatch(error.message, /a-secret/)
  })
}

for (const [title, member, value] of [
  ['an expires_in of 1e400', 'expires_in', '1e400'],
  ['an expires_in that is 10,000 lists deep', 'expires_in', nestedLists(10_000)],
  ['a scope that is 10,000 objects deep', 'scope', nestedObjects(10_000)],
  ['a scope that is 10,000 lists deep', 'scope', nestedLists(10_000)],
] as const) {
  test(`takes of a token answer with ${title} the token alone`, async () => {
    const { accessToken, expiresAt } = await clientOf(objectText(GRANTED, { [member]: value })).accessToken()
    assert.equal(typeof accessToken, 'string')
    assert.ok(expiresAt < Date.now() / 1000 + 31_536_001)
  })
}

test('refuses to send a token to a URL of 65,000 characters in a short message', async () => {
  const client = clientOf(JSON.stringify(GRANTED))
  const error = await typedError(() => client.fetch(`https://elsewhere.example/${'a'.repeat(65_000)}`))
  assert.equal(error.code, 'ERR_HTTP')
})

test('refuses PEM whose END label has 100,000 characters in a short message', async () => {
  for (const label of ['A'.repeat(100_000), '\u202e'.repeat(100_000), '\u0085', '\n'.repeat(100_000)]) {
    const pem = `-----BEGIN PRIVATE KEY-----\nAAAA\n-----END ${label}-----`
    for (const read of [privateJwkFromPem, publicJwkFromPem]) {
      assert.equal((await typedError(() => read(pem))).code, 'ERR_PEM')
    }
  }
})

const STEERING = '\u009b31m\u0085\u2028\u2029\u202e\u001b[2J\u0000\r\n\ud800\u200b\ufeff'

test('messages escape what steers a terminal or a log, wherever a token has it', async () => {
  const kid = objectText(HEADER, { kid: JSON.stringify(STEERING) })
  const { message } = await typedError(() => verifyJws(compact(kid, claims), jwks))
  assert.match(message, /\\u\{9b\}31m\\u\{85\}\\u\{2028\}/)
  for (const name of ['alg', 'typ', 'kid']) {
    const text = objectText({ ...HEADER, [name]: `a${STEERING}` })
    await typedError(() => verifyJwt(compact(text, claims, 'x'.repeat(96)), jwks, { typ: 'JWT' }))
  }
  for (const claim of ['iss', 'sub', 'aud']) {
    const token = await signed(objectText({ ...CLAIMS, [claim]: STEERING }))
    await typedError(() => verifyJwt(token, jwks, { issuer: 'app', subject: 'app', audience: AUDIENCE }))
  }
})

test('messages are cut between characters, never within one', async () => {
  for (const before of ['', 'a']) {
    const kid = before + '😀'.repeat(300)
    await typedError(() => verifyJws(compact(objectText({ ...HEADER, kid }), claims), jwks))
    const keys = Array.from({ length: 3 }, () => ({ ...toPublicJwk(jwk), kid }))
    await typedError(() => verifyJws(compact(header, claims), { keys }))
    await typedError(() => verifyJwt('a.b.c', jwks, { [kid]: 1 }), 'TypeError')
  }
})

test('the command decodes a token to the same JSON, and escapes what steers a terminal', async () => {
  const token = compact(
    objectText({ ...HEADER, kid: STEERING }),
    objectText({ ...CLAIMS, [STEERING]: STEERING }),
  )
  const { status, out } = await command(['decode', token])
  assert.equal(status, 0)
  linesOf(out)
  assert.deepEqual(JSON.parse(out), decodeJwt(token))
})

test('the command prints a token that is 20,000 deep, or refuses it in a sentence of its own', async () => {
  const deep = `{"a":${nestedLists(20_000)}}`
  const { status, err } = await command(['decode', compact(header, deep)])
  assert.equal(status, canWrite(deep) ? 0 : 1)
  if (status) linesOf(err)
  assert.doesNotMatch(err, /call stack|string length/)
})

const server = await startServer()
const { origin } = server
const CONFIGURATION = {
  token_endpoint: `${origin}/token`,
  token_endpoint_auth_methods_supported: ['private_key_jwt'],
  token_endpoint_auth_signing_alg_values_supported: ['ES384'],
  scopes_supported: ['a'],
  capabilities: ['client-confidential-asymmetric'],
}
const JSON_TYPE = { 'content-type': 'application/json' }

/** The lines that the doctor prints of a server. */
async function examined(
  configuration: string,
  keys: string,
  token = respond(200, GRANTED),
): Promise<string[]> {
  server.handlers = {
    'smart-configuration': respond(200, configuration, JSON_TYPE),
    '/jwks': respond(200, keys, JSON_TYPE),
    '/token': token,
  }
  const urls = ['--fhir-base', `${origin}/fhir`, '--jwks-url', `${origin}/jwks`]
  const client = ['--client-id', 'app', '--scope', 'a', '--key', file('key.json', jwk)]
  const { out, err } = await command(['doctor', ...urls, ...client])
  // Nothing fails where the odd member is one that no client needs.
  assert.match(`${err}${out}`, /^subtle-jws: \d+ of \d+ checks failed: [a-z ,]+\n|\n\d+ checks, none failed/i)
  return linesOf(out)
}

for (const member of Object.keys(CONFIGURATION)) {
  test(`the doctor prints its lines for a deep ${member}`, async () => {
    for (const value of [
      nestedLists(20_000),
      nestedObjects(8000),
      '{"toString":1}',
      '[[{"toString":1}]]',
      '1e400',
    ]) {
      const configuration = objectText(CONFIGURATION, { [member]: value })
      const lines = await examined(configuration, JSON.stringify(jwks))
      assert.ok(lines.length > 10, `${lines.length} lines`)
    }
  })
}

test('the doctor prints its lines for hostile keys', async () => {
  const configuration = JSON.stringify(CONFIGURATION)
  for (const member of ['kid', 'alg', 'x', 'key_ops', 'use', 'd', '__proto__']) {
    for (const value of [nestedLists(10_000), '{"toString":1}', JSON.stringify(STEERING)]) {
      const keys = `{"keys":[${objectText(toPublicJwk(jwk), { [member]: value })}]}`
      assert.ok((await examined(configuration, keys)).length > 10)
    }
  }
})

test('the doctor prints its lines where the server’s Date lies before 1970', async () => {
  const date = 'Mon, 01 Jan 1900 00:00:00 GMT'
  const refused = respond(400, { error: 'invalid_client' }, { date })
  const lines = await examined(JSON.stringify(CONFIGURATION), JSON.stringify(jwks), refused)
  assert.ok(lines.some((line) => /^fail {2}clock/.test(line)))
})

const KEY_FILES: readonly (readonly [name: string, text: string])[] = [
  ['a key file with a member that converts to no text', '{"a":{"toString":1,"valueOf":1}}'],
  ['a JWK with such members', objectText(jwk, { d: '{"toString":1,"valueOf":1}', n: '[{"toString":1}]' })],
  ['a JWK Set with a deep d', `{"keys":[${objectText(jwk, { d: nestedLists(20_000) })}]}`],
  ['a JWK Set with a deep kid', `{"keys":[${objectText(jwk, { kid: nestedObjects(8000) })}]}`],
  ['an RSA key whose n is a list', '{"kty":"RSA","n":[[]],"d":"AQ"}'],
  ['PEM in a member beside a deep one', `{"a":${nestedLists(20_000)},"private_key":"-----BEGIN A-----"}`],
]

for (const [name, text] of KEY_FILES) {
  test(`the command refuses ${name} in one sentence of its own`, async () => {
    const path = file('key.json', text)
    const { status, err } = await command(['jwk', path])
    assert.equal(status, 1)
    assert.match(err, /^subtle-jws: /)
    // These are the runtime's own words.
    assert.doesNotMatch(err, /Cannot convert|call stack/)
    linesOf(err)
  })
}

const JUDGED = ['kty', 'crv', 'alg', 'x']
const ONE_KEY: readonly [name: string, members: readonly string[], run: (key: Jwk) => unknown][] = [
  ['importSigner', JUDGED, (key) => importSigner(key)],
  ['importVerifier', JUDGED, (key) => importVerifier(key)],
  ['toPublicJwk', JUDGED, (key) => toPublicJwk(key)],
  ['toPublicJwks', JUDGED, (key) => toPublicJwks({ keys: [key] })],
  // A thumbprint is of the key alone, whatever it is for.
  ['jwkThumbprint', ['kty', 'crv', 'x'], (key) => jwkThumbprint(key)],
  // The numbers of a key are judged where it is imported.
  ['selectSigningJwk', ['kty', 'crv', 'alg'], (key) => selectSigningJwk({ keys: [key] })],
]

for (const [name, members, run] of ONE_KEY) {
  test(`${name} refuses hostile members of a JWK`, async () => {
    for (const text of [nestedLists(20_000), nestedObjects(10_000), '{"toString":1}', '1e400', '"\\u202e"']) {
      for (const member of members) {
        const key = JSON.parse(objectText(jwk, { [member]: text })) as Jwk
        const error = await typedError(() => run(key))
        assert.ok(['ERR_JWK', 'ERR_KEY_NOT_FOUND'].includes(error.code), error.code)
        assert.ok(!error.message.includes(jwk.d!))
      }
    }
  })
}

test('refuses a JWK that has the members of a CryptoKey', async () => {
  const likeness = { type: 'public', usages: ['verify'], algorithm: { name: 'ECDSA', namedCurve: 'P-384' } }
  for (const [member, value] of [
    ['type', nestedLists(20_000)],
    ['type', '{"toString":1}'],
    ['usages', '1'],
    ['algorithm', 'null'],
    ['algorithm', '{"name":{"toString":1}}'],
    ['algorithm', `{"name":${nestedLists(20_000)}}`],
  ] as const) {
    const key = JSON.parse(objectText({ kty: 'EC', ...likeness }, { [member]: value })) as Jwk
    await typedError(() => importVerifier(key))
    await typedError(() => importSigner(key))
  }
})

test('refuses claims and headers that JSON cannot hold with a TypeError', async () => {
  const circular: { [member: string]: unknown } = {}
  circular.self = circular
  const deep = [nestedLists(20_000), nestedObjects(20_000)].filter((json) => !canWrite(json))
  for (const value of [...deep.map((json) => JSON.parse(json)), circular, 10n]) {
    await typedError(() => signJwt({ other: value }, jwk), 'TypeError')
    await typedError(() => signJws('a', jwk, { other: value }), 'TypeError')
  }
})

test('hostile values wherever values come from meet typed errors alone', async (t) => {
  t.diagnostic(`SEED=${SEED}`)
  const { cases, accepted, faults } = await fuzzHostile(3000, SEED, { milliseconds: 60_000 })
  assert.deepEqual(faults, [])
  assert.ok(cases > 500 && accepted > cases / 10, `${accepted} of ${cases} accepted`)
})

test('reads JSON texts as a parser does that follows the grammar', (t) => {
  t.diagnostic(`SEED=${SEED}`)
  const { accepted, faults } = fuzzJson(5000, seeded(SEED))
  assert.deepEqual(faults, [])
  assert.ok(accepted > 1000, `${accepted} accepted`)
})

test('reads base64url texts as a slow reference does', (t) => {
  t.diagnostic(`SEED=${SEED}`)
  const { accepted, faults } = fuzzBase64url(25_000, seeded(SEED))
  assert.deepEqual(faults, [])
  assert.ok(accepted > 1000, `${accepted} accepted`)
})

test('verifies a token with exactly the right keys, in every form, and never an HMAC', async () => {
  const { accepted, faults } = await verifyCombinations()
  assert.deepEqual(faults, [])
  assert.ok(accepted > 300, `${accepted} accepted`)
})

/** Every sentence that refuses: each place in src/ that makes one is reached, and what it says is judged. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import * as lib from '../src/index.ts'
import * as server from '../src/server/index.ts'
import * as smart from '../src/smart/index.ts'
import { ES384_PRIVATE, ES384_PUBLIC, pem, RS384_PRIVATE, RS384_PUBLIC, without } from './fixtures/keys.ts'
import { messageFault } from './portable/check.ts'
import { hostile } from './refusal.ts'
import { withoutCrypto } from './no-crypto.ts'

const SRC = fileURLToPath(new URL('../src/', import.meta.url))

type Call = () => unknown

const ec = { ...ES384_PRIVATE, kid: 'ec' }
const publicEc = { ...ES384_PUBLIC, kid: 'ec' }
const never = () => new Promise<never>(() => {})
const url = 'https://a.example/x'

/** A token that may hold claims which signJwt refuses. */
const token = (claims: object = {}, header = {}) =>
  lib.signJws(JSON.stringify(claims), ec, { typ: 'JWT', ...header })
const verify = async (options: lib.VerifyJwtOptions, claims: object, header = {}) =>
  lib.verifyJwt(await token(claims, header), publicEc, options)
const withHeader = (header: string) => lib.decodeJws(`${Buffer.from(header).toString('base64url')}.AAAA.AAAA`)
/** A header is judged before a key is looked for, so what its signature is does not matter. */
const verifyHeader = (header: object) =>
  lib.verifyJws(`${Buffer.from(JSON.stringify(header)).toString('base64url')}.AAAA.AAAA`, publicEc)

/** A DER element. */
function der(tag: number, ...parts: readonly (Uint8Array | number[])[]): Buffer {
  const content = Buffer.concat(parts.map((part) => Uint8Array.from(part)))
  return Buffer.concat([Buffer.from([tag, content.length]), content])
}

const block = (label: string, octets: Uint8Array) =>
  `-----BEGIN ${label}-----\n${Buffer.from(octets).toString('base64')}\n-----END ${label}-----`
const secret = (label: string, octets: Uint8Array) => () => lib.privateJwkFromPem(block(label, octets))
const open = (label: string, octets: Uint8Array) => () => lib.publicJwkFromPem(block(label, octets))

const oid = (hex: string) => der(6, Buffer.from(hex, 'hex'))
const P384 = oid('2b81040022')
const EC = oid('2a8648ce3d0201')
const ED25519 = oid('2b6570')
const X25519 = oid('2b656e')
const ML_DSA_44 = oid('608648016503040311')
const int = (value: number) => der(2, [value])
const sec1 = Buffer.from(pem('ec.sec1').replace(/-----[^-]+-----|\s/g, ''), 'base64')
const twoCurves = Buffer.concat(
  [int(0), der(0x30, EC, oid('2a8648ce3d030107')), [4, 0x81, sec1.length], sec1].map((part) =>
    Uint8Array.from(part),
  ),
)

/** WebCrypto that takes a private key with another public one, as half of the runtimes do. */
async function withLaxCrypto(call: Call): Promise<void> {
  const refuse = async () => false
  lib.setSubtleCrypto(
    new Proxy(crypto.subtle, {
      get: (subtle, name) =>
        name === 'verify' ? refuse : (Reflect.get(subtle, name) as () => unknown).bind(subtle),
    }),
  )
  try {
    await call()
  } finally {
    lib.setSubtleCrypto(undefined)
  }
}

/** WebCrypto that fails. */
async function withFailingCrypto(call: Call): Promise<void> {
  const fail = async () => Promise.reject(new DOMException('no', 'NotSupportedError'))
  lib.setSubtleCrypto(hostile({ importKey: fail, generateKey: fail }))
  try {
    await call()
  } finally {
    lib.setSubtleCrypto(undefined)
  }
}

/** Call with a WebCrypto whose method of that name fails. */
async function withoutMethod(method: string, call: Call): Promise<void> {
  const fail = async () => Promise.reject(new Error('secret'))
  lib.setSubtleCrypto(
    new Proxy(crypto.subtle, {
      get: (subtle, name) =>
        name === method ? fail : (Reflect.get(subtle, name) as () => unknown).bind(subtle),
    }),
  )
  try {
    await call()
  } finally {
    lib.setSubtleCrypto(undefined)
  }
}

const KEYS: readonly Call[] = [
  () => lib.importSigner(hostile(pem('ec.pkcs8'))),
  () => lib.importSigner({ ...ec, use: 'enc' }),
  () => lib.importSigner({ ...ec, d: 'AA' }),
  () => lib.importSigner({ ...RS384_PRIVATE, e: 'AQ' }),
  () => lib.importSigner({ ...RS384_PRIVATE, oth: [] }),
  () => lib.importVerifier({ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', x: 'A'.repeat(43) }),
  () => lib.importVerifier({ kty: 'AKP', pub: 'AAAA' }),
  () => withLaxCrypto(() => lib.importSigner({ ...ec })),
  () => lib.importSigner(ec, hostile({ kdi: 'a' })),
  () => lib.importSigner({ ...ec, d: 'A'.repeat(64) }),
  async () => lib.importSigner((await lib.generateSigner('ES384')).privateKey, { alg: 'ES256' }),
  () => lib.importSigner(ec, { kid: 'another' }),
  () => withFailingCrypto(() => lib.importSigner({ ...ec })),
  () => withFailingCrypto(() => lib.generateJwk('ES384')),
  () => withFailingCrypto(() => lib.privateJwkFromPem(pem('ed25519.pkcs8'))),
  () => withoutCrypto(() => lib.generateJwk('ES384')),
  () => lib.generateJwk(hostile('HS256')),
  () => lib.selectSigningJwk(hostile('secret')),
  () => lib.selectSigningJwk(hostile({ keys: 'none' })),
  () => lib.selectSigningJwk({ keys: [publicEc] }),
  () => lib.selectSigningJwk({ keys: [] }),
  () => lib.selectSigningJwk(hostile({ keys: [ec, null] }), { kid: 'another' }),
  () => lib.selectSigningJwk({ keys: [ec, { ...ec, kid: 'another' }] }),
  () => lib.selectSigningJwk(hostile({ keys: Array(1000).fill({ kid: '\u202e"\n'.repeat(100) }) })),
  () => lib.toPublicJwk(hostile('secret')),
  () => lib.toPublicJwk({ kty: 'oct', k: 'c2VjcmV0' }),
  () => lib.toPublicJwks({ keys: [hostile(null)] }),
  () => lib.toPublicJwks({ keys: [{ kty: 'oct', k: 'c2VjcmV0' }] }),
  () => lib.jwkThumbprint({ kty: 'oct', k: 'a' }),
  () => lib.toPublicJwks({ keys: [without(ec, 'kid')] }),
  () => lib.toPublicJwk({ ...without(RS384_PUBLIC, 'key_ops'), use: 'enc' }),
  () => lib.toPublicJwks({ keys: Array.from({ length: 101 }, (_, i) => ({ ...ec, x5t: `${i}` })) }),
  async () => lib.toPublicJwks({ keys: [ec, await lib.generateJwk('ES384', { kid: 'ec' })] }),
  () => lib.encodeBase64url(hostile(5)),
  () => lib.decodeBase64url('a+b='),
  () => lib.externalSigner(hostile({ alg: 'ES384', sing: 1 })),
  () => lib.externalSigner({ alg: 'ES384', sign: never, timeout: 1 }).sign(new Uint8Array(1)),
  () => lib.externalSigner({ alg: 'ES384', sign: hostile(() => 'secret') }).sign(new Uint8Array(1)),
  () => lib.ecdsaSignatureFromDer(new Uint8Array(), 'RS384'),
  () => lib.ecdsaSignatureFromDer(hostile('secret'), 'ES384'),
  () => lib.externalSigner({ alg: 'RS384', sign: never, format: 'der' }),
  () =>
    lib
      .externalSigner({ alg: 'ES384', sign: async () => Promise.reject(new Error('secret')) })
      .sign(new Uint8Array(1)),
  () => lib.ecdsaSignatureFromDer(der(0x30, int(5)), 'ES256'),
  () => lib.ecdsaSignatureFromDer(der(0x30, der(2, new Uint8Array(40).fill(1)), int(5)), 'ES256'),
]

const PEMS: readonly Call[] = [
  () => lib.privateJwkFromPem(''),
  () => lib.privateJwkFromPem('x'.repeat(131073)),
  () => lib.privateJwkFromPem(hostile(5)),
  () => lib.privateJwkFromPem(pem('rsa-pss.pkcs8')),
  () => lib.privateJwkFromPem(pem('ec.explicit.sec1')),
  () => lib.privateJwkFromPem(pem('ec.spki')),
  () => lib.privateJwkFromPem(pem('ec.pkcs8') + pem('rsa.pkcs8')),
  () => lib.privateJwkFromPem(pem('ec.pkcs8').replace('END PRIVATE', 'END PUBLIC')),
  () => lib.privateJwkFromPem(pem('ec.pkcs8').replace(/\n./, '\n!')),
  () => lib.privateJwkFromPem(pem('rsa.encrypted.pkcs8')),
  () => lib.privateJwkFromPem(pem('ec.pkcs8'), { alg: 'RS256' }),
  () => lib.privateJwkFromPem(pem('ec.compressed.sec1')),
  () => lib.privateJwkFromPem(pem('ec.secp256k1.sec1')),
  () => lib.privateJwkFromPem(pem('ec.private-only.sec1')),
  () => lib.privateJwkFromPem(pem('x25519.pkcs8')),
  () => lib.publicJwkFromPem(pem('rsa.encipherment.certificate')),
  secret('PRIVATE KEY', Buffer.concat([Uint8Array.of(0x30, 0x81, twoCurves.length), twoCurves])),
  secret('PRIVATE KEY', Buffer.from([0x30, 0x30, 2, 1])),
  secret('PRIVATE KEY', Buffer.from([0x30, 0x80, 2, 1])),
  secret('PRIVATE KEY', der(0x30, int(0), der(0x30, ED25519), der(4, der(4, new Uint8Array(31))))),
  secret('PRIVATE KEY', Buffer.concat([der(0x30), der(0x30)])),
  secret('RSA PRIVATE KEY', der(0x30, int(1))),
  secret('RSA PRIVATE KEY', der(0x30, int(1), ...Array.from({ length: 8 }, () => int(5)))),
  secret('PRIVATE KEY', der(0x30, int(0), der(0x30, ML_DSA_44), der(4, der(4, new Uint8Array(32))))),
  secret('EC PRIVATE KEY', der(4)),
  secret('EC PRIVATE KEY', der(0x30, int(2), der(4, new Uint8Array(48)))),
  secret('EC PRIVATE KEY', der(0x30, int(1), der(4, new Uint8Array(48)))),
  secret('EC PRIVATE KEY', der(0x30, int(1), der(4, new Uint8Array(47)), der(0xa0, P384))),
  open('RSA PUBLIC KEY', der(0x30, int(5), int(5), int(5))),
  open('RSA PUBLIC KEY', der(0x30, int(0x80), int(5))),
  open('PUBLIC KEY', der(0x30, der(0x30, EC, P384), der(3, [1, 4]))),
  open('PUBLIC KEY', der(0x30, der(0x30, X25519), der(3, [0, 4]))),
]

const failing: lib.Verifier = { alg: 'ES384', verify: async () => Promise.reject(new Error('secret')) }

const TOKENS: readonly Call[] = [
  () => lib.signJwt({}, ec, { alg: 'none' }),
  () => lib.signJwt({}, ec, hostile({ expiresIn: 'secret' })),
  () => lib.signJwt(hostile('secret'), ec),
  () => lib.signJwt({}, hostile('secret')),
  () => lib.signJwt(hostile({ exp: 'secret' }), ec),
  () => lib.signJwt({ scope: undefined }, ec),
  () => lib.signJwt({ n: 5n }, ec),
  () => lib.signJwt(Object.defineProperty({}, 'toJSON', { value() {} }), ec),
  () => lib.signJws('\ud800', ec),
  () => lib.signJws('x', ec, hostile('secret')),
  () => lib.signJws('x', ec, { x: () => 'secret' }),
  () => lib.signJws('x', ec, { crit: ['x'] }),
  () => lib.signJws('x', ec, { kid: hostile(5) }),
  () => lib.signJws('x', { alg: 'ES384', sign: async () => new Uint8Array(5) }),
  async () => lib.decodeJws(await token(), { maxLength: 5 }),
  () => lib.decodeJws('secret'),
  () => withHeader('secret'),
  () => withHeader('[]'),
  () => withHeader('{"alg":"ES384","alg":"ES384"}'),
  () => withHeader('{"alg":5}'),
  () => verifyHeader({ alg: 'ES384', crit: ['exp'] }),
  () => verifyHeader({ alg: 'ES384', crit: [] }),
  () => verifyHeader({ alg: 'ES384', crit: ['exp', 'exp'], exp: 1 }),
  () => verifyHeader({ alg: 'ES384', b64: false }),
  () => verifyHeader({ alg: 'ES384', crit: ['exp'], exp: 1 }),
  async () => {
    const jws = await lib.signJws('x', RS384_PRIVATE)
    await withoutMethod('verify', () => lib.verifyJws(jws, { ...RS384_PUBLIC }))
  },
  () => withoutMethod('sign', () => lib.signJws('x', { ...RS384_PRIVATE })),
  async () => lib.verifyJws(await token(), async () => hostile(undefined)),
  async () => lib.verifyJws(await token(), publicEc, { algorithms: ['RS384'] }),
  async () => lib.verifyJws(await token(), { ...failing, alg: 'ES256' }),
  async () => lib.verifyJws(await token(), failing),
  async () => lib.verifyJws(await token(), { ...failing, verify: async () => false }),
  async () => lib.verifyJws(await token(), hostile(undefined)),
  async () => lib.verifyJws(await token(), hostile('secret')),
  () => verify({}, { iss: 5 }),
  () => verify({}, { exp: '5' }),
  () => verify({}, { aud: 5 }),
  () => verify({ requiredClaims: ['jti'] }, {}),
  () => verify({ issuer: ['a', 'b'] }, { iss: 'another\u202e' }),
  () => verify({ subject: 'a' }, {}),
  () => verify({ audience: 'a' }, { aud: ['b', 'c'] }),
  () => verify({}, { exp: 5 }),
  () => verify({}, { nbf: 9e9 }),
  () => verify({ maxAge: 5 }, { iat: 9e9 }),
  () => verify({ issuer: () => false }, { iss: 'a' }),
  () => verify({ issuer: () => hostile(undefined) }, { iss: 'a' }),
  () => verify({ issuer: () => hostile<string>(null).startsWith('a') }, { iss: 'a' }),
  () => verify({ maxAge: 5 }, {}),
  () => verify({ maxAge: 5 }, { iat: 5 }),
  () => verify({ typ: 'at+jwt' }, {}),
]

const answering = (body: string, init: ResponseInit = {}) =>
  hostile<typeof fetch>(async () => new Response(body, init))
const json = (body: object, status = 200) =>
  answering(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
const jwks = (send: typeof fetch, more = {}) => lib.createRemoteJwks(url, { fetch: send, ...more }).get()
/** Verify a token with the keys that a URL gives. */
const bySet = async (...keys: readonly object[]) =>
  lib.verifyJwt(await token(), lib.createRemoteJwks(url, { fetch: json({ keys }) }))
const client = (send: typeof fetch, more = {}) =>
  smart.createBackendServicesClient({
    ...{ fhirBaseUrl: 'https://a.example/fhir', tokenEndpoint: url, clientId: 'app', key: ec, scope: 'a' },
    ...{ fetch: send, retries: 0, ...more },
  })
const granted = json({ access_token: 'secret', token_type: 'bearer', expires_in: 300, scope: 'a' })
const assertion = { clientId: 'app', audience: url, key: ec }

const anywhere = { profile: 'rfc10070', tokenEndpoint: undefined }

/** FHIR that never answers, behind a token endpoint that does. */
const silent = hostile<typeof fetch>((input: string, init: RequestInit) =>
  input.startsWith(url) ? granted(input, init) : never(),
)

const CLIENT: readonly Call[] = [
  () => lib.createRemoteJwks('http://me:secret@a.example/?secret'),
  () => lib.createRemoteJwks(`https://a.example/${'secret'.repeat(400)}`),
  () => jwks(answering('', { status: 503 })),
  () => jwks(answering('', { status: 302 })),
  () => jwks(answering('<html>', { status: 200 })),
  () => jwks(answering('<html>', { status: 404, headers: { 'content-type': 'text/html' } })),
  () => jwks(json({ keys: 'secret' })),
  () => jwks(answering('x'.repeat(270000))),
  () => jwks(json({ keys: Array(1001).fill({}) })),
  () => bySet(),
  () => bySet({ ...publicEc, kid: 'other\u202e' }, { kty: 'EC' }),
  () => bySet(...Array.from({ length: 1000 }, (_, i) => ({ ...publicEc, kid: 'other '.repeat(40) + i }))),
  () => bySet({ ...publicEc, alg: 'ES256' }, { kty: 'oct', kid: 'ec', k: 'secret' }),
  () => bySet(...Array.from({ length: 1000 }, () => ({ kid: 'ec', kty: 'strange '.repeat(40) }))),
  () => bySet(ec, publicEc),
  () => bySet(...['', 'A', 'B', 'C', 'D'].map((x) => ({ ...publicEc, x: `${x}${publicEc.x}` }))),
  () => bySet({ ...publicEc, x: 'AAAA' }),
  () => jwks(hostile(never), { timeout: 2 }),
  () => jwks(hostile(async () => Promise.reject(new Error('secret')))),
  () =>
    smart.fetchSmartConfiguration('https://a.example/fhir', {
      fetch: json({ token_endpoint: 'http://127.0.0.1/token' }),
    }),
  () => smart.createClientAssertion({ ...assertion, key: without(ec, 'kid') }),
  () => smart.createClientAssertion({ ...assertion, now: () => NaN }),
  () => smart.createClientAssertion({ ...assertion, header: { alg: 'secret' } }),
  () => smart.createClientAssertion({ ...assertion, profile: 'rfc10070', audience: ['secret'] }),
  () => client(granted, { profile: 'rfc10070', fhirBaseUrl: undefined }),
  () => client(json({ token_endpoint: url }), { profile: 'rfc10070' }).accessToken(),
  () => client(json({ token_endpoint: url, issuer: 'b' }), { ...anywhere, audience: 'a' }).accessToken(),
  () => client(json({ access_token: 'secret', token_type: 'mac' })).accessToken(),
  () => client(granted).fetch('a%2Fb'),
  () => client(granted, { fhirBaseUrl: undefined, tokenEndpoint: undefined }),
  () => client(granted, { tokenEndpoint: 'https://a.example/token#x' }),
  () => client(granted).fetch('https://b.example/'),
  () => client(granted).fetch('https://['),
  () => client(silent, { responseTimeout: 5 }).fetch('Patient'),
  () => client(json({ error: 'invalid_client', error_description: 'secret' }, 401)).accessToken(),
  () => withoutTimer(() => jwks(hostile(never), { timeout: 20 })),
  () => withoutTimer(() => client(hostile(never), { timeout: 20 }).accessToken()),
]

/** As in a Worker, where another request's timers may never fire: its timeout of 20 ms does not. */
async function withoutTimer(call: Call): Promise<void> {
  const { setTimeout: timer } = globalThis
  globalThis.setTimeout = hostile((run: () => void, ms: number) => timer(run, ms === 20 ? 200 : ms))
  try {
    await call()
  } finally {
    globalThis.setTimeout = timer
  }
}

const registered: { [id: string]: server.RegisteredClient } = {
  app: { jwks: { keys: [publicEc] } },
  nothing: {},
  unsafe: { jwksUri: 'http://me:secret@localhost/?secret' },
  wrong: hostile({ jwks: 'secret' }),
  twins: { jwks: { keys: [publicEc, { ...publicEc, x: publicEc.y! }] } },
}
const seconds = () => Math.floor(Date.now() / 1000)
const used = server.createMemoryReplayStore()

async function authenticate(claims: object, more: object = {}): Promise<unknown> {
  const { header = {}, store = used, parameters = {}, options = {} } = more as { [name: string]: object }
  const all = { iss: 'app', sub: 'app', aud: url, exp: seconds() + 60, jti: 'once', ...claims }
  const verifier = server.createAssertionVerifier({
    audience: url,
    client: async (id) => registered[id],
    replayStore: store as server.ReplayStore,
    ...options,
  })
  return verifier.verify({
    client_assertion: await token(all, header),
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    ...parameters,
  })
}

const SERVER: readonly Call[] = [
  () => authenticate({}, { parameters: { client_assertion: '' } }),
  () => authenticate({}, { parameters: { client_assertion_type: 'secret' } }),
  () => authenticate({}, { parameters: { client_assertion: 5 } }),
  () => authenticate({}, { parameters: { client_secret: 'secret' } }),
  () => server.createAssertionVerifier({ audience: url, client: never }).verify(hostile('secret')),
  () => authenticate({ aud: [url, 'https://b.example'] }),
  () => authenticate({ iat: seconds() + 60 }),
  () => authenticate({ iss: 'unsafe', sub: 'unsafe' }),
  () => authenticate({ iss: 'wrong', sub: 'wrong' }),
  () => authenticate({ iss: 'twins', sub: 'twins' }),
  () => authenticate({}, { options: { client: async () => Promise.reject(new Error('secret')) } }),
  () => authenticate({}, { store: { claim: async () => 'secret' } }),
  () =>
    server
      .createAssertionVerifier({ audience: url, client: never })
      .verify(new URLSearchParams('client_assertion=secret&client_assertion=secret')),
  () => authenticate({ iss: 5 }),
  () => authenticate({ sub: 'another' }),
  () => authenticate({}, { parameters: { client_id: 'another' } }),
  () => authenticate({}, { header: { kid: '' } }),
  () => authenticate({ iss: 'stranger', sub: 'stranger' }),
  () => authenticate({ iss: 'nothing', sub: 'nothing' }),
  () => authenticate({}, { header: { jku: 'https://evil.example/' } }),
  () => authenticate({ exp: seconds() + 9999 }),
  () => authenticate({ jti: 'x '.repeat(150) }),
  () => authenticate({}, { store: { claim: async () => Promise.reject(new Error('secret')) } }),
  async () => {
    await authenticate({})
    await authenticate({})
  },
  () => authenticate({}, { options: { client: never, timeout: 2 } }),
  async () => {
    const store = server.createMemoryReplayStore({ maxEntries: 4 })
    const claim = (key: string, id: string) => store.claim(key, seconds() + 60, id)
    await claim('a', 'app')
    await claim('b', 'another')
    await claim('c', 'app')
  },
  () => server.createRedisReplayStore(async () => 'secret').claim('a', seconds() + 60),
  () => server.createMemoryReplayStore({ maxEntries: 0 }).claim('a', 1),
  () => server.createRedisReplayStore(never, { timeout: 1 }).claim('a', seconds() + 60),
]

/** What makes a refusal: an error, or a function that makes or throws one. */
const MAKERS =
  /\b(new (JoseError|TypeError)|(jwk|pem|claim|http|answer|crypto|keyType|request|ec|pss|entry|field)Error|unknownKey|otherKey|notFound|expect|refuse|unavailable|registrationError)\(/

/** What another error says again in its own sentence. */
const QUOTED = /its SEQUENCE must hold|is longer than the|new JoseError\(code, message, details\)/

/** The places of src/ that make a refusal, as file:line; those of the command have tests of their own. */
function placesOf(file: string): string[] {
  const lines = readFileSync(join(SRC, file), 'utf8').split('\n')
  const places = lines.map((line, i) => ({ line, place: `${file}:${i + 1}` }))
  return places
    .filter(
      ({ line }) => MAKERS.test(line) && !/^\s*\*|\bfunction |const refuse/.test(line) && !QUOTED.test(line),
    )
    .map(({ place }) => place)
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
  (file) => !file.startsWith('cli'),
)
const places = new Set(files.filter((file) => file.endsWith('.ts')).flatMap(placesOf))

async function refusalOf(call: Call): Promise<Error & { code?: string }> {
  try {
    await call()
  } catch (error) {
    return error as Error
  }
  return assert.fail(`nothing was refused by ${call}`)
}

test('every place that refuses is reached, and says so in a sound sentence', async (t) => {
  const reached = new Set<string>()
  const messages = new Map<string, Set<string>>()
  for (const call of [...KEYS, ...PEMS, ...TOKENS, ...CLIENT, ...SERVER]) {
    const error = await refusalOf(call)
    const { name, code = name, message, stack = '' } = error
    assert.ok(name === 'JoseError' || name === 'TypeError', `${call}: ${stack}`)
    assert.equal(messageFault(message), undefined, message)
    assert.doesNotMatch(message, /(?<!client_|a )secret|[\w-]{40,}/, message)
    // What is made anew, or says why, has the place in it too.
    const causes = `${stack}${(error.cause as Error | undefined)?.stack}`
    for (const [, place] of causes.matchAll(/\/src\/([\w/-]+\.ts:\d+):/g)) reached.add(place!)
    messages.set(code, (messages.get(code) ?? new Set()).add(message))
  }
  for (const [code, said] of [...messages].sort()) t.diagnostic(`${code}\n  ${[...said].sort().join('\n  ')}`)
  assert.deepEqual(
    [...places].filter((place) => !reached.has(place)),
    [],
  )
})

/**
 * docs/errors.md quotes what the library says: each message is produced here, and must stand in the section of its
 * code. `UPDATE=1 node --import tsx --test test/errors-page.test.ts` writes them.
 */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import * as lib from '../src/index.ts'
import * as server from '../src/server/index.ts'
import * as smart from '../src/smart/index.ts'
import { ES384_PRIVATE, ES384_PUBLIC, pem, RS384_PRIVATE, RS384_PUBLIC } from './fixtures/keys.ts'
import { hostile } from './refusal.ts'
import { withoutCrypto } from './no-crypto.ts'

type Call = () => unknown

const page = new URL('../docs/errors.md', import.meta.url)
const ec = { ...ES384_PRIVATE, kid: '2026-11' }
const publicEc = { ...ES384_PUBLIC, kid: '2026-11' }
const SECOND = 1_800_000_000
const now = () => SECOND * 1000
const NEXT = 'https://auth.example/token'
const SET = 'https://my.example/jwks.json'

const CLAIMS = { iss: 'my-client', aud: NEXT, exp: SECOND + 240 }
const [header, payload, signature] = (await lib.signJwt(CLAIMS, ec)).split('.') as [string, string, string]
const token = `${header}.${payload}.${signature}`

/** The token with another header. */
function withHeader(value: object | string): string {
  const json = typeof value === 'string' ? value : JSON.stringify(value)
  return `${Buffer.from(json).toString('base64url')}.${payload}.${signature}`
}
const verify = (text: string, options: lib.VerifyJwtOptions = {}) =>
  lib.verifyJwt(text, publicEc, { now, ...options })

/** A key set's server, or another, that gives this answer. */
const answering = (body: unknown, init?: ResponseInit): typeof fetch => {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return async () => new Response(text, init)
}
const unreachable: typeof fetch = async () => {
  throw new TypeError('fetch failed')
}
const verifyBy = (ask: typeof fetch) =>
  lib.verifyJwt(token, lib.createRemoteJwks(SET, { fetch: ask, now }), { now })

function accessToken(status: number, body: object): Promise<unknown> {
  const options = { tokenEndpoint: NEXT, clientId: 'my-client', key: ec, scope: 'system/Patient.rs' }
  const ask = answering(body, { status })
  return smart.createBackendServicesClient({ ...options, fetch: ask, retries: 0 }).accessToken()
}

const assertion = () =>
  smart.createClientAssertion({ clientId: 'my-client', audience: NEXT, key: ec, jti: 'a', now })
const verifier = (replayStore?: server.ReplayStore) =>
  server.createAssertionVerifier({
    audience: NEXT,
    client: () => ({ jwks: { keys: [publicEc] } }),
    now,
    ...(replayStore && { replayStore }),
  })
const params = async () => smart.clientAssertionParams(await assertion())

async function usedTwice(): Promise<void> {
  const form = await params()
  const strict = verifier()
  await strict.verify(form)
  await strict.verify(form)
}

async function fullStore(): Promise<void> {
  const store = server.createMemoryReplayStore({ maxEntries: 2, now })
  for (const key of ['a', 'b', 'c']) await store.claim(key, SECOND + 300)
}

/** Calls with a WebCrypto that does not know the algorithm. */
async function withPoorCrypto(call: Call): Promise<void> {
  const fail = async () => Promise.reject(new DOMException('no', 'NotSupportedError'))
  lib.setSubtleCrypto(hostile({ importKey: fail, generateKey: fail }))
  try {
    await call()
  } finally {
    lib.setSubtleCrypto(undefined)
  }
}
const signerOf = (sign: lib.Signer['sign']) => lib.externalSigner({ alg: 'ES384', sign })
const failingVerifier: lib.Verifier = {
  alg: 'ES384',
  kid: '2026-11',
  verify: async () => Promise.reject(new Error('down')),
}

/** Three calls for each section of the page. */
const SECTIONS: { readonly [code: string]: readonly Call[] } = {
  ERR_BASE64URL: [
    () => verify(`${token}=`),
    () => verify(`Bearer ${token}`),
    () => lib.decodeBase64url('a+b/'),
  ],
  ERR_JSON: [
    () => verify(withHeader('{"alg":"ES384","alg":"none"}')),
    () => verify(withHeader('[]')),
    async () => verify(await lib.signJws('no JSON', ec)),
  ],
  ERR_JWS_FORM: [
    () => verify(`${header}.${payload}`),
    () => verify(withHeader({ alg: 'ES384', kid: 5 })),
    () => lib.verifyJws(token, publicEc, { maxLength: 100 }),
  ],
  ERR_ALG: [
    () => verify(withHeader({ alg: 'HS256' })),
    () => verify(withHeader({ alg: 'ES256' })),
    () => verify(token, { algorithms: ['RS256'] }),
  ],
  ERR_CRIT: [
    () => verify(withHeader({ alg: 'ES384', crit: ['x'], x: 1 })),
    () => verify(withHeader({ alg: 'ES384', crit: ['b64'], b64: false })),
    () => verify(withHeader({ alg: 'ES384', crit: [] })),
  ],
  ERR_JWK: [
    () => lib.signJwt(CLAIMS, publicEc),
    () => lib.importSigner({ ...ec, use: 'enc' }),
    () => lib.importSigner({ ...ec, alg: 'ES256' }),
  ],
  ERR_PEM: [
    () => lib.privateJwkFromPem(pem('rsa.encrypted.pkcs8')),
    () => lib.privateJwkFromPem(Buffer.from(pem('ec.pkcs8')).toString('base64')),
    () => lib.privateJwkFromPem(pem('rsa.spki')),
  ],
  ERR_KEY_NOT_FOUND: [
    () => verifyBy(answering({ keys: [{ ...publicEc, kid: '2025-11' }] })),
    () => lib.verifyJwt(token, { keys: [{ ...RS384_PUBLIC, kid: '2026-11' }] }, { now }),
    () => lib.signJwt(CLAIMS, { keys: [publicEc] }),
  ],
  ERR_KEY_AMBIGUOUS: [
    () => lib.signJwt(CLAIMS, { keys: [ec, { ...ec, kid: '2026-12' }] }),
    () => lib.selectSigningJwk({ keys: [ec, { ...RS384_PRIVATE, kid: 'rsa' }] }),
    () => lib.selectSigningJwk({ keys: [ec, { ...RS384_PRIVATE, kid: '2026-11' }] }, { kid: '2026-11' }),
  ],
  ERR_SIGNATURE: [
    () => verify(`${header}.${payload}.${signature.slice(0, -4)}AAAA`),
    () =>
      lib.signJwt(
        CLAIMS,
        signerOf(async () => new Uint8Array(70)),
      ),
    () =>
      lib.signJwt(
        CLAIMS,
        signerOf(async () => Promise.reject(new Error('down'))),
      ),
  ],
  ERR_CLAIM: [
    () => verify(token, { audience: 'https://server.example/token' }),
    () => verify(token, { requiredClaims: ['jti'] }),
    async () => verify(await lib.signJwt({ nbf: SECOND + 60 }, ec)),
  ],
  ERR_EXPIRED: [
    () => verify(token, { now: () => (SECOND + 600) * 1000 }),
    async () => verify(await lib.signJwt({ iat: SECOND - 600 }, ec), { maxAge: 300 }),
    async () => verify(await lib.signJwt({ exp: SECOND }, ec)),
  ],
  ERR_REPLAY: [
    usedTwice,
    fullStore,
    async () => verifier({ claim: async () => Promise.reject(new Error('down')) }).verify(await params()),
  ],
  ERR_HTTP: [
    () => verifyBy(answering('<html>', { status: 404, headers: { 'content-type': 'text/html' } })),
    () => verifyBy(unreachable),
    () => smart.fetchSmartConfiguration('https://fhir.example/r4', { fetch: answering('Welcome') }),
  ],
  ERR_OAUTH: [
    () => accessToken(401, { error: 'invalid_client' }),
    () => accessToken(400, { error: 'invalid_scope' }),
    () => verifier().verify(new URLSearchParams()),
  ],
  ERR_CRYPTO: [
    () => withoutCrypto(() => lib.generateJwk('ES384')),
    () => withPoorCrypto(() => lib.generateJwk('ML-DSA-44')),
    () => lib.verifyJwt(token, failingVerifier, { now }),
  ],
  TypeError: [
    () => lib.signJwt(CLAIMS, hostile(undefined)),
    () => lib.signJwt({ exp: '1h' }, ec),
    () => lib.signJwt(CLAIMS, ec, hostile({ expiresIn: '1h' })),
  ],
}

/** What a call is refused with: its code, or its name, and its message. */
async function refusalOf(call: Call): Promise<readonly [code: string, message: string]> {
  try {
    await call()
  } catch (error) {
    const { code, name, message } = error as lib.JoseError
    return [code ?? name, message]
  }
  return assert.fail('accepted')
}

/** The block of messages in the section of a code. */
const blockOf = (code: string) =>
  new RegExp(`(## \`?${code}\`?\\n(?:(?!\\n## )[^])*?\`\`\`text\\n)([^]*?)(\`\`\`)`)

for (const [code, calls] of Object.entries(SECTIONS)) {
  test(`docs/errors.md quotes three messages as they are: ${code}`, async () => {
    const messages = []
    for (const call of calls) {
      const [found, message] = await refusalOf(call)
      assert.equal(found, code, message)
      messages.push(message)
    }
    assert.equal(new Set(messages).size, 3)
    const block = `${messages.join('\n')}\n`
    const text = readFileSync(page, 'utf8')
    if (process.env.UPDATE)
      writeFileSync(
        page,
        text.replace(blockOf(code), (_, open, _old, close) => `${open}${block}${close}`),
      )
    assert.equal(blockOf(code).exec(readFileSync(page, 'utf8'))?.[2], block)
  })
}

test('docs/errors.md has a section for each code', () => {
  const source = readFileSync(new URL('../src/errors.ts', import.meta.url), 'utf8')
  const codes = new Set(source.match(/ERR_\w+/g))
  const sections = Object.keys(SECTIONS).filter((name) => name.startsWith('ERR_'))
  assert.deepEqual(sections.sort(), [...codes].sort())
})

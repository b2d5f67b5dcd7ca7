import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { generateJwk, importSigner, importVerifier, setSubtleCrypto, signJws, type Jwk, type JwkSet } from '../src/index.ts'
import es384Keys from './fixtures/ES384.private.json' with { type: 'json' }
import rs384Keys from './fixtures/RS384.private.json' with { type: 'json' }

const freshKey = (): Jwk => ({ ...rs384Keys.keys[1] }) as Jwk

/** WebCrypto with some of its methods replaced. */
function wrapped(methods: object): SubtleCrypto {
  return new Proxy(crypto.subtle, {
    get: (subtle, name) => Reflect.get(methods, name) ?? (Reflect.get(subtle, name) as () => unknown).bind(subtle),
  })
}

afterEach(() => setSubtleCrypto(undefined))

test('a JWK object is imported once, also by two calls at once', async () => {
  let imports = 0
  // The public half is imported too, to see that it is the private one's.
  const importKey = (...args: Parameters<SubtleCrypto['importKey']>) => {
    if ([...args[4]].includes('sign')) imports++
    return crypto.subtle.importKey(...args)
  }
  setSubtleCrypto(wrapped({ importKey }))
  const jwk = freshKey()
  const before = structuredClone(jwk)
  const [one, other] = await Promise.all([importSigner(jwk), importSigner(jwk), signJws('x', jwk), signJws('x', { keys: [jwk] })])
  assert.equal(one, other)
  assert.equal(imports, 1)
  assert.deepEqual(jwk, before, 'the JWK is not changed')
  assert.ok(!Object.isFrozen(jwk))
  await importSigner({ ...jwk })
  assert.equal(imports, 2)
})

test('a failed import is not kept', async () => {
  const jwk = freshKey()
  setSubtleCrypto(wrapped({ importKey: async () => Promise.reject(new DOMException('no', 'OperationError')) }))
  await assert.rejects(importSigner(jwk), { code: 'ERR_JWK', message: /OperationError/ })
  setSubtleCrypto(undefined)
  assert.equal((await importSigner(jwk)).alg, 'RS384')
})

test('an algorithm that WebCrypto lacks is told apart from a bad key', async () => {
  const lacking = async () => Promise.reject(new DOMException('no', 'NotSupportedError'))
  setSubtleCrypto(wrapped({ importKey: lacking, generateKey: lacking }))
  await assert.rejects(importSigner(freshKey()), { code: 'ERR_CRYPTO', message: /NotSupportedError.*RS384/ })
  await assert.rejects(generateJwk('Ed25519'), { code: 'ERR_CRYPTO', message: /Ed25519/ })
})

test('without crypto.subtle the error says what helps', async () => {
  const { crypto } = globalThis
  Object.defineProperty(globalThis, 'crypto', { value: undefined, configurable: true })
  try {
    for (const act of [() => importSigner(freshKey()), () => generateJwk('ES384')]) {
      await assert.rejects(act, { code: 'ERR_CRYPTO', message: /crypto\.subtle.*https/ })
    }
  } finally {
    Object.defineProperty(globalThis, 'crypto', { value: crypto, configurable: true })
  }
})

test('a kid names a key that has none, and is held to that of a key that has one', async () => {
  const nameless = { ...es384Keys.keys[1], kid: undefined } as unknown as Jwk
  assert.equal((await importSigner(nameless)).kid, undefined)
  assert.equal((await importSigner(nameless, { kid: 'a' })).kid, 'a')
  assert.equal((await importVerifier({ ...nameless, key_ops: ['verify'] }, { kid: 'b' })).kid, 'b')
  assert.equal((await importSigner(es384Keys as JwkSet, { kid: es384Keys.keys[1]!.kid })).kid, es384Keys.keys[1]!.kid)
  assert.equal((await importSigner(freshKey(), { kid: freshKey().kid! })).alg, 'RS384')
  await assert.rejects(importSigner(freshKey(), { kid: 'a' }), { code: 'ERR_JWK', message: /kid "a"/ })
  await assert.rejects(importSigner({ keys: [nameless] }, { kid: 'a' }), { code: 'ERR_KEY_NOT_FOUND' })
})

test('no object is no key', async () => {
  for (const key of [undefined, null]) await assert.rejects(importSigner(key as unknown as Jwk), TypeError)
})

test('generates RSA keys of the length asked for, within bounds', async () => {
  assert.equal((await generateJwk('PS256', { modulusLength: 3072, kid: 'a' })).n!.length, 512)
  for (const modulusLength of [1024, 16384, NaN]) await assert.rejects(generateJwk('RS256', { modulusLength }), TypeError)
  await assert.rejects(generateJwk('HS256' as 'RS256'), { code: 'ERR_ALG' })
})

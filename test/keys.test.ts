import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import {
  generateJwk,
  generateSigner,
  importSigner,
  importVerifier,
  setSubtleCrypto,
  signJws,
  signJwt,
  toPublicJwk,
  verifyJwt,
  type Jwk,
  type JwsAlgorithm,
} from '../src/index.ts'
import { ES384_PRIVATE, ES384_SET, pem, RS384_PRIVATE, without } from './fixtures/keys.ts'
import { hostile } from './refusal.ts'

/** A key that was not imported yet. */
const freshKey = (): Jwk => ({ ...RS384_PRIVATE })

/** WebCrypto with some of its methods replaced. */
function wrapped(methods: object): SubtleCrypto {
  return new Proxy(crypto.subtle, {
    get: (subtle, name) =>
      Reflect.get(methods, name) ?? (Reflect.get(subtle, name) as () => unknown).bind(subtle),
  })
}

afterEach(() => setSubtleCrypto(undefined))

test('imports a JWK object once, even for simultaneous calls', async () => {
  let imports = 0
  // The public half is imported too, to see that it is the private one's.
  const importKey = (...args: Parameters<SubtleCrypto['importKey']>) => {
    if ([...args[4]].includes('sign')) imports++
    return crypto.subtle.importKey(...args)
  }
  setSubtleCrypto(wrapped({ importKey }))
  const jwk = freshKey()
  const before = structuredClone(jwk)
  const [one, other] = await Promise.all([
    importSigner(jwk),
    importSigner(jwk),
    signJws('x', jwk),
    signJws('x', { keys: [jwk] }),
  ])
  assert.equal(one, other)
  assert.equal(imports, 1)
  assert.deepEqual(jwk, before, 'the JWK is not changed')
  assert.ok(!Object.isFrozen(jwk))
  await importSigner({ ...jwk })
  assert.equal(imports, 2)
})

test('does not keep a failed import', async () => {
  const jwk = freshKey()
  setSubtleCrypto(
    wrapped({ importKey: async () => Promise.reject(new DOMException('no', 'OperationError')) }),
  )
  await assert.rejects(importSigner(jwk), { code: 'ERR_JWK', message: /OperationError/ })
  setSubtleCrypto(undefined)
  assert.equal((await importSigner(jwk)).alg, 'RS384')
})

test('tells an algorithm that WebCrypto lacks from a bad key', async () => {
  const lacking = async () => Promise.reject(new DOMException('no', 'NotSupportedError'))
  setSubtleCrypto(wrapped({ importKey: lacking, generateKey: lacking }))
  await assert.rejects(importSigner(freshKey()), { code: 'ERR_CRYPTO', message: /NotSupportedError.*RS384/ })
  await assert.rejects(generateJwk('Ed25519'), { code: 'ERR_CRYPTO', message: /Ed25519/ })
})

test('imports a private key unextractable, and only if its public half verifies its signatures', async () => {
  const extractable: unknown[] = []
  const importKey = (...args: Parameters<SubtleCrypto['importKey']>) => {
    extractable.push(args[3])
    return crypto.subtle.importKey(...args)
  }
  setSubtleCrypto(wrapped({ importKey }))
  await importSigner(freshKey())
  assert.deepEqual(new Set(extractable), new Set([false]))
  for (const verify of [async () => false, async () => Promise.reject(new Error('no'))]) {
    setSubtleCrypto(wrapped({ verify }))
    await assert.rejects(importSigner(freshKey()), { code: 'ERR_JWK', message: 'JWK: expected its own d' })
  }
})

test('says what helps where crypto.subtle is missing', async () => {
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

test('the kid option names a key without kid and must equal the kid of a key with one', async () => {
  const nameless = without(ES384_PRIVATE, 'kid')
  assert.equal((await importSigner(nameless)).kid, undefined)
  assert.equal((await importSigner(nameless, { kid: 'a' })).kid, 'a')
  const named = freshKey()
  for (const [key, kid] of [
    [nameless, {}],
    [named, { kid: named.kid! }],
  ] as const) {
    assert.equal(await importSigner(key, kid), await importSigner(key), 'it is the one that was imported')
  }
  assert.equal((await importVerifier({ ...nameless, key_ops: ['verify'] }, { kid: 'b' })).kid, 'b')
  assert.equal((await importSigner(ES384_SET, { kid: ES384_PRIVATE.kid! })).kid, ES384_PRIVATE.kid)
  assert.equal((await importSigner(freshKey(), { kid: freshKey().kid! })).alg, 'RS384')
  await assert.rejects(importSigner(freshKey(), { kid: 'a' }), { code: 'ERR_JWK', message: /kid "a"/ })
  await assert.rejects(importSigner({ keys: [nameless] }, { kid: 'a' }), { code: 'ERR_KEY_NOT_FOUND' })
})

test('refuses undefined and null as keys', async () => {
  for (const key of [undefined, null]) await assert.rejects(importSigner(hostile<Jwk>(key)), TypeError)
})

test('generates RSA keys of the requested length, within bounds', async () => {
  assert.equal((await generateJwk('PS256', { modulusLength: 3072, kid: 'a' })).n!.length, 512)
  for (const modulusLength of [1024, 8193, NaN]) {
    await assert.rejects(generateJwk('RS256', { modulusLength }), {
      name: 'TypeError',
      message: 'modulusLength: expected 2048 to 8192',
    })
  }
  // The longest takes minutes to make.
  setSubtleCrypto(
    wrapped({ generateKey: async () => Promise.reject(new DOMException('no', 'OperationError')) }),
  )
  await assert.rejects(generateJwk('RS256', { modulusLength: 8192 }), {
    code: 'ERR_CRYPTO',
    message: /OperationError/,
  })
  setSubtleCrypto(undefined)
  await assert.rejects(generateJwk(hostile<'RS256'>('HS256')), { code: 'ERR_ALG' })
})

const ALL: readonly JwsAlgorithm[] = ['RS256', 'PS384', 'ES256', 'ES384', 'ES512', 'Ed25519', 'EdDSA']

test('a generated signer’s private key cannot leave WebCrypto, and its public JWK verifies', async () => {
  for (const alg of ALL) {
    const { signer, publicJwk, privateKey } = await generateSigner(alg)
    assert.equal(privateKey.extractable, false)
    await assert.rejects(crypto.subtle.exportKey('jwk', privateKey))
    assert.deepEqual(
      [publicJwk.alg, publicJwk.use, publicJwk.key_ops, publicJwk.d],
      [alg, 'sig', ['verify'], undefined],
    )
    assert.equal(
      (await verifyJwt(await signJwt({ a: 1 }, signer), { keys: [publicJwk] })).header.kid,
      publicJwk.kid,
    )
  }
  assert.equal((await generateSigner('ES384', { kid: 'a' })).signer.kid, 'a')
})

test('a CryptoKey signs and verifies for its own algorithm', async () => {
  for (const alg of ALL) {
    const { publicJwk, privateKey } = await generateSigner(alg)
    const asked = /Ed/.test(alg) ? { alg } : {}
    const token = await signJwt({}, await importSigner(privateKey, { ...asked, kid: 'k' }))
    assert.deepEqual((await verifyJwt(token, publicJwk)).header, { alg, kid: 'k', typ: 'JWT' })
  }
  const { publicKey } = (await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-384' }, false, [
    'sign',
    'verify',
  ])) as CryptoKeyPair
  assert.equal((await importVerifier(publicKey)).alg, 'ES384')
})

test('refuses a CryptoKey that does not fit the operation', async () => {
  const rsa = (bits: number) =>
    crypto.subtle.generateKey(
      {
        name: 'RSASSA-PKCS1-v1_5',
        hash: 'SHA-384',
        modulusLength: bits,
        publicExponent: new Uint8Array([1, 0, 1]),
      },
      false,
      ['sign', 'verify'],
    ) as Promise<CryptoKeyPair>
  const ec = (await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'sign',
    'verify',
  ])) as CryptoKeyPair
  const ecdh = (await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, [
    'deriveBits',
  ])) as CryptoKeyPair
  const hmac = (await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ])) as CryptoKey
  const ed = await generateSigner('Ed25519')
  const wrong: readonly (readonly [CryptoKey, RegExp, { alg?: JwsAlgorithm }?])[] = [
    [ec.publicKey, /public, for verify/],
    [ecdh.privateKey, /ECDH/],
    [hmac, /HMAC/],
    [(await rsa(1024)).privateKey, /1024 bits/],
    [(await rsa(2048)).privateKey, /alg RS256/, { alg: 'RS256' }],
    [ec.privateKey, /alg ES384/, { alg: 'ES384' }],
    [ed.privateKey, /Ed25519 from EdDSA/],
  ]
  for (const [key, message, options] of wrong)
    await assert.rejects(importSigner(key, options), { code: 'ERR_JWK', message })
  await assert.rejects(importVerifier(ec.privateKey), { code: 'ERR_JWK', message: /private, for sign/ })
  // As no runtime makes them.
  const made = (type: string, modulusLength: number): CryptoKey =>
    hostile({
      type,
      usages: ['sign'],
      algorithm: { name: 'RSASSA-PKCS1-v1_5', hash: { name: 'SHA-384' }, modulusLength },
    })
  await assert.rejects(importSigner(made('public', 2048)), {
    code: 'ERR_JWK',
    message: /public, for sign: expected one to sign/,
  })
  await assert.rejects(importSigner(made('private', 8193)), {
    code: 'ERR_JWK',
    message: /of 8193 bits: expected 2048 to 8192/,
  })
  assert.equal((await importSigner(made('private', 8192))).alg, 'RS384')
})

test('treats a JWK with members of a CryptoKey as a JWK', async () => {
  for (const more of [{ usages: ['sign'] }, { algorithm: 'x' }])
    assert.equal((await importSigner({ ...freshKey(), ...more })).alg, 'RS384')
})

test('imports PEM as the JWK that it holds, under the same rules', async () => {
  const pairs = [
    ['rsa.pkcs1', 'rsa.spki', 'PS256'],
    ['ec.sec1', 'ec.certificate', undefined],
    ['ed25519.pkcs8', 'ed25519.spki', 'Ed25519'],
    ['ed25519.pkcs8', 'ed25519.pkcs8', 'EdDSA'],
  ] as const
  for (const [key, publicKey, alg] of pairs) {
    const options = alg ? { alg } : {}
    const token = await signJwt({ a: 1 }, await importSigner(pem(key), { ...options, kid: 'k' }))
    assert.equal((await verifyJwt(token, await importVerifier(pem(publicKey), options))).header.kid, 'k')
  }
  await assert.rejects(importSigner(pem('rsa.pkcs8')), { code: 'ERR_JWK', message: /RS256.*PS512/ })
  await assert.rejects(importSigner(pem('ec.pkcs8'), { alg: 'ES256' }), { code: 'ERR_JWK', message: /alg/ })
  await assert.rejects(importSigner(pem('rsa1024.pkcs1'), { alg: 'RS384' }), {
    code: 'ERR_JWK',
    message: /n of 2048/,
  })
  await assert.rejects(importSigner(pem('ec.spki')), { code: 'ERR_PEM' })
  setSubtleCrypto(
    wrapped({ importKey: async () => Promise.reject(new DOMException('no', 'NotSupportedError')) }),
  )
  const message = 'WebCrypto: NotSupportedError: expected Ed25519 key'
  await assert.rejects(importSigner(pem('ed25519.pkcs8'), { alg: 'Ed25519' }), {
    code: 'ERR_CRYPTO',
    message,
  })
})

const numberOf = (octets: Uint8Array): bigint => BigInt(`0x${Buffer.from(octets).toString('hex')}`)
const octetsOf = (number: bigint, width: number): Buffer =>
  Buffer.from(number.toString(16).padStart(width * 2, '0'), 'hex')

// WebKitGTK's WebCrypto takes both.
test('in Node an RSA signature has no second spelling above n', async () => {
  const key = freshKey()
  const { n } = toPublicJwk(key)
  const [{ sign }, { verify }] = await Promise.all([importSigner(key), importVerifier(toPublicJwk(key))])
  let input: Buffer
  let other = 1n << 2048n
  for (let i = 0; other >> 2048n; i++) {
    input = Buffer.from(`${i}`)
    other = numberOf(await sign(input)) + numberOf(Buffer.from(n!, 'base64url'))
  }
  assert.equal(await verify(octetsOf(other, 256), input!), false)
})

test('in Node an Ed25519 signature has no second spelling above the order', async () => {
  const order = (1n << 252n) + 27742317777372353535851937790883648493n
  const { signer, publicJwk } = await generateSigner('Ed25519')
  const { verify } = await importVerifier(publicJwk)
  const input = Buffer.from('x')
  const signature = await signer.sign(input)
  const scalar = numberOf(signature.slice(32).reverse()) + order
  assert.equal(await verify(signature, input), true)
  assert.equal(
    await verify(Buffer.concat([signature.subarray(0, 32), octetsOf(scalar, 32).reverse()]), input),
    false,
  )
  assert.equal(await verify(new Uint8Array(64), input), false)
})

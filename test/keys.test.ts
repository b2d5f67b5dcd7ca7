import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { afterEach, test } from 'node:test'
import {
  generateJwk,
  generateSigner,
  importSigner,
  importVerifier,
  jwkThumbprint,
  privateJwkFromPem,
  setSubtleCrypto,
  signJws,
  signJwt,
  toPublicJwk,
  verifyJws,
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
  await assert.rejects(importSigner(jwk), {
    code: 'ERR_JWK',
    message: 'WebCrypto here refuses this RS384 key (OperationError)',
  })
  setSubtleCrypto(undefined)
  assert.equal((await importSigner(jwk)).alg, 'RS384')
})

test('tells an algorithm that WebCrypto lacks from a bad key', async () => {
  const lacking = async () => Promise.reject(new DOMException('no', 'NotSupportedError'))
  setSubtleCrypto(wrapped({ importKey: lacking }))
  await assert.rejects(importSigner(freshKey()), {
    code: 'ERR_CRYPTO',
    message: 'WebCrypto here refuses this RS384 key (NotSupportedError)',
  })
})

test('imports a private key unextractable', async () => {
  const extractable: unknown[] = []
  const importKey = (...args: Parameters<SubtleCrypto['importKey']>) => {
    extractable.push(args[3])
    return crypto.subtle.importKey(...args)
  }
  setSubtleCrypto(wrapped({ importKey }))
  await importSigner(freshKey())
  await importSigner({ ...ES384_PRIVATE })
  assert.deepEqual(new Set(extractable), new Set([false]))
})

test('takes an EC or Ed25519 key only if its public half verifies what it signs', async () => {
  const message = /: its private key does not match its public key$/
  const pairs = await Promise.all(
    (['ES256', 'ES384', 'ES512', 'Ed25519'] as const).map((alg) => generateJwk(alg)),
  )
  for (const jwk of pairs) {
    const other = await generateJwk(jwk.alg as JwsAlgorithm)
    // Node refuses most of these pairs itself.
    await assert.rejects(importSigner({ ...jwk, d: other.d! }), { code: 'ERR_JWK' })
    const failing = async () => Promise.reject(new Error('no'))
    for (const faulty of [
      { verify: async () => false },
      { sign: failing },
      { sign: async () => new ArrayBuffer(3) },
    ]) {
      setSubtleCrypto(wrapped(faulty))
      await assert.rejects(importSigner({ ...jwk }), { code: 'ERR_JWK', message })
      setSubtleCrypto(undefined)
    }
  }
})

test('WebCrypto sees no public Ed25519 key of low order, no oth and no AKP key without alg', async () => {
  const never = async () => assert.fail('asked')
  setSubtleCrypto(wrapped({ importKey: never }))
  const identity = Buffer.from([1, ...new Uint8Array(31)]).toString('base64url')
  const seed = Buffer.alloc(32, 1).toString('base64url')
  const point = { kty: 'OKP', crv: 'Ed25519', alg: 'Ed25519', x: identity }
  await assert.rejects(importVerifier(point), { code: 'ERR_JWK', message: /low order/ })
  const rows: readonly (readonly [jwk: object, message: RegExp])[] = [
    [{ ...freshKey(), oth: [], key_ops: null }, /oth is not supported/],
    [{ kty: 'AKP', pub: 'AAAA', priv: seed }, /alg absent; kty and crv fit ML-DSA-44/],
  ]
  for (const [jwk, message] of rows) {
    for (const take of [importSigner, importVerifier])
      await assert.rejects(take(hostile<Jwk>(jwk)), { code: 'ERR_JWK', message })
  }
})

test('says that WebCrypto cannot verify with a key that it has imported', async () => {
  const cause = new DOMException('no', 'OperationError')
  setSubtleCrypto(wrapped({ verify: async () => Promise.reject(cause) }))
  const token = await signJws('x', freshKey())
  await assert.rejects(verifyJws(token, toPublicJwk(freshKey())), {
    code: 'ERR_CRYPTO',
    message: 'WebCrypto here fails with RS384 signatures of 256 octets',
    cause,
  })
})

test('judges an RSA key by arithmetic alone, whatever the runtime makes of it', async () => {
  const never = async () => assert.fail('asked')
  setSubtleCrypto(wrapped({ sign: never, verify: never }))
  assert.equal((await importSigner(freshKey())).alg, 'RS384')
})

test('says what helps where crypto.subtle is missing', async () => {
  const { crypto } = globalThis
  Object.defineProperty(globalThis, 'crypto', { value: undefined, configurable: true })
  try {
    for (const act of [
      () => importSigner(freshKey()),
      () => generateJwk('ES384'),
      () => jwkThumbprint(freshKey()),
      () => privateJwkFromPem(pem('ed25519.pkcs8')),
    ]) {
      await assert.rejects(act, {
        code: 'ERR_CRYPTO',
        message: /^no crypto\.subtle here; it takes https, Node 20 or /,
      })
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
  await assert.rejects(importSigner(freshKey(), { kid: 'a' }), {
    code: 'ERR_JWK',
    message: /its kid is not "a", which was asked for$/,
  })
  await assert.rejects(importSigner({ keys: [nameless] }, { kid: 'a' }), { code: 'ERR_KEY_NOT_FOUND' })
})

test('refuses what is no key, names what makes one of it, and shows nothing of it', async () => {
  const rows: readonly (readonly [key: unknown, found: string])[] = [
    [undefined, 'absent'],
    [null, 'null'],
    ['secret', 'a string'],
    [pem('ec.pkcs8'), 'a string'],
    [JSON.stringify(ES384_PRIVATE), 'a string'],
    [5, '5'],
    [[ES384_PRIVATE], 'a list'],
    [{}, 'an object without kty'],
    [Promise.resolve(ES384_PRIVATE), 'a Promise'],
    [Buffer.from('secret'), 'a Uint8Array'],
    [new ArrayBuffer(1), 'an ArrayBuffer'],
    [new URL('https://a.example/secret'), 'a URL'],
    [generateKeyPairSync('ed25519').privateKey, 'a KeyObject'],
    [{ privateKey: 'secret' }, 'an object without kty'],
    [() => ES384_PRIVATE, 'a function'],
  ]
  const remedies = (half: string, role: string, more: string): string =>
    `(PEM text: ${half}JwkFromPem, CryptoKey: import${role}, CryptoKeyPair: its ${half}Key${more}, JSON text: ` +
    "JSON.parse, base64: decode it, KeyObject: export({ format: 'jwk' }), DER: as PEM, promise: await it)"
  for (const [key, found] of rows) {
    const message = `key is ${found}; it must be a JWK, a JWK Set or a CryptoKey `
    await assert.rejects(importSigner(hostile<Jwk>(key)), {
      name: 'TypeError',
      message: message + remedies('private', 'Signer', ''),
    })
    await assert.rejects(importVerifier(hostile<Jwk>(key)), {
      name: 'TypeError',
      message: message + remedies('public', 'Verifier', ', URL: createRemoteJwks'),
    })
  }
})

test('refuses options that are unknown or of a wrong type', async () => {
  const rows: readonly (readonly [options: unknown, message: string])[] = [
    [{ kdi: 'a' }, 'option "kdi" is unknown; known: alg, kid'],
    [{ alg: 5 }, 'option alg is 5; it must be a string that is not empty'],
    [{ kid: '' }, 'option kid is a string; it must be a string that is not empty'],
    ['ES384', 'options is a string; it must be a plain object'],
    [null, 'options is null; it must be a plain object'],
  ]
  for (const [options, message] of rows) {
    for (const take of [importSigner, importVerifier])
      await assert.rejects(take(ES384_PRIVATE, hostile(options)), { name: 'TypeError', message })
  }
  assert.equal((await importSigner(ES384_PRIVATE, { alg: undefined, kid: undefined })).alg, 'ES384')
})

const ALL: readonly JwsAlgorithm[] = ['RS256', 'PS384', 'ES256', 'ES384', 'ES512', 'Ed25519', 'EdDSA']

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
    [ec.publicKey, /^CryptoKey: it is public, and to sign you need a private one$/],
    [ecdh.privateKey, /its usages do not list "sign"$/],
    [hmac, /it is secret, and to sign you need a private one$/],
    [(await rsa(1024)).privateKey, /it has 1024 bits, and must have 2048 to 8192$/],
    [(await rsa(2048)).privateKey, /its algorithm, RSASSA-PKCS1-v1_5, is not for RS256$/, { alg: 'RS256' }],
    [ec.privateKey, /its algorithm, ECDSA, is not for ES384$/, { alg: 'ES384' }],
    [ed.privateKey, /it fits several algorithms; name one of Ed25519, EdDSA as alg$/],
  ]
  for (const [key, message, options] of wrong)
    await assert.rejects(importSigner(key, options), { code: 'ERR_JWK', message })
  await assert.rejects(importVerifier(ec.privateKey), {
    code: 'ERR_JWK',
    message: /it is private, and to verify you need a public one$/,
  })
  // As no runtime makes them.
  const made = (type: string, modulusLength: number): CryptoKey =>
    hostile({
      type,
      usages: ['sign'],
      algorithm: { name: 'RSASSA-PKCS1-v1_5', hash: { name: 'SHA-384' }, modulusLength },
    })
  await assert.rejects(importSigner(made('public', 2048)), {
    code: 'ERR_JWK',
    message: /it is public, and to sign you need a private one$/,
  })
  await assert.rejects(importSigner(made('private', 8193)), {
    code: 'ERR_JWK',
    message: /it has 8193 bits, and must have 2048 to 8192$/,
  })
  assert.equal((await importSigner(made('private', 8192))).alg, 'RS384')
  const agrees = { ...made('private', 2048), algorithm: { name: 'ECDH', namedCurve: 'P-256' } }
  await assert.rejects(importSigner(agrees), {
    code: 'ERR_JWK',
    message: 'CryptoKey: its algorithm, ECDH, is not for a signature here',
  })
})

test('treats a JWK with members of a CryptoKey as a JWK', async () => {
  for (const more of [{ usages: ['sign'] }, { algorithm: 'x' }])
    assert.equal((await importSigner({ ...freshKey(), ...more })).alg, 'RS384')
})

test('treats what only looks like a CryptoKey as what it is', async () => {
  const alike = { type: 'public', usages: ['verify'], algorithm: { name: 'ECDSA', namedCurve: 'P-384' } }
  await assert.rejects(importVerifier({ ...alike, kty: 'EC' }), { code: 'ERR_JWK', message: /kty "EC"/ })
  for (const more of [{ type: 1 }, { usages: 'verify' }, { algorithm: null }, { algorithm: { name: 1 } }]) {
    await assert.rejects(importVerifier(hostile({ ...alike, ...more })), {
      name: 'TypeError',
      message: /^key is an object without kty/,
    })
  }
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

test('the alg and kid of a key that was imported never change', async () => {
  const signer = await importSigner(freshKey())
  assert.throws(() => Object.assign(signer, { kid: 'other' }), TypeError)
})

/** What people hand in where a key belongs, and what each call says of it: one row for each. */
import assert from 'node:assert/strict'
import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import * as lib from '../src/index.ts'
import { createJwksResponse } from '../src/server/index.ts'
import { createBackendServicesClient, createClientAssertion } from '../src/smart/index.ts'
import {
  ES384_PRIVATE as ec,
  ES384_PUBLIC,
  ES384_SET,
  pem,
  RS384_PRIVATE as rsa,
  without,
} from './fixtures/keys.ts'
import { hostile } from './refusal.ts'

const privatePem = pem('ec.pkcs8')
const keyObject = createPrivateKey(privatePem)
const der = keyObject.export({ format: 'der', type: 'pkcs8' })
const json = JSON.stringify(ec)
const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-384' }, true, ['sign', 'verify'])
const { privateKey, publicKey } = pair
const jws = await lib.signJws('x', ec)

/** What is no key, as it comes, what it is called, and the words that help. */
const SLIPS: readonly (readonly [what: string, key: unknown, called: string, helps: RegExp])[] = [
  ['PEM text', privatePem, 'a string', /PEM text: (private|public)JwkFromPem/],
  ['JSON text', json, 'a string', /JSON text: JSON\.parse/],
  ['base64 of PEM', btoa(privatePem), 'a string', /base64: decode it/],
  ['base64 of JSON', btoa(json), 'a string', /base64: decode it/],
  ['a URL’s text', 'https://a.example/jwks', 'a string', /promise: await it/],
  ['an empty text', '', 'a string', /PEM text/],
  ['a CryptoKeyPair', pair, 'an object without kty', /CryptoKeyPair: its (private|public)Key/],
  ['a KeyObject', keyObject, 'a KeyObject', /KeyObject: export\(\{ format: 'jwk' \}\)/],
  ['DER octets', new Uint8Array(der), 'a Uint8Array', /DER: as PEM/],
  ['a Buffer', der, 'a Uint8Array', /DER: as PEM/],
  ['an ArrayBuffer', new Uint8Array(der).buffer, 'an ArrayBuffer', /DER: as PEM/],
  ['a URL', new URL('https://a.example/jwks'), 'a URL', /./],
  ['a promise', Promise.resolve(ec), 'a Promise', /promise: await it/],
  ['a Map', new Map([['kty', 'EC']]), 'a Map', /./],
  ['undefined', undefined, 'absent', /./],
  ['null', null, 'null', /./],
  ['a number', 5, '5', /./],
  ['a list', [ec], 'a list', /./],
  ['an empty object', {}, 'an object without kty', /./],
]

const CRYPTO_KEY: (typeof SLIPS)[number] = [
  'a CryptoKey',
  privateKey,
  'a CryptoKey',
  /CryptoKey: import(Signer|Verifier)/,
]

type Call = (key: never) => unknown

const client = { clientId: 'a', tokenEndpoint: 'https://a.example/token', scope: 'a' }
const assertion = { clientId: 'a', audience: 'https://a.example/token' }

/** Each place that takes a key, what it takes, and for what. */
const PLACES: readonly (readonly [name: string, call: Call, wanted: string, use: 'sign' | 'verify'])[] = [
  ['importSigner', (key) => lib.importSigner(key), 'a JWK, a JWK Set or a CryptoKey', 'sign'],
  ['importVerifier', (key) => lib.importVerifier(key), 'a JWK, a JWK Set or a CryptoKey', 'verify'],
  ['signJwt', (key) => lib.signJwt({}, key), 'a JWK, a JWK Set or a Signer', 'sign'],
  ['signJws', (key) => lib.signJws('x', key), 'a JWK, a JWK Set or a Signer', 'sign'],
  ['verifyJws', (key) => lib.verifyJws(jws, key), 'a JWK, a JWK Set or a Verifier', 'verify'],
  ['verifyJwt', (key) => lib.verifyJwt(jws, key), 'a JWK, a JWK Set or a Verifier', 'verify'],
  ['toPublicJwk', (key) => lib.toPublicJwk(key), 'a JWK', 'verify'],
  ['jwkThumbprint', (key) => lib.jwkThumbprint(key), 'a JWK', 'verify'],
  ['toPublicJwks', (key) => lib.toPublicJwks(key), 'a JWK Set, such as { keys: [jwk] }', 'verify'],
  ['createJwksResponse', (key) => createJwksResponse(key), 'a JWK Set, such as { keys: [jwk] }', 'verify'],
  ['selectSigningJwk', (key) => lib.selectSigningJwk(key), 'a JWK Set, such as { keys: [jwk] }', 'sign'],
  [
    'createClientAssertion',
    (key) => createClientAssertion({ ...assertion, key }),
    'a JWK, a JWK Set or a Signer',
    'sign',
  ],
  [
    'createBackendServicesClient',
    (key) => createBackendServicesClient({ ...client, key }),
    'a JWK, a JWK Set or a Signer',
    'sign',
  ],
]

/** The error of a call, thrown or rejected. */
async function errorOf(call: () => unknown): Promise<Error & { code?: string }> {
  try {
    await call()
  } catch (error) {
    return error as Error
  }
  return assert.fail('accepted')
}

const SECRETS = [ec.d!, rsa.d!, privatePem.slice(40, 60), 'a.example', 'LS0t', 'undefined', '[object']

for (const [name, call, wanted, use] of PLACES) {
  test(`${name} names what is no key, and the call that takes it (field K7)`, async () => {
    const slips = wanted.endsWith('CryptoKey') ? SLIPS : [...SLIPS, CRYPTO_KEY]
    for (const [what, key, called, helps] of slips) {
      const { name: kind, message } = await errorOf(() => call(key as never))
      assert.equal(kind, 'TypeError', what)
      assert.ok(
        message.startsWith(`key is ${called}; it must be ${wanted} (PEM text: `),
        `${what}: ${message}`,
      )
      assert.match(message, helps, what)
      assert.equal(message.includes('createRemoteJwks'), use === 'verify', what)
      assert.ok(message.length <= 500)
      for (const secret of SECRETS) assert.ok(!message.includes(secret), `${what}: ${message}`)
    }
  })
}

const sign = async (): Promise<Uint8Array> => new Uint8Array(96)
const DER = Uint8Array.from([0x30, 6, 2, 1, 5, 2, 1, 5])

type Row = readonly [
  what: string,
  call: () => unknown,
  code: string,
  must: readonly string[],
  mustNot?: readonly string[],
]

const ROWS: readonly Row[] = [
  ['a JWK for a set', () => lib.toPublicJwks(hostile(ec)), 'TypeError', ['a JWK;', '{ keys: [jwk] }']],
  [
    'a set for a JWK',
    () => lib.toPublicJwk(hostile(ES384_SET)),
    'TypeError',
    ['a JWK Set;', 'must be a JWK '],
  ],
  [
    'keys beside kty',
    () => lib.importSigner(hostile({ ...ec, keys: [rsa] })),
    'ERR_JWK',
    ['its keys is a list', 'no kty', ec.kid!],
  ],
  ...[lib.toPublicJwk, lib.jwkThumbprint, lib.importVerifier].flatMap((call): readonly Row[] => [
    [
      `keys that are no list, for ${call.name}`,
      () => call(hostile({ keys: { secret: ec } })),
      'ERR_JWK',
      ['its keys is an object', 'a JWK has none', 'a JWK Set has a list and no kty'],
      ['secret'],
    ],
    [
      `keys beside kty, for ${call.name}`,
      () => call(hostile({ ...ec, keys: [] })),
      'ERR_JWK',
      ['its keys is a list', 'a JWK has none', 'a JWK Set has a list and no kty'],
    ],
  ]),
  [
    'a set whose keys are no list',
    () => lib.toPublicJwks(hostile({ keys: 'secret' })),
    'ERR_JWK',
    ['its keys is a string', 'must be a list of JWKs'],
    ['secret'],
  ],
  [
    'keys that are no list',
    () => lib.importSigner(hostile({ keys: 'secret' })),
    'ERR_JWK',
    ['its keys is a string'],
    ['secret'],
  ],
  [
    'a kid that is a number',
    () => lib.importSigner(hostile({ ...ec, kid: 7 })),
    'ERR_JWK',
    ['kid is 7', 'not a string'],
  ],
  [
    'a kid that is a number, to verify',
    () => lib.importVerifier(hostile({ ...ec, kid: 7 })),
    'ERR_JWK',
    ['kid is 7'],
  ],
  [
    'a kid that is a number, to publish',
    () => lib.toPublicJwk(hostile({ ...ec, kid: 7 })),
    'ERR_JWK',
    ['kid is 7'],
  ],
  [
    'a kid that is a number, to generate',
    () => lib.generateJwk('ES384', hostile({ kid: 7 })),
    'TypeError',
    ['option kid is 7'],
  ],
  [
    'a kid that is a number, as an option',
    () => lib.importSigner(ec, hostile({ kid: 7 })),
    'TypeError',
    ['option kid is 7'],
  ],
  [
    'RSA of n, e and d',
    () => lib.importSigner(without(rsa, 'p', 'q', 'dp', 'dq', 'qi')),
    'ERR_JWK',
    ['its p is absent', 'beside d', 'PyJWT'],
  ],
  ['a padded member', () => lib.importSigner({ ...ec, x: `${ec.x}=` }), 'ERR_JWK', ['its x has'], [ec.x!]],
  [
    'a member of base64',
    () => lib.importSigner({ ...ec, x: `+${ec.x!.slice(1)}` }),
    'ERR_JWK',
    ['its x has "+"'],
  ],
  [
    'a zero octet in front',
    () => lib.importVerifier({ ...rsa, e: 'AAEAAQ' }),
    'ERR_JWK',
    ['its e begins with a zero octet'],
    ['empty'],
  ],
  ['an empty member', () => lib.importVerifier({ ...rsa, e: '' }), 'ERR_JWK', ['its e is empty'], ['zero']],
  [
    'a secret key, to sign',
    () => lib.importSigner({ kty: 'oct', k: 'c2VjcmV0' }),
    'ERR_JWK',
    ['kty "oct"'],
    ['c2Vj'],
  ],
  [
    'a secret key, to publish',
    () => lib.toPublicJwks({ keys: [{ kty: 'oct', k: 'c2VjcmV0', kid: 'x' }] }),
    'ERR_JWK',
    ['key 0, kid "x": ', 'symmetric key'],
    ['c2Vj'],
  ],
  ['a null entry', () => lib.toPublicJwks({ keys: [ec, hostile(null)] }), 'ERR_JWK', ['key 1: it is null']],
  [
    'one key in more different entries than are compared',
    () => lib.toPublicJwks({ keys: Array.from({ length: 10000 }, (_, i) => ({ ...ec, x5t: `${i}` })) }),
    'ERR_JWK',
    ['key 100, kid "', 'more than 100 different entries'],
  ],
  [
    'a Signer, to verify',
    async () => lib.verifyJwt(await lib.signJwt({}, ec), hostile(await lib.importSigner(ec))),
    'TypeError',
    ['key is an object without kty'],
  ],
  [
    'a Verifier, to sign',
    async () => lib.signJwt({}, hostile(await lib.importVerifier(ec))),
    'TypeError',
    ['key is an object without kty'],
  ],
  [
    'an unknown kty',
    () => lib.toPublicJwks({ keys: [{ kty: 'PQ', kid: 'x' }] }),
    'ERR_JWK',
    ['key 0, kid "x": ', '"PQ"'],
  ],
  [
    'DER for r‖s',
    () => lib.signJws('x', { alg: 'ES384', sign: async () => DER }),
    'ERR_SIGNATURE',
    ['8 octets', '96 octets of ES384', "format: 'der'"],
  ],
  [
    'text for r‖s',
    () => lib.signJws('x', { alg: 'ES384', sign: hostile(async () => 'c2Vj') }),
    'ERR_SIGNATURE',
    ['gave a string', '96 octets'],
    ['c2Vj'],
  ],
  [
    'nothing for r‖s',
    () => lib.signJws('x', { alg: 'ES384', sign: hostile(async () => undefined) }),
    'ERR_SIGNATURE',
    ['gave 0 octets'],
  ],
  [
    'format der with RSA',
    () => lib.externalSigner({ alg: 'RS384', sign, format: 'der' }),
    'TypeError',
    ['option format', 'RS384'],
  ],
  [
    'no DER',
    () => lib.ecdsaSignatureFromDer(hostile(undefined), 'ES384'),
    'TypeError',
    ['der is absent', 'Uint8Array'],
  ],
  [
    'base64 of DER',
    () => lib.ecdsaSignatureFromDer(hostile('MAYCAQUCAQU='), 'ES384'),
    'TypeError',
    ['der is a string'],
    ['MAYC'],
  ],
  [
    'an ArrayBuffer for DER',
    () => lib.ecdsaSignatureFromDer(hostile(DER.buffer), 'ES384'),
    'TypeError',
    ['an ArrayBuffer'],
  ],
  [
    'a Signer without alg',
    () => lib.signJws('x', hostile({ sign })),
    'ERR_ALG',
    ["Signer's alg absent", 'RS256', 'ES384'],
  ],
  [
    'a Signer of HS256',
    () => lib.signJws('x', hostile({ sign, alg: 'HS256' })),
    'ERR_ALG',
    ['Signer\'s alg "HS256"'],
  ],
  [
    'a Verifier without alg',
    () => lib.verifyJws(jws, hostile({ verify: async () => true })),
    'ERR_ALG',
    ["Verifier's alg absent"],
  ],
  ['a CryptoKey of the other half', () => lib.importSigner(publicKey), 'ERR_JWK', ['public', 'private']],
  [
    'a public JWK, to sign',
    () => lib.importSigner(without(ES384_PUBLIC, 'key_ops')),
    'ERR_JWK',
    ['public', 'private key'],
  ],
  [
    'a Buffer of PEM',
    () => lib.privateJwkFromPem(hostile(Buffer.from(privatePem))),
    'TypeError',
    ['a Uint8Array', 'TextDecoder'],
  ],
  [
    'a promise of PEM',
    () => lib.privateJwkFromPem(hostile(Promise.resolve(privatePem))),
    'TypeError',
    ['pem is a Promise'],
  ],
  ['JSON for PEM', () => lib.privateJwkFromPem(json), 'ERR_PEM', ['JSON.parse'], [ec.d!]],
  [
    'base64 of PEM for PEM',
    () => lib.privateJwkFromPem(btoa(privatePem)),
    'ERR_PEM',
    ['base64 of PEM: decode it'],
  ],
  [
    'PEM with a dash too few',
    () => lib.privateJwkFromPem(privatePem.replace('KEY-----', 'KEY----')),
    'ERR_PEM',
    ['five dashes'],
  ],
  [
    'PEM with a dash too few at the end',
    () => lib.privateJwkFromPem(privatePem.trimEnd().slice(0, -1)),
    'ERR_PEM',
    ['END', 'five dashes'],
  ],
  [
    'PEM with six dashes',
    () => lib.privateJwkFromPem(privatePem.replaceAll('-----', '------')),
    'ERR_PEM',
    ['five dashes'],
  ],
  [
    'a public key for a private one',
    () => lib.privateJwkFromPem(pem('ec.spki')),
    'ERR_PEM',
    ['public key', 'private key'],
  ],
]

for (const [what, call, code, must, mustNot = []] of ROWS) {
  test(`refuses ${what}, and says what it is`, async () => {
    const { name, code: found = name, message } = await errorOf(call)
    assert.equal(found, code, message)
    for (const words of must) assert.ok(message.includes(words), `${words}: ${message}`)
    for (const words of [...mustNot, ...SECRETS]) assert.ok(!message.includes(words), `${words}: ${message}`)
  })
}

test('a key that is made here is taken wherever a key is taken', async () => {
  for (const alg of ['RS384', 'PS256', 'ES256', 'ES384', 'ES512', 'Ed25519', 'EdDSA'] as const) {
    const jwk = await lib.generateJwk(alg)
    const published = lib.toPublicJwks({ keys: [jwk] })
    const token = await lib.signJwt({ a: 1 }, jwk)
    for (const keys of [jwk, { keys: [jwk] }, published, published.keys[0]!, await lib.importVerifier(jwk)])
      assert.equal((await lib.verifyJwt(token, keys)).claims.a, 1, alg)
    assert.equal(
      (await lib.importSigner(lib.selectSigningJwk({ keys: [jwk] }))).kid,
      await lib.jwkThumbprint(jwk),
    )
    assert.equal(published.keys[0]!.use, 'sig')
  }
})

test('what WebCrypto and Node export is a JWK, for the types as well', async () => {
  const { privateKey: nodeKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' })
  // No cast stands here: that it compiles is the test.
  const exported = nodeKey.export({ format: 'jwk' })
  const webJwk: JsonWebKey = await crypto.subtle.exportKey('jwk', privateKey)
  for (const jwk of [exported, webJwk]) {
    const token = await lib.signJwt({ a: 1 }, jwk)
    await lib.verifyJwt(token, jwk)
    await lib.verifyJwt(token, { keys: [jwk] })
    await lib.importVerifier(jwk)
    assert.equal(lib.toPublicJwk(jwk).d, undefined)
    assert.equal((await lib.jwkThumbprint(jwk)).length, 43)
    assert.equal((await lib.importSigner(lib.selectSigningJwk({ keys: [jwk] }))).alg, 'ES384')
  }
  await lib.signJwt({ a: 1 }, webJwk)
  await lib.importSigner(exported, { kid: 'a' })
})

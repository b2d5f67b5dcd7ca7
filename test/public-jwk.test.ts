import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import {
  generateJwk,
  importVerifier,
  jwkThumbprint,
  signJws,
  toPublicJwk,
  toPublicJwks,
  verifyJws,
  type Jwk,
  type JwkSet,
} from '../src/index.ts'
import { ES384_PRIVATE as ec, ES384_SET, RS384_PRIVATE as rsa, RS384_SET, without } from './fixtures/keys.ts'
import { hostile } from './refusal.ts'

const both: JwkSet = { keys: [...ES384_SET.keys, ...RS384_SET.keys] }

test('the public half of a key has no private or unknown member (K5)', () => {
  const jwk = {
    ...rsa,
    use: 'sig',
    oth: null,
    k: 'secret',
    secret: 1,
    x5c: ['MIIB', { d: 'secret' }, '-----BEGIN PRIVATE KEY-----'],
    x5t: 'a',
    'x5t#S256': 'b',
    x5u: 'c',
  }
  const { n, e, kid, alg } = rsa
  assert.deepEqual(toPublicJwk(hostile(jwk)), {
    kty: 'RSA',
    n,
    e,
    kid,
    alg,
    use: 'sig',
    x5u: 'c',
    x5t: 'a',
    'x5t#S256': 'b',
    x5c: ['MIIB'],
    key_ops: ['verify'],
  })
  assert.deepEqual(toPublicJwk(hostile({ ...ec, kid: null, alg: null, use: null, key_ops: undefined })), {
    kty: 'EC',
    crv: 'P-384',
    x: ec.x,
    y: ec.y,
    use: 'sig',
    alg: 'ES384',
  })
})

test('refuses to publish an unsound or symmetric key (K6)', () => {
  const rows: readonly (readonly [jwk: object, message: string | RegExp])[] = [
    [{ ...ec, x: 'AA' }, `key "${ec.kid}": its x has 1 octets, not 48`],
    [{ ...rsa, oth: [{}] }, `key "${rsa.kid}": its oth is not supported`],
    [{ kty: 'oct', k: 'secret' }, 'key: it is a symmetric key (kty "oct"), which has no public half'],
    [{ ...ec, kty: 'ec' }, `key "${ec.kid}": no algorithm has kty "ec", crv "P-384", alg "ES384"`],
    [{ ...ec, kty: 'constructor' }, /no algorithm has kty "constructor", /],
    [{ ...ec, kty: null }, /no algorithm has kty null, /],
    [{ ...ec, kid: { d: 'secret' } }, 'key: its kid is an object, not a string'],
    [{ ...ec, kid: 7 }, 'key: its kid is 7, not a string'],
    [{ ...ec, use: ['sig'] }, `key "${ec.kid}": its use is a list, not a string`],
    [{ ...ec, alg: 'RS384' }, /no algorithm has kty "EC", crv "P-384", alg "RS384"; kty and crv fit ES384$/],
    [{ ...ec, key_ops: 'sign' }, `key "${ec.kid}": its key_ops is a string, not a list`],
    [{ ...ec, use: 'enc' }, `key "${ec.kid}": its use is "enc", which its key_ops contradict`],
    [{ ...ec, use: 'sig', key_ops: ['deriveBits'] }, /its use is "sig", which its key_ops contradict$/],
    [{ ...ec, keys: [] }, /its keys is a list; a JWK has none, and a JWK Set has a list and no kty/],
    [
      { kty: 'OKP', crv: 'X25519', x: `a+b${'A'.repeat(40)}` },
      'key: its x has "+", which is not base64url without padding',
    ],
    [{ kty: 'OKP', crv: 'X448', x: 'AAAA' }, 'key: its x has 3 octets, not 56'],
    [{ ...rsa, alg: 'none' }, /no algorithm has kty "RSA", crv absent, alg "none"; kty and crv fit RS256/],
    [{ ...rsa, alg: 'HS256' }, /alg "HS256"/],
    [{ kty: 'AKP', alg: 'ML-KEM-768', pub: 'AAB' }, 'key: its pub is cut off, or has spare bits'],
    [{ kty: 'AKP', alg: 'ML-KEM-768', pub: '' }, 'key: its pub is empty'],
    [{ kty: 'AKP', alg: 'ML-KEM-768' }, 'key: its pub is absent, not a string'],
    [{ kty: 'AKP', alg: 5, pub: 'AAAA' }, /alg 5; kty and crv fit ML-DSA-44/],
    [{ kty: 'OKP', crv: 'X25519', x: 5 }, 'key: its x is 5, not a string'],
    [{ kty: 'OKP', crv: 'X25519', x: '' }, 'key: its x has 0 octets, not 32'],
    [{ kty: 'EC', crv: 'secp256k1', x: 'A'.repeat(43) }, 'key: its y is absent, not a string'],
    [{ kty: 'EC', x: 'AAAA', y: 'AAAA' }, /no algorithm has kty "EC", crv absent, /],
    [{ kty: 'AKP', pub: 'AAAA' }, /alg absent; kty and crv fit ML-DSA-44/],
    [{ kty: 'EC', crv: 'P-999', x: 'AAAA', y: 'AAAA' }, /no algorithm has kty "EC", crv "P-999"/],
    ...['enc', 'x', ''].map((use): [object, RegExp] => [
      { ...without(rsa, 'key_ops'), use },
      new RegExp(`^key "${rsa.kid}": its alg "RS384" is for use "sig", and .*say "${use}"; correct one$`),
    ]),
    [{ ...rsa, key_ops: ['decrypt'] }, /its alg "RS384" is for use "sig", and its use or key_ops say "enc"/],
    [{ ...rsa, alg: 'RSA-OAEP-256' }, /its alg "RSA-OAEP-256" is for use "enc", and .* say "sig"/],
    [{ ...without(ec, 'key_ops'), alg: 'ECDH-ES', use: 'sig' }, /alg "ECDH-ES" is for use "enc"/],
    [{ kty: 'AKP', alg: 'ML-KEM-768', pub: 'AAAA', use: 'sig' }, /alg "ML-KEM-768" is for use "enc"/],
    [
      { kty: 'OKP', crv: 'X25519', x: 'A'.repeat(43), use: 'sig' },
      /crv "X25519" is for use "enc", and .* say "sig"/,
    ],
    [
      { kty: 'OKP', crv: 'X25519', x: 'A'.repeat(43), key_ops: ['verify'] },
      /crv "X25519" is for use "enc", and .* say "sig"/,
    ],
    [
      { kty: 'OKP', crv: 'Ed25519', x: `WGZm${'Zm'.repeat(19)}Y`, use: 'enc' },
      /crv "Ed25519" is for use "sig", and .* say "enc"/,
    ],
    [{ kty: 'AKP', alg: 'SLH-DSA-SHA2-128s', pub: 'AAAA', use: 'enc' }, /is for use "sig"/],
    [{ ...rsa, n: rsa.p }, `key "${rsa.kid}": its n has 1024 bits, not 2048 or more`],
  ]
  for (const [jwk, message] of rows)
    assert.throws(() => toPublicJwk(hostile(jwk)), { name: 'JoseError', code: 'ERR_JWK', message })
})

test('refuses to publish what is no key, and shows nothing of it', async () => {
  for (const none of [null, undefined, 'secret', 5, [], {}]) {
    const refused = { name: 'TypeError', message: /^key is (?!.*secret).+; it must be a JWK \(/ }
    assert.throws(() => toPublicJwk(hostile(none)), refused)
    assert.throws(() => toPublicJwks(hostile({ keys: [ec, none] })), {
      code: 'ERR_JWK',
      message: /^key 1: it is (?!.*secret).+; it must be a JWK$/,
    })
    await assert.rejects(jwkThumbprint(hostile(none)), refused)
  }
  for (const none of [null, undefined, 'secret', 5, [], {}, ec]) {
    assert.throws(() => toPublicJwks(hostile(none)), {
      name: 'TypeError',
      message: /^key is (?!.*secret).+; it must be a JWK Set, such as \{ keys: \[jwk\] \} \(/,
    })
  }
  for (const act of [toPublicJwk, jwkThumbprint]) {
    await assert.rejects(async () => act(hostile(ES384_SET)), {
      name: 'TypeError',
      message: /^key is a JWK Set; it must be a JWK \(/,
    })
  }
  for (const none of [{ keys: {} }, { keys: 'secret' }, { keys: null }])
    assert.throws(() => toPublicJwks(hostile(none)), { code: 'ERR_JWK', message: /^JWK Set: its keys is / })
})

test('publishes each key once, under its own kid (K2, K3)', async () => {
  const published = toPublicJwks(both)
  assert.deepEqual(
    published.keys.map(({ kid }) => kid),
    [ec.kid, rsa.kid],
  )
  assert.deepEqual(toPublicJwks(published), published)
  const another = await generateJwk('ES384', { kid: ec.kid! })
  assert.throws(() => toPublicJwks({ keys: [ec, another] }), {
    code: 'ERR_JWK',
    message: `key 1, kid "${ec.kid}": another key of the set has its kid`,
  })
  const nameless: readonly Jwk[] = [without(ec, 'kid'), { ...ec, kid: '' }, { ...ec, kid: hostile(null) }]
  for (const jwk of nameless) {
    assert.throws(() => toPublicJwks({ keys: [jwk] }), {
      code: 'ERR_JWK',
      message: /^key 0.*: it has no kid, which each key of a published set needs$/,
    })
  }
})

test('both halves of a pair have the same thumbprint', async () => {
  for (const jwk of [ec, rsa]) assert.equal(await jwkThumbprint(jwk), await jwkThumbprint(toPublicJwk(jwk)))
})

/** A key pair of any kind as JWKs. */
function pairOf(
  type: 'ec' | 'x25519' | 'x448' | 'ed448',
  options: object = {},
): { privateJwk: Jwk; publicJwk: Jwk } {
  const { privateKey, publicKey } = generateKeyPairSync(type as 'ec', options as { namedCurve: string })
  return {
    privateJwk: hostile(privateKey.export({ format: 'jwk' })),
    publicJwk: hostile(publicKey.export({ format: 'jwk' })),
  }
}

/** Keys that nothing here signs with, and how they come out. */
const OTHERS: readonly (readonly [what: string, jwk: Jwk, published: Jwk])[] = [
  ...(['x25519', 'x448', 'ed448'] as const).map((type) => {
    const { privateJwk, publicJwk } = pairOf(type)
    return [type, privateJwk, publicJwk] as const
  }),
  ...[pairOf('ec', { namedCurve: 'secp256k1' })].map(
    ({ privateJwk, publicJwk }) =>
      ['secp256k1', { ...privateJwk, alg: 'ES256K' }, { ...publicJwk, alg: 'ES256K' }] as const,
  ),
  ...[pairOf('ec', { namedCurve: 'P-256' })].flatMap(
    ({ privateJwk, publicJwk }): (readonly [string, Jwk, Jwk])[] => [
      ['ECDH-ES', { ...privateJwk, alg: 'ECDH-ES' }, { ...publicJwk, alg: 'ECDH-ES' }],
      ['EC for encryption', { ...privateJwk, use: 'enc' }, { ...publicJwk, use: 'enc' }],
      ['EC to agree', { ...privateJwk, key_ops: ['deriveBits', 'deriveKey'] }, { ...publicJwk, use: 'enc' }],
    ],
  ),
  [
    'RSA-OAEP',
    { ...rsa, alg: 'RSA-OAEP', key_ops: ['decrypt', 'unwrapKey'] },
    {
      kty: 'RSA',
      n: rsa.n!,
      e: rsa.e!,
      kid: rsa.kid!,
      alg: 'RSA-OAEP',
      use: 'enc',
      key_ops: ['encrypt', 'wrapKey'],
    },
  ],
  [
    'ML-KEM',
    { kty: 'AKP', alg: 'ML-KEM-768', pub: 'AAAA', priv: 'secret' },
    { kty: 'AKP', alg: 'ML-KEM-768', pub: 'AAAA' },
  ],
]

test('keys for encryption, and of other curves, are published by their public members (field K1)', () => {
  const keys = OTHERS.map(([, jwk], i) => ({ ...jwk, kid: `${i}` }))
  const published = OTHERS.map(([, , jwk], i) => ({ ...jwk, kid: `${i}` }))
  for (const [what, jwk, expected] of OTHERS) assert.deepEqual(toPublicJwk(jwk), expected, what)
  assert.deepEqual(toPublicJwks({ keys: [...keys, ec] }), { keys: [...published, toPublicJwk(ec)] })
  assert.doesNotMatch(JSON.stringify(toPublicJwks({ keys })), /secret|"(d|p|q|dp|dq|qi|priv|k|oth)"/)
})

test('what a key may do becomes what its public half may do, and never more', async () => {
  const rows: readonly (readonly [key_ops: string[], published: string[] | undefined, use: string])[] = [
    [['sign'], ['verify'], 'sig'],
    [['sign', 'verify'], ['verify'], 'sig'],
    [['verify'], ['verify'], 'sig'],
    [['decrypt'], ['encrypt'], 'enc'],
    [['unwrapKey', 'decrypt'], ['encrypt', 'wrapKey'], 'enc'],
    [['deriveKey'], undefined, 'enc'],
    [['unknown', '__proto__'], undefined, 'enc'],
  ]
  for (const [key_ops, published, use] of rows) {
    const jwk = toPublicJwk({ ...without(ec, 'alg'), key_ops })
    assert.deepEqual([jwk.key_ops, jwk.use, jwk.alg], [published, use, use === 'sig' ? 'ES384' : undefined])
    if (use === 'enc') await assert.rejects(importVerifier(jwk), { code: 'ERR_JWK' })
    else assert.equal((await importVerifier(jwk)).alg, 'ES384')
  }
})

test('a key that signs has use, and alg where there is one for it (field K4)', async () => {
  const { alg, use } = toPublicJwk(without(ec, 'alg', 'key_ops'))
  assert.deepEqual([alg, use], ['ES384', 'sig'])
  for (const several of [without(rsa, 'alg'), without(await generateJwk('Ed25519'), 'alg', 'use')]) {
    const half = toPublicJwk(several)
    assert.deepEqual([half.alg, half.use], [undefined, 'sig'])
  }
})

/** Every order of some values. */
function orders<T>(values: readonly T[]): T[][] {
  if (values.length < 2) return [[...values]]
  return values.flatMap((value, i) => {
    const others = values.filter((_, at) => at !== i)
    return orders(others).map((ordered) => [value, ...ordered])
  })
}

/** What is published of some entries, as sorted text: whatever their order, it is the same. */
function publishedOf(keys: readonly Jwk[]): string[][] {
  const texts = orders(keys).map((ordered) => {
    const published = toPublicJwks({ keys: ordered }).keys
    const metadata = published.map(({ kid, alg, use, key_ops }) => JSON.stringify({ kid, alg, use, key_ops }))
    return metadata.sort()
  })
  for (const text of texts) assert.deepEqual(text, texts[0])
  return texts.slice(0, 1)
}

test('entries of one key stay apart where alg or use differ, and merge where one says less (field K2)', () => {
  const { n, e } = rsa
  const half: Jwk = { kty: 'RSA', kid: 'a', n: n!, e: e! }
  const named = (jwk: object): Jwk => ({ ...half, ...jwk })
  const sig = { use: 'sig' }
  const rows: readonly (readonly [entries: object[], published: object[]])[] = [
    [[{ ...sig }, {}], [sig]],
    [
      [{ alg: 'RS256' }, { alg: 'RS384' }, {}, sig],
      [
        { alg: 'RS256', ...sig },
        { alg: 'RS384', ...sig },
      ],
    ],
    [
      [{ use: 'enc' }, sig, {}],
      [{ use: 'enc' }, sig],
    ],
    [[{ use: 'enc' }, {}], [{ use: 'enc' }]],
    [
      [
        { alg: 'RS384', key_ops: ['sign'] },
        { alg: 'RS384', use: 'sig' },
      ],
      [{ alg: 'RS384', ...sig, key_ops: ['verify'] }],
    ],
    [
      [{ alg: 'RSA-OAEP', use: 'enc' }, { alg: 'RS384' }],
      [
        { alg: 'RSA-OAEP', use: 'enc' },
        { alg: 'RS384', ...sig },
      ],
    ],
    [
      [
        { kid: null, alg: 'RS384' },
        { alg: 'RS384', ...sig },
      ],
      [{ alg: 'RS384', ...sig }],
    ],
  ]
  for (const [entries, published] of rows) {
    const [found] = publishedOf(entries.map(named))
    const expected = published.map((jwk) => {
      const { alg, use, key_ops } = jwk as Jwk
      return JSON.stringify({ kid: 'a', alg, use, key_ops })
    })
    assert.deepEqual(found, expected.sort())
  }
  assert.equal(
    toPublicJwks({
      keys: [
        { ...half, kid: 'a' },
        { ...half, kid: 'b' },
      ],
    }).keys.length,
    2,
  )
})

test('a set as Inferno has it, of both halves of two pairs, comes out whole and verifies', async () => {
  const bareRsa = without(rsa, 'use')
  const { keys } = toPublicJwks({ keys: [...ES384_SET.keys, ...RS384_SET.keys, bareRsa] })
  assert.deepEqual(
    keys.map(({ kid, alg, use, key_ops }) => [kid, alg, use, key_ops]),
    [
      [ec.kid, 'ES384', 'sig', ['verify']],
      [rsa.kid, 'RS384', 'sig', ['verify']],
    ],
  )
  for (const jwk of [ec, rsa])
    assert.equal((await verifyJws(await signJws('x', jwk), { keys })).header.kid, jwk.kid)
})

test('a fault in a set is named with the number and the kid of its key', () => {
  const many = Array.from({ length: 17 }, (_, i) => ({ ...ec, kid: `${i}` }))
  const rows: readonly (readonly [jwk: unknown, message: RegExp])[] = [
    [{ kty: 'oct', k: 'secret', kid: 'x' }, /^key 17, kid "x": it is a symmetric key/],
    [{ ...ec, kid: 'x', x: 'AA' }, /^key 17, kid "x": its x has 1 octets, not 48$/],
    [{ kty: 'PQ', kid: 'x' }, /^key 17, kid "x": no algorithm has kty "PQ", /],
    [null, /^key 17: it is null; it must be a JWK$/],
    [{ kid: 'x' }, /^key 17, kid "x": it is an object without kty; it must be a JWK$/],
    [{ ...ec, kid: 5 }, /^key 17: its kid is 5, not a string$/],
  ]
  for (const [jwk, message] of rows)
    assert.throws(() => toPublicJwks(hostile({ keys: [...many, jwk] })), { code: 'ERR_JWK', message })
})

test('thumbprints of every key type, those of other curves too (field K10)', async () => {
  for (const [what, jwk, published] of OTHERS)
    assert.equal(await jwkThumbprint(jwk), await jwkThumbprint(published), what)
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url')
  assert.equal(await jwkThumbprint({ kty: 'oct', k: 'AAAA', kid: 'a' }), sha256('{"k":"AAAA","kty":"oct"}'))
  const [, x25519] = OTHERS[0]!
  assert.equal(await jwkThumbprint(x25519), sha256(`{"crv":"X25519","kty":"OKP","x":"${x25519.x}"}`))
  await assert.rejects(jwkThumbprint({ kty: 'oct', k: 'a' }), {
    code: 'ERR_JWK',
    message: /^key: its k is cut off/,
  })
})

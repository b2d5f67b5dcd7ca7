import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  importSigner,
  importVerifier,
  selectSigningJwk,
  signJws,
  verifyJws,
  type JwkSet,
} from '../src/index.ts'
import {
  ES384_PRIVATE as ec,
  ES384_PUBLIC,
  ES384_SET,
  RS384_PRIVATE as rsa,
  RS384_SET,
  without,
} from './fixtures/keys.ts'
import { hostile } from './refusal.ts'

const both: JwkSet = { keys: [...ES384_SET.keys, ...RS384_SET.keys] }

test('selects the signing key of the worked example from its set', () => {
  assert.equal(selectSigningJwk(ES384_SET), ec)
  assert.equal(selectSigningJwk(RS384_SET, { kid: rsa.kid! }), rsa)
})

test('selects among several signing keys by kid or algorithm', () => {
  assert.equal(selectSigningJwk(both, { alg: 'RS384' }), rsa)
  assert.equal(selectSigningJwk(both, { kid: ec.kid! }), ec)
  const message = `several keys of the set fit: key "${ec.kid}"; key "${rsa.kid}"; name one by kid or alg`
  assert.throws(() => selectSigningJwk(both), { code: 'ERR_KEY_AMBIGUOUS', message })
  assert.throws(() => selectSigningJwk(both, { kid: ec.kid!, alg: 'RS384' }), { code: 'ERR_KEY_NOT_FOUND' })
})

test('selects the private half of a pair for signing', () => {
  const bare = without(ec, 'key_ops')
  const half = without(bare, 'd')
  assert.equal(selectSigningJwk({ keys: [half, bare] }), bare)
})

test('says what each key of a set lacks for signing', () => {
  const keys: unknown[] = [
    ES384_PUBLIC,
    { ...ec, use: 'enc' },
    { ...rsa, kid: ec.kid, alg: null },
    { kty: 'oct', k: 'secret', kid: ec.kid },
  ]
  const named = `key "${ec.kid}"`
  const faults = [
    `${named}: its key_ops must list "sign", and each once`,
    `${named}: its use is "enc", not "sig"`,
    `${named}: it is for RS256, RS384, RS512, PS256, PS384, PS512, not for "ES384"`,
    `${named}: no algorithm has kty "oct", crv absent, alg absent`,
  ]
  const criteria = { kid: ec.kid!, alg: 'ES384' } as const
  for (const [i, fault] of faults.entries()) {
    assert.throws(() => selectSigningJwk(hostile({ keys: [keys[i]] }), criteria), {
      code: 'ERR_KEY_NOT_FOUND',
      message: `no key in the set fits: ${fault}`,
    })
  }
  for (const [key, found] of [
    [null, 'null'],
    ['secret', 'a string'],
    [[ec], 'a list'],
  ]) {
    assert.throws(() => selectSigningJwk(hostile({ keys: [key] })), {
      code: 'ERR_KEY_NOT_FOUND',
      message: `no key in the set fits: key: it is ${found}, not a JWK`,
    })
  }
  assert.throws(() => selectSigningJwk({ keys: [] }), {
    code: 'ERR_KEY_NOT_FOUND',
    message: 'no key in the set fits: it has none',
  })
})

test('of a long set a message lists the faults of the first keys', () => {
  const keys = Array.from({ length: 100 }, (_, i) => ({ ...ES384_PUBLIC, kid: `${i}` }))
  assert.throws(
    () => selectSigningJwk({ keys }),
    ({ code, message }: Error & { code: string }) =>
      code === 'ERR_KEY_NOT_FOUND' && /: key "0": .+; key "1": .+ and 9\d more$/.test(message),
  )
})

test('where no key has the kid, a message lists the first that there are', () => {
  const keys: unknown[] = Array.from({ length: 100 }, (_, i) => ({ ...ec, kid: `${i}` }))
  const refused = (set: unknown[], kids: string) =>
    assert.throws(() => selectSigningJwk(hostile({ keys: set }), { kid: 'mine' }), {
      code: 'ERR_KEY_NOT_FOUND',
      message: `no key with kid "mine" in the set; it has ${kids}`,
    })
  const first = Array.from({ length: 18 }, (_, i) => `"${i}"`).join('; ')
  refused(keys, `${first} and 82 more`)
  refused([keys[7], without(ec, 'kid'), { ...ec, kid: 5 }, null, 'secret'], '"7"; absent; 5; absent; absent')
})

test('refuses values that are not a JWK Set, and shows nothing of a text', () => {
  for (const keys of [{}, 'secret', null, 5]) {
    assert.throws(() => selectSigningJwk(hostile({ keys })), {
      code: 'ERR_JWK',
      message: /^JWK Set: its keys is (?!.*secret).+; it must be a list of JWKs$/,
    })
  }
  for (const jwks of [{}, [], 'secret', undefined, null, 5, ec, { ...ec, keys: [ec] }]) {
    assert.throws(() => selectSigningJwk(hostile(jwks)), {
      name: 'TypeError',
      message: /^key is (?!.*secret).+; it must be a JWK Set, such as \{ keys: \[jwk\] \} \(/,
    })
  }
})

test('refuses criteria that are unknown or of a wrong type', () => {
  const rows: readonly (readonly [criteria: object, message: RegExp])[] = [
    [{ kdi: 'a' }, /^option "kdi" is unknown; known: kid, alg$/],
    [{ kid: 5 }, /^option kid is 5; it must be a string/],
    [{ alg: '' }, /^option alg is a string; it must be a string that is not empty$/],
  ]
  for (const [criteria, message] of rows)
    assert.throws(() => selectSigningJwk(both, criteria), { name: 'TypeError', message })
  assert.throws(() => selectSigningJwk(both, hostile(null)), {
    name: 'TypeError',
    message: /^options is null/,
  })
  assert.equal(selectSigningJwk(ES384_SET, hostile({ kid: undefined })), ec)
})

/** What keeps a JWK from an algorithm or a use. */
const UNFIT: readonly (readonly [what: string, jwk: unknown, message: string, use?: 'verify'])[] = [
  ['a kid that is a number', { ...ec, kid: 7 }, 'key: its kid is 7, not a string'],
  ['a kid that is a list', { ...ec, kid: ['a'] }, 'key: its kid is a list, not a string'],
  ['a use for encryption', { ...ec, use: 'enc' }, 'its use is "enc", not "sig"'],
  ['an empty use', { ...ec, use: '' }, 'its use is "", not "sig"'],
  ['key_ops without sign', { ...ec, key_ops: ['verify'] }, 'its key_ops must list "sign", and each once'],
  ['key_ops that are a text', { ...ec, key_ops: 'sign' }, 'its key_ops must list "sign", and each once'],
  ...[5, {}, 'sign', { length: 0 }].map((key_ops) => {
    const what = `key_ops that are ${JSON.stringify(key_ops)}, to verify`
    const message = 'its key_ops must list "verify", and each once'
    return [what, { ...ec, key_ops }, message, 'verify'] as const
  }),
  [
    'key_ops with an operation twice',
    { ...ec, key_ops: ['sign', 'sign'] },
    'its key_ops must list "sign", and each once',
  ],
  [
    'key_ops without verify',
    { ...ec, key_ops: ['decrypt'] },
    'its key_ops must list "verify", and each once',
    'verify',
  ],
  [
    'key_ops without verify, of a public key',
    { ...ES384_PUBLIC, key_ops: ['sign'] },
    'its key_ops must list "verify", and each once',
    'verify',
  ],
  ['a public key', without(ec, 'd', 'key_ops'), 'it is public, and signing takes a private key'],
  ['a d of null', { ...ec, d: null }, 'it is public, and signing takes a private key'],
  [
    'an alg of another curve',
    { ...ec, alg: 'ES256' },
    'no algorithm has kty "EC", crv "P-384", alg "ES256"; kty and crv fit ES384',
  ],
  [
    'an alg of another type',
    { ...rsa, alg: 'ES384' },
    'no algorithm has kty "RSA", crv absent, alg "ES384"; ' +
      'kty and crv fit RS256, RS384, RS512, PS256, PS384, PS512',
  ],
  ['an unknown kty', { ...ec, kty: 'oct' }, 'no algorithm has kty "oct", crv "P-384", alg "ES384"'],
  ['a kty of another type', { ...ec, kty: 5 }, 'no algorithm has kty 5, crv "P-384", alg "ES384"'],
  [
    'several algorithms',
    without(rsa, 'alg'),
    'it has no alg; name one of RS256, RS384, RS512, PS256, PS384, PS512 (in the key or the options)',
  ],
]

for (const [what, jwk, message, use = 'sign'] of UNFIT) {
  test(`refuses a key for ${what}`, async () => {
    const named = message.startsWith('key') ? message : `key "${(jwk as { kid: string }).kid}": ${message}`
    const refused = { name: 'JoseError', code: 'ERR_JWK', message: named }
    if (use === 'verify') return assert.rejects(importVerifier(hostile(jwk)), refused)
    await assert.rejects(importSigner(hostile(jwk)), refused)
    await assert.rejects(signJws('x', hostile(jwk)), refused)
  })
}

test('null, and an empty list, are as absent: serializers write them', async () => {
  const jwk = hostile<typeof ec>({ ...ec, kid: null, use: null, key_ops: [], alg: null })
  const signer = await importSigner(jwk)
  assert.deepEqual([signer.alg, 'kid' in signer], ['ES384', false])
  assert.equal((await importSigner(hostile<typeof ec>({ ...jwk, key_ops: null }))).alg, 'ES384')
  assert.equal((await importVerifier(hostile<typeof ec>({ ...jwk, key_ops: null }), { kid: 'a' })).kid, 'a')
})

test('an empty kid is a kid, and takes no other', async () => {
  const jwk = { ...ec, kid: '' }
  assert.equal((await importSigner(jwk)).kid, '')
  await assert.rejects(importSigner(jwk, { kid: 'a' }), { code: 'ERR_JWK', message: /kid is not "a"/ })
  assert.throws(() => selectSigningJwk({ keys: [jwk] }, { kid: 'a' }), { code: 'ERR_KEY_NOT_FOUND' })
})

test('a key with keys of its own is refused, alone and in a set', async () => {
  for (const keys of ['a', [], [ec]]) {
    const twofold = hostile<typeof ec>({ ...ec, keys })
    const message = /: its keys is a (string|list); a JWK has none, and a JWK Set has a list and no kty$/
    assert.throws(() => selectSigningJwk({ keys: [twofold] }), { code: 'ERR_KEY_NOT_FOUND', message })
    await assert.rejects(importSigner(twofold), { code: 'ERR_JWK', message })
    await assert.rejects(signJws('x', twofold), { code: 'ERR_JWK', message })
  }
  assert.equal((await importSigner(hostile<typeof ec>({ ...ec, keys: null }))).alg, 'ES384')
})

test('a private JWK verifies with its public half, alone and in a set with both halves', async () => {
  const jws = await signJws('x', ec)
  for (const keys of [
    ec,
    { ...ec, key_ops: [] },
    { keys: [ec] },
    ES384_SET,
    { keys: [ec, ec, ES384_PUBLIC] },
  ])
    assert.equal((await verifyJws(jws, keys)).header.alg, 'ES384')
})

test('a key that is in a set twice counts once, and under two names twice', () => {
  assert.equal(selectSigningJwk({ keys: [ec, { ...ec }] }).d, ec.d)
  assert.throws(() => selectSigningJwk({ keys: [ec, { ...ec, kid: 'b' }] }), { code: 'ERR_KEY_AMBIGUOUS' })
  const rs = { ...rsa, alg: 'RS384' }
  assert.throws(() => selectSigningJwk({ keys: [rs, { ...rsa, alg: 'RS256' }] }), {
    code: 'ERR_KEY_AMBIGUOUS',
  })
})

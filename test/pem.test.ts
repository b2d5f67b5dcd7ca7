import assert from 'node:assert/strict'
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import {
  importSigner,
  importVerifier,
  privateJwkFromPem,
  publicJwkFromPem,
  setSubtleCrypto,
  signJwt,
  verifyJwt,
  type Jwk,
} from '../src/index.ts'
import { pem } from './fixtures/keys.ts'
import { hostile } from './refusal.ts'
import vectors from './vectors/pem.json' with { type: 'json' }

const READ = { sign: privateJwkFromPem, verify: publicJwkFromPem } as const
const exported = (key: KeyObject): Jwk => hostile(key.export({ format: 'jwk' }))
const nodeJwkOf = (name: string): Jwk => exported(createPrivateKey(pem(name)))
const RSA = nodeJwkOf('rsa.pkcs1')
const EC = nodeJwkOf('ec.sec1')
const publicHalf = ({ kty, crv, n, e, x, y }: Jwk): unknown =>
  JSON.parse(JSON.stringify({ kty, crv, n, e, x, y }))

test('vectors/pem.json holds the files of vectors/pem', () => {
  const names = readdirSync(new URL('vectors/pem', import.meta.url)).map((file) => file.replace('.pem', ''))
  assert.deepEqual(vectors, Object.fromEntries(names.map((name) => [name, pem(name)])))
})

test('reads the same JWK from every form in which openssl writes a key', async () => {
  for (const name of ['rsa.pkcs1', 'rsa.pkcs8'])
    assert.deepEqual(await privateJwkFromPem(pem(name)), RSA, name)
  for (const name of ['ec.sec1', 'ec.pkcs8', 'ec.parameters.sec1'])
    assert.deepEqual(await privateJwkFromPem(pem(name)), EC, name)
  for (const name of [
    'rsa.spki',
    'rsa.pkcs1.public',
    'rsa.certificate',
    'rsa.signature.certificate',
    'rsa.v1.certificate',
    'rsa.pkcs8',
  ]) {
    assert.deepEqual(publicHalf(await publicJwkFromPem(pem(name))), publicHalf(RSA), name)
  }
  for (const name of ['ec.spki', 'ec.certificate', 'ec.sec1'])
    assert.deepEqual(publicHalf(await publicJwkFromPem(pem(name))), publicHalf(EC), name)
})

test('reads the same keys as Node, in each type and form', async () => {
  const pairs = [
    generateKeyPairSync('rsa', { modulusLength: 2048 }),
    ...['P-256', 'P-384', 'P-521'].map((namedCurve) => generateKeyPairSync('ec', { namedCurve })),
    generateKeyPairSync('ed25519'),
  ]
  for (const { privateKey, publicKey } of pairs) {
    const jwk = exported(privateKey)
    const types = { rsa: ['pkcs1', 'pkcs8'], ec: ['sec1', 'pkcs8'], ed25519: ['pkcs8'] }[
      privateKey.asymmetricKeyType as 'rsa'
    ]
    for (const type of types as 'pkcs8'[]) {
      const found = await privateJwkFromPem(privateKey.export({ format: 'pem', type }) as string)
      assert.deepEqual(found, jwk)
    }
    assert.deepEqual(
      publicHalf(await publicJwkFromPem(publicKey.export({ format: 'pem', type: 'spki' }) as string)),
      publicHalf(exported(publicKey)),
    )
  }
})

test('reads PEM as environment variables and files distort it', async () => {
  const text = pem('ec.pkcs8')
  const forms = {
    'without a final newline': text.trimEnd(),
    'with literal \\n': text.replace(/\n/g, '\\n'),
    'with literal \\r\\n': text.replace(/\n/g, '\\r\\n'),
    'with CRLF': text.replace(/\n/g, '\r\n'),
    'with spaces for newlines': text.replace(/\n/g, ' '),
    'in quotes': `"${text}"`,
    'in quotes, with literal \\n': `'${text.replace(/\n/g, '\\n')}'`,
    'with indented lines': text.replace(/^/gm, '    '),
    'with text before and after': `Bag Attributes\n  localKeyID: 01\n${text}\nafterwards`,
    'with its certificate': `${pem('ec.certificate')}${text}`,
    'as one long line': text.replace(/\n(?!-)/g, '').replace('KEY-----', 'KEY-----\n'),
  }
  for (const [form, changed] of Object.entries(forms))
    assert.deepEqual(await privateJwkFromPem(changed), EC, form)
  const chain = pem('ec.certificate') + pem('rsa.certificate')
  assert.deepEqual(
    publicHalf(await publicJwkFromPem(chain)),
    publicHalf(EC),
    'the first certificate of a chain is the owner’s',
  )
  for (const secret of [text, pem('rsa.encrypted.pkcs8')]) {
    assert.deepEqual(
      publicHalf(await publicJwkFromPem(`${secret}${pem('rsa.spki')}`)),
      publicHalf(RSA),
      'to verify, the public key is taken',
    )
  }
  assert.deepEqual(await privateJwkFromPem(text.padEnd(131072)), EC, 'as long as a text may be')
})

/** PEM of other octets under a label. */
function wrapped(label: string, octets: Uint8Array): string {
  return `-----BEGIN ${label}-----\n${Buffer.from(octets).toString('base64')}\n-----END ${label}-----\n`
}

const derOf = (name: string): Buffer => Buffer.from(pem(name).replace(/-----[^-]+-----|\s/g, ''), 'base64')

/** A DER element of these parts. */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  const length = content.length < 128 ? [content.length] : [0x81, content.length]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}

/** A SEQUENCE with a NULL after its last element. */
function appended(sequence: Buffer): Buffer {
  const start = sequence[1]! < 128 ? 2 : 2 + (sequence[1]! & 127)
  const content = Buffer.concat([sequence.subarray(start), Buffer.of(5, 0)])
  const { length } = content
  if (length < 128) return Buffer.concat([Buffer.of(0x30, length), content])
  if (length < 256) return Buffer.concat([Buffer.of(0x30, 0x81, length), content])
  return Buffer.concat([Buffer.of(0x30, 0x82, length >> 8, length & 255), content])
}

const OIDS = {
  EC: '2a8648ce3d0201',
  P384: '2b81040022',
  ED25519: '2b6570',
  X25519: '2b656e',
  KEY_USAGE: '551d0f',
}
const oid = (name: keyof typeof OIDS): Buffer => der(6, Buffer.from(OIDS[name], 'hex'))
const integer = (value: number): Buffer => der(2, Buffer.of(value))
const empty = der(0x30)

/** A certificate with these extensions; it is refused before its key is read. */
function certificateWith(extensions: Buffer): Buffer {
  const tbs = der(0x30, integer(1), ...Array<Buffer>(5).fill(empty), extensions)
  return der(0x30, tbs, empty, der(3, Buffer.of(0)))
}

/** A public key of so many octets after the first two: of unused bits, and of a point's form. */
function spki(
  names: readonly (keyof typeof OIDS)[],
  [unused, form]: readonly number[],
  length: number,
): string {
  return wrapped(
    'PUBLIC KEY',
    der(0x30, der(0x30, ...names.map(oid)), der(3, Buffer.from([unused!, form!]), Buffer.alloc(length, 1))),
  )
}

/** A SEC1 key that names its curve, in a PKCS#8 that names one too. */
function doublyNamed(curve: string): string {
  const algorithm = der(0x30, der(6, Buffer.from('2a8648ce3d0201', 'hex')), der(6, Buffer.from(curve, 'hex')))
  return wrapped('PRIVATE KEY', der(0x30, Buffer.from([2, 1, 0]), algorithm, der(4, derOf('ec.sec1'))))
}

test('refuses a key that names two curves', async () => {
  assert.deepEqual(await privateJwkFromPem(doublyNamed('2b81040022')), EC)
  await assert.rejects(privateJwkFromPem(doublyNamed('2a8648ce3d030107')), {
    code: 'ERR_PEM',
    message: 'an EC private key names two curves',
  })
})

const REFUSALS: readonly (readonly [what: string, pem: string, message: RegExp, use?: 'sign' | 'verify'])[] =
  [
    ['an empty text', '', /no key/],
    ['a JWK', '{"kty":"EC"}', /BEGIN/],
    [
      'another kind of block',
      wrapped('X509 CRL', derOf('ec.pkcs8')),
      /^it holds "X509 CRL", which is not a supported key/,
    ],
    ['a label that objects inherit', wrapped('CONSTRUCTOR', derOf('ec.pkcs8')), /not a supported key/],
    ['a block without its end line', pem('ec.pkcs8').split('-----END')[0]!, /five dashes/],
    [
      'a block whose end line has another label',
      pem('ec.pkcs8').replace('END PRIVATE', 'END PUBLIC'),
      /^BEGIN PRIVATE KEY must end with END PRIVATE KEY and five dashes, not "PUBLIC KEY"$/,
    ],
    [
      'a block whose end line has a label without end',
      pem('ec.pkcs8').replace('END PRIVATE KEY', `END ${'X'.repeat(10000)}`),
      /^BEGIN PRIVATE KEY must end with END PRIVATE KEY and five dashes, not "X{96}…"$/,
    ],
    ['another word than BEGIN', pem('ec.pkcs8').replace('BEGIN ', 'BEGUN:'), /no key/],
    ['another word than END', pem('ec.pkcs8').replace('END ', 'FIN:'), /five dashes/],
    ['a public key, to sign', pem('ec.spki'), /^it is a public key, and signing takes the private key$/],
    [
      'a certificate, to sign',
      pem('ec.certificate'),
      /^it is a public key, and signing takes the private key$/,
    ],
    ['two private keys', pem('ec.pkcs8') + pem('rsa.pkcs8'), /several/],
    ['two public keys', pem('ec.spki') + pem('rsa.spki'), /several/, 'verify'],
    ['an encrypted PKCS#8 key', pem('rsa.encrypted.pkcs8'), /openssl pkey/],
    ['an encrypted PKCS#1 key', pem('rsa.encrypted.pkcs1'), /openssl pkey/],
    ['a text that is too long', ' '.repeat(131073), /more than 131072$/],
    ['a body that is cut short', pem('rsa.pkcs8').replace(/\n[^\n]{50}/, '\n'), /base64|cut off/],
    ['a body with characters outside base64', pem('ec.pkcs8').replace(/\n./, '\n!'), /base64/],
    [
      'a body with spare bits',
      wrapped('PUBLIC KEY', derOf('ec.spki').subarray(0, 97)).replace(/.==/, 'x=='),
      /base64/,
      'verify',
    ],
    ['an empty body', wrapped('PRIVATE KEY', new Uint8Array()), /base64/],
    [
      'octets after the key',
      wrapped('PRIVATE KEY', Buffer.concat([derOf('ec.pkcs8'), Buffer.from([5, 0])])),
      /^a private key: DER has tag 5 where nothing belongs$/,
    ],
    [
      'a length beyond the end',
      wrapped('PRIVATE KEY', Buffer.from([0x30, 0x82, 0xff, 0xff, 2, 1, 0])),
      /longer than what holds it; is it cut off\?$/,
    ],
    [
      'a length of indefinite form',
      wrapped('PRIVATE KEY', Buffer.from([0x30, 0x80, 2, 1, 0, 0, 0])),
      /shortest/,
    ],
    [
      'a length of four octets',
      wrapped('PRIVATE KEY', Buffer.from([0x30, 0x84, 0, 0, 0, 3, 2, 1, 0])),
      /shortest/,
    ],
    [
      'a length that could be shorter',
      wrapped('PRIVATE KEY', Buffer.from([0x30, 0x81, 3, 2, 1, 0])),
      /shortest/,
    ],
    [
      'a tag alone',
      wrapped('PRIVATE KEY', Buffer.from([0x30])),
      /longer than what holds it; is it cut off\?$/,
    ],
    ['PKCS#8 said to be PKCS#1', wrapped('RSA PRIVATE KEY', derOf('rsa.pkcs8')), /RSA private key/],
    ['PKCS#8 said to be SEC1', wrapped('EC PRIVATE KEY', derOf('ec.pkcs8')), /EC private key/],
    [
      'PKCS#1 said to be PKCS#8',
      wrapped('PRIVATE KEY', derOf('rsa.pkcs1')),
      /^a private key: DER has tag 2 /,
    ],
    ['SPKI said to be PKCS#8', wrapped('PRIVATE KEY', derOf('ec.spki')), /^a private key: DER has tag 30 /],
    [
      'SPKI said to be PKCS#1',
      wrapped('RSA PUBLIC KEY', derOf('rsa.spki')),
      /^an RSA public key: /,
      'verify',
    ],
    ['SPKI said to be a certificate', wrapped('CERTIFICATE', derOf('rsa.spki')), /certificate/, 'verify'],
    ...(
      [
        ['PRIVATE KEY', 'ec.pkcs8'],
        ['RSA PRIVATE KEY', 'rsa.pkcs1'],
        ['EC PRIVATE KEY', 'ec.sec1'],
        ['PUBLIC KEY', 'ec.spki'],
        ['RSA PUBLIC KEY', 'rsa.pkcs1.public'],
        ['CERTIFICATE', 'ec.certificate'],
      ] as const
    ).map(([label, name]) => {
      const use = /PRIVATE/.test(label) ? 'sign' : 'verify'
      const longer = appended(derOf(name))
      return [
        `an element after the last of a ${label}`,
        wrapped(label, longer),
        /where nothing belongs$/,
        use,
      ] as const
    }),
    [
      'an algorithm with two parameters',
      wrapped(
        'PUBLIC KEY',
        der(0x30, der(0x30, oid('EC'), oid('P384'), der(5)), der(3, Buffer.alloc(98, 4).fill(0, 0, 1))),
      ),
      /^an algorithm: DER has tag 5 where nothing belongs$/,
      'verify',
    ],
    [
      'an OID that is not in its shortest form',
      wrapped(
        'PUBLIC KEY',
        der(0x30, der(0x30, der(6, Buffer.of(0x2b, 0x80, 0x65, 0x70))), der(3, Buffer.alloc(33))),
      ),
      /^it is a key for OID 2b806570 /,
      'verify',
    ],
    ['a certificate for encryption only', pem('rsa.encipherment.certificate'), /keyUsage/, 'verify'],
    ['a compressed point', pem('ec.compressed.sec1'), /conv_form uncompressed/],
    ['explicit parameters', pem('ec.explicit.sec1'), /parameters/],
    ['a hybrid point', spki(['EC', 'P384'], [0, 6], 96), /conv_form uncompressed/, 'verify'],
    ['a key that ends within an octet', spki(['EC', 'P384'], [1, 4], 96), /whole octets/, 'verify'],
    [
      'an X25519 public key',
      spki(['X25519'], [0, 1], 31),
      /^it is a key for X25519, not for RSA, .*Ed25519.*; openssl genpkey /,
      'verify',
    ],
    [
      'an Ed25519 seed that is too short',
      wrapped(
        'PRIVATE KEY',
        der(0x30, integer(0), der(0x30, oid('ED25519')), der(4, der(4, Buffer.alloc(31)))),
      ),
      /^the private key has 31 octets, and must have 32$/,
    ],
    [
      'an EC key with its d alone',
      wrapped('EC PRIVATE KEY', der(0x30, integer(1), der(4, Buffer.alloc(47, 1)), der(0xa0, oid('P384')))),
      /^the EC key lacks its public half; openssl ec -in FILE /,
    ],
    [
      'an EC key of another version',
      wrapped('EC PRIVATE KEY', der(0x30, integer(2), der(4, Buffer.alloc(48, 1)), der(0xa0, oid('P384')))),
      /version 1/,
    ],
    [
      'an RSA key of more primes',
      wrapped('RSA PRIVATE KEY', der(0x30, integer(1), ...Array<Buffer>(8).fill(integer(5)))),
      /two primes/,
    ],
    [
      'an RSA key with a number of zero',
      wrapped('RSA PUBLIC KEY', der(0x30, integer(0), integer(3))),
      /^n: .*positive/,
      'verify',
    ],
    [
      'an empty certificate',
      wrapped('CERTIFICATE', der(0x30, der(0x30))),
      /^a certificate: DER has nothing where tag 30 belongs$/,
      'verify',
    ],
    ['a certificate and a bare key', pem('ec.certificate') + pem('ec.spki'), /several/, 'verify'],
    ...(
      [
        ['RSA PRIVATE KEY', der(4), /^an RSA private key: DER has tag 4 where tag 30/],
        ['RSA PRIVATE KEY', der(0x30), /^an RSA private key: DER has nothing where tag 2/],
        ['EC PRIVATE KEY', der(4), /^an EC private key: DER has tag 4 where tag 30/],
        ['EC PRIVATE KEY', der(0x30), /^an EC private key: DER has nothing where tag 2/],
        ['EC PRIVATE KEY', der(0x30, integer(1)), /^an EC private key: DER has nothing where tag 4/],
        [
          'EC PRIVATE KEY',
          der(0x30, integer(1), der(4, Buffer.alloc(48, 1)), der(0xa0, oid('P384')), der(0xa1)),
          /^an EC private key: DER has nothing where tag 3 /,
        ],
        [
          'PRIVATE KEY',
          der(0x30, integer(0), der(0x30, oid('ED25519'))),
          /^a private key: DER has nothing where tag 4/,
        ],
        [
          'PRIVATE KEY',
          der(0x30, integer(0), der(0x30, oid('ED25519')), der(4)),
          /^the private key: DER has nothing where tag 4/,
        ],
        ['RSA PUBLIC KEY', der(4), /^an RSA public key: DER has tag 4 where tag 30/],
        ['PUBLIC KEY', der(4), /^a public key: DER has tag 4 where tag 30/],
        ['CERTIFICATE', certificateWith(der(0xa3)), /^extensions: /],
        ['CERTIFICATE', certificateWith(der(0xa3, der(0x30, der(0x30)))), /^an extension: /],
        [
          'CERTIFICATE',
          certificateWith(der(0xa3, der(0x30, der(0x30, oid('KEY_USAGE'))))),
          /^an extension: DER has nothing where tag 4/,
        ],
        [
          'CERTIFICATE',
          certificateWith(der(0xa3, der(0x30, der(0x30, oid('KEY_USAGE'), der(4))))),
          /^keyUsage: DER has nothing where tag 3 /,
        ],
      ] as const
    ).map(([label, octets, message]) => {
      const use = /PRIVATE/.test(label) ? 'sign' : 'verify'
      return [`an incomplete ${label}: ${message.source}`, wrapped(label, octets), message, use] as const
    }),
    [
      'an EC key without its public key',
      pem('ec.private-only.sec1'),
      /^the EC key lacks its public half; openssl ec -in FILE /,
    ],
    [
      'a SEC1 key that names no curve',
      wrapped('EC PRIVATE KEY', der(0x30, Buffer.from([2, 1, 1]), der(4, Buffer.alloc(48, 1)))),
      /^the EC key has explicit parameters, or none, .*; openssl ec -in FILE -param_enc named_curve/,
    ],
    [
      'a key without algorithm',
      wrapped('PRIVATE KEY', der(0x30, Buffer.from([2, 1, 0, 0x30, 0, 4, 0]))),
      /algorithm/,
    ],
    [
      'an EC key without parameters',
      wrapped(
        'PRIVATE KEY',
        der(
          0x30,
          Buffer.from([2, 1, 0]),
          der(0x30, oid('EC')),
          der(4, der(0x30, integer(1), der(4, Buffer.alloc(48, 1)))),
        ),
      ),
      /^the EC key has explicit parameters, or none, /,
    ],
    [
      'an RSA key with a negative number',
      wrapped('RSA PUBLIC KEY', der(0x30, Buffer.from([2, 1, 0x80, 2, 1, 3]))),
      /^n: .*positive/,
      'verify',
    ],
    [
      'an RSA key with a padded number',
      wrapped('RSA PUBLIC KEY', der(0x30, Buffer.from([2, 2, 0, 5, 2, 1, 3]))),
      /^n: .*positive/,
      'verify',
    ],
    [
      'an RSA key with three numbers',
      wrapped('RSA PUBLIC KEY', der(0x30, Buffer.from([2, 1, 5, 2, 1, 3, 2, 1, 3]))),
      /^an RSA public key: DER has tag 2 where nothing belongs$/,
      'verify',
    ],
    [
      'the curve secp256k1',
      pem('ec.secp256k1.sec1'),
      /^it is a key for secp256k1, not for RSA, P-256, P-384, /,
    ],
    ['an X25519 private key', pem('x25519.pkcs8'), /^it is a key for X25519, /],
    [
      'an RSASSA-PSS key',
      pem('rsa-pss.pkcs8'),
      /^it is an RSASSA-PSS key, .*; openssl rsa -in FILE -traditional \| sed /,
    ],
  ]

for (const [what, text, message, use = 'sign'] of REFUSALS) {
  test(`refuses ${what}`, async () => {
    await assert.rejects(READ[use](text), { name: 'JoseError', code: 'ERR_PEM', message })
  })
}

test('takes a text apart in time that grows with its length', async () => {
  const rows = [
    '-----BEGIN PRIVATE KEY-----',
    '-----BEGIN ',
    '-----BEGIN PRIVATE KEY-----\n-----END ',
    '-----BEGIN A-----x-----END A-----',
    '-----',
    '\\n',
    '----- BEGIN',
  ].map((text) => text.repeat(131072 / text.length))
  rows.push(`-----BEGIN PRIVATE KEY-----${'A'.repeat(130900)}!-----END PRIVATE KEY-----`)
  rows.push(`-----BEGIN PRIVATE KEY-----${' '.repeat(130900)}=-----END PRIVATE KEY-----`)
  const began = Date.now()
  for (const text of rows) {
    for (const read of [privateJwkFromPem, publicJwkFromPem])
      await assert.rejects(read(text), { code: 'ERR_PEM', message: /^.{1,200}$/ })
  }
  assert.ok(Date.now() - began < 2000, `${Date.now() - began} ms`)
})

test('100,000 mutated inputs give a key or a typed error', async (t) => {
  const seed = Number(process.env.SEED ?? 20261122)
  t.diagnostic(`SEED=${seed}`)
  let state = seed
  const next = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  const names = [
    'rsa.pkcs1',
    'rsa.pkcs8',
    'rsa.spki',
    'rsa.certificate',
    'ec.sec1',
    'ec.pkcs8',
    'ec.spki',
    'ec.certificate',
    'ed25519.pkcs8',
    'ed25519.spki',
  ]
  const sources = names.map((name) => ({
    text: pem(name),
    octets: derOf(name),
    label: /BEGIN ([A-Z ]+)/.exec(pem(name))![1]!,
  }))
  for (let round = 0; round < 100_000; round++) {
    const { text, octets, label } = sources[next(sources.length)]!
    const mutated = Buffer.from(round % 4 ? octets : text)
    for (let edits = 1 + next(3); edits > 0; edits--) mutated[next(mutated.length)] = next(256)
    const cut = next(8) ? mutated : mutated.subarray(0, next(mutated.length))
    try {
      const read = next(2) ? privateJwkFromPem : publicJwkFromPem
      await read(round % 4 ? wrapped(label, cut) : cut.toString('latin1'))
    } catch (error) {
      const { name, code } = error as Error & { code: string }
      assert.ok(
        name === 'JoseError' && /^ERR_(PEM|JWK)$/.test(code),
        `seed ${seed}, round ${round}: ${error}`,
      )
    }
  }
})

test('imports PEM as the JWK that it holds, under the same rules', async () => {
  const pairs = [
    ['rsa.pkcs1', 'rsa.spki', 'PS256'],
    ['ec.sec1', 'ec.certificate', undefined],
    ['ed25519.pkcs8', 'ed25519.spki', 'Ed25519'],
    ['ed25519.pkcs8', 'ed25519.pkcs8', 'EdDSA'],
  ] as const
  for (const [key, publicKey, alg] of pairs) {
    const token = await signJwt({ a: 1 }, await privateJwkFromPem(pem(key), { alg, kid: 'k' }))
    const jwk = await publicJwkFromPem(pem(publicKey), { alg, kid: 'k' })
    assert.equal(jwk.d, undefined)
    assert.equal((await verifyJwt(token, { keys: [jwk] })).header.kid, 'k')
  }
  const named = await privateJwkFromPem(pem('ec.sec1'), { alg: 'ES384', kid: 'k' })
  assert.deepEqual(named, { ...EC, alg: 'ES384', kid: 'k' })
  const ambiguous = await privateJwkFromPem(pem('rsa.pkcs8'))
  await assert.rejects(importSigner(ambiguous), {
    code: 'ERR_JWK',
    message: /no alg; name one of RS256, .*PS512 /,
  })
  for (const read of [privateJwkFromPem, publicJwkFromPem]) {
    await assert.rejects(read(pem('ec.pkcs8'), { alg: 'ES256', kid: 'k' }), {
      code: 'ERR_JWK',
      message: 'key "k": no algorithm has kty "EC", crv "P-384", alg "ES256"; kty and crv fit ES384',
    })
  }
  const message = /^key: its n has 1024 bits, not 2048/
  const short = await privateJwkFromPem(pem('rsa1024.pkcs1'), { alg: 'RS384' })
  await assert.rejects(importSigner(short), { code: 'ERR_JWK', message })
  await assert.rejects(publicJwkFromPem(pem('rsa1024.pkcs1')), { code: 'ERR_JWK', message })
})

test('says that WebCrypto lacks Ed25519, which its public half takes', async (t) => {
  t.after(() => setSubtleCrypto(undefined))
  const importKey = async () => Promise.reject(new DOMException('no', 'NotSupportedError'))
  setSubtleCrypto(hostile({ importKey }))
  await assert.rejects(privateJwkFromPem(pem('ed25519.pkcs8')), {
    code: 'ERR_CRYPTO',
    message: 'WebCrypto here refuses this Ed25519 key (NotSupportedError)',
  })
})

test('names a wrong argument in a TypeError, and shows nothing of a key', async () => {
  for (const read of [privateJwkFromPem, publicJwkFromPem]) {
    for (const text of [undefined, null, 5, {}, Buffer.from(pem('ec.sec1'))])
      await assert.rejects(read(hostile(text)), {
        name: 'TypeError',
        message: /^pem is (absent|null|5|an object|a Uint8Array); it must be PEM text \(octets: /,
      })
    const rows: readonly (readonly [options: unknown, message: string])[] = [
      [{ use: 'sig' }, 'option "use" is unknown; known: alg, kid'],
      [{ alg: '' }, 'option alg is a string; it must be a string that is not empty'],
      [{ kid: 5 }, 'option kid is 5; it must be a string that is not empty'],
      ['ES384', 'options is a string; it must be a plain object'],
    ]
    for (const [options, message] of rows)
      await assert.rejects(read(pem('ec.sec1'), hostile(options)), { name: 'TypeError', message })
  }
  for (const take of [importSigner, importVerifier]) {
    await assert.rejects(take(hostile<Jwk>(pem('ec.sec1'))), {
      name: 'TypeError',
      message: /^key is a string; it must be .*(private|public)JwkFromPem/,
    })
  }
})

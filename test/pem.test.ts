import assert from 'node:assert/strict'
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import type { Jwk } from '../src/index.ts'
import { pemToJwk } from '../src/pem.ts'
import { pem } from './fixtures/keys.ts'
import { hostile } from './refusal.ts'
import vectors from './vectors/pem.json' with { type: 'json' }

const exported = (key: KeyObject): Jwk => hostile(key.export({ format: 'jwk' }))
const read = (name: string): Jwk => exported(createPrivateKey(pem(name)))
const RSA = read('rsa.pkcs1')
const EC = read('ec.sec1')
const publicHalf = ({ kty, crv, n, e, x, y }: Jwk): unknown =>
  JSON.parse(JSON.stringify({ kty, crv, n, e, x, y }))

test('vectors/pem.json holds the files of vectors/pem', () => {
  const names = readdirSync(new URL('vectors/pem', import.meta.url)).map((file) => file.replace('.pem', ''))
  assert.deepEqual(vectors, Object.fromEntries(names.map((name) => [name, pem(name)])))
})

test('reads the same JWK from every form in which openssl writes a key', () => {
  for (const name of ['rsa.pkcs1', 'rsa.pkcs8']) assert.deepEqual(pemToJwk(pem(name), 'sign'), RSA, name)
  for (const name of ['ec.sec1', 'ec.pkcs8', 'ec.parameters.sec1'])
    assert.deepEqual(pemToJwk(pem(name), 'sign'), EC, name)
  for (const name of [
    'rsa.spki',
    'rsa.pkcs1.public',
    'rsa.certificate',
    'rsa.signature.certificate',
    'rsa.v1.certificate',
    'rsa.pkcs8',
  ]) {
    assert.deepEqual(publicHalf(pemToJwk(pem(name), 'verify')), publicHalf(RSA), name)
  }
  for (const name of ['ec.spki', 'ec.certificate', 'ec.sec1'])
    assert.deepEqual(publicHalf(pemToJwk(pem(name), 'verify')), publicHalf(EC), name)
})

test('reads the same keys as Node, in each type and form', () => {
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
      const { x, ...expected } = jwk
      const { x: own, ...found } = pemToJwk(privateKey.export({ format: 'pem', type }) as string, 'sign')
      assert.deepEqual(found, expected)
      if (jwk.kty === 'EC') assert.equal(own, x)
    }
    assert.deepEqual(
      pemToJwk(publicKey.export({ format: 'pem', type: 'spki' }) as string, 'verify'),
      publicKey.export({ format: 'jwk' }),
    )
  }
})

test('reads PEM as environment variables and files distort it', () => {
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
  for (const [form, changed] of Object.entries(forms)) assert.deepEqual(pemToJwk(changed, 'sign'), EC, form)
  const chain = pem('ec.certificate') + pem('rsa.certificate')
  assert.deepEqual(
    pemToJwk(chain, 'verify'),
    publicHalf(EC),
    'the first certificate of a chain is the owner’s',
  )
  for (const secret of [text, pem('rsa.encrypted.pkcs8')]) {
    assert.deepEqual(
      pemToJwk(`${secret}${pem('rsa.spki')}`, 'verify'),
      publicHalf(RSA),
      'to verify, the public key is taken',
    )
  }
  assert.deepEqual(pemToJwk(text.padEnd(131072), 'sign'), EC, 'as long as a text may be')
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

const OIDS = {
  EC: '2a8648ce3d0201',
  P384: '2b81040022',
  ED25519: '2b6570',
  X25519: '2b656e',
  KEY_USAGE: '551d0f',
}
const oid = (name: keyof typeof OIDS): Buffer => der(6, Buffer.from(OIDS[name], 'hex'))
const integer = (value: number): Buffer => der(2, Buffer.of(value))

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

test('refuses a key that names two curves', () => {
  assert.deepEqual(pemToJwk(doublyNamed('2b81040022'), 'sign'), EC)
  assert.throws(() => pemToJwk(doublyNamed('2a8648ce3d030107'), 'sign'), {
    code: 'ERR_PEM',
    message: /two curves: expected one$/,
  })
})

const REFUSALS: readonly (readonly [what: string, pem: string, message: RegExp, use?: 'sign' | 'verify'])[] =
  [
    ['an empty text', '', /no key/],
    ['a JWK', '{"kty":"EC"}', /BEGIN/],
    ['another kind of block', wrapped('CERTIFICATE REQUEST', derOf('ec.pkcs8')), /no key/],
    ['a label that objects inherit', wrapped('CONSTRUCTOR', derOf('ec.pkcs8')), /no key/],
    ['a block without its end line', pem('ec.pkcs8').split('-----END')[0]!, /no key/],
    [
      'a block whose end line has another label',
      pem('ec.pkcs8').replace('END PRIVATE', 'END PUBLIC'),
      /same label/,
    ],
    ['a public key, to sign', pem('ec.spki'), /public key alone/],
    ['a certificate, to sign', pem('ec.certificate'), /public key alone/],
    ['two private keys', pem('ec.pkcs8') + pem('rsa.pkcs8'), /several/],
    ['two public keys', pem('ec.spki') + pem('rsa.spki'), /several/, 'verify'],
    ['an encrypted PKCS#8 key', pem('rsa.encrypted.pkcs8'), /openssl pkey/],
    ['an encrypted PKCS#1 key', pem('rsa.encrypted.pkcs1'), /openssl pkey/],
    ['a text that is too long', ' '.repeat(131073), /at most/],
    ['a body that is cut short', pem('rsa.pkcs8').replace(/\n[^\n]{50}/, '\n'), /base64|truncated/],
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
      /nothing after/,
    ],
    [
      'a length beyond the end',
      wrapped('PRIVATE KEY', Buffer.from([0x30, 0x82, 0xff, 0xff, 2, 1, 0])),
      /truncated/,
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
    ['a tag alone', wrapped('PRIVATE KEY', Buffer.from([0x30])), /truncated/],
    ['PKCS#8 said to be PKCS#1', wrapped('RSA PRIVATE KEY', derOf('rsa.pkcs8')), /RSA private key/],
    ['PKCS#8 said to be SEC1', wrapped('EC PRIVATE KEY', derOf('ec.pkcs8')), /EC private key/],
    ['PKCS#1 said to be PKCS#8', wrapped('PRIVATE KEY', derOf('rsa.pkcs1')), /algorithm/],
    ['SPKI said to be PKCS#8', wrapped('PRIVATE KEY', derOf('ec.spki')), /version/],
    ['SPKI said to be PKCS#1', wrapped('RSA PUBLIC KEY', derOf('rsa.spki')), /^n: /, 'verify'],
    ['SPKI said to be a certificate', wrapped('CERTIFICATE', derOf('rsa.spki')), /certificate/, 'verify'],
    ['a certificate for encryption only', pem('rsa.encipherment.certificate'), /keyUsage/, 'verify'],
    ['a compressed point', pem('ec.compressed.sec1'), /conv_form uncompressed/],
    ['explicit parameters', pem('ec.explicit.sec1'), /parameters/],
    ['a hybrid point', spki(['EC', 'P384'], [0, 6], 96), /conv_form uncompressed/, 'verify'],
    ['a point that is too short', spki(['EC', 'P384'], [0, 4], 95), /conv_form uncompressed/, 'verify'],
    ['a key that ends within an octet', spki(['EC', 'P384'], [1, 4], 96), /whole octets/, 'verify'],
    ['an Ed25519 public key that is too short', spki(['ED25519'], [0, 1], 30), /32 octets/, 'verify'],
    ['an X25519 public key', spki(['X25519'], [0, 1], 31), /2b656e.*Ed25519/, 'verify'],
    [
      'an Ed25519 seed that is too short',
      wrapped(
        'PRIVATE KEY',
        der(0x30, integer(0), der(0x30, oid('ED25519')), der(4, der(4, Buffer.alloc(31)))),
      ),
      /32 octets/,
    ],
    [
      'an EC d that is too short',
      wrapped('EC PRIVATE KEY', der(0x30, integer(1), der(4, Buffer.alloc(47, 1)), der(0xa0, oid('P384')))),
      /^d: expected 48 octets/,
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
      /a certificate.*tag 30, found nothing/,
      'verify',
    ],
    ['a certificate and a bare key', pem('ec.certificate') + pem('ec.spki'), /several/, 'verify'],
    ...(
      [
        ['RSA PRIVATE KEY', der(4), /^an RSA private key: expected DER of tag 30/],
        ['RSA PRIVATE KEY', der(0x30), /^a version: /],
        ['EC PRIVATE KEY', der(4), /^an EC private key: expected DER of tag 30/],
        ['EC PRIVATE KEY', der(0x30), /^a version: /],
        ['EC PRIVATE KEY', der(0x30, integer(1)), /^an EC private key: expected DER of tag 4/],
        [
          'EC PRIVATE KEY',
          der(0x30, integer(1), der(4, Buffer.alloc(48, 1)), der(0xa0, oid('P384')), der(0xa1)),
          /^a public key: expected DER of tag 3,/,
        ],
        [
          'PRIVATE KEY',
          der(0x30, integer(0), der(0x30, oid('ED25519'))),
          /^a private key: expected DER of tag 4/,
        ],
        [
          'PRIVATE KEY',
          der(0x30, integer(0), der(0x30, oid('ED25519')), der(4)),
          /^an Ed25519 private key: expected DER of tag 4/,
        ],
        ['RSA PUBLIC KEY', der(4), /^an RSA public key: expected DER of tag 30/],
        ['PUBLIC KEY', der(4), /^a public key: expected DER of tag 30/],
        ['CERTIFICATE', der(0x30, der(0x30, der(0xa3))), /^extensions: /],
        ['CERTIFICATE', der(0x30, der(0x30, der(0xa3, der(0x30, der(0x30))))), /^an extension: /],
        [
          'CERTIFICATE',
          der(0x30, der(0x30, der(0xa3, der(0x30, der(0x30, oid('KEY_USAGE')))))),
          /^keyUsage: expected DER of tag 4/,
        ],
        [
          'CERTIFICATE',
          der(0x30, der(0x30, der(0xa3, der(0x30, der(0x30, oid('KEY_USAGE'), der(4)))))),
          /^keyUsage: expected DER of tag 3,/,
        ],
      ] as const
    ).map(([label, octets, message]) => {
      const use = /PRIVATE/.test(label) ? 'sign' : 'verify'
      return [`an incomplete ${label}: ${message.source}`, wrapped(label, octets), message, use] as const
    }),
    ['an EC key without its public key', pem('ec.private-only.sec1'), /without its public key/],
    [
      'a SEC1 key that names no curve',
      wrapped('EC PRIVATE KEY', der(0x30, Buffer.from([2, 1, 1]), der(4, Buffer.alloc(48, 1)))),
      /without its curve/,
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
        der(0x30, Buffer.from([2, 1, 0]), der(0x30, der(6, Buffer.from('2a8648ce3d0201', 'hex'))), der(4)),
      ),
      /parameters/,
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
      /n and e/,
      'verify',
    ],
    ['the curve secp256k1', pem('ec.secp256k1.sec1'), /2b8104000a.*P-384/],
    ['an X25519 private key', pem('x25519.pkcs8'), /2b656e.*Ed25519/],
    ['an RSASSA-PSS key', pem('rsa-pss.pkcs8'), /2a864886f70d01010a/],
  ]

for (const [what, text, message, use = 'sign'] of REFUSALS) {
  test(`refuses ${what}`, () => {
    assert.throws(() => pemToJwk(text, use), { name: 'JoseError', code: 'ERR_PEM', message })
    // What was found, and what was expected.
    assert.throws(() => pemToJwk(text, use), /: \S.*: expected \S/)
  })
}

test('100,000 mutated inputs give a key or a typed error', (t) => {
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
      pemToJwk(round % 4 ? wrapped(label, cut) : cut.toString('latin1'), next(2) ? 'sign' : 'verify')
    } catch (error) {
      const { name, code } = error as Error & { code: string }
      assert.ok(name === 'JoseError' && code === 'ERR_PEM', `seed ${seed}, round ${round}: ${error}`)
    }
  }
})

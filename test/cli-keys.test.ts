import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { existsSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { decodeJwt, encodeBase64url, jwkThumbprint, verifyJwt, type Jwk, type JwkSet } from '../src/index.ts'
import { command, file, folder, pathOf, refused } from './command.ts'
import {
  ES384_PRIVATE,
  ES384_PUBLIC,
  ES384_SET,
  pem,
  pemFile,
  RS384_PRIVATE,
  without,
} from './fixtures/keys.ts'
import './plain.mjs'

const CLAIMS = fileURLToPath(new URL('fixtures/claims.json', import.meta.url))
const ASSERT = ['assert', '--client-id', 'a', '--audience', 'https://a.example/token', '--key']

const EC = without(ES384_PRIVATE, 'alg', 'kid', 'key_ops', 'use')
const EC_PUBLIC = without(ES384_PUBLIC, 'alg', 'kid', 'key_ops', 'use')
const RSA = without(RS384_PRIVATE, 'alg', 'kid', 'key_ops', 'use')

async function outOf(args: readonly string[]): Promise<string> {
  const { status, out, err } = await command(args)
  assert.equal(status, 0, err)
  return out.trim()
}

/** The key files of one key, as it may lie about. */
function formsOf(jwk: Jwk, name: string): Record<string, string> {
  return {
    JWK: file('one.json', jwk),
    set: file('set.json', { keys: [jwk] }),
    'set of both halves': file('both.json', { keys: [{ ...EC_PUBLIC, use: 'sig' }, jwk] }),
    PEM: pemFile(name),
  }
}

test('jwks and assert name the same key, and the set verifies the assertion, for JWK, set and PEM', async () => {
  for (const [name, jwk] of [
    ['ec.pkcs8', EC],
    ['rsa.pkcs1', RSA],
  ] as const) {
    for (const [form, path] of Object.entries(formsOf(jwk, name))) {
      if (name === 'rsa.pkcs1' && form === 'set of both halves') continue
      for (const named of [['--kid', '2026-11'], []]) {
        const { keys } = JSON.parse(await outOf(['jwks', ...named, path])) as JwkSet
        const assertion = await outOf([...ASSERT, path, ...named])
        const { header } = decodeJwt(assertion)
        assert.equal(keys.length, 1, form)
        const [published] = keys as [Jwk]
        assert.deepEqual([published.kid, published.alg], [header.kid, header.alg], form)
        assert.equal(published.kid, named[1] ?? (await jwkThumbprint(published)))
        assert.equal(published.alg, name === 'ec.pkcs8' ? 'ES384' : 'RS384')
        await verifyJwt(assertion, { keys })
        const made = JSON.parse(await outOf(['jwk', ...named, path])) as Jwk
        assert.deepEqual([made.kid, made.alg, typeof made.d], [header.kid, header.alg, 'string'])
      }
    }
  }
})

test('sign names no key that neither the file nor --kid names', async () => {
  for (const path of Object.values(formsOf(EC, 'ec.pkcs8'))) {
    const header = async (...more: string[]): Promise<unknown> =>
      decodeJwt(await outOf(['sign', '--key', path, ...more, CLAIMS])).header
    assert.deepEqual(await header(), { alg: 'ES384', typ: 'JWT' })
    assert.deepEqual(await header('--kid', 'k'), { alg: 'ES384', kid: 'k', typ: 'JWT' })
  }
})

test('--kid names the one JWK of a file anew, in every command that takes a key', async () => {
  const one = file('kid.json', { ...ES384_PRIVATE, kid: 'a' })
  const { keys } = JSON.parse(await outOf(['jwks', '--kid', 'other', one])) as JwkSet
  assert.deepEqual(
    keys.map(({ kid }) => kid),
    ['other'],
  )
  assert.equal((JSON.parse(await outOf(['jwk', '--kid', 'other', one])) as Jwk).kid, 'other')
  const tokens = [
    await outOf(['sign', '--kid', 'other', '--key', one, CLAIMS]),
    await outOf([...ASSERT, one, '--kid', 'other']),
  ]
  for (const token of tokens) {
    assert.equal(decodeJwt(token).header.kid, 'other')
    await outOf(['verify', '--at', 'any', '--keys', file('published.json', { keys }), token])
    await outOf(['verify', '--at', 'any', '--kid', 'third', '--key', one, token])
  }
  // What is wrong with the key comes before its name.
  const unsound = file('unsound.json', { ...ES384_PRIVATE, x: 5 })
  for (const args of [
    ['jwks', unsound],
    ['jwk', unsound],
    [...ASSERT, unsound],
  ])
    await refused(1, /ERR_JWK: key .*its x is 5/, [...args, '--kid', 'other'])
})

test('a --kid that the set does not have is refused by every command that takes a key', async () => {
  const set = file('kids.json', { keys: [ES384_PRIVATE, { ...RS384_PRIVATE, kid: 'b' }] })
  const token = await outOf(['sign', '--key', file('kid.json', ES384_PRIVATE), CLAIMS])
  for (const path of [set, file('no-keys.json', { keys: [] })]) {
    for (const args of [
      ['sign', '--key', path, CLAIMS],
      ['jwk', path],
      ['jwks', path],
      ['verify', '--key', path, token],
      [...ASSERT, path],
    ]) {
      const message = /ERR_KEY_NOT_FOUND: ".*" has no key with the kid "other"; it has ("|no keys)/
      await refused(1, message, [args[0]!, '--kid', 'other', ...args.slice(1)])
    }
  }
  await refused(1, /ERR_KEY_NOT_FOUND/, ['jwks', '--kid', 'k', file('empty.json', { keys: [] })])
})

test('a set is selected from by --kid, by --alg, and by a thumbprint where a key has no kid', async () => {
  const rs256 = { ...RS384_PRIVATE, alg: 'RS256', kid: 'r' }
  const set = file('three.json', { keys: [{ ...EC, kid: 'e' }, rs256, { ...RSA, alg: 'PS256' }, null] })
  const header = async (...more: string[]): Promise<unknown> => {
    const { alg, kid } = decodeJwt(await outOf([...ASSERT, set, ...more])).header
    return `${alg} ${kid}`
  }
  assert.equal(await header('--alg', 'ES384'), 'ES384 e')
  assert.equal(await header('--kid', 'r', '--alg', 'RS256'), 'RS256 r')
  const several =
    /ERR_KEY_AMBIGUOUS: ".*three.json" has several private keys: "e" \(ES384\), .*--kid or --alg/
  await refused(1, several, [...ASSERT, set])
  await refused(1, /ERR_KEY_NOT_FOUND.*"ES512"/, [...ASSERT, set, '--alg', 'ES512'])
  const { keys } = JSON.parse(await outOf(['jwks', '--alg', 'RS256', set])) as JwkSet
  assert.deepEqual(
    keys.map(({ kid }) => kid),
    ['r'],
  )
  await refused(1, /ERR_KEY_NOT_FOUND: ".*three.json" has no key for ES512/, ['jwks', '--alg', 'ES512', set])
  // One key that stands there twice counts once, and its halves tell for each other.
  const twice = file('twice.json', { keys: [{ ...EC_PUBLIC, kid: 'e' }, EC, EC] })
  assert.equal(decodeJwt(await outOf(['sign', '--key', twice, CLAIMS])).header.kid, 'e')
  const thumbprint = await jwkThumbprint(EC)
  const mixed = file('mixed.json', { keys: [EC, { ...RSA, kid: 'r' }] })
  assert.equal(decodeJwt(await outOf([...ASSERT, mixed, '--kid', thumbprint])).header.kid, thumbprint)
})

test('a null alg or kid is as absent, a kid that is no string is refused', async () => {
  const { header } = decodeJwt(await outOf([...ASSERT, file('null.json', { ...RSA, alg: null, kid: null })]))
  assert.deepEqual([header.alg, header.kid], ['RS384', await jwkThumbprint(RSA)])
  await refused(1, /ERR_JWK.*kid is 5/, [...ASSERT, file('five.json', { ...EC, kid: 5 })])
})

test('a key that is for something else than signing gets no alg, and Ed25519 needs one', async () => {
  for (const more of [{ use: 'enc' }, { key_ops: ['decrypt'] }]) {
    await refused(1, /ERR_JWK/, ['sign', '--key', file('enc.json', { ...RSA, ...more }), CLAIMS])
  }
  assert.equal(
    (await command(['sign', '--key', file('ops.json', { ...RSA, key_ops: ['sign'] }), CLAIMS])).status,
    0,
  )
  const path = pemFile('ed25519.pkcs8')
  await refused(1, /ERR_JWK: .*no alg; give --alg with one of Ed25519, EdDSA/, ['jwk', path])
  for (const alg of ['Ed25519', 'EdDSA']) {
    assert.equal((JSON.parse(await outOf(['jwk', '--alg', alg, path])) as Jwk).alg, alg)
  }
  await refused(1, /ERR_JWK.*ES384.*"RS256"/, [
    'sign',
    '--alg',
    'RS256',
    '--key',
    pemFile('ec.pkcs8'),
    CLAIMS,
  ])
  await refused(1, /ERR_JWK.*public/, ['jwk', file('public.json', EC_PUBLIC)])
})

test('jwk --out writes a new file for its owner alone', async () => {
  const out = join(folder(), 'made.jwk')
  const said = await outOf(['jwk', '--kid', 'k', '--out', out, pemFile('rsa.pkcs1')])
  assert.match(said, /^wrote the private key "k", for RS384, to ".*made\.jwk"$/)
  assert.equal(statSync(out).mode & 0o777, 0o600)
  const { kid, alg, d } = JSON.parse(readFileSync(out, 'utf8')) as Jwk
  assert.deepEqual([kid, alg, typeof d], ['k', 'RS384', 'string'])
  await refused(1, /it exists already, and is not overwritten/, ['jwk', '--out', out, pemFile('rsa.pkcs1')])
})

test('--out - is standard output, as without --out', async () => {
  const jwk = ['jwk', '--kid', 'k', pemFile('rsa.pkcs1')]
  assert.equal(await outOf([...jwk, '--out', '-']), await outOf(jwk))
  const { keys } = JSON.parse(await outOf(['keygen', '--kid', 'k', '--out', '-'])) as JwkSet
  assert.deepEqual(
    keys.map(({ kid, d }) => [kid, typeof d]),
    [['k', 'string']],
  )
  assert.ok(!existsSync('-'))
})

const utf16 = (text: string, isBigEndian = false): Buffer => {
  const octets = Buffer.from(text, 'utf16le')
  return isBigEndian ? octets.swap16() : octets
}
const json = JSON.stringify(EC)
const pascal = Object.fromEntries(
  Object.entries(EC).map(([name, value]) => [name[0]!.toUpperCase() + name.slice(1), value]),
)
const base64 = (value: unknown, length: number): string =>
  Buffer.from(String(value), 'base64url')
    .toString('hex')
    .padStart(length * 2, '0')
const RSA_PARAMETERS = Object.fromEntries(
  [
    ['Modulus', 'n', 256],
    ['Exponent', 'e', 4],
    ['D', 'd', 256],
    ['P', 'p', 128],
    ['Q', 'q', 128],
    ['DP', 'dp', 128],
    ['DQ', 'dq', 128],
    ['InverseQ', 'qi', 128],
  ].map(([name, member, length]) => [
    name,
    Buffer.from(base64(RSA[member as string], length as number), 'hex').toString('base64'),
  ]),
)
const xml = Object.entries(RSA_PARAMETERS).map(([name, value]) => `<${name}>${value}</${name}>`)

/** Key files in other clothes: what they hold, and the header of a token that they sign. */
const READ: readonly (readonly [what: string, content: string | Uint8Array, alg: string, kid?: string])[] = [
  ['a byte order mark', `\ufeff${json}`, 'ES384'],
  ['UTF-16 with a mark (PowerShell)', utf16(`\ufeff${json}\r\n`), 'ES384'],
  ['UTF-16 without a mark', utf16(json), 'ES384'],
  ['UTF-16, the other way', utf16(`\ufeff${json}`, true), 'ES384'],
  ['UTF-16, the other way, without a mark', utf16(json, true), 'ES384'],
  ['PEM in UTF-16', utf16(`\ufeff${pem('rsa.pkcs1')}`), 'RS384'],
  ['PEM after a byte order mark', `\ufeff${pem('rsa.pkcs1')}`, 'RS384'],
  ['PEM as a JSON string', JSON.stringify(pem('rsa.pkcs8')), 'RS384'],
  ['a JWK as a JSON string', JSON.stringify(json), 'ES384'],
  ['white space around', `\n\n  ${json}\n\n`, 'ES384'],
  [
    'a Google service account',
    JSON.stringify({ type: 'service_account', private_key_id: 'g', private_key: pem('rsa.pkcs8') }),
    'RS256',
    'g',
  ],
  [
    'PEM in a member of a JWK',
    JSON.stringify({ kty: 'RSA', kid: 'm', alg: 'PS256', pem: pem('rsa.pkcs1') }),
    'PS256',
    'm',
  ],
  [
    'PEM of both halves in members',
    JSON.stringify({ certificate: pem('ec.certificate'), key: pem('ec.pkcs8') }),
    'ES384',
  ],
  [
    '.NET’s JsonWebKey',
    JSON.stringify({ ...pascal, AdditionalData: {}, Alg: null, KeyOps: [], Kid: 'n' }),
    'ES384',
    'n',
  ],
  ['.NET’s RSAParameters', JSON.stringify(RSA_PARAMETERS), 'RS384'],
  ['.NET’s RSAKeyValue', `<?xml version="1.0"?><RSAKeyValue>${xml.join('')}</RSAKeyValue>`, 'RS384'],
]

test('a key file is read for what it holds: UTF-16, PEM in JSON, .NET’s shapes', async () => {
  for (const [what, content, alg, kid] of READ) {
    const path = file('odd.key', content)
    const { status, out, err } = await command(['sign', '--key', path, CLAIMS])
    assert.equal(status, 0, `${what}: ${err}`)
    assert.deepEqual(decodeJwt(out.trim()).header, { alg, ...(kid && { kid }), typ: 'JWT' }, what)
    const published = file('odd.public.json', await outOf(['jwks', path]))
    for (const key of [published, path]) {
      const verified = await command(['verify', '--at', 'any', '--key', key, '-'], out)
      // A kid of a set must be the token's, which has none where the file names none.
      assert.equal(verified.status, 0, `${what}: ${verified.err}`)
    }
  }
})

test('{kid: certificate}, as Google publishes its keys, verifies by the token’s kid', async () => {
  const path = file('certificates.json', { a: pem('rsa.certificate'), b: pem('ec.certificate') })
  const signed = async (key: string, kid: string): Promise<string> =>
    outOf(['sign', '--kid', kid, '--key', pemFile(key), CLAIMS])
  const verify = ['verify', '--at', 'any', '--keys', path]
  assert.equal((await command([...verify, await signed('rsa.pkcs1', 'a')])).status, 0)
  assert.equal((await command([...verify, await signed('ec.pkcs8', 'b')])).status, 0)
  await refused(1, /ERR_KEY_NOT_FOUND/, [...verify, await signed('rsa.pkcs1', 'c')])
  await refused(1, /ERR_KEY_NOT_FOUND/, [...verify, await signed('rsa.pkcs1', 'b')])
  const { keys } = JSON.parse(await outOf(['jwks', path])) as JwkSet
  assert.deepEqual(
    keys.map(({ kid, alg }) => [kid, alg]),
    [
      ['a', 'RS384'],
      ['b', 'ES384'],
    ],
  )
  await refused(1, /is a list of certificates by their kid; signing takes the private key/, [
    'sign',
    '--key',
    path,
    CLAIMS,
  ])
  const broken = file('broken.json', { a: '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----' })
  await refused(1, /ERR_PEM: ".*broken.json", kid "a": /, ['jwks', broken])
})

test('the worked example’s own set is published whole', async () => {
  const { keys } = JSON.parse(await outOf(['jwks', file('inferno.json', ES384_SET)])) as JwkSet
  assert.deepEqual(
    keys.map(({ kid, alg, d }) => [kid, alg, d]),
    [[ES384_PRIVATE.kid, 'ES384', undefined]],
  )
})

test('a file that cannot be read or written is refused with the reason in words, or else its code', async () => {
  const loop = join(folder(), 'loop')
  symlinkSync(loop, loop)
  const long = join(folder(), 'x'.repeat(300))
  for (const [args, reason] of [
    [['jwk', loop], 'its symbolic links lead round in a circle'],
    [['decode', loop], 'its symbolic links lead round in a circle'],
    [['jwk', '/proc/self/mem'], 'the device failed'],
    [['jwk', long], 'its name or its path is too long'],
    [['keygen', '--out', long], 'its name or its path is too long'],
    [['keygen', '--out', `${folder()}/`], 'it is a folder; name a new file in it'],
    [['jwk', 'a\0b'], 'the system refused it \\(ERR_INVALID_ARG_VALUE\\)'],
    [['keygen', '--out', 'a\0b'], 'the system refused it \\(ERR_INVALID_ARG_VALUE\\)'],
  ] as const) {
    await refused(1, new RegExp(`^subtle-jws: cannot (read|write) .*: ${reason}\\n$`), args)
  }
})

test('standard input is read as a file is', async () => {
  const run = (input: string) => command(['jwks', '-'], input)
  assert.equal((await run(pem('ec.pkcs8'))).status, 0)
  assert.match((await run('')).err, /^subtle-jws: standard input is empty; /)
  const der = execFileSync('openssl', ['pkey', '-in', pemFile('ec.pkcs8'), '-outform', 'DER']).toString(
    'base64',
  )
  assert.match(
    (await run(der)).err,
    /standard input is base64 of an EC private key in DER.*base64 -d FILE \| openssl/,
  )
})

test('a file of many beginnings of a header is named at once', { timeout: 5000 }, async () => {
  const repeated = file('header.pem', `-----BEGIN X-----${'Proc-Type:'.repeat(80000)}`)
  await refused(1, /is PEM of another kind \(X\)/, ['jwks', repeated])
})

const octets = (length: number): string => encodeBase64url(new Uint8Array(length).fill(171))

/** Keys that nothing sets right, as JWK and as PEM. */
function hopelessKeys(): Record<string, string> {
  const small = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey
  const jwkOf = ({ privateKey }: { privateKey: KeyObject }): Jwk => ({
    ...(privateKey.export({ format: 'jwk' }) as Jwk),
    kid: 'a',
  })
  const ed448 = jwkOf(generateKeyPairSync('ed448'))
  return {
    Ed448: file('ed448.json', ed448),
    'Ed448 in a set': file('ed448.set.json', { keys: [ed448] }),
    'Ed448 and X25519 in a set': file('others.json', { keys: [ed448, { ...ed448, crv: 'X25519' }] }),
    X25519: file('x25519.json', jwkOf(generateKeyPairSync('x25519'))),
    secp256k1: file('k1.json', jwkOf(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }))),
    brainpool: file('brainpool.json', { ...EC, crv: 'brainpoolP384r1' }),
    'RSA of 1024 bits': file('small.json', jwkOf({ privateKey: small })),
    'RSA of 1024 bits in PEM': file('small.pem', small.export({ format: 'pem', type: 'pkcs8' })),
    'RSA of 16384 bits': file('large.json', { ...RSA, n: octets(2048), p: octets(1024), q: octets(1024) }),
  }
}

test('a damaged key needs no other key, nor does a set that has a good one too', async () => {
  const n = String(RSA.n)
  const padded = encodeBase64url(Buffer.concat([Buffer.alloc(1), Buffer.from(n, 'base64url')]))
  const damaged: readonly (readonly [name: string, jwk: object, message: RegExp])[] = [
    ['short', { ...RSA, n: 'AQAB' }, /ERR_JWK.*its n has 17 bits/],
    ['cut', { ...RSA, n: n.slice(0, 200) }, /ERR_JWK.*its n has 1200 bits/],
    ['padded', { ...RSA, n: padded }, /ERR_JWK.*its n begins with a zero octet/],
  ]
  for (const [name, jwk, message] of damaged)
    await refused(1, message, ['sign', '--key', file(`${name}.json`, jwk), CLAIMS])
  const mixed = file('mixed.json', { keys: [{ ...EC, crv: 'X25519', kty: 'OKP', kid: 'b' }, EC] })
  const signed = await outOf(['sign', '--key', mixed, CLAIMS])
  assert.equal(decodeJwt(signed).header.alg, 'ES384')
})

test('for a key that can never sign, two commands make one that does', async () => {
  const remedies = new Set<string>()
  for (const [what, path] of Object.entries(hopelessKeys())) {
    const { status, out, err } = await command(['sign', '--key', path, CLAIMS])
    assert.deepEqual([status, out], [1, ''], what)
    const [, remedy = ''] = /; such keys cannot sign here, and another is needed: (.+)$/m.exec(err) ?? []
    assert.match(remedy, /^subtle-jws keygen .+, or openssl genpkey /, `${what}: ${err}`)
    remedies.add(remedy)
    const doctor = await command([
      'doctor',
      '--client-id',
      'a',
      '--fhir-base',
      'http://127.0.0.1:9',
      '--key',
      path,
      '--json',
    ])
    const [{ found }] = JSON.parse(doctor.out) as [{ found: string }]
    assert.equal(`subtle-jws: ${found}\n`, err)
  }
  const [remedy = ''] = remedies
  assert.equal(remedies.size, 1)
  const [, keygen = ''] = /^subtle-jws (keygen .+ new\.json) /.exec(remedy) ?? []
  const [, genpkey = ''] = /, or openssl (.+)$/.exec(remedy) ?? []
  const inFolder = (text: string): string[] =>
    text.split(' ').map((word) => (word.startsWith('new.') ? pathOf(word) : word))
  await outOf(inFolder(keygen))
  execFileSync('openssl', inFolder(genpkey), { stdio: 'ignore' })
  for (const name of ['new.json', 'new.pem']) {
    const signed = await outOf(['sign', '--key', pathOf(name), CLAIMS])
    assert.equal(decodeJwt(signed).header.alg, 'RS384')
  }
})

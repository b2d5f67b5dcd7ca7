import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { decodeJwt } from '../src/index.ts'
import { command, file, refused } from './command.ts'
import {
  ES384_FILE,
  ES384_PRIVATE,
  ES384_PUBLIC,
  ES384_SET,
  pemFile,
  RS384_PRIVATE,
  without,
} from './fixtures/keys.ts'
import './plain.mjs'

const SIGN = ['sign', '--key', ES384_FILE]
const ASSERT = ['assert', '--client-id', 'a', '--audience', 'https://a.example/token', '--key', ES384_FILE]

test('claims are read in UTF-8 and UTF-16, with or without a byte order mark, as key files are', async () => {
  const claims = { name: 'Zoë' }
  const json = JSON.stringify(claims)
  const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le')
  for (const octets of [
    Buffer.from(json),
    Buffer.from(`\ufeff${json}`),
    utf16(json),
    utf16(`\ufeff${json}`),
    utf16(json).swap16(),
    utf16(`\ufeff${json}`).swap16(),
  ]) {
    const { status, out, err } = await command([...SIGN, file('claims.json', octets)])
    assert.equal(status, 0, err)
    assert.deepEqual(decodeJwt(out.trim()).claims, claims)
  }
  for (const args of [[...SIGN, file('claims.json', json)], ASSERT]) {
    const { out } = await command([...args, '--header', '\ufeff{"x5t":"a"}'])
    assert.equal(decodeJwt(out.trim()).header.x5t, 'a')
  }
  for (const octets of ['', 'ÿ', '{"a":"\0"}', '[]', '{"a":1,"a":2}', utf16('{"a":1,"a":2}')]) {
    const written = typeof octets === 'string' ? Buffer.from(octets, 'latin1') : octets
    await refused(1, /ERR_JSON: CLAIMS: it (is not JSON in UTF-8|is JSON, but|has a member twice)/, [
      ...SIGN,
      file('odd.json', written),
    ])
  }
})

const PASCAL = Object.fromEntries(
  Object.entries(RS384_PRIVATE).map(([name, value]) => [name[0]!.toUpperCase() + name.slice(1), value]),
)
const PRIVATE_PEM = readFileSync(pemFile('ec.pkcs8'), 'utf8')
const XML = '<RSAKeyValue><Modulus>AAAA</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>'

/** Private keys, in the forms that lie about. */
const PRIVATE: { readonly [form: string]: unknown } = {
  'a JWK': ES384_PRIVATE,
  'a JWK Set': ES384_SET,
  'a JWK of ML-DSA': { kty: 'AKP', alg: 'ML-DSA-44', pub: 'AAAA', priv: 'AAAA' },
  'a symmetric JWK': { kty: 'oct', k: 'AAAA' },
  'a JWK of .NET': PASCAL,
  'RSAParameters of .NET': { Modulus: 'AAAA', D: 'AAAA' },
  'RSAParameters in lower case, with a prime alone': { modulus: 'AAAA', exponent: 'AQAB', inverseQ: 'AAAA' },
  'a service account': { type: 'service_account', private_key_id: 'a', private_key: PRIVATE_PEM },
  'PKCS#1': { key: readFileSync(pemFile('rsa.pkcs1'), 'utf8') },
  'a key of PGP': { key: '-----BEGIN PGP PRIVATE KEY BLOCK-----' },
  'XML of .NET': { key: XML.replace('</RSAKeyValue>', '<D>AAAA</D></RSAKeyValue>') },
  'a JWK in a text': { key: ` ${JSON.stringify(ES384_PRIVATE)}` },
  'a JWK in a text in a text': { key: JSON.stringify(JSON.stringify({ keys: [ES384_PRIVATE] })) },
  'PEM in base64': { data: { key: Buffer.from(PRIVATE_PEM).toString('base64') } },
  'PEM as a name': { [PRIVATE_PEM]: 1 },
}

test('a private key in claims or in a header is never signed, in any form and at any depth', async () => {
  const message = (what: string): RegExp =>
    new RegExp(`^subtle-jws: ERR_CLAIM: ${what} holds a private key, which a token would show; leave .*\n$`)
  const claims = file('plain.json', { iss: 'a' })
  for (const [form, key] of Object.entries(PRIVATE)) {
    for (const holder of [key, { iss: 'a', held: [{ key }] }]) {
      await refused(1, message('CLAIMS'), [...SIGN, file(`${form}.json`, holder)])
    }
    const header = `--header=${JSON.stringify({ held: key })}`
    await refused(1, message('--header'), [...SIGN, header, claims])
    await refused(1, message('--header'), [...ASSERT, header])
  }
  // Too deep for a function that calls itself.
  const depth = 100_000
  const deep = `${'{"a":['.repeat(depth)}${JSON.stringify(ES384_PRIVATE)}${']}'.repeat(depth)}`
  await refused(1, message('CLAIMS'), [...SIGN, '-'], deep)
})

test('claims may hold public keys, and texts that are no keys', async () => {
  const ofDotnet = { ...PASCAL, D: null, P: '', Q: null, Dp: null, Dq: null, Qi: null }
  for (const claims of [
    { cnf: { jwk: ES384_PUBLIC } },
    { keys: [ES384_PUBLIC, without(RS384_PRIVATE, 'd', 'p', 'q', 'dp', 'dq', 'qi')] },
    { cnf: { jwk: ofDotnet } },
    { Modulus: 'AAAA', Exponent: 'AQAB', D: null },
    { key: readFileSync(pemFile('ec.spki'), 'utf8'), xml: XML },
    { data: Buffer.from(readFileSync(pemFile('ec.spki'))).toString('base64') },
    { d: 'AAAA', k: 'AAAA', p: ['q'], text: '{"d":', list: '[1,null]', quoted: '"a"', none: null, one: 1 },
  ]) {
    const { status, out, err } = await command([...SIGN, '-'], JSON.stringify(claims))
    assert.equal(status, 0, err)
    assert.deepEqual(decodeJwt(out.trim()).claims, JSON.parse(JSON.stringify(claims)))
  }
})

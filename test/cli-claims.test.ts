import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeJwt } from '../src/index.ts'
import { command, file, refused } from './command.ts'
import { ES384_FILE } from './fixtures/keys.ts'
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

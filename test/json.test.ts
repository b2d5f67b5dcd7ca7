import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseJsonObject } from '../src/json.ts'

const parse = (text: string) => parseJsonObject(new TextEncoder().encode(text), 'it')
const refused = { name: 'JoseError', code: 'ERR_JSON' }

test('reads an object with every kind of value and members that only look alike', () => {
  const members = [
    '"a":{"a":[{"a":1},{"a":2}]}',
    '"A":null',
    '"b:":":"',
    '"c\\"":"\\\\\\":{"',
    '"":"€"',
    '"__proto__":1',
    '"n":-1.5e3',
    '"t":true',
  ]
  const text = `{${members.join()}}`
  assert.deepEqual(Object.keys(parse(text)), ['a', 'A', 'b:', 'c"', '', '__proto__', 'n', 't'])
})

test('refuses a member given twice, at any depth and in any spelling', () => {
  for (const text of [
    '{"a":1,"a":1}',
    '{"x":[{"a":1,"b":2,"a":3}]}',
    '{"a":1,"\\u0061":2}',
    '{"__proto__":1,"__proto__":2}',
  ]) {
    assert.throws(() => parse(text), { ...refused, message: /twice/ })
  }
})

test('refuses text that is not a JSON object, and quotes none of it', () => {
  for (const text of ['', '[]', '"secret"', '1', 'null', 'secret', '{"a":1}x', '{"a":1,}', '\ufeff{}']) {
    assert.throws(
      () => parse(text),
      (error: Error & { code: string }) => error.code === 'ERR_JSON' && !error.message.includes('secret'),
    )
  }
})

test('refuses octets that are not UTF-8', () => {
  for (const octets of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80]]) {
    assert.throws(
      () => parseJsonObject(new Uint8Array([0x7b, 0x22, ...octets, 0x22, 0x3a, 0x31, 0x7d]), 'it'),
      refused,
    )
  }
})

test('counts members without recursion, so nesting exhausts no stack', () => {
  const deep = `{"a":${'[{"b":'.repeat(3000)}1${'}]'.repeat(3000)}}`
  assert.deepEqual(Object.keys(parse(deep)), ['a'])
})

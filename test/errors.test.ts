import assert from 'node:assert/strict'
import { test } from 'node:test'
import { JoseError, printable, shown, typeOf } from '../src/errors.ts'

test('an error has a name, a code, a message and its details', () => {
  const cause = new Error('mine')
  const error = new JoseError('ERR_OAUTH', 'it failed', { cause, status: 400, error: 'invalid_client' })
  assert.ok(error instanceof Error)
  assert.deepEqual(
    [error.name, error.code, error.message, error.cause, error.status, error.error, `${error}`],
    ['JoseError', 'ERR_OAUTH', 'it failed', cause, 400, 'invalid_client', 'JoseError: it failed'],
  )
  const bare = new JoseError('ERR_JWK', 'it failed')
  for (const member of ['cause', 'claim', 'status', 'error', 'description'])
    assert.ok(!(member in bare), member)
})

test('a message has at most 500 characters, all of which can be printed', () => {
  assert.equal(new JoseError('ERR_JWK', 'x'.repeat(501)).message, 'x'.repeat(500))
  assert.equal(
    new JoseError('ERR_JWK', 'a\u0000b\u001bc\nd\u202ee\u2028f\u2029g').message,
    'a\\u{0}b\\u{1b}c\\u{a}d\\u{202e}e\\u{2028}f\\u{2029}g',
  )
  assert.ok(new JoseError('ERR_JWK', '\u202e'.repeat(500)).message.length <= 500)
  // No character is cut in two.
  assert.equal(new JoseError('ERR_JWK', `${'x'.repeat(499)}😀`).message, 'x'.repeat(499))
  assert.equal(shown(`${'x'.repeat(95)}😀${'x'.repeat(20)}`), `"${'x'.repeat(95)}…"`)
})

test('a text is printable when what steers a terminal is escaped, and all else is as it was', () => {
  assert.equal(printable('a é € 😀 "\\ …'), 'a é € 😀 "\\ …')
  for (const character of [
    '\u0007',
    '\u007f',
    '\u0085',
    '\u200b',
    '\u200f',
    '\u2066',
    '\ufeff',
    '\u{e0041}',
    '\ud800',
  ])
    assert.equal(printable(character), `\\u{${character.codePointAt(0)!.toString(16)}}`)
})

test('a value is shown in 99 characters at most, and never converted', () => {
  const trap = { toString: () => assert.fail('converted'), toJSON: () => assert.fail('converted') }
  const rows: readonly (readonly [value: unknown, text: string, type: string])[] = [
    ['a"b', '"a\\"b"', 'a string'],
    ['', '""', 'a string'],
    ['a\n\u202eb', '"a\\n\\u{202e}b"', 'a string'],
    [1.5, '1.5', '1.5'],
    [NaN, 'NaN', 'NaN'],
    [false, 'false', 'false'],
    [Symbol('secret'), 'a symbol', 'a symbol'],
    [undefined, 'absent', 'absent'],
    [null, 'null', 'null'],
    [[trap], 'a list', 'a list'],
    [trap, 'an object', 'an object'],
    [() => trap, 'a function', 'a function'],
    [5n, 'a bigint', 'a bigint'],
  ]
  for (const [value, text, type] of rows) assert.deepEqual([shown(value), typeOf(value)], [text, type])
  for (const value of ['secret', ['secret'], { secret: 'secret' }, () => 'secret'])
    assert.doesNotMatch(typeOf(value), /secret/)
  assert.equal(shown('x'.repeat(97)), `"${'x'.repeat(97)}"`)
  assert.equal(shown('x'.repeat(98)), `"${'x'.repeat(96)}…"`)
  assert.equal(shown('\n'.repeat(48)), `"${'\\n'.repeat(48)}"`)
  for (const long of ['x'.repeat(1e6), '\u202e'.repeat(1e6), '"'.repeat(1e6)])
    assert.equal(shown(long).length, 99)
})

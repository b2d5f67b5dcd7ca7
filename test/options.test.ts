import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runInNewContext } from 'node:vm'
import {
  ANYTHING,
  COUNT,
  expect,
  expectBytes,
  expectKind,
  expectOptions,
  FUNCTION,
  MILLISECONDS,
  PLAIN_OBJECT,
  SECONDS,
  STRING,
  TEXT,
  TEXTS,
  TEXT_OR_TEXTS,
  wholeNumber,
  withMethods,
  type Kind,
} from '../src/options.ts'
import { hostile } from './refusal.ts'

const ROWS: readonly (readonly [
  name: string,
  kind: Kind,
  fit: readonly unknown[],
  unfit: readonly unknown[],
])[] = [
  ['STRING', STRING, ['', 'a'], [undefined, null, 5, ['a'], new String('a')]],
  ['TEXT', TEXT, ['a', ' '], ['', undefined, null, 5, ['a']]],
  [
    'TEXTS',
    TEXTS,
    [[], ['a'], ['a', 'b']],
    ['a', undefined, null, [''], ['a', 5], [undefined], new Set(['a'])],
  ],
  ['TEXT_OR_TEXTS', TEXT_OR_TEXTS, ['a', ['a'], ['a', 'b']], ['', [], [''], ['a', undefined], null, 5, {}]],
  [
    'COUNT',
    COUNT,
    [0, 5, Number.MAX_SAFE_INTEGER],
    [-1, 0.5, 1e300, Infinity, NaN, '5', null, undefined, 5n],
  ],
  ['SECONDS', SECONDS, [0, 0.5, 5, 9e9], [-1, Infinity, NaN, '5', null, undefined, -Infinity]],
  ['MILLISECONDS', MILLISECONDS, [1, 7e8], [0, 0.5, 7e8 + 1, Infinity, NaN, '5', null, undefined]],
  ['wholeNumber', wholeNumber('whole', 1), [1, 2 ** 53 - 1], [0, 1.5, 2 ** 53, 1e21, Infinity, NaN, '5']],
  ['FUNCTION', FUNCTION, [() => {}, class {}], [undefined, null, {}, 'a']],
  [
    'PLAIN_OBJECT',
    PLAIN_OBJECT,
    [{}, Object.create(null), runInNewContext('({})')],
    [
      new (class {})(),
      Object.create({}),
      [],
      new Map(),
      new Date(),
      null,
      undefined,
      'a',
      5,
      () => {},
      Promise.resolve(),
      new String('a'),
    ],
  ],
  [
    'withMethods',
    withMethods('a store', 'get', 'set'),
    [{ get() {}, set() {} }, new Map(), Object.assign(() => {}, { get() {}, set() {} })],
    [{ get() {} }, { get() {}, set: true }, {}, [], undefined, null, 'a', 5],
  ],
  ['ANYTHING', ANYTHING, [undefined, null, 'a'], []],
]

for (const [name, kind, fit, unfit] of ROWS) {
  test(`the kind ${name} takes what it says, and names what it does not`, () => {
    for (const value of fit) expectKind(value, 'it', kind)
    for (const value of unfit) {
      assert.throws(
        () => expectKind(value, 'it', kind),
        ({ name: error, message }: Error) => {
          const whole = message.startsWith('it is ') && message.endsWith(`; it must be ${kind[0]}`)
          return error === 'TypeError' && whole
        },
      )
    }
  })
}

test('shows numbers and booleans, and of all else, texts too, only what it is', () => {
  const rows: readonly (readonly [value: unknown, found: string])[] = [
    [undefined, 'absent'],
    [null, 'null'],
    [5, '5'],
    [NaN, 'NaN'],
    [true, 'true'],
    [5n, 'a bigint'],
    [Symbol('secret'), 'a symbol'],
    [['secret'], 'a list'],
    [{ secret: 1 }, 'an object'],
    [() => 'secret', 'a function'],
    [{ toString: () => assert.fail('converted'), toJSON: () => assert.fail('converted') }, 'an object'],
  ]
  for (const [value, found] of rows)
    assert.throws(() => expectKind(value, 'it', STRING), {
      name: 'TypeError',
      message: `it is ${found}; it must be a string`,
    })
  for (const text of ['secret', '', 'a"\n\u202e'])
    assert.throws(() => expectKind(text, 'it', COUNT), {
      message: 'it is a string; it must be a whole number, 0 or more',
    })
})

test('no TypeError shows a text, wherever it stands', () => {
  const kinds = { a: COUNT, b: TEXTS, c: PLAIN_OBJECT, d: withMethods('a store', 'get') }
  for (const name of ['a', 'b', 'c', 'd']) {
    for (const value of ['secret', ['secret', 5], { secret: 'secret' }]) {
      if (name === 'c' && typeof value === 'object') continue
      assert.throws(() => expectOptions<object>({ [name]: value }, kinds), {
        name: 'TypeError',
        message: new RegExp(`^(?!.*secret)option ${name} is (a string|a list|an object); it must be `),
      })
    }
  }
  assert.throws(() => expectBytes('secret', 'it'), { message: 'it is a string; it must be a Uint8Array' })
})

test('an option is known by its own name, not by one that objects inherit', () => {
  const kinds = { a: TEXT, b: COUNT }
  expectOptions({}, kinds)
  expectOptions({ a: 'x', b: 1 }, kinds)
  for (const name of ['c', 'A', 'constructor', 'toString', '']) {
    assert.throws(() => expectOptions<object>({ [name]: 1 }, kinds), {
      name: 'TypeError',
      message: `option "${name}" is unknown; known: a, b`,
    })
  }
  assert.throws(
    () => expectOptions<object>({ ['x'.repeat(1000)]: 1 }, kinds),
    ({ message }: Error) => message.length < 200,
  )
})

test('an option that is there but undefined is as absent, unless checks hang on it', () => {
  const kinds = { a: TEXT, b: COUNT }
  expectOptions({ a: undefined, b: undefined } as object as { a: string; b: number }, kinds)
  const unset = { a: undefined } as object as { a: string }
  assert.throws(() => expectOptions(unset, { a: TEXT }, { strict: true }), {
    name: 'TypeError',
    message: 'option a is absent; it must be a string that is not empty',
  })
  assert.throws(() => expectOptions(unset, { a: TEXT }, { needed: ['a'] }), {
    name: 'TypeError',
    message: /^option a is absent/,
  })
  expectOptions({ a: 'x' }, { a: TEXT }, { needed: ['a'], strict: true })
})

test('options are an object', () => {
  for (const options of [undefined, null, 'a', 5, () => {}])
    assert.throws(() => expectOptions(hostile<object>(options), {}), {
      name: 'TypeError',
      message: /^options is .+; it must be a plain object$/,
    })
})

test('octets are a Uint8Array of any realm', () => {
  expectBytes(new Uint8Array(1), 'it')
  expectBytes(Buffer.from('a'), 'it')
  for (const value of [
    undefined,
    null,
    'secret',
    [1],
    new ArrayBuffer(1),
    new Uint16Array(1),
    { length: 1 },
  ]) {
    assert.throws(() => expectBytes(value, 'it'), {
      name: 'TypeError',
      message: /^it is .+; it must be a Uint8Array$/,
    })
  }
})

test('what is not met is a TypeError with the sentence', () => {
  expect(true, 'a sentence')
  for (const unmet of [false, '', undefined, 0])
    assert.throws(() => expect(unmet, 'a sentence'), { name: 'TypeError', message: 'a sentence' })
})

import assert from 'node:assert/strict'
import { test } from 'node:test'

// Plain JavaScript without types, so imported by address.
const { judge } = await import(new URL('../docs/reference/rules.mjs', import.meta.url).href)

const text = (words: string) => [{ kind: 'text', text: words }]
const comment = (summary: string, throws?: string) => ({
  summary: text(summary),
  blockTags: throws === undefined ? [] : [{ tag: '@throws', content: text(throws) }],
})
const number = { type: 'intrinsic', name: 'number' }

/** As TypeDoc describes `function f()`, and an interface with one member. */
const called = (summary: string, throws?: string) => ({
  variant: 'declaration',
  kind: 64,
  name: 'f',
  flags: {},
  signatures: [{ variant: 'signature', kind: 4096, name: 'f', flags: {}, comment: comment(summary, throws) }],
})
const holding = (name: string, member: object) => ({
  variant: 'declaration',
  kind: 256,
  name,
  flags: {},
  comment: comment('An interface.'),
  children: [{ variant: 'declaration', kind: 1024, name: 'm', flags: {}, ...member }],
})
const clock = {
  type: 'reflection',
  declaration: {
    variant: 'declaration',
    kind: 65536,
    name: '__type',
    signatures: [{ variant: 'signature', kind: 4096, name: '__type', type: number }],
  },
}
const codes = {
  variant: 'declaration',
  kind: 2097152,
  name: 'JoseErrorCode',
  flags: {},
  comment: comment('Codes.'),
  type: { types: [{ value: 'ERR_ALG' }] },
}

const judged = (...children: object[]) =>
  judge({
    children: [
      { variant: 'declaration', kind: 2, name: 'a', flags: {}, comment: comment('A module.'), children },
    ],
  })

const SOUND = called('As RFC 7515 says.', 'JoseError `ERR_ALG`: unknown')

test('the rules of the reference accept complete comments', () => {
  const timed = holding('TimeOptions', {
    type: number,
    flags: { isOptional: true },
    comment: comment('Milliseconds. Default: 5.'),
  })
  const { judged: held, faults } = judged(SOUND, codes, timed, called('By RFC 7517. Never throws.'))
  assert.deepEqual(faults, [])
  assert.equal(held, 14)
})

const FAULTS: readonly (readonly [what: string, reflection: object, faults: readonly string[]])[] = [
  ['a function without description', called('', 'TypeError, see RFC 1'), ['a f: no description']],
  [
    'a function without @throws',
    called('As RFC 7515 says.'),
    ['a f: no @throws that says what is thrown, and no "Never throws"'],
  ],
  [
    'a function whose @throws names no error',
    called('As RFC 7515 says.', 'when it fails'),
    ['a f: no @throws that says what is thrown, and no "Never throws"'],
  ],
  ['a function without source', called('It works.', 'TypeError'), ['a f: no source, such as an RFC']],
  ['a code that is not there', called('As RFC 7515 says.', '`ERR_OTHER`'), ['ERR_OTHER: no JoseErrorCode']],
  ['a member without description', holding('A', {}), ['a A.m: no description']],
  [
    'a number without unit',
    holding('A', { type: number, comment: comment('How long.') }),
    ['a A.m: a number without its unit'],
  ],
  [
    'a clock without unit',
    holding('A', { type: clock, comment: comment('The clock.') }),
    ['a A.m: a number without its unit'],
  ],
  [
    'an option without default',
    holding('AOptions', { flags: { isOptional: true }, comment: comment('It.') }),
    ['a AOptions.m: an option without "Default: …"'],
  ],
]

for (const [what, reflection, faults] of FAULTS) {
  test(`the rules of the reference report ${what}`, () =>
    assert.deepEqual(judged(SOUND, codes, reflection).faults, faults))
}

test('the rules of the reference report a code that nothing throws', () => {
  assert.deepEqual(judged(codes).faults, ['ERR_ALG: no @throws names it'])
})

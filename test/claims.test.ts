import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkClaims, type ClaimExpectations } from '../src/claims.ts'
import { signJwt, verifyJwt, type VerifyJwtOptions } from '../src/index.ts'
import { ES384_SET as keys } from './fixtures/keys.ts'
import { hostile } from './refusal.ts'

const NOW = 1000

type Row = readonly [
  what: string,
  claims: object,
  expected: ClaimExpectations,
  refusal?: readonly [code: string, claim: string],
]

const CLAIM = (claim: string) => ['ERR_CLAIM', claim] as const
const EXPIRED = (claim: string) => ['ERR_EXPIRED', claim] as const

const ROWS: readonly Row[] = [
  ['an empty set of claims where none are expected', {}, {}],
  ['claims that are not checked', { iss: 'a', sub: 'a', aud: 'a', jti: 'a' }, {}],
  ['exp in the next second', { exp: 1001 }, {}],
  ['exp in this second (V3)', { exp: 1000 }, {}, EXPIRED('exp')],
  ['exp in the past, within the tolerance', { exp: 996 }, { clockTolerance: 5 }],
  ['exp in the past by exactly the tolerance', { exp: 995 }, { clockTolerance: 5 }, EXPIRED('exp')],
  ['exp with a fraction', { exp: 1000.5 }, {}],
  ['nbf now', { nbf: 1000 }, {}],
  ['nbf in the next second (V1)', { nbf: 1001 }, {}, CLAIM('nbf')],
  ['nbf within the tolerance', { nbf: 1005 }, { clockTolerance: 5 }],
  ['nbf beyond the tolerance', { nbf: 1006 }, { clockTolerance: 5 }, CLAIM('nbf')],
  ['iat now', { iat: 1000 }, {}],
  ['iat in the future, which a rounded or faster clock gives', { iat: 1001 }, {}],
  ['iat in the far future where no maxAge is set', { iat: 9e9 }, {}],
  ['iat now where maxAge is set', { iat: 1000 }, { maxAge: 60 }],
  ['iat in the future where maxAge is set (V1)', { iat: 1001 }, { maxAge: 60 }, CLAIM('iat')],
  ['iat within the tolerance', { iat: 1005 }, { clockTolerance: 5, maxAge: 60 }],
  ['iat beyond the tolerance', { iat: 1006 }, { clockTolerance: 5, maxAge: 60 }, CLAIM('iat')],
  ['an age of exactly maxAge', { iat: 940 }, { maxAge: 60 }],
  ['an age above maxAge', { iat: 939 }, { maxAge: 60 }, EXPIRED('iat')],
  ['an age above maxAge, within the tolerance', { iat: 936 }, { maxAge: 60, clockTolerance: 5 }],
  ['a missing iat where maxAge is set', {}, { maxAge: 60 }, CLAIM('iat')],
  ['a clockTolerance that is not a number', { exp: 2000 }, { clockTolerance: NaN }, EXPIRED('exp')],
  ['a maxAge that is not a number', { iat: 999 }, { maxAge: NaN }, EXPIRED('iat')],
  ['exp in quotes', { exp: '2000' }, {}, CLAIM('exp')],
  ['an exp of null', { exp: null }, {}, CLAIM('exp')],
  ['an exp of Infinity', { exp: Infinity }, {}, CLAIM('exp')],
  ['nbf in quotes', { nbf: '1' }, {}, CLAIM('nbf')],
  ['an iat that is a list', { iat: [1] }, {}, CLAIM('iat')],
  ['iss of a wrong type', { iss: 1 }, {}, CLAIM('iss')],
  ['sub of a wrong type', { sub: ['a'] }, {}, CLAIM('sub')],
  ['jti of a wrong type', { jti: {} }, {}, CLAIM('jti')],
  ['aud of a wrong type', { aud: 1 }, {}, CLAIM('aud')],
  ['aud with a member of a wrong type', { aud: ['a', 1] }, { audience: 'a' }, CLAIM('aud')],
  ['the expected issuer', { iss: 'a' }, { issuer: 'a' }],
  ['one of several accepted issuers', { iss: 'a' }, { issuer: ['b', 'a'] }],
  ['another issuer (V2)', { iss: 'a' }, { issuer: 'b' }, CLAIM('iss')],
  ['a missing iss', {}, { issuer: 'a' }, CLAIM('iss')],
  ['every issuer where the list of accepted issuers is empty', { iss: 'a' }, { issuer: [] }, CLAIM('iss')],
  ['an issuer that the predicate accepts', { iss: 'https://a/1' }, { issuer: (iss) => iss.endsWith('/1') }],
  ['an issuer that the predicate refuses', { iss: 'a' }, { issuer: () => false }, CLAIM('iss')],
  ['a missing iss, whatever the predicate says', {}, { issuer: () => true }, CLAIM('iss')],
  ['an iss of a wrong type before the predicate is asked', { iss: 5 }, { issuer: () => true }, CLAIM('iss')],
  [
    'an issuer that belongs to a claim beside it',
    { iss: 'https://a/t1', tid: 't1' },
    { issuer: (iss, { tid }) => iss === `https://a/${tid}` },
  ],
  [
    'the issuer of another tenant',
    { iss: 'https://a/t1', tid: 't2' },
    { issuer: (iss, { tid }) => iss === `https://a/${tid}` },
    CLAIM('iss'),
  ],
  ['the expected subject', { sub: 'a' }, { subject: 'a' }],
  ['another subject (V2)', { sub: 'a' }, { subject: 'b' }, CLAIM('sub')],
  ['the expected audience', { aud: 'a' }, { audience: 'a' }],
  ['the expected audience among others', { aud: ['b', 'a'] }, { audience: 'a' }],
  ['one of several accepted audiences (A5)', { aud: ['b'] }, { audience: ['a', 'b'] }],
  ['another audience (V1)', { aud: 'a' }, { audience: 'b' }, CLAIM('aud')],
  ['an audience that only begins alike', { aud: 'https://a/token' }, { audience: 'https://a' }, CLAIM('aud')],
  ['a missing aud', {}, { audience: 'a' }, CLAIM('aud')],
  ['an empty audience', { aud: [] }, { audience: 'a' }, CLAIM('aud')],
  ['a required claim', { scope: null }, { requiredClaims: ['scope'] }],
  ['a required claim that is missing', { jti: 'a' }, { requiredClaims: ['jti', 'exp'] }, CLAIM('exp')],
  [
    'a required claim that only the prototype has',
    {},
    { requiredClaims: ['constructor'] },
    CLAIM('constructor'),
  ],
]

for (const [what, claims, expected, refusal] of ROWS) {
  test(`${refusal ? 'refuses' : 'accepts'} ${what}`, () => {
    const check = () => checkClaims(claims as { [claim: string]: unknown }, expected, NOW)
    if (!refusal) return assert.equal(check(), claims)
    assert.throws(check, {
      name: 'JoseError',
      code: refusal[0],
      claim: refusal[1],
      message: new RegExp(`^${refusal[1]} is .+, and must be `),
    })
  })
}

test('a refusal says what was found and what was expected', () => {
  const rows: readonly (readonly [
    claims: { [claim: string]: unknown },
    expected: ClaimExpectations,
    message: string,
  ])[] = [
    [{ exp: '1' }, {}, 'exp is "1", and must be a number of seconds since 1970'],
    [{ iss: null }, {}, 'iss is null, and must be a string'],
    [{ aud: [1] }, {}, 'aud is a list, and must be a string or a list of strings'],
    [{}, { requiredClaims: ['jti'] }, 'jti is absent, and must be there'],
    [{ iss: 'a' }, { issuer: ['b', 'c'] }, 'iss is "a", and must be "b" or "c"'],
    [{ sub: 'a' }, { subject: 'b' }, 'sub is "a", and must be "b"'],
    [{ aud: ['a', 'b'] }, { audience: 'c' }, 'aud is a list, and must be "c"'],
    [{ exp: 995 }, { clockTolerance: 5 }, 'exp is 995, and must be after 995'],
    [{ nbf: 1006 }, { clockTolerance: 5 }, 'nbf is 1006, and must be 1005 or earlier'],
    [{ iat: 1006 }, { clockTolerance: 5, maxAge: 60 }, 'iat is 1006, and must be 1005 or earlier'],
    [{}, { issuer: () => true }, 'iss is absent, and must be one for which the function issuer gives true'],
    [
      { iss: 'a' },
      { issuer: () => false },
      'iss is "a", and must be one for which the function issuer gives true',
    ],
    [{}, { maxAge: 60 }, 'iat is absent, and must be there, since maxAge is set'],
    [{ iat: 1 }, { maxAge: 60 }, 'iat is 1, and must be at most 60 seconds ago'],
  ]
  for (const [claims, expected, message] of rows)
    assert.throws(() => checkClaims(claims, expected, NOW), { message })
})

/** Expectations that are no expectations: each would let a token through that it should not. */
const MISTAKES: readonly (readonly [expected: object, message: string])[] = [
  [
    { clockTolerance: '5' },
    'option clockTolerance is a string; it must be a finite number of seconds, 0 or more',
  ],
  [{ clockTolerance: NaN }, 'option clockTolerance is NaN; it must be a finite number of seconds, 0 or more'],
  [
    { clockTolerance: Infinity },
    'option clockTolerance is Infinity; it must be a finite number of seconds, 0 or more',
  ],
  [{ clockTolerance: -1 }, 'option clockTolerance is -1; it must be a finite number of seconds, 0 or more'],
  [{ maxAge: '60' }, 'option maxAge is a string; it must be a finite number of seconds, 0 or more'],
  [{ maxAge: NaN }, 'option maxAge is NaN; it must be a finite number of seconds, 0 or more'],
  // A hole is undefined, as a claim that is not there is.
  [
    { audience: new Array(1) },
    'option audience is a list; it must be a string that is not empty, or a list of such',
  ],
  [
    { issuer: [] },
    'option issuer is a list; it must be a string that is not empty, or a list of such, or a function',
  ],
  [
    { issuer: [undefined] },
    'option issuer is a list; it must be a string that is not empty, or a list of such, or a function',
  ],
  [
    { issuer: '' },
    'option issuer is a string; it must be a string that is not empty, or a list of such, or a function',
  ],
  [
    { audience: ['a', undefined] },
    'option audience is a list; it must be a string that is not empty, or a list of such',
  ],
  [
    { audience: {} },
    'option audience is an object; it must be a string that is not empty, or a list of such',
  ],
  [{ subject: ['a'] }, 'option subject is a list; it must be a string that is not empty'],
  [
    { requiredClaims: 'exp' },
    'option requiredClaims is a string; it must be a list of strings that are not empty',
  ],
  [
    { issuer: undefined },
    'option issuer is absent; it must be a string that is not empty, or a list of such, or a function',
  ],
  [{ subject: undefined }, 'option subject is absent; it must be a string that is not empty'],
  [
    { audience: undefined },
    'option audience is absent; it must be a string that is not empty, or a list of such',
  ],
  [{ maxAge: undefined }, 'option maxAge is absent; it must be a finite number of seconds, 0 or more'],
  [
    { clockTolerance: undefined },
    'option clockTolerance is absent; it must be a finite number of seconds, 0 or more',
  ],
  [
    { requiredClaims: undefined },
    'option requiredClaims is absent; it must be a list of strings that are not empty',
  ],
]

test('verifyJwt refuses expectations that are none in a TypeError, whatever the token', async () => {
  const token = await signJwt({ iss: 'a', sub: 'a', aud: 'a', iat: 1, exp: 9e9 }, keys)
  for (const [expected, message] of MISTAKES)
    await assert.rejects(verifyJwt(token, keys, expected as VerifyJwtOptions), { name: 'TypeError', message })
})

test('accepts no missing claim where a list of those accepted has a hole', () => {
  const holed: string[] = []
  holed[1] = 'a'
  for (const expected of [{ issuer: holed }, { audience: holed }])
    assert.throws(() => checkClaims({}, expected, 0), { code: 'ERR_CLAIM' })
})

test('an issuer predicate that gives no boolean, or throws, refuses the token', () => {
  for (const [given, found] of [
    [undefined, 'absent'],
    [1, '1'],
    ['a', 'a string'],
    [Promise.resolve(true), 'an object'],
    [['a'], 'a list'],
  ]) {
    assert.throws(() => checkClaims({ iss: 'a' }, { issuer: () => hostile<boolean>(given) }, NOW), {
      code: 'ERR_CLAIM',
      claim: 'iss',
      message: `iss is "a", and must be one for which the function issuer gives true, and it gave ${found}`,
    })
  }
  const cause = new TypeError('mine')
  const fail = () => {
    throw cause
  }
  assert.throws(() => checkClaims({ iss: 'a' }, { issuer: fail }, NOW), {
    code: 'ERR_CLAIM',
    claim: 'iss',
    cause,
    message: 'iss is "a", and the function issuer failed on it; see cause',
  })
})

/** Mutants that survive for a reason: the original, the mutant, and why no test can or should notice it. */
const MARK = '"Stryker was here!"'

export const EXPLAINED = [
  {
    file: 'src/base64url.ts',
    why: 'either way gives the same octets: one is quicker, or what it writes past the end is not read',
    mutants: [
      ['text.length * 3 > OCTETS.length', 'text.length * 3 >= OCTETS.length'],
      ['text.length * 3 > OCTETS.length', 'true'],
      ['length > TEXT.length', 'true'],
      ['length > TEXT.length', 'length >= TEXT.length'],
      ['i + 2 < bytes.length', 'i + 2 <= bytes.length'],
      ['i + 2', 'i - 2'],
      ['i + 3 < length', 'false'],
    ],
  },
  {
    file: 'src/base64url.ts',
    why: 'the number of bits is even',
    mutants: [['bits > 7', 'bits >= 7']],
  },
  {
    file: 'src/json.ts',
    why: 'there is nothing at the end to count',
    mutants: [['i < json.length', 'i <= json.length']],
  },
  {
    file: 'src/jwk.ts',
    why: 'no two members have one name',
    mutants: [['a < b', 'a <= b']],
  },
  {
    file: 'src/jws.ts',
    why: 'it only costs a turn of the event loop',
    mutants: [['signer instanceof Promise', 'true']],
  },
  {
    file: 'src/jws.ts',
    why: 'any string is as good a default, for only the type is looked at',
    mutants: [["''", MARK]],
  },
  {
    file: 'src/jws.ts',
    why: 'no header has an extension of that name',
    mutants: [['[]', '["Stryker was here"]']],
  },
  {
    file: 'src/jwt.ts',
    why: 'no algorithm and no media type has that name',
    mutants: [
      ['[]', '["Stryker was here"]'],
      ["''", MARK],
    ],
  },
  {
    file: 'src/keys.ts',
    why: 'without it each signature costs a copy',
    mutants: [['COPYING.add(sign)', ';']],
  },
  {
    file: 'src/keys.ts',
    why: 'neither is a sound key',
    mutants: [['() => false', '() => undefined']],
  },
  {
    file: 'src/http.ts',
    why: 'the error that it would name is not shown: a body may be anything',
    mutants: [["'body'", '""']],
  },
  {
    file: 'src/smart/backend-services.ts',
    why: 'a header that is not there says nothing, and nor does that text',
    mutants: [["''", MARK]],
  },
  {
    file: 'src/smart/backend-services.ts',
    why: 'a test notices it; on the second try (runner.mjs) a request that the first left behind hides it',
    mutants: [['current?.token', 'current.token']],
  },
  {
    file: 'src/server/remote-jwks.ts',
    why: 'a header that is not there says nothing, and nor does that text',
    mutants: [["''", MARK]],
  },
  {
    file: 'src/server/remote-jwks.ts',
    why: 'no time is less than so long since either of them',
    mutants: [['-Infinity', '+Infinity']],
  },
  {
    file: 'src/server/replay.ts',
    why: 'it only costs time: the entries are looked through once a second',
    mutants: [['second !== purged', 'true']],
  },
  {
    file: 'src/server/replay.ts',
    why: 'a key that nobody claims can be forgotten',
    mutants: [['[]', '["Stryker was here"]']],
  },
  {
    file: 'src/cli/doctor.ts',
    why: 'what is no URL is never asked about',
    mutants: [['[]', '["Stryker was here"]']],
  },
  {
    file: 'src/cli/doctor.ts',
    why: 'a check that passed has no remedy to show',
    mutants: [["''", MARK]],
  },
  {
    file: 'src/cli/run.ts',
    why: 'nobody gives an option of that name',
    mutants: [['[]', '["Stryker was here"]']],
  },
  {
    file: 'src/cli/run.ts',
    why: 'only verify is told apart from other uses where a PEM text is read',
    mutants: [["'sign'", '""']],
  },
  {
    file: 'src/cli/smart.ts',
    why: 'only verify is told apart from other uses where a PEM text is read',
    mutants: [["'sign'", '""']],
  },
]

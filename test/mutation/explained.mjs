/** Mutants that survive for a reason: the original, the mutant, and why no test can or should notice it. */
const MARK = '"Stryker was here!"'

export const EXPLAINED = [
  {
    file: 'src/base64url.ts',
    why: 'either way gives the same octets; one way is quicker',
    mutants: [
      ['text.length * 3 > ROOM.length', 'text.length * 3 >= ROOM.length'],
      ['text.length * 3 > ROOM.length', 'true'],
      ['needed > ROOM.length', 'needed >= ROOM.length'],
      ['needed > ROOM.length', 'true'],
      ['i + 3 < length', 'false'],
      ['left === 0', 'false'],
    ],
  },
  {
    file: 'src/bare-key.ts',
    why: 'the value at the bound is refused by what comes after',
    mutants: [
      ['p < 2n', 'p <= 2n'],
      ['q < 2n', 'q <= 2n'],
      ['y < p', 'y <= p'],
    ],
  },
  {
    file: 'src/public-jwk.ts',
    why: 'every use but signing takes the public members',
    mutants: [["'verify'", '""']],
  },
  {
    file: 'src/pem.ts',
    why: 'where there is no body there is no end either',
    mutants: [['body === undefined', 'false']],
  },
  {
    file: 'src/json.ts',
    why: 'there is nothing at the end to count',
    mutants: [['i < json.length', 'i <= json.length']],
  },
  {
    file: 'src/jws.ts',
    why: 'it only costs a turn of the event loop',
    mutants: [['key instanceof Promise', 'true']],
  },
  {
    file: 'src/jws.ts',
    why: 'no header has an extension of that name',
    mutants: [['[]', '["Stryker was here"]']],
  },
  {
    file: 'src/jwt.ts',
    why: 'no algorithm and no media type has that name',
    mutants: [['[]', '["Stryker was here"]']],
  },
  {
    file: 'src/key-set.ts',
    why: 'no algorithm has that name',
    mutants: [['[]', '["Stryker was here"]']],
  },
  {
    file: 'src/smart/token-source.ts',
    why: 'an absent header says nothing, and neither does that text',
    mutants: [["''", MARK]],
  },
  {
    file: 'src/shared-task.ts',
    why: 'neither of them is a recent time',
    mutants: [['-Infinity', '+Infinity']],
  },
  {
    file: 'src/server/replay/memory.ts',
    why: 'it only costs time: the entries are then searched at every claim',
    mutants: [['second === purged', 'false']],
  },
  {
    file: 'src/server/replay/memory.ts',
    why: 'a key that nobody claims can be forgotten',
    mutants: [['[]', '["Stryker was here"]']],
  },
  {
    file: 'src/cli/arguments.ts',
    why: 'nobody gives an option of that name',
    mutants: [['[]', '["Stryker was here"]']],
  },
]

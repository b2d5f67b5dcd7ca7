import assert from 'node:assert/strict'
import { test } from 'node:test'
import { importSigner, importVerifier, type Jwk } from '../src/index.ts'
import { ES384_PRIVATE as EC, RS384_PRIVATE as RSA } from './fixtures/keys.ts'
import { hostile } from './refusal.ts'

const numberOf = (text: string): bigint => BigInt(`0x${Buffer.from(text, 'base64url').toString('hex')}`)

function textOf(number: bigint): string {
  const hex = number.toString(16)
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex').toString('base64url')
}

/** An odd number of so many bits. */
const modulus = (bits: number): string => textOf((1n << BigInt(bits - 1)) | 1n)

const NUMBERS = { p: numberOf(RSA.p!), q: numberOf(RSA.q!), d: numberOf(RSA.d!), e: numberOf(RSA.e!) }

/** The inverse of a number, by Fermat's little theorem. */
function inverse(number: bigint, prime: bigint): bigint {
  let [result, base, exponent] = [1n, number % prime, prime - 2n]
  for (; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % prime
    base = (base * base) % prime
  }
  return result
}

/** The private key with another exponent, whose reductions go with it: only e·dp and e·dq tell. */
function withExponent(d: bigint): Jwk {
  const { p, q } = NUMBERS
  return { ...RSA, d: textOf(d), dp: textOf(d % (p - 1n)), dq: textOf(d % (q - 1n)) }
}

/** A d that is as it was modulo one prime less one, and another modulo the other's. */
function halfRight(kept: bigint, changed: bigint): bigint {
  for (let d = NUMBERS.d + (kept - 1n); ; d += kept - 1n) {
    if (d % (changed - 1n) !== NUMBERS.d % (changed - 1n)) return d
  }
}

/** Keys that break one equation each. */
const { p, q } = NUMBERS
const UNEQUAL: readonly (readonly [equation: string, jwk: Jwk])[] = [
  ['n = p·q', { ...RSA, n: textOf(p * q + 2n) }],
  ['d modulo p - 1', { ...RSA, dp: textOf((NUMBERS.d % (p - 1n)) + (p - 1n)) }],
  ['d modulo q - 1', { ...RSA, dq: textOf((NUMBERS.d % (q - 1n)) + (q - 1n)) }],
  ['e·dp modulo p - 1', withExponent(halfRight(q, p))],
  ['e·dq modulo q - 1', withExponent(halfRight(p, q))],
  ['q·qi modulo p', { ...RSA, qi: textOf(inverse(q, p) - 1n) }],
  ['qi over p', { ...RSA, qi: textOf(inverse(q, p) + p) }],
  ['d over n', { ...RSA, d: textOf(NUMBERS.d + (p - 1n) * (q - 1n) * 4n) }],
  ['a p of one', { ...RSA, p: 'AQ', q: RSA.n! }],
  ['a q of one', { ...RSA, q: 'AQ', p: RSA.n!, qi: 'AQ' }],
  ['another e', { ...RSA, e: 'Aw' }],
]

const BESIDE = ': p, q, dp, dq and qi belong beside d (PyJWT computes them)'
const PUBLIC = 'it is public, and signing takes a private key'
const NOT_OF_ONE = 'its n, e, d, p, q, dp, dq and qi do not match'
const ODD = 'its e is not an odd number of 2 to 32 bits'

type Row = readonly [what: string, jwk: object, message: string]

const spare = (text: string): string => text.slice(0, -1) + (text.endsWith('A') ? 'B' : 'R')

const TO_SIGN: readonly Row[] = [
  ...['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi'].flatMap((member): Row[] => {
    const text = RSA[member] as string
    const octets = Buffer.from(text, 'base64url')
    const withoutD = member === 'd' ? PUBLIC : undefined
    const remedy = 'ne'.includes(member) ? '' : BESIDE
    return [
      [
        `${member} left out`,
        { ...RSA, [member]: undefined },
        withoutD ?? `its ${member} is absent, not a string${remedy}`,
      ],
      [
        `${member} of null`,
        { ...RSA, [member]: null },
        withoutD ?? `its ${member} is null, not a string${remedy}`,
      ],
      [`an empty ${member}`, { ...RSA, [member]: '' }, withoutD ?? `its ${member} is empty${remedy}`],
      [`a number as ${member}`, { ...RSA, [member]: 5 }, `its ${member} is 5, not a string`],
      [`a list as ${member}`, { ...RSA, [member]: [text] }, `its ${member} is a list, not a string`],
      [
        `${member} with a zero octet before it`,
        { ...RSA, [member]: Buffer.from([0, ...octets]).toString('base64url') },
        `its ${member} begins with a zero octet`,
      ],
      [
        `${member} of 1025 octets`,
        { ...RSA, [member]: Buffer.alloc(1025, 1).toString('base64url') },
        `its ${member} has 1025 octets, more than 1024`,
      ],
      [
        `${member} with padding`,
        { ...RSA, [member]: `${text}=` },
        `its ${member} has "=", which is not base64url without padding`,
      ],
    ]
  }),
  ...['x', 'y', 'd'].flatMap((member): Row[] => {
    const text = EC[member] as string
    const stranger = (character: string): Row => [
      `${member} with ${JSON.stringify(character)}`,
      { ...EC, [member]: character + text.slice(1) },
      `its ${member} has ${JSON.stringify(character)}, which is not base64url without padding`,
    ]
    return [
      [
        `EC without ${member}`,
        { ...EC, [member]: undefined },
        member === 'd' ? PUBLIC : `its ${member} is absent, not a string`,
      ],
      [`${member} too short`, { ...EC, [member]: text.slice(4) }, `its ${member} has 45 octets, not 48`],
      [`${member} too long`, { ...EC, [member]: `AAAA${text}` }, `its ${member} has 51 octets, not 48`],
      stranger('+'),
      stranger('/'),
      stranger(' '),
      stranger('é'),
    ]
  }),
  ['d with spare bits', { ...RSA, d: spare(RSA.d!) }, 'its d is cut off, or has spare bits'],
  ['n with a lone character', { ...RSA, n: `${RSA.n}AAA` }, 'its n is cut off, or has spare bits'],
  ...UNEQUAL.map(([equation, jwk]): Row => [equation, jwk, NOT_OF_ONE]),
]

const RSA_PUBLIC = { kty: 'RSA', kid: RSA.kid!, alg: 'RS384', n: RSA.n!, e: RSA.e! }

const TO_VERIFY: readonly Row[] = [
  ['n of 2047 bits', { ...RSA_PUBLIC, n: modulus(2047) }, 'its n has 2047 bits, not 2048 or more'],
  ['n of 1024 bits', { ...RSA_PUBLIC, n: modulus(1024) }, 'its n has 1024 bits, not 2048 or more'],
  ['n of 8193 bits', { ...RSA_PUBLIC, n: modulus(8193) }, 'its n has 1025 octets, more than 1024'],
  ['an e of 1', { ...RSA_PUBLIC, e: 'AQ' }, ODD],
  ['an even e', { ...RSA_PUBLIC, e: 'AQAA' }, ODD],
  ['an e of 33 bits', { ...RSA_PUBLIC, e: 'AQAAAAE' }, ODD],
]

for (const [what, jwk, message] of TO_SIGN) {
  test(`refuses to sign with ${what}`, async () => {
    const kid = (jwk as Jwk).kid!
    await assert.rejects(importSigner(hostile(jwk)), { code: 'ERR_JWK', message: `key "${kid}": ${message}` })
  })
}

for (const [what, jwk, message] of TO_VERIFY) {
  test(`refuses to verify with ${what}`, async () => {
    await assert.rejects(importVerifier(hostile(jwk)), {
      code: 'ERR_JWK',
      message: `key "${RSA.kid}": ${message}`,
    })
  })
}

test('takes n of 2048 and of 8192 bits, and e of 2 and of 32 bits', async () => {
  for (const more of [{ n: modulus(8192) }, { n: modulus(2048) }, { e: 'Aw' }, { e: textOf(2n ** 32n - 1n) }])
    assert.equal((await importVerifier({ ...RSA_PUBLIC, ...more })).alg, 'RS384')
})

test('takes a d that is smaller by a multiple of both primes less one', async () => {
  const both = (p - 1n) * (q - 1n)
  assert.equal((await importSigner(withExponent(NUMBERS.d % both))).alg, 'RS384')
})

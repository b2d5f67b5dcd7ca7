import es384Keys from '../fixtures/ES384.private.json' with { type: 'json' }
import rs384Keys from '../fixtures/RS384.private.json' with { type: 'json' }
import vectors from '../vectors/jws.json' with { type: 'json' }
import type { Jwk } from '../../src/index.ts'
import { equal, refuses, type Case } from './check.ts'

const EC = es384Keys.keys[1] as Jwk
const RSA = rs384Keys.keys[1] as Jwk
const P256 = vectors.find(({ alg }) => alg === 'ES256')!.key as Jwk
const OKP = vectors.find(({ alg }) => alg === 'EdDSA')!.key as Jwk

/** The number that a member of an RSA key encodes. */
function number(text: string): bigint {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return (
    [...text].reduce((n, char) => n * 64n + BigInt(alphabet.indexOf(char)), 0n) >>
    BigInt((text.length * 6) % 8)
  )
}

/** A number as base64url, in the fewest octets. */
function base64url(value: bigint): string {
  const hex = value.toString(16)
  const octets = (hex.length % 2 ? `0${hex}` : hex)
    .match(/../g)!
    .map((octet) => String.fromCharCode(parseInt(octet, 16)))
  return btoa(octets.join('')).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '')
}

/** The JWK without these members. */
function without(jwk: Jwk, ...members: string[]): Jwk {
  return Object.fromEntries(Object.entries(jwk).filter(([member]) => !members.includes(member))) as Jwk
}

/** A public modulus with this many bits. It is odd, which some runtimes check. */
const modulus = (bits: number): string => base64url((1n << BigInt(bits - 1)) | 1n)

type Row = readonly [what: string, jwk: unknown, code: string, message: RegExp]

/** Keys that cannot sign. The errors of importKey differ between runtimes; ours do not. */
const UNFIT_TO_SIGN: readonly Row[] = [
  ['use enc', { ...EC, use: 'enc', key_ops: undefined }, 'ERR_JWK', /use/],
  ['use of a wrong type', { ...EC, use: ['sig'] }, 'ERR_JWK', /use/],
  ['key_ops without sign', { ...EC, key_ops: ['verify'] }, 'ERR_JWK', /key_ops sign/],
  ['key_ops with an operation twice', { ...EC, key_ops: ['sign', 'sign'] }, 'ERR_JWK', /key_ops/],
  ['key_ops as a string', { ...EC, key_ops: 'sign' }, 'ERR_JWK', /key_ops/],
  ['key_ops null', { ...EC, key_ops: null }, 'ERR_JWK', /key_ops/],
  ['an alg of another type', { ...EC, alg: 'RS384' }, 'ERR_JWK', /alg/],
  ['an alg of another curve', { ...EC, alg: 'ES256' }, 'ERR_JWK', /alg/],
  ['an alg that encrypts', { ...RSA, alg: 'RSA-OAEP' }, 'ERR_JWK', /alg/],
  ['a P-384 key said to be P-256', { ...EC, alg: undefined, crv: 'P-256' }, 'ERR_JWK', /x of 32 octets/],
  [
    'a public key',
    es384Keys.keys[0] && { ...es384Keys.keys[0], key_ops: undefined },
    'ERR_JWK',
    /expected d/,
  ],
  ['a symmetric key', { kty: 'oct', k: 'AAAA', alg: 'HS256' }, 'ERR_JWK', /kty/],
  ['an unknown kty', { ...EC, kty: 'ec' }, 'ERR_JWK', /kty/],
  ['a kty of the prototype', { ...EC, kty: '__proto__' }, 'ERR_JWK', /kty/],
  ['no kty', without(EC, 'kty'), 'ERR_JWK', /kty/],
  ['a curve for other things', { ...OKP, crv: 'X25519' }, 'ERR_JWK', /crv/],
  ['a curve that nobody here has', { ...EC, crv: 'secp256k1', alg: undefined }, 'ERR_JWK', /crv/],
  ['no JWK', 'eyJ', 'ERR_JWK', /kty/],
  ['an RSA key without alg', without(RSA, 'alg'), 'ERR_JWK', /RS256.*PS512/],
  ['RSA with n, e and d alone', without(RSA, 'p', 'q', 'dp', 'dq', 'qi'), 'ERR_JWK', /p of/],
  ['RSA without qi', without(RSA, 'qi'), 'ERR_JWK', /qi of/],
  ['n with padding', { ...RSA, n: `${RSA.n}=` }, 'ERR_JWK', /n of/],
  ['n with a leading zero octet', { ...RSA, n: `AA${RSA.n}`.slice(0, -2) }, 'ERR_JWK', /n of/],
  ['n of a wrong type', { ...RSA, n: 5 }, 'ERR_JWK', /n of/],
  ['d with spare bits', { ...RSA, d: `${RSA.d!.slice(0, -1)}R` }, 'ERR_JWK', /d of/],
  ['a d that is not e’s', { ...RSA, d: base64url(number(RSA.d!) + 2n) }, 'ERR_JWK', /d p q/],
  ['p and q exchanged', { ...RSA, p: RSA.q, q: RSA.p }, 'ERR_JWK', /d p q/],
  [
    'both primes and their exponents exchanged, qi left',
    { ...RSA, p: RSA.q, q: RSA.p, dp: RSA.dq, dq: RSA.dp },
    'ERR_JWK',
    /d p q/,
  ],
  ['a dp that is not d’s', { ...RSA, dp: base64url(number(RSA.dp!) + 2n) }, 'ERR_JWK', /d p q/],
  ['a dq that is not d’s', { ...RSA, dq: base64url(number(RSA.dq!) + 2n) }, 'ERR_JWK', /d p q/],
  ['a qi that is not q’s', { ...RSA, qi: base64url(number(RSA.qi!) + 2n) }, 'ERR_JWK', /d p q/],
  ['primes of another n', { ...RSA, p: base64url(number(RSA.p!) + 2n) }, 'ERR_JWK', /d p q/],
  ['p of 1 and q of n', { ...RSA, p: 'AQ', q: RSA.n }, 'ERR_JWK', /./],
  ['q of 1, p of n, qi of 1', { ...RSA, q: 'AQ', p: RSA.n, qi: 'AQ' }, 'ERR_JWK', /./],
  ['RSA of 2047 bits', { ...RSA, n: modulus(2047) }, 'ERR_JWK', /n of 2048/],
  ['EC without y', without(EC, 'y'), 'ERR_JWK', /y of 48/],
  ['an x that lost its leading zero', { ...EC, x: EC.x!.slice(0, -4) }, 'ERR_JWK', /x of 48/],
  ['an EC d that is too long', { ...EC, d: `AAAA${EC.d}` }, 'ERR_JWK', /d of 48/],
  ['an EC d of another point', { ...EC, d: EC.x }, 'ERR_JWK', /./],
  ['an EC d of zero', { ...EC, d: 'A'.repeat(64) }, 'ERR_JWK', /./],
  ['a point off the curve', { ...EC, y: EC.x }, 'ERR_JWK', /./],
  ['an Ed25519 d of another key', { ...OKP, alg: 'EdDSA', d: OKP.x }, 'ERR_JWK', /./],
  ['an Ed25519 key without alg', OKP, 'ERR_JWK', /Ed25519,EdDSA/],
]

/** Public keys that cannot verify. */
const UNFIT_TO_VERIFY: readonly Row[] = [
  ['use enc', { ...es384Keys.keys[0], use: 'enc' }, 'ERR_JWK', /use/],
  ['key_ops without verify', EC, 'ERR_JWK', /key_ops verify/],
  ['RSA of 2047 bits', { kty: 'RSA', alg: 'RS384', n: modulus(2047), e: 'AQAB' }, 'ERR_JWK', /n of 2048/],
  ['RSA of 1024 bits', { kty: 'RSA', alg: 'RS384', n: modulus(1024), e: 'AQAB' }, 'ERR_JWK', /n of 2048/],
  ['RSA of 8193 bits', { kty: 'RSA', alg: 'RS384', n: modulus(8193), e: 'AQAB' }, 'ERR_JWK', /n of 2048/],
  ['an exponent of 1', { kty: 'RSA', alg: 'RS384', n: RSA.n, e: 'AQ' }, 'ERR_JWK', /e/],
  ['an even exponent', { kty: 'RSA', alg: 'RS384', n: RSA.n, e: 'AQAA' }, 'ERR_JWK', /e/],
  ['an exponent of 33 bits', { kty: 'RSA', alg: 'RS384', n: RSA.n, e: 'AQAAAAE' }, 'ERR_JWK', /e/],
  ['a y of zero octets', { ...es384Keys.keys[0], y: '' }, 'ERR_JWK', /y of 48/],
]

export const keyCases: readonly Case[] = [
  ...UNFIT_TO_SIGN.map(
    ([what, jwk, code, message]): Case => ({
      name: `refuses to sign with ${what}`,
      run: ({ signJws }) => refuses(code, () => signJws('x', jwk as Jwk), message),
    }),
  ),
  ...UNFIT_TO_VERIFY.map(
    ([what, jwk, code, message]): Case => ({
      name: `refuses to verify with ${what}`,
      run: ({ importVerifier }) => refuses(code, () => importVerifier(jwk as Jwk), message),
    }),
  ),
  {
    name: 'unknown key_ops, members and metadata beside a good key do not matter',
    async run({ importSigner }) {
      for (const jwk of [
        { ...EC, key_ops: ['sign', 'x-mine'], ext: false, x5c: ['no'], nbf: 1 },
        { ...EC, key_ops: undefined, use: 'sig' },
      ]) {
        equal((await importSigner(jwk as Jwk)).alg, 'ES384')
      }
    },
  },
  {
    name: 'the algorithm is the key’s, else its only one, else the one asked for (RFC 8725 §3.1)',
    async run({ importSigner }) {
      equal((await importSigner(without(EC, 'alg'))).alg, 'ES384')
      equal((await importSigner(P256)).alg, 'ES256')
      equal((await importSigner(without(RSA, 'alg'), { alg: 'PS256' })).alg, 'PS256')
      await refuses('ERR_JWK', () => importSigner(RSA, { alg: 'RS256' }), /alg/)
      await refuses('ERR_JWK', () => importSigner(P256, { alg: 'ES384' }), /alg/)
      await refuses('ERR_JWK', () => importSigner(P256, { alg: 'none' as 'ES256' }), /alg/)
    },
  },
  {
    name: 'a private key verifies with its public half',
    async run({ generateJwk, importVerifier, signJws, verifyJws }) {
      for (const alg of ['RS384', 'ES384', 'Ed25519'] as const) {
        const jwk = { ...(await generateJwk(alg)), key_ops: undefined } as unknown as Jwk
        equal(
          (await verifyJws(await signJws('x', jwk), await importVerifier(jwk))).payload,
          new Uint8Array([120]),
        )
      }
    },
  },
]

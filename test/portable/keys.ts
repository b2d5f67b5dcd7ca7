import es384Keys from '../fixtures/ES384.private.json' with { type: 'json' }
import rs384Keys from '../fixtures/RS384.private.json' with { type: 'json' }
import vectors from '../vectors/jws.json' with { type: 'json' }
import mlDsa from '../vectors/ml-dsa.json' with { type: 'json' }
import rsa4224 from '../vectors/rsa4224.json' with { type: 'json' }
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

/** Octets in hexadecimal as base64url. */
function encoded(octets: readonly string[]): string {
  const text = octets.map((octet) => String.fromCharCode(parseInt(octet, 16))).join('')
  return btoa(text).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '')
}

/** A number as base64url, in the fewest octets. */
function base64url(value: bigint): string {
  const hex = value.toString(16)
  return encoded((hex.length % 2 ? `0${hex}` : hex).match(/../g)!)
}

/** The same number with a zero octet before it. */
function padded(text: string): string {
  const octets = atob(text.replace(/-/g, '+').replace(/_/g, '/'))
  return btoa(`\0${octets}`).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '')
}

/** The JWK without these members. */
function without(jwk: Jwk, ...members: string[]): Jwk {
  return Object.fromEntries(Object.entries(jwk).filter(([member]) => !members.includes(member))) as Jwk
}

/** A public modulus with this many bits. It is odd, which some runtimes check. */
const modulus = (bits: number): string => base64url((1n << BigInt(bits - 1)) | 1n)

/** 32 octets, little endian, as base64url. */
function littleEndian(value: bigint): string {
  return encoded(value.toString(16).padStart(64, '0').match(/../g)!.reverse())
}

const P25519 = 2n ** 255n - 19n

/** The y of an Ed25519 point of order 8 (RFC 8032 §5.1); that of the others is its negative. */
const ORDER_8 = 0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n

/** Values of y that no Ed25519 public key may have: points whose order divides 8, and y ≥ p. */
const UNSOUND_POINTS: { readonly [what: string]: bigint } = {
  'the identity': 1n,
  'order 2': P25519 - 1n,
  'order 4': 0n,
  'order 8': ORDER_8,
  'order 8, negative': P25519 - ORDER_8,
  'the identity, not canonical': P25519 + 1n,
  'order 4, not canonical': P25519,
  'y of p + 3, not canonical': P25519 + 3n,
  'y of 2^255 - 1, not canonical': 2n ** 255n - 1n,
}

type Row = readonly [what: string, jwk: unknown, code: string, message: RegExp]

/** Keys that cannot sign. The errors of importKey differ between runtimes; ours do not. */
const UNFIT_TO_SIGN: readonly Row[] = [
  ['use enc', { ...EC, use: 'enc', key_ops: undefined }, 'ERR_JWK', /use is "enc", not "sig"/],
  ['use of a wrong type', { ...EC, use: ['sig'] }, 'ERR_JWK', /use is a list/],
  ['key_ops without sign', { ...EC, key_ops: ['verify'] }, 'ERR_JWK', /key_ops must list "sign"/],
  ['key_ops with an operation twice', { ...EC, key_ops: ['sign', 'sign'] }, 'ERR_JWK', /key_ops/],
  ['key_ops as a string', { ...EC, key_ops: 'sign' }, 'ERR_JWK', /key_ops/],
  ['an alg of another type', { ...EC, alg: 'RS384' }, 'ERR_JWK', /alg/],
  ['an alg of another curve', { ...EC, alg: 'ES256' }, 'ERR_JWK', /alg/],
  ['an alg that encrypts', { ...RSA, alg: 'RSA-OAEP' }, 'ERR_JWK', /alg/],
  [
    'a P-384 key said to be P-256',
    { ...EC, alg: undefined, crv: 'P-256' },
    'ERR_JWK',
    /x has 48 octets, not 32/,
  ],
  [
    'a public key',
    es384Keys.keys[0] && { ...es384Keys.keys[0], key_ops: undefined },
    'ERR_JWK',
    /it is public, and signing takes a private key/,
  ],
  ['a symmetric key', { kty: 'oct', k: 'AAAA', alg: 'HS256' }, 'ERR_JWK', /kty "oct"/],
  ['an unknown kty', { ...EC, kty: 'ec' }, 'ERR_JWK', /kty/],
  ['a kty of the prototype', { ...EC, kty: '__proto__' }, 'ERR_JWK', /kty/],
  ['a kid that is a number', { ...EC, kid: 7 }, 'ERR_JWK', /kid is 7, not a string/],
  ['no kty', without(EC, 'kty'), 'TypeError', /^key is an object without kty; it must be /],
  ['a curve for other things', { ...OKP, crv: 'X25519' }, 'ERR_JWK', /crv/],
  ['a curve that nobody here has', { ...EC, crv: 'secp256k1', alg: undefined }, 'ERR_JWK', /crv/],
  ['no JWK', 'secret', 'TypeError', /^key is a string; it must be .*privateJwkFromPem/],
  ['an RSA key without alg', without(RSA, 'alg'), 'ERR_JWK', /no alg; name one of RS256, .*, PS512/],
  [
    'RSA with n, e and d alone',
    without(RSA, 'p', 'q', 'dp', 'dq', 'qi'),
    'ERR_JWK',
    /p is absent, not a string/,
  ],
  ['RSA without qi', without(RSA, 'qi'), 'ERR_JWK', /qi is absent, not a string/],
  ['n with padding', { ...RSA, n: `${RSA.n}=` }, 'ERR_JWK', /n has "=", which is not base64url/],
  ['n with a leading zero octet', { ...RSA, n: padded(RSA.n!) }, 'ERR_JWK', /n begins with a zero octet/],
  ['n of a wrong type', { ...RSA, n: 5 }, 'ERR_JWK', /n is 5, not a string/],
  [
    'd with spare bits',
    { ...RSA, d: `${RSA.d!.slice(0, -1)}R` },
    'ERR_JWK',
    /d is cut off, or has spare bits/,
  ],
  ['a d that is not e’s', { ...RSA, d: base64url(number(RSA.d!) + 2n) }, 'ERR_JWK', /do not match/],
  ['p and q exchanged', { ...RSA, p: RSA.q, q: RSA.p }, 'ERR_JWK', /do not match/],
  [
    'both primes and their exponents exchanged, qi left',
    { ...RSA, p: RSA.q, q: RSA.p, dp: RSA.dq, dq: RSA.dp },
    'ERR_JWK',
    /do not match/,
  ],
  ['a dp that is not d’s', { ...RSA, dp: base64url(number(RSA.dp!) + 2n) }, 'ERR_JWK', /do not match/],
  ['a dq that is not d’s', { ...RSA, dq: base64url(number(RSA.dq!) + 2n) }, 'ERR_JWK', /do not match/],
  ['a qi that is not q’s', { ...RSA, qi: base64url(number(RSA.qi!) + 2n) }, 'ERR_JWK', /do not match/],
  ['primes of another n', { ...RSA, p: base64url(number(RSA.p!) + 2n) }, 'ERR_JWK', /do not match/],
  ['p of 1 and q of n', { ...RSA, p: 'AQ', q: RSA.n }, 'ERR_JWK', /do not match/],
  ['q of 1, p of n, qi of 1', { ...RSA, q: 'AQ', p: RSA.n, qi: 'AQ' }, 'ERR_JWK', /do not match/],
  ['RSA of 2047 bits', { ...RSA, n: modulus(2047) }, 'ERR_JWK', /n has 2047 bits/],
  ['EC without y', without(EC, 'y'), 'ERR_JWK', /y is absent, not a string/],
  ['an x that lost its leading zero', { ...EC, x: EC.x!.slice(0, -4) }, 'ERR_JWK', /x has 45 octets, not 48/],
  ['an EC d that is too long', { ...EC, d: `AAAA${EC.d}` }, 'ERR_JWK', /d has 51 octets, not 48/],
  ['an EC d of another point', { ...EC, d: EC.x }, 'ERR_JWK', /./],
  ['an EC d of zero', { ...EC, d: 'A'.repeat(64) }, 'ERR_JWK', /./],
  ['a point off the curve', { ...EC, y: EC.x }, 'ERR_JWK', /WebCrypto|public key/],
  ['an Ed25519 d of another key', { ...OKP, alg: 'EdDSA', d: OKP.x }, 'ERR_JWK', /./],
  [
    'RSA with more primes',
    { ...RSA, oth: [{ r: 'AQ', d: 'AQ', t: 'AQ' }] },
    'ERR_JWK',
    /its oth is not supported/,
  ],
  ['RSA with an oth that is empty', { ...RSA, oth: [] }, 'ERR_JWK', /its oth is not supported/],
  [
    'an AKP key without alg',
    without(mlDsa[0]!.key, 'alg'),
    'ERR_JWK',
    /alg absent; kty and crv fit ML-DSA-44/,
  ],
  ['an AKP key whose alg is null', { ...mlDsa[0]!.key, alg: null }, 'ERR_JWK', /alg null; kty and crv fit/],
  ['an Ed25519 key without alg', OKP, 'ERR_JWK', /no alg; name one of Ed25519, EdDSA/],
]

/** Public keys that cannot verify. */
const UNFIT_TO_VERIFY: readonly Row[] = [
  ['use enc', { ...es384Keys.keys[0], use: 'enc' }, 'ERR_JWK', /use is "enc", not "sig"/],
  ['key_ops without verify', { ...EC, key_ops: ['decrypt'] }, 'ERR_JWK', /key_ops must list "verify"/],
  [
    'RSA of 2047 bits',
    { kty: 'RSA', alg: 'RS384', n: modulus(2047), e: 'AQAB' },
    'ERR_JWK',
    /n has 2047 bits/,
  ],
  [
    'RSA of 1024 bits',
    { kty: 'RSA', alg: 'RS384', n: modulus(1024), e: 'AQAB' },
    'ERR_JWK',
    /n has 1024 bits/,
  ],
  [
    'RSA of 8193 bits',
    { kty: 'RSA', alg: 'RS384', n: modulus(8193), e: 'AQAB' },
    'ERR_JWK',
    /n has 1025 octets, more than 1024/,
  ],
  ['an exponent of 1', { kty: 'RSA', alg: 'RS384', n: RSA.n, e: 'AQ' }, 'ERR_JWK', /e is not an odd number/],
  [
    'an even exponent',
    { kty: 'RSA', alg: 'RS384', n: RSA.n, e: 'AQAA' },
    'ERR_JWK',
    /e is not an odd number/,
  ],
  [
    'an exponent of 33 bits',
    { kty: 'RSA', alg: 'RS384', n: RSA.n, e: 'AQAAAAE' },
    'ERR_JWK',
    /e is not an odd number of 2 to 32 bits/,
  ],
  [
    'RSA with more primes',
    { kty: 'RSA', alg: 'RS384', n: RSA.n, e: 'AQAB', oth: [] },
    'ERR_JWK',
    /its oth is not supported/,
  ],
  [
    'an AKP key without alg',
    without(mlDsa[0]!.key, 'alg', 'priv'),
    'ERR_JWK',
    /alg absent; kty and crv fit ML-DSA-44/,
  ],
  ['a y of zero octets', { ...es384Keys.keys[0], y: '' }, 'ERR_JWK', /y has 0 octets, not 48/],
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
  ...Object.entries(UNSOUND_POINTS).map(
    ([what, y]): Case => ({
      name: `Ed25519: no key is ${what}, with either sign: to verify, to sign, to publish (RFC 8032 §5.1)`,
      async run(lib) {
        for (const sign of [0n, 1n << 255n]) {
          const x = littleEndian(y | sign)
          for (const alg of ['Ed25519', 'EdDSA'] as const) {
            const publicKey = { kty: 'OKP', crv: 'Ed25519', alg, x }
            const message = /^key: its x is of low order, or not canonical$/
            await refuses('ERR_JWK', () => lib.importVerifier(publicKey), message)
            await refuses('ERR_JWK', () => lib.importSigner({ ...publicKey, d: OKP.d! }))
            await refuses('ERR_JWK', () => lib.toPublicJwk(publicKey), message)
            await refuses('ERR_JWK', () => lib.jwkThumbprint(publicKey), message)
          }
        }
      },
    }),
  ),
  {
    name: 'Ed25519: the base point, with either sign, is a key',
    async run({ importVerifier }) {
      const y = BigInt(`0x${'66'.repeat(31)}58`)
      for (const sign of [0n, 1n << 255n]) {
        const jwk = { kty: 'OKP', crv: 'Ed25519', x: littleEndian(y | sign) }
        equal((await importVerifier(jwk, { alg: 'Ed25519' })).alg, 'Ed25519')
      }
    },
  },
  {
    name: 'RSA of 4,224 bits: signs, and verifies or says that the runtime cannot',
    async run({ signJws, toPublicJwk, verifyJws }) {
      const token = await signJws('x', rsa4224)
      const publicKey = toPublicJwk(rsa4224)
      const verified = await verifyJws(token, publicKey).catch((error: Error & { code: string }) => error)
      // Deno imports such a key, and fails when it verifies.
      if ('code' in verified) {
        await refuses(
          'ERR_CRYPTO',
          () => Promise.reject(verified),
          /fails with RS384 signatures of 528 octets/,
        )
      } else equal(verified.payload, new Uint8Array([120]))
      // A signature of another length is not asked about.
      await refuses('ERR_SIGNATURE', () => verifyJws(token.slice(0, -4), publicKey))
    },
  },
  {
    name: 'unknown key_ops, members and metadata beside a good key do not matter',
    async run({ importSigner }) {
      for (const jwk of [
        { ...EC, key_ops: ['sign', 'x-mine'], ext: false, x5c: ['no'], nbf: 1 },
        { ...EC, key_ops: undefined, use: 'sig' },
        // Serializers write null, and an empty list, for what is absent.
        { ...EC, key_ops: null, use: null, kid: null },
        { ...EC, key_ops: [] },
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
      await refuses('ERR_JWK', () => importSigner(RSA, { alg: 'RS256' }), /for RS384, not for "RS256"/)
      await refuses('ERR_JWK', () => importSigner(P256, { alg: 'ES384' }), /for ES256, not for "ES384"/)
      await refuses('ERR_JWK', () => importSigner(P256, { alg: 'none' as 'ES256' }), /not for "none"/)
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

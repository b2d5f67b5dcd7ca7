/** Known attacks on JWT libraries, tried against every runtime's WebCrypto. */
import es384Keys from '../fixtures/ES384.private.json' with { type: 'json' }
import rs384Keys from '../fixtures/RS384.private.json' with { type: 'json' }
import tokens from '../fixtures/tokens.json' with { type: 'json' }
import type { Jwk, JwsAlgorithm } from '../../src/index.ts'
import { equal, refuses, type Case, type Module } from './check.ts'

const RSA = rs384Keys.keys[0] as Jwk
const EC = es384Keys.keys[0] as Jwk
const ALL = ['none', 'HS256', 'HS384', 'RS384', 'ES384']

/** The orders of the curves (FIPS 186-5). */
const ORDERS = {
  ES256: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  ES384: (1n << 384n) - 0x389cb27e0bc8d220a7e5f24db74f58851313e695333ad68dn,
  ES512: (1n << 521n) - 0x5ae79787c40d069948033feb708f65a2fc44a36477663b851449048e16ec79bf7n,
} as const
const WIDTHS = { ES256: 32, ES384: 48, ES512: 66 } as const

function octetsOf(number: bigint, width: number): Uint8Array {
  return Uint8Array.from(
    number
      .toString(16)
      .padStart(width * 2, '0')
      .match(/../g)!,
    (octet) => parseInt(octet, 16),
  )
}

function numberOf(octets: Uint8Array): bigint {
  return octets.reduce((number, octet) => (number << 8n) | BigInt(octet), 0n)
}

const encode = ({ encodeBase64url }: Module, text: string): string =>
  encodeBase64url(new TextEncoder().encode(text))

/** A token with another signature. */
function resigned({ encodeBase64url }: Module, token: string, signature: Uint8Array): string {
  return `${token.slice(0, token.lastIndexOf('.'))}.${encodeBase64url(signature)}`
}

/** An RS384 token with a valid signature, whatever its header and payload are. */
async function signed(lib: Module, payload: string, more = ''): Promise<string> {
  const input = `${encode(lib, `{"alg":"RS384","kid":"${RSA.kid}"${more}}`)}.${encode(lib, payload)}`
  const { sign } = await lib.importSigner(rs384Keys)
  return `${input}.${lib.encodeBase64url(await sign(new TextEncoder().encode(input)))}`
}

/** The cube root of a number, rounded up. */
function cubeRoot(number: bigint): bigint {
  let [low, high] = [0n, 1n << 700n]
  while (low < high) {
    const middle = (low + high) >> 1n
    if (middle ** 3n < number) low = middle + 1n
    else high = middle
  }
  return low
}

/** The prefix of a SHA-384 digest in a signature (RFC 8017 §9.2, note 1). */
const SHA384 = 0x3041300d060960864801650304020205000430n

export const forgeryCases: readonly Case[] = [
  {
    name: 'forgery: alg none, in any spelling, signs nothing',
    async run(lib) {
      const [, payload] = tokens.RS384.split('.')
      for (const alg of ['none', 'None', 'nOnE', 'NONE', '', ' none', 'none\u0000']) {
        const head = encode(lib, JSON.stringify({ alg, kid: RSA.kid, typ: 'JWT' }))
        for (const signature of ['', 'AAAA']) {
          const token = `${head}.${payload}.${signature}`
          await refuses('ERR_ALG', () => lib.verifyJwt(token, rs384Keys))
          // An algorithm without a name is the caller's own mistake.
          const code = alg === '' ? 'TypeError' : 'ERR_ALG'
          await refuses(code, () =>
            lib.verifyJwt(token, rs384Keys, { algorithms: [...ALL, alg] as JwsAlgorithm[] }),
          )
        }
      }
    },
  },
  {
    name: 'forgery: the public key as the secret of an HMAC',
    async run(lib) {
      const secrets = [JSON.stringify(RSA), RSA.n!, `\n${JSON.stringify(RSA)}`]
      for (const [alg, hash] of [
        ['HS256', 'SHA-256'],
        ['HS384', 'SHA-384'],
      ] as const) {
        for (const secret of secrets) {
          const octets = new TextEncoder().encode(secret)
          const key = await crypto.subtle.importKey('raw', octets, { name: 'HMAC', hash }, false, ['sign'])
          const input = `${encode(lib, JSON.stringify({ alg, kid: RSA.kid }))}.${encode(lib, '{}')}`
          const mac = new Uint8Array(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(input)))
          const { alg: _, ...bare } = RSA
          for (const keys of [RSA, bare, rs384Keys, { keys: [bare] }, async () => RSA]) {
            await refuses('ERR_ALG', () =>
              lib.verifyJwt(`${input}.${lib.encodeBase64url(mac)}`, keys, {
                algorithms: ALL as JwsAlgorithm[],
              }),
            )
          }
        }
      }
    },
  },
  {
    name: 'forgery: a secret in the set is no key, and a public key signs nothing',
    async run(lib) {
      const secret = { kty: 'oct', k: lib.encodeBase64url(new Uint8Array(48)), kid: RSA.kid!, alg: 'RS384' }
      await refuses('ERR_KEY_NOT_FOUND', () => lib.verifyJws(tokens.RS384, { keys: [secret] }))
      await refuses('ERR_JWK', () => lib.verifyJws(tokens.RS384, secret))
      await refuses('ERR_JWK', () => lib.signJws('x', RSA), /key_ops must list "sign"/)
    },
  },
  {
    name: 'forgery: a kid that is a path, a query or a member of the prototype finds no key',
    async run(lib) {
      for (const kid of [
        '../../../dev/null',
        "' OR '1'='1",
        '__proto__',
        'constructor',
        '0',
        'length',
        `${RSA.kid}\u0000`,
        `${RSA.kid} `,
      ]) {
        const token = `${encode(lib, JSON.stringify({ alg: 'RS384', kid }))}.${encode(lib, '{}')}.AAAA`
        await refuses('ERR_KEY_NOT_FOUND', () => lib.verifyJws(token, rs384Keys))
      }
    },
  },
  ...(['ES256', 'ES384', 'ES512'] as const).map(
    (alg): Case => ({
      name: `forgery: ${alg} with r or s of zero, of one, or of the curve’s order`,
      async run(lib) {
        const jwk = await lib.generateJwk(alg)
        const token = await lib.signJws('x', jwk)
        const values = [0n, 1n, ORDERS[alg], ORDERS[alg] + 1n]
        for (const r of values) {
          for (const s of values) {
            const signature = Uint8Array.of(...octetsOf(r, WIDTHS[alg]), ...octetsOf(s, WIDTHS[alg]))
            await refuses('ERR_SIGNATURE', () =>
              lib.verifyJws(resigned(lib, token, signature), lib.toPublicJwk(jwk)),
            )
          }
        }
      },
    }),
  ),
  {
    name: 'forgery: the DER form of an ECDSA signature is none',
    async run(lib) {
      const { signature } = lib.decodeJws(tokens.ES384)
      const numbers = [signature.subarray(0, 48), signature.subarray(48)]
      const der = numbers.flatMap((number) => [2, 49, 0, ...number])
      await refuses('ERR_SIGNATURE', () =>
        lib.verifyJws(resigned(lib, tokens.ES384, Uint8Array.of(0x30, der.length, ...der)), EC),
      )
    },
  },
  {
    name: 'forgery: an RSA signature made of a cube root, for a reader that stops at the digest',
    async run(lib) {
      const head = encode(lib, `{"alg":"RS384"}`)
      const input = `${head}.${encode(lib, '{"iss":"forged"}')}`
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-384', new TextEncoder().encode(input)))
      // 00 01 FF…FF 00, the prefix and the digest, and then whatever the cube root leaves there.
      const wanted = (0x1ffffffffffffffffn << 544n) | (SHA384 << 384n) | numberOf(digest)
      const spare = 2048n - 624n
      const root = cubeRoot(wanted << spare)
      equal((root ** 3n) >> spare === wanted, true, 'the forgery’s form')
      const token = `${input}.${lib.encodeBase64url(octetsOf(root, 256))}`
      const cubic = { kty: 'RSA', alg: 'RS384', n: RSA.n!, e: 'Aw' }
      const code = await lib.verifyJws(token, cubic).then(
        () => 'accepted',
        (error: { code: string }) => error.code,
      )
      // Some runtimes refuse an exponent of three.
      equal(['ERR_SIGNATURE', 'ERR_JWK'].includes(code), true, code)
    },
  },
  {
    name: 'forgery: claims in a list, or under __proto__, are none',
    async run(lib) {
      const claims = '{"iss":"a","exp":99999999999}'
      await refuses('ERR_JSON', async () => lib.verifyJwt(await signed(lib, `[${claims}]`), RSA))
      const token = await signed(lib, `{"__proto__":${claims}}`, `,"__proto__":{"crit":["x"],"typ":"at+jwt"}`)
      await lib.verifyJwt(token, RSA)
      await refuses('ERR_CLAIM', () => lib.verifyJwt(token, RSA, { issuer: 'a' }), /iss/)
      await refuses('ERR_CLAIM', () => lib.verifyJwt(token, RSA, { requiredClaims: ['exp'] }), /exp/)
      await refuses('ERR_CLAIM', () => lib.verifyJwt(token, RSA, { typ: 'at+jwt' }), /typ/)
      equal(({} as { iss?: string }).iss, undefined)
    },
  },
  {
    name: 'forgery: a crit or b64 that converts badly, or is nested without end, is refused as what it is',
    async run(lib) {
      const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)
      const trap = '{"toString":1,"valueOf":1,"toJSON":1,"length":1}'
      for (const more of [
        `"crit":[${trap}]`,
        `"crit":${trap}`,
        `"crit":[[],[]]`,
        `"crit":${nested(4000)}`,
        `"crit":["x",${nested(4000)}],"x":1`,
        `"b64":${trap}`,
        `"b64":${nested(6000)}`,
        `"b64":"${'x '.repeat(4500)}"`,
        `"crit":["${'x '.repeat(4500)}"]`,
      ]) {
        const token = await signed(lib, '{}', `,${more}`)
        for (const crit of [[], ['x', 'b64']]) {
          await refuses(
            'ERR_CRIT',
            () => lib.verifyJws(token, RSA, { crit }),
            /^JOSE Header: its (crit|b64) .{1,200}$/,
          )
        }
      }
    },
  },
  {
    name: 'forgery: an issuer, audience or subject that only holds the one expected',
    async run(lib) {
      const expected = { issuer: 'https://a.example', audience: 'https://b.example', subject: 'c' }
      const good = { iss: expected.issuer, aud: expected.audience, sub: expected.subject }
      const wrong: object[] = [
        { iss: ['https://evil.example', good.iss] },
        { iss: `${good.iss}.evil.example` },
        { iss: 'https://a' },
        { iss: { toString: good.iss } },
        { aud: `${good.aud}/x` },
        { aud: [[good.aud]] },
        { aud: { [good.aud]: true } },
        { aud: [''] },
        { sub: ['c'] },
        { sub: 'C' },
      ]
      await lib.verifyJwt(await lib.signJwt(good, rs384Keys), RSA, expected)
      for (const claim of wrong) {
        await refuses('ERR_CLAIM', async () =>
          lib.verifyJwt(await signed(lib, JSON.stringify({ ...good, ...claim })), RSA, expected),
        )
      }
    },
  },
  {
    name: 'forgery: what is encrypted, compressed or of another serialization is no JWS',
    async run(lib) {
      const [head, payload, signature] = tokens.RS384.split('.')
      const jwe = encode(lib, '{"alg":"RSA-OAEP","enc":"A256GCM","zip":"DEF"}')
      const mixed = JSON.stringify({ protected: head, payload, signature, [`${head}.${payload}.`]: '' })
      await refuses('ERR_JWS_FORM', () => lib.verifyJws(`${jwe}.AAAA.AAAA.AAAA.AAAA`, rs384Keys))
      await refuses('ERR_ALG', () => lib.verifyJws(`${jwe}.AAAA.AAAA`, rs384Keys))
      await refuses('ERR_BASE64URL', () => lib.verifyJws(mixed, rs384Keys))
      await refuses('ERR_JWS_FORM', () =>
        lib.verifyJws(JSON.stringify({ protected: head, payload, signature }), rs384Keys),
      )
    },
  },
  {
    name: 'forgery: dots and braces without end cost nothing',
    async run(lib) {
      await refuses('ERR_JWS_FORM', () => lib.verifyJws('.'.repeat(65536), rs384Keys), /three parts/)
      await refuses(
        'ERR_JWS_FORM',
        () => lib.verifyJws('.'.repeat(2 ** 24), rs384Keys),
        /16777216 characters/,
      )
      const began = Date.now()
      for (const open of ['[', '{"a":', '"', '\\', ':']) {
        const token = `${encode(lib, open.repeat(40000 / open.length))}.AAAA.AAAA`
        await refuses('ERR_JSON', () => lib.verifyJws(token, rs384Keys))
      }
      if (Date.now() - began > 2000) throw new Error(`${Date.now() - began} ms`)
    },
  },
]

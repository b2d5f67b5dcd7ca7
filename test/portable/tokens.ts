import es384Keys from '../fixtures/ES384.private.json' with { type: 'json' }
import rs384Keys from '../fixtures/RS384.private.json' with { type: 'json' }
import tokens from '../fixtures/tokens.json' with { type: 'json' }
import claims from '../fixtures/claims.json' with { type: 'json' }
import thumbprints from '../vectors/thumbprints.json' with { type: 'json' }
import vectors from '../vectors/jws.json' with { type: 'json' }
import type { Jwk, JwkSet, JwsAlgorithm, Signer } from '../../src/index.ts'
import { equal, refuses, type Case, type Module } from './check.ts'

export const ALGORITHMS: readonly JwsAlgorithm[] = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'Ed25519',
  'EdDSA',
]

/** A time at which the worked example is valid, in milliseconds. */
const VALID = () => 1422568859_000

const EXPECTED = { issuer: claims.iss, subject: claims.sub, audience: claims.aud, typ: 'JWT', now: VALID }

/** Replace the character at `index` by one that differs in a bit of its value. */
function altered(token: string, index: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const other = alphabet[(alphabet.indexOf(token[index]!) ^ 32) & 63]!
  return token.slice(0, index) + other + token.slice(index + 1)
}

const base64url = (lib: Module, text: string): string => lib.encodeBase64url(new TextEncoder().encode(text))

/** An RS384 token with this header, which may be invalid, and a valid signature by the example's key. */
async function forged(lib: Module, header: string, payload = '{}'): Promise<string> {
  const input = `${base64url(lib, header)}.${base64url(lib, payload)}`
  const { sign } = await lib.importSigner(rs384Keys)
  return `${input}.${lib.encodeBase64url(await sign(new TextEncoder().encode(input)))}`
}

const RSA_PUBLIC = rs384Keys.keys[0] as Jwk
const HEADER = '"alg":"RS384","kid":"eee9f17a3b598fd86417a980b591fbe6"'

/** Headers that are refused despite a valid signature, with the error's code. */
const BAD_HEADERS: readonly (readonly [code: string, header: string])[] = [
  ['ERR_JSON', `{${HEADER},"alg":"RS384"}`],
  ['ERR_JSON', `{${HEADER},"x":{"a":1,"a":1}}`],
  ['ERR_JSON', `{${HEADER},"\\u0061lg":"RS384"}`],
  ['ERR_JSON', `\ufeff{${HEADER}}`],
  ['ERR_JSON', '[]'],
  ['ERR_JSON', 'null'],
  ['ERR_JSON', `{${HEADER}`],
  ['ERR_JSON', ''],
  ['ERR_JWS_FORM', '{}'],
  ['ERR_JWS_FORM', '{"alg":5}'],
  ['ERR_JWS_FORM', '{"alg":null}'],
  ['ERR_JWS_FORM', '{"alg":"RS384","kid":7}'],
  ['ERR_JWS_FORM', '{"alg":"RS384","typ":null}'],
  ['ERR_CRIT', `{${HEADER},"crit":["exp"],"exp":1}`],
  ['ERR_CRIT', `{${HEADER},"crit":["alg"]}`],
  ['ERR_CRIT', `{${HEADER},"crit":[]}`],
  ['ERR_CRIT', `{${HEADER},"crit":null}`],
  ['ERR_CRIT', `{${HEADER},"crit":"alg"}`],
  ['ERR_CRIT', `{${HEADER},"b64":false}`],
  ['ERR_CRIT', `{${HEADER},"b64":false,"crit":["b64"]}`],
  ['ERR_ALG', '{"alg":"none"}'],
  ['ERR_ALG', '{"alg":"HS256"}'],
  ['ERR_ALG', '{"alg":"rs384"}'],
  ['ERR_ALG', '{"alg":"__proto__"}'],
  ['ERR_ALG', '{"alg":"RS256"}'],
  ['ERR_ALG', '{"alg":"PS384"}'],
  ['ERR_ALG', '{"alg":"ES384"}'],
]

export const tokenCases: readonly Case[] = [
  {
    // WebCrypto copies its input before it returns a promise, as its specification demands.
    name: 'tokens of any size, signed at once with one key, do not mix',
    async run({ importSigner, signJws, verifyJws }) {
      for (const keys of [rs384Keys, es384Keys] as JwkSet[]) {
        const signer = await importSigner(keys)
        const payloads = Array.from({ length: 40 }, (_, i) => `${i}é`.repeat(i % 10 === 9 ? 4000 : i * 40))
        // As long as what is written in room that is kept, and a little longer.
        for (const length of [1364, 1365, 1366, 1367]) payloads.push('€'.repeat(length), 'a'.repeat(length))
        const signed = await Promise.all(payloads.map((payload) => signJws(payload, signer)))
        for (const [i, token] of signed.entries()) {
          const { payload } = await verifyJws(token, keys, { maxLength: 200_000 })
          equal(new TextDecoder().decode(payload), payloads[i])
        }
      }
    },
  },
  {
    name: 'worked example: RS384 to the letter (K1, A1)',
    async run({ signJwt }) {
      equal(await signJwt(claims, rs384Keys), tokens.RS384)
    },
  },
  {
    name: 'worked example: the page’s tokens verify (K1, V1)',
    async run({ verifyJwt }) {
      for (const [token, keys] of [
        [tokens.RS384, rs384Keys],
        [tokens.ES384, es384Keys],
      ] as const) {
        equal((await verifyJwt(token, keys as JwkSet, EXPECTED)).claims, claims)
      }
    },
  },
  {
    name: 'worked example: our ES384 token verifies, and no two messages share a nonce (K1)',
    async run({ decodeJws, signJwt, verifyJwt }) {
      // Deno derives nonces from key and message (RFC 6979), so that one message may get equal signatures.
      const [one, other] = await Promise.all([
        signJwt(claims, es384Keys),
        signJwt({ ...claims, jti: 'other' }, es384Keys),
      ])
      const rOf = (token: string): string => decodeJws(token).signature.subarray(0, 48).join()
      if (rOf(one!) === rOf(other!)) throw new Error('two ECDSA signatures share r')
      equal(one!.split('.').slice(0, 2), tokens.ES384.split('.').slice(0, 2))
      equal((await verifyJwt(one!, es384Keys, EXPECTED)).claims, claims)
    },
  },
  ...vectors.map(
    ({ name, alg, deterministic, key, jws }): Case => ({
      name: `vector: ${name} (${alg})`,
      async run({ importSigner, signJws, verifyJws }) {
        const { payload } = await verifyJws(jws, key, { algorithms: [alg as JwsAlgorithm] })
        const ours = await signJws(payload, await importSigner(key, { alg: alg as JwsAlgorithm }))
        equal((await verifyJws(ours, key, { algorithms: [alg as JwsAlgorithm] })).payload, payload)
        if (deterministic) equal(ours, jws)
      },
    }),
  ),
  ...thumbprints.map(
    ({ name, key, thumbprint }): Case => ({
      name: `vector: ${name} (thumbprint)`,
      async run({ jwkThumbprint }) {
        equal(await jwkThumbprint(key), thumbprint)
      },
    }),
  ),
  ...ALGORITHMS.map(
    (alg): Case => ({
      name: `${alg}: generate, sign, verify, and refuse what was altered`,
      async run({ decodeJws, encodeBase64url, generateJwk, jwkThumbprint, signJwt, toPublicJwk, verifyJwt }) {
        const jwk = await generateJwk(alg)
        const publicJwk = toPublicJwk(jwk)
        equal(
          Object.keys(publicJwk).filter((member) => ['d', 'p', 'q', 'dp', 'dq', 'qi'].includes(member)),
          [],
        )
        equal(
          [jwk.alg, jwk.use, jwk.key_ops, jwk.kid],
          [alg, 'sig', ['sign'], await jwkThumbprint(publicJwk)],
        )
        const token = await signJwt({ iss: 'a', n: [1, { ä: '€😀' }] }, jwk, { cty: 'x' })
        const verified = await verifyJwt(token, { keys: [publicJwk] })
        equal(verified.header, { alg, cty: 'x', kid: jwk.kid, typ: 'JWT' })
        equal(verified.claims, { iss: 'a', n: [1, { ä: '€😀' }] })
        const start = token.lastIndexOf('.') + 1
        await refuses('ERR_SIGNATURE', () => verifyJwt(altered(token, start + 3), publicJwk))
        const { signature } = decodeJws(token)
        for (const wrong of [signature.subarray(1), new Uint8Array([...signature, 0]), new Uint8Array()]) {
          await refuses('ERR_SIGNATURE', () =>
            verifyJwt(token.slice(0, start) + encodeBase64url(wrong), publicJwk),
          )
        }
      },
    }),
  ),
  {
    name: 'every character of the worked example counts: no other spelling verifies (RFC 7515 §5.2)',
    async run({ verifyJws }) {
      const codes = [
        'ERR_ALG',
        'ERR_BASE64URL',
        'ERR_CRIT',
        'ERR_JSON',
        'ERR_JWS_FORM',
        'ERR_KEY_NOT_FOUND',
        'ERR_SIGNATURE',
      ]
      for (let i = 0; i < tokens.ES384.length; i++) {
        if (tokens.ES384[i] === '.') continue
        const error = await verifyJws(altered(tokens.ES384, i), es384Keys).catch(
          (thrown: unknown) => thrown as { code: string },
        )
        if (!('code' in error) || !codes.includes(error.code))
          throw new Error(`character ${i}: ${JSON.stringify(error)}`)
      }
    },
  },
  {
    name: 'refuses parts missing or added, padding, white space and spare bits',
    async run({ decodeJws, verifyJws }) {
      const [head, body, signature] = tokens.RS384.split('.')
      const forms: readonly (readonly [code: string, token: string])[] = [
        ['ERR_JWS_FORM', ''],
        ['ERR_JWS_FORM', `${head}.${body}`],
        ['ERR_JWS_FORM', `${tokens.RS384}.`],
        ['ERR_JWS_FORM', `.${tokens.RS384}`],
        ['ERR_JWS_FORM', '{"payload":"","signatures":[]}'],
        ['ERR_JSON', '..'],
        ['ERR_JSON', `.${body}.${signature}`],
        ['ERR_BASE64URL', `${tokens.RS384}=`],
        ['ERR_BASE64URL', `${tokens.RS384}\n`],
        ['ERR_BASE64URL', ` ${tokens.RS384}`],
        ['ERR_BASE64URL', `${head}.${body}=.${signature}`],
        ['ERR_BASE64URL', `${head}.${body}.${signature!.slice(0, -1)}h`],
        ['ERR_SIGNATURE', `${head}..${signature}`],
        ['ERR_SIGNATURE', `${head}.${body}.`],
      ]
      for (const [code, token] of forms) {
        await refuses(code, () => verifyJws(token, rs384Keys))
        if (code !== 'ERR_SIGNATURE') await refuses(code, () => decodeJws(token))
      }
      await refuses('TypeError', () => verifyJws(undefined as unknown as string, rs384Keys))
      await refuses('TypeError', () => decodeJws({} as unknown as string))
    },
  },
  ...BAD_HEADERS.map(
    ([code, header]): Case => ({
      name: `refuses a well signed header ${JSON.stringify(header.replace(HEADER, '…'))}`,
      async run(lib) {
        const token = await forged(lib, header)
        await refuses(code, () => lib.verifyJws(token, RSA_PUBLIC))
      },
    }),
  ),
  {
    name: 'an extension that the caller understands passes; b64 only as true (RFC 7797 §3)',
    async run(lib) {
      const token = await forged(lib, `{${HEADER},"crit":["exp","b64"],"exp":1,"b64":true}`)
      await refuses('ERR_CRIT', () => lib.verifyJws(token, RSA_PUBLIC, { crit: ['exp'] }))
      equal((await lib.verifyJws(token, RSA_PUBLIC, { crit: ['exp', 'b64'] })).header.exp, 1)
      for (const header of [`{${HEADER},"crit":["exp"]}`, `{${HEADER},"crit":["exp","exp"],"exp":1}`]) {
        const wrong = await forged(lib, header)
        await refuses('ERR_CRIT', () => lib.verifyJws(wrong, RSA_PUBLIC, { crit: ['exp'] }))
      }
    },
  },
  {
    name: 'a header’s own key, certificate or address never chooses the key',
    async run(lib) {
      const jwk = await lib.generateJwk('ES384')
      const header = {
        jwk: lib.toPublicJwk(jwk),
        jku: 'https://evil.example/jwks',
        x5u: 'https://evil.example/x5u',
        x5c: ['MIIB'],
      }
      const token = await lib.signJws('{}', jwk, header)
      await refuses('ERR_KEY_NOT_FOUND', () => lib.verifyJws(token, es384Keys))
      await refuses('ERR_SIGNATURE', () => lib.verifyJws(token, es384Keys.keys[0] as Jwk))
    },
  },
  {
    name: 'nesting without end is refused or read, and never a crash',
    async run(lib) {
      const deep = await forged(lib, `{${HEADER},"x":${'['.repeat(20000)}${']'.repeat(20000)}}`)
      await lib
        .verifyJws(deep, RSA_PUBLIC)
        .catch((error: unknown) => refuses('ERR_JSON', () => Promise.reject(error)))
    },
  },
  {
    name: 'maxLength bounds what is read; 65,536 characters by default',
    async run(lib) {
      const token = await lib.signJws(new Uint8Array(60000), rs384Keys)
      await refuses('ERR_JWS_FORM', () => lib.verifyJws(token, rs384Keys), /65536/)
      await refuses('ERR_JWS_FORM', () => lib.decodeJws(token))
      equal((await lib.verifyJws(token, rs384Keys, { maxLength: 100000 })).payload.length, 60000)
      for (const maxLength of [NaN, -1, '5' as unknown as number]) {
        await refuses(
          'TypeError',
          () => lib.verifyJws(token, rs384Keys, { maxLength }),
          /^option maxLength is /,
        )
      }
    },
  },
  {
    name: 'the order is form, algorithm, key, signature: no key is asked for before its turn',
    async run(lib) {
      let asked = 0
      const keys = async (): Promise<Jwk> => {
        asked++
        return RSA_PUBLIC
      }
      await refuses('ERR_ALG', () => lib.verifyJws(tokens.ES384, keys, { algorithms: ['RS384'] }))
      await refuses('ERR_BASE64URL', () => lib.verifyJws(`${tokens.RS384}=`, keys))
      equal(asked, 0)
      await lib.verifyJws(tokens.RS384, keys, { algorithms: ['RS384'] })
      equal(asked, 1)
      await refuses('ERR_ALG', () => lib.verifyJws(tokens.ES384, keys))
    },
  },
  {
    name: 'of several keys under one kid, and of a token without one, those that fit are tried',
    async run({ generateJwk, signJwt, toPublicJwk, verifyJwt }) {
      const kid = '2026-11'
      const keys = await Promise.all(
        ['ES384', 'ES384', 'ES256', 'RS256'].map((alg) => generateJwk(alg as JwsAlgorithm, { kid })),
      )
      const set = { keys: keys.map(toPublicJwk) }
      for (const key of keys) {
        const { kid: _, ...nameless } = key
        for (const signing of [key, nameless as Jwk]) await verifyJwt(await signJwt({}, signing), set)
      }
      const other = await generateJwk('ES384', { kid })
      await refuses('ERR_SIGNATURE', async () => verifyJwt(await signJwt({}, other), set))
    },
  },
  {
    name: 'typ may be one of several, and issuer what a function accepts',
    async run({ signJwt, verifyJwt }) {
      const token = await signJwt({ iss: 'https://a.example/t1', tid: 't1' }, es384Keys, { typ: 'at+jwt' })
      const issuer = (iss: string, { tid }: { [claim: string]: unknown }): boolean =>
        iss === `https://a.example/${tid}`
      equal((await verifyJwt(token, es384Keys, { typ: ['JWT', 'at+jwt'], issuer })).claims.tid, 't1')
      await refuses('ERR_CLAIM', () => verifyJwt(token, es384Keys, { typ: ['JWT', 'a/b'] }))
      await refuses('ERR_CLAIM', () => verifyJwt(token, es384Keys, { issuer: () => false }))
    },
  },
  {
    name: 'an external Signer works like a key; its signature’s length is checked',
    async run(lib) {
      const inner = await lib.importSigner(es384Keys)
      const outer: Signer = { alg: 'ES384', kid: inner.kid!, sign: (input) => inner.sign(input) }
      equal(
        (await lib.verifyJws(await lib.signJws('x', outer), es384Keys)).payload,
        new TextEncoder().encode('x'),
      )
      for (const length of [0, 95, 97, 102]) {
        const short: Signer = { alg: 'ES384', sign: async () => new Uint8Array(length) }
        await refuses('ERR_SIGNATURE', () => lib.signJws('x', short), /96/)
      }
      const nothing = { alg: 'RS384', sign: async () => undefined } as unknown as Signer
      await refuses('ERR_SIGNATURE', () => lib.signJws('x', nothing), /256 to 1024/)
      await refuses('ERR_ALG', () =>
        lib.signJws('x', { alg: 'HS256', sign: inner.sign } as unknown as Signer),
      )
      await refuses('ERR_SIGNATURE', () =>
        lib.signJws('x', { alg: 'RS384', sign: async () => new Uint8Array(255) }),
      )
      await refuses('ERR_SIGNATURE', () =>
        lib.signJws('x', { alg: 'RS384', sign: async () => new Uint8Array(1025) }),
      )
    },
  },
]

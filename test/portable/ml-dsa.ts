import vectors from '../vectors/ml-dsa.json' with { type: 'json' }
import type { Jwk, JwsAlgorithm } from '../../src/index.ts'
import { equal, refuses, type Case } from './check.ts'

/** The last octet of the OIDs of ML-DSA (RFC 9881 §2). */
const LAST_ARC: { readonly [alg: string]: number } = {
  'ML-DSA-44': 0x11,
  'ML-DSA-65': 0x12,
  'ML-DSA-87': 0x13,
}

/** A DER element. */
function der(tag: number, content: readonly number[]): number[] {
  const { length } = content
  if (length < 128) return [tag, length, ...content]
  if (length < 256) return [tag, 0x81, length, ...content]
  return [tag, 0x82, length >> 8, length & 255, ...content]
}

function block(label: string, octets: readonly number[]): string {
  return `-----BEGIN ${label}-----\n${btoa(String.fromCharCode(...octets))}\n-----END ${label}-----\n`
}

/** The AlgorithmIdentifier of ML-DSA, which has no parameters. */
function identifierOf(alg: string): number[] {
  return der(0x30, der(6, [0x60, 0x86, 0x48, 1, 0x65, 3, 4, 3, LAST_ARC[alg]!]))
}

/** A private key in PKCS#8, in one of the forms of RFC 9881 §6. */
function pkcs8(alg: string, key: readonly number[]): string {
  return block('PRIVATE KEY', der(0x30, [2, 1, 0, ...identifierOf(alg), ...der(4, key)]))
}

/** Any octets as an expanded key: the seed is what is read. */
const EXPANDED = der(4, new Array<number>(2560).fill(7))

/** Whether this runtime has the algorithm, found out without the module under test. */
async function has(alg: string): Promise<boolean> {
  return crypto.subtle.generateKey(alg, false, ['sign', 'verify']).then(
    () => true,
    () => false,
  )
}

export const mlDsaCases: readonly Case[] = vectors.flatMap(({ name, alg, key, thumbprint, jws }): Case[] => [
  {
    name: `${alg}: signs and verifies where the runtime has it, and elsewhere says that it lacks it`,
    async run({ generateJwk, importSigner, signJwt, toPublicJwk, verifyJwt }) {
      const named = alg as JwsAlgorithm
      if (!(await has(alg))) {
        await refuses(
          'ERR_CRYPTO',
          () => importSigner(key),
          new RegExp(`refuses this ${alg} key \\(NotSupportedError\\)`),
        )
        await refuses('ERR_CRYPTO', () => generateJwk(named), new RegExp(alg))
        return
      }
      for (const jwk of [key, await generateJwk(named)] as Jwk[]) {
        const publicJwk = toPublicJwk(jwk)
        equal(publicJwk.priv, undefined)
        const token = await signJwt({ a: 1 }, jwk)
        equal((await verifyJwt(token, publicJwk)).header.alg, alg)
        await refuses('ERR_SIGNATURE', () => verifyJwt(`${token.slice(0, -8)}AAAAAAAA`, publicJwk))
      }
    },
  },
  {
    name: `${alg}: a PEM key is read by its seed where the runtime has it (RFC 9881 §6), and its public half anywhere`,
    async run({ decodeBase64url, privateJwkFromPem, publicJwkFromPem }) {
      const { kid, ...jwk } = key as Jwk
      const { priv, ...publicJwk } = jwk
      const seed = [...decodeBase64url(priv!)]
      const forms = [der(0x80, seed), der(0x30, [...der(4, seed), ...EXPANDED])]
      for (const form of forms) {
        const text = pkcs8(alg, form)
        if (await has(alg)) {
          equal(await privateJwkFromPem(text, kid ? { kid } : {}), kid ? { ...jwk, kid } : jwk)
          await refuses('ERR_JWK', () => privateJwkFromPem(text, { alg: 'ES384' }), /ML-DSA-44/)
        } else await refuses('ERR_CRYPTO', () => privateJwkFromPem(text), new RegExp(alg))
      }
      await refuses('ERR_PEM', () => privateJwkFromPem(pkcs8(alg, EXPANDED)), /without its seed/)
      for (const form of [
        [...der(0x80, seed), ...EXPANDED],
        der(0x80, [...seed, 1]),
        der(0x30, der(4, seed)),
        der(0x30, [...der(4, seed), ...EXPANDED, 5, 0]),
        [],
      ])
        await refuses('ERR_PEM', () => privateJwkFromPem(pkcs8(alg, form)), /^the (private|ML-DSA) key/)
      const point = der(3, [0, ...decodeBase64url(key.pub)])
      const spki = block('PUBLIC KEY', der(0x30, [...identifierOf(alg), ...point]))
      equal(await publicJwkFromPem(spki), { ...publicJwk, use: 'sig' })
      const short = block('PUBLIC KEY', der(0x30, [...identifierOf(alg), ...der(3, [0, 1])]))
      await refuses('ERR_JWK', () => publicJwkFromPem(short), /its pub has 1 octets, not \d+/)
    },
  },
  {
    name: `${alg}: refuses keys that are not in one piece, whatever the runtime`,
    async run({ importSigner, importVerifier }) {
      const { priv, ...publicKey } = key
      await refuses('ERR_JWK', () => importSigner(publicKey), /it is public/)
      await refuses(
        'ERR_JWK',
        () => importSigner({ ...key, alg: undefined } as unknown as Jwk),
        /alg absent; kty and crv fit ML-DSA-44, ML-DSA-65, ML-DSA-87/,
      )
      await refuses('ERR_JWK', () => importSigner({ ...key, alg: 'ES384' }), /alg "ES384"/)
      for (const [wrong, message] of [
        [{ priv: `${priv}AA` }, /priv has 33 octets, not 32/],
        [{ pub: key.pub.slice(4) }, /pub has \d+ octets, not \d+/],
      ] as const) {
        // The key is checked before the algorithm, so that runtimes without ML-DSA give the same error.
        await refuses('ERR_JWK', () => importSigner({ ...key, ...wrong }), message)
      }
      await refuses(
        'ERR_JWK',
        () => importVerifier({ ...publicKey, pub: `${key.pub}AAAA` }),
        /pub has \d+ octets, not \d+/,
      )
    },
  },
  ...(jws && thumbprint
    ? [
        {
          name: `vector: ${name} (${alg})`,
          async run({ jwkThumbprint, verifyJws }: Parameters<Case['run']>[0]) {
            equal(await jwkThumbprint(key), thumbprint)
            if (await has(alg)) equal((await verifyJws(jws, key)).header, { alg, kid: thumbprint })
          },
        },
      ]
    : []),
])

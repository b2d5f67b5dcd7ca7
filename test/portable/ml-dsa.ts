import vectors from '../vectors/ml-dsa.json' with { type: 'json' }
import type { Jwk, JwsAlgorithm } from '../../src/index.ts'
import { equal, refuses, type Case } from './check.ts'

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
          new RegExp(`no such ${alg} key \\(NotSupportedError\\)`),
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
        [{ priv: `${priv}AA` }, /priv has 33 of 32 octets/],
        [{ pub: key.pub.slice(4) }, /pub has \d+ of \d+ octets/],
      ] as const) {
        // The key is checked before the algorithm, so that runtimes without ML-DSA give the same error.
        await refuses('ERR_JWK', () => importSigner({ ...key, ...wrong }), message)
      }
      await refuses(
        'ERR_JWK',
        () => importVerifier({ ...publicKey, pub: `${key.pub}AAAA` }),
        /pub has \d+ of \d+ octets/,
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

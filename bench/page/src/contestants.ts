/** The contestants: each signs the same claims with the same key. */
import { importJWK, jwtVerify, SignJWT } from 'jose'
import { algorithmOf } from '../../../src/algorithms.ts'
import {
  encodeBase64url,
  generateJwk,
  importSigner,
  signJwt,
  toPublicJwk,
  verifyJwt,
  type JwsAlgorithm,
} from '../../../dist/index.js'
import { sampleClaims } from './claims.ts'
import { TITLES, type ContestantName } from './rounds.ts'

export interface Contestant {
  readonly name: ContestantName
  /** Sign once; this is what is timed. */
  sign(): Promise<unknown>
  /** Sign once: gives the token. */
  token(): Promise<string>
}

/**
 * Prepare the contestants with a new key, and verify each one's token with both libraries.
 *
 * @param modulusLength bits of an RSA key
 */
export async function prepare(alg: JwsAlgorithm, modulusLength = 2048): Promise<Contestant[]> {
  const jwk = await generateJwk(alg, { modulusLength })
  const publicJwk = toPublicJwk(jwk)
  const claims = sampleClaims()
  const header = { alg, kid: jwk.kid!, typ: 'JWT' }
  const signer = await importSigner(jwk)
  const key = (await importJWK(jwk as JsonWebKey, alg)) as CryptoKey
  const publicKey = await importJWK(publicJwk as JsonWebKey, alg)
  const row = algorithmOf(alg)
  const encoded = (value: object): string => encodeBase64url(new TextEncoder().encode(JSON.stringify(value)))
  const text = `${encoded(header)}.${encoded(claims)}`
  const input = new TextEncoder().encode(text)

  const raw = (): Promise<ArrayBuffer> => crypto.subtle.sign(row, key, input)
  const prepared = (): Promise<string> => signJwt(claims, signer)
  const plain = (): Promise<string> => signJwt(claims, jwk)
  const jose = (): Promise<string> => new SignJWT(claims).setProtectedHeader(header).sign(key)
  const contestants: Contestant[] = [
    { name: 'raw', sign: raw, token: async () => `${text}.${encodeBase64url(new Uint8Array(await raw()))}` },
    { name: 'prepared', sign: prepared, token: prepared },
    { name: 'plain', sign: plain, token: plain },
    { name: 'jose', sign: jose, token: jose },
  ]
  for (const { name, token } of contestants) {
    try {
      const jwt = await token()
      const read = [(await verifyJwt(jwt, publicJwk)).claims, (await jwtVerify(jwt, publicKey)).payload]
      if (read.some(({ jti }) => jti !== claims.jti)) throw new Error('other claims')
    } catch (error) {
      throw new Error(`the token of ${TITLES[name]}: ${(error as Error).message}`)
    }
  }
  return contestants
}

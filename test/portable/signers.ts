import pem from '../vectors/pem.json' with { type: 'json' }
import type { Jwk, JwsAlgorithm } from '../../src/index.ts'
import { equal, refuses, type Case, type Module } from './check.ts'

const RSA = { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) }
const P384 = { name: 'ECDSA', namedCurve: 'P-384' }

const SIGNING: readonly KeyUsage[] = ['sign', 'verify']

function pairOf(algorithm: object, usages = SIGNING): Promise<CryptoKeyPair> {
  const generate = (): Promise<CryptoKeyPair> =>
    crypto.subtle.generateKey(algorithm as EcKeyGenParams, false, usages) as Promise<CryptoKeyPair>
  // WebKitGTK 2.50 fails with one in a hundred Ed25519 keys.
  return generate().catch(generate)
}

const privateKeyOf = async (algorithm: object, usages = SIGNING): Promise<CryptoKey> =>
  (await pairOf(algorithm, usages)).privateKey

/** A public JWK as a CryptoKey. */
function publicKeyOf(publicJwk: Jwk, algorithm: object, usages: KeyUsage[] = ['verify']): Promise<CryptoKey> {
  // Some runtimes refuse alg or key_ops.
  const { kty, crv, x, y, n, e } = publicJwk
  const jwk = JSON.parse(JSON.stringify({ kty, crv, x, y, n, e })) as JsonWebKey
  return crypto.subtle.importKey('jwk', jwk, algorithm as EcKeyImportParams, true, usages)
}

/** The WebCrypto parameters of the algorithms that are tested here. */
const NATIVE: { readonly [alg in JwsAlgorithm]?: object } = {
  RS384: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-384' },
  PS256: { name: 'RSA-PSS', hash: 'SHA-256' },
  ES256: { name: 'ECDSA', namedCurve: 'P-256' },
  ES384: P384,
  ES512: { name: 'ECDSA', namedCurve: 'P-521' },
  Ed25519: { name: 'Ed25519' },
  EdDSA: { name: 'Ed25519' },
}

type UnfitRow = readonly [what: string, make: () => Promise<unknown>, message: RegExp, alg?: JwsAlgorithm]

/**
 * CryptoKeys that cannot sign: how each is made, the error's message, and the algorithm that is asked for.
 */
const UNFIT_TO_SIGN: readonly UnfitRow[] = [
  ['a public key', async () => (await pairOf(P384)).publicKey, /public, and to sign you need a private one/],
  [
    'a key to agree with',
    () => privateKeyOf({ ...P384, name: 'ECDH' }, ['deriveBits']),
    /usages do not list "sign"/,
  ],
  [
    'a key to decipher with',
    () => privateKeyOf({ ...RSA, name: 'RSA-OAEP', hash: 'SHA-384' }, ['decrypt']),
    /usages do not list "sign"/,
  ],
  ['a secret', () => pairOf({ name: 'HMAC', hash: 'SHA-384' }), /secret, and to sign you need a private one/],
  [
    'RSA of 1024 bits',
    () => privateKeyOf({ ...RSA, hash: 'SHA-384', modulusLength: 1024 }),
    /it has 1024 bits, and must have 2048 to 8192/,
  ],
  [
    'RSA with SHA-1',
    () => privateKeyOf({ ...RSA, hash: 'SHA-1' }),
    /RSASSA-PKCS1-v1_5, is not for a signature here/,
  ],
  ['RSA with another hash', () => privateKeyOf({ ...RSA, hash: 'SHA-384' }), /not for RS256/, 'RS256'],
  ['another curve', () => privateKeyOf(P384), /not for ES256/, 'ES256'],
  ['Ed25519 without its alg', () => privateKeyOf({ name: 'Ed25519' }), /name one of Ed25519, EdDSA as alg/],
]

/** An unsigned number as an INTEGER of DER. */
function integer(number: Uint8Array): number[] {
  const start = number.findIndex(Boolean)
  const octets = [...number.subarray(start)]
  if (octets[0]! > 127) octets.unshift(0)
  return [2, octets.length, ...octets]
}

/** An ECDSA signature as a KMS gives it. */
function toDer(signature: Uint8Array): Uint8Array {
  const half = signature.length / 2
  const content = [...integer(signature.subarray(0, half)), ...integer(signature.subarray(half))]
  return Uint8Array.from([0x30, ...(content.length > 127 ? [0x81] : []), content.length, ...content])
}

/** The signature of the text “a message” by openssl dgst -sha384 -sign ec.pkcs8.pem. */
const OPENSSL =
  '30650230275cabd5e8433bb4871149b7647d9850a99b724f15f8c4c5a4789b250a19d962026cc25122f61e88644ee2a52af742db' +
  '023100997c5efa92ab75e095fba961821b1139d5417e93fd92d39f80c82b17d5f2a50f2dcaacc5d98ead26c3488804183b5cf2'

const octetsOf = (hex: string): number[] => hex.match(/../g)!.map((octet) => parseInt(octet, 16))

/** Octets that are not a DER signature on P-384. */
const NO_SIGNATURE: { readonly [what: string]: readonly number[] } = {
  nothing: [],
  'r‖s already': new Array<number>(96).fill(1),
  'a signature cut short': octetsOf(OPENSSL).slice(0, -1),
  'an octet after it': [...octetsOf(OPENSSL), 0],
  'a length in more octets than it needs': [0x30, 0x81, 6, 2, 1, 5, 2, 1, 5],
  'a negative number': [0x30, 6, 2, 1, 0x80, 2, 1, 5],
  'a padded number': [0x30, 7, 2, 2, 0, 5, 2, 1, 5],
  'a number too long': [0x30, 54, 2, 49, ...new Array<number>(49).fill(1), 2, 1, 5],
}

const after = <T>(ms: number, act: () => T | Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    setTimeout(() => Promise.resolve().then(act).then(resolve, reject), ms)
  })

/** Milliseconds of a deadline that is missed, and of one that is never reached. */
const SHORT = 20
const LONG = 20_000

const fails = (): never => {
  throw new Error('access denied')
}

type FailureRow = readonly [what: string, sign: () => Promise<Uint8Array>, timeout: number, message: RegExp]

/** What a KMS may do instead of signing, and the error's message. */
const FAILURES: readonly FailureRow[] = [
  ['never answers', () => new Promise(() => {}), SHORT, /gave no signature within 20 ms/],
  ['answers late', () => after(3 * SHORT, () => new Uint8Array(96)), SHORT, /gave no signature within 20 ms/],
  ['fails late', () => after(3 * SHORT, fails), SHORT, /gave no signature within 20 ms/],
  ['fails', () => after(1, fails), LONG, /^the signer failed; see cause$/],
  ['throws', fails, LONG, /^the signer failed; see cause$/],
  [
    'answers with text',
    async () => 'MGQCMA' as unknown as Uint8Array,
    LONG,
    /^the signer gave a string, not a signature's octets$/,
  ],
  [
    'answers with nothing',
    async () => undefined as unknown as Uint8Array,
    LONG,
    /^the signer gave nothing, not a signature's octets$/,
  ],
  [
    'answers with too much',
    async () => new Uint8Array(97),
    LONG,
    /gave 97 octets, not the 96 octets of ES384$/,
  ],
]

/** Sign with an external signer that answers in DER or raw; WebCrypto keeps its key. */
async function kms(lib: Module, format: 'der' | 'raw'): Promise<{ token: string; publicJwk: Jwk }> {
  const { signer, publicJwk } = await lib.generateSigner('ES384')
  const sign = async (input: Uint8Array): Promise<Uint8Array> => {
    const signature = await after(1, () => signer.sign(input))
    return format === 'der' ? toDer(signature) : signature
  }
  const outside = lib.externalSigner({ alg: 'ES384', kid: signer.kid!, sign, format, timeout: LONG })
  return { token: await lib.signJwt({ iss: 'a' }, outside), publicJwk }
}

export const signerCases: readonly Case[] = [
  ...Object.entries(NATIVE).map(
    ([name, native]): Case => ({
      name: `${name}: a generated signer’s key stays inside, and signs as a CryptoKey too`,
      async run({ generateSigner, importSigner, importVerifier, signJwt, verifyJwt }) {
        const alg = name as JwsAlgorithm
        const { signer, publicJwk, privateKey } = await generateSigner(alg)
        equal([privateKey.type, privateKey.extractable, privateKey.usages], ['private', false, ['sign']])
        for (const format of ['jwk', 'pkcs8'] as const) {
          // Node 20 and 22 name the error InvalidAccessException.
          const exported = crypto.subtle.exportKey(format, privateKey)
          const refusal = await exported.then(
            () => 'nothing',
            (error: Error) => error.name.replace('Exception', 'Error'),
          )
          equal(refusal, 'InvalidAccessError', `the refusal to export as ${format}`)
        }
        equal(
          [publicJwk.alg, publicJwk.use, publicJwk.key_ops, publicJwk.d],
          [alg, 'sig', ['verify'], undefined],
        )
        const asked = native === NATIVE.Ed25519 || native === NATIVE.EdDSA ? { alg } : {}
        const verifier = await importVerifier(await publicKeyOf(publicJwk, native), asked)
        for (const key of [signer, await importSigner(privateKey, { ...asked, kid: publicJwk.kid! })]) {
          const token = await signJwt({ iss: 'a' }, key)
          equal((await verifyJwt(token, { keys: [publicJwk] })).header, {
            alg,
            kid: publicJwk.kid,
            typ: 'JWT',
          })
          equal((await verifyJwt(token, verifier)).claims, { iss: 'a' })
        }
      },
    }),
  ),
  ...UNFIT_TO_SIGN.map(
    ([what, make, message, alg]): Case => ({
      name: `CryptoKey: refuses to sign with ${what}`,
      async run({ importSigner }) {
        const key = (await make()) as CryptoKey
        await refuses('ERR_JWK', () => importSigner(key, alg ? { alg } : {}), message)
      },
    }),
  ),
  {
    name: 'CryptoKey: refuses to verify with a private key, and with one that may not verify',
    async run({ generateSigner, importVerifier }) {
      const { privateKey, publicJwk } = await generateSigner('ES384')
      await refuses(
        'ERR_JWK',
        () => importVerifier(privateKey),
        /private, and to verify you need a public one/,
      )
      const idle = await publicKeyOf(publicJwk, P384, [])
      await refuses('ERR_JWK', () => importVerifier(idle), /usages do not list "verify"/)
    },
  },
  {
    name: 'DER: openssl’s signature verifies as r‖s',
    async run({ ecdsaSignatureFromDer, importVerifier, publicJwkFromPem }) {
      const { verify } = await importVerifier(await publicJwkFromPem(pem['ec.spki']))
      const signature = ecdsaSignatureFromDer(Uint8Array.from(octetsOf(OPENSSL)), 'ES384')
      equal(await verify(signature, new TextEncoder().encode('a message')), true)
    },
  },
  {
    name: 'DER: numbers of every length come to the curve’s width',
    run({ ecdsaSignatureFromDer }) {
      for (const [alg, width] of [
        ['ES256', 32],
        ['ES384', 48],
        ['ES512', 66],
      ] as const) {
        for (let zeros = 0; zeros < width; zeros++) {
          for (const first of [1, 127, 128, 255]) {
            const raw = new Uint8Array(2 * width).fill(first, zeros, width).fill(7, 2 * width - 1 - zeros)
            equal(ecdsaSignatureFromDer(toDer(raw), alg), raw, `${alg} of ${zeros} zero octets`)
          }
        }
      }
    },
  },
  {
    name: 'DER: refuses octets that are not a signature of the algorithm',
    async run({ ecdsaSignatureFromDer }) {
      for (const octets of Object.values(NO_SIGNATURE)) {
        await refuses(
          'ERR_SIGNATURE',
          () => ecdsaSignatureFromDer(Uint8Array.from(octets), 'ES384'),
          /no ECDSA signature in DER: /,
        )
      }
      await refuses(
        'ERR_ALG',
        () => ecdsaSignatureFromDer(Uint8Array.from(octetsOf(OPENSSL)), 'RS384'),
        /ES256/,
      )
    },
  },
  ...(['der', 'raw'] as const).map(
    (format): Case => ({
      name: `external signer: signs, answering ${format}`,
      async run(lib) {
        const { token, publicJwk } = await kms(lib, format)
        equal((await lib.verifyJwt(token, { keys: [publicJwk] })).claims, { iss: 'a' })
      },
    }),
  ),
  {
    name: 'external signer: the octets that it is given are its own',
    async run({ externalSigner, importSigner, privateJwkFromPem, publicJwkFromPem, signJws, verifyJws }) {
      const { sign } = await importSigner(await privateJwkFromPem(pem['ec.pkcs8']))
      const wiping = async (input: Uint8Array): Promise<Uint8Array> => {
        const signature = await sign(input.slice())
        new Uint8Array(input.buffer).fill(0)
        return signature
      }
      const token = await signJws('x', externalSigner({ alg: 'ES384', sign: wiping }))
      equal((await verifyJws(token, await publicJwkFromPem(pem['ec.spki']))).payload, new Uint8Array([120]))
    },
  },
  ...FAILURES.map(
    ([what, sign, timeout, message]): Case => ({
      name: `external signer: one that ${what} is refused in time`,
      async run({ externalSigner, signJws }) {
        const start = Date.now()
        await refuses(
          'ERR_SIGNATURE',
          () => signJws('x', externalSigner({ alg: 'ES384', sign, timeout })),
          message,
        )
        if (Date.now() - start > LONG / 2) throw new Error('it took too long')
        // A late failure must not become an unhandled rejection.
        await after(4 * SHORT, () => {})
      },
    }),
  ),
]

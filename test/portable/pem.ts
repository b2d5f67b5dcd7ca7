import leadingZero from '../vectors/leading-zero.json' with { type: 'json' }
import pem from '../vectors/pem.json' with { type: 'json' }
import type { JwsAlgorithm } from '../../src/index.ts'
import { equal, refuses, type Case } from './check.ts'

/** A private key, its public key in each form that openssl writes, and an algorithm. */
const PAIRS: readonly (readonly [key: string, publicForms: readonly string[], alg: JwsAlgorithm])[] = [
  ['rsa.pkcs1', ['rsa.spki', 'rsa.pkcs1.public', 'rsa.certificate', 'rsa.pkcs8'], 'RS384'],
  ['rsa.pkcs8', ['rsa.spki'], 'PS256'],
  ['ec.sec1', ['ec.spki', 'ec.certificate', 'ec.pkcs8'], 'ES384'],
  ['ec.pkcs8', ['ec.spki'], 'ES384'],
  ['ed25519.pkcs8', ['ed25519.spki', 'ed25519.pkcs8'], 'Ed25519'],
  ['ed25519.pkcs8', ['ed25519.spki'], 'EdDSA'],
]

const text = (name: string): string => pem[name as keyof typeof pem]

/** A PEM file with one bit changed in the octet at `index`, counted from the end. */
function altered(name: string, index: number): string {
  const [head, ...lines] = text(name).trimEnd().split('\n')
  const end = lines.pop()
  const octets = Array.from(atob(lines.join('')), (char) => char.charCodeAt(0))
  octets[octets.length - index]! ^= 1
  return [head, btoa(String.fromCharCode(...octets)), end].join('\n')
}

type Row = readonly [what: string, pem: string, alg: JwsAlgorithm, code: string, message: RegExp]

const UNFIT_TO_SIGN: readonly Row[] = [
  ['no PEM', 'eyJrdHkiOiJFQyJ9', 'ES384', 'ERR_PEM', /BEGIN/],
  [
    'a public key',
    text('ec.spki'),
    'ES384',
    'ERR_PEM',
    /it is a public key, and signing takes the private key/,
  ],
  [
    'a certificate',
    text('ec.certificate'),
    'ES384',
    'ERR_PEM',
    /it is a public key, and signing takes the private key/,
  ],
  ['two keys', text('ec.sec1') + text('rsa.pkcs1'), 'ES384', 'ERR_PEM', /several/],
  ['an encrypted key', text('rsa.encrypted.pkcs8'), 'RS384', 'ERR_PEM', /openssl pkey/],
  ['a body cut short', text('rsa.pkcs8').replace(/\n[^\n]+\n-/, '\n-'), 'RS384', 'ERR_PEM', /cut off/],
  [
    'another label',
    text('rsa.pkcs8').replace(/ PRIVATE/g, ' RSA PRIVATE'),
    'RS384',
    'ERR_PEM',
    /RSA private key/,
  ],
  ['a compressed point', text('ec.compressed.sec1'), 'ES384', 'ERR_PEM', /conv_form/],
  ['a curve of others', text('ec.secp256k1.sec1'), 'ES256', 'ERR_PEM', /P-384/],
  ['X25519', text('x25519.pkcs8'), 'Ed25519', 'ERR_PEM', /Ed25519/],
  ['P-384 said to be ES256', text('ec.sec1'), 'ES256', 'ERR_JWK', /alg "ES256"; kty and crv fit ES384/],
  ['RSA of 1024 bits', text('rsa1024.pkcs1'), 'RS384', 'ERR_JWK', /n has 1024 bits, not 2048/],
  ['RSA with another qi', altered('rsa.pkcs1', 1), 'RS384', 'ERR_JWK', /do not match/],
  ['a point off the curve', altered('ec.sec1', 1), 'ES384', 'ERR_JWK', /./],
]

const FORMS: { readonly [form: string]: (pem: string) => string } = {
  'literal \\n': (lines) => lines.replace(/\n/g, '\\n'),
  'CRLF, and text around it': (lines) => `key:\r\n${lines.replace(/\n/g, '\r\n')}end`,
  'quotes, and no final newline': (lines) => `"${lines.trimEnd()}"`,
}

const LEADING_ZERO =
  'a signature that begins with a zero octet has it, and no other (RFC 8017 §8.1.2, §8.2.2)'

export const pemCases: readonly Case[] = [
  ...PAIRS.map(
    ([key, publicForms, alg]): Case => ({
      name: `PEM: ${key} signs ${alg}, and its public forms verify`,
      async run({ privateJwkFromPem, publicJwkFromPem, signJwt, verifyJwt }) {
        const token = await signJwt({ iss: 'a' }, await privateJwkFromPem(text(key), { alg, kid: 'k' }))
        for (const form of publicForms) {
          const { header } = await verifyJwt(token, await publicJwkFromPem(text(form), { alg }))
          equal(header, { alg, kid: 'k', typ: 'JWT' }, form)
        }
      },
    }),
  ),
  ...Object.entries(FORMS).map(
    ([form, write]): Case => ({
      name: `PEM with ${form}`,
      async run({ importSigner, privateJwkFromPem }) {
        for (const [key, , alg] of PAIRS) {
          equal((await importSigner(await privateJwkFromPem(write(text(key)), { alg }))).alg, alg)
        }
      },
    }),
  ),
  ...UNFIT_TO_SIGN.map(
    ([what, key, alg, code, message]): Case => ({
      name: `PEM: refuses to sign with ${what}`,
      run: ({ privateJwkFromPem, signJws }) =>
        refuses(code, async () => signJws('x', await privateJwkFromPem(key, { alg })), message),
    }),
  ),
  {
    name: 'PEM: refuses to verify with a certificate to encipher',
    run: ({ publicJwkFromPem }) =>
      refuses(
        'ERR_PEM',
        () => publicJwkFromPem(text('rsa.encipherment.certificate'), { alg: 'RS384' }),
        /keyUsage/,
      ),
  },
  {
    name: 'PEM: nothing verifies with a point off the curve',
    async run({ privateJwkFromPem, publicJwkFromPem, signJws, verifyJws }) {
      const token = await signJws('x', await privateJwkFromPem(text('ec.sec1')))
      // Most runtimes refuse the key. Deno and WebKit import it; then Deno’s verify throws, and
      // WebKit’s gives false.
      const error = await publicJwkFromPem(altered('ec.spki', 1))
        .then((publicJwk) => verifyJws(token, publicJwk))
        .catch((thrown: unknown) => thrown as { code: string })
      if (!('code' in error)) throw new Error('it verified')
      equal(['ERR_JWK', 'ERR_CRYPTO', 'ERR_SIGNATURE'].includes(error.code), true, error.code)
    },
  },
  {
    name: 'PEM: an algorithm has to be named where the key allows several',
    async run({ importSigner, privateJwkFromPem }) {
      const read = async (name: string, alg?: JwsAlgorithm) =>
        importSigner(await privateJwkFromPem(text(name)), { alg })
      equal((await read('ec.pkcs8')).alg, 'ES384')
      equal((await read('rsa.pkcs8', 'PS256')).alg, 'PS256')
      await refuses('ERR_JWK', () => read('rsa.pkcs8'), /RS256, .*, PS512/)
      await refuses('ERR_JWK', () => read('ed25519.pkcs8'), /Ed25519, EdDSA/)
    },
  },
  ...leadingZero.map(
    ({ alg, jws }): Case => ({
      name: `${alg}: ${LEADING_ZERO}`,
      async run({ decodeJws, encodeBase64url, publicJwkFromPem, verifyJws }) {
        const verifier = await publicJwkFromPem(text('rsa.spki'), { alg: alg as JwsAlgorithm })
        await verifyJws(jws, verifier)
        const { signature } = decodeJws(jws)
        for (const other of [signature.subarray(1), Uint8Array.of(0, ...signature)]) {
          const token = jws.slice(0, jws.lastIndexOf('.') + 1) + encodeBase64url(other)
          await refuses('ERR_SIGNATURE', () => verifyJws(token, verifier))
        }
      },
    }),
  ),
]

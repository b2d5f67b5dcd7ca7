/** The likeliest slips of a new user, each with the words that get them on. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import * as lib from '../src/index.ts'
import * as server from '../src/server/index.ts'
import * as smart from '../src/smart/index.ts'
import { command, file, folder } from './command.ts'
import { ES384_PRIVATE, ES384_PUBLIC, pem, RS384_PRIVATE, without } from './fixtures/keys.ts'
import './plain.mjs'
import { hostile } from './refusal.ts'
import { withoutCrypto } from './no-crypto.ts'

/** What was typed or called: gives what the user then reads. */
type Slip = () => Promise<string>

const key = { ...ES384_PRIVATE, kid: 'a' }
const publicKey = { ...ES384_PUBLIC, kid: 'a' }
const CLAIMS = { iss: 'my-client', exp: 4_102_444_800 }
const now = Math.floor(Date.now() / 1000)
const token = await lib.signJwt(CLAIMS, key)
const HS256 = `${Buffer.from('{"alg":"HS256"}').toString('base64url')}.e30.AAAA`

/** A command line that is refused: what it prints to stderr. */
const typed =
  (args: () => readonly string[]): Slip =>
  async () => {
    const { status, err, out } = await command(args())
    assert.notEqual(status, 0, out)
    return err
  }

/** A call that is refused: its message. */
const called =
  (call: () => unknown): Slip =>
  async () => {
    try {
      await call()
    } catch (error) {
      return (error as Error).message
    }
    return assert.fail('accepted')
  }

/** A call where WebCrypto is not there, as in Node 18. */
const inOldNode = (call: () => unknown): Slip => called(() => withoutCrypto(call))

/** A program in a folder without packages: what Node says. */
const notInstalled: Slip = async () => {
  const args = ['--input-type=module', '-e', `import 'subtle-jws'`]
  const { stderr } = spawnSync(process.execPath, args, { cwd: folder(), encoding: 'utf8', timeout: 20_000 })
  return stderr
}

const keyFile = () => file('private.json', key)
const claimsFile = () => file('claims.json', CLAIMS)
const client = (more: object) =>
  smart.createBackendServicesClient(hostile({ clientId: 'c', key, scope: 'system/Patient.rs', ...more }))

const SLIPS: { readonly [slip: string]: readonly [Slip, ...RegExp[]] } = {
  'the package is not installed': [notInstalled, /Cannot find package 'subtle-jws'/],
  'Node is too old': [inOldNode(() => lib.generateJwk('ES384')), /crypto\.subtle/, /Node 20/],
  'a file that is not there': [
    typed(() => ['sign', '--key', 'nofile.json', claimsFile()]),
    /"nofile.json": there is no such file/,
  ],
  'a folder in place of a file': [typed(() => ['jwks', folder()]), /it is a folder; name a file in it/],
  'the claims in place of the key': [
    typed(() => ['sign', '--key', claimsFile(), claimsFile()]),
    /JSON without a key/,
    /a JWK has kty/,
  ],
  'the key in place of the claims': [
    typed(() => ['sign', '--key', keyFile(), keyFile()]),
    /CLAIMS holds a private key/,
    /leave the key out, and give only what everybody may see/,
  ],
  'a JWK Set in place of the claims': [
    typed(() => ['sign', '--key', keyFile(), file('set.json', { keys: [publicKey, key] })]),
    /CLAIMS holds a private key/,
  ],
  'a symmetric key in place of the claims': [
    typed(() => ['sign', '--key', keyFile(), file('secret.json', { kty: 'oct', k: 'c2VjcmV0' })]),
    /CLAIMS holds a private key/,
  ],
  'no key at all': [typed(() => ['sign', claimsFile()]), /--key is missing/, /usage: subtle-jws sign --key/],
  'a URL for a key file': [
    typed(() => ['sign', '--key', 'https://my.example/jwks.json', claimsFile()]),
    /a URL was given in place of its path/,
    /save its content to a file/,
  ],
  'a misspelt command': [typed(() => ['sgin', 'a']), /there is no command "sgin" \(did you mean sign\?\)/],
  'a misspelt option': [typed(() => ['sign', '--kye', 'a', 'b']), /did you mean --key\?/],
  'the public key to sign with': [
    typed(() => ['sign', '--key', file('public.json', publicKey), claimsFile()]),
    /key_ops must list "sign"/,
  ],
  'the claims in place of the token': [
    typed(() => ['verify', '--keys', file('public.json', publicKey), claimsFile()]),
    /is JSON; subtle-jws sign makes a token from claims/,
  ],
  'HS256 for a new key': [typed(() => ['keygen', '--alg', 'HS256']), /shared secret/, /one of RS256/],
  'a token with HS256': [called(() => lib.verifyJwt(HS256, publicKey)), /"HS256" is none of RS256/],
  'a secret that is not set': [called(() => lib.signJwt(CLAIMS, hostile(undefined))), /key is absent/],
  'JSON text as the key': [
    called(() => lib.signJwt(CLAIMS, hostile(JSON.stringify(key)))),
    /key is a string/,
    /JSON text: JSON\.parse/,
  ],
  'PEM text as the key': [
    called(() => lib.signJwt(CLAIMS, hostile(pem('ec.pkcs8')))),
    /PEM text: privateJwkFromPem/,
  ],
  'PEM in base64': [
    called(() => lib.privateJwkFromPem(Buffer.from(pem('ec.pkcs8')).toString('base64'))),
    /base64 of PEM: decode it/,
  ],
  'an encrypted PEM': [
    called(() => lib.privateJwkFromPem(pem('rsa.encrypted.pkcs8'))),
    /ENCRYPTED/,
    /openssl pkey -in/,
  ],
  'an RSA key without an algorithm': [
    called(() => lib.signJwt(CLAIMS, without({ ...RS384_PRIVATE }, 'alg'))),
    /it has no alg; name one of RS256/,
  ],
  'a URL as the key set': [
    called(() => lib.verifyJwt(token, hostile('https://my.example/jwks.json'))),
    /URL: createRemoteJwks/,
  ],
  'a key set by http': [
    called(() => lib.createRemoteJwks('http://my.example/jwks.json')),
    /must be an https URL/,
    /allowInsecureRequests/,
  ],
  'expiresIn, as elsewhere': [
    called(() => lib.signJwt(CLAIMS, key, hostile({ expiresIn: '1h' }))),
    /expiresIn; exp \(in seconds\)/,
  ],
  'exp as text': [called(() => lib.signJwt({ exp: '1h' }, key)), /number of seconds since 1970/],
  'a token with "Bearer "': [called(() => lib.verifyJwt(`Bearer ${token}`, publicKey)), /has " "/],
  'a token that is not there': [called(() => lib.verifyJwt(hostile(undefined), publicKey)), /JWS is absent/],
  'an expired token': [
    called(async () => lib.verifyJwt(await lib.signJwt({ exp: now - 60 }, key), publicKey)),
    /exp is \d+, and must be after \d+/,
  ],
  'an audience that is not set': [
    called(() => lib.verifyJwt(token, publicKey, hostile({ audience: undefined }))),
    /option audience is absent/,
  ],
  'a client without a server': [called(() => client({})), /fhirBaseUrl or option tokenEndpoint is needed/],
  'no network': [
    typed(() => [
      ...['token', '--token-url', 'https://nowhere.invalid/token', '--scope', 'system/Patient.rs'],
      ...['--client-id', 'c', '--key', keyFile()],
    ]),
    /DNS of this network/,
    /check the URL’s host name/,
  ],
  'a body that no parser has read': [
    called(() =>
      server
        .createAssertionVerifier({ audience: 'https://a.example/token', client: () => null })
        .verify(hostile(undefined)),
    ),
    /not a body that was read/,
    /URLSearchParams/,
  ],
}

for (const [slip, [act, ...words]] of Object.entries(SLIPS)) {
  test(`a new user's slip leads to a sentence that helps: ${slip}`, async () => {
    const said = await act()
    for (const word of words) assert.match(said, word)
    assert.doesNotMatch(said, /undefined|\[object|BEGIN PRIVATE KEY-----\n/)
  })
}

test('PEM whose line breaks are \\n in two characters, as in an environment variable, is read', async () => {
  const jwk = await lib.privateJwkFromPem(pem('ec.pkcs8').replaceAll('\n', '\\n'))
  assert.ok(jwk.d)
})

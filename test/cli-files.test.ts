import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { derKind } from '../src/cli/der-kinds.ts'
import { pathInCommand } from '../src/cli/files.ts'
import { sshPrivateKey, sshPublicKey } from '../src/cli/ssh.ts'
import { importSigner, importVerifier } from '../src/index.ts'
import { command, file, folder } from './command.ts'
import { ES384_PRIVATE, pem, RS384_PRIVATE } from './fixtures/keys.ts'

const CLAIMS = fileURLToPath(new URL('fixtures/claims.json', import.meta.url))

/** An element of DER. */
function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents)
  const { length } = content
  const size = length < 128 ? [length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}
const sequence = (...parts: Uint8Array[]): Buffer => der(0x30, ...parts)
const integer = (number: number): Buffer => der(2, Buffer.from([number]))
const octets = der(4, Buffer.alloc(40))
const bits = der(3, Buffer.alloc(40))
const oid = der(6, Buffer.from([42, 3]))
const algorithm = sequence(oid)

/** A string as ssh writes it. */
function wire(value: Uint8Array | string): Buffer {
  const content = Buffer.from(value as string)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length)
  return Buffer.concat([length, content])
}
const ED25519 = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
const x = Buffer.from(ED25519.x!, 'base64url')
const d = Buffer.from(ED25519.d!, 'base64url')

/** An OpenSSH private key of a type, locked by a cipher or not. */
function openssh(type: string, cipher = 'none', point: Uint8Array = x): string {
  const inner = [Buffer.alloc(8), wire(type), wire(point), wire(Buffer.concat([d, x])), wire('comment')]
  const blob = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    wire(cipher),
    wire(cipher === 'none' ? 'none' : 'bcrypt'),
    wire(''),
    Buffer.from([0, 0, 0, 1]),
    wire(Buffer.concat([wire(type), wire(x)])),
    wire(Buffer.concat(inner)),
  ])
  return block('OPENSSH PRIVATE KEY', blob.toString('base64'))
}
const sshLine = (type: string, point: Uint8Array = x): string =>
  `${type} ${Buffer.concat([wire(type), wire(point)]).toString('base64')} me@host`

function block(label: string, body = 'AAAA'): string {
  return `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`
}

const pkcs8 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey.export({
  format: 'der',
  type: 'pkcs8',
})
const jwk = JSON.stringify(ES384_PRIVATE)
const OTHER_FILE = 'signing takes the private key, which is in another file'

/** A kind of file: its content, and what sign and jwks say of it; without the second, jwks shows its keys. */
type Row = readonly [content: string | Uint8Array, sign: string, jwks?: string]

const makes = (kind: string, line: string): string => `${kind}; convert it to a key file with: ${line}`
/** A kind that both say the same of. */
const both = (content: string | Uint8Array, sentence: string): Row => [content, sentence, sentence]
/** A public key that only jwks makes something of. */
const publicOf = (content: string | Uint8Array, kind: string, line: string): Row => [
  content,
  `${kind}; ${OTHER_FILE}`,
  makes(kind, line),
]

const ROWS: readonly Row[] = [
  // DER
  both(pkcs8, makes('a private key in DER (PKCS#8)', 'openssl pkey -inform DER -in PATH -out plain.pem')),
  both(
    sequence(algorithm, octets),
    makes('an encrypted private key in DER (PKCS#8)', 'openssl pkcs8 -inform DER -in PATH -out plain.pem'),
  ),
  both(
    sequence(...Array.from({ length: 9 }, () => integer(0))),
    makes('an RSA private key in DER (PKCS#1)', 'openssl rsa -inform DER -in PATH -out plain.pem'),
  ),
  both(
    sequence(integer(1), octets),
    makes('an EC private key in DER (SEC1)', 'openssl ec -inform DER -in PATH -out plain.pem'),
  ),
  both(
    sequence(integer(3), algorithm, sequence(octets)),
    makes('a PKCS#12 store (.p12, .pfx)', 'openssl pkcs12 -in PATH -nodes -nocerts -out plain.pem'),
  ),
  both(
    Buffer.concat([Buffer.from('30800201033080', 'hex'), Buffer.from('2a864886f70d010c0106', 'hex')]),
    makes('a PKCS#12 store (.p12, .pfx)', 'openssl pkcs12 -in PATH -legacy -nodes -nocerts -out plain.pem'),
  ),
  publicOf(
    sequence(algorithm, bits),
    'a public key in DER',
    'openssl pkey -pubin -inform DER -in PATH -out plain.pem',
  ),
  publicOf(
    sequence(integer(1), integer(1)),
    'an RSA public key in DER (PKCS#1)',
    'openssl rsa -RSAPublicKey_in -inform DER -in PATH -pubout -out plain.pem',
  ),
  publicOf(
    sequence(sequence(integer(1), algorithm), algorithm, bits),
    'a certificate in DER',
    'openssl x509 -inform DER -in PATH -out plain.pem',
  ),
  publicOf(
    sequence(sequence(integer(0), algorithm, der(0xa0)), algorithm, bits),
    'a certificate request in DER',
    'openssl req -inform DER -in PATH -pubkey -noout -out plain.pem',
  ),
  publicOf(
    sequence(oid, der(0xa0)),
    'certificates in DER (PKCS#7)',
    'openssl pkcs7 -inform DER -in PATH -print_certs -out plain.pem',
  ),
  // Other binaries
  ...['feedfeed', 'cececece'].map((magic) => {
    const type = magic === 'feedfeed' ? 'JKS' : 'JCEKS'
    const stores = `-srcstoretype ${type} -srckeystore PATH -deststoretype PKCS12 -destkeystore plain.p12`
    return both(
      Buffer.from(`${magic}00000002ff`, 'hex'),
      makes(`a Java key store (${type})`, `keytool -importkeystore ${stores}`),
    )
  }),
  both(Buffer.from('504b0304ff00', 'hex'), 'a zip archive; unzip it, and give the key file in it'),
  both(Buffer.from('1f8bff00', 'hex'), makes('a gzip file', 'gzip -dc < PATH > plain.pem')),
  both(
    Buffer.from([0, 0, 255, 1]),
    'a binary file of an unknown kind; a key file is a JWK, a JWK Set or PEM, all',
  ),
  // PEM
  both(
    pem('rsa.encrypted.pkcs8'),
    makes('an encrypted private key (PKCS#8)', 'openssl pkey -in PATH -out plain.pem'),
  ),
  both(
    pem('rsa.encrypted.pkcs1'),
    makes(
      'an encrypted private key in the old format (RSA PRIVATE KEY, Proc-Type: 4,ENCRYPTED)',
      'openssl rsa -in PATH -out plain.pem',
    ),
  ),
  both(
    block('EC PRIVATE KEY', 'Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA'),
    makes(
      'an encrypted private key in the old format (EC PRIVATE KEY, Proc-Type: 4,ENCRYPTED)',
      'openssl ec -in PATH -out plain.pem',
    ),
  ),
  [pem('ec.certificate'), `a certificate; ${OTHER_FILE}`],
  [pem('ec.spki'), `a public key; ${OTHER_FILE}`],
  [pem('rsa.pkcs1.public'), `an RSA public key (PKCS#1); ${OTHER_FILE}`],
  publicOf(
    block('TRUSTED CERTIFICATE'),
    'a certificate with trust settings (TRUSTED CERTIFICATE)',
    'openssl x509 -in PATH -out plain.pem',
  ),
  publicOf(
    block('X509 CERTIFICATE'),
    'a certificate under an old name (X509 CERTIFICATE)',
    'openssl x509 -in PATH -out plain.pem',
  ),
  publicOf(block('PKCS7'), 'certificates (PKCS#7)', 'openssl pkcs7 -in PATH -print_certs -out plain.pem'),
  ...['CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST'].map((label) =>
    publicOf(
      block(label),
      'a certificate request (CSR)',
      'openssl req -in PATH -pubkey -noout -out plain.pem',
    ),
  ),
  both(block('X509 CRL'), 'a list of revoked certificates (CRL); it holds no key'),
  both(block('EC PARAMETERS'), 'a curve without a key (EC PARAMETERS); the key is in another file'),
  both(block('DSA PRIVATE KEY'), 'a DSA key; JWS does not use DSA'),
  both(block('PGP PRIVATE KEY BLOCK'), 'an OpenPGP key or message; JWS does not use OpenPGP keys'),
  both('a -----BEGIN \nof none', '": '),
  both(block('DH PARAMETERS'), 'PEM of another kind (DH PARAMETERS); it holds no key that signs'),
  both(pem('ec.secp256k1.sec1'), '": '),
  // ssh
  both(
    openssh('ssh-rsa'),
    makes('an OpenSSH private key (ssh-rsa)', 'cp PATH plain.pem && ssh-keygen -p -m PEM -N "" -f plain.pem'),
  ),
  both(
    openssh('ssh-ed25519', 'aes256-ctr'),
    makes(
      'an encrypted OpenSSH private key (ssh-ed25519)',
      'cp PATH plain.pem && ssh-keygen -p -N "" -f plain.pem',
    ),
  ),
  ...[
    block('OPENSSH PRIVATE KEY'),
    openssh('ssh-ed25519').replace(/.{200}\n/, '\n'),
    openssh('ssh-ed25519', 'none', d.subarray(1)),
  ].map((content) => both(content, 'an OpenSSH private key that is cut off or altered; copy the whole file')),
  publicOf(sshLine('ssh-rsa'), 'a public ssh key (ssh-rsa)', 'ssh-keygen -e -m PKCS8 -f PATH > plain.pem'),
  [sshLine('ssh-ed25519'), `a public ssh key (ssh-ed25519); ${OTHER_FILE}`],
  [
    sshLine('ssh-dss'),
    `a public ssh key (ssh-dss); ${OTHER_FILE}`,
    'a public ssh key (ssh-dss); JWS does not use such keys',
  ],
  publicOf(
    '---- BEGIN SSH2 PUBLIC KEY ----\nAAAA\n---- END SSH2 PUBLIC KEY ----',
    'a public ssh key (SSH2, RFC 4716)',
    'ssh-keygen -i -f PATH > key.pub && ssh-keygen -e -m PKCS8 -f key.pub > plain.pem',
  ),
  both(
    'PuTTY-User-Key-File-3: ssh-rsa',
    makes('a PuTTY private key (.ppk)', 'puttygen PATH -O private-openssh -o plain.pem'),
  ),
  // Texts
  both(
    pem('ec.pkcs8').replaceAll('-----', '----'),
    makes('PEM whose BEGIN and END lines do not have five dashes on either side', "sed -E 's/"),
  ),
  both(
    'apiVersion: v1\nkind: Secret\n',
    'a Kubernetes manifest (YAML); extract the key with: kubectl get secret',
  ),
  both('eyJhbGciOiJFUzM4NCJ9.e30.AAAA', 'a token (JWT); a key is needed'),
  both('eyJhbGciOiJFUzM4NCJ9.e30.AAAA.AA.AA', 'an encrypted token or key (JWE); decrypt it'),
  both('https://a.example/jwks.json', 'a file with a URL in it; a key is needed; verify takes'),
  both('<!DOCTYPE html><html></html>', 'a web page (HTML); did you save a login page or an error?'),
  both('<EntityDescriptor/>', 'XML; a key file is a JWK'),
  both(jwk.slice(0, -9), 'not JSON, though it begins like JSON; is it cut off'),
  both('hello', 'text of an unknown kind; a key file is a JWK'),
  both(' \n', 'empty; did the command that writes it fail?'),
  // Encoded
  both(Buffer.from(pem('ec.pkcs8')).toString('base64'), makes('base64 of PEM', 'base64 -d PATH > plain.pem')),
  both(
    Buffer.from(`${jwk}  `.slice(0, -(jwk.length + 2) % 3 || undefined)).toString('base64'),
    'base64 of JSON; ',
  ),
  both(Buffer.from(jwk).toString('base64url').replace(/=+$/, ''), makes('base64 of JSON', '')),
  both(
    pkcs8.toString('base64'),
    makes(
      'base64 of a private key in DER (PKCS#8)',
      'base64 -d PATH | openssl pkey -inform DER -out plain.pem',
    ),
  ),
  both(
    pkcs8.toString('hex'),
    makes('hexadecimal of a private key in DER (PKCS#8)', 'xxd -r -p PATH | openssl pkey -inform DER -out'),
  ),
  both(Buffer.from('1f8bff00ff00ff00ff00ff00ff00ff00', 'hex').toString('base64'), 'base64 of a gzip file; '),
  both(
    Buffer.alloc(48, 255).toString('base64'),
    'base64 of 48 octets that are no key; is it a shared secret?',
  ),
  both(Buffer.from(sshLine('ssh-rsa')).toString('base64'), 'base64 of a public ssh key (ssh-rsa); '),
  both(`${'AAAA'.repeat(9)}AAA`, 'base64 of 29 octets that are no key'),
  // JSON
  both('5', 'JSON, but 5; a key is an object with kty'),
  both(`[${jwk}]`, makes('a list, not a JWK Set', 'node -e ')),
  both('{"keys":5}', 'JSON whose keys is 5; a JWK Set has a list of JWKs there'),
  both('{"kty":"oct","k":"AAAA"}', 'a shared secret (kty "oct"); HS256 and the like are not supported'),
  both('{"kind":"Secret"}', 'a Kubernetes Secret (JSON); extract the key with: kubectl'),
  both('{"ciphertext":"a"}', 'an encrypted key (JWE); decrypt it'),
  both('{"jwks_uri":"a"}', 'the metadata of a server; the key set is at its jwks_uri'),
  both('{}', 'JSON without a key; a jwk'.replace('jwk', 'JWK')),
]

test('each kind of file is named, with the command or the advice that helps, and its content is not shown', async () => {
  const sentences = new Map<string, string>()
  for (const [content, sign, jwks] of ROWS) {
    const path = file('key.in', content)
    const messages: string[] = []
    for (const [args, expected] of [
      [['sign', '--key', path, CLAIMS], sign],
      [['jwk', path], sign],
      [['jwks', path], jwks],
    ] as const) {
      const { status, out, err } = await command(args)
      assert.equal(status, expected === undefined ? 0 : 1, `${sign}: ${err}`)
      if (expected === undefined) continue
      assert.equal(out, '')
      const line = pathInCommand(path)
      assert.ok(err.includes(expected.replaceAll('PATH', line)), `${expected}\n${err}`)
      assert.ok(err.length < 600, err)
      assert.ok(
        !err.includes(ES384_PRIVATE.d!) && !err.includes(String(content).slice(40, 80) || 'none'),
        err,
      )
      messages.push(err)
    }
    sentences.set(messages[0]!, String(content))
  }
  // Eight rows are further files of a kind that is there already.
  assert.ok(sentences.size >= ROWS.length - 8, `${sentences.size} of ${ROWS.length}`)
})

test('Ed25519 keys of ssh-keygen are read, for it converts them to nothing else', async () => {
  const { jwk: privateJwk } = sshPrivateKey(openssh('ssh-ed25519').split('\n')[1]!)!
  const signer = await importSigner(privateJwk!, { alg: 'EdDSA' })
  const { jwk: publicJwk } = sshPublicKey(sshLine('ssh-ed25519'))!
  const verifier = await importVerifier(publicJwk!, { alg: 'EdDSA' })
  const input = new Uint8Array(3)
  assert.ok(await verifier.verify(await signer.sign(input), input))
  assert.equal(sshPublicKey(sshLine('ssh-ed25519', d.subarray(1))), undefined)
  assert.equal(sshPublicKey('ssh-ed25519 AAAA'), undefined)
  const path = file('id_ed25519', openssh('ssh-ed25519'))
  assert.equal((await command(['sign', '--alg', 'EdDSA', '--key', path, CLAIMS])).status, 0)
})

test('octets that only begin as DER does are no DER', () => {
  for (const hex of ['', '30', '3003020100ff', '04023000', '300302', '300530030201']) {
    assert.equal(derKind(Buffer.from(hex, 'hex')), undefined, hex)
  }
  assert.equal(derKind(sequence(integer(2), algorithm)), undefined)
})

test('a path that would need quotes is FILE in a command, and no command overwrites its own file', async () => {
  assert.equal(pathInCommand('-'), 'FILE')
  mkdirSync(join(folder(), 'a b'), { recursive: true })
  const spaced = await command(['jwk', file('a b/key.der', pkcs8)])
  assert.match(spaced.err, /openssl pkey -inform DER -in FILE -out plain\.pem/)
  const own = await command(['jwk', file('plain.pem', pkcs8)])
  assert.match(own.err, /-out key\.pem/)
})

test('what stands in place of a path is named, and not shown', async () => {
  for (const [path, message] of [
    [
      jwk,
      /cannot read a file: JSON was given in place of its path, and is not shown; write it to a file, or pipe/,
    ],
    [`[${jwk}]`, /JSON was given in place/],
    [` ${pem('ec.pkcs8')}`, /PEM was given in place of its path, and is not shown/],
    ['https://a.example/key.pem', /a URL was given in place of its path; save its content to a file/],
    [
      Buffer.from(jwk).toString('base64'),
      /cannot read a file whose path is not shown, as it looks like a key/,
    ],
    ['x'.repeat(199), /there is no such file|its name is too long/],
  ] as const) {
    const { status, out, err } = await command(['sign', '--key', path, CLAIMS])
    assert.deepEqual([status, out], [1, ''])
    assert.match(err, message)
    assert.ok(!err.includes(ES384_PRIVATE.d!) && !err.includes('BEGIN'))
  }
  const large = await command(['jwk', file('large.key', Buffer.alloc((1 << 20) + 1, 32))])
  assert.match(large.err, /cannot read ".*": it is too large, with more than 1048576 octets/)
  const whole = await command(['jwk', file('whole.key', JSON.stringify(RS384_PRIVATE).padEnd(1 << 20))])
  assert.equal(whole.status, 0)
})

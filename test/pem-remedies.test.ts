/** The command that a refusal of PEM names: each is run as it stands, and what it writes then signs or verifies. */
import assert from 'node:assert/strict'
import { execFileSync, execSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { privateJwkFromPem, publicJwkFromPem, signJws, verifyJws, type JwsAlgorithm } from '../src/index.ts'
import { pemFile } from './fixtures/keys.ts'
import './plain.mjs'

const folder = mkdtempSync(join(tmpdir(), 'subtle-jws-'))
after(() => rmSync(folder, { recursive: true }))

const hasKeygen = (() => {
  try {
    execFileSync('ssh-keygen', ['-?'], { stdio: 'pipe' })
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT'
  }
  return true
})()

const run = (command: string): void => {
  execSync(command, { cwd: folder, stdio: 'pipe' })
}

const read = (name: string): string => readFileSync(join(folder, name), 'utf8')

interface Row {
  readonly what: string
  /** Makes FILE, in a folder of its own. */
  readonly make: () => void
  readonly use: 'sign' | 'verify'
  readonly names: RegExp
  readonly alg?: JwsAlgorithm
  readonly needs?: 'ssh-keygen'
  /** What answers the questions of the command. */
  readonly password?: string
}

const copy = (name: string) => (): void => copyFileSync(pemFile(name), join(folder, 'FILE'))
const made = (command: string) => (): void => run(command)
const EXPLICIT = 'openssl ecparam -name secp384r1 -param_enc explicit -genkey -noout'

const ROWS: readonly Row[] = [
  {
    what: 'encrypted PKCS#8',
    make: made(
      `openssl pkcs8 -topk8 -v2 aes-256-cbc -passout pass:test -in ${pemFile('rsa.pkcs1')} -out FILE`,
    ),
    use: 'sign',
    names: /ENCRYPTED PRIVATE KEY/,
    alg: 'RS384',
    password: 'test',
  },
  {
    what: 'encrypted PKCS#1',
    make: made(`openssl rsa -aes128 -traditional -passout pass:test -in ${pemFile('rsa.pkcs1')} -out FILE`),
    use: 'sign',
    names: /ENCRYPTED PRIVATE KEY/,
    alg: 'RS384',
    password: 'test',
  },
  {
    what: 'encrypted PKCS#8',
    make: made(
      `openssl pkcs8 -topk8 -v2 aes-256-cbc -passout pass:test -in ${pemFile('rsa.pkcs1')} -out FILE`,
    ),
    use: 'verify',
    names: /ENCRYPTED PRIVATE KEY/,
    alg: 'RS384',
    password: 'test',
  },
  {
    what: 'an OpenSSH key (RSA)',
    make: made('ssh-keygen -q -t rsa -N "" -f FILE'),
    use: 'sign',
    names: /OPENSSH/,
    alg: 'RS384',
    needs: 'ssh-keygen',
  },
  {
    what: 'an OpenSSH key (EC)',
    make: made('ssh-keygen -q -t ecdsa -b 384 -N "" -f FILE'),
    use: 'sign',
    names: /OPENSSH/,
    needs: 'ssh-keygen',
  },
  {
    what: 'an OpenSSH key (EC)',
    make: made('ssh-keygen -q -t ecdsa -b 384 -N "" -f FILE'),
    use: 'verify',
    names: /OPENSSH/,
    needs: 'ssh-keygen',
  },
  {
    what: 'explicit parameters (SEC1)',
    make: copy('ec.explicit.sec1'),
    use: 'sign',
    names: /explicit parameters/,
  },
  {
    what: 'explicit parameters (PKCS#8)',
    make: made(`${EXPLICIT} | openssl pkcs8 -topk8 -nocrypt -out FILE`),
    use: 'sign',
    names: /explicit parameters/,
  },
  {
    what: 'explicit parameters (SPKI)',
    make: made(`${EXPLICIT} | openssl pkey -pubout -out FILE`),
    use: 'verify',
    names: /explicit parameters/,
  },
  {
    what: 'a compressed point',
    make: copy('ec.compressed.sec1'),
    use: 'sign',
    names: /a point that is not uncompressed/,
  },
  {
    what: 'a compressed point (SPKI)',
    make: made(`openssl ec -in ${pemFile('ec.sec1')} -pubout -conv_form compressed -out FILE`),
    use: 'verify',
    names: /a point that is not uncompressed/,
  },
  {
    what: 'an EC key without its public half',
    make: copy('ec.private-only.sec1'),
    use: 'sign',
    names: /lacks its public half/,
  },
  { what: 'RSASSA-PSS', make: copy('rsa-pss.pkcs8'), use: 'sign', names: /RSASSA-PSS/, alg: 'PS256' },
  {
    what: 'RSASSA-PSS (SPKI)',
    make: made(`openssl pkey -in ${pemFile('rsa-pss.pkcs8')} -pubout -out FILE`),
    use: 'verify',
    names: /RSASSA-PSS/,
    alg: 'PS256',
  },
  { what: 'X25519', make: copy('x25519.pkcs8'), use: 'sign', names: /X25519/ },
  { what: 'X448', make: made('openssl genpkey -algorithm X448 -out FILE'), use: 'sign', names: /X448/ },
  { what: 'Ed448', make: made('openssl genpkey -algorithm ED448 -out FILE'), use: 'sign', names: /Ed448/ },
  { what: 'secp256k1', make: copy('ec.secp256k1.sec1'), use: 'sign', names: /secp256k1/ },
  {
    what: 'brainpoolP256r1',
    make: made('openssl ecparam -name brainpoolP256r1 -genkey -noout -out FILE'),
    use: 'sign',
    names: /OID 2b2403030208010107 \(hexadecimal\)/,
  },
  {
    what: 'DSA',
    make: made('openssl dsaparam -genkey 1024 | openssl pkcs8 -topk8 -nocrypt -out FILE'),
    use: 'sign',
    names: /DSA/,
  },
  {
    what: 'a certificate request',
    make: made(`openssl req -new -key ${pemFile('ec.sec1')} -subj /CN=a -out FILE`),
    use: 'verify',
    names: /CERTIFICATE REQUEST/,
  },
  {
    what: 'a trusted certificate',
    make: made(`openssl x509 -in ${pemFile('ec.certificate')} -trustout -out FILE`),
    use: 'verify',
    names: /TRUSTED CERTIFICATE/,
  },
  {
    what: 'DER',
    make: made(`openssl pkcs8 -topk8 -nocrypt -in ${pemFile('ec.sec1')} -outform DER -out FILE`),
    use: 'sign',
    names: /no key found/,
  },
]

const COMMAND = /(openssl|ssh-keygen) .+?(-out new\.pem( -pubout)?|> new\.pem|-f FILE)/

for (const { what, make, use, names, alg, needs, password } of ROWS) {
  const skip = needs !== undefined && !hasKeygen ? 'ssh-keygen is not here' : false
  test(`${what}: what is named makes a key to ${use} (field K8)`, { skip }, async () => {
    for (const name of ['FILE', 'FILE.pub', 'new.pem']) rmSync(join(folder, name), { force: true })
    make()
    const reader = use === 'sign' ? privateJwkFromPem : publicJwkFromPem
    const options = alg ? { alg } : {}
    const error = await reader(read('FILE'), options).then(
      () => assert.fail('read'),
      (reason: Error & { code: string }) => reason,
    )
    assert.equal(error.code, 'ERR_PEM', error.message)
    assert.match(error.message, names)
    const [command] = COMMAND.exec(error.message) ?? []
    assert.ok(command, error.message)
    // A person is asked for the password.
    writeFileSync(join(folder, 'password'), password ?? '')
    run(password ? command.replace('pkey ', 'pkey -passin file:password ') : command)
    const jwk = await reader(read(existsSync(join(folder, 'new.pem')) ? 'new.pem' : 'FILE'), options)
    if (use === 'verify') return assert.equal(jwk.d, undefined)
    const jws = await signJws('x', jwk)
    assert.equal((await verifyJws(jws, jwk)).header.alg, alg ?? 'ES384')
  })
}

test('a certificate request and a trusted certificate do not sign, and that is what is said', async () => {
  run(`openssl req -new -key ${pemFile('ec.sec1')} -subj /CN=a -out FILE`)
  await assert.rejects(privateJwkFromPem(read('FILE')), {
    code: 'ERR_PEM',
    message: 'it is a public key, and signing takes the private key',
  })
})

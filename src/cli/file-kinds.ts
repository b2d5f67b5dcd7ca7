/** Recognizes files that are not a JWK, a JWK Set or a PEM key, and names what converts each. */
import type { Jwk, KeyUse } from '../jwk.ts'
import { isString } from '../options.ts'
import { derKind } from './der-kinds.ts'
import type { FileKind } from './file-kind.ts'
import { textOf } from './files.ts'
import { sshPrivateKey, sshPublicKey } from './ssh.ts'

/** What kind of file these octets are, which are not text. */
export function binaryKind(octets: Uint8Array): FileKind {
  const beginning = Buffer.from(octets).toString('hex', 0, 4)
  const known = MAGIC.find(([magic]) => beginning.startsWith(magic))
  return derKind(octets) ?? known?.[1] ?? UNKNOWN_BINARY
}

const UNKNOWN_BINARY: FileKind = {
  what: 'a binary file of an unknown kind',
  advice: 'a key file is a JWK, a JWK Set or PEM, all of them text',
}

/** Kinds of files by their first octets, in hexadecimal. */
const MAGIC: readonly (readonly [magic: string, kind: FileKind])[] = [
  ...['feedfeed', 'cececece'].map((magic) => [magic, javaKeyStore(magic)] as const),
  ['504b0304', { what: 'a zip archive', advice: 'unzip it, and give the key file in it' }],
  ['1f8b', { what: 'a gzip file', command: 'gzip -dc < {file} > {pem}' }],
]

function javaKeyStore(magic: string): FileKind {
  const type = magic === 'feedfeed' ? 'JKS' : 'JCEKS'
  const stores = `-srcstoretype ${type} -srckeystore {file} -deststoretype PKCS12 -destkeystore plain.p12`
  return {
    what: `a Java key store (${type})`,
    holds: 'private',
    command: `keytool -importkeystore ${stores}`,
  }
}

/** Kinds of PEM blocks that hold no readable key, by their label. */
const PEM_KINDS: { readonly [label: string]: FileKind } = {
  'ENCRYPTED PRIVATE KEY': {
    what: 'an encrypted private key (PKCS#8)',
    holds: 'private',
    command: 'openssl pkey{in} -out {pem}',
  },
  CERTIFICATE: { what: 'a certificate', holds: 'public' },
  'X509 CERTIFICATE': {
    what: 'a certificate under an old name (X509 CERTIFICATE)',
    holds: 'public',
    command: 'openssl x509{in} -out {pem}',
  },
  'TRUSTED CERTIFICATE': {
    what: 'a certificate with trust settings (TRUSTED CERTIFICATE)',
    holds: 'public',
    command: 'openssl x509{in} -out {pem}',
  },
  'PUBLIC KEY': { what: 'a public key', holds: 'public' },
  'RSA PUBLIC KEY': { what: 'an RSA public key (PKCS#1)', holds: 'public' },
  PKCS7: {
    what: 'certificates (PKCS#7)',
    holds: 'public',
    command: 'openssl pkcs7{in} -print_certs -out {pem}',
  },
  'X509 CRL': { what: 'a list of revoked certificates (CRL)', advice: 'it holds no key' },
  'EC PARAMETERS': { what: 'a curve without a key (EC PARAMETERS)', advice: 'the key is in another file' },
  'DSA PRIVATE KEY': { what: 'a DSA key', advice: 'JWS does not use DSA: make a key with subtle-jws keygen' },
}

const REQUEST: FileKind = {
  what: 'a certificate request (CSR)',
  holds: 'public',
  command: 'openssl req{in} -pubkey -noout -out {pem}',
}

/** The labels of readable PEM, for signing and for verifying. A private key includes its public half. */
const PRIVATE_LABELS = ['PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY']
const PUBLIC_LABELS = ['PUBLIC KEY', 'RSA PUBLIC KEY', 'CERTIFICATE']

/** What kind of PEM a text holds; undefined if it holds a key for this use. */
export function pemKind(text: string, use: KeyUse): FileKind | undefined {
  const blocks = [...text.matchAll(/-----BEGIN ([^-\r\n]{1,64})-----([\s\S]*?)(?=-----|$)/g)]
  const labels = blocks.map((block) => block[1]!)
  const readable = use === 'sign' ? PRIVATE_LABELS : [...PRIVATE_LABELS, ...PUBLIC_LABELS]
  const isLocked = ([, , body = '']: readonly string[]): boolean =>
    /^Proc-Type:[^\n]*$/m.exec(body)?.[0].includes('ENCRYPTED') === true
  if (blocks.some((block) => readable.includes(block[1]!) && !isLocked(block))) return undefined
  const locked = blocks.find(isLocked)
  if (locked) return lockedKind(locked[1]!)
  // A private key says more about the file than the blocks beside it.
  const label = labels.find((name) => name.includes('PRIVATE')) ?? labels[0]
  return label === undefined ? undefined : labelKind(label)
}

function lockedKind(label: string): FileKind {
  const type = label.startsWith('EC') ? 'ec' : 'rsa'
  return {
    what: `an encrypted private key in the old format (${label}, Proc-Type: 4,ENCRYPTED)`,
    holds: 'private',
    command: `openssl ${type}{in} -out {pem}`,
  }
}

function labelKind(label: string): FileKind {
  if (Object.hasOwn(PEM_KINDS, label)) return PEM_KINDS[label]!
  if (label.endsWith('CERTIFICATE REQUEST')) return REQUEST
  if (label.startsWith('PGP '))
    return { what: 'an OpenPGP key or message', advice: 'JWS does not use OpenPGP keys' }
  return { what: `PEM of another kind (${label})`, advice: 'it holds no key that signs or verifies a JWS' }
}

/** The kind of an OpenSSH private key in PEM; undefined for other PEM. */
export function opensshKind(text: string): FileKind | undefined {
  const [, body] = /-----BEGIN OPENSSH PRIVATE KEY-----([^-]*)/.exec(text) ?? []
  if (body === undefined) return undefined
  const key = sshPrivateKey(body)
  if (!key)
    return { what: 'an OpenSSH private key that is cut off or altered', advice: 'copy the whole file' }
  const { type, isEncrypted } = key
  const copy = 'cp {file} {pem} && ssh-keygen -p'
  // ssh-keygen writes Ed25519 only in its own format, which is readable here once it is decrypted.
  const format = type === 'ssh-ed25519' ? '' : ' -m PEM'
  const what = isEncrypted ? 'an encrypted OpenSSH private key' : 'an OpenSSH private key'
  return { what: `${what} (${type})`, holds: 'private', command: `${copy}${format} -N "" -f {pem}` }
}

/** Kinds of texts by their look, the surest patterns first. */
const TEXTS: readonly (readonly [pattern: RegExp, kind: FileKind])[] = [
  [
    /^---- BEGIN SSH2 PUBLIC KEY ----/,
    {
      what: 'a public ssh key (SSH2, RFC 4716)',
      holds: 'public',
      command: 'ssh-keygen -i -f {file} > key.pub && ssh-keygen -e -m PKCS8 -f key.pub > {pem}',
    },
  ],
  [
    /^PuTTY-User-Key-File-/,
    {
      what: 'a PuTTY private key (.ppk)',
      holds: 'private',
      command: 'puttygen {file} -O private-openssh -o {pem}',
    },
  ],
  [
    /^-{1,9} *BEGIN [A-Z0-9 ]+ *-{1,9}/,
    {
      what: 'PEM whose BEGIN and END lines do not have five dashes on either side',
      command: `sed -E 's/^-+ *(BEGIN|END) ([A-Z0-9 ]*[A-Z0-9]) *-+/-----\\1 \\2-----/' {file} > {pem}`,
    },
  ],
  [
    /^(apiVersion|kind): /m,
    {
      what: 'a Kubernetes manifest (YAML)',
      advice: "extract the key with: kubectl get secret NAME -o jsonpath='{.data.KEY}' | base64 -d > key.pem",
    },
  ],
  [
    /^eyJ[\w-]*\.[\w-]*\.[\w-]*$/,
    { what: 'a token (JWT)', advice: 'a key is needed, as a JWK, a JWK Set or PEM' },
  ],
  [
    /^eyJ[\w-]*(\.[\w-]*){4}$/,
    { what: 'an encrypted token or key (JWE)', advice: 'decrypt it with the program that made it' },
  ],
  [
    /^https?:\/\/\S*$/i,
    {
      what: 'a file with a URL in it',
      advice: 'a key is needed; verify takes a key set’s URL as --keys URL',
    },
  ],
  [
    /^<(!doctype|html)/i,
    { what: 'a web page (HTML)', advice: 'did you save a login page or an error? Fetch it again' },
  ],
  [/^<[?\w]/, { what: 'XML', advice: 'a key file is a JWK, a JWK Set or PEM' }],
  [
    /^[{[]/,
    {
      what: 'not JSON, though it begins like JSON',
      advice: 'is it cut off, or edited by hand? Copy it again',
    },
  ],
]

const UNKNOWN_TEXT: FileKind = {
  what: 'text of an unknown kind',
  advice: 'a key file is a JWK or a JWK Set (JSON), or PEM (-----BEGIN … KEY-----)',
}

/** What kind of file a text is that is neither JSON nor PEM. */
export function textKind(text: string): FileKind {
  const ssh = sshPublicKey(text)
  if (ssh) return sshPublicKind(ssh.type)
  const known = TEXTS.find(([pattern]) => pattern.test(text))
  return known?.[1] ?? encodedKind(text) ?? UNKNOWN_TEXT
}

function sshPublicKind(type: string): FileKind {
  const what = `a public ssh key (${type})`
  if (!/^(ssh-rsa|ecdsa-sha2-nistp\d+)$/.test(type)) {
    return { what, holds: 'public', advice: 'JWS does not use such keys: make an EC, RSA or Ed25519 key' }
  }
  return { what, holds: 'public', command: 'ssh-keygen -e -m PKCS8 -f {file} > {pem}' }
}

/** The kind of a text that encodes octets as base64 or hexadecimal. */
function encodedKind(text: string): FileKind | undefined {
  const characters = text.replace(/[\s"']/g, '')
  const isHex = /^([0-9a-f]{2}){16,}$/i.test(characters)
  const isBase64 = /^[\w+/-]{22,}={0,2}$/.test(characters)
  if (!isHex && !isBase64) return undefined
  const encoding = isHex ? 'hexadecimal' : 'base64'
  const octets = Buffer.from(characters, isHex ? 'hex' : 'base64')
  const isPlain = characters.length % 4 === 0 && !/[_-]/.test(characters)
  // GNU's base64 knows neither base64url nor a missing "=".
  const node = `node -e "process.stdout.write(Buffer.from(fs.readFileSync(0,'latin1'),'base64'))" < {file}`
  if (isHex) return encodedOctetsKind(octets, encoding, 'xxd -r -p {file}')
  return encodedOctetsKind(octets, encoding, isPlain ? 'base64 -d {file}' : node)
}

function encodedOctetsKind(octets: Buffer, encoding: string, decode: string): FileKind {
  const inner = textOf(octets)
  const text = inner?.trim()
  if (text === undefined) {
    const kind = binaryKind(octets)
    const what = `${encoding} of ${kind.what}`
    if (kind.command) return { ...kind, what, command: pipe(decode, kind.command) }
    const secret =
      'is it a shared secret? HS256 and the like are not supported: make a key with subtle-jws keygen'
    return { what: `${encoding} of ${octets.length} octets that are no key`, advice: secret }
  }
  const command = `${decode} > {pem}`
  if (text.includes('-----BEGIN ')) return { what: `${encoding} of PEM`, command }
  if (/^[{[]/.test(text))
    return { what: `${encoding} of JSON`, command: command.replace('{pem}', 'plain.json') }
  return { what: `${encoding} of ${textKind(text).what}`, command }
}

/** A pipeline in which a command reads another's output instead of a file. */
function pipe(from: string, to: string): string {
  if (to.includes('{in}')) return `${from} | ${to.replace('{in}', '')}`
  return `${from} | ${to.replace('< {file} ', '').replace('{file}', '/dev/stdin')}`
}

/** Curves that no algorithm here has. */
const OTHER_CURVES = /^(Ed448|X25519|X448|secp256k1|P-256K|P-192|P-224|BP-|brainpool)/i

const ANOTHER_KEY =
  'such keys cannot sign here, and another is needed: subtle-jws keygen --alg RS384 --out new.json ' +
  '(or --alg ES384), or openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3072 -out new.pem'

/** What a private JWK is that cannot sign here; undefined for others, and for those that are damaged. */
export function otherJwkKind(jwk: Jwk): FileKind | undefined {
  const { kty, crv } = jwk
  if (kty !== 'RSA') {
    const isOther = isString(crv) && OTHER_CURVES.test(crv)
    return isOther ? { what: `a key on ${crv.slice(0, 20)}`, advice: ANOTHER_KEY } : undefined
  }
  const bits = bitsOfRsa(jwk)
  if (bits === undefined || (bits >= 2048 && bits <= 8192)) return undefined
  return { what: `an RSA key of ${bits} bits, not 2048 to 8192`, advice: ANOTHER_KEY }
}

/** How large an RSA key is; undefined if its primes do not fill n, which then was cut or padded. */
function bitsOfRsa({ n, p, q }: Jwk): number | undefined {
  const octetsOf = (member: unknown): number =>
    isString(member) ? Buffer.byteLength(member, 'base64url') : 0
  const octets = octetsOf(n)
  return octets === octetsOf(p) + octetsOf(q) ? octets * 8 : undefined
}

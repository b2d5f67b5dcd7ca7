/**
 * PEM (RFC 7468) to a JWK: PKCS#8, PKCS#1, SEC1, SPKI and X.509. A JWK made of PEM is judged as every JWK is,
 * the same in every runtime.
 */
import type { JwsAlgorithm } from './algorithms.ts'
import { decodeBase64url, encodeBase64url } from './base64url.ts'
import {
  BIT_STRING,
  elements,
  fields,
  INTEGER,
  OCTET_STRING,
  OID,
  pemError,
  positive,
  SEQUENCE,
  sequence,
} from './der.ts'
import { shown, type JoseError } from './errors.ts'
import { algorithmsOfJwk, jwkError, shapeFault, type Jwk, type KeyUse } from './jwk.ts'
import { classOf, expect, expectOptions, isString, TEXT } from './options.ts'
import { toPublicJwk } from './public-jwk.ts'
import { cryptoError, subtleCrypto } from './webcrypto.ts'

/** What a PEM text does not say of its key. */
export interface PemOptions {
  /** The algorithm that the key is for. Default: none, so one of its shape. */
  alg?: JwsAlgorithm | undefined
  /** The key's name. Default: none. */
  kid?: string | undefined
}

/** Object identifiers (RFC 8017, RFC 5480, RFC 8410, RFC 9881, RFC 5280). */
const RSA = '1.2.840.113549.1.1.1'
const RSA_PSS = '1.2.840.113549.1.1.10'
const EC = '1.2.840.10045.2.1'
const KEY_USAGE = '2.5.29.15'
const CURVES: { readonly [oid: string]: readonly [crv: string, octets: number] } = {
  '1.2.840.10045.3.1.7': ['P-256', 32],
  '1.3.132.0.34': ['P-384', 48],
  '1.3.132.0.35': ['P-521', 66],
}
/** Keys that are octets alone, and the members of their JWKs. */
const RAW: { readonly [oid: string]: Jwk } = {
  '1.3.101.112': { kty: 'OKP', crv: 'Ed25519' },
  '2.16.840.1.101.3.4.3.17': { kty: 'AKP', alg: 'ML-DSA-44' },
  '2.16.840.1.101.3.4.3.18': { kty: 'AKP', alg: 'ML-DSA-65' },
  '2.16.840.1.101.3.4.3.19': { kty: 'AKP', alg: 'ML-DSA-87' },
}
/** What people have, and nothing here signs with. */
const OTHERS: { readonly [oid: string]: string } = {
  '1.3.101.110': 'X25519',
  '1.3.101.111': 'X448',
  '1.3.101.113': 'Ed448',
  '1.3.132.0.10': 'secp256k1',
  '1.2.840.10040.4.1': 'DSA',
}

/** An object identifier in its usual form, with dots. */
function dotted(oid: Uint8Array): string {
  const arcs: number[] = []
  let arc = 0
  for (const octet of oid) {
    // An arc that begins with zeros would be a second spelling.
    arc = octet === 128 && arc === 0 ? NaN : arc * 128 + (octet & 127)
    if (octet > 127) continue
    arcs.push(arc)
    arc = 0
  }
  const [first = 0, ...others] = arcs
  const root = first < 80 ? Math.floor(first / 40) : 2
  return [root, first - root * 40, ...others].join('.')
}

function otherKey(oid: string): JoseError {
  return pemError(
    `it is a key for ${OTHERS[oid] ?? `OID ${oid}`}, not for RSA, P-256, P-384, P-521, Ed25519 or ML-DSA; ` +
      'openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out new.pem makes one for P-384',
  )
}

/** RSA numbers (RFC 8017 A.1): INTEGERs, positive, as base64url in the fewest octets. */
function rsaNumbers(numbers: readonly Uint8Array[], members: readonly string[]): Jwk {
  const jwk: Jwk = { kty: 'RSA' }
  for (const [i, member] of members.entries()) {
    const octets = positive(numbers[i]!, member)
    jwk[member] = encodeBase64url(octets)
  }
  return jwk
}

function rsaPrivateKey(der: Uint8Array): Jwk {
  const members = ['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi']
  const tags = members.map(() => INTEGER)
  // A key of more primes has another version, and a SEQUENCE more.
  const [version, ...numbers] = sequence(der, 'an RSA private key', INTEGER, ...tags, -SEQUENCE)
  if (String(version) !== '0' || numbers[8]) throw pemError('an RSA private key must have two primes')
  return rsaNumbers(numbers, members)
}

function rsaPublicKey(der: Uint8Array): Jwk {
  return rsaNumbers(sequence(der, 'an RSA public key', INTEGER, INTEGER), ['n', 'e'])
}

/** The error of an EC key that openssl writes anew as it must be. */
function ecError(fault: string, flag: string): JoseError {
  const command = `openssl ec ${flag}-in FILE -param_enc named_curve -conv_form uncompressed -out new.pem`
  return pemError(`the EC key ${fault}; ${command} writes it as it must be`)
}

/** An EC public key, of the curve with an OID and the point in a BIT STRING. */
function ecKey(oid: Uint8Array | undefined, point: Uint8Array | undefined, flag: string): Jwk {
  if (!oid) throw ecError('has explicit parameters, or none, and no named curve', flag)
  const name = dotted(oid)
  const curve = CURVES[name]
  if (!curve) throw otherKey(name)
  if (!point) throw ecError('lacks its public half', flag)
  const octets = wholeOctets(point)
  if (octets[0] !== 4) throw ecError('has its point in another form than the uncompressed', flag)
  const [crv, size] = curve
  const x = encodeBase64url(octets.subarray(1, 1 + size))
  const y = encodeBase64url(octets.subarray(1 + size))
  return { kty: 'EC', crv, x, y }
}

/** RFC 5915 §3; the curve stands there, or in the PKCS#8 around it. */
function ecPrivateKey(der: Uint8Array, around?: Uint8Array): Jwk {
  const what = 'an EC private key'
  const [version, d, parameters, point] = sequence(der, what, INTEGER, OCTET_STRING, -0xa0, -0xa1)
  if (String(version) !== '1') throw pemError(`${what} must have version 1`)
  const [own] = parameters ? fields(parameters, what, -OID, -SEQUENCE) : []
  if (own && around && String(own) !== String(around)) throw pemError(`${what} names two curves`)
  const bits = point && fields(point, what, BIT_STRING)[0]
  return { ...ecKey(own ?? around, bits, ''), d: encodeBase64url(d!) }
}

/** The octets of a BIT STRING, which has all bits of each. */
function wholeOctets(bits: Uint8Array): Uint8Array {
  if (bits[0] !== 0) throw pemError('a public key: DER must have a BIT STRING of whole octets')
  return bits.subarray(1)
}

/** What a key's AlgorithmIdentifier names (RFC 5280 §4.1.1.2): the algorithm, and the curve of an EC key. */
function algorithmOfKey(identifier: Uint8Array): { oid: string; curve: Uint8Array | undefined } {
  const NULL = 5
  const [oid, , curve] = fields(identifier, 'an algorithm', OID, -NULL, -OID, -SEQUENCE)
  return { oid: dotted(oid!), curve }
}

/** The seed of a private key that is octets: bare, or as RFC 9881 §6 has that of ML-DSA, in three forms. */
function seedOf(key: Uint8Array, isMlDsa: boolean): Uint8Array {
  const SEED = 0x80
  const what = 'the private key'
  const [tag = 0] = key
  const [content] = fields(key, what, isMlDsa && (tag === SEED || tag === SEQUENCE) ? tag : OCTET_STRING)
  if (isMlDsa && tag === OCTET_STRING)
    throw pemError('the ML-DSA key is the expanded one without its seed, which a JWK needs; make a new key')
  const [seed] = isMlDsa && tag === SEQUENCE ? fields(content!, what, OCTET_STRING, OCTET_STRING) : [content]
  if (seed!.length !== 32) throw pemError(`${what} has ${seed!.length} octets, and must have 32`)
  return seed!
}

/** The PKCS#8 of a seed (RFC 8410 §7, RFC 9881 §6). */
function pkcs8Of(identifier: Uint8Array, tag: number, seed: Uint8Array): Uint8Array {
  const key = [tag, seed.length, ...seed]
  const info = [2, 1, 0, SEQUENCE, identifier.length, ...identifier, OCTET_STRING, key.length, ...key]
  return Uint8Array.from([SEQUENCE, info.length, ...info])
}

/** A private key of octets with its public half, which PEM has not: WebCrypto makes it. */
async function rawPrivateKey(raw: Jwk, identifier: Uint8Array, key: Uint8Array): Promise<Jwk> {
  const { alg } = raw
  const name = alg ?? raw.crv!
  const [half, secret] = alg ? (['pub', 'priv'] as const) : (['x', 'd'] as const)
  const seed = seedOf(key, alg !== undefined)
  const subtle = subtleCrypto()
  const pkcs8 = pkcs8Of(identifier, alg ? 0x80 : OCTET_STRING, seed)
  try {
    const imported = await subtle.importKey('pkcs8', pkcs8 as BufferSource, name, true, ['sign'])
    const exported = (await subtle.exportKey('jwk', imported)) as Jwk
    return { ...raw, [half]: exported[half], [secret]: encodeBase64url(seed) }
  } catch (error) {
    throw cryptoError(error as Error, name)
  }
}

/** PKCS#8 (RFC 5958). */
function privateKeyInfo(der: Uint8Array): Jwk | Promise<Jwk> {
  const tags = [INTEGER, SEQUENCE, OCTET_STRING, -0xa0, -0x81]
  const [, identifier, key] = sequence(der, 'a private key', ...tags) as [Uint8Array, Uint8Array, Uint8Array]
  const { oid, curve } = algorithmOfKey(identifier)
  const raw = RAW[oid]
  if (raw) return rawPrivateKey(raw, identifier, key)
  if (oid === RSA) return rsaPrivateKey(key)
  if (oid === EC) return ecPrivateKey(key, curve)
  throw oid === RSA_PSS ? pssError('-traditional') : otherKey(oid)
}

function pssError(flag: string): JoseError {
  const command = `openssl rsa -in FILE ${flag} | sed s/-PSS// > new.pem`
  return pemError(
    `it is RSA for RSASSA-PSS alone; ${command} makes it any RSA key, for PS256, PS384 or PS512`,
  )
}

/** SubjectPublicKeyInfo (RFC 5280 §4.1.2.7). */
function publicKeyInfo(info: Uint8Array): Jwk {
  const [identifier, bits] = fields(info, 'a public key', SEQUENCE, BIT_STRING) as [Uint8Array, Uint8Array]
  const { oid, curve } = algorithmOfKey(identifier)
  const raw = RAW[oid]
  if (raw) return { ...raw, [raw.alg ? 'pub' : 'x']: encodeBase64url(wholeOctets(bits)) }
  if (oid === RSA) return rsaPublicKey(wholeOctets(bits))
  if (oid === EC) return ecKey(curve, bits, '-pubin ')
  throw oid === RSA_PSS ? pssError('-pubin -RSAPublicKey_out') : otherKey(oid)
}

/** The public key of an X.509 certificate (RFC 5280 §4.1), and nothing else of it but what the key is for. */
function certificate(der: Uint8Array): Jwk {
  const what = 'a certificate'
  const [tbs] = sequence(der, what, SEQUENCE, SEQUENCE, BIT_STRING)
  const names = [SEQUENCE, SEQUENCE, SEQUENCE, SEQUENCE]
  const identifiers = [-0x81, -0x82]
  const parts = fields(tbs!, what, -0xa0, INTEGER, ...names, SEQUENCE, ...identifiers, -0xa3)
  const extensions = parts[9]
  if (extensions) checkKeyUsage(fields(extensions, 'extensions', SEQUENCE)[0]!)
  return publicKeyInfo(parts[6]!)
}

/** Refuse a certificate whose keyUsage keeps its key from signing (RFC 5280 §4.2.1.3). */
function checkKeyUsage(extensions: Uint8Array): void {
  const BOOLEAN = 1
  for (const { content } of elements(extensions)) {
    const [id, , value] = fields(content, 'an extension', OID, -BOOLEAN, OCTET_STRING)
    if (dotted(id!) !== KEY_USAGE) continue
    const [usage] = fields(value!, 'keyUsage', BIT_STRING)
    // digitalSignature and nonRepudiation are the first two bits.
    const signs = (usage![1]! & 0xc0) !== 0
    if (!signs) throw pemError('the certificate is for another keyUsage than digitalSignature')
  }
}

/** A kind of block: what it is for, and what reads it, or the command that makes another of it. */
interface BlockKind {
  readonly use: KeyUse
  readonly read: ((der: Uint8Array) => Jwk | Promise<Jwk>) | string
}

const KINDS: { readonly [label: string]: BlockKind } = {
  'PRIVATE KEY': { use: 'sign', read: privateKeyInfo },
  'RSA PRIVATE KEY': { use: 'sign', read: rsaPrivateKey },
  'EC PRIVATE KEY': { use: 'sign', read: (der) => ecPrivateKey(der) },
  'ENCRYPTED PRIVATE KEY': { use: 'sign', read: 'openssl pkey -in FILE -out new.pem' },
  'OPENSSH PRIVATE KEY': { use: 'sign', read: 'ssh-keygen -p -N "" -m PKCS8 -f FILE' },
  'PUBLIC KEY': {
    use: 'verify',
    read: (der) => publicKeyInfo(fields(der, 'a public key', SEQUENCE)[0]!),
  },
  'RSA PUBLIC KEY': { use: 'verify', read: rsaPublicKey },
  CERTIFICATE: { use: 'verify', read: certificate },
  'TRUSTED CERTIFICATE': { use: 'verify', read: 'openssl x509 -in FILE -out new.pem' },
  'CERTIFICATE REQUEST': { use: 'verify', read: 'openssl req -in FILE -pubkey -noout -out new.pem' },
}

/** A block of a PEM text. */
interface Block {
  readonly label: string
  readonly body: string
  readonly end: string
  readonly kind: BlockKind | undefined
}

/** The most characters of a PEM text: many times those of any key with its certificates. */
const LONGEST = 131072

/** The kind of a block; older encryption stands in its body (RFC 1421 §4.6.1.1). */
function kindOf(label: string, body: string): BlockKind | undefined {
  const name = body.includes('ENCRYPTED') ? 'ENCRYPTED PRIVATE KEY' : label
  return Object.hasOwn(KINDS, name) ? KINDS[name] : undefined
}

/**
 * The blocks of a text, which may come as it does from an environment: with literal `\n`, CRLF, quotes, or
 * text around it. It is taken apart at its dashes, in time that grows with its length.
 */
function blocksOf(pem: string): Block[] {
  if (pem.length > LONGEST) throw pemError(`the PEM has ${pem.length} characters, of ${LONGEST} at most`)
  const pieces = pem.replace(/\\+[rn]/g, '').split('-----')
  const blocks: Block[] = []
  for (const [i, piece] of pieces.entries()) {
    const body = pieces[i + 1]
    const end = pieces[i + 2]
    if (body === undefined || !piece.startsWith('BEGIN ') || !end?.startsWith('END ')) continue
    const label = piece.slice(6)
    const kind = kindOf(label, body)
    blocks.push({ label, body, end: end.slice(4), kind })
  }
  return blocks
}

/** Why a text has no block with a key. */
function noKeyFault(pem: string, [block]: readonly Block[]): string {
  if (block) return `it holds ${shown(block.label)}, which is no key that is read here`
  if (/BEGIN /.test(pem))
    return 'its BEGIN and END lines must be whole, with five dashes before and after each'
  return (
    'no key found; it stands between -----BEGIN … KEY----- and -----END … KEY----- ' +
    '(JSON text: JSON.parse, base64 of PEM: decode it, DER: openssl pkey -inform DER -in FILE -out new.pem)'
  )
}

/**
 * The block to read: to verify, a public key or the first certificate, else a private key; to sign, the
 * private key.
 */
function chooseBlock(pem: string, use: KeyUse): Block {
  const blocks = blocksOf(pem)
  const holding = (wanted: KeyUse): Block[] => blocks.filter(({ kind }) => kind?.use === wanted)
  const publicOnes = holding('verify')
  const privateOnes = holding('sign')
  if (use === 'sign' && !privateOnes[0] && publicOnes[0]) {
    throw pemError('it is a public key, and signing takes the private key')
  }
  const candidates = use === 'verify' && publicOnes[0] ? publicOnes : privateOnes
  const [block, other] = candidates
  if (!block) throw pemError(noKeyFault(pem, blocks))
  const chain = candidates.every(({ label }) => label === 'CERTIFICATE')
  if (other && !chain) throw pemError('it holds several keys, and must hold one')
  if (block.label !== block.end) {
    throw pemError(
      `BEGIN ${block.label} ends in END ${shown(block.end)}, and not in the same with five dashes`,
    )
  }
  return block
}

/** The octets of a block: base64 of the common alphabet, with padding (RFC 7468 §2). */
function derOf(body: string): Uint8Array {
  const base64 = body.replace(/[\s"']/g, '')
  const padded = /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$/
  if (!base64 || !padded.test(base64))
    throw pemError('the body is no base64; is it cut off, or its lines changed?')
  const unpadded = base64.replace(/=/g, '')
  return decodeBase64url(unpadded.replace(/\+/g, '-').replace(/\//g, '_'))
}

async function jwkFromPem(pem: string, use: KeyUse, options: PemOptions): Promise<Jwk> {
  expect(isString(pem), `pem is ${classOf(pem)}; it must be PEM text (octets: new TextDecoder().decode(…))`)
  expectOptions(options, { alg: TEXT, kid: TEXT })
  const { alg, kid } = options
  const { label, body, kind } = chooseBlock(pem, use)
  const { read } = kind!
  if (isString(read)) {
    const isEncrypted = kind === KINDS['ENCRYPTED PRIVATE KEY']
    const what = isEncrypted ? 'an encrypted key' : `${/^O/.test(label) ? 'an' : 'a'} ${label}`
    // Where the public half is asked for, the private key need not be written in the clear.
    const half = isEncrypted && use === 'verify' ? ' -pubout' : ''
    throw pemError(`it is ${what}, which is not read here; ${read}${half} makes what is`)
  }
  const jwk: Jwk = { ...(await read(derOf(body))) }
  if (kid !== undefined) jwk.kid = kid
  if (alg !== undefined) jwk.alg = alg
  if (algorithmsOfJwk(jwk).length === 0) throw jwkError(jwk, shapeFault(jwk))
  return jwk
}

/**
 * The private key in a PEM text (RFC 7468: PKCS#8, PKCS#1 or SEC1), as a JWK. The text may come as it does
 * from an environment: with literal `\n`, CRLF, quotes, or text around it. A key of Ed25519 or ML-DSA (RFC 8410, RFC 9881) gets its public half from WebCrypto.
 *
 * @throws JoseError `ERR_PEM`: no private key or several, an encrypted one, one of another kind, or no strict
 *   DER; `ERR_JWK`: an `alg` that does not fit the key; `ERR_CRYPTO`: a key of Ed25519 or ML-DSA where WebCrypto
 *   lacks it. TypeError: no string, or an option that is unknown or of a wrong type
 */
export async function privateJwkFromPem(pem: string, options: PemOptions = {}): Promise<Jwk> {
  return jwkFromPem(pem, 'sign', options)
}

/**
 * The public key in a PEM text (RFC 7468: SPKI, PKCS#1, the first X.509 certificate, or else the public half
 * of a private key), as a JWK.
 *
 * @throws as {@link privateJwkFromPem} does
 */
export async function publicJwkFromPem(pem: string, options: PemOptions = {}): Promise<Jwk> {
  return toPublicJwk(await jwkFromPem(pem, 'verify', options))
}

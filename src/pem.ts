/**
 * PEM (RFC 7468) to a JWK: PKCS#8, PKCS#1, SEC1, SPKI and X.509. The JWK is then checked like any other, the
 * same way in every runtime.
 */
import type { JwsAlgorithm } from './algorithms.ts'
import { encodeBase64url, readBase64url, UTF8 } from './base64url.ts'
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
import { algorithmsOfJwk, jwkError, shapeFault, type Jwk } from './jwk.ts'
import { classOf, expect, expectOptions, isString, TEXT } from './options.ts'
import { toPublicJwk } from './public-jwk.ts'
import { cryptoError, subtleCrypto } from './webcrypto.ts'

/** What a PEM text does not say about its key. */
export interface PemOptions {
  /** The algorithm that the key is for. Default: none, so one of its shape. */
  alg?: JwsAlgorithm | undefined
  /** The key's name. Default: none. */
  kid?: string | undefined
}

/**
 * Object identifiers, in hexadecimal as they are encoded (RFC 8017, RFC 5480, RFC 8410, RFC 9881, RFC
 * 5280).
 */
const RSA = '2a864886f70d010101'
const RSA_PSS = '2a864886f70d01010a'
const EC = '2a8648ce3d0201'
const KEY_USAGE = '551d0f'
const CURVES: { readonly [oid: string]: string } = {
  '2a8648ce3d030107': 'P-256',
  '2b81040022': 'P-384',
  '2b81040023': 'P-521',
}
/** Keys that are plain octets, and the members of their JWKs. */
const RAW: { readonly [oid: string]: Jwk } = {
  '2b6570': { kty: 'OKP', crv: 'Ed25519' },
  '608648016503040311': { kty: 'AKP', alg: 'ML-DSA-44' },
  '608648016503040312': { kty: 'AKP', alg: 'ML-DSA-65' },
  '608648016503040313': { kty: 'AKP', alg: 'ML-DSA-87' },
}
/** Keys that people have, but that cannot be used here. */
const OTHERS: { readonly [oid: string]: string } = {
  '2b656e': 'X25519',
  '2b656f': 'X448',
  '2b6571': 'Ed448',
  '2b8104000a': 'secp256k1',
  '2a8648ce380401': 'DSA',
}

function hexOf(octets: Uint8Array): string {
  let hex = ''
  for (const octet of octets) hex += octet.toString(16).padStart(2, '0')
  return hex
}

/** The error for a key that a command converts to one that can be read. */
function otherError(fault: string, command: string): JoseError {
  return pemError(`${fault}; ${command} makes a supported one`)
}

function otherKey(oid: string): JoseError {
  const name = OTHERS[oid] ?? `OID ${oid} (hexadecimal)`
  return otherError(
    `it is a key for ${name}, not for RSA, P-256, P-384, P-521, Ed25519 or ML-DSA`,
    'openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out new.pem',
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
  // A key with more primes has another version, and one more SEQUENCE.
  const [version, ...numbers] = sequence(der, 'an RSA private key', INTEGER, ...tags, -SEQUENCE)
  if (String(version) !== '0' || numbers[8]) throw pemError('an RSA private key must have two primes')
  return rsaNumbers(numbers, members)
}

function rsaPublicKey(der: Uint8Array): Jwk {
  const numbers = sequence(der, 'an RSA public key', INTEGER, INTEGER)
  return rsaNumbers(numbers, ['n', 'e'])
}

/** The error for an EC key that openssl can rewrite in the right form. */
function ecError(fault: string, flag: string): JoseError {
  const command = `openssl ec ${flag}-in FILE -param_enc named_curve -conv_form uncompressed -out new.pem`
  return otherError(`the EC key ${fault}`, command)
}

/** An EC public key from the OID of its curve and the BIT STRING of its point. */
function ecKey(oid: Uint8Array | undefined, point: Uint8Array | undefined, flag: string): Jwk {
  if (!oid) throw ecError('has explicit parameters, or none, and no named curve', flag)
  const name = hexOf(oid)
  const crv = CURVES[name]
  if (!crv) throw otherKey(name)
  if (!point) throw ecError('lacks its public half', flag)
  const octets = wholeOctets(point)
  if (octets[0] !== 4) throw ecError('has a point that is not uncompressed', flag)
  const middle = (octets.length + 1) / 2
  const x = encodeBase64url(octets.subarray(1, middle))
  const y = encodeBase64url(octets.subarray(middle))
  return { kty: 'EC', crv, x, y }
}

/** RFC 5915 §3. The curve is named there, or in the PKCS#8 around it. */
function ecPrivateKey(der: Uint8Array, around?: Uint8Array): Jwk {
  const what = 'an EC private key'
  const [version, d, parameters, point] = sequence(der, what, INTEGER, OCTET_STRING, -0xa0, -0xa1)
  if (String(version) !== '1') throw pemError(`${what} must have version 1`)
  const [own] = parameters ? fields(parameters, what, -OID, -SEQUENCE) : []
  const isTwo = own && around && String(own) !== String(around)
  if (isTwo) throw pemError(`${what} names two curves`)
  const bits = point && fields(point, what, BIT_STRING)[0]
  const half = ecKey(own ?? around, bits, '')
  return { ...half, d: encodeBase64url(d!) }
}

/** The octets of a BIT STRING without unused bits. */
function wholeOctets(bits: Uint8Array): Uint8Array {
  if (bits[0] !== 0) throw pemError('a public key: DER must have a BIT STRING of whole octets')
  return bits.subarray(1)
}

/** What a key's AlgorithmIdentifier names (RFC 5280 §4.1.1.2): the algorithm, and the curve of an EC key. */
function algorithmOfKey(identifier: Uint8Array): { oid: string; curve: Uint8Array | undefined } {
  const NULL = 5
  const [oid, , curve] = fields(identifier, 'an algorithm', OID, -NULL, -OID, -SEQUENCE)
  return { oid: hexOf(oid!), curve }
}

/** The seed of a private key that is plain octets; for ML-DSA in one of three forms (RFC 9881 §6). */
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

/** A private key that is plain octets. Its public half is not in the PEM: WebCrypto computes it. */
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
  return otherError('it is an RSASSA-PSS key, not a plain RSA key with alg PS256, PS384 or PS512', command)
}

/** SubjectPublicKeyInfo (RFC 5280 §4.1.2.7). */
function publicKeyInfo(info: Uint8Array): Jwk {
  const [identifier, bits] = fields(info, 'a public key', SEQUENCE, BIT_STRING) as [Uint8Array, Uint8Array]
  const { oid, curve } = algorithmOfKey(identifier)
  const raw = RAW[oid]
  if (raw) {
    const member = raw.alg ? 'pub' : 'x'
    return { ...raw, [member]: encodeBase64url(wholeOctets(bits)) }
  }
  if (oid === RSA) return rsaPublicKey(wholeOctets(bits))
  if (oid === EC) return ecKey(curve, bits, '-pubin ')
  throw oid === RSA_PSS ? pssError('-pubin -RSAPublicKey_out') : otherKey(oid)
}

/** The public key of an X.509 certificate (RFC 5280 §4.1). Only its keyUsage is checked. */
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

/** Refuse a certificate whose keyUsage does not allow signatures (RFC 5280 §4.2.1.3). */
function checkKeyUsage(extensions: Uint8Array): void {
  const BOOLEAN = 1
  for (const { content } of elements(extensions)) {
    const [id, , value] = fields(content, 'an extension', OID, -BOOLEAN, OCTET_STRING)
    if (hexOf(id!) !== KEY_USAGE) continue
    const [usage] = fields(value!, 'keyUsage', BIT_STRING)
    // digitalSignature and nonRepudiation are the first two bits.
    const signs = (usage![1]! & 0xc0) !== 0
    if (!signs) throw pemError('the certificate has a keyUsage without digitalSignature')
  }
}

/** For each label of a block: the function that reads it, or the command that converts it. */
interface BlockKinds {
  readonly [label: string]: ((der: Uint8Array) => Jwk | Promise<Jwk>) | string
}

const PRIVATE_KINDS: BlockKinds = {
  'PRIVATE KEY': privateKeyInfo,
  'RSA PRIVATE KEY': rsaPrivateKey,
  'EC PRIVATE KEY': (der) => ecPrivateKey(der),
  'ENCRYPTED PRIVATE KEY': 'openssl pkey -in FILE -out new.pem',
  'OPENSSH PRIVATE KEY': 'ssh-keygen -p -N "" -m PKCS8 -f FILE',
}

const PUBLIC_KINDS: BlockKinds = {
  'PUBLIC KEY': (der) => publicKeyInfo(fields(der, 'a public key', SEQUENCE)[0]!),
  'RSA PUBLIC KEY': rsaPublicKey,
  CERTIFICATE: certificate,
  'TRUSTED CERTIFICATE': 'openssl x509 -in FILE -out new.pem',
  'CERTIFICATE REQUEST': 'openssl req -in FILE -pubkey -noout -out new.pem',
}

/** The labels of PUBLIC_KINDS: a bundle that only signs does not contain that. */
const PUBLIC_LABEL = /^((RSA )?PUBLIC KEY|(TRUSTED )?CERTIFICATE( REQUEST)?)$/

/** A block of a PEM text. */
interface Block {
  /** As in its first line. */
  readonly label: string
  /** The label that says what it is. */
  readonly kind: string
  readonly body: string
  readonly end: string
}

/** The most characters of a PEM text: many times what a key with its certificates takes. */
const LONGEST = 131072

/**
 * The blocks of a text, which may come from an environment variable: with literal `\n`, CRLF, quotes, or text
 * around it. It is split at its dashes, in linear time.
 */
function blocksOf(pem: string): Block[] {
  if (pem.length > LONGEST) throw pemError(`the PEM has ${pem.length} characters, more than ${LONGEST}`)
  const pieces = pem.replace(/\\+[rn]/g, '').split('-----')
  const blocks: Block[] = []
  for (const [i, piece] of pieces.entries()) {
    const body = pieces[i + 1]
    const end = pieces[i + 2]
    if (body === undefined || !piece.startsWith('BEGIN ') || !end?.startsWith('END ')) continue
    const label = piece.slice(6)
    // Older encryption is declared in the body (RFC 1421 §4.6.1.1).
    const kind = body.includes('ENCRYPTED') ? 'ENCRYPTED PRIVATE KEY' : label
    blocks.push({ label, kind, body, end: end.slice(4) })
  }
  return blocks
}

/** Why a text has no block with a key. */
function noKeyFault(pem: string, blocks: readonly Block[]): string {
  const [block] = blocks
  // These can be read to verify.
  if (blocks.some(({ kind }) => PUBLIC_LABEL.test(kind)))
    return 'it is a public key, and signing takes the private key'
  if (block) return `it holds ${shown(block.label)}, which is not a supported key`
  if (/BEGIN /.test(pem)) return 'its BEGIN and END lines must be whole, with five dashes at both ends'
  return (
    'no key found between -----BEGIN … KEY----- and -----END … KEY----- ' +
    '(JSON text: JSON.parse, base64 of PEM: decode it, DER: openssl pkey -inform DER -in FILE -out new.pem)'
  )
}

function ofKinds(blocks: readonly Block[], kinds: BlockKinds): readonly Block[] {
  return blocks.filter(({ kind }) => Object.hasOwn(kinds, kind))
}

/** The one block of these kinds. Only certificates may be several: the first is that of the key. */
function chooseBlock(blocks: readonly Block[], kinds: BlockKinds): Block {
  const candidates = ofKinds(blocks, kinds)
  const [block, other] = candidates as [Block, Block | undefined]
  const isChain = candidates.every(({ kind }) => kind === 'CERTIFICATE')
  if (other && !isChain) throw pemError('it holds several keys, and must hold one')
  const { label, end } = block
  if (label !== end)
    throw pemError(`BEGIN ${label} must end with END ${label} and five dashes, not ${shown(end)}`)
  return block
}

/** The octets of a block: standard base64, with padding (RFC 7468 §2). */
function derOf(body: string): Uint8Array {
  const base64 = body.replace(/[\s"']/g, '')
  const unpadded = base64.replace(/={1,2}$/, '')
  const text = unpadded.replace(/\+/g, '-').replace(/\//g, '_')
  const isPadded = base64 && base64.length % 4 === 0
  const isWhole = isPadded && !/[-_]/.test(base64)
  const der = isWhole ? readBase64url(UTF8.encode(text)) : undefined
  if (!der) throw pemError('the body is not base64; is it cut off, or edited?')
  return der
}

/** The JWK in a text: that of the first of these groups of kinds that it holds. */
async function jwkFromPem(pem: string, options: PemOptions, ...wanted: readonly BlockKinds[]): Promise<Jwk> {
  expect(isString(pem), `pem is ${classOf(pem)}; it must be PEM text (octets: new TextDecoder().decode(…))`)
  expectOptions(options, { alg: TEXT, kid: TEXT })
  const { alg, kid } = options
  const blocks = blocksOf(pem)
  const kinds = wanted.find((some) => ofKinds(blocks, some).length > 0)
  if (!kinds) throw pemError(noKeyFault(pem, blocks))
  const { kind, body } = chooseBlock(blocks, kinds)
  const read = kinds[kind]!
  if (isString(read)) throw otherError(`it holds ${kind}, which is not supported`, read)
  const jwk = await read(derOf(body))
  if (kid !== undefined) jwk.kid = kid
  if (alg !== undefined) jwk.alg = alg
  const rows = algorithmsOfJwk(jwk)
  if (rows.length === 0) throw jwkError(jwk, shapeFault(jwk))
  return jwk
}

/**
 * Convert the private key in a PEM text (RFC 7468: PKCS#8, PKCS#1 or SEC1) to a JWK. The text may come from
 * an environment variable: with literal `\n`, CRLF, quotes, or text around it. WebCrypto computes the public
 * half of an Ed25519 or ML-DSA key (RFC 8410, RFC 9881).
 *
 * @throws JoseError `ERR_PEM`: no private key or several, an encrypted one, one of another kind, or not
 *   strict DER; `ERR_JWK`: an `alg` that does not fit the key; `ERR_CRYPTO`: a key of Ed25519 or ML-DSA where
 *   WebCrypto lacks it. TypeError: not a string, or an option that is unknown or of a wrong type
 */
export async function privateJwkFromPem(pem: string, options: PemOptions = {}): Promise<Jwk> {
  return jwkFromPem(pem, options, PRIVATE_KINDS)
}

/**
 * Convert the public key in a PEM text (RFC 7468: SPKI, PKCS#1, the first X.509 certificate, or else the
 * public half of a private key) to a JWK.
 *
 * @throws as {@link privateJwkFromPem} does
 */
export async function publicJwkFromPem(pem: string, options: PemOptions = {}): Promise<Jwk> {
  // For the public half, an encrypted key need not be decrypted to a file.
  const command = 'openssl pkey -in FILE -pubout -out new.pem'
  const kinds = { ...PRIVATE_KINDS, 'ENCRYPTED PRIVATE KEY': command }
  return toPublicJwk(await jwkFromPem(pem, options, PUBLIC_KINDS, kinds))
}

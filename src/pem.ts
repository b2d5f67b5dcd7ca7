/**
 * PEM (RFC 7468) to a JWK: PKCS#8, PKCS#1, SEC1, SPKI and X.509. A JWK made of PEM is judged as every JWK is,
 * the same in every runtime.
 */
import type { JwsAlgorithm } from './algorithms.ts'
import { decodeBase64url, encodeBase64url } from './base64url.ts'
import {
  BIT_STRING,
  bits,
  elements,
  INTEGER,
  OCTET_STRING,
  OID,
  pemError,
  positive,
  SEQUENCE,
  sequence,
  take,
  type Element,
} from './der.ts'
import { shown } from './errors.ts'
import { algorithmsOfJwk, jwkError, shapeFault, type Jwk, type KeyUse } from './jwk.ts'
import { expectKind, expectOptions, STRING, TEXT } from './options.ts'
import { toPublicJwk } from './public-jwk.ts'
import { cryptoError, subtleCrypto } from './webcrypto.ts'

/** What a PEM text does not say of its key. */
export interface PemOptions {
  /** The algorithm that the key is for. Default: none, so one of its shape. */
  alg?: JwsAlgorithm | undefined
  /** The key's name. Default: none. */
  kid?: string | undefined
}

/** A curve of an EC key. */
interface Curve {
  readonly crv: string
  /** Octets of a coordinate. */
  readonly size: number
}

/** Object identifiers as the hexadecimal of their octets (RFC 8017, RFC 5480, RFC 8410). */
const RSA = '2a864886f70d010101'
const EC = '2a8648ce3d0201'
const ED25519 = '2b6570'
const KEY_USAGE = '551d0f'
const CURVES: { readonly [oid: string]: Curve } = {
  '2a8648ce3d030107': { crv: 'P-256', size: 32 },
  '2b81040022': { crv: 'P-384', size: 48 },
  '2b81040023': { crv: 'P-521', size: 66 },
}

/** Tags of the parts of an EC private key, and of a certificate, that may be left out. */
const TAGGED_0 = 0xa0
const TAGGED_1 = 0xa1
const TAGGED_3 = 0xa3

function hex(bytes: Uint8Array): string {
  const digits = (byte: number): string => byte.toString(16).padStart(2, '0')
  return Array.from(bytes, digits).join('')
}

/** RSA numbers (RFC 8017 A.1): INTEGERs, positive, as base64url in the fewest octets. */
function rsaNumbers(from: readonly Element[], first: number, members: readonly string[]): Jwk {
  const jwk: Jwk = { kty: 'RSA' }
  for (const [i, member] of members.entries())
    jwk[member] = encodeBase64url(positive(from, first + i, member))
  return jwk
}

function rsaPrivateKey(der: Uint8Array): Jwk {
  const what = 'an RSA private key'
  const parts = sequence(der, what)
  const version = hex(take(parts, 0, INTEGER, what))
  if (version !== '00' || parts.length !== 9) throw pemError(`${what} must have two primes (version 0)`)
  return rsaNumbers(parts, 1, ['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi'])
}

function rsaPublicKey(der: Uint8Array): Jwk {
  const parts = sequence(der, 'an RSA public key')
  if (parts.length !== 2) throw pemError('an RSA public key must have n and e, and nothing else')
  return rsaNumbers(parts, 0, ['n', 'e'])
}

function curveOf(oid: Uint8Array): Curve {
  const curve = CURVES[hex(oid)]
  if (!curve) throw pemError(`the curve (OID ${hex(oid)}) must be P-256, P-384 or P-521`)
  return curve
}

function ecPoint(point: Uint8Array, { crv, size }: Curve): Jwk {
  const uncompressed = point[0] === 4 && point.length === 1 + 2 * size
  if (!uncompressed) throw pemError('the EC point must be uncompressed (openssl ec -conv_form uncompressed)')
  const x = encodeBase64url(point.subarray(1, 1 + size))
  const y = encodeBase64url(point.subarray(1 + size))
  return { kty: 'EC', crv, x, y }
}

/** RFC 5915 §3; the curve stands there, or in the PKCS#8 around it. */
function ecPrivateKey(der: Uint8Array, around?: Uint8Array): Jwk {
  const what = 'an EC private key'
  const parts = sequence(der, what)
  if (hex(take(parts, 0, INTEGER, what)) !== '01') throw pemError(`${what} must have version 1`)
  const d = take(parts, 1, OCTET_STRING, what)
  const parameters = parts.find(({ tag }) => tag === TAGGED_0)
  const own = parameters && take(elements(parameters.content), 0, OID, 'EC parameters')
  const oid = own ?? around
  if (!oid) throw pemError(`${what} must name its curve (openssl ec -param_enc named_curve)`)
  if (own && around && hex(own) !== hex(around)) throw pemError(`${what} names two curves`)
  const curve = curveOf(oid)
  if (d.length !== curve.size) throw pemError(`d has ${d.length} octets, and must have ${curve.size}`)
  const point = parts.find(({ tag }) => tag === TAGGED_1)
  if (!point) throw pemError(`${what} must have its public key with it (openssl ec -in FILE writes both)`)
  const publicKey = ecPoint(bits(elements(point.content), 0, 'a public key'), curve)
  return { ...publicKey, d: encodeBase64url(d) }
}

/** What a key's AlgorithmIdentifier names (RFC 5280 §4.1.1.2). */
interface AlgorithmIdentifier {
  /** As hexadecimal. */
  readonly oid: string
  /** The OID of the curve of an EC key. */
  readonly curve?: Uint8Array
}

function algorithmIdentifier(parts: readonly Element[], index: number): AlgorithmIdentifier {
  const identifier = elements(take(parts, index, SEQUENCE, 'an algorithm'))
  const oid = hex(take(identifier, 0, OID, 'an algorithm'))
  if (oid !== EC) return { oid }
  return { oid, curve: take(identifier, 1, OID, 'an EC key without a named curve') }
}

function ed25519Key(octets: Uint8Array, member: 'd' | 'x'): Jwk {
  if (octets.length !== 32) throw pemError(`an Ed25519 key has ${octets.length} octets, and must have 32`)
  return { kty: 'OKP', crv: 'Ed25519', [member]: encodeBase64url(octets) }
}

function unknownKey(oid: string): Error {
  return pemError(`it is a key of another algorithm (OID ${oid}), not RSA, EC or Ed25519`)
}

/** PKCS#8 (RFC 5958). */
function privateKeyInfo(der: Uint8Array): Jwk {
  const parts = sequence(der, 'a private key')
  take(parts, 0, INTEGER, 'a version')
  const { oid, curve } = algorithmIdentifier(parts, 1)
  const key = take(parts, 2, OCTET_STRING, 'a private key')
  if (oid === RSA) return rsaPrivateKey(key)
  if (oid === EC) return ecPrivateKey(key, curve)
  if (oid !== ED25519) throw unknownKey(oid)
  const seed = take(elements(key), 0, OCTET_STRING, 'an Ed25519 private key')
  return ed25519Key(seed, 'd')
}

/** SubjectPublicKeyInfo (RFC 5280 §4.1.2.7). */
function publicKeyInfo(parts: readonly Element[]): Jwk {
  const { oid, curve } = algorithmIdentifier(parts, 0)
  const key = bits(parts, 1, 'a public key')
  if (oid === RSA) return rsaPublicKey(key)
  if (oid === EC) return ecPoint(key, curveOf(curve!))
  if (oid === ED25519) return ed25519Key(key, 'x')
  throw unknownKey(oid)
}

/** The public key of an X.509 certificate (RFC 5280 §4.1), and nothing else of it but what the key is for. */
function certificate(der: Uint8Array): Jwk {
  const what = 'a certificate'
  const tbs = elements(take(sequence(der, what), 0, SEQUENCE, what))
  const versioned = tbs[0]?.tag === TAGGED_0 ? 1 : 0
  const extensions = tbs.find(({ tag }) => tag === TAGGED_3)
  if (extensions) checkKeyUsage(sequence(extensions.content, 'extensions'))
  return publicKeyInfo(elements(take(tbs, versioned + 5, SEQUENCE, what)))
}

/** Refuse a certificate whose keyUsage keeps its key from signing (RFC 5280 §4.2.1.3). */
function checkKeyUsage(extensions: readonly Element[]): void {
  for (const { content } of extensions) {
    const parts = elements(content)
    if (hex(take(parts, 0, OID, 'an extension')) !== KEY_USAGE) continue
    const value = take(parts, parts.length - 1, OCTET_STRING, 'keyUsage')
    const usage = take(elements(value), 0, BIT_STRING, 'keyUsage')
    // digitalSignature and nonRepudiation are the first two bits.
    const signs = (usage[1]! & 0xc0) !== 0
    if (!signs) throw pemError('the certificate is for another keyUsage than digitalSignature')
  }
}

/** What a kind of block holds, and what reads it. */
interface Reader {
  readonly use: KeyUse
  readonly read: (der: Uint8Array) => Jwk
}

const READERS: { readonly [label: string]: Reader } = {
  'PRIVATE KEY': { use: 'sign', read: privateKeyInfo },
  'RSA PRIVATE KEY': { use: 'sign', read: rsaPrivateKey },
  'EC PRIVATE KEY': { use: 'sign', read: (der) => ecPrivateKey(der) },
  'PUBLIC KEY': { use: 'verify', read: (der) => publicKeyInfo(sequence(der, 'a public key')) },
  'RSA PUBLIC KEY': { use: 'verify', read: rsaPublicKey },
  CERTIFICATE: { use: 'verify', read: certificate },
}

function readerOf(label: string): Reader | undefined {
  return Object.hasOwn(READERS, label) ? READERS[label] : undefined
}

/** A block of a PEM text. */
interface Block {
  readonly label: string
  readonly body: string
  readonly end: string
}

/** The most characters of a PEM text: many times those of any key with its certificates. */
const LONGEST = 131072

/**
 * The blocks of a text, which may come as it does from an environment: with literal `\n`, CRLF, quotes, or
 * text around it. It is taken apart at its dashes, in time that grows with its length.
 */
function blocksOf(pem: string): Block[] {
  if (pem.length > LONGEST) throw pemError(`the PEM has ${pem.length} characters, of ${LONGEST} at most`)
  const pieces = pem.replace(/\\[rn]/g, '').split('-----')
  const blocks: Block[] = []
  for (const [i, piece] of pieces.entries()) {
    const body = pieces[i + 1]
    const end = pieces[i + 2]
    if (body === undefined || !piece.startsWith('BEGIN ') || !end?.startsWith('END ')) continue
    const label = piece.slice(6)
    blocks.push({ label, body, end: end.slice(4) })
  }
  return blocks
}

/**
 * The block to read: to verify, a public key or the first certificate, else a private key; to sign, the
 * private key.
 */
function chooseBlock(blocks: readonly Block[], use: KeyUse): Block {
  const holding = (wanted: KeyUse): Block[] => blocks.filter(({ label }) => readerOf(label)?.use === wanted)
  const publicOnes = holding('verify')
  const privateOnes = holding('sign')
  if (use === 'sign' && !privateOnes[0] && publicOnes[0]) {
    throw pemError('it is a public key, and signing takes the private key')
  }
  const candidates = use === 'verify' && publicOnes[0] ? publicOnes : privateOnes
  const [block, other] = candidates
  if (!block) throw pemError('no key found; it stands between -----BEGIN … KEY----- and -----END … KEY-----')
  const chain = candidates.every(({ label }) => label === 'CERTIFICATE')
  if (other && !chain) throw pemError('it holds several keys, and must hold one')
  if (block.label !== block.end) throw pemError(`BEGIN ${block.label} ends in END ${shown(block.end)}`)
  return block
}

function isEncrypted({ label, body }: Block): boolean {
  return label === 'ENCRYPTED PRIVATE KEY' || body.includes('ENCRYPTED')
}

/** The octets of a block: base64 of the common alphabet, with padding (RFC 7468 §2). */
function derOf({ body }: Block): Uint8Array {
  const base64 = body.replace(/[\s"']/g, '')
  const padded = /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$/
  if (!base64 || !padded.test(base64))
    throw pemError('the body is no base64; is it cut off, or its lines changed?')
  const unpadded = base64.replace(/=/g, '')
  return decodeBase64url(unpadded.replace(/\+/g, '-').replace(/\//g, '_'))
}

/** What stands before the 32 octets of an Ed25519 private key in PKCS#8 (RFC 8410 §7). */
const ED25519_PKCS8 = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20]

/** An Ed25519 private key with its public half, which PEM has not: WebCrypto makes it. */
async function withPublicHalf(jwk: Jwk): Promise<Jwk> {
  const subtle = subtleCrypto()
  const pkcs8 = Uint8Array.from([...ED25519_PKCS8, ...decodeBase64url(jwk.d!)])
  try {
    const key = await subtle.importKey('pkcs8', pkcs8, 'Ed25519', true, ['sign'])
    const { x } = await subtle.exportKey('jwk', key)
    return { ...jwk, x: x! }
  } catch (error) {
    throw cryptoError(error as Error, 'Ed25519')
  }
}

async function jwkFromPem(pem: string, use: KeyUse, options: PemOptions): Promise<Jwk> {
  expectKind(pem, 'pem', STRING)
  expectOptions(options, { alg: TEXT, kid: TEXT })
  const { alg, kid } = options
  const blocks = blocksOf(pem)
  if (blocks.some(isEncrypted) && use === 'sign') {
    throw pemError('the key is encrypted; openssl pkey -in FILE -out plain.pem decrypts it')
  }
  const block = chooseBlock(blocks, use)
  const bare = READERS[block.label]!.read(derOf(block))
  const whole = bare.kty === 'OKP' && bare.x === undefined ? await withPublicHalf(bare) : bare
  const jwk: Jwk = { ...whole }
  if (kid !== undefined) jwk.kid = kid
  if (alg !== undefined) jwk.alg = alg
  if (algorithmsOfJwk(jwk).length === 0) throw jwkError(jwk, shapeFault(jwk))
  return jwk
}

/**
 * The private key in a PEM text (RFC 7468: PKCS#8, PKCS#1 or SEC1), as a JWK. The text may come as it does
 * from an environment: with literal `\n`, CRLF, quotes, or text around it.
 *
 * @throws JoseError `ERR_PEM`: no private key or several, an encrypted one, one of another kind, or no strict
 *   DER; `ERR_JWK`: an `alg` that does not fit the key; `ERR_CRYPTO`: an Ed25519 key where WebCrypto has no
 *   Ed25519. TypeError: no string, or an option that is unknown or of a wrong type
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

/**
 * PEM (RFC 7468) to a JWK: PKCS#8, PKCS#1, SEC1, SPKI and X.509. A key from PEM
 * so goes the one way that every key goes, and is judged alike in every runtime.
 */
import { decodeBase64url, encodeBase64url } from './base64url.ts'
import {
  BIT_STRING,
  bits,
  elements,
  INTEGER,
  need,
  OCTET_STRING,
  OID,
  positive,
  SEQUENCE,
  sequence,
  take,
  type Element,
} from './der.ts'
import { JoseError } from './errors.ts'
import type { Jwk, KeyUse } from './jwk.ts'

/** Object identifiers as the hexadecimal of their octets (RFC 8017, RFC 5480, RFC 8410). */
const RSA = '2a864886f70d010101'
const EC = '2a8648ce3d0201'
const ED25519 = '2b6570'
const KEY_USAGE = '551d0f'
const CURVES: { readonly [oid: string]: readonly [crv: string, size: number] } = {
  '2a8648ce3d030107': ['P-256', 32],
  '2b81040022': ['P-384', 48],
  '2b81040023': ['P-521', 66],
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** RSA numbers (RFC 8017 A.1): INTEGERs, positive, as base64url in the fewest octets. */
function numbers(from: readonly Element[], first: number, members: readonly string[]): Jwk {
  const jwk: Jwk = { kty: 'RSA' }
  members.forEach((member, i) => (jwk[member] = encodeBase64url(positive(from, first + i, member))))
  return jwk
}

function rsaPrivateKey(der: Uint8Array): Jwk {
  const parts = sequence(der, 'an RSA private key')
  need(
    hex(take(parts, 0, INTEGER, 'a version')) === '00' && parts.length === 9,
    'an RSA private key',
    'two primes (version 0)',
  )
  return numbers(parts, 1, ['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi'])
}

function rsaPublicKey(der: Uint8Array): Jwk {
  const parts = sequence(der, 'an RSA public key')
  need(parts.length === 2, 'an RSA public key', 'n and e')
  return numbers(parts, 0, ['n', 'e'])
}

function curveOf(oid: Uint8Array): readonly [crv: string, size: number] {
  const curve = CURVES[hex(oid)]
  need(curve, `a curve (OID ${hex(oid)})`, 'P-256, P-384 or P-521')
  return curve
}

function ecPoint(point: Uint8Array, [crv, size]: readonly [string, number]): Jwk {
  need(
    point[0] === 4 && point.length === 1 + 2 * size,
    'an EC point',
    'an uncompressed one (openssl ec -conv_form uncompressed)',
  )
  return {
    kty: 'EC',
    crv,
    x: encodeBase64url(point.subarray(1, 1 + size)),
    y: encodeBase64url(point.subarray(1 + size)),
  }
}

/** RFC 5915 §3; the curve stands there, or in the PKCS#8 around it. */
function ecPrivateKey(der: Uint8Array, around?: Uint8Array): Jwk {
  const parts = sequence(der, 'an EC private key')
  const tagged = (tag: number) => parts.find((part) => part.tag === tag)
  need(hex(take(parts, 0, INTEGER, 'a version')) === '01', 'an EC private key', 'version 1')
  const d = take(parts, 1, OCTET_STRING, 'an EC private key')
  const own = tagged(0xa0)
  const oid = own ? take(elements(own.content), 0, OID, 'EC parameters') : around
  need(oid, 'an EC private key without its curve', 'a named curve (openssl ec -param_enc named_curve)')
  need(!own || !around || hex(oid) === hex(around), 'an EC private key of two curves', 'one')
  const curve = curveOf(oid)
  need(d.length === curve[1], 'd', `${curve[1]} octets`)
  const point = tagged(0xa1)
  need(point, 'an EC private key without its public key', 'both (openssl ec -in FILE writes them)')
  return { ...ecPoint(bits(elements(point.content), 0, 'a public key'), curve), d: encodeBase64url(d) }
}

/** An AlgorithmIdentifier: its OID as hexadecimal, and the OID of its curve where it has one. */
function algorithmIdentifier(parts: readonly Element[], index: number): { oid: string; curve?: Uint8Array } {
  const [name, parameters] = elements(take(parts, index, SEQUENCE, 'an algorithm'))
  const oid = hex(take(name ? [name] : [], 0, OID, 'an algorithm'))
  if (oid !== EC) return { oid }
  return { oid, curve: take(parameters ? [parameters] : [], 0, OID, 'EC parameters that are no named curve') }
}

function unknown(oid: string): JoseError {
  return new JoseError('ERR_PEM', `a key of another algorithm (OID ${oid})`, 'RSA, EC or Ed25519')
}

/** PKCS#8 (RFC 5958). */
function privateKeyInfo(der: Uint8Array): Jwk {
  const parts = sequence(der, 'a private key')
  take(parts, 0, INTEGER, 'a version')
  const { oid, curve } = algorithmIdentifier(parts, 1)
  const key = take(parts, 2, OCTET_STRING, 'a private key')
  if (oid === RSA) return rsaPrivateKey(key)
  if (oid === EC) return ecPrivateKey(key, curve)
  if (oid !== ED25519) throw unknown(oid)
  const seed = take(elements(key), 0, OCTET_STRING, 'an Ed25519 private key')
  need(seed.length === 32, 'an Ed25519 private key', '32 octets')
  return { kty: 'OKP', crv: 'Ed25519', d: encodeBase64url(seed) }
}

/** SubjectPublicKeyInfo (RFC 5280 §4.1.2.7). */
function publicKeyInfo(parts: readonly Element[]): Jwk {
  const { oid, curve } = algorithmIdentifier(parts, 0)
  const key = bits(parts, 1, 'a public key')
  if (oid === RSA) return rsaPublicKey(key)
  if (oid === EC) return ecPoint(key, curveOf(curve!))
  if (oid !== ED25519) throw unknown(oid)
  need(key.length === 32, 'an Ed25519 public key', '32 octets')
  return { kty: 'OKP', crv: 'Ed25519', x: encodeBase64url(key) }
}

/** The public key of an X.509 certificate (RFC 5280 §4.1), and nothing else of it but what the key is for. */
function certificate(der: Uint8Array): Jwk {
  const what = 'a certificate'
  const tbs = elements(take(sequence(der, what), 0, SEQUENCE, what))
  const versioned = tbs[0]?.tag === 0xa0 ? 1 : 0
  const extensions = tbs.find(({ tag }) => tag === 0xa3)
  for (const { content } of extensions ? sequence(extensions.content, 'extensions') : []) {
    const parts = elements(content)
    if (hex(take(parts, 0, OID, 'an extension')) !== KEY_USAGE) continue
    const usage = take(
      elements(take(parts, parts.length - 1, OCTET_STRING, 'keyUsage')),
      0,
      BIT_STRING,
      'keyUsage',
    )
    // digitalSignature and nonRepudiation are the first two bits (RFC 5280 §4.2.1.3).
    need(usage[1]! & 0xc0, 'a certificate for another keyUsage', 'one for digitalSignature')
  }
  return publicKeyInfo(elements(take(tbs, versioned + 5, SEQUENCE, what)))
}

/** What reads each kind of block, by its label. */
const READERS: {
  readonly [label: string]: { readonly holds: KeyUse; readonly read: (der: Uint8Array) => Jwk }
} = {
  'PRIVATE KEY': { holds: 'sign', read: privateKeyInfo },
  'RSA PRIVATE KEY': { holds: 'sign', read: rsaPrivateKey },
  'EC PRIVATE KEY': { holds: 'sign', read: (der) => ecPrivateKey(der) },
  'PUBLIC KEY': { holds: 'verify', read: (der) => publicKeyInfo(sequence(der, 'a public key')) },
  'RSA PUBLIC KEY': { holds: 'verify', read: rsaPublicKey },
  CERTIFICATE: { holds: 'verify', read: certificate },
}

/** The most characters of a PEM text: many times those of any key with its certificates. */
const LONGEST = 131072

/**
 * The one key in a PEM text, as a JWK without `alg` or `kid` (and, of an Ed25519 private key, without `x`).
 * The text may come as it does from an environment: with literal `\\n`, CRLF, quotes, or text around it. To
 * verify, a public key or the first certificate is taken, else a private key; to sign, the private key.
 *
 * @throws JoseError `ERR_PEM`: no key or several, an encrypted one, one of another kind, or no strict DER
 */
export function pemToJwk(pem: string, use: KeyUse): Jwk {
  if (pem.length > LONGEST)
    throw new JoseError('ERR_PEM', `PEM of ${pem.length} characters`, `at most ${LONGEST}`)
  const text = pem.replace(/\\[rn]/g, '')
  const blocks = [...text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----([^]*?)-----END ([A-Z0-9 ]+)-----/g)].map(
    ([, label, body, end]) => ({ label: label!, body: body!, end }),
  )
  const encrypted = blocks.some(
    ({ label, body }) => label === 'ENCRYPTED PRIVATE KEY' || body.includes('ENCRYPTED'),
  )
  need(
    !encrypted || use === 'verify',
    'an encrypted key',
    'a plain one: openssl pkey -in FILE -out plain.pem',
  )
  const holding = (held: KeyUse) =>
    blocks.filter(({ label }) => Object.hasOwn(READERS, label) && READERS[label]!.holds === held)
  const [publicOnes, privateOnes] = [holding('verify'), holding('sign')]
  need(use === 'verify' || privateOnes[0] || !publicOnes[0], 'a public key alone', 'a private key, to sign')
  const candidates = use === 'verify' && publicOnes[0] ? publicOnes : privateOnes
  const chain = candidates.every(({ label }) => label === 'CERTIFICATE')
  const [block, other] = candidates
  need(block, 'no key', '-----BEGIN … KEY----- and its -----END')
  need(!other || chain, 'several keys', 'one')
  need(block.label === block.end, `BEGIN ${block.label} and END ${block.end}`, 'the same label')
  return READERS[block.label]!.read(derOf(block.body))
}

/** The octets of a block: base64 of the common alphabet, with padding (RFC 7468 §2). */
function derOf(body: string): Uint8Array {
  const base64 = body.replace(/[\s"']/g, '')
  const padded = /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$/.test(
    base64,
  )
  need(padded && base64, 'a body that is no base64', 'its lines as they were (is it truncated?)')
  return decodeBase64url(base64.replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, ''))
}

/** The JWS Compact Serialization (RFC 7515 §7.1), for any Signer and Verifier. */
import { algorithmOf, type Algorithm, type JwsAlgorithm } from './algorithms.ts'
import { base64urlOf, decodePart, DECODER, UTF8, withBase64url } from './base64url.ts'
import { JoseError, shown } from './errors.ts'
import { expectJsonMembers, inOrder, jsonOf, parseJsonObject, type JsonObject } from './json.ts'
import {
  bytesOf,
  classOf,
  COUNT,
  expect,
  expectOptions,
  expectKind,
  isString,
  PLAIN_OBJECT,
  STRING,
  TEXTS,
  type Kinds,
} from './options.ts'
import type { Signer, Verifier } from './signer.ts'

/** The JOSE Header of a token (RFC 7515 §4). */
export interface JoseHeader {
  /** The algorithm (RFC 7515 §4.1.1). */
  alg: string
  /** The name of the key. */
  kid?: string
  /** The media type of the token, such as `JWT`. */
  typ?: string
  /** The extensions that must be understood (RFC 7515 §4.1.11). */
  crit?: string[]
  [member: string]: unknown
}

/** Options of other libraries, which are not members of a JOSE Header. */
const FOREIGN_OPTIONS = [
  'algorithm',
  'audience',
  'expiresIn',
  'issuer',
  'keyid',
  'notBefore',
  'subject',
] as const

/**
 * What a caller adds to the JOSE Header. `alg`, if present, must be the key's own. Options of other
 * libraries, such as `expiresIn` and `audience`, are refused: here they are claims (`exp`, `aud`).
 */
export type JoseHeaderParameters = Partial<JoseHeader> & {
  [Name in (typeof FOREIGN_OPTIONS)[number]]?: never
}

/** A compact JWS taken apart: its form was checked, its signature was not. */
export interface DecodedJws {
  /** Its JOSE Header. */
  header: JoseHeader
  /** The octets of the JWS Payload. */
  payload: Uint8Array
  /** The octets of the JWS Signature. */
  signature: Uint8Array
}

/** A JWS whose signature was verified. */
export interface VerifiedJws {
  /** Its JOSE Header. */
  header: JoseHeader
  /** The octets that were signed. */
  payload: Uint8Array
}

/** Limits of a token's form. */
export interface DecodeOptions {
  /** The most characters that a token may have. Default: 65,536. */
  maxLength?: number
}

/** How a JWS is verified. */
export interface VerifyJwsOptions extends DecodeOptions {
  /** The algorithms to accept. Default: the key's own. */
  algorithms?: readonly JwsAlgorithm[]
  /**
   * The extensions in `crit` that the caller understands and will process (RFC 7515 §4.1.11). Default: none.
   */
  crit?: readonly string[]
}

const DECODE_OPTIONS: Kinds<DecodeOptions> = { maxLength: COUNT }
export const VERIFY_JWS_OPTIONS: Kinds<VerifyJwsOptions> = {
  maxLength: COUNT,
  algorithms: TEXTS,
  crit: TEXTS,
}

/** A parsed compact JWS, with its JWS Signing Input. */
export interface ParsedJws extends DecodedJws {
  readonly signingInput: Uint8Array
}

/** The start of each Signer's tokens, dot included, by their `typ`, if the caller adds no header members. */
const HEADERS = /* @__PURE__ */ new WeakMap<Signer, Map<string | undefined, Uint8Array>>()

/** The fault of the JOSE Header members that must be strings; undefined if there is none. */
function memberFault(header: JsonObject): string | undefined {
  for (const member of ['alg', 'kid', 'typ']) {
    const value = header[member]
    const isLeftOut = value === undefined && member !== 'alg'
    if (!isString(value) && !isLeftOut) return `its ${member} is ${shown(value)}, not a string`
  }
  return undefined
}

function hasMember(header: JsonObject, name: unknown): boolean {
  return isString(name) && Object.hasOwn(header, name) && header[name] !== undefined
}

/** The members that RFC 7515 itself defines, which `crit` must not list (§4.1.11). */
const STANDARD_MEMBERS = /^(alg|jku|jwk|kid|x5[uc]|x5t(#S256)?|typ|cty|crit)$/

/** The fault of `crit` (RFC 7515 §4.1.11), or of RFC 7797's `b64`; undefined if there is none. */
function critFault(header: JsonObject): string | undefined {
  const { crit, b64 = true } = header
  // Only the encoded payload is signed and verified here.
  if (b64 !== true) return `its b64 is ${shown(b64)}, not true`
  if (crit === undefined) return undefined
  if (!Array.isArray(crit)) return `its crit is ${shown(crit)}, not a list of names`
  if (crit.length === 0) return 'its crit is an empty list'
  if (new Set(crit).size < crit.length) return 'its crit lists a name twice'
  const standard = crit.find((name) => isString(name) && STANDARD_MEMBERS.test(name))
  if (standard) return `its crit lists ${standard}, which is not an extension`
  const missing = crit.findIndex((name) => !hasMember(header, name))
  return missing < 0 ? undefined : `its crit lists ${shown(crit[missing])}, which it does not have`
}

const WHERE_IT_GOES = 'exp (in seconds), aud and the like are claims, alg and kid the key’s'

/** The members that a caller adds to the JOSE Header, copied, so that later changes have no effect. */
function readHeader(header: JoseHeaderParameters): JsonObject {
  expectKind(header, 'header', PLAIN_OBJECT)
  const entries = Object.entries(header).filter(([, value]) => value !== undefined)
  const members = Object.fromEntries(entries)
  const foreign = FOREIGN_OPTIONS.find((name) => Object.hasOwn(members, name))
  expect(!foreign, `header has ${foreign}; ${WHERE_IT_GOES}`)
  // Otherwise a member named toJSON could replace the header.
  expectJsonMembers(members, 'header')
  return JSON.parse(jsonOf(members, 'header'))
}

/** Expect a JOSE Header that our own verifier would not refuse. */
function expectSound(header: JsonObject): void {
  const fault = memberFault(header) ?? critFault(header)
  expect(!fault, `JOSE Header: ${fault}`)
}

/** Expect members that can be signed as a JOSE Header. */
export function expectHeader(header: JoseHeader): void {
  expectSound(readHeader(header))
}

/** The encoded JOSE Header and a dot. */
function encodeHeader({ alg, kid }: Signer, typ?: string, added?: JsonObject): Uint8Array {
  const header: JsonObject = { alg, kid, typ, ...added }
  if (header.alg !== alg) {
    throw new JoseError('ERR_ALG', `the header's alg is ${shown(header.alg)}, and the key is for ${alg}`)
  }
  expectSound(header)
  const json = UTF8.encode(JSON.stringify(inOrder(header)))
  return UTF8.encode(`${base64urlOf(json)}.`)
}

/** Like encodeHeader without added members; made only once for each Signer and `typ`. */
function usualHeader(signer: Signer, typ?: string): Uint8Array {
  const known = HEADERS.get(signer) ?? new Map<string | undefined, Uint8Array>()
  const encoded = known.get(typ)
  if (encoded) return encoded
  const made = encodeHeader(signer, typ)
  HEADERS.set(signer, known.set(typ, made))
  return made
}

/**
 * Sign a payload.
 *
 * @param payload octets, or a text that is signed as UTF-8
 * @param typ the header's `typ`, unless `header` has one
 * @throws as signJws does, except for errors about the key
 */
export async function signCompact(
  payload: Uint8Array | string,
  key: Signer | Promise<Signer>,
  typ?: string,
  header?: JoseHeaderParameters,
): Promise<string> {
  // Payload and header are read before the first await. A string cannot change meanwhile.
  const fixed = isString(payload) ? payload : new Uint8Array(payload)
  const added = header === undefined ? undefined : readHeader(header)
  // An await costs a turn of the event loop, even without a promise.
  const signer = key instanceof Promise ? await key : key
  const row = algorithmOf(signer.alg, "the Signer's alg")
  const head = added ? encodeHeader(signer, typ, added) : usualHeader(signer, typ)
  const signingInput = withBase64url(head, fixed)
  // Read now: from here on it is the signer's own.
  const text = DECODER.decode(signingInput)
  const given = await signer.sign(signingInput)
  return `${text}.${base64urlOf(signatureOf(given, row))}`
}

/** The signature that a signer returned, if it can be one of its algorithm. */
function signatureOf(given: unknown, { alg, size, kty }: Algorithm): Uint8Array {
  const signature = bytesOf(given)
  const octets = signature?.length ?? 0
  // An RSA signature is as long as the modulus, 2048 to 8192 bits.
  const isWhole = size ? octets === size : octets >= 256 && octets <= 1024
  if (signature && isWhole) return signature
  const found = signature || given === undefined ? `${octets} octets` : classOf(given)
  // DER begins with this octet; r‖s has another length.
  const isDer = kty === 'EC' && signature?.[0] === 0x30
  const remedy = isDer ? "; it is DER: externalSigner with format: 'der'" : ''
  const needed = `${size ?? '256 to 1024'} octets of ${alg}`
  throw new JoseError('ERR_SIGNATURE', `the signer gave ${found}, not the ${needed}${remedy}`)
}

const DOT = 0x2e

/** Like decodeJws, with the JWS Signing Input. */
export function parseJws(jws: string, { maxLength = 65536 }: DecodeOptions = {}): ParsedJws {
  expectKind(jws, 'JWS', STRING)
  if (!(jws.length <= maxLength)) {
    throw new JoseError('ERR_JWS_FORM', `the JWS has ${jws.length} characters, more than ${maxLength}`)
  }
  const octets = UTF8.encode(jws)
  const first = octets.indexOf(DOT)
  const last = octets.lastIndexOf(DOT)
  const threeParts = first < last && octets.indexOf(DOT, first + 1) === last
  if (!threeParts)
    throw new JoseError('ERR_JWS_FORM', 'a compact JWS has three parts with a dot between them')
  const encodedHeader = decodePart(octets.subarray(0, first), 'JOSE Header')
  const header = parseJsonObject(encodedHeader, 'JOSE Header')
  const payload = decodePart(octets.subarray(first + 1, last), 'JWS Payload')
  const signature = decodePart(octets.subarray(last + 1), 'JWS Signature')
  const fault = memberFault(header)
  if (fault) throw new JoseError('ERR_JWS_FORM', `JOSE Header: ${fault}`)
  const signingInput = octets.subarray(0, last)
  return { header: header as JoseHeader, payload, signature, signingInput }
}

/**
 * Decode a compact JWS (RFC 7515 §5.2, steps 1 to 5). The signature is not verified.
 *
 * @throws JoseError `ERR_JWS_FORM`: not three parts, too long, or a header member of the wrong type;
 *   `ERR_BASE64URL`: a part is not base64url; `ERR_JSON`: the header is not a JSON object with each member
 *   once. TypeError: not a string, or an option that is unknown or of a wrong type
 */
export function decodeJws(jws: string, options: DecodeOptions = {}): DecodedJws {
  expectOptions(options, DECODE_OPTIONS)
  const { header, payload, signature } = parseJws(jws, options)
  return { header, payload, signature }
}

/**
 * Refuse a token for its JOSE Header, before its key is looked up.
 *
 * @throws JoseError `ERR_CRIT`: an extension that is not understood; `ERR_ALG`: an algorithm that is unknown
 *   or not accepted
 */
export function checkHeader(header: JoseHeader, { algorithms, crit = [] }: VerifyJwsOptions): void {
  const fault = critFault(header)
  if (fault) throw new JoseError('ERR_CRIT', `JOSE Header: ${fault}`)
  const stranger = header.crit?.find((name) => !crit.includes(name))
  if (stranger !== undefined) {
    throw new JoseError(
      'ERR_CRIT',
      `JOSE Header: its crit lists ${shown(stranger)}, which is not understood here`,
    )
  }
  const { alg } = algorithmOf(header.alg)
  if (algorithms && !algorithms.includes(alg)) {
    throw new JoseError('ERR_ALG', `the token's alg is ${alg}; accepted: ${algorithms.join(', ') || 'none'}`)
  }
}

/**
 * Refuse a token whose signature is wrong (RFC 7515 §5.2, RFC 8725 §3.1).
 *
 * @throws JoseError `ERR_ALG`: the key is for another algorithm; `ERR_SIGNATURE`: the signature is wrong;
 *   `ERR_CRYPTO`: the verifier failed
 */
export async function checkSignature(jws: ParsedJws, verifier: Verifier): Promise<void> {
  const { header, signature, signingInput } = jws
  const { alg, size = signature.length } = algorithmOf(header.alg)
  const own = algorithmOf(verifier.alg, "the Verifier's alg").alg
  if (own !== alg) throw new JoseError('ERR_ALG', `the token's alg is ${alg}, and the key is for ${own}`)
  let good: boolean
  try {
    good = signature.length === size && (await verifier.verify(signature, signingInput))
  } catch (cause) {
    if (cause instanceof JoseError) throw cause
    throw new JoseError('ERR_CRYPTO', 'the verifier failed; see cause', { cause })
  }
  if (good !== true)
    throw new JoseError('ERR_SIGNATURE', 'the signature is not that of the key over this token')
}

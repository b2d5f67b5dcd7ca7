/** The public halves of keys: what is published, and what a thumbprint is made of. */
import { bareKey } from './bare-key.ts'
import { encodeBase64url, UTF8 } from './base64url.ts'
import {
  algorithmsOfJwk,
  expectJwkSet,
  isKey,
  jwkError,
  keyTypeError,
  shapeFault,
  type Jwk,
  type JwkSet,
} from './jwk.ts'
import { typeOf } from './errors.ts'
import { inOrder } from './json.ts'
import { isString } from './options.ts'
import { subtleCrypto } from './webcrypto.ts'

/** Members that are no part of the key, and are published where they are strings. */
const METADATA = ['kid', 'alg', 'use', 'x5u', 'x5t', 'x5t#S256']

/** The public members of a JWK, without its metadata. */
function publicMembers(jwk: Jwk): Jwk {
  if (!isKey(jwk)) throw keyTypeError(jwk, 'a JWK')
  const [row] = algorithmsOfJwk(jwk)
  if (!row) throw jwkError(jwk, shapeFault(jwk))
  return bareKey(jwk, 'verify', row)
}

/**
 * The public half of a JWK. Built from a list of what may be shown, so no private member, known or
 * unknown, gets through; `key_ops` becomes `["verify"]` (RFC 7517 §9.2).
 *
 * @throws JoseError `ERR_JWK`: not a sound RSA, EC, OKP or AKP key. TypeError: no JWK
 */
export function toPublicJwk(jwk: Jwk): Jwk {
  const publicJwk = publicMembers(jwk)
  for (const member of METADATA) {
    const value = jwk[member]
    if (isString(value)) publicJwk[member] = value
  }
  const { x5c } = jwk
  if (Array.isArray(x5c)) publicJwk.x5c = x5c.filter(isString)
  if (jwk.key_ops) publicJwk.key_ops = ['verify']
  return publicJwk
}

/**
 * The public half of a JWK Set, fit to be published: every key has a `kid` of its own. A key that stands
 * there twice, as in a set that holds both halves, is published once (RFC 7517 §4.5, §5).
 *
 * @throws JoseError `ERR_JWK`: not a JWK Set, an unsound key, one without `kid`, or two with the same.
 *   TypeError: no object
 */
export function toPublicJwks(jwks: JwkSet): JwkSet {
  expectJwkSet(jwks)
  const published = new Map<string, Jwk>()
  for (const [index, jwk] of jwks.keys.entries()) {
    if (!isKey(jwk)) throw jwkError({ kty: '' }, `number ${index} of the set is ${typeOf(jwk)}, not a JWK`)
    const publicJwk = toPublicJwk(jwk)
    const { kid } = publicJwk
    if (!kid) throw jwkError(publicJwk, 'it has no kid, which each key of a published set needs')
    const twin = published.get(kid)
    if (twin && canonical(twin) !== canonical(publicJwk))
      throw jwkError(publicJwk, 'another key of the set has its kid')
    published.set(kid, publicJwk)
  }
  return { keys: [...published.values()] }
}

/** The public key as JSON with its members in order: what a thumbprint is made of (RFC 7638 §3). */
function canonical(jwk: Jwk): string {
  return JSON.stringify(inOrder(publicMembers(jwk)))
}

/**
 * A key's SHA-256 thumbprint as base64url (RFC 7638): the same for both halves of a pair.
 *
 * @throws JoseError `ERR_JWK`: not a sound RSA, EC, OKP or AKP key; `ERR_CRYPTO`: no WebCrypto here.
 *   TypeError: no JWK
 */
export async function jwkThumbprint(jwk: Jwk): Promise<string> {
  const digest = await subtleCrypto().digest('SHA-256', UTF8.encode(canonical(jwk)))
  return encodeBase64url(new Uint8Array(digest))
}

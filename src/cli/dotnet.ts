/** Keys as .NET's serializers write them. */
import type { Jwk } from '../index.ts'
import type { JsonObject } from '../json.ts'
import { isString } from '../options.ts'

/** The properties of .NET's JsonWebKey whose JWK name is not just the same in lower case. */
const RENAMED: { readonly [property: string]: string } = {
  KeyOps: 'key_ops',
  X5tS256: 'x5t#S256',
}

/** Properties of the .NET object that are not part of the key. */
const LEFT_OUT = ['AdditionalData', 'KeyId', 'KeySize', 'HasPrivateKey', 'CryptoProviderFactory']

/** .NET's RSAParameters, and RSAKeyValue in XML (XML Signature §4.5.2.2): plain base64. */
const RSA_PARAMETERS: { readonly [property: string]: string } = {
  Modulus: 'n',
  Exponent: 'e',
  D: 'd',
  P: 'p',
  Q: 'q',
  DP: 'dp',
  DQ: 'dq',
  InverseQ: 'qi',
}

/** The JWK in JSON that .NET wrote with its own property names; undefined for other JSON. */
export function jwkFromDotnet(object: JsonObject): Jwk | undefined {
  if (isString(object.Kty)) return jwkFromProperties(object)
  if (isString(object.Modulus) && isString(object.Exponent)) return jwkFromParameters(object)
  return undefined
}

/** The JWK in an RSAKeyValue element; undefined for other XML. */
export function jwkFromXml(xml: string): Jwk | undefined {
  if (!xml.includes('<RSAKeyValue')) return undefined
  const parameters: JsonObject = {}
  for (const [, name = '', value = ''] of xml.matchAll(/<(\w+)>([A-Za-z0-9+/=\s]*)<\/\1>/g)) {
    parameters[name] = value.replace(/\s/g, '')
  }
  return jwkFromParameters(parameters)
}

function jwkFromProperties(object: JsonObject): Jwk {
  const jwk: JsonObject = {}
  for (const [property, value] of Object.entries(object)) {
    const isEmpty = value === null || (Array.isArray(value) && value.length === 0)
    if (isEmpty || LEFT_OUT.includes(property)) continue
    jwk[RENAMED[property] ?? property.toLowerCase()] = value
  }
  return jwk as Jwk
}

function jwkFromParameters(parameters: JsonObject): Jwk {
  const jwk: Jwk = { kty: 'RSA' }
  for (const [property, member] of Object.entries(RSA_PARAMETERS)) {
    const value = parameters[property]
    if (isString(value)) jwk[member] = withoutLeadingZeros(Buffer.from(value, 'base64'))
  }
  return jwk
}

/** .NET pads numbers to a fixed width; in a JWK they have the fewest octets (RFC 7518 §2). */
function withoutLeadingZeros(octets: Buffer): string {
  const first = octets.findIndex((octet) => octet !== 0)
  return octets.subarray(Math.max(first, 0)).toString('base64url')
}

/** Reads the JSON that goes into a token: claims, and members of the JOSE Header. */
import { JoseError } from '../errors.ts'
import { isJsonObject, parseJsonObject, type JsonObject } from '../json.ts'
import { membersOf } from '../jwk.ts'
import { isString } from '../options.ts'
import { jwkFromXml } from './dotnet.ts'
import { holdsPrivatePem, readInput, textOf } from './files.ts'

/** The claims in a file, or for `-` in standard input. */
export async function readClaims(file: string): Promise<JsonObject> {
  return jsonObjectOf(await readInput(file), 'CLAIMS')
}

/** The members that --header gives. */
export function headerOf(json: string | undefined): JsonObject | undefined {
  return json === undefined ? undefined : jsonObjectOf(Buffer.from(json), '--header')
}

/**
 * The object in JSON, which may be in UTF-16 or begin with a byte order mark, as a key file may.
 *
 * @throws JoseError: it is not read, or holds a private key, which the token would publish
 */
function jsonObjectOf(octets: Uint8Array, what: string): JsonObject {
  const text = textOf(octets)
  const object = parseJsonObject(text === undefined ? octets : Buffer.from(text), what)
  if (!holdsPrivateKey(object)) return object
  const remedy = 'leave the key out, and give only what everybody may see'
  throw new JoseError('ERR_CLAIM', `${what} holds a private key, which a token would show; ${remedy}`)
}

/** Whether a private key is in a JSON value at any depth, without recursion, which could exhaust the stack. */
function holdsPrivateKey(json: JsonObject): boolean {
  const values: unknown[] = [json]
  for (const value of values) {
    if (isString(value)) {
      if (isPrivateText(value)) return true
      values.push(contentOf(value))
    } else if (isJsonObject(value)) {
      if (isPrivateJwk(value)) return true
      for (const member of Object.entries(value).flat()) values.push(member)
    } else if (Array.isArray(value)) {
      for (const element of value) values.push(element)
    }
  }
  return false
}

/** Whether a text holds a private key in PEM, of PGP too, or in the XML of .NET. */
function isPrivateText(text: string): boolean {
  const isPem = holdsPrivatePem(text) || text.includes('PRIVATE KEY BLOCK-----')
  return isPem || jwkFromXml(text)?.d !== undefined
}

/** The members that make a JWK or an object of .NET a private or a symmetric key, in lower case. */
const SECRETS: readonly string[] = [...membersOf('private'), 'k', 'inverseq']

/** Whether an object is a private JWK, as RFC 7517 or .NET writes it, or the RSAParameters of .NET. */
function isPrivateJwk(object: JsonObject): boolean {
  const members = Object.entries(object)
  // .NET writes the members that a public key lacks, too.
  const given = members.filter(([, value]) => value !== null && value !== '')
  const names = given.map(([name]) => name.toLowerCase())
  const isKey = names.includes('kty') || names.includes('modulus')
  return isKey && names.some((name) => SECRETS.includes(name))
}

/** How base64 of PEM begins, which a Secret of Kubernetes holds. */
const PEM_IN_BASE64 = 'LS0tLS1CRUdJTi'

/** What is in a text: the value of JSON, or the text of base64. */
function contentOf(text: string): unknown {
  if (text.startsWith(PEM_IN_BASE64)) return Buffer.from(text, 'base64').toString('latin1')
  if (!/^\s*["[{]/.test(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

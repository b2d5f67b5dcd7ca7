/** Reads the keys in a file, which it recognizes by its content, not by its name. */
import { JoseError, shown, typeOf } from '../errors.ts'
import { privateJwkFromPem, publicJwkFromPem, type Jwk, type JwkSet } from '../index.ts'
import { isJsonObject, parseJsonObject, type JsonObject } from '../json.ts'
import type { KeyUse } from '../jwk.ts'
import { isString } from '../options.ts'
import { derKind } from './der-kinds.ts'
import { jwkFromDotnet, jwkFromXml } from './dotnet.ts'
import { kindSentence, type FileKind } from './file-kind.ts'
import { binaryKind, opensshKind, pemKind, textKind } from './file-kinds.ts'
import { holdsPrivatePem, pathInCommand, readInput, shownPath, textOf } from './files.ts'
import { sshPrivateKey, sshPublicKey } from './ssh.ts'

/** A file to read: where it is, and what its keys are for. */
interface Source {
  readonly file: string
  readonly use: KeyUse
}

/**
 * Read the keys of a file: a JWK, a JWK Set, PEM, or JSON that holds PEM, such as a service account or a list
 * of certificates.
 *
 * @throws Error: it cannot be read, or is of another kind, which is named; JoseError: it is damaged
 */
export async function readKeyFile(file: string, use: KeyUse): Promise<Jwk | JwkSet> {
  return keysOfText(await readKeyText(file, use), { file, use })
}

/**
 * Read the text of a key file, which may be a pipe, and so is read only once.
 *
 * @throws Error: it cannot be read, or is not text, or empty
 */
export async function readKeyText(file: string, use: KeyUse): Promise<string> {
  const octets = await readInput(file)
  // Short DER may also be valid text.
  const text = derKind(octets) ? undefined : textOf(octets)
  if (text === undefined) throw new Error(kindSentence(file, binaryKind(octets), use))
  if (text.trim() === '') throw new Error(emptySentence(file))
  return text.trim()
}

function emptySentence(file: string): string {
  return `${shownPath(file)} is empty; did the command that writes it fail? Make a key with subtle-jws keygen`
}

/** The keys in the text of a key file. */
export async function keysOfText(text: string, source: Source): Promise<Jwk | JwkSet> {
  const value = jsonOf(text)
  // PEM or JSON in quotes, as variables often hold it.
  if (isString(value)) return keysOfText(value.trim(), source)
  if (isJsonObject(value)) {
    // Parsed again, strictly: a duplicate member is refused.
    const object = parseJsonObject(Buffer.from(text), shownPath(source.file))
    return keysOfObject(object, source)
  }
  if (value !== undefined) throw unfit(source, jsonKind(value))
  if (text.includes('-----BEGIN ')) return keysOfPem(text, source)
  const dotnet = jwkFromXml(text)
  if (dotnet) return dotnet
  const ssh = source.use === 'verify' ? sshPublicKey(text)?.jwk : undefined
  if (ssh) return ssh
  throw unfit(source, textKind(text))
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function unfit({ file, use }: Source, kind: FileKind): Error {
  return new Error(kindSentence(file, kind, use))
}

/** The kind of JSON that is not an object. */
function jsonKind(value: unknown): FileKind {
  if (!Array.isArray(value))
    return { what: `JSON, but ${typeOf(value)}`, advice: 'a key is an object with kty' }
  const command = `node -e "console.log(JSON.stringify({keys:JSON.parse(fs.readFileSync(0,'utf8'))}))"`
  return { what: 'a list, not a JWK Set', command: `${command} < {file} > plain.json` }
}

async function keysOfObject(object: JsonObject, source: Source): Promise<Jwk | JwkSet> {
  if (object.keys !== undefined) return setOf(object, source)
  const dotnet = jwkFromDotnet(object)
  if (dotnet) return dotnet
  if (isString(object.kty) && !pemMembers(object)[0]) return jwkOf(object as Jwk, source)
  const certificates = certificatesOf(object)
  if (certificates) return setOfCertificates(certificates, source)
  const pem = await keyOfMember(object, source)
  if (pem) return pem
  throw unfit(source, objectKind(object))
}

function setOf(object: JsonObject, source: Source): JwkSet {
  const { keys } = object
  if (Array.isArray(keys)) return object as JwkSet
  throw unfit(source, {
    what: `JSON whose keys is ${typeOf(keys)}`,
    advice: 'a JWK Set has a list of JWKs there',
  })
}

function jwkOf(jwk: Jwk, source: Source): Jwk {
  if (jwk.kty !== 'oct') return jwk
  throw unfit(source, {
    what: 'a shared secret (kty "oct")',
    advice: 'HS256 and the like are not supported: make a key with subtle-jws keygen',
  })
}

/** The kind of a JSON object without a key. */
function objectKind(object: JsonObject): FileKind {
  if (object.kind === 'Secret') {
    const get = "kubectl get secret NAME -o jsonpath='{.data.KEY}' | base64 -d > key.pem"
    return { what: 'a Kubernetes Secret (JSON)', advice: `extract the key with: ${get}` }
  }
  if (object.ciphertext !== undefined) {
    return { what: 'an encrypted key (JWE)', advice: 'decrypt it with the program that made it' }
  }
  if (object.jwks_uri !== undefined) {
    return { what: 'the metadata of a server', advice: 'the key set is at its jwks_uri: verify --keys URL' }
  }
  return { what: 'JSON without a key', advice: 'a JWK has kty, and a JWK Set has keys' }
}

/** A member of a JSON object, and the PEM in it. */
type PemMember = readonly [name: string, pem: string]

/** The members that hold PEM, those with a private key first. */
function pemMembers(object: JsonObject): readonly PemMember[] {
  const held: PemMember[] = []
  for (const [name, value] of Object.entries(object)) {
    if (isString(value) && value.includes('-----BEGIN ')) held.push([name, value])
  }
  const isPrivate = ([, pem]: PemMember): number => Number(holdsPrivatePem(pem))
  return held.sort((a, b) => isPrivate(b) - isPrivate(a))
}

/**
 * The key of JSON that has it as PEM in one member. Google's service accounts name it in `private_key_id`,
 * and sign with RS256.
 */
async function keyOfMember(object: JsonObject, source: Source): Promise<Jwk | undefined> {
  const [member] = pemMembers(object)
  if (!member) return undefined
  const [name, pem] = member
  const jwk = (await keysOfPem(pem, source)) as Jwk
  const kid = object.kid ?? object[`${name}_id`]
  if (isString(kid)) jwk.kid = kid
  const alg = object.type === 'service_account' ? 'RS256' : object.alg
  if (isString(alg)) jwk.alg = alg
  return jwk
}

/** The members of `{kid: certificate}`, as Google publishes its keys; undefined for other JSON. */
function certificatesOf(object: JsonObject): readonly (readonly [kid: string, pem: string])[] | undefined {
  const entries = Object.entries(object) as [string, string][]
  const isCertificate = ([, pem]: readonly [string, unknown]): boolean =>
    isString(pem) && /^\s*-----BEGIN (CERTIFICATE|PUBLIC KEY)-----/.test(pem) && !holdsPrivatePem(pem)
  return entries.length > 0 && entries.every(isCertificate) ? entries : undefined
}

async function setOfCertificates(
  certificates: readonly (readonly [kid: string, pem: string])[],
  source: Source,
): Promise<JwkSet> {
  if (source.use === 'sign')
    throw unfit(source, { what: 'a list of certificates by their kid', holds: 'public' })
  const keys: Jwk[] = []
  for (const [kid, pem] of certificates) {
    try {
      keys.push({ ...(await publicJwkFromPem(pem)), kid })
    } catch (error) {
      const { code, message } = error as JoseError
      throw new JoseError(code, `${shownPath(source.file)}, kid ${shown(kid)}: ${message}`)
    }
  }
  return { keys }
}

async function keysOfPem(pem: string, source: Source): Promise<Jwk> {
  const { file, use } = source
  const ssh = opensshKind(pem)
  const jwk = ssh && opensshKey(pem)
  if (jwk) return jwk
  const kind = ssh ?? pemKind(pem, use)
  if (kind) throw new JoseError('ERR_PEM', kindSentence(file, kind, use))
  try {
    return await (use === 'sign' ? privateJwkFromPem(pem) : publicJwkFromPem(pem))
  } catch (error) {
    throw ofFile(error, file)
  }
}

/** The library's error about a PEM text, with the name of its file. */
function ofFile(error: unknown, file: string): JoseError {
  const { code, message } = error as JoseError
  const named = message.replace(/\bFILE\b/g, pathInCommand(file))
  return new JoseError(code, `${shownPath(file)}: ${named}`)
}

function opensshKey(pem: string): Jwk | undefined {
  const [, body = ''] = /-----BEGIN OPENSSH PRIVATE KEY-----([^-]*)/.exec(pem)!
  return sshPrivateKey(body)?.jwk
}

/** The registered key set: what a server finds at its URL, or was given, and whether the key is in it. */
import { shown } from '../../errors.ts'
import { isSecure, request, type Answer } from '../../http.ts'
import { importVerifier, type Jwk, type Signer } from '../../index.ts'
import { isJsonObject, type JsonObject } from '../../json.ts'
import { membersOf, nameOf } from '../../jwk.ts'
import { isString } from '../../options.ts'
import { holdsPrivatePem, shownPath } from '../files.ts'
import { readKeyFile } from '../key-file.ts'
import { failedRequest, listOf, shellWord, shortened } from './findings.ts'
import type { ClientKey } from './key.ts'
import type { Report } from './report.ts'

/** Where the key set is said to be. */
export interface KeySetConfiguration {
  /** Where it is published; undefined if it is not, or not to be examined. */
  readonly jwksUrl: string | undefined
  /** The file of a set that was registered by value; undefined if there is none. */
  readonly jwksFile: string | undefined
  /** The URL that assertions name, if they name one. */
  readonly jku?: string | undefined
}

/** The most keys of a set that are tried as the private key's public half. */
const MOST_TRIED = 50

/** The longest kid that a remedy repeats. */
export const LONGEST_KID = 200

/** Returns the published half of the key that signs, if it was found. */
export async function examineKeySet(
  configuration: KeySetConfiguration,
  key: ClientKey | undefined,
  report: Report,
): Promise<Jwk | undefined> {
  const { jwksUrl, jwksFile } = configuration
  if (jwksUrl === undefined && jwksFile === undefined) {
    const remedy = 'give the registered --jwks-url URL; or --jwks FILE, a set that was registered by value'
    report.doubt({ check: 'key set', found: 'not examined', remedy })
    return undefined
  }
  if (jwksUrl !== undefined) examineUrl(jwksUrl, configuration, report)
  const keys = await readKeySet(configuration, report)
  if (!keys) return undefined
  examineSecrecy(keys, report)
  return key && examinePublishedKey(keys, key, report)
}

function examineUrl(jwksUrl: string, { jku }: KeySetConfiguration, report: Report): void {
  if (jku !== undefined) {
    report.passOrFail(jku === jwksUrl, {
      check: 'jku',
      found: jku,
      remedy: `use --jku ${shellWord(jwksUrl)}: servers compare it with the registered URL exactly`,
    })
  }
  const finding = {
    check: 'key set URL',
    found: jwksUrl,
    remedy: 'publish the set over https: servers fetch no other',
  }
  // http on this machine is a rehearsal, which no other machine sees.
  const isRehearsal = !jwksUrl.startsWith('https:') && isSecure(jwksUrl)
  if (isRehearsal) report.warn({ ...finding, remedy: 'use https before a server has to fetch it' })
  else report.passOrFail(jwksUrl.startsWith('https:'), finding)
}

async function readKeySet(
  { jwksUrl, jwksFile }: KeySetConfiguration,
  report: Report,
): Promise<readonly Jwk[] | undefined> {
  if (jwksFile !== undefined) return readFile(jwksFile, report)
  // The same rule as for the token endpoint: http only to this machine.
  if (isSecure(jwksUrl)) return fetchKeySet(new URL(jwksUrl), report)
  return undefined
}

async function readFile(file: string, report: Report): Promise<readonly Jwk[] | undefined> {
  const check = 'key set'
  const remedy = 'give the file with {"keys":[…]} that was registered: subtle-jws jwks makes one'
  try {
    const keys = keysIn((await readKeyFile(file, 'verify')) as JsonObject)
    const found = `${shownPath(file)}, ${keys ? numberOfKeys(keys) : 'no key set'}`
    report.passOrFail(keys !== undefined, { check, found, remedy })
    return keys
  } catch (error) {
    report.fail({ check, found: (error as Error).message, remedy })
    return undefined
  }
}

async function fetchKeySet(url: URL, report: Report): Promise<readonly Jwk[] | undefined> {
  let answer: Answer
  try {
    const asked = request(url, { headers: { accept: 'application/json' } }, {})
    answer = await report.during(`the key set, ${url.href}`, asked)
  } catch (error) {
    report.fail({ check: 'key set', ...failedRequest(error as Error, url) })
    return undefined
  }
  const { ok, status, headers } = answer.response
  const keys = keysIn(answer.json)
  const location = headers.get('location')
  const redirect = location === null ? '' : `, a redirect to ${shortened(location)}`
  report.passOrFail(ok && keys !== undefined, {
    check: 'key set',
    found: `${status}${redirect}, ${keys ? numberOfKeys(keys) : 'no key set'}`,
    remedy: 'publish {"keys":[…]} as JSON, with no login and no redirect',
  })
  if (!ok || !keys) return undefined
  examineHeaders(headers, report)
  return keys
}

function numberOfKeys({ length }: readonly Jwk[]): string {
  return length === 1 ? '1 key' : `${length} keys`
}

/** The entries that are objects: readers skip the others. */
function keysIn(set: JsonObject | undefined): readonly Jwk[] | undefined {
  const keys = set?.keys
  if (!Array.isArray(keys)) return undefined
  return keys.filter(isJsonObject) as Jwk[]
}

function examineHeaders(headers: Headers, report: Report): void {
  const type = headers.get('content-type') ?? 'none'
  report.passOrWarn(/^application\/([\w.-]+\+)?json\b/i.test(type), {
    check: 'key set type',
    found: shortened(type),
    remedy: 'application/json or application/jwk-set+json',
  })
  const control = headers.get('cache-control')
  report.passOrWarn(control !== null, {
    check: 'key set cache',
    found: `Cache-Control ${control === null ? 'is absent' : shortened(control)}`,
    remedy: 'say how long it may be kept, such as max-age=300',
  })
}

/** Members that no published key may have: those of private keys of every type, and of symmetric ones. */
function secretMembers(): readonly string[] {
  return [...membersOf('private'), 'oth', 'k']
}

/** The members of a published key that reveal a secret: by their name, or because they hold private PEM. */
function leaksOf(jwk: Jwk, secret: readonly string[]): readonly string[] {
  const isPrivatePem = (value: unknown): boolean => isString(value) && holdsPrivatePem(value)
  return Object.keys(jwk).filter(
    (member) => (secret.includes(member) && jwk[member] != null) || isPrivatePem(jwk[member]),
  )
}

function examineSecrecy(keys: readonly Jwk[], report: Report): void {
  const secret = secretMembers()
  const leaks: string[] = []
  for (const jwk of keys) {
    const members = leaksOf(jwk, secret)
    if (members.length > 0) leaks.push(`${shortened(members.join(' '))} of ${nameOf(jwk)}`)
  }
  const [first, second, third, ...others] = leaks
  const named = [first, second, third].filter((leak) => leak !== undefined).join(', ')
  report.passOrFail(leaks.length === 0, {
    check: 'private members',
    found: `${named || 'none'}${others.length > 0 ? `, and of ${others.length} more keys` : ''}`,
    remedy: 'the private key is public: make a new one, and publish the output of subtle-jws jwks',
  })
}

async function examinePublishedKey(
  keys: readonly Jwk[],
  key: ClientKey,
  report: Report,
): Promise<Jwk | undefined> {
  const { signer } = key
  // Keys for encryption may stand beside it, under any kid.
  const named = keys.filter(({ kid, use }) => kid === signer.kid && use !== 'enc')
  const twins = await twinsOf(signer, named.length > 0 ? named : keys)
  const [twin] = twins
  const kids = listOf(keys.map(({ kid }) => kid))
  const found = `keys with kid ${shown(signer.kid)}: ${named.length} of ${keys.length}; the set has: ${kids}`
  if (named.length === 0) {
    report.fail({ check: 'published key', found, remedy: twin ? renaming(twin, key) : missing(signer) })
    return twin
  }
  if (named.length > 1) {
    const remedy = 'publish one key of this kid: servers refuse an assertion whose kid names several'
    report.passOrWarn(false, { check: 'published key', found, remedy })
  } else report.pass({ check: 'published key', found })
  if (twin) {
    report.pass({ check: 'same key', found: 'it verifies what the private key signs' })
    return twin
  }
  const [elsewhere] = await twinsOf(signer, keys)
  report.fail({ check: 'same key', ...(await difference(key, named[0]!, elsewhere)) })
  return elsewhere
}

function renaming({ kid }: Jwk, key: ClientKey): string {
  if (!isString(kid) || kid === '') return 'the same key is published without a kid: publish it with one'
  if (kid.length > LONGEST_KID) return 'the same key is published under another kid: use that as --kid'
  return `the same key is published under another kid: ${kidOption(kid, key)}`
}

/** How the client's key gets another kid. */
export function kidOption(kid: string, { isRenamable }: ClientKey): string {
  const option = `use --kid ${shellWord(kid)}`
  return isRenamable ? option : `${option} with that JWK alone in the file, or write that kid into the set`
}

function missing({ kid }: Signer): string {
  return `publish the key of this kid, ${shown(kid)}: subtle-jws jwks gives its public half`
}

async function difference(
  key: ClientKey,
  named: Jwk,
  elsewhere: Jwk | undefined,
): Promise<{ readonly found: string; readonly remedy: string }> {
  const { signer } = key
  const fault = await verificationFault(signer, named)
  if (elsewhere) return { found: `kid ${shown(signer.kid)} is another key`, remedy: renaming(elsewhere, key) }
  if (fault !== undefined) return { found: fault, remedy: 'publish the output of subtle-jws jwks' }
  const remedy = 'publish the public half of the key that signs, under a kid of its own'
  return { found: 'it is another key', remedy }
}

/** Those of the keys that verify what the private key signs. */
async function twinsOf(signer: Signer, keys: readonly Jwk[]): Promise<readonly Jwk[]> {
  const twins: Jwk[] = []
  for (const jwk of keys.slice(0, MOST_TRIED)) {
    if ((await verifies(signer, jwk)) === true) twins.push(jwk)
  }
  return twins
}

/** Why a key cannot verify what the signer signs; undefined if it is valid, but another key. */
async function verificationFault(signer: Signer, jwk: Jwk): Promise<string | undefined> {
  const verified = await verifies(signer, jwk)
  return isString(verified) ? verified : undefined
}

/** Whether a key verifies what the signer signs; a string says why it cannot be tried. */
async function verifies(signer: Signer, jwk: Jwk): Promise<boolean | string> {
  try {
    const verifier = await importVerifier(jwk, { alg: signer.alg })
    const sample = new Uint8Array(1)
    return await verifier.verify(await signer.sign(sample), sample)
  } catch (error) {
    return (error as Error).message
  }
}

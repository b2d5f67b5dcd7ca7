/** The published key set: what a server finds at the registered URL, and whether the key is in it. */
import { ALGORITHMS } from '../../algorithms.ts'
import { shown } from '../../errors.ts'
import { isSecure, request, type Answer } from '../../http.ts'
import { importVerifier, type Jwk, type Signer } from '../../index.ts'
import { isJsonObject } from '../../json.ts'
import { nameOf } from '../../jwk.ts'
import { failedRequest, listOf } from './findings.ts'
import type { Report } from './report.ts'

/** Where the key set is said to be. */
export interface KeySetConfiguration {
  /** Where it is published; undefined where that is not to be examined. */
  readonly jwksUrl: string | undefined
  /** The URL that assertions name, if they name one. */
  readonly jku?: string | undefined
}

export async function examineKeySet(
  { jwksUrl, jku }: KeySetConfiguration,
  signer: Signer | undefined,
  report: Report,
): Promise<void> {
  if (jwksUrl === undefined) {
    report.warn({ check: 'key set', found: 'not examined', remedy: '--jwks-url URL, as it was registered' })
    return
  }
  if (jku !== undefined) {
    report.passOrFail(jku === jwksUrl, {
      check: 'jku',
      found: jku,
      remedy: `${jwksUrl}, to the letter: servers compare it with the registered URL`,
    })
  }
  report.passOrFail(jwksUrl.startsWith('https:'), {
    check: 'key set URL',
    found: jwksUrl,
    remedy: 'publish the set over https: servers fetch no other',
  })
  // The rule of the token endpoint: http to this machine alone.
  const keys = isSecure(jwksUrl) ? await readKeySet(new URL(jwksUrl), report) : undefined
  if (!keys) return
  examineSecrecy(keys, report)
  if (signer) await examinePublishedKey(keys, signer, report)
}

async function readKeySet(url: URL, report: Report): Promise<readonly Jwk[] | undefined> {
  let answer: Answer
  try {
    answer = await request(url, { headers: { accept: 'application/json' } }, {})
  } catch (error) {
    report.fail({ check: 'key set', ...failedRequest(error as Error, url) })
    return undefined
  }
  const { ok, status, headers } = answer.response
  const keys = keysOf(answer)
  report.passOrFail(ok && keys !== undefined, {
    check: 'key set',
    found: `${status}, ${keys ? numberOfKeys(keys) : 'no key set'}`,
    remedy: 'publish {"keys":[…]} as JSON, with no login and no redirect',
  })
  if (!ok || !keys) return undefined
  examineHeaders(headers, report)
  return keys
}

function numberOfKeys({ length }: readonly Jwk[]): string {
  return length === 1 ? '1 key' : `${length} keys`
}

function keysOf({ json }: Answer): readonly Jwk[] | undefined {
  const keys = json?.keys
  if (Array.isArray(keys) && keys.every(isJsonObject)) return keys as Jwk[]
  return undefined
}

function examineHeaders(headers: Headers, report: Report): void {
  const type = headers.get('content-type') ?? 'none'
  report.passOrWarn(/^application\/(jwk-set\+)?json\b/.test(type), {
    check: 'key set type',
    found: type,
    remedy: 'application/json or application/jwk-set+json',
  })
  const control = headers.get('cache-control')
  report.passOrWarn(control !== null, {
    check: 'key set cache',
    found: `Cache-Control ${control ?? 'is absent'}`,
    remedy: 'say how long it may be kept, such as max-age=300',
  })
}

/** Members that no published key may have: those of private keys, and of symmetric ones. */
function secretMembers(): readonly string[] {
  const members = ALGORITHMS.flatMap((row) => Object.keys(row.private))
  return [...new Set([...members, 'oth', 'k'])]
}

function examineSecrecy(keys: readonly Jwk[], report: Report): void {
  const secret = secretMembers()
  const leaks: string[] = []
  for (const jwk of keys) {
    const members = secret.filter((member) => member in jwk)
    if (members.length > 0) leaks.push(`${members.join(' ')} of ${nameOf(jwk)}`)
  }
  report.passOrFail(leaks.length === 0, {
    check: 'private members',
    found: leaks.join(', ') || 'none',
    remedy: 'the private key is public: make a new one, and publish what subtle-jws jwks gives',
  })
}

async function examinePublishedKey(keys: readonly Jwk[], signer: Signer, report: Report): Promise<void> {
  const named = keys.filter(({ kid }) => kid === signer.kid)
  const kids = listOf(keys.map(({ kid }) => kid))
  report.passOrFail(named.length === 1, {
    check: 'published key',
    found: `keys with kid ${shown(signer.kid)}: ${named.length} of ${keys.length}; the set has: ${kids}`,
    remedy: 'publish the key of this kid, once',
  })
  if (named.length === 1) await examineSameKey(named[0]!, signer, report)
}

async function examineSameKey(published: Jwk, signer: Signer, report: Report): Promise<void> {
  const check = 'same key'
  try {
    const verifier = await importVerifier(published, { alg: signer.alg })
    const sample = new Uint8Array(1)
    const isSame = await verifier.verify(await signer.sign(sample), sample)
    if (isSame) report.pass({ check, found: 'it verifies what the private key signs' })
    else {
      const remedy = 'publish the public half of the key that signs, under a kid of its own'
      report.fail({ check, found: 'it is another key', remedy })
    }
  } catch (error) {
    const { message } = error as Error
    report.fail({ check, found: message, remedy: 'publish what subtle-jws jwks gives' })
  }
}

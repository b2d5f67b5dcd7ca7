/** Discovery: what the server says of itself, against what the client needs. */
import { isSecure, type Answer } from '../../http.ts'
import type { Signer } from '../../index.ts'
import type { JsonObject } from '../../json.ts'
import { fhirBase, requestConfiguration } from '../../smart/configuration.ts'
import { failedRequest, listOf, textOf } from './findings.ts'
import type { Report } from './report.ts'

/** Where to discover, and what for. */
export interface DiscoveryConfiguration {
  /** Undefined: there is no discovery. */
  readonly fhirBaseUrl: string | undefined
  /** The scopes to request, separated by spaces. */
  readonly scope: string
}

/** The URLs that are discovered, as far as they are safe to use. */
export interface Discovery {
  readonly tokenEndpoint?: string
  readonly issuer?: string
}

export async function examineDiscovery(
  { fhirBaseUrl, scope }: DiscoveryConfiguration,
  signer: Signer | undefined,
  report: Report,
): Promise<Discovery> {
  if (fhirBaseUrl === undefined) return {}
  const base = examineBase(fhirBaseUrl, report)
  if (!base) return {}
  const answered = await readConfiguration(base, report)
  if (!answered) return {}
  examineCapability(answered, report)
  examineAuthentication(answered, report)
  if (signer) examineAlgorithm(answered, signer, report)
  examineScopes(answered, scope, report)
  return examineUrls(answered, base, report)
}

function examineBase(fhirBaseUrl: string, report: Report): URL | undefined {
  let base: URL
  try {
    base = fhirBase(fhirBaseUrl)
  } catch (error) {
    const { message } = error as Error
    report.fail({ check: 'discovery', found: message, remedy: 'correct --fhir-base' })
    return undefined
  }
  report.passOrWarn(base.protocol === 'https:', {
    check: 'TLS',
    found: base.protocol,
    remedy: 'https; http is for tests on this machine alone',
  })
  return base
}

/** The server's configuration, of which nothing is known but that it is a JSON object. */
async function readConfiguration(base: URL, report: Report): Promise<JsonObject | undefined> {
  let answer: Answer
  try {
    answer = await requestConfiguration(base, {})
  } catch (error) {
    report.fail({ check: 'discovery', ...failedRequest(error as Error, base) })
    return undefined
  }
  const { url, response, json } = answer
  const { ok, status, headers } = response
  const type = headers.get('content-type') ?? 'no content type'
  report.passOrFail(ok && json !== undefined, {
    check: 'discovery',
    found: `${url.href}: ${status}, ${type}`,
    remedy: 'is this the FHIR base URL? It must answer JSON there, to everybody',
  })
  return ok ? json : undefined
}

/** What a member lists. */
function valuesOf(answered: JsonObject, member: string): readonly unknown[] {
  const value = answered[member] ?? []
  return Array.isArray(value) ? value : [value]
}

function examineCapability(answered: JsonObject, report: Report): void {
  const capabilities = valuesOf(answered, 'capabilities')
  report.passOrWarn(capabilities.includes('client-confidential-asymmetric'), {
    check: 'capability',
    found: `capabilities: ${listOf(capabilities)}`,
    remedy: 'the server does not say that it takes keys: ask its operator',
  })
}

function examineAuthentication(answered: JsonObject, report: Report): void {
  const member = 'token_endpoint_auth_methods_supported'
  const methods = valuesOf(answered, member)
  const finding = {
    check: 'authentication',
    found: `${member}: ${listOf(methods)}`,
    remedy: 'the server takes no assertions: ask its operator for private_key_jwt',
  }
  if (methods.length === 0) report.warn(finding)
  else report.passOrFail(methods.includes('private_key_jwt'), finding)
}

function examineAlgorithm(answered: JsonObject, { alg }: Signer, report: Report): void {
  const member = 'token_endpoint_auth_signing_alg_values_supported'
  const algorithms = valuesOf(answered, member)
  const finding = {
    check: 'algorithm',
    found: `${member}: ${listOf(algorithms)}`,
    remedy: `${alg} is not offered: use a key for one that is`,
  }
  if (algorithms.length === 0) report.warn(finding)
  else report.passOrFail(algorithms.includes(alg), finding)
}

function examineScopes(answered: JsonObject, scope: string, report: Report): void {
  const offered = valuesOf(answered, 'scopes_supported')
  const unlisted = scope.split(' ').filter((name) => name && !offered.includes(name))
  report.passOrWarn(unlisted.length === 0, {
    check: 'scopes offered',
    found: listOf(offered),
    remedy: `not in the list: ${unlisted.join(' ')}; wildcards may still cover them`,
  })
}

function examineUrls(answered: JsonObject, base: URL, report: Report): Discovery {
  const { token_endpoint: tokenEndpoint, issuer } = answered
  // As the client has it: a server elsewhere must not have an assertion sent to this machine.
  const isUsable =
    isSecure(tokenEndpoint) && (base.protocol === 'http:' || new URL(tokenEndpoint).protocol === 'https:')
  report.passOrFail(isUsable, {
    check: 'token endpoint',
    found: textOf(tokenEndpoint),
    remedy: 'an https URL: ask the server’s operator',
  })
  return {
    ...(isUsable && { tokenEndpoint }),
    ...(isSecure(issuer) && { issuer }),
  }
}

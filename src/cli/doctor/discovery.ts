/** Discovery: compares what the server says about itself with what the client needs. */
import { isSecure, type Answer } from '../../http.ts'
import type { Signer } from '../../index.ts'
import {
  fhirBase,
  judgeConfiguration,
  requestConfiguration,
  type SmartConfiguration,
} from '../../smart/configuration.ts'
import { isString } from '../../options.ts'
import { inCommandWords } from '../words.ts'
import { failedRequest, listOf, scopesOf, shellWord, shortened, textOf } from './findings.ts'
import { tokenEndpointInMetadata } from './metadata.ts'
import type { Report } from './report.ts'

/** Where to discover, and what for. */
export interface DiscoveryConfiguration {
  /** Undefined: there is no discovery. */
  readonly fhirBaseUrl: string | undefined
  /** The token endpoint that was given; undefined: the discovered one. */
  readonly tokenEndpoint: string | undefined
  /** The scopes to request, separated by spaces; undefined: none are named. */
  readonly scope: string | undefined
  readonly allowInsecureRequests: boolean
}

/** The discovered URLs that are safe to use. */
export interface Discovery {
  readonly tokenEndpoint?: string
  readonly issuer?: string
}

export async function examineDiscovery(
  configuration: DiscoveryConfiguration,
  signer: Signer | undefined,
  report: Report,
): Promise<Discovery> {
  const base = examineBase(configuration, report)
  if (!base) return {}
  const answer = await readConfiguration(base, configuration, report)
  if (!answer) return {}
  const isConfiguration = answer.response.ok && answer.json !== undefined
  if (!isConfiguration) return discoverInMetadata(base, answer, configuration, report)
  report.pass({ check: 'discovery', found: describe(answer) })
  const judged = examineTokenEndpoint(answer, configuration, report)
  // The members are read in the same way if the client cannot use the whole.
  const members = judged ?? (answer.json as unknown as SmartConfiguration)
  examineCapability(members, report)
  examineAuthentication(members, report)
  if (signer) examineAlgorithm(members, signer, report)
  examineScopes(members, configuration, report)
  const { issuer } = members
  return {
    ...(judged && { tokenEndpoint: judged.token_endpoint }),
    ...(isString(issuer) && issuer.length <= LONGEST_ISSUER && { issuer }),
  }
}

/** The longest issuer: it is a URL (RFC 8414 §2), and the client uses no longer ones. */
const LONGEST_ISSUER = 2048

function examineBase(configuration: DiscoveryConfiguration, report: Report): URL | undefined {
  const { fhirBaseUrl, allowInsecureRequests } = configuration
  if (fhirBaseUrl === undefined) return undefined
  let base: URL
  try {
    base = fhirBase(fhirBaseUrl, { allowInsecureRequests })
  } catch (error) {
    const isOpen = URL.canParse(fhirBaseUrl) && new URL(fhirBaseUrl).protocol === 'http:'
    const remedy = isOpen ? HTTP_REMEDY : 'correct --fhir-base'
    report.fail({ check: 'discovery', found: inCommandWords((error as Error).message), remedy })
    return undefined
  }
  report.passOrWarn(base.protocol === 'https:', {
    check: 'TLS',
    found: base.protocol,
    remedy: 'use https, except on this machine or in your own network: http shows the token to others',
  })
  return base
}

export const HTTP_REMEDY = 'use https; or, only in your own network, --insecure-http'

/** The server's answer, whatever it is. */
async function readConfiguration(
  base: URL,
  { allowInsecureRequests, tokenEndpoint }: DiscoveryConfiguration,
  report: Report,
): Promise<Answer | undefined> {
  try {
    const asked = requestConfiguration(base, { allowInsecureRequests })
    return await report.during(`the configuration below ${base.href}`, asked)
  } catch (error) {
    const finding = { check: 'discovery', ...failedRequest(error as Error, base) }
    if (tokenEndpoint === undefined) report.fail(finding)
    else report.doubt(finding)
    return undefined
  }
}

/** How the answer reads in the report. */
function describe({ url, response, json, text }: Answer): string {
  const { status, ok, headers } = response
  const location = headers.get('location')
  const redirect = location === null ? '' : `, a redirect to ${shortened(location)}`
  const type = headers.get('content-type') ?? 'no content type'
  const said = ok && json ? '' : `: ${shortened(text, 100) || 'an empty body'}`
  return `${url.href}: ${status}${redirect}, ${shortened(type, 100)}${said}`
}

/** Discover in the CapabilityStatement of a server that has no SMART configuration. */
async function discoverInMetadata(
  base: URL,
  answer: Answer,
  { tokenEndpoint, allowInsecureRequests }: DiscoveryConfiguration,
  report: Report,
): Promise<Discovery> {
  const asked = tokenEndpointInMetadata(base)
  const named = await report.during(`the CapabilityStatement, ${base.href}metadata`, asked)
  const found = describe(answer)
  const check = 'discovery'
  if (tokenEndpoint !== undefined) {
    report.doubt({ check, found, remedy: '--token-url is used; is this the FHIR base URL?' })
    return {}
  }
  if (!isSecure(named, { allowInsecureRequests, loopback: base.protocol === 'http:' })) {
    const remedy =
      'is this the FHIR base URL? It must answer everybody with JSON there; or skip that with --token-url'
    report.fail({ check, found, remedy })
    return {}
  }
  const source = 'the server’s CapabilityStatement (metadata)'
  report.fail({ check, found, remedy: `use --token-url ${shellWord(named)}, which ${source} names` })
  return { tokenEndpoint: named }
}

/** The configuration, if the client can use it. */
function examineTokenEndpoint(
  answer: Answer,
  { tokenEndpoint, allowInsecureRequests }: DiscoveryConfiguration,
  report: Report,
): SmartConfiguration | undefined {
  const check = 'token endpoint'
  const named = answer.json!.token_endpoint
  try {
    const judged = judgeConfiguration(answer, { allowInsecureRequests })
    report.pass({ check, found: judged.token_endpoint })
    return judged
  } catch {
    const isOpen = isString(named) && named.startsWith('http:')
    const remedy = isOpen ? OPEN_ENDPOINT : NO_ENDPOINT
    const finding = { check, found: textOf(named), remedy }
    if (tokenEndpoint === undefined) report.fail(finding)
    else report.doubt(finding)
    return undefined
  }
}

const OPEN_ENDPOINT =
  'ask the server’s operator for an https URL; or, only in your own network, use --insecure-http'
const NO_ENDPOINT = 'it must be an https URL: ask the server’s operator, and meanwhile give --token-url'

function valuesOf(members: SmartConfiguration, member: string): readonly unknown[] {
  const value = members[member]
  return Array.isArray(value) ? value : []
}

function examineCapability(members: SmartConfiguration, report: Report): void {
  const capabilities = valuesOf(members, 'capabilities')
  report.passOrDoubt(capabilities.includes('client-confidential-asymmetric'), {
    check: 'capability',
    found: `capabilities: ${listOf(capabilities)}`,
    remedy: 'the server does not say that it accepts keys (client-confidential-asymmetric): ask its operator',
  })
}

function examineAuthentication(members: SmartConfiguration, report: Report): void {
  const member = 'token_endpoint_auth_methods_supported'
  const methods = valuesOf(members, member)
  report.passOrDoubt(methods.includes('private_key_jwt'), {
    check: 'authentication',
    found: `${member}: ${listOf(methods)}`,
    remedy: 'the server does not list private_key_jwt: ask its operator whether it accepts assertions',
  })
}

function examineAlgorithm(members: SmartConfiguration, { alg }: Signer, report: Report): void {
  const member = 'token_endpoint_auth_signing_alg_values_supported'
  const algorithms = valuesOf(members, member)
  report.passOrDoubt(algorithms.includes(alg), {
    check: 'algorithm',
    found: `${member}: ${listOf(algorithms)}`,
    remedy: `${alg} is not listed: you may need a key for one that is`,
  })
}

function examineScopes(
  members: SmartConfiguration,
  { scope = '' }: DiscoveryConfiguration,
  report: Report,
): void {
  const check = 'scopes offered'
  const offered = valuesOf(members, 'scopes_supported')
  if (offered.length === 0) {
    report.pass({ check, found: 'the server lists none' })
    return
  }
  const unlisted = scope.split(' ').filter((name) => name && !offered.includes(name))
  if (unlisted.length === 0) {
    report.pass({ check, found: listOf(offered) })
    return
  }
  const number = offered.length === 1 ? '1 scope' : `${offered.length} scopes`
  report.doubt({
    check,
    found: `${number}, not among them: ${scopesOf(unlisted)}`,
    remedy: 'wildcards in the list may still cover them; else ask for scopes that are in it',
  })
}

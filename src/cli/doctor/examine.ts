/** Finds out, check by check, what keeps a client from its access token. */
import { isSecure } from '../../http.ts'
import { importSigner, type Jwk } from '../../index.ts'
import { isString } from '../../options.ts'
import { proxyRemedy, unusedProxy } from '../cause.ts'
import { examineAssertion } from './assertion.ts'
import { examineDiscovery, HTTP_REMEDY, type Discovery, type DiscoveryConfiguration } from './discovery.ts'
import { examineKey, type ClientKey, type KeyConfiguration } from './key.ts'
import { examineKeySet, kidOption, LONGEST_KID, type KeySetConfiguration } from './key-set.ts'
import { certificateOf, type Asked, type Surroundings } from './probes.ts'
import type { Report } from './report.ts'
import { examineTokenRequest } from './token-request.ts'

/** The client's configuration. */
export interface ClientConfiguration extends KeyConfiguration, DiscoveryConfiguration, KeySetConfiguration {
  readonly clientId: string
  /** Undefined: the issuer with profile rfc10070, else the token endpoint. */
  readonly audience: string | undefined
  readonly profile?: 'smart' | 'rfc10070' | undefined
  /** More members of the JOSE Header. */
  readonly header?: { readonly [member: string]: unknown } | undefined
  /** More parameters of the form. */
  readonly params: { readonly [name: string]: string }
  readonly expiresIn?: number | undefined
  /** Undefined: a new one for each assertion. */
  readonly jti: string | undefined
}

/** Examine everything, in the order in which a token request needs it. */
export async function examine(configuration: ClientConfiguration, report: Report): Promise<void> {
  const key = await examineKey(configuration, report)
  examineProxy(configuration, report)
  const discovery = await examineDiscovery(configuration, key?.signer, report)
  const published = await examineKeySet(configuration, key, report)
  const tokenEndpoint = tokenEndpointOf(configuration, discovery, report)
  if (!key || tokenEndpoint === undefined) {
    const missing = key ? 'a token endpoint' : 'a key'
    report.fail({ check: 'token request', found: 'not made', remedy: `it needs ${missing}: see above` })
    return
  }
  const assertion = assertionOptions(configuration, key, discovery, tokenEndpoint)
  if (!assertion) {
    const remedy = 'profile rfc10070 needs the issuer, which discovery does not name: give --audience ISSUER'
    report.fail({ check: 'token request', found: 'not made', remedy })
    return
  }
  examineIssuer(configuration, discovery, report)
  const { issuer } = discovery
  const audiences = issuer === undefined ? [tokenEndpoint] : [tokenEndpoint, issuer]
  const { params } = configuration
  const signed = await examineAssertion({ assertion, params }, audiences, report)
  if (signed === undefined) return
  const certificate = certificateOf([key.jwk, published], key.text)
  const { fhirBaseUrl, jwksUrl, scope, allowInsecureRequests } = configuration
  const url = new URL(tokenEndpoint)
  const renamed = await renamedKey(key, published)
  const known = { tokenEndpoint, fhirBaseUrl, issuer, jwksUrl }
  const surroundings = { assertion, params, certificate, renamed, ...known }
  await examineTokenRequest(
    { url, scope, assertion, params, allowInsecureRequests, surroundings },
    signed,
    report,
  )
}

/** The key under the kid that it is published with, if that differs. */
async function renamedKey(key: ClientKey, published: Jwk | undefined): Promise<Surroundings['renamed']> {
  const { jwk } = key
  const kid = published?.kid
  const isUsable = isString(kid) && kid !== '' && kid.length <= LONGEST_KID
  if (!isUsable || kid === jwk.kid) return undefined
  return { signer: await importSigner({ ...jwk, kid }), remedy: kidOption(kid, key) }
}

/** Checks for a proxy that the environment names, but fetch does not use. */
function examineProxy({ fhirBaseUrl, tokenEndpoint }: ClientConfiguration, report: Report): void {
  const address = fhirBaseUrl ?? tokenEndpoint!
  const name = URL.canParse(address) ? unusedProxy(new URL(address)) : undefined
  if (name === undefined) return
  report.doubt({ check: 'proxy', found: `${name} is not used`, remedy: proxyRemedy(name) })
}

/** The token endpoint: the configured one, else the discovered one. */
function tokenEndpointOf(
  { tokenEndpoint, allowInsecureRequests }: ClientConfiguration,
  discovery: Discovery,
  report: Report,
): string | undefined {
  if (tokenEndpoint === undefined) return discovery.tokenEndpoint
  if (isSecure(tokenEndpoint, { allowInsecureRequests })) return tokenEndpoint
  const isOpen = URL.canParse(tokenEndpoint) && new URL(tokenEndpoint).protocol === 'http:'
  const remedy = isOpen ? HTTP_REMEDY : 'give an https URL as --token-url'
  report.fail({ check: 'token endpoint', found: shownEndpoint(tokenEndpoint), remedy })
  return undefined
}

/** What was given, without the password that may be in it. */
function shownEndpoint(tokenEndpoint: string): string {
  if (!URL.canParse(tokenEndpoint)) return tokenEndpoint
  const url = new URL(tokenEndpoint)
  const isPrivate = url.username !== '' || url.password !== ''
  return isPrivate ? `a URL on ${url.host} with a user name or password in it` : tokenEndpoint
}

/** Checks the issuer, the one member of the metadata that a client can validate (RFC 8414 §3.3). */
function examineIssuer(
  { profile, audience }: ClientConfiguration,
  { issuer }: Discovery,
  report: Report,
): void {
  if (profile !== 'rfc10070' || audience === undefined || issuer === undefined) return
  report.passOrFail(issuer === audience, {
    check: 'issuer',
    found: `the server calls itself ${issuer}`,
    remedy: `it must equal --audience, ${audience}: correct that, or the FHIR base URL`,
  })
}

/** The options of the assertion; undefined if its audience is not known. */
function assertionOptions(
  { clientId, jku, expiresIn, jti, audience, profile, header, allowInsecureRequests }: ClientConfiguration,
  { signer }: ClientKey,
  { issuer }: Discovery,
  tokenEndpoint: string,
): Asked['assertion'] | undefined {
  const usual = profile === 'rfc10070' ? issuer : tokenEndpoint
  const aud = audience ?? usual
  if (aud === undefined) return undefined
  return { clientId, key: signer, audience: aud, jku, expiresIn, jti, profile, header, allowInsecureRequests }
}

/** Discovery: .well-known/smart-configuration (SMART App Launch 2.2.0, conformance). */
import { shown } from '../errors.ts'
import { badAnswer, isSecure, request, secureUrl, type HttpOptions } from '../http.ts'
import type { JsonObject } from '../json.ts'

/** A server's SMART configuration, as far as it concerns a client that signs (SMART D2). */
export interface SmartConfiguration extends JsonObject {
  /** An https URL. */
  token_endpoint: string
  token_endpoint_auth_methods_supported?: string[]
  token_endpoint_auth_signing_alg_values_supported?: string[]
  scopes_supported?: string[]
  capabilities?: string[]
  issuer?: string
  jwks_uri?: string
}

/** What a server must offer, where it says what it offers (SMART D2). */
const NEEDED = [
  ['token_endpoint_auth_methods_supported', ['private_key_jwt']],
  ['token_endpoint_auth_signing_alg_values_supported', ['RS384', 'ES384']],
] as const

/** A FHIR base URL, ending in a slash, so that paths below it can be told. */
export function fhirBase(url: string): URL {
  const base = secureUrl(url, 'fhirBaseUrl')
  base.search = base.hash = ''
  if (!base.pathname.endsWith('/')) base.pathname += '/'
  return base
}

/** Ask for the configuration below a FHIR base URL, and judge the answer. */
export async function discover(base: URL, options: HttpOptions): Promise<{ configuration: SmartConfiguration; response: Response }> {
  const url = new URL('.well-known/smart-configuration', base)
  const { json, response } = await request(url, { headers: { accept: 'application/json' } }, options)
  const { status } = response
  if (!response.ok || !json) {
    throw badAnswer(url, `status ${status}, ${response.headers.get('content-type')}`, 'a JSON object; is this the FHIR base URL?', { status })
  }
  for (const [member, needed] of NEEDED) {
    const offered = json[member] ?? needed
    if (!Array.isArray(offered) || !needed.some((name) => offered.includes(name))) {
      throw badAnswer(url, `${member} ${shown(offered)}`, `${needed.join(' or ')}; the server does not offer it`, { status })
    }
  }
  const { token_endpoint: endpoint } = json
  if (!isSecure(endpoint)) throw badAnswer(url, `token_endpoint ${shown(endpoint)}`, 'an https URL', { status })
  return { configuration: json as SmartConfiguration, response }
}

/**
 * A server's SMART configuration (SMART D1, D2).
 *
 * @param fhirBaseUrl with or without a slash at its end; https, or http on localhost
 * @throws JoseError `ERR_HTTP`: no answer, another than JSON, or one that does not offer `private_key_jwt`
 *   with RS384 or ES384 at a token endpoint on https. TypeError: the URL
 */
export async function fetchSmartConfiguration(fhirBaseUrl: string, options: HttpOptions = {}): Promise<SmartConfiguration> {
  return (await discover(fhirBase(fhirBaseUrl), options)).configuration
}

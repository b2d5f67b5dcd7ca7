/** Discovery: .well-known/smart-configuration (SMART App Launch 2.2.0, conformance). */
import {
  isSecure,
  request,
  secureUrl,
  success,
  type Answer,
  type HttpOptions,
  type Members,
} from '../http.ts'
import { isString } from '../json.ts'

/** A server's SMART configuration, as far as it concerns a client that signs. */
export interface SmartConfiguration {
  /** An https URL. */
  token_endpoint: string
  /** How a client may authenticate: `private_key_jwt` among others. */
  token_endpoint_auth_methods_supported?: string[]
  /** What an assertion may be signed with: RS384, ES384 or both, among others. */
  token_endpoint_auth_signing_alg_values_supported?: string[]
  /** Scopes that may be asked for. */
  scopes_supported?: string[]
  /** Names of what the server can do. */
  capabilities?: string[]
  [member: string]: unknown
}

/** A list of strings, with one of those that are needed; or none at all, for it may be left out. */
function listWith(...needed: string[]): Members[string] {
  const fits = (list: unknown = needed) =>
    Array.isArray(list) && list.every(isString) && (!needed[0] || needed.some((name) => list.includes(name)))
  return [fits, needed.join(' or ') || 'strings']
}

const MEMBERS: Members = {
  token_endpoint: [isSecure, 'an https URL'],
  token_endpoint_auth_methods_supported: /* @__PURE__ */ listWith('private_key_jwt'),
  token_endpoint_auth_signing_alg_values_supported: /* @__PURE__ */ listWith('RS384', 'ES384'),
  scopes_supported: /* @__PURE__ */ listWith(),
  capabilities: /* @__PURE__ */ listWith(),
}

/** A FHIR base URL, ending in a slash, so that paths below it can be told. */
export function fhirBase(url: string): URL {
  const base = secureUrl(url, 'fhirBaseUrl')
  base.search = base.hash = ''
  base.pathname = base.pathname.replace(/\/*$/, '/')
  return base
}

/** Ask for the configuration below a FHIR base URL. */
export function requestConfiguration(base: URL, options: HttpOptions): Promise<Answer> {
  return request(
    new URL('.well-known/smart-configuration', base),
    { headers: { accept: 'application/json' } },
    options,
  )
}

/** Judge the answer. */
export function judgeConfiguration(answer: Answer): SmartConfiguration {
  return success(answer, 'JSON; is fhirBaseUrl right?', MEMBERS) as SmartConfiguration
}

/**
 * A server's SMART configuration (SMART App Launch 2.2.0, conformance).
 *
 * @param fhirBaseUrl with or without a slash at its end; https, or http on localhost
 * @throws JoseError `ERR_HTTP`: no answer, another than JSON, or one that does not offer `private_key_jwt`
 *   with RS384 or ES384 at a token endpoint on https. TypeError: the URL
 */
export async function fetchSmartConfiguration(
  fhirBaseUrl: string,
  options: HttpOptions = {},
): Promise<SmartConfiguration> {
  return judgeConfiguration(await requestConfiguration(fhirBase(fhirBaseUrl), options))
}

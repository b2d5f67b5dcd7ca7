/** Discovery: .well-known/smart-configuration (SMART App Launch 2.2.0, conformance). */
import {
  httpError,
  HTTP_OPTIONS,
  isSecure,
  jsonOfSuccess,
  request,
  secureUrl,
  type Answer,
  type HttpOptions,
  type AnswerMembers,
  type UrlRules,
} from '../http.ts'
import { expectOptions, isString, type Kind } from '../options.ts'

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

const isList = (value: unknown): value is unknown[] => Array.isArray(value) && value.every(isString)

const LIST: Kind = ['a list of strings, or absent', (value = []) => isList(value)]

/** A list with one of those that are needed; or none at all, for it may be left out. */
function listWith(...needed: readonly string[]): Kind {
  const fits = (value: unknown): boolean => isList(value) && needed.some((name) => value.includes(name))
  return [`a list with ${needed.join(' or ')}, or absent`, (value) => value === undefined || fits(value)]
}

const MEMBERS: AnswerMembers = {
  token_endpoint: ['an https URL', isSecure],
  token_endpoint_auth_methods_supported: /* @__PURE__ */ listWith('private_key_jwt'),
  token_endpoint_auth_signing_alg_values_supported: /* @__PURE__ */ listWith('RS384', 'ES384'),
  scopes_supported: LIST,
  capabilities: LIST,
}

/** A FHIR base URL, ending in a slash, so that paths below it can be told. */
export function fhirBase(url: string, rules: UrlRules = {}): URL {
  const base = secureUrl(url, 'fhirBaseUrl', rules)
  base.search = ''
  base.hash = ''
  const { pathname } = base
  let end = pathname.length
  while (pathname[end - 1] === '/') end--
  base.pathname = `${pathname.slice(0, end)}/`
  return base
}

/** Ask for the configuration below a FHIR base URL. */
export function requestConfiguration(base: URL, options: HttpOptions): Promise<Answer> {
  return request(
    new URL('.well-known/smart-configuration', base),
    { headers: { accept: 'application/json' } },
    options,
    3,
  )
}

/** Judge the answer. */
export function judgeConfiguration(answer: Answer): SmartConfiguration {
  const configuration = jsonOfSuccess(answer, 'is fhirBaseUrl right?', MEMBERS) as SmartConfiguration
  const { protocol } = new URL(configuration.token_endpoint)
  // A server elsewhere must not have its client POST to the client's own machine.
  if (answer.url.protocol === 'https:' && protocol !== 'https:') {
    throw httpError(answer.url, 'its token_endpoint is on http; it must be on https', { status: 200 })
  }
  return configuration
}

/**
 * A server's SMART configuration (SMART App Launch 2.2.0, conformance).
 *
 * @param fhirBaseUrl with or without a slash at its end; https, or http on localhost
 * @throws JoseError `ERR_HTTP`: no answer, another than JSON, or one that does not offer `private_key_jwt`
 *   with RS384 or ES384 at a token endpoint on https. TypeError: the URL, or an option that is unknown or of
 *   a wrong type
 */
export async function fetchSmartConfiguration(
  fhirBaseUrl: string,
  options: HttpOptions = {},
): Promise<SmartConfiguration> {
  expectOptions(options, HTTP_OPTIONS)
  return judgeConfiguration(await requestConfiguration(fhirBase(fhirBaseUrl, options), options))
}

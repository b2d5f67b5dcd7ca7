/** Discovery: .well-known/smart-configuration (SMART App Launch 2.2.0, conformance). */
import { shown } from '../errors.ts'
import {
  answerError,
  HTTP_OPTIONS,
  isSecure,
  jsonOfSuccess,
  request,
  secureUrl,
  shownUrl,
  type Answer,
  type HttpOptions,
  type UrlRules,
} from '../http.ts'
import type { JsonObject } from '../json.ts'
import { expectOptions, isString, TEXT } from '../options.ts'

/** A server's SMART configuration, without members that are null or of a wrong type. */
export interface SmartConfiguration {
  /** Where clients request tokens. */
  token_endpoint: string
  /** The server's issuer identifier (RFC 8414 §2), which is `aud` in RFC 10070. */
  issuer?: string
  /** Where an app launch begins. */
  authorization_endpoint?: string
  /** Where the server's own keys are. */
  jwks_uri?: string
  /** Where clients are registered (RFC 7591). */
  registration_endpoint?: string
  /** Where a person sees and ends what they granted. */
  management_endpoint?: string
  /** Where a token is looked up (RFC 7662). */
  introspection_endpoint?: string
  /** Where a token is revoked (RFC 7009). */
  revocation_endpoint?: string
  /** How a client may authenticate: `private_key_jwt` among others. */
  token_endpoint_auth_methods_supported?: string[]
  /** What an assertion may be signed with: RS384, ES384 or both, among others. */
  token_endpoint_auth_signing_alg_values_supported?: string[]
  /** `client_credentials`, `authorization_code` and others. */
  grant_types_supported?: string[]
  /** `code` and others. */
  response_types_supported?: string[]
  /** Scopes that may be asked for. */
  scopes_supported?: string[]
  /** `S256` (RFC 7636). */
  code_challenge_methods_supported?: string[]
  /** Names of what the server can do. */
  capabilities?: string[]
  [member: string]: unknown
}

const TEXT_MEMBERS = /^issuer$|^jwks_uri$|_endpoint$/

/** Without members that are booleans, such as `request_parameter_supported`. */
const LIST_MEMBERS = /s_supported$|^capabilities$/

/** Whether a member has the type that its name asks for. Other names may have any type. */
function isOfItsType([name, value]: readonly [string, unknown]): boolean {
  if (value === null) return false
  if (TEXT_MEMBERS.test(name)) return isString(value)
  return !LIST_MEMBERS.test(name) || (Array.isArray(value) && value.every(isString))
}

/** A FHIR base URL with a slash at its end, so that paths below it can be recognized. */
export function fhirBase(url: string, rules: UrlRules = {}, option = 'fhirBaseUrl'): URL {
  const base = secureUrl(url, option, rules)
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

/** Rules for a configuration besides its form. */
export interface ConfigurationRules extends UrlRules {
  /** The issuer that it must name, if it names one (RFC 8414 §3.3). Default: any. */
  readonly issuer?: string | undefined
}

/** Check the answer: only the token endpoint is required. */
export function judgeConfiguration(answer: Answer, rules: ConfigurationRules = {}): SmartConfiguration {
  const { token_endpoint: said, ...others }: JsonObject = jsonOfSuccess(answer, 'is fhirBaseUrl right?', {
    token_endpoint: TEXT,
  })
  const endpoint = absolute((said as string).trim(), answer.url)
  // A server elsewhere must not make the client POST to the client's own machine.
  const mayBeHttp = answer.url.protocol === 'http:'
  const isSafe = isSecure(endpoint, rules) && (mayBeHttp || new URL(endpoint).protocol === 'https:')
  if (!isSafe) {
    const needed =
      'it must be an https URL without a password (http: if fhirBaseUrl is, with allowInsecureRequests)'
    throw answerError(answer, `its token_endpoint is ${shownUrl(endpoint)}`, needed)
  }
  const members: JsonObject = Object.fromEntries(Object.entries(others).filter(isOfItsType))
  const { issuer = rules.issuer } = members
  if (rules.issuer !== undefined && issuer !== rules.issuer) {
    const needed = `it must equal option audience, ${shown(rules.issuer)}`
    throw answerError(answer, `its issuer is ${shown(issuer)}`, needed)
  }
  return { token_endpoint: endpoint, ...members }
}

/** An absolute URL as it is spelled, or a relative one resolved against the URL of the answer. */
function absolute(url: string, answered: URL): string {
  const isRelative = !URL.canParse(url) && URL.canParse(url, answered.href)
  if (!isRelative) return url
  return new URL(url, answered).href
}

/**
 * Fetch a server's SMART configuration (SMART App Launch 2.2.0, conformance). Only `token_endpoint` is
 * needed; it is made absolute. Up to three redirects are followed, within the origin.
 *
 * @param fhirBaseUrl with or without a slash at its end; https, or http on localhost
 * @throws JoseError `ERR_HTTP`: no answer, an answer that is not JSON, or no token endpoint on https
 *   (http, if the base is on http too). TypeError: a wrong URL, or an unknown option or one of a wrong type
 */
export async function fetchSmartConfiguration(
  fhirBaseUrl: string,
  options: HttpOptions = {},
): Promise<SmartConfiguration> {
  expectOptions(options, HTTP_OPTIONS)
  const answer = await requestConfiguration(fhirBase(fhirBaseUrl, options), options)
  return judgeConfiguration(answer, options)
}

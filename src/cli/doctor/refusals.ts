/** What helps against a server's refusal, by what the server says. */
import type { Answer } from '../../http.ts'
import type { JoseError } from '../../index.ts'
import { isString } from '../../options.ts'
import { CLIENT_CERTIFICATE } from '../cause.ts'

/** What helps against a refusal. */
export interface RefusalRemedy {
  readonly remedy: string
  /** Whether no change of the assertion can help. */
  readonly isFinal: boolean
}

const ASSERTION =
  'compare client_id, key set and algorithm with the registration; the server may hold an old key set'

/** What helps against an OAuth error (RFC 6749 §5.2; RFC 8707 §2), if no change of the assertion did. */
const OAUTH: { readonly [error: string]: string } = {
  invalid_client: ASSERTION,
  invalid_grant: ASSERTION,
  invalid_request: ASSERTION,
  unauthorized_client: 'have the client registered for client_credentials',
}

/** Errors that no change of the assertion helps against. */
const FINAL: { readonly [error: string]: string } = {
  invalid_scope: 'ask for scopes that this client is registered for',
  unsupported_grant_type: 'the server does not offer client_credentials: ask its operator for it',
}

/** The statuses that may be a refusal of the assertion, if the answer holds no OAuth error. */
export const REFUSALS: readonly number[] = [400, 401, 403, 422]

const DPOP =
  'the server demands DPoP (RFC 9449), which subtle-jws does not support: ' +
  'have it switched off for this client'

const NO_BEARER =
  'the server granted a token that is not a bearer token (RFC 6750): ' +
  'have the client registered for bearer tokens, or ask the server’s operator'

/** What a server's description points to. */
const HINTS: readonly (readonly [said: RegExp, remedy: string])[] = [
  [/(SSL|TLS|client) certificate/i, CLIENT_CERTIFICATE],
  [
    /\bx5t\b|thumbprint|AADSTS(50027|700027)/i,
    `it looks for a certificate: --header '{"x5t":"…"}' with its SHA-1 thumbprint as base64url; ` +
      'the doctor tries that by itself if --key is a PEM file with key and certificate',
  ],
  [/\bx5c\b|\bUDAP\b/i, `it looks for certificates: --header '{"x5c":["…"]}', base64 of DER`],
  [/\baudience\b[^.]*\bparam|\bparam\w*\b[^.]*\baudience\b|service not found/i, wanted('audience')],
  [/\bresource\b[^.]*\bparam|\bparam\w*\b[^.]*\bresource\b/i, wanted('resource')],
]

function wanted(parameter: string): string {
  return `it wants ${parameter} in the form: use --param ${parameter}=VALUE, its name for the API`
}

/** What helps against a refusal. */
export function refusalRemedy({ error, status, description = '' }: JoseError, answer: Answer): RefusalRemedy {
  if (isDpop(answer)) return { remedy: DPOP, isFinal: true }
  if (error !== undefined && Object.hasOwn(FINAL, error)) return { remedy: FINAL[error]!, isFinal: true }
  if (isGrant(answer)) return { remedy: NO_BEARER, isFinal: true }
  const hint = HINTS.find(([said]) => said.test(description))
  if (hint) return { remedy: hint[1], isFinal: false }
  if (error === undefined) return { remedy: remedyForStatus(status!), isFinal: false }
  const known = Object.hasOwn(OAUTH, error) ? OAUTH[error]! : 'ask the server’s operator why'
  return { remedy: known, isFinal: false }
}

function remedyForStatus(status: number): string {
  if (REFUSALS.includes(status)) return ASSERTION
  return 'check the URL of the token endpoint: --token-url'
}

/** Whether the server granted a token, which the client then could not use. */
function isGrant({ response, json = {} }: Answer): boolean {
  return response.ok && !json.error && isString(json.access_token)
}

/** Whether DPoP is demanded: by the error, the challenge or the token's type (RFC 9449 §5, §8). */
function isDpop({ response, json = {} }: Answer): boolean {
  const challenge = response.headers.get('www-authenticate') ?? ''
  const { error, error_description: description, token_type: type } = json
  const words = [error, description, type].filter(isString).join(' ')
  return /^dpop\b/i.test(challenge) || /\bdpop\b|dpop_/i.test(words)
}

/** Translates the library's messages into the words of the command line. */
import type { Command } from './command.ts'

/** The library's options, and the command's names for them. */
const OPTION_NAMES: { readonly [option: string]: string } = {
  clientId: '--client-id',
  allowInsecureRequests: '--insecure-http',
  expiresIn: '--expires-in',
  fhirBaseUrl: '--fhir-base',
  tokenEndpoint: '--token-url',
  jwksUri: '--jwks-url',
}

/** What a command takes. */
type Taken = Pick<Command, 'flags'>

/**
 * A message with the command's names in place of the library's options.
 *
 * @param command which command it is; undefined for one that has every option, as the doctor has
 */
export function inCommandWords(message: string, command?: Taken): string {
  const allowsHttp = !command || command.flags?.includes('insecure-http')
  const possible = allowsHttp ? message : message.replace(', or with allowInsecureRequests', '')
  return possible
    .replace(
      /\b(?:option )?(allowInsecureRequests|clientId|expiresIn|fhirBaseUrl|tokenEndpoint|jwksUri)\b/g,
      (_, option: string) => {
        return OPTION_NAMES[option]!
      },
    )
    .replace(/\boption (audience|header|jku|jti|keys?|kid|alg|param|profile|scope)\b/g, '--$1')
    .replace(/\boption params\b/g, '--param')
}

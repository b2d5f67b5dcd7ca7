/** The library's words in those of the command line. */

/** Options of the library under the names that the command has for them. */
const OPTION_NAMES: { readonly [option: string]: string } = {
  clientId: '--client-id',
  allowInsecureRequests: '--insecure-http',
  expiresIn: '--expires-in',
  fhirBaseUrl: '--fhir-base',
  tokenEndpoint: '--token-url',
  jwksUri: '--jwks-url',
}

/** A message that names options, for who gives them on a command line. */
export function inCommandWords(message: string): string {
  return message
    .replace(
      /\b(?:option )?(allowInsecureRequests|clientId|expiresIn|fhirBaseUrl|tokenEndpoint|jwksUri)\b/g,
      (_, option: string) => {
        return OPTION_NAMES[option]!
      },
    )
    .replace(/\boption (audience|header|jku|jti|key|kid|alg|params|profile|scope)\b/g, '--$1')
}

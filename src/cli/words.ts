/** Translates the library's messages into the words of the command line. */

/** The library's options, and the command's names for them. */
const OPTION_NAMES: { readonly [option: string]: string } = {
  clientId: '--client-id',
  allowInsecureRequests: '--insecure-http',
  expiresIn: '--expires-in',
  fhirBaseUrl: '--fhir-base',
  tokenEndpoint: '--token-url',
  jwksUri: '--jwks-url',
}

/** A message with the command's names in place of the library's options. */
export function inCommandWords(message: string): string {
  return message
    .replace(
      /\b(?:option )?(allowInsecureRequests|clientId|expiresIn|fhirBaseUrl|tokenEndpoint|jwksUri)\b/g,
      (_, option: string) => {
        return OPTION_NAMES[option]!
      },
    )
    .replace(/\boption (audience|header|jku|jti|key|kid|alg|param|profile|scope)s?\b/g, '--$1')
}

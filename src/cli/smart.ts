/** The commands of a SMART client: an assertion, an access token, and what is wrong where there is none. */
import { importSigner, type ImportOptions, type Jwk, type JwkSet, type Signer } from '../index.ts'
import {
  createBackendServicesClient,
  createClientAssertion,
  type BackendServicesOptions,
} from '../smart/index.ts'
import { printable, type Command, type Values } from './command.ts'
import { examine } from './doctor.ts'

/** Reads a file of keys. */
type ReadKeys = (file: string, use: 'sign', named: Values) => Promise<Jwk | JwkSet>

const KEY = `  --client-id C      the client_id
  --key FILE         a private JWK, a JWK Set with one signing key, or PEM (RSA: for RS384)
  --kid K            the kid of the key to take from the set, or of a key without kid`
const SERVER = `  --fhir-base URL    the FHIR base URL: the token endpoint is discovered
  --token-url URL    the token endpoint, where there is no discovery
${KEY}
  --scope S          the scopes to ask for, separated by spaces
  --audience URL     the assertion's aud; default: the token endpoint
  --jku URL          the URL of the JWK Set, as it was registered, for the assertion's header
  --expires-in N     seconds from now to the assertion's exp, 1 to 300; default: 240`
const SERVER_OPTIONS = [
  'fhir-base',
  'token-url',
  'client-id',
  'key',
  'kid',
  'scope',
  'audience',
  'jku',
  'expires-in',
] as const

/** The commands, by their names. */
export function smartCommands(readKeys: ReadKeys): { readonly [name: string]: Command } {
  const signerOf = async ({ key, kid }: Values): Promise<Signer> => {
    const named = { kid } as ImportOptions & Values
    return importSigner(await readKeys(key!, 'sign', named), named)
  }
  return {
    assert: {
      usage: 'assert --client-id C --audience URL --key FILE [--kid K] [--jku URL] [--expires-in N]',
      about: `Make a client assertion, for one token request. It goes to stdout.

  --audience URL     its aud: the token endpoint
${KEY}
  --jku URL          the URL of the JWK Set, as it was registered, for the header
  --expires-in N     seconds from now to exp, 1 to 300; default: 240`,
      options: ['client-id', 'audience', 'key', 'kid', 'jku', 'expires-in'],
      required: ['client-id', 'audience', 'key'],
      run: async (values) =>
        createClientAssertion({
          ...assertionOptions(values),
          audience: values.audience!,
          key: await signerOf(values),
        }),
    },
    token: {
      usage: 'token --fhir-base URL | --token-url URL --client-id C --scope S --key FILE [--kid K] …',
      about: `Get an access token as a backend service does. It goes to stdout as JSON.

${SERVER}`,
      options: SERVER_OPTIONS,
      required: ['fhir-base|token-url', 'client-id', 'scope', 'key'],
      run: async (values) => {
        const { 'fhir-base': fhirBaseUrl, 'token-url': tokenEndpoint, scope, audience } = values
        const key = await signerOf(values)
        const options = { ...assertionOptions(values), fhirBaseUrl, tokenEndpoint, scope, audience, key }
        const client = createBackendServicesClient(options as BackendServicesOptions)
        return JSON.stringify(await client.accessToken(), null, 2)
      },
    },
    doctor: {
      usage: 'doctor --fhir-base URL | --token-url URL --client-id C --scope S --key FILE [--jwks-url URL] …',
      about: `Find out why a server answers invalid_client: a line for each check, with a remedy where it did not pass.
It asks for a token, and where that is refused again with one thing changed, to tell which it was.

${SERVER}
  --jwks-url URL     where the key set is published, as it was registered
  --jti JTI          the assertion's jti, to find out whether it was used before; default: a new one
  --json             the checks as JSON
  --show-secrets     assertions and tokens in full; default: shortened`,
      options: [...SERVER_OPTIONS, 'jwks-url', 'jti'],
      flags: ['json', 'show-secrets'],
      required: ['fhir-base|token-url', 'client-id', 'scope', 'key'],
      run: async (values) => {
        const {
          'fhir-base': fhirBaseUrl,
          'token-url': tokenEndpoint,
          'jwks-url': jwksUrl,
          scope,
          audience,
          jti,
        } = values
        const asked = {
          ...assertionOptions(values),
          scope: scope!,
          fhirBaseUrl,
          tokenEndpoint,
          jwksUrl,
          audience,
          jti,
        }
        const checks = await examine(asked, () => signerOf(values), Boolean(values['show-secrets']))
        const wide = Math.max(...checks.map(({ check }) => check.length))
        const lines = checks.map(
          // Much of it comes from the server: no control character reaches the terminal.
          ({ result, check, found, remedy }) =>
            `${result}  ${check.padEnd(wide)}  ${found}${remedy ? ` -> ${remedy}` : ''}`
              .replace(/\p{Cc}/gu, '?')
              .slice(0, 500),
        )
        const report = values.json ? JSON.stringify(checks, null, 2) : lines.join('\n')
        const failed = checks.filter(({ result }) => result === 'fail').length
        if (!failed) return report
        console.log(printable(report))
        throw new Error(`${failed} of ${checks.length} checks failed`)
      },
    },
  }
}

function assertionOptions(values: Values): { clientId: string; jku?: string; expiresIn?: number } {
  const { 'client-id': clientId, 'expires-in': expiresIn, jku } = values
  const life = expiresIn === undefined ? expiresIn : Number(expiresIn)
  return { clientId, jku, expiresIn: life } as ReturnType<typeof assertionOptions>
}

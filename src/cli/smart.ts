/** The commands of a SMART client: an assertion, an access token, and what is wrong where there is none. */
import {
  createBackendServicesClient,
  createClientAssertion,
  type BackendServicesOptions,
  type ClientAssertionOptions,
} from '../smart/index.ts'
import type { Command, CommandLine, Options } from './command.ts'
import { examine } from './doctor/examine.ts'
import { Report } from './doctor/report.ts'
import { readSigner } from './input.ts'
import { print, toJson } from './output.ts'

const KEY = `  --client-id C      the client_id
  --key FILE         a private JWK, a JWK Set with one signing key, or PEM (RSA: for RS384)
  --kid K            take the key of that kid, or name a key that has no kid; default: the key's kid,
                     or else its thumbprint
  --alg ALG          take the key for that algorithm, or name that of a key that has none; RSA:
                     RS384 by default`

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
  'alg',
  'scope',
  'audience',
  'jku',
  'expires-in',
]

const SERVER_REQUIRED = [['fhir-base', 'token-url'], ['client-id'], ['scope'], ['key']]

export const assert: Command = {
  usage: 'assert --client-id C --audience URL --key FILE [--kid K] [--jku URL] [--expires-in N]',
  about: `Make a client assertion, for one token request. It goes to stdout.

  --audience URL     its aud: the token endpoint
${KEY}
  --jku URL          the URL of the JWK Set, as it was registered, for the header
  --expires-in N     seconds from now to exp, 1 to 300; default: 240`,
  example: 'assert --client-id my-client --audience https://auth.example/token --key private.json',
  options: ['client-id', 'audience', 'key', 'kid', 'alg', 'jku', 'expires-in'],
  required: [['client-id'], ['audience'], ['key']],
  run: makeAssertion,
}

export const token: Command = {
  usage: 'token --fhir-base URL | --token-url URL --client-id C --scope S --key FILE [--kid K] …',
  about: `Get an access token as a backend service does. It goes to stdout as JSON.

${SERVER}`,
  example:
    'token --fhir-base https://fhir.example/r4 --client-id my-client --scope system/Patient.rs --key private.json',
  options: SERVER_OPTIONS,
  required: SERVER_REQUIRED,
  run: getToken,
}

export const doctor: Command = {
  usage: 'doctor --fhir-base URL | --token-url URL --client-id C --scope S --key FILE [--jwks-url URL] …',
  about: `Find out why a server answers invalid_client.
There is a line for each check, with a remedy where it did not pass. A token is asked for; where that is
refused, it is asked for again with one thing changed, to tell which it was.

${SERVER}
  --jwks-url URL     where the key set is published, as it was registered
  --jti JTI          the assertion's jti, to find out whether it was used before; default: a new one
  --json             the checks as JSON
  --show-secrets     assertions and tokens in full; default: shortened`,
  example:
    'doctor --fhir-base https://fhir.example/r4 --client-id my-client --scope system/Patient.rs --key private.json',
  options: [...SERVER_OPTIONS, 'jwks-url', 'jti'],
  flags: ['json', 'show-secrets'],
  required: SERVER_REQUIRED,
  run: diagnose,
}

async function makeAssertion({ options }: CommandLine): Promise<string> {
  const { key, kid, alg, audience } = options
  const signer = await readSigner(key!, { kid, alg })
  return createClientAssertion({ ...assertionOptions(options), audience: audience!, key: signer })
}

async function getToken({ options }: CommandLine): Promise<string> {
  const { key, kid, alg, scope, audience, 'fhir-base': fhirBaseUrl, 'token-url': tokenEndpoint } = options
  const clientOptions: BackendServicesOptions = {
    ...assertionOptions(options),
    fhirBaseUrl,
    tokenEndpoint,
    audience,
    scope: scope!,
    key: await readSigner(key!, { kid, alg }),
  }
  const client = createBackendServicesClient(clientOptions)
  return toJson(await client.accessToken())
}

/** The options of an assertion that every command takes. */
function assertionOptions(options: Options): Pick<ClientAssertionOptions, 'clientId' | 'jku' | 'expiresIn'> {
  const { 'client-id': clientId, 'expires-in': expiresIn, jku } = options
  const life = expiresIn === undefined ? undefined : Number(expiresIn)
  return { clientId: clientId!, jku, expiresIn: life }
}

async function diagnose({ options, flags }: CommandLine): Promise<string> {
  const report = new Report({ showSecrets: flags.has('show-secrets') })
  await examine(
    {
      ...assertionOptions(options),
      scope: options.scope!,
      keyFile: options.key!,
      kid: options.kid,
      alg: options.alg,
      fhirBaseUrl: options['fhir-base'],
      tokenEndpoint: options['token-url'],
      jwksUrl: options['jwks-url'],
      audience: options.audience,
      jti: options.jti,
    },
    report,
  )
  const { checks, failures } = report
  const output = flags.has('json') ? toJson(checks) : report.toText()
  if (failures === 0) return output
  print(output)
  throw new Error(`${failures} of ${checks.length} checks failed`)
}

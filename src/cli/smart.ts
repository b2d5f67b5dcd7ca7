/** The commands of a SMART client: assert, token and doctor. */
import process from 'node:process'
import { shown } from '../errors.ts'
import {
  createBackendServicesClient,
  createClientAssertion,
  type BackendServicesOptions,
  type BackendServicesSettings,
  type ClientAssertionOptions,
} from '../smart/index.ts'
import { UsageError, type Command, type CommandLine, type Options } from './command.ts'
import { examine } from './doctor/examine.ts'
import { Report } from './doctor/report.ts'
import { readPrivateJwk } from './input.ts'
import { headerOf } from './json-input.ts'
import { ERROR_START, print, toJson } from './output.ts'

const KEY = `  --client-id C      the client_id
  --key FILE         the private key: a JWK, a JWK Set or PEM
  --kid K            select the key with this kid from a set; for a single key, the kid under which it
                     is published; default: the key's own kid, else its thumbprint
  --alg ALG          the algorithm of a key that names none; default: RS384 for RSA`

const ASSERTION = `  --jku URL          the registered URL of the JWK Set, for the assertion's header
  --header JSON      more members of the assertion's header, such as {"x5t":"…"}
  --profile P        smart (default), or rfc10070: typ client-authentication+jwt, and the issuer as aud
  --expires-in N     seconds from now to the assertion's exp, 1 to 300; default: 240`

const SERVER = `  --fhir-base URL    the FHIR base URL, from which the token endpoint is discovered
  --token-url URL    the token endpoint, if there is no discovery
${KEY}
  --scope S          the scopes to ask for, separated by spaces; default: none, and the server chooses
  --audience AUD     the assertion's aud; default: the token endpoint, or with rfc10070 the issuer
${ASSERTION}
  --param NAME=VALUE one more parameter of the form, such as client_id=C; may be repeated
  --insecure-http    allow http to any host, for your own network; default: only to this machine`

const ASSERTION_OPTIONS = [
  'client-id',
  'audience',
  'key',
  'kid',
  'alg',
  'jku',
  'header',
  'profile',
  'expires-in',
]

const SERVER_OPTIONS = ['fhir-base', 'token-url', 'scope', ...ASSERTION_OPTIONS]

const SERVER_REQUIRED = [['fhir-base', 'token-url'], ['client-id'], ['key']]

/** The width of output that does not go to a terminal. */
const COLUMNS = 80

export const assert: Command = {
  usage: 'assert --client-id C --audience AUD --key FILE [--kid K] [--jku URL] [--expires-in N] …',
  about: `Make a client assertion, for one token request. It goes to stdout.

  --audience AUD     its aud: the token endpoint, or the issuer
${KEY}
${ASSERTION}`,
  example: 'assert --client-id my-client --audience https://auth.example/token --key private.json',
  options: ASSERTION_OPTIONS,
  required: [['client-id'], ['audience'], ['key']],
  run: makeAssertion,
}

export const token: Command = {
  usage: 'token --fhir-base URL | --token-url URL --client-id C --key FILE [--scope S] [--kid K] …',
  about: `Get an access token as a backend service does. It goes to stdout as JSON.

${SERVER}`,
  example:
    'token --fhir-base https://fhir.example/r4 --client-id my-client --scope system/Patient.rs ' +
    '--key private.json',
  options: SERVER_OPTIONS,
  lists: ['param'],
  flags: ['insecure-http'],
  required: SERVER_REQUIRED,
  run: getToken,
}

export const doctor: Command = {
  usage: 'doctor --fhir-base URL | --token-url URL --client-id C --key FILE [--jwks-url URL] …',
  about: `Find out why a server answers invalid_client.
Each check says what it found, and what to do if it did not pass. The doctor asks for a token. If the server
refuses, the doctor asks again with one thing changed at a time, to find the cause: about 25 requests at most.

${SERVER}
  --jwks-url URL     the registered URL of the key set
  --jwks FILE        the key set, if it was registered by value
  --jti JTI          the assertion's jti, to find out whether it was used before; default: a new one
  --json             print the checks as JSON
  --show-secrets     show assertions and tokens in full; default: only their length`,
  example:
    'doctor --fhir-base https://fhir.example/r4 --client-id my-client --scope system/Patient.rs ' +
    '--key private.json',
  options: [...SERVER_OPTIONS, 'jwks-url', 'jwks', 'jti'],
  lists: ['param'],
  flags: ['json', 'show-secrets', 'insecure-http'],
  required: SERVER_REQUIRED,
  run: diagnose,
}

async function makeAssertion({ options }: CommandLine): Promise<string> {
  const { key, audience } = options
  const assertionOptions = assertionOptionsOf(options)
  const jwk = await readPrivateJwk(key!, options)
  return createClientAssertion({ ...assertionOptions, audience: audience!, key: jwk })
}

async function getToken({ options, lists, flags }: CommandLine): Promise<string> {
  const { key, scope, audience, 'fhir-base': fhirBaseUrl, 'token-url': tokenEndpoint } = options
  const more = { params: paramsOf(lists), allowInsecureRequests: flags.has('insecure-http') }
  const settings: BackendServicesSettings = {
    ...assertionOptionsOf(options),
    ...more,
    fhirBaseUrl,
    tokenEndpoint,
    audience,
    scope,
    key: await readPrivateJwk(key!, options),
  }
  // A command line without either URL was refused before.
  const client = createBackendServicesClient(settings as BackendServicesOptions)
  return toJson(await client.accessToken())
}

/** The options of an assertion that every command takes. */
type AssertionOptions = Pick<ClientAssertionOptions, 'clientId' | 'jku' | 'expiresIn' | 'header' | 'profile'>

function assertionOptionsOf(options: Options): AssertionOptions {
  const { 'client-id': clientId, 'expires-in': expiresIn, jku } = options
  return {
    clientId: clientId!,
    jku,
    expiresIn: expiresIn === undefined ? undefined : Number(expiresIn),
    header: headerOf(options.header),
    profile: profileOf(options.profile),
  }
}

function profileOf(text: string | undefined): 'smart' | 'rfc10070' | undefined {
  if (text === undefined || text === 'smart' || text === 'rfc10070') return text
  throw new UsageError(`--profile is ${shown(text)}; it must be smart or rfc10070`)
}

function paramsOf({ param = [] }: CommandLine['lists']): { [name: string]: string } {
  const pairs = param.map((text): [string, string] => {
    const end = text.indexOf('=')
    // A value without a name may be a secret, so it is not shown.
    if (end < 1) throw new UsageError('--param must be NAME=VALUE, such as client_id=my-client')
    return [text.slice(0, end), text.slice(end + 1)]
  })
  const names = pairs.map(([name]) => name)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) throw new UsageError(`--param ${shown(twice)} is given twice`)
  return Object.fromEntries(pairs)
}

async function diagnose({ options, lists, flags }: CommandLine): Promise<string> {
  const report = new Report({ showSecrets: flags.has('show-secrets') })
  await examine(
    {
      ...assertionOptionsOf(options),
      params: paramsOf(lists),
      allowInsecureRequests: flags.has('insecure-http'),
      scope: options.scope,
      keyFile: options.key!,
      kid: options.kid,
      alg: options.alg,
      fhirBaseUrl: options['fhir-base'],
      tokenEndpoint: options['token-url'],
      jwksUrl: options['jwks-url'],
      jwksFile: options.jwks,
      audience: options.audience,
      jti: options.jti,
    },
    report,
  )
  const { stdout, stderr } = process
  const columns = stdout.columns ?? COLUMNS
  const isJson = flags.has('json')
  const output = isJson ? toJson(report.checks) : report.toText(columns)
  if (report.named('fail').length > 0) {
    await print(output)
    throw new Error(report.summary(stderr.columns ?? COLUMNS, ERROR_START))
  }
  return isJson ? output : `${output}\n${report.summary(columns)}`
}

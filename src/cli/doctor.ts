/** What stands between a client and its access token, check by check. */
import { shown } from '../errors.ts'
import { isSecure, request, type Answer } from '../http.ts'
import { decodeJwt, importVerifier, JoseError, type Jwk, type Signer } from '../index.ts'
import { isString } from '../json.ts'
import { createClientAssertion, type AccessToken, type ClientAssertionOptions } from '../smart/index.ts'
import { judgeToken, requestToken } from '../smart/backend-services.ts'
import { fhirBase, requestConfiguration } from '../smart/configuration.ts'

/** One check: `remedy` says what to do where it did not pass. */
export interface Check {
  readonly check: string
  readonly result: 'pass' | 'warn' | 'fail'
  readonly found: string
  readonly remedy?: string
}

/** What the client is configured with. */
export interface Asked {
  readonly clientId: string
  readonly scope: string
  readonly jku?: string
  readonly expiresIn?: number
  readonly fhirBaseUrl: string | undefined
  readonly tokenEndpoint: string | undefined
  readonly jwksUrl: string | undefined
  readonly audience: string | undefined
  readonly jti: string | undefined
}

const UNTRUSTED = 'the certificate’s CA is not trusted here: NODE_EXTRA_CA_CERTS=FILE names one that is'

/** What helps against a connection that fails, by the code that Node gives. */
const CONNECTION: { readonly [code: string]: string } = {
  CERT_HAS_EXPIRED: 'the server’s certificate has expired: its operator must renew it',
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another host name: check the URL',
  ECONNREFUSED: 'nothing listens there: check the port',
  ENOTFOUND: 'the host name is unknown: check the URL',
}

/** What helps against an OAuth error (RFC 6749 §5.2). */
const OAUTH: { readonly [error: string]: string } = {
  invalid_client:
    'compare client_id, key set URL and algorithm with the registration; the server may hold an old key set',
  invalid_scope: 'ask for scopes that this client is registered for',
  unauthorized_client: 'have the client registered for client_credentials',
}

const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k', 'oth']

/** The seconds by which clocks may differ before an assertion suffers. */
const TOLERATED = 5

/** Examine everything, in the order in which a token request needs it. */
export async function examine(
  asked: Asked,
  signerOf: () => Promise<Signer>,
  showSecrets: boolean,
): Promise<Check[]> {
  const checks: Check[] = []
  const note = (
    check: string,
    met: unknown,
    found: string,
    remedy: string,
    otherwise: 'warn' | 'fail' = 'fail',
  ): boolean => {
    checks.push(met ? { check, result: 'pass', found } : { check, result: otherwise, found, remedy })
    return Boolean(met)
  }
  const shorten = (text: string): string =>
    showSecrets ? text : `${text.slice(0, 8)}… (${text.length} characters)`

  const signer = await examineKey(signerOf, note)
  const discovery = asked.fhirBaseUrl === undefined ? undefined : await examineDiscovery(asked, signer, note)
  const tokenEndpoint = asked.tokenEndpoint ?? discovery?.endpoint
  await examineKeySet(asked, signer, note)
  if (!signer || tokenEndpoint === undefined) {
    note('token request', false, 'not made', `it needs ${signer ? 'a token endpoint' : 'a key'}: see above`)
    return checks
  }

  const url = new URL(tokenEndpoint)
  const audience = asked.audience ?? tokenEndpoint
  const issuer = discovery?.issuer ?? []
  const { clientId, jti, jku, expiresIn } = asked
  const options = { clientId, key: signer, audience, jti, jku, expiresIn } as ClientAssertionOptions
  const make = async (changes: Partial<ClientAssertionOptions>): Promise<string> =>
    createClientAssertion({ ...options, ...changes })
  let answer: Answer | undefined
  const attempt = async (changes: Partial<ClientAssertionOptions> = {}): Promise<AccessToken | Error> => {
    try {
      answer = await requestToken(url, asked.scope, await make(changes), {})
      return judgeToken(answer, asked.scope, Math.floor(Date.now() / 1000))
    } catch (error) {
      return error as Error
    }
  }

  const assertion = await make({}).catch((error: Error) => error)
  if (
    !note(
      'assertion',
      typeof assertion === 'string',
      `${assertion instanceof Error ? assertion.message : shorten(assertion)}`,
      'correct that option',
    )
  )
    return checks
  examineAssertion(assertion as string, asked, [tokenEndpoint, ...issuer], note)

  const outcome = await attempt()
  const ahead = answer ? examineClock(answer, note) : 0
  if (!(outcome instanceof Error)) {
    note(
      'token request',
      true,
      `a token, ${shorten(outcome.accessToken)}, until ${new Date(outcome.expiresAt * 1000).toISOString()}`,
      '',
    )
    const { missingScopes, scope } = outcome
    note(
      'scopes',
      !missingScopes[0],
      `granted: ${scope || 'none'}`,
      `not granted to the letter: ${missingScopes.join(' ')}; have the client registered for them`,
      'warn',
    )
    return checks
  }
  const { code, error, description } = outcome as JoseError
  let [found, remedy] = explain(outcome)
  if (description) found += ` (${description})`
  if (Object.hasOwn(OAUTH, error!)) remedy = OAUTH[error!]!
  if (code === 'ERR_OAUTH' && error !== 'invalid_scope') {
    const probes: Probe[] = [
      [
        Math.abs(ahead) > TOLERATED,
        { now: () => Date.now() + ahead * 1000 },
        'with the server’s time: set this machine’s clock',
      ],
      [
        jti !== undefined,
        { jti: crypto.randomUUID() },
        'with a new jti: that jti was used before; make one for each request',
      ],
      // An assertion for an issuer elsewhere would let this server in there, as the client: that is not tried.
      ...[tokenEndpoint, ...issuer]
        .filter((aud) => aud !== audience && new URL(aud).origin === url.origin)
        .map((aud): Probe => [true, { audience: aud }, `with aud ${aud}: use that as the audience`]),
    ]
    const elsewhere = issuer.filter((aud) => aud !== audience && new URL(aud).origin !== url.origin)
    if (elsewhere[0]) remedy += `; or, if it is this server’s name: --audience ${elsewhere}`
    for (const [fits, changes, how] of probes) {
      if (fits && !((await attempt(changes)) instanceof Error)) {
        remedy = `accepted ${how}`
        break
      }
    }
  }
  note('token request', false, found, remedy)
  return checks
}

/** Whether it is worth a request, what is changed, and what an acceptance then tells. */
type Probe = [fits: boolean, changes: Partial<ClientAssertionOptions>, how: string]

type Note = (
  check: string,
  met: unknown,
  found: string,
  remedy: string,
  otherwise?: 'warn' | 'fail',
) => boolean

async function examineKey(signerOf: () => Promise<Signer>, note: Note): Promise<Signer | undefined> {
  try {
    const signer = await signerOf()
    const { alg, kid } = signer
    const sample = await signer.sign(new Uint8Array(1))
    const size = /RS|PS/.test(alg) ? `, RSA of ${sample.length * 8} bits` : ''
    const usual = ['RS384', 'ES384'].includes(alg)
    note(
      'key',
      usual,
      `${alg}${size}`,
      'SMART asks for RS384 or ES384: make such a key with subtle-jws keygen',
      'warn',
    )
    return note('key id', kid, kid ?? 'none', 'name the kid of the published key: --kid, or kid in the JWK')
      ? signer
      : undefined
  } catch (error) {
    note('key', false, (error as Error).message, 'a private RSA or P-384 key that is sound')
    return undefined
  }
}

async function examineDiscovery(
  { fhirBaseUrl, scope }: Asked,
  signer: Signer | undefined,
  note: Note,
): Promise<{ endpoint?: string; issuer: string[] } | undefined> {
  let answer: Answer
  try {
    const base = fhirBase(fhirBaseUrl!)
    note(
      'TLS',
      base.protocol === 'https:',
      base.protocol,
      'https; http is for tests on this machine alone',
      'warn',
    )
    answer = await requestConfiguration(base, {})
  } catch (error) {
    note('discovery', false, ...explain(error as Error))
    return undefined
  }
  const { url, response, json } = answer
  const { status, headers } = response
  const found = `${url.href}: ${status}, ${headers.get('content-type')}`
  if (
    !note(
      'discovery',
      response.ok && json,
      found,
      'is this the FHIR base URL? It must answer JSON there, to everybody',
    )
  )
    return undefined
  const list = (member: string): unknown[] => [json![member] ?? []].flat()
  const has = (
    check: string,
    member: string,
    needed: string | undefined,
    remedy: string,
    otherwise: 'warn' | 'fail' = 'fail',
  ): void => {
    const offered = list(member)
    note(
      check,
      needed && offered.includes(needed),
      `${member}: ${offered.map(textOf).join(' ') || 'none'}`,
      remedy,
      offered[0] ? otherwise : 'warn',
    )
  }
  has(
    'capability',
    'capabilities',
    'client-confidential-asymmetric',
    'the server does not say that it takes keys: ask its operator',
    'warn',
  )
  has(
    'authentication',
    'token_endpoint_auth_methods_supported',
    'private_key_jwt',
    'the server takes no assertions: ask its operator for private_key_jwt',
  )
  const alg = signer?.alg
  has(
    'algorithm',
    'token_endpoint_auth_signing_alg_values_supported',
    alg,
    `${alg} is not offered: use a key for one that is`,
  )
  const unknown = scope.split(' ').filter((name) => !list('scopes_supported').includes(name))
  note(
    'scopes offered',
    !unknown[0],
    list('scopes_supported').map(textOf).join(' ') || 'none',
    `not in the list: ${unknown.join(' ')}; wildcards may still cover them`,
    'warn',
  )
  const { token_endpoint: endpoint, issuer } = json as { token_endpoint?: unknown; issuer?: unknown }
  const sound = isSecure(endpoint)
  note('token endpoint', sound, textOf(endpoint), 'an https URL: ask the server’s operator')
  return { ...(sound && { endpoint }), issuer: isSecure(issuer) ? [issuer] : [] }
}

async function examineKeySet({ jwksUrl, jku }: Asked, signer: Signer | undefined, note: Note): Promise<void> {
  if (jwksUrl === undefined) {
    note('key set', false, 'not examined', '--jwks-url URL, as it was registered', 'warn')
    return
  }
  if (jku !== undefined)
    note('jku', jku === jwksUrl, jku, `${jwksUrl}, to the letter: servers compare it with the registered URL`)
  note(
    'key set URL',
    jwksUrl.startsWith('https:'),
    jwksUrl,
    'publish the set over https: servers fetch no other',
  )
  let answer: Answer
  try {
    answer = await request(new URL(jwksUrl), { headers: { accept: 'application/json' } }, {})
  } catch (error) {
    note('key set', false, ...explain(error as Error))
    return
  }
  const { response, json } = answer
  const { headers, status, ok } = response
  const type = `${headers.get('content-type')}`
  const keys = json?.keys as Jwk[] | undefined
  const found = Array.isArray(keys) && keys.every((jwk) => typeof jwk === 'object' && jwk)
  if (
    !note(
      'key set',
      ok && found,
      `${status}, ${found ? keys.length : 'no'} keys`,
      'publish {"keys":[…]} as JSON, with no login and no redirect',
    )
  )
    return
  note(
    'key set type',
    /^application\/(jwk-set\+)?json\b/.test(type),
    type,
    'application/json or application/jwk-set+json',
    'warn',
  )
  note(
    'key set cache',
    headers.get('cache-control'),
    `Cache-Control ${headers.get('cache-control')}`,
    'say how long it may be kept, such as max-age=300',
    'warn',
  )
  const leaked = keys!.flatMap((jwk) => {
    const members = PRIVATE.filter((member) => member in jwk)
    return members[0] ? `${members.join(' ')} of ${textOf(jwk.kid)}` : []
  })
  note(
    'private members',
    !leaked[0],
    leaked.join(', ') || 'none',
    'the private key is public: make a new one, and publish what subtle-jws jwks gives',
  )
  if (!signer) return
  const { kid, alg } = signer
  const same = keys!.filter((jwk) => jwk.kid === kid)
  const kids = `kid ${kid}: ${same.length} of ${keys!.map((jwk) => textOf(jwk.kid)).join(' ') || 'none'}`
  if (!note('published key', same.length === 1, kids, 'publish the key of this kid, once')) return
  try {
    const { d: _, ...published } = same[0]!
    const verifier = await importVerifier(published as Jwk, { alg })
    const octets = new Uint8Array(1)
    const good = await verifier.verify(await signer.sign(octets), octets)
    note(
      'same key',
      good,
      good ? 'it verifies what the private key signs' : 'it is another key',
      'publish the public half of the key that signs, under a kid of its own',
    )
  } catch (error) {
    note('same key', false, (error as Error).message, 'publish what subtle-jws jwks gives')
  }
}

/** The assertion against SMART's rules, and those that are known to be stricter. */
function examineAssertion(assertion: string, { jti }: Asked, audiences: readonly string[], note: Note): void {
  const { claims } = decodeJwt(assertion)
  const { aud, exp, iat, jti: id } = claims as { aud: string; exp: number; iat: number; jti: string }
  note(
    'audience',
    audiences.includes(aud),
    `aud ${aud}`,
    `most servers want ${audiences[0]}, some the issuer`,
    'warn',
  )
  note(
    'life',
    exp - iat <= 290,
    `${exp - iat} s`,
    'over 290 s a small clock difference makes exp too far ahead: --expires-in 240',
    'warn',
  )
  note(
    'jti',
    jti === undefined,
    jti === undefined ? 'new' : `${id.length} characters, given by hand`,
    'a new one for each request, of 151 characters at most',
    'warn',
  )
}

/** The server's clock against this one; gives the seconds by which it is ahead. */
function examineClock({ response }: Answer, note: Note): number {
  const date = Date.parse(response.headers.get('date')!)
  const ahead = date ? Math.round((date - Date.now()) / 1000) : 0
  const off = Math.abs(ahead) > TOLERATED
  const found = date
    ? `this machine’s is ${Math.abs(ahead)} s ${ahead > 0 ? 'behind' : 'ahead of'} the server’s`
    : 'the server gives no Date'
  note(
    'clock',
    date && !off,
    found,
    date ? 'set the clock (NTP): exp and iat are wrong with it' : 'compare the clocks by hand',
    off ? 'fail' : 'warn',
  )
  return ahead
}

/** A server's value, which may be one that cannot be made a string. */
function textOf(value: unknown): string {
  return isString(value) ? value : shown(value)
}

/** What an error found, and what helps: what is known of the connection's code, else what was expected. */
function explain({ message, cause }: Error): [found: string, remedy: string] {
  const [found, expected = 'another'] = message.split(': expected ') as [string, string?]
  const code = (cause as { cause?: { code?: string } } | undefined)?.cause?.code
  return code
    ? [`${found} (${code})`, CONNECTION[code] ?? 'check the URL and the network']
    : [found, `expected ${expected}`]
}

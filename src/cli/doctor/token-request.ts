/** The token request. Where it is refused it is made again with one thing changed, to tell which it was. */
import { shown } from '../../errors.ts'
import type { Answer } from '../../http.ts'
import type { JoseError } from '../../index.ts'
import { createClientAssertion, type AccessToken, type ClientAssertionOptions } from '../../smart/index.ts'
import { judgeToken, requestToken } from '../../smart/token-request.ts'
import { failedRequest, type NamelessFinding } from './findings.ts'
import type { Report } from './report.ts'

/** A request for a token. */
export interface TokenRequest {
  readonly url: URL
  /** The requested scopes, separated by spaces. */
  readonly scope: string
  /** What its assertion is made of. */
  readonly options: ClientAssertionOptions & { readonly audience: string }
  /** The values of `aud` that the server may want, the likeliest first. */
  readonly audiences: readonly string[]
}

/** What came of a request: a token, or why there is none. */
interface Outcome {
  readonly answer?: Answer
  readonly token?: AccessToken
  readonly error?: JoseError
}

/** A change to the assertion, and what it tells where the server then accepts it. */
interface Probe {
  readonly change: Partial<ClientAssertionOptions>
  readonly tells: string
}

/** The seconds by which clocks may differ before an assertion suffers. */
const TOLERATED = 5

/** The seconds by which a server's clock may differ and be tried: what the client itself believes. */
const MOST_BELIEVED = 3600

/** What helps against an OAuth error (RFC 6749 §5.2). */
const OAUTH: { readonly [error: string]: string } = {
  invalid_client:
    'compare client_id, key set URL and algorithm with the registration; the server may hold an old key set',
  invalid_scope: 'ask for scopes that this client is registered for',
  unauthorized_client: 'have the client registered for client_credentials',
}

/** Make the request with an assertion that was examined. */
export async function examineTokenRequest(
  tokenRequest: TokenRequest,
  assertion: string,
  report: Report,
): Promise<void> {
  const { answer, token, error } = await send(tokenRequest, assertion)
  const ahead = answer ? examineClock(answer, report) : 0
  if (token) reportToken(token, report)
  else report.fail({ check: 'token request', ...(await explain(tokenRequest, error!, ahead)) })
}

async function send({ url, scope }: TokenRequest, assertion: string): Promise<Outcome> {
  let answer: Answer | undefined
  try {
    answer = await requestToken(url, assertion, { scope }, {})
    const sent = Math.floor(Date.now() / 1000)
    return { answer, token: judgeToken(answer, scope, sent) }
  } catch (error) {
    return { ...(answer && { answer }), error: error as JoseError }
  }
}

/** The server's clock against this one. Gives the seconds by which it is ahead. */
function examineClock({ response }: Answer, report: Report): number {
  const date = Date.parse(response.headers.get('date') ?? '')
  if (Number.isNaN(date)) {
    const remedy = 'compare the clocks by hand'
    report.warn({ check: 'clock', found: 'the server gives no Date', remedy })
    return 0
  }
  const ahead = Math.round((date - Date.now()) / 1000)
  const direction = ahead > 0 ? 'behind' : 'ahead of'
  report.passOrFail(Math.abs(ahead) <= TOLERATED, {
    check: 'clock',
    found: `this machine’s is ${Math.abs(ahead)} s ${direction} the server’s`,
    remedy: 'set the clock (NTP): exp and iat are wrong with it',
  })
  return ahead
}

function reportToken({ accessToken, expiresAt, scope, missingScopes }: AccessToken, report: Report): void {
  const end = new Date(expiresAt * 1000).toISOString()
  report.pass({ check: 'token request', found: `a token, ${report.secret(accessToken)}, until ${end}` })
  report.passOrWarn(missingScopes.length === 0, {
    check: 'scopes',
    found: `granted: ${scope || 'none'}`,
    remedy: `not granted to the letter: ${missingScopes.join(' ')}; have the client registered for them`,
  })
}

/** Why there is no token, and what helps. */
async function explain(
  tokenRequest: TokenRequest,
  error: JoseError,
  ahead: number,
): Promise<NamelessFinding> {
  const { url } = tokenRequest
  if (error.error !== undefined) return explainRefusal(tokenRequest, error, ahead)
  const { status, message: found } = error
  if (status === undefined) return failedRequest(error, url)
  if (status > 499) return { found, remedy: 'the fault is the server’s: ask its operator' }
  return { found, remedy: 'check the URL of the token endpoint' }
}

async function explainRefusal(
  tokenRequest: TokenRequest,
  { error, description }: JoseError,
  ahead: number,
): Promise<NamelessFinding> {
  const { origin, pathname } = tokenRequest.url
  const refused = `${origin}${pathname}: the server refused with ${shown(error)}`
  const found = description === undefined ? refused : `${refused} (${description})`
  const remedy = Object.hasOwn(OAUTH, error!) ? OAUTH[error!]! : 'ask the server’s operator why'
  // No change of the assertion helps there.
  if (error === 'invalid_scope') return { found, remedy }
  const accepted = await acceptedProbe(tokenRequest, ahead)
  if (accepted) return { found, remedy: `accepted ${accepted.tells}` }
  return { found, remedy: `${remedy}${otherIssuerHint(tokenRequest)}` }
}

/** The first change with which the server accepts the assertion. */
async function acceptedProbe(tokenRequest: TokenRequest, ahead: number): Promise<Probe | undefined> {
  for (const probe of probesFor(tokenRequest, ahead)) {
    const assertion = await createClientAssertion({ ...tokenRequest.options, ...probe.change })
    const { token } = await send(tokenRequest, assertion)
    if (token) return probe
  }
  return undefined
}

function probesFor(tokenRequest: TokenRequest, ahead: number): readonly Probe[] {
  const probes: Probe[] = []
  const mayBeBelieved = Math.abs(ahead) > TOLERATED && Math.abs(ahead) < MOST_BELIEVED
  if (mayBeBelieved) {
    probes.push({
      change: { now: () => Date.now() + ahead * 1000 },
      tells: 'with the server’s time: set this machine’s clock',
    })
  }
  if (tokenRequest.options.jti !== undefined) {
    probes.push({
      change: { jti: undefined },
      tells: 'with a new jti: that jti was used before; make one for each request',
    })
  }
  // An assertion for an issuer elsewhere would let this server in there, as the client: that is not tried.
  for (const audience of otherAudiences(tokenRequest).here) {
    probes.push({ change: { audience }, tells: `with aud ${audience}: use that as the audience` })
  }
  return probes
}

/** The audiences that the assertion does not name: those on the token endpoint's origin, and the others. */
function otherAudiences({ url, options, audiences }: TokenRequest): {
  readonly here: readonly string[]
  readonly elsewhere: readonly string[]
} {
  const others = audiences.filter((audience) => audience !== options.audience)
  const isHere = (audience: string): boolean => new URL(audience).origin === url.origin
  return {
    here: others.filter(isHere),
    elsewhere: others.filter((audience) => !isHere(audience)),
  }
}

/** An issuer elsewhere is the caller's to try. */
function otherIssuerHint(tokenRequest: TokenRequest): string {
  const [issuer] = otherAudiences(tokenRequest).elsewhere
  return issuer === undefined ? '' : `; or, if it is this server’s name: --audience ${issuer}`
}

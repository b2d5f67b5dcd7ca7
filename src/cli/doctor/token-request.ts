/** The token request. If the server refuses it, it is repeated with one thing changed, to find the cause. */
import { shown } from '../../errors.ts'
import { isBusy, type Answer } from '../../http.ts'
import type { JoseError } from '../../index.ts'
import { createClientAssertion, type AccessToken } from '../../smart/index.ts'
import { judgeToken, requestToken } from '../../smart/token-request.ts'
import { inCommandWords } from '../words.ts'
import { failedRequest, scopesOf, shellWord, shortened, type NamelessFinding } from './findings.ts'
import { foreignIssuer, probesFor, type Asked, type Probe, type Surroundings } from './probes.ts'
import { REFUSALS, refusalRemedy } from './refusals.ts'
import type { Report } from './report.ts'

/** A request for a token. */
export interface TokenRequest extends Asked {
  readonly url: URL
  /** The requested scopes, separated by spaces; undefined: none are named. */
  readonly scope: string | undefined
  readonly allowInsecureRequests: boolean
  /** What probes are made from, except for the clock, which the first answer tells. */
  readonly surroundings: Omit<Surroundings, 'ahead'>
}

/** The outcome of a request: a token, or why there is none. */
interface Outcome {
  readonly answer?: Answer
  readonly token?: AccessToken
  readonly error?: JoseError
}

/** The outcome of all probes. */
interface Probing {
  /** The first that helped. */
  readonly probe?: Probe
  /** The error that its request met, which shows that the client was authenticated. */
  readonly then?: string
  /** How many were sent. */
  readonly made: number
  /** Why they ended early. */
  readonly ended?: string
}

/** The seconds by which clocks may differ before an assertion suffers. */
const TOLERATED = 5

/** Milliseconds after which no further probe begins. */
const LONGEST_PROBING = 60_000

/** Errors that no change of the assertion can help, or that show that the server accepted it. */
const PAST_AUTHENTICATION: readonly string[] = ['invalid_scope', 'invalid_target', 'unsupported_grant_type']

/** Make the request with the examined assertion. */
export async function examineTokenRequest(
  tokenRequest: TokenRequest,
  assertion: string,
  report: Report,
): Promise<void> {
  const { url } = tokenRequest
  const sent = Date.now()
  const outcome = await report.during(`a token from ${url.href}`, send(tokenRequest, assertion))
  const ahead = outcome.answer ? aheadBy(outcome.answer, sent) : undefined
  if (outcome.answer) examineClock(ahead, outcome.token !== undefined, report)
  if (outcome.token) {
    reportToken(outcome.token, outcome.answer!, tokenRequest, report)
    report.settleDoubts()
    return
  }
  report.fail({ check: 'token request', ...(await explain(tokenRequest, outcome, ahead ?? 0, report)) })
}

async function send(tokenRequest: TokenRequest, assertion: string): Promise<Outcome> {
  const { url, scope, params, allowInsecureRequests } = tokenRequest
  let answer: Answer | undefined
  try {
    answer = await requestToken(url, assertion, { scope, params }, { allowInsecureRequests })
    const sent = Math.floor(Date.now() / 1000)
    return { answer, token: judgeToken(answer, scope, sent) }
  } catch (error) {
    return { ...(answer && { answer }), error: error as JoseError }
  }
}

/** The seconds by which the server's clock is ahead of this one, as far as a Date in whole seconds tells. */
function aheadBy({ response }: Answer, sent: number): number | undefined {
  const date = Date.parse(response.headers.get('date') ?? '')
  if (Number.isNaN(date)) return undefined
  // Date was written between sending and receiving, and has no fraction of a second.
  const least = date - Date.now()
  const most = date + 999 - sent
  if (least <= 0 && most >= 0) return 0
  return Math.round((least + most) / 2000)
}

/** Compares the server's clock with this one. */
function examineClock(ahead: number | undefined, isGranted: boolean, report: Report): void {
  const check = 'clock'
  if (ahead === undefined) {
    report.doubt({ check, found: 'the server sends no Date', remedy: 'compare the clocks by hand' })
    return
  }
  const seconds = Math.abs(ahead)
  const direction = ahead > 0 ? 'behind' : 'ahead of'
  const off = `this machine’s clock is ${seconds} s ${direction} the server’s Date`
  const found = seconds === 0 ? 'this machine’s clock agrees with the server’s Date to the second' : off
  if (isGranted || seconds === 0) {
    report.pass({ check, found: seconds > TOLERATED ? `${found}, and the assertion was accepted` : found })
    return
  }
  const remedy = 'set the clock (NTP): it makes exp and iat wrong'
  if (seconds > TOLERATED) report.fail({ check, found, remedy })
  else report.warn({ check, found, remedy: 'servers without leeway refuse an iat that is ahead (NTP helps)' })
}

function reportToken(
  { accessToken, expiresAt, scope, missingScopes }: AccessToken,
  { json = {} }: Answer,
  { scope: requested }: TokenRequest,
  report: Report,
): void {
  const end = new Date(expiresAt * 1000).toISOString()
  report.pass({ check: 'token request', found: `${report.token(accessToken)}, until ${end}` })
  if (typeof json.scope !== 'string') {
    const found = 'the answer names no scope, so it is the one that was asked for (RFC 6749 §5.1)'
    const remedy = `only a FHIR call tells whether ${shortened(requested ?? 'anything')} was granted`
    report.warn({ check: 'scopes', found, remedy })
    return
  }
  report.passOrWarn(missingScopes.length === 0, {
    check: 'scopes',
    found: `granted: ${shortened(scope) || 'none'}`,
    remedy: `not granted literally: ${scopesOf(missingScopes)}; have the client registered for them`,
  })
}

/** Why there is no token, and what helps. */
async function explain(
  tokenRequest: TokenRequest,
  { answer, error }: Outcome,
  ahead: number,
  report: Report,
): Promise<NamelessFinding> {
  const { url } = tokenRequest
  const { status, description, retryAfter } = error!
  if (status === undefined) return failedRequest(error!, url)
  const found = refusalText(url, error!)
  if (isBusy(status)) {
    const later = retryAfter === undefined ? 'later' : `in ${retryAfter} s`
    const whose = status === 429 ? 'the server limits requests' : 'the fault is the server’s'
    const share = status === 429 ? ', and let processes share a token (tokenStore)' : ''
    return { found, remedy: `${whose}: try again ${later}${share}` }
  }
  const known = refusalRemedy(error!, answer!)
  if (known.isFinal) return { found, remedy: known.remedy }
  const mayBeAssertion = error!.error !== undefined || REFUSALS.includes(status)
  if (!mayBeAssertion) return { found, remedy: known.remedy }
  const surroundings = { ...tokenRequest.surroundings, ahead }
  const probing = await probeAll(tokenRequest, surroundings, error!, report)
  if (probing.probe) return { found, remedy: helped(probing) }
  const issuer = foreignIssuer(surroundings)
  const elsewhere =
    issuer === undefined ? '' : `; or, if it is this server’s name: --audience ${shellWord(issuer)}`
  const tried = `${probing.made} other requests were refused too${probing.ended ?? ''}`
  const isUnexplained = description === undefined && error!.error === undefined
  const where = isUnexplained ? '; or --token-url is not the token endpoint' : ''
  return { found, remedy: `${known.remedy}${where}${elsewhere} (${tried})` }
}

function refusalText({ origin, pathname }: URL, { error, status, description, message }: JoseError): string {
  const said = description === undefined ? '' : `, and said: ${shortened(description)}`
  if (error !== undefined) {
    return `${origin}${pathname}: the server refused with ${shown(error)} (status ${status})${said}`
  }
  const isRedirect = status! >= 300 && status! < 400
  if (status === 200 || isRedirect) return inCommandWords(message)
  return `${origin}${pathname}: the server answered status ${status}${said || ', and said nothing'}`
}

function helped({ probe, then }: Probing): string {
  const { change, remedy } = probe!
  if (then === undefined) return `accepted ${change}: ${remedy}`
  const found = `${change} the server knows the client, and refuses with ${shown(then)}`
  return `${found}: ${remedy}, and ask for other scopes`
}

/** The first change with which the server accepts the assertion. */
async function probeAll(
  tokenRequest: TokenRequest,
  surroundings: Surroundings,
  first: JoseError,
  report: Report,
): Promise<Probing> {
  const end = Date.now() + LONGEST_PROBING
  let made = 0
  for (const one of probesFor(surroundings)) {
    if (Date.now() > end) return { made, ended: ', and a minute has passed' }
    made++
    const assertion = await createClientAssertion({ ...tokenRequest.assertion, ...one.assertion })
    const changed = { ...tokenRequest, params: { ...tokenRequest.params, ...one.params } }
    const what = `a token from ${tokenRequest.url.href}, asked for again ${one.change}`
    const { token, error } = await report.during(what, send(changed, assertion))
    if (token) return { probe: one, made }
    const { error: then, status } = error!
    if (then !== undefined && then !== first.error && PAST_AUTHENTICATION.includes(then)) {
      return { probe: one, then, made }
    }
    if (status === undefined) return { made, ended: ', then no answer came' }
    if (isBusy(status)) return { made, ended: `, then the server answered status ${status}` }
  }
  return { made }
}

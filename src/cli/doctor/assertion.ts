/** The client assertion: checks it against SMART's rules, and those of stricter servers. */
import { decodeJwt } from '../../index.ts'
import { expectAdded } from '../../smart/assertion.ts'
import { createClientAssertion } from '../../smart/index.ts'
import { MADE_PARAMS } from '../../smart/token-request.ts'
import { inCommandWords } from '../words.ts'
import { shortened } from './findings.ts'
import type { Asked } from './probes.ts'
import type { Report } from './report.ts'

/**
 * Returns the assertion, if the options are right.
 *
 * @param audiences the values of `aud` that the server may want, the likeliest first
 */
export async function examineAssertion(
  { assertion: options, params }: Asked,
  audiences: readonly string[],
  report: Report,
): Promise<string | undefined> {
  const made = Date.now()
  let assertion: string
  try {
    expectAdded('params', Object.keys(params), MADE_PARAMS)
    assertion = await createClientAssertion({ ...options, now: () => made })
  } catch (error) {
    const found = inCommandWords((error as Error).message)
    report.fail({ check: 'assertion', found, remedy: 'correct that option' })
    return undefined
  }
  report.pass({ check: 'assertion', found: report.assertion(assertion) })
  examineAudience(options.audience, audiences, report)
  const { exp } = decodeJwt(assertion).claims
  examineLife(exp! - Math.floor(made / 1000), report)
  examineJti(options.jti, report)
  return assertion
}

function examineAudience(audience: string, audiences: readonly string[], report: Report): void {
  report.passOrDoubt(audiences.includes(audience), {
    check: 'audience',
    found: `aud ${audience}`,
    remedy: `most servers want ${audiences[0]}, some the issuer`,
  })
}

/** Checks the seconds until `exp`. SMART allows 300. */
function examineLife(seconds: number, report: Report): void {
  report.passOrWarn(seconds <= 290, {
    check: 'life',
    found: `${seconds} s`,
    remedy: 'above 290 s a small clock difference makes exp too far ahead: use --expires-in 240',
  })
}

function examineJti(jti: string | undefined, report: Report): void {
  if (jti === undefined) {
    report.pass({ check: 'jti', found: 'new' })
    return
  }
  report.warn({
    check: 'jti',
    found: `${shortened(jti, 60)}, ${jti.length} characters, given by hand`,
    remedy: 'each request needs a new one, of 151 characters at most: leave --jti out',
  })
}

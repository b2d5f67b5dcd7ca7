/** What the doctor reports: its checks, one after another. */
import { printable } from '../../errors.ts'
import { printNote } from '../output.ts'
import { wrap } from './wrap.ts'

/** One check. */
export interface Check {
  readonly check: string
  readonly result: 'pass' | 'warn' | 'fail'
  readonly found: string
  /** What to do if it did not pass. */
  readonly remedy?: string
}

/** What a check found, and what to do if it does not pass. */
export interface Finding {
  readonly check: string
  readonly found: string
  readonly remedy: string
}

/** How many milliseconds a check may take in silence. */
const SILENCE = 1000

/** The fewest columns of a terminal that has room for a column of the checks' names. */
const ROOMY = 60

/** The indent of a check's further lines. */
const INDENT = 6

export class Report {
  checks: readonly Check[] = []
  /** Checks that count as passed once a token is granted: what they warned about did no harm. */
  readonly #doubts = new Set<Check>()
  readonly #showSecrets: boolean

  constructor({ showSecrets }: { readonly showSecrets: boolean }) {
    this.#showSecrets = showSecrets
  }

  pass({ check, found }: Pick<Finding, 'check' | 'found'>): void {
    this.#add({ check, result: 'pass', found })
  }

  warn({ check, found, remedy }: Finding): void {
    this.#add({ check, result: 'warn', found, remedy })
  }

  fail({ check, found, remedy }: Finding): void {
    this.#add({ check, result: 'fail', found, remedy })
  }

  /** Warns, unless a token is granted later. */
  doubt(finding: Finding): void {
    this.warn(finding)
    this.#doubts.add(this.checks.at(-1)!)
  }

  passOrDoubt(met: boolean, finding: Finding): void {
    if (met) this.pass(finding)
    else this.doubt(finding)
  }

  passOrWarn(met: boolean, finding: Finding): void {
    if (met) this.pass(finding)
    else this.warn(finding)
  }

  passOrFail(met: boolean, finding: Finding): void {
    if (met) this.pass(finding)
    else this.fail(finding)
  }

  /** A token was granted: what was in doubt counts as passed. */
  settleDoubts(): void {
    this.checks = this.checks.map((one) => {
      if (!this.#doubts.has(one)) return one
      return { check: one.check, result: 'pass', found: one.found }
    })
  }

  /** The names of the checks with a result. */
  named(result: Check['result']): readonly string[] {
    return this.checks.filter((one) => one.result === result).map(({ check }) => check)
  }

  /** An assertion as the report shows it: only its length, unless secrets are to be shown. */
  assertion(assertion: string): string {
    return this.#showSecrets ? assertion : `made, ${assertion.length} characters`
  }

  /** A token as the report shows it: only its length, unless secrets are to be shown. */
  token(token: string): string {
    return this.#showSecrets ? `a token, ${token}` : `a token of ${token.length} characters`
  }

  /** The result of the work. If it takes more than a second, a line on stderr says what we wait for. */
  async during<T>(what: string, work: Promise<T>): Promise<T> {
    const timer = setTimeout(() => printNote(`waiting for ${what} …`), SILENCE)
    try {
      return await work
    } finally {
      clearTimeout(timer)
    }
  }

  /** The checks as text for a terminal of this width. */
  toText(columns: number): string {
    const longest = Math.max(...this.checks.map(({ check }) => check.length))
    const padding = columns < ROOMY ? 0 : longest
    return this.checks.map((one) => linesOf(one, padding, columns)).join('\n')
  }

  /** What failed, or that nothing did, for a terminal of so many columns, where `before` precedes it. */
  summary(columns: number, before = ''): string {
    const lines = wrap(before + this.#sentence(), { columns, indent: 2, breaks: true })
    return lines.slice(before.length)
  }

  #sentence(): string {
    const failed = this.named('fail')
    const warned = this.named('warn')
    const number = `${this.checks.length} checks`
    if (failed.length > 0) return `${failed.length} of ${number} failed: ${failed.join(', ')}`
    if (warned.length > 0) return `${number}, none failed; warnings: ${warned.join(', ')}`
    return `${number}, all passed`
  }

  #add(check: Check): void {
    this.checks = [...this.checks, check]
  }
}

/** A check's lines: what was found, and below it what to do. */
function linesOf({ check, result, found, remedy }: Check, padding: number, columns: number): string {
  const name = check.padEnd(padding)
  const first = wrap(printable(`${result}  ${name}  ${found}`), { columns, indent: INDENT, breaks: true })
  if (remedy === undefined) return first
  // The words of a remedy are never broken, so that an option or a URL can be copied.
  const second = wrap(printable(`-> ${remedy}`), { columns, indent: INDENT + 3, first: INDENT })
  return `${first}\n${second}`
}

/** What the doctor reports: its checks, one after another. */
import { cut, printable } from '../../errors.ts'

/** One check. */
export interface Check {
  readonly check: string
  readonly result: 'pass' | 'warn' | 'fail'
  readonly found: string
  /** What to do where it did not pass. */
  readonly remedy?: string
}

/** What a check found, and what to do where it does not pass. */
export interface Finding {
  readonly check: string
  readonly found: string
  readonly remedy: string
}

/** The most characters of a line. */
const LONGEST = 500

export class Report {
  readonly checks: Check[] = []
  readonly #showSecrets: boolean

  constructor({ showSecrets }: { readonly showSecrets: boolean }) {
    this.#showSecrets = showSecrets
  }

  pass({ check, found }: Pick<Finding, 'check' | 'found'>): void {
    this.checks.push({ check, result: 'pass', found })
  }

  warn({ check, found, remedy }: Finding): void {
    this.checks.push({ check, result: 'warn', found, remedy })
  }

  fail({ check, found, remedy }: Finding): void {
    this.checks.push({ check, result: 'fail', found, remedy })
  }

  passOrWarn(met: boolean, finding: Finding): void {
    if (met) this.pass(finding)
    else this.warn(finding)
  }

  passOrFail(met: boolean, finding: Finding): void {
    if (met) this.pass(finding)
    else this.fail(finding)
  }

  /** How many checks failed. */
  get failures(): number {
    return this.checks.filter(({ result }) => result === 'fail').length
  }

  /** A token or an assertion as the report shows it: shortened, unless secrets are to be shown. */
  secret(secret: string): string {
    if (this.#showSecrets) return secret
    return `${secret.slice(0, 8)}… (${secret.length} characters)`
  }

  /** A line for each check. */
  toText(): string {
    const width = Math.max(...this.checks.map(({ check }) => check.length))
    return this.checks.map((check) => lineOf(check, width)).join('\n')
  }
}

function lineOf({ check, result, found, remedy }: Check, width: number): string {
  const finding = `${result}  ${check.padEnd(width)}  ${found}`
  const line = printable(remedy === undefined ? finding : `${finding} -> ${remedy}`)
  return line.length > LONGEST ? `${cut(line, LONGEST - 1)}…` : line
}

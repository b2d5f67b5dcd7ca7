import { execFileSync } from 'node:child_process'
import '../../plain.mjs'

/** Run a program to its end, within ten seconds; gives its output, and throws when it fails. */
export function command(file, args, options) {
  return execFileSync(file, args, { stdio: 'pipe', timeout: 10_000, ...options })
}

/** Kinds of files that are not key files, and the message about them. */
import type { KeyUse } from '../jwk.ts'
import { pathInCommand, shownPath } from './files.ts'

/** A kind of file, as a message names it. */
export interface FileKind {
  readonly what: string
  /** The half of a key that it holds, if it holds one. */
  readonly holds?: 'private' | 'public'
  /**
   * The command that converts it to a key file. `{in}` stands for ` -in FILE`, `{file}` for the file, and
   * `{pem}` for the file to write.
   */
  readonly command?: string
  /** What to do, if no command converts it. */
  readonly advice?: string
}

/** The message for a file that cannot be read as a key. */
export function kindSentence(file: string, kind: FileKind, use: KeyUse): string {
  return `${shownPath(file)} is ${kind.what}; ${remedyFor(file, kind, use)}`
}

function remedyFor(file: string, { holds, command, advice }: FileKind, use: KeyUse): string {
  if (use === 'sign' && holds === 'public') return 'signing takes the private key, which is in another file'
  if (command === undefined) return advice!
  const from = pathInCommand(file)
  const pem = /plain\.pem$/.test(file) ? 'key.pem' : 'plain.pem'
  const line = command.replaceAll('{in}', ` -in ${from}`).replaceAll('{file}', from).replaceAll('{pem}', pem)
  return `convert it to a key file with: ${line}`
}

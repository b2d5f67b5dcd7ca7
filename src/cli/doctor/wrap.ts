/** Breaks text into lines that fit a terminal. */
import { cut } from '../../errors.ts'

/** Where lines begin and end. */
export interface Lines {
  /** The width, in characters. */
  readonly columns: number
  /** The spaces before each line but the first. */
  readonly indent: number
  /** The spaces before the first line. Default: 0. */
  readonly first?: number
  /** Whether a word that is longer than a line is broken. Default: it gets a line of its own, whole. */
  readonly breaks?: boolean
}

/** The fewest characters that a line holds, however narrow the terminal is. */
const FEWEST = 20

/** A word, or the spaces between two. */
const ANY_WORD = / +|[^ ]+/g

/** The same, but what a shell takes as one word stays one, with its spaces and its `'\''`. */
const SHELL_WORD = / +|(?:'[^']*'|\\'|[^ '])+|'/g

/** A text in lines, broken at its spaces. Several spaces stay as they are within a line. */
export function wrap(text: string, { columns, indent, first = 0, breaks = false }: Lines): string {
  const lines: string[] = []
  let margin = first
  let line = ''
  const room = (): number => Math.max(FEWEST, columns - margin)
  const end = (): void => {
    lines.push(' '.repeat(margin) + line.trimEnd())
    margin = indent
    line = ''
  }
  for (const part of text.match(breaks ? ANY_WORD : SHELL_WORD) ?? []) {
    const isSpace = part.startsWith(' ')
    if (line.length + part.length > room() && line !== '') end()
    if (isSpace && line === '' && lines.length > 0) continue
    line += part
    while (breaks && line.length > room()) {
      // Never between the halves of a character.
      const start = cut(line, room())
      const rest = line.slice(start.length)
      line = start
      end()
      line = rest
    }
  }
  end()
  return lines.join('\n')
}

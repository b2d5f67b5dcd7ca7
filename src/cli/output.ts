/** Prints to the terminal. Much of the text comes from servers and tokens, and must not control it. */
import process from 'node:process'
import { JoseError, printable } from '../errors.ts'
import { writingReason } from './files.ts'

/** The styles of parts of a line, as parameters of SGR (ECMA-48 §8.3.117). */
const STYLES = { bold: 1, red: 31, green: 32, yellow: 33 } as const

/** Highlights parts of a line that is already safe to print. */
export type Decoration = (line: string, paint: (style: keyof typeof STYLES, part: string) => string) => string

/** How a write fails if nobody reads on, as `| head -1` does. Windows has a code of its own. */
const CLOSED = ['EPIPE', 'EOF']

/**
 * Writes lines to standard output. A decoration is used only on a terminal.
 *
 * @throws Error: they cannot be written; but a pipe may be closed before its end
 */
export async function print(text: string, decoration?: Decoration): Promise<void> {
  const lines = printed(text, process.stdout, decoration)
  try {
    await write(process.stdout, `${lines}\n`)
  } catch (error) {
    if (CLOSED.includes((error as NodeJS.ErrnoException).code!)) return
    throw new Error(`cannot write standard output: ${writingReason(error)}`)
  }
}

/** Writes to a stream, and waits until it is done: the console does not say if it fails, and Bun's paints. */
function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  // The callback gets the error, but without a listener it would end the process, too.
  const ignore = (): void => undefined
  stream.on('error', ignore)
  return new Promise((resolve, reject) => {
    // Deno throws some errors here.
    stream.write(text, (error) => {
      if (error) return reject(error)
      stream.off('error', ignore)
      resolve()
    })
  })
}

/** Writes to standard error. Where that fails, nobody can be told. */
function writeError(text: string): void {
  write(process.stderr, `${text}\n`).catch(() => undefined)
}

/** What each message on standard error begins with. */
export const ERROR_START = 'subtle-jws: '

/** Writes a message to standard error. */
export function printError(message: string): void {
  const name = /^subtle-jws:/
  const redden: Decoration = (line, paint) => line.replace(name, (found) => paint('red', found))
  writeError(printed(ERROR_START + message, process.stderr, redden))
}

/** Writes a line that is not an error to standard error. */
export function printNote(note: string): void {
  writeError(printed(note, process.stderr))
}

function printed(text: string, stream: { isTTY?: boolean }, decoration?: Decoration): string {
  const lines = text.split('\n').map(printable)
  if (!decoration || !isColoured(stream)) return lines.join('\n')
  const paint = (style: keyof typeof STYLES, part: string): string => `\x1b[${STYLES[style]}m${part}\x1b[0m`
  return lines.map((line) => decoration(line, paint)).join('\n')
}

/** Only a terminal gets colours, and only if NO_COLOR is not set. */
function isColoured({ isTTY = false }: { isTTY?: boolean }): boolean {
  if (!isTTY) return false
  try {
    const { NO_COLOR, TERM } = process.env
    return NO_COLOR === undefined && TERM !== 'dumb'
  } catch {
    // Deno may not let us read the environment.
    return false
  }
}

/** The most levels that are indented: the white space for more could take megabytes. */
const MOST_LEVELS = 100

/**
 * Indented JSON. Characters that could control a terminal become JSON escapes, so the value stays the same.
 *
 * @throws JoseError `ERR_JSON`: the value is nested too deep to be written
 */
export function toJson(value: unknown): string {
  const line = compact(value)
  const json = levelsOf(line) > MOST_LEVELS ? line : JSON.stringify(value, null, 2)
  return json.replace(/(?!\n)[\p{C}\p{Zl}\p{Zp}]/gu, escapeJson)
}

/** JSON on one line. Node 26 writes any depth; older versions fail at some thousand levels. */
function compact(value: unknown): string {
  try {
    return JSON.stringify(value)
  } catch {
    throw new JoseError('ERR_JSON', 'it is nested too deep to be shown')
  }
}

/** The levels of a JSON text, or more: brackets in strings count too. */
function levelsOf(json: string): number {
  let level = 0
  let most = 0
  for (const character of json) {
    if (character === '[' || character === '{') level++
    else if (character === ']' || character === '}') level--
    most = Math.max(most, level)
  }
  return most
}

function escapeJson(character: string): string {
  const units = character.split('')
  return units.map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')
}

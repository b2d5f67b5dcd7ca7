/** What reaches the terminal. Much of it comes from a server or a token, and must not steer the terminal. */
import process from 'node:process'
import { JoseError, printable } from '../errors.ts'

/** How a part of a line is set off on a terminal, as the parameter of SGR (ECMA-48 §8.3.117). */
const STYLES = { bold: 1, red: 31, green: 32, yellow: 33 } as const

/** What sets off parts of a line that is safe to print already. */
export type Decoration = (line: string, paint: (style: keyof typeof STYLES, part: string) => string) => string

/** Writes lines to standard output. A decoration is used on a terminal alone. */
export function print(text: string, decoration?: Decoration): void {
  console.log(printed(text, process.stdout, decoration))
}

/** What each message on standard error begins with. */
export const ERROR_START = 'subtle-jws: '

/** Writes a message to standard error. */
export function printError(message: string): void {
  const name = /^subtle-jws:/
  console.error(
    printed(ERROR_START + message, process.stderr, (line, paint) =>
      line.replace(name, (found) => paint('red', found)),
    ),
  )
}

/** Writes a line to standard error that is no fault. */
export function printNote(note: string): void {
  console.error(printed(note, process.stderr))
}

function printed(text: string, stream: { isTTY?: boolean }, decoration?: Decoration): string {
  const lines = text.split('\n').map(printable)
  if (!decoration || !isColoured(stream)) return lines.join('\n')
  const paint = (style: keyof typeof STYLES, part: string): string => `\x1b[${STYLES[style]}m${part}\x1b[0m`
  return lines.map((line) => decoration(line, paint)).join('\n')
}

/** Colours are for terminals, and for nobody who has set NO_COLOR. */
function isColoured({ isTTY = false }: { isTTY?: boolean }): boolean {
  const { NO_COLOR, TERM } = process.env
  return isTTY && NO_COLOR === undefined && TERM !== 'dumb'
}

/** The most levels that JSON is indented for: the white space of more would be megabytes. */
const MOST_LEVELS = 100

/**
 * Indented JSON. What could steer a terminal is escaped as JSON has it, so that it stays the same JSON.
 *
 * @throws JoseError `ERR_JSON`: it is nested too deep to be written
 */
export function toJson(value: unknown): string {
  const indent = levelsOf(compact(value)) > MOST_LEVELS ? 0 : 2
  const json = JSON.stringify(value, null, indent)
  return json.replace(/(?!\n)[\p{C}\p{Zl}\p{Zp}]/gu, escapeJson)
}

function compact(value: unknown): string {
  try {
    return JSON.stringify(value)
  } catch {
    throw new JoseError('ERR_JSON', 'it is nested too deep to be shown')
  }
}

/** The levels of a JSON text, at least: brackets in strings count too. */
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

/** What reaches the terminal. Much of it comes from a server or a token, and must not steer the terminal. */
import { JoseError, printable } from '../errors.ts'

/** Writes lines to standard output. */
export function print(text: string): void {
  console.log(printableLines(text))
}

/** Writes a message to standard error. */
export function printError(message: string): void {
  console.error(printableLines(`subtle-jws: ${message}`))
}

function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n')
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

/** The assertions of the portable suite, since not every runtime has its own. */
import type * as Lib from '../../src/index.ts'

/** The module under test: its source, or one of its builds. */
export type Module = typeof Lib

/** A test that any runtime can run. */
export interface Case {
  readonly name: string
  run(lib: Module): Promise<void> | void
}

export function equal(actual: unknown, expected: unknown, what = 'value'): void {
  const [found, wanted] = [text(actual), text(expected)]
  if (found !== wanted) throw new Error(`${what}: expected ${wanted}, found ${found}`)
}

function text(value: unknown): string {
  return value instanceof Uint8Array ? `octets ${value.join()}` : (JSON.stringify(value) ?? String(value))
}

/** What no message may have, and what it is called. */
const SLIPS: readonly (readonly [pattern: RegExp, fault: string])[] = [
  [/^\s*$/, 'is empty'],
  [/^\s|[:\s]$/, 'begins with a blank, or ends in a blank or a colon'],
  [/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u, 'has a control, bidirectional or line-separating character'],
  [/undefined|\[object|Uint8Array\(|JwsAlgorithm/, 'names what only the source code knows'],
  [/,(?![\s\d])/, 'has a list as Array converts it'],
  [/eyJ|[\w-]{44,}/, 'has the text of a token or a key'],
]

/** What is wrong with the message of a refusal, whichever it is; undefined where nothing is. */
export function messageFault(message: string): string | undefined {
  if (message.length > 500) return 'has more than 500 characters'
  return SLIPS.find(([pattern]) => pattern.test(message))?.[1]
}

/**
 * Check that `act` throws or rejects with a JoseError of this code, or a TypeError, whose message matches.
 */
export async function refuses(code: string, act: () => unknown, message: RegExp = /./): Promise<void> {
  let error: Error & { code?: string }
  try {
    await act()
  } catch (thrown) {
    error = thrown as typeof error
    const found = error.name === 'JoseError' ? error.code : error.name
    if (found !== code) throw new Error(`expected ${code}, found ${found}: ${error.message}`)
    const fault = messageFault(error.message)
    if (fault) throw new Error(`the message ${fault}: ${error.message}`)
    if (!message.test(error.message))
      throw new Error(`expected a message like ${message}, found: ${error.message}`)
    return
  }
  throw new Error(`expected ${code}, but nothing was refused`)
}

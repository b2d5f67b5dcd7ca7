/** Runs the command in this process, with files that are removed after the tests. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { after, mock } from 'node:test'
import { run } from '../src/cli/run.ts'

export interface Outcome {
  status: number
  out: string
  err: string
}

/** Takes what is written from now on. The runner of the tests writes to the real stream, and goes on doing so. */
export function takeOutput(
  take: (text: string) => void,
  name: 'stdout' | 'stderr' = 'stdout',
): { mock: { restore: () => void } } {
  const write = (text: string, done?: () => void): void => {
    take(text)
    done?.()
  }
  const stream = Object.create(process[name], {
    write: { value: write },
    on: { value: () => undefined },
    off: { value: () => undefined },
  })
  return mock.getter(process, name, () => stream)
}

/** Runs the command; `input` is its standard input. */
export async function command(args: readonly string[], input = ''): Promise<Outcome> {
  const printed = { out: '', err: '' }
  const stdout = takeOutput((text) => {
    printed.out += text
  })
  const stderr = takeOutput((text) => {
    printed.err += text
  }, 'stderr')
  const stdin = mock.getter(process, 'stdin', () => Readable.from([Buffer.from(input)]))
  try {
    return { status: await run(args), ...printed }
  } finally {
    for (const one of [stdout, stderr, stdin]) one.mock.restore()
  }
}

/** A run that is refused: its status, its code or first words, and nothing on stdout. */
export async function refused(
  status: number,
  message: RegExp,
  args: readonly string[],
  input?: string,
): Promise<void> {
  const outcome = await command(args, input)
  assert.match(outcome.err, message)
  assert.deepEqual({ status: outcome.status, out: outcome.out }, { status, out: '' })
}

const FOLDER = join(tmpdir(), `subtle-jws-${randomUUID()}`)
after(() => rmSync(FOLDER, { recursive: true, force: true }))

/** The folder of the files. It is made when a test needs it, so that loading a file of tests leaves nothing. */
export function folder(): string {
  mkdirSync(FOLDER, { recursive: true })
  return FOLDER
}

/** Where a file of that name is, once it is written. */
export function pathOf(name: string): string {
  return join(FOLDER, name)
}

/** Writes a file, of text, octets or JSON, and gives its path. */
export function file(name: string, content: unknown): string {
  const path = join(folder(), name)
  const isWritten = typeof content === 'string' || content instanceof Uint8Array
  writeFileSync(path, isWritten ? content : JSON.stringify(content))
  return path
}

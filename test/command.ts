/** Runs the command in this process, with files that are removed after the tests. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
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

/** Runs the command; `input` is its standard input. */
export async function command(args: readonly string[], input = ''): Promise<Outcome> {
  const printed = { log: '', error: '' }
  const mocked = (['log', 'error'] as const).map((to) =>
    mock.method(console, to, (line: string) => {
      printed[to] += `${line}\n`
    }),
  )
  const stdin = mock.getter(process, 'stdin', () => Readable.from([Buffer.from(input)]))
  try {
    return { status: await run(args), out: printed.log, err: printed.error }
  } finally {
    for (const one of [...mocked, stdin]) one.mock.restore()
  }
}

let made: string | undefined
after(() => {
  if (made !== undefined) rmSync(made, { recursive: true })
})

/** A new, empty folder at first, and then the one that holds the files. */
export function folder(): string {
  made ??= mkdtempSync(join(tmpdir(), 'subtle-jws-'))
  return made
}

/** Writes a file, of text or of JSON, and gives its path. */
export function file(name: string, content: unknown): string {
  const path = join(folder(), name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

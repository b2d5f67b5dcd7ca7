/** Runs a program that prints its report and ends, in Node, Deno, Bun, and inside Node. */
import { outputOf } from './processes.mjs'
import { fromOutput } from './protocol.mjs'

export async function runProgram({ file, args, program }, { start, read }) {
  return fromOutput(await outputOf(start(file, [...args, program])), read)
}

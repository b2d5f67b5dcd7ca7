/** Node, Deno, Bun, and what runs inside Node: a program that prints its report and ends. */
import { outputOf } from './processes.mjs'
import { fromOutput } from './protocol.mjs'

export async function runProgram({ file, args, program }, { start, read }) {
  return fromOutput(await outputOf(start(file, [...args, program])), read)
}

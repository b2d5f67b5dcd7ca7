// A library of Debian's Python as a peer: one process that answers one request at a time.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import '../../plain.mjs'

const SCRIPT = fileURLToPath(new URL('python.py', import.meta.url))

export async function openPython(distribution, lacks) {
  const options = { stdio: ['pipe', 'pipe', 'inherit'], timeout: 20_000 }
  const child = spawn('/usr/bin/python3', [SCRIPT, distribution], options)
  // If the process has ended, `answer` says so.
  child.stdin.on('error', () => {})
  const exited = once(child, 'exit')
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()

  async function answer() {
    const { value, done } = await lines.next()
    if (done) throw new Error(`python3 for ${distribution} ended`)
    return JSON.parse(value)
  }

  async function ask(...request) {
    child.stdin.write(`${JSON.stringify(request)}\n`)
    const { result, error } = await answer()
    if (error) throw new Error(error)
    return result
  }

  const { version } = await answer()
  return {
    version,
    lacks,
    sign: (alg, jwk, claims) => ask('sign', alg, jwk, claims),
    verify: (alg, publicJwk, token) => ask('verify', alg, publicJwk, token),
    close: async () => {
      child.stdin.end()
      await exited
    },
  }
}

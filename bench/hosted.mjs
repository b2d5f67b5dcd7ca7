/** What of a topic is measured from outside of the runtime that it is about, or in a process of its own. */
import { fileURLToPath } from 'node:url'
import { runProgram } from '../test/runtimes/command-line.mjs'
import { inHome } from '../test/runtimes/site.mjs'
import { openssl } from './openssl.mjs'
import { isNode, OWN } from './rows.mjs'
import { readGroups } from './runtimes.mjs'
import { coldGroups } from './topics/cold.mjs'
import { sizeGroups } from './topics/size.mjs'

const program = fileURLToPath(new URL('programs/node.mjs', import.meta.url))

/** Megabytes of a young generation in which all that a round leaves behind finds room. */
const YOUNG = 128

/** Groups of a task that is for Node, in a process of its own with these flags. */
const inProcess = (row, topic, flags, context) =>
  runProgram(
    { ...row, args: [...flags, program], program: JSON.stringify({ topic }) },
    { ...context, read: readGroups },
  )

const HOSTED = {
  sign: (row, context) => (row.name === OWN ? openssl('sign', context) : []),
  verify: (row, context) => (row.name === OWN ? openssl('verify', context) : []),
  overhead: (row, context) => {
    const flags = ['--expose-gc', `--min-semi-space-size=${YOUNG}`, `--max-semi-space-size=${YOUNG}`]
    return isNode(row) ? inProcess(row, 'allocations', flags, context) : []
  },
  base64url: () => [],
  cold: (row, { rows, site }) => {
    const workerd = rows.find(({ name }) => name === 'workerd')
    return coldGroups(row.name === OWN && workerd.file ? [row, workerd] : [row], site)
  },
  size: sizeGroups,
  scale: (row, context) => inProcess(row, 'scale', ['--expose-gc'], context),
}

/** A topic's groups, where it has any of this kind, measured within so many seconds, and the runtime's version. */
export function runHosted(topic, row, rows, site, seconds) {
  return inHome(row, site, seconds, async ({ version, ...context }) => ({
    version,
    groups: await HOSTED[topic](row, { ...context, rows, site }),
  }))
}

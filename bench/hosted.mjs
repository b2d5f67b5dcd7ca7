/** Measurements that run outside of the measured runtime, or in a process of their own. */
import { fileURLToPath } from 'node:url'
import { runProgram } from '../test/runtimes/command-line.mjs'
import { inHome } from '../test/runtimes/site.mjs'
import { openssl } from './openssl.mjs'
import { isNode, OWN } from './rows.mjs'
import { readGroups } from './runtimes.mjs'
import { checkGroups } from './topics/check.mjs'
import { coldGroups } from './topics/cold.mjs'
import { sizeGroups } from './topics/size.mjs'

const program = fileURLToPath(new URL('programs/node.mjs', import.meta.url))

/** Megabytes of a young generation that is large enough for everything that a round allocates. */
const YOUNG = 128

/** Measure a topic in a Node process of its own, started with these flags. */
const inProcess = (row, topic, flags, context) =>
  runProgram(
    { ...row, args: [...flags, program], program: JSON.stringify({ topic, algs: context.algs }) },
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
  check: (row, { site, algs }) => checkGroups(row, site, algs),
  cold: (row, { site, algs }) => coldGroups(row, site, algs),
  size: sizeGroups,
  scale: (row, context) => inProcess(row, 'scale', ['--expose-gc'], context),
}

/**
 * Measure the hosted groups of a topic, which may be none.
 *
 * @param algs the requested algorithms; by default all
 * @param seconds after which the measurement fails
 * @returns the groups, and the runtime's version
 */
export function runHosted({ topic, row, algs, site, seconds }) {
  return inHome(row, site, seconds, async ({ version, ...context }) => ({
    version,
    groups: await HOSTED[topic](row, { ...context, algs, site }),
  }))
}

/** The runtimes that can be measured, and the topics of each. */
import { runProgram } from '../test/runtimes/command-line.mjs'
import { findRows } from '../test/runtimes/rows.mjs'

/** The topics that are measured inside a runtime. */
export const EVERYWHERE = ['sign', 'verify', 'overhead', 'base64url']

/** All topics, with their titles. */
export const TITLES = {
  sign: 'Signing',
  verify: 'Verifying',
  check: 'Checking a client assertion',
  overhead: 'Overhead',
  base64url: 'Base64url',
  cold: 'Cold start',
  size: 'Size',
  scale: 'Scale',
}

/** The Node that runs this program. */
export const OWN = `node${process.versions.node.split('.')[0]}`

/** All rows; their npm packages must be installed. The vendored file is not a runtime: `cold` measures it. */
export function rowsOf() {
  const others = findRows().filter(({ name }) => name !== OWN && name !== 'vendored')
  return [{ name: OWN, title: 'Node.js', run: runProgram, args: [], file: process.execPath }, ...others]
}

export const isNode = ({ name }) => name.startsWith('node')

/** The topics that can be measured in a runtime. */
export function topicsOf(row) {
  if (row.name === OWN) return Object.keys(TITLES)
  if (isNode(row)) return [...EVERYWHERE, 'check', 'cold', 'scale']
  return ['deno', 'bun', 'workerd'].includes(row.name) ? [...EVERYWHERE, 'cold'] : EVERYWHERE
}

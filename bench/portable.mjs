/** What runs inside a runtime: the groups of a topic, measured one after the other. */
import * as lib from '../dist/index.js'
import { PORTABLE } from './contenders.mjs'
import { measure } from './measure.mjs'
import * as base64url from './topics/base64url.mjs'
import * as overhead from './topics/overhead.mjs'
import * as sign from './topics/sign.mjs'

export { toLine } from '../test/runtimes/protocol.mjs'

const TOPICS = { sign, overhead, base64url }

/** A topic's groups, and what measures them needs. */
export async function groupsOf(topic, more = []) {
  const jose = await import('jose').catch(() => undefined)
  return TOPICS[topic].groups({ lib, jose, contenders: [...PORTABLE, ...more] })
}

export async function runTopic({ topic }, more) {
  const results = []
  for (const group of await groupsOf(topic, more)) results.push(await measure(group))
  return { groups: results }
}

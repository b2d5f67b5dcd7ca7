/** Runs inside a runtime: measures the groups of a topic, one after the other. */
import * as lib from '../dist/index.js'
import { isAsked, PORTABLE } from './contenders.mjs'
import { measure } from './measure.mjs'
import * as base64url from './topics/base64url.mjs'
import * as overhead from './topics/overhead.mjs'
import * as sign from './topics/sign.mjs'
import * as verify from './topics/verify.mjs'

export { toLine } from '../test/runtimes/protocol.mjs'

const TOPICS = { sign, verify, overhead, base64url }

/** The groups of a task. */
export async function groupsOf({ topic, brief, algs }, more = []) {
  const jose = await import('jose').catch(() => undefined)
  const groups = TOPICS[topic].groups({ lib, jose, brief, algs, contenders: [...PORTABLE, ...more] })
  return groups.filter(({ name }) => isAsked(algs)(name))
}

/** The report on a task. */
export async function runTopic(task, more) {
  const groups = []
  for (const group of await groupsOf(task, more)) groups.push(await measure(group))
  return { groups }
}

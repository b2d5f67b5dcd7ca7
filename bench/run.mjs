/**
 * Measures the module against its rivals, and writes bench/results/ and README.md's block.
 *
 *   node bench/run.mjs [--topic NAME,…] [--runtime NAME,…] [--all]
 *
 * Without options every topic in this Node. --all measures in every runtime what can be measured in all, in
 * brief. Exit code 1: a topic or a runtime is unknown, missing, failed or was late, a rival failed, or a bundle
 * exceeds its ceiling; a goal that is not met is only said. 2: wrong usage.
 */
import { join } from 'node:path'
import { readOptions } from '../test/options.mjs'
import { makeFolder } from '../test/runtimes/processes.mjs'
import { install } from '../test/runtimes/site.mjs'
import { EVERYWHERE, OWN, rowsOf, TITLES } from './rows.mjs'

const here = import.meta.dirname
const root = join(here, '..')

const problems = []

/** Say what went wrong; the rest goes on. */
function report(problem) {
  problems.push(problem)
  console.error(problem)
}

/** What was asked for by name, of what there is; a name that is not known is a problem. */
function chosen(kind, asked, known) {
  const names = asked?.flatMap((value) => value.split(','))
  for (const name of (names ?? []).filter((name) => !known.includes(name))) {
    report(`unknown ${kind} ${name}: expected some of ${known.join(', ')}`)
  }
  return names && known.filter((name) => names.includes(name))
}

const list = { type: 'string', multiple: true }
const { topic, runtime, all } = readOptions({ topic: list, runtime: list, all: { type: 'boolean' } })
const runtimes = rowsOf().map(({ name }) => name)
const topics = chosen('topic', topic, Object.keys(TITLES)) ?? (all ? EVERYWHERE : undefined)
const names = chosen('runtime', runtime, runtimes) ?? (all ? runtimes : [OWN])

if (names.length && topics?.length !== 0) {
  const site = makeFolder('bench')
  for (const folder of [here, join(root, 'test/runtimes')]) {
    const problem = install(folder)
    if (problem) report(problem)
  }
  try {
    const { measureAll } = await import('./parts.mjs')
    await measureAll({ names, topics, brief: all }, { site, report })
  } catch ({ message }) {
    report(message)
  }
}
if (problems.length) console.error(['', 'problems:', ...problems].join('\n'))
process.exit(problems.length ? 1 : 0)

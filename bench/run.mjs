/**
 * Measures the module against its rivals, and writes bench/results/ and README.md's block.
 *
 *   node bench/run.mjs [--topic NAME,…] [--runtime NAME,…] [--all]
 *
 * Without options it measures every topic in this Node. --all measures in every runtime, in brief, the topics
 * that all of them have. Exit code 1: a topic or a runtime is unknown, missing, failed or took too long, a
 * rival failed, or a bundle exceeds its ceiling; a goal that is not met is only printed. 2: wrong usage.
 */
import { join } from 'node:path'
import { readOptions } from '../test/options.mjs'
import { makeFolder } from '../test/runtimes/processes.mjs'
import { install } from '../test/runtimes/site.mjs'
import { EVERYWHERE, OWN, rowsOf, TITLES } from './rows.mjs'

const here = import.meta.dirname
const root = join(here, '..')

const problems = []

/** Print a problem, and remember it for the exit code. */
function report(problem) {
  problems.push(problem)
  console.error(problem)
}

/** The known names that were asked for; undefined if none was. An unknown name is a problem. */
function chosen(kind, asked, known) {
  if (!asked) return undefined
  const wanted = asked.flatMap((value) => value.split(','))
  for (const name of wanted) {
    if (!known.includes(name)) report(`unknown ${kind} ${name}: expected some of ${known.join(', ')}`)
  }
  return known.filter((name) => wanted.includes(name))
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

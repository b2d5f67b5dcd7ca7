/**
 * Measures the module against its rivals, and writes bench/results/ and README.md's block.
 *
 *   node bench/run.mjs [--topic NAME,…] [--runtime NAME,…] [--all]
 *
 * Without options every topic in this Node. --all measures, in brief, what can be measured everywhere in every
 * runtime. Exit code 1: a topic or runtime is unknown, missing, failed or was late, an entry failed, or a
 * bundle exceeds its ceiling; a goal of speed that is not met is only said. 2: wrong usage.
 */
import { readFileSync } from 'node:fs'
import { cpus, release } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { installPackages, makeSite } from '../test/runtimes/site.mjs'

/** The topics: those of every runtime are measured inside it, the others from a process of this Node's. */
const EVERYWHERE = ['sign', 'verify', 'overhead', 'base64url']
const TOPICS = [...EVERYWHERE, 'cold', 'size', 'scale']

/** Seconds that a topic has in a runtime. */
const TOPIC_TIME = 240

const here = fileURLToPath(new URL('.', import.meta.url))

function options() {
  const list = { type: 'string', multiple: true }
  try {
    return parseArgs({ options: { topic: list, runtime: list, all: { type: 'boolean' } } }).values
  } catch ({ message }) {
    console.error(message)
    return process.exit(2)
  }
}

const problems = []

/** Say what went wrong; the rest goes on. */
function report(problem) {
  problems.push(problem)
  console.error(problem)
}

/** What was asked for by name, or all there is; a name that is not known is a problem. */
function chosen(kind, asked, known) {
  if (!asked) return known
  const names = asked.flatMap((value) => value.split(','))
  for (const name of names.filter((name) => !known.includes(name))) {
    report(`unknown ${kind} ${name}: expected one of ${known.join(', ')}`)
  }
  return known.filter((name) => names.includes(name))
}

function machine() {
  const all = cpus()
  const [, system = 'unknown'] = /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8')) ?? []
  return { cpu: all[0].model.trim(), cores: all.length, system: `${system}, kernel ${release()}` }
}

const rivals = () => JSON.parse(readFileSync(join(here, 'package.json'), 'utf8')).dependencies

/** Say which entries failed. */
function checkGroups(name, topic, groups) {
  for (const { name: group, rows } of groups) {
    for (const row of rows.filter(({ failed }) => failed)) report(`${name}, ${topic}, ${group}: ${row.name}: ${row.failed}`)
  }
}

/** Measure topics in a runtime, one after the other. */
async function runRuntime(row, topics, brief, site, { runTask, runHosted, textOf, judge }) {
  const part = { title: row.title, version: undefined, date: new Date().toISOString().slice(0, 10), machine: machine(), versions: rivals(), topics: {} }
  for (const topic of topics) {
    const begun = Date.now()
    try {
      const inside = EVERYWHERE.includes(topic) ? await runTask(row, { topic, brief }, site, TOPIC_TIME) : { groups: [] }
      part.version = inside.version ?? part.version
      const hosted = brief ? { groups: [] } : await runHosted(topic, row, site, TOPIC_TIME)
      part.version ??= hosted.version
      const groups = [...inside.groups, ...hosted.groups]
      part.topics[topic] = { groups }
      checkGroups(row.name, topic, groups)
      console.log([``, `${row.name} ${part.version}: ${topic}`, ...groups.map(textOf)].join('\n'))
    } catch ({ message }) {
      part.topics[topic] = { problem: message }
      report(`${row.name}, ${topic}: ${message}`)
    }
    console.log(`${row.name}, ${topic}: ${((Date.now() - begun) / 1000).toFixed(1)} s`)
  }
  return { ...part, goals: judge(row.name, part.topics) }
}

const { topic, runtime, all } = options()
const problem = await installPackages(here)
if (problem) report(problem)
const { layOut, OWN, rowsOf, runTask } = await import('./runtimes.mjs')
const known = rowsOf()
const names = chosen('runtime', runtime ?? (all ? undefined : [OWN]), known.map(({ name }) => name))
const topics = chosen('topic', topic ?? (all ? [EVERYWHERE.join(',')] : undefined), TOPICS)
if (names.length && topics.length) {
  const site = makeSite()
  await layOut(site)
  const { textOf, goalText } = await import('./report.mjs')
  const { judge } = await import('./goals.mjs')
  for (const name of names) {
    const part = await runRuntime(known.find((row) => row.name === name), topics, all, site, { runTask, runHosted: () => ({ groups: [] }), textOf, judge })
    if (part.goals.length) console.log(`\n${goalText(part.goals)}`)
  }
}
if (problems.length) console.error(['', 'problems:', ...problems].join('\n'))
process.exit(problems.length ? 1 : 0)

/** Measures topics in each runtime. */
import { readFileSync } from 'node:fs'
import { cpus, release } from 'node:os'
import { judge } from './goals.mjs'
import { runHosted } from './hosted.mjs'
import { faultsOf, goalText, textOf } from './report.mjs'
import { showProgress } from './progress.mjs'
import { EVERYWHERE, rowsOf, topicsOf } from './rows.mjs'
import { layOut, runTask } from './runtimes.mjs'

/** Seconds for a topic inside a runtime, and again for its measurements from outside. */
const TOPIC_TIME = 240

function machine() {
  const all = cpus()
  const [, system = 'unknown'] = /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8')) ?? []
  return {
    cpu: all[0].model.trim(),
    cores: all.length,
    system: `${system}, Linux ${/^[\d.]+/.exec(release())}`,
  }
}

const rivals = () => JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')).dependencies

/** A topic's groups in a runtime, measured inside it and from outside. */
async function groupsOf({ row, topic, brief, algs, site }) {
  if (!row.file) throw new Error(`missing: ${row.install}`)
  const none = { groups: [] }
  const runsInside = EVERYWHERE.includes(topic)
  const inside = runsInside ? await runTask(row, { topic, brief, algs }, site, TOPIC_TIME) : none
  const outside = brief ? none : await runHosted({ topic, row, algs, site, seconds: TOPIC_TIME })
  const groups = [...inside.groups, ...outside.groups]
  if (!groups.length) throw new Error(`nothing is measured there for ${algs.join(', ')}`)
  return { version: inside.version ?? outside.version, groups }
}

/** Measure topics in a runtime, one after the other. If one fails, it is reported, and the others go on. */
async function partOf({ row, topics, brief, algs, site, report }) {
  const date = new Date().toISOString().slice(0, 10)
  const part = { title: row.title, version: '?', date, machine: machine(), versions: rivals(), topics: {} }
  for (const topic of topics) {
    const begun = performance.now()
    const endProgress = showProgress(`measuring ${topic} in ${row.name}`)
    try {
      const { version, groups } = await groupsOf({ row, topic, brief, algs, site }).finally(endProgress)
      part.version = version
      part.topics[topic] = { groups }
      console.log(['', ...groups.map(textOf)].join('\n'))
      for (const fault of faultsOf(groups)) report(`${row.name}, ${topic}, ${fault}`)
    } catch ({ message }) {
      part.topics[topic] = { problem: message }
      report(`${row.name}, ${topic}: ${message}`)
    }
    console.log(`${row.name} ${part.version}, ${topic}: ${((performance.now() - begun) / 1000).toFixed(1)} s`)
  }
  return part
}

/**
 * Measure the topics of each runtime, `[{ name, topics?, brief }]`, one after the other, and print the
 * figures. Without `topics`, all topics of the runtime are measured.
 *
 * @returns the results by runtime
 */
export async function measureAll(parts, { algs, site, report }) {
  await layOut(site)
  const rows = rowsOf()
  const results = {}
  for (const { name, topics, brief } of parts) {
    const row = rows.find((one) => one.name === name)
    const known = topicsOf(row)
    const asked = topics ?? known
    for (const topic of asked) {
      if (!known.includes(topic)) report(`${name}: ${topic} is not measured there`)
    }
    const chosen = known.filter((topic) => asked.includes(topic))
    if (!chosen.length) continue
    const part = await partOf({ row, topics: chosen, brief, algs, site, report })
    const goals = judge(name, part.topics)
    if (goals.length) console.log(`\n${name}, against the goals:\n${goalText(goals)}`)
    results[name] = part
  }
  return results
}

/** Measures topics in each runtime and keeps the results. */
import { readFileSync } from 'node:fs'
import { cpus, release } from 'node:os'
import { judge } from './goals.mjs'
import { runHosted } from './hosted.mjs'
import { faultsOf, goalText, textOf } from './report.mjs'
import { writeResults } from './results.mjs'
import { EVERYWHERE, rowsOf, topicsOf } from './rows.mjs'
import { layOut, runTask } from './runtimes.mjs'

/** Seconds for a topic inside a runtime, and as many for its measurements from outside. */
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
async function groupsOf({ row, topic, brief, rows, site }) {
  if (!row.file) throw new Error(`missing: ${row.install}`)
  const none = { groups: [] }
  const runsInside = EVERYWHERE.includes(topic)
  const inside = runsInside ? await runTask(row, { topic, brief }, site, TOPIC_TIME) : none
  const outside = brief ? none : await runHosted({ topic, row, rows, site, seconds: TOPIC_TIME })
  return { version: inside.version ?? outside.version, groups: [...inside.groups, ...outside.groups] }
}

/** Measure topics in a runtime, one after the other. A topic that fails is reported, and the others go on. */
async function partOf({ row, topics, brief, rows, site, report }) {
  const date = new Date().toISOString().slice(0, 10)
  const part = { title: row.title, version: '?', date, machine: machine(), versions: rivals(), topics: {} }
  for (const topic of topics) {
    const begun = performance.now()
    try {
      const { version, groups } = await groupsOf({ row, topic, brief, rows, site })
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
 * Measure topics in runtimes, print the figures, and write the results of each runtime once it is done.
 *
 * @param names of runtimes
 * @param topics by name; undefined for all topics that a runtime can be measured in
 */
export async function measureAll({ names, topics, brief }, { site, report }) {
  await layOut(site)
  const rows = rowsOf()
  for (const row of rows.filter(({ name }) => names.includes(name))) {
    const known = topicsOf(row)
    const asked = topics ?? known
    for (const topic of asked) {
      if (!known.includes(topic)) report(`${row.name}: ${topic} is not measured there`)
    }
    const chosen = known.filter((topic) => asked.includes(topic))
    if (!chosen.length) continue
    const part = await partOf({ row, topics: chosen, brief, rows, site, report })
    const goals = judge(row.name, part.topics)
    if (goals.length) console.log(`\n${row.name}, against the goals:\n${goalText(goals)}`)
    console.log(writeResults(row.name, part))
  }
}

import { join } from 'node:path'
import { readOptions, wrongUsage } from '../test/options.mjs'
import { makeFolder } from '../test/runtimes/processes.mjs'
import { ALGORITHMS } from './contenders.mjs'
import { installMissing, RIVALS, runtimeNeed } from './install.mjs'
import { EVERYWHERE, OWN, rowsOf, TITLES } from './rows.mjs'

const root = join(import.meta.dirname, '..')
const topicNames = Object.keys(TITLES)
const runtimeNames = rowsOf().map(({ name }) => name)

const HELP = `Measure subtle-jws beside its rivals, show tables, and draw pictures.

  npm run bench -- [--topic NAME,…] [--runtime NAME,…] [--alg ALG,…] [--all] [--write]

  --topic NAME,…    ${topicNames.join(', ')};
                    default: all of them, about five minutes
  --runtime NAME,…  ${runtimeNames.join(', ')};
                    default: ${OWN}, the Node that runs this
  --alg ALG,…       ${ALGORITHMS.join(', ')}; default: all of them
  --all             every runtime, briefly: ${EVERYWHERE.join(', ')}
  --write           everything, in this Node in full and in every other runtime briefly, about half an hour;
                    at the end bench/results/ and README.md's figures are replaced as a whole

It installs what the chosen topics and runtimes need, after saying what that is and how large. The figures,
tables and pictures of a run go into a folder of its own in bench/out/, which git ignores. To measure only the
runtime at hand, without rivals, there is: npx subtle-jws bench

Exit code 1: something is unknown, missing, failed or took too long, or a bundle is over its ceiling; a goal that is
not met is only printed. 2: wrong usage.`

const problems = []

/** Print a problem, and remember it for the exit code. */
function report(problem) {
  problems.push(problem)
  console.error(problem)
}

/** The known names that were asked for; undefined if none was. An unknown name is a problem. */
function chosen(kind, asked, known) {
  if (!asked) return undefined
  const wanted = asked.flatMap((value) => value.split(',')).map((name) => name.trim())
  for (const name of wanted) {
    if (!known.includes(name)) report(`unknown ${kind} ${name}: expected some of ${known.join(', ')}`)
  }
  return known.filter((name) => wanted.includes(name))
}

/** What is measured: runtimes with their topics, and whether that is brief. */
function plan({ topics, names, all, write }) {
  const brief = all || write
  const row = (name) => ({ name, topics: topics ?? (brief ? EVERYWHERE : undefined), brief })
  const chosenNames = names ?? (brief ? runtimeNames : [OWN])
  return chosenNames.map((name) => (write && name === OWN ? { name, brief: false } : row(name)))
}

async function main({ algs, write, ...scope }) {
  const parts = plan({ write, ...scope })
  const needs = parts.map(({ name }) => runtimeNeed(name)).filter(Boolean)
  for (const problem of installMissing([RIVALS, ...needs])) report(problem)
  if (!RIVALS.isThere()) return
  const site = makeFolder('bench')
  const { measureAll } = await import('./parts.mjs')
  const { runFolder, writeRun, writeTracked } = await import('./results.mjs')
  const results = await measureAll(parts, { algs, site, report })
  if (!Object.keys(results).length) return
  const folder = runFolder()
  const files = writeRun(folder, results)
  const place = folder.slice(root.length + 1)
  console.log(`\nwrote ${place}: ${files.join(', ')}`)
  if (!write) return
  if (problems.length)
    report('bench/results/ and README.md stay as they are, since not everything was measured')
  else console.log(writeTracked(results))
}

const list = { type: 'string', multiple: true }
const flag = { type: 'boolean' }
const options = readOptions({ topic: list, runtime: list, alg: list, all: flag, write: flag, help: flag })
if (options.help) {
  console.log(HELP)
  process.exit(0)
}
const selected = ['topic', 'runtime', 'alg', 'all'].find((name) => options[name])
if (options.write && selected) wrongUsage(`--write takes a whole run: leave out --${selected}`)
const wanted = {
  topics: chosen('topic', options.topic, topicNames),
  names: chosen('runtime', options.runtime, runtimeNames),
  algs: chosen('algorithm', options.alg, ALGORITHMS),
  all: options.all,
  write: options.write,
}
try {
  if (!problems.length) await main(wanted)
} catch ({ message }) {
  report(message)
}
if (problems.length) console.error(['', 'problems:', ...problems].join('\n'))
process.exit(problems.length ? 1 : 0)

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
  --write           everything, in full in this Node and briefly in every other runtime, about half an hour;
                    at the end, all of bench/results/ and of README.md's figures is replaced

It installs what the chosen topics and runtimes need, after saying what that is and how large it is. The
figures, tables and pictures of each run go into a folder of their own in bench/out/, which git ignores. To
measure only the runtime that you have, without rivals: npx subtle-jws bench

Exit code 1: something was unknown, missing, failed or took too long, or a bundle is over its ceiling. Goals
that are not met are only printed. 2: wrong usage.`

const problems = []

/** Print a problem, and remember it for the exit code. */
function report(problem) {
  problems.push(problem)
  console.error(problem)
}

/** The requested names that are known; undefined if none were requested. An unknown name is a problem. */
function chosen(kind, asked, known) {
  if (!asked) return undefined
  const wanted = asked.flatMap((value) => value.split(',')).map((name) => name.trim())
  for (const name of wanted) {
    if (!known.includes(name)) report(`unknown ${kind} ${name}: expected some of ${known.join(', ')}`)
  }
  return known.filter((name) => wanted.includes(name))
}

/** What to measure: runtimes with their topics, and whether briefly. */
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
  if (problems.length) report('bench/results/ and README.md are unchanged, since not everything was measured')
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

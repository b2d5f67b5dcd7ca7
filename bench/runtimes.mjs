/** Measures a topic in a runtime: by a program, in a page, or from outside. */
import { copyFileSync, cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { runBrowser, visit } from '../test/runtimes/browsers.mjs'
import { runProgram } from '../test/runtimes/command-line.mjs'
import { inHome } from '../test/runtimes/site.mjs'
import { runWorkers, serveWorkers } from '../test/runtimes/workerd.mjs'
import { measure, slice } from './measure.mjs'
import { isNode } from './rows.mjs'

const here = import.meta.dirname

/** Bundle the code that runs in a runtime into one file, for runtimes that cannot load packages. */
export async function layOut(site) {
  cpSync(join(here, 'programs'), site, { recursive: true })
  copyFileSync(join(here, '../test/runtimes/programs/page.html'), join(site, 'page.html'))
  const bundle = (outfile, format) =>
    build({
      entryPoints: [join(here, 'portable.mjs')],
      outfile: join(site, outfile),
      bundle: true,
      target: 'es2022',
      logLevel: 'error',
      ...format,
    })
  await bundle('bench.mjs', { format: 'esm' })
  await bundle('bench.js', { format: 'iife', globalName: 'bench' })
}

/** The groups of a report; undefined if it is not one. */
export function readGroups({ groups }) {
  const isRow = ({ name, figures, lacks, failed }) =>
    typeof name === 'string' && Boolean(figures ?? lacks ?? failed)
  return Array.isArray(groups) && groups.every(({ rows }) => rows.every(isRow)) ? groups : undefined
}

/** The program for a task: Node loads packages, Deno and Bun run the bundle, Edge Runtime runs in Node. */
function programOf(row, task) {
  if (row.name === 'edge-vm') return { program: join(here, 'programs/edge-vm.mjs') }
  if (!isNode(row)) return { program: 'print.mjs' }
  return { args: [join(here, 'programs/node.mjs')], program: JSON.stringify(task) }
}

const WORKERS = { bench: ['bench-worker.mjs', 'bench.mjs', 'task.mjs'] }

/** Milliseconds that a request should take, so that its own cost matters little beside its runs. */
const REQUEST_TIME = 40

/** Time a Worker's runs from outside, and subtract the time of a request that runs nothing. */
async function runRemote(row, { site, start }) {
  const { bench: port } = await serveWorkers(row.file, { site, start }, WORKERS)
  const ask = async (path) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`)
    const text = await response.text()
    if (!response.ok) throw new Error(text.slice(0, 200))
    return JSON.parse(text)
  }
  const groups = []
  for (const [i, group] of (await ask('/groups')).entries()) {
    const request = ({ at }, times) => ask(`/run?group=${i}&entry=${at}&times=${times}`)
    const fastest = async (entry, times, tries) => {
      const taken = []
      for (let attempt = 0; attempt < tries; attempt++) {
        const begun = performance.now()
        await request(entry, times)
        taken.push(performance.now() - begun)
      }
      return Math.min(...taken)
    }
    const prepare = async (entry, at) => {
      if (!entry.ops) return entry
      const whole = { ...entry, at }
      const empty = await fastest(whole, 0, 10)
      let times = 1
      while ((await fastest(whole, times, 2)) < REQUEST_TIME && times < 65536) times *= 2
      return { ...whole, ops: entry.ops * times, run: () => request(whole, times), empty }
    }
    const entries = async () => {
      const prepared = []
      const remote = await ask(`/entries?group=${i}`)
      for (const [at, entry] of remote.entries()) prepared.push(await prepare(entry, at))
      return prepared
    }
    const sliceOf = async (entry, time) => (await slice(entry, time)) - entry.empty / entry.ops
    groups.push(await measure({ ...group, entries }, sliceOf))
  }
  return groups
}

const page = (port) => `http://127.0.0.1:${port}/page.html?program=bench`

/** How a row is measured depends on how it runs the portable suite. */
const RUN = new Map([
  [runProgram, (row, context, task) => runProgram({ ...row, ...programOf(row, task) }, context)],
  [runBrowser, (row, context) => visit(row, context, page, (next) => next(readGroups))],
  [runWorkers, runRemote],
])

/**
 * Measure a task `{ topic, brief? }` in a runtime, for at most so many seconds. Returns groups and version.
 */
export async function runTask(row, task, site, seconds) {
  writeFileSync(join(site, 'task.mjs'), `export default ${JSON.stringify(task)}`)
  return inHome(row, site, seconds, async ({ version, ...context }) => ({
    version,
    groups: await RUN.get(row.run)(row, { ...context, site, read: readGroups }, task),
  }))
}

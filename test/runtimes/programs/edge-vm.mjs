// Runs the suite in Edge Runtime, which hides Node's globals, then without crypto, and prints one report.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { EdgeVM } from '@edge-runtime/vm'

const [lib, suite] = ['lib.js', 'suite.js'].map((file) => readFileSync(file, 'utf8'))
const { default: exchange } = await import(join(process.cwd(), 'exchange.mjs'))
const { runCases, toLine } = await import(join(process.cwd(), 'suite.mjs'))

/** Globals that a Worker forbids at module scope; importing this package must use none of them. */
const UNTOUCHED = ['crypto', 'fetch', 'setTimeout', 'setInterval', 'queueMicrotask', 'Date', 'performance']

/** Run code in a new context with these globals. */
function contextOf(globals, ...code) {
  const vm = new EdgeVM()
  // Its globals cannot be removed, but they can be set.
  Object.assign(vm.context, globals)
  for (const text of code) vm.evaluate(text)
  return vm
}

/** A global that throws when it is called, or when a member of it is read. */
function trap(name) {
  const touched = () => {
    throw new Error(`${name} was touched`)
  }
  // A class is a target that can be called as well as constructed.
  return new Proxy(class {}, { get: touched, apply: touched, construct: touched })
}

const full = contextOf({ exchange }, lib, suite)
const { cases, tokens } = await full.evaluate('suite.runSuite(lib, exchange)')

const bare = contextOf({ exchange, crypto: undefined, subtle: crypto.subtle }, lib, suite)
const without = await bare.evaluate('suite.runWithoutSubtle(lib, exchange, subtle)')

const imported = await runCases([
  {
    name: 'importing touches no clock, timer, randomness or network',
    run() {
      const traps = Object.fromEntries(UNTOUCHED.map((name) => [name, trap(name)]))
      contextOf({ ...traps, random: trap('Math.random') }, 'Math.random = random', lib)
    },
  },
])

console.log(toLine({ cases: [...cases, ...without.cases, ...imported], tokens }))

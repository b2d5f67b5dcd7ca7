/**
 * A test runner for StrykerJS that stays in its process. The tests are bundled once, together with src/, and
 * evaluated anew for each mutant: that takes milliseconds and carries no state from one mutant to the next. A
 * runner that starts a worker or a process for each mutant (Vitest's, TAP's) takes a second or more.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { Script } from 'node:vm'
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin'
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner'
import { build } from 'esbuild'
import { AREA } from './areas.mjs'

/** Milliseconds that a test with a mutant may take, in addition to ten times its usual duration. */
const PATIENCE = 3000

/** Tests with so many inputs that an endless loop is noticed late. They are not run against mutants. */
const FUZZ = /^100,000 mutated inputs|^base64url: 3 MiB/

/** StrykerJS's mutants read here which of them is active. */
globalThis.__stryker__ ??= {}
const state = globalThis.__stryker__

// As in node:test, an uncaught error fails the running test and does not end the process.
for (const event of ['uncaughtException', 'unhandledRejection']) {
  process.on(event, (error) => {
    state.stray = error
  })
}

/** Keep import.meta.url of every module that is bundled. */
const keepUrls = {
  name: 'keep-urls',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const url = JSON.stringify(pathToFileURL(path).href)
      return { contents: readFileSync(path, 'utf8').replaceAll('import.meta.url', url), loader: 'ts' }
    })
  },
}

/** A test file as a script whose value is an async function of its imports. */
async function scriptOf(file) {
  const options = {
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    write: false,
    plugins: [keepUrls],
  }
  const { outputFiles } = await build({ entryPoints: [file], ...options })
  const code = outputFiles[0].text.replace(
    /^import (?<standard>\w+)?(?:, )?(?:\{(?<names>[^}]+)\})? from "(?<module>[^"]+)";$/gm,
    (...found) => {
      const { standard, names = '', module } = found.at(-1)
      const parts = [standard && `default: ${standard}`, names.replaceAll(' as ', ': ')]
      return `const {${parts.filter(Boolean).join()}} = imports[${JSON.stringify(module)}];`
    },
  )
  return new Script(`(async (imports) => {${code}\n})`, { filename: file })
}

/** Evaluate a test file: gives its tests and its hooks. */
async function load(script) {
  const hooks = { after: [], afterEach: [], beforeEach: [] }
  const tests = []
  const test = (name, ...rest) => {
    if (!FUZZ.test(name)) tests.push({ name, run: rest.at(-1) })
  }
  const { mock } = process.getBuiltinModule('node:test')
  const add = (when) => (hook) => void hooks[when].push(hook)
  const own = { test, mock, after: add('after'), afterEach: add('afterEach'), beforeEach: add('beforeEach') }
  const imports = new Proxy(
    {},
    {
      get(_, name) {
        if (name === 'node:test') return own
        const module = process.getBuiltinModule(name)
        return { ...module, default: module }
      },
    },
  )
  await script.runInThisContext()(imports)
  return { tests, hooks }
}

/** Run something that must end within `ms` milliseconds. */
async function within(ms, run) {
  const controller = new AbortController()
  const late = delay(ms, undefined, controller).then(() =>
    Promise.reject(new Error(`no end within ${ms} ms`)),
  )
  late.catch(() => {})
  try {
    return await Promise.race([run(), late])
  } finally {
    controller.abort()
  }
}

class InProcessRunner {
  #scripts = []
  /** Milliseconds that each test takes without a mutant. */
  #times = new Map()

  capabilities() {
    return { reloadEnvironment: true }
  }

  async init() {
    const files = AREA.tests.map((name) => join(process.cwd(), `test/${name}.test.ts`))
    this.#scripts = await Promise.all(files.map(scriptOf))
  }

  async dryRun() {
    state.activeMutant = undefined
    const result = await this.#run({})
    const { mutantCoverage } = state
    for (const { id, timeSpentMs } of result.tests) this.#times.set(id, timeSpentMs)
    // The tests must also pass in the order of the mutants' runs, in which the quickest come first.
    const again = result.tests.every(({ status }) => status === TestStatus.Success)
      ? await this.#run({})
      : result
    return { ...again, mutantCoverage }
  }

  async mutantRun({ activeMutant, mutantActivation, testFilter, hitLimit }) {
    Object.assign(state, { hitCount: 0, hitLimit, mutantCoverage: undefined })
    const result = await this.#run({
      id: activeMutant.id,
      early: mutantActivation === 'static',
      wanted: testFilter,
    })
    state.activeMutant = undefined
    return toMutantRunResult(determineHitLimitReached(state.hitCount, hitLimit) ?? result)
  }

  /** Run all tests, or the wanted ones, until one fails. */
  async #run({ id, early, wanted }) {
    const tests = []
    const failed = (name, message) => {
      tests.push({ id: name, name, status: TestStatus.Failed, failureMessage: message, timeSpentMs: 0 })
      return { status: DryRunStatus.Complete, tests }
    }
    for (const [i, script] of this.#scripts.entries()) {
      const file = AREA.tests[i]
      if (wanted && !wanted.some((name) => name.startsWith(`${file}: `))) continue
      state.activeMutant = early ? id : undefined
      let loaded
      try {
        loaded = await within(10 * PATIENCE, () => load(script))
      } catch ({ message }) {
        return failed(`${file}: its loading`, message)
      }
      state.activeMutant = id
      const { hooks } = loaded
      try {
        const named = loaded.tests.map(({ name, run }) => ({ name: `${file}: ${name}`, run }))
        // The quickest tests come first, since most mutants need no others.
        const time = ({ name }) => this.#times.get(name) ?? 0
        for (const { name, run } of named.sort((a, b) => time(a) - time(b))) {
          if (wanted && !wanted.includes(name)) continue
          const began = performance.now()
          const problem = await this.#attempt(name, run, hooks)
          // A second try tells a mutant that was noticed from a machine that was busy.
          const sure = id === undefined || state.hitCount > state.hitLimit
          if (problem && (sure || (await this.#attempt(name, run, hooks)))) return failed(name, problem)
          tests.push({ id: name, name, status: TestStatus.Success, timeSpentMs: performance.now() - began })
        }
      } finally {
        process.getBuiltinModule('node:test').mock.restoreAll()
        for (const hook of hooks.after) await hook()
      }
    }
    return { status: DryRunStatus.Complete, tests }
  }

  /** Run a test: gives its problem, or undefined. */
  async #attempt(name, run, { beforeEach, afterEach }) {
    Object.assign(state, { currentTestId: name, stray: undefined })
    const afterThis = []
    const context = { diagnostic() {}, after: (hook) => void afterThis.push(hook) }
    try {
      await within(10 * (this.#times.get(name) ?? PATIENCE) + PATIENCE, async () => {
        for (const hook of beforeEach) await hook()
        await run(context)
        // An unhandled rejection is reported a turn later.
        await new Promise((resolve) => setImmediate(resolve))
      })
      if (state.stray) throw state.stray
    } catch (error) {
      return `${error?.message ?? error}` || 'no reason'
    } finally {
      state.currentTestId = undefined
      for (const hook of [...afterThis, ...afterEach]) await hook()
    }
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcessRunner)]

/**
 * A test runner for StrykerJS that stays in its process: the tests, with src/ in them, are bundled once and
 * evaluated anew for each mutant, so that it costs milliseconds and no state goes from one to the next. A
 * runner that starts a worker or a process for each (Vitest's, TAP's) takes a second or more.
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

/** What a mutant may need beyond ten times what a test takes without one, in milliseconds. */
const PATIENCE = 3000

/** So many inputs that an endless loop is told late. What they alone would notice counts as survived. */
const FUZZ = /^100,000 mutated inputs|^base64url: 3 MiB/

/** Where StrykerJS's mutants look for the one that is active. */
const state = (globalThis.__stryker__ ??= {})

// What nobody catches fails the test that runs, as in node:test, and ends no process.
for (const event of ['uncaughtException', 'unhandledRejection'])
  process.on(event, (error) => (state.stray = error))

/** Every module says where it was, whatever file it is bundled into. */
const keepUrls = {
  name: 'keep-urls',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll(
        'import.meta.url',
        JSON.stringify(pathToFileURL(path).href),
      ),
      loader: 'ts',
    }))
  },
}

/** A test file as a script that gives an async function of its imports. */
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
    /^import (?:(\w+)|\{([^}]+)\}|(\w+), \{([^}]+)\}) from "([^"]+)";$/gm,
    (_, whole, named, both, others, module) => {
      const parts = [
        (whole ?? both) ? `default: ${whole ?? both}` : '',
        (named ?? others ?? '').replaceAll(' as ', ': '),
      ]
      return `const {${parts.filter(Boolean).join()}} = imports[${JSON.stringify(module)}];`
    },
  )
  return new Script(`(async (imports) => {${code}\n})`, { filename: file })
}

/** Evaluate a test file: its tests, and what it does around them. */
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

/** Do it within so many milliseconds. */
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
  /** What each test takes without a mutant, in milliseconds. */
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
    // Once more in the order of the mutants' runs, in which they must pass too.
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

  /** Run the tests, all or those that are wanted, to the first that fails with a mutant. */
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
        // The quick ones first, for most mutants need no more.
        const time = ({ name }) => this.#times.get(name) ?? 0
        for (const { name, run } of named.sort((a, b) => time(a) - time(b))) {
          if (wanted && !wanted.includes(name)) continue
          const began = performance.now()
          const problem = await this.#attempt(name, run, hooks)
          // Once more, for a machine that is busy is not a mutant that is noticed.
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

  /** Run a test; gives its problem, if it has one. */
  async #attempt(name, run, { beforeEach, afterEach }) {
    Object.assign(state, { currentTestId: name, stray: undefined })
    try {
      await within(10 * (this.#times.get(name) ?? PATIENCE) + PATIENCE, async () => {
        for (const hook of beforeEach) await hook()
        await run({ diagnostic() {} })
        // What is rejected and not caught is told a turn later.
        await new Promise((resolve) => setImmediate(resolve))
      })
      if (state.stray) throw state.stray
    } catch (error) {
      return `${error?.message ?? error}` || 'no reason'
    } finally {
      state.currentTestId = undefined
      for (const hook of afterEach) await hook()
    }
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcessRunner)]

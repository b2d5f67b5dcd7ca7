/** Configures StrykerJS for one area of src/; run.mjs runs it for each. */
import { fileURLToPath } from 'node:url'
import { AREA } from './areas.mjs'

export default {
  mutate: AREA.mutate,
  testRunner: 'in-process',
  plugins: [fileURLToPath(new URL('runner.mjs', import.meta.url))],
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // The runner has a deadline for each test; this one is for loops that never let it look at the clock.
  timeoutMS: 20_000,
  // StrykerJS cannot rewrite a tsconfig.json for TypeScript 7.
  tsconfigFile: 'none',
  tempDirName: `test/mutation/.stryker-tmp/${process.env.AREA}`,
  ignorePatterns: ['bench', 'dist', 'docs', 'test/mutation/.stryker-tmp', 'test/mutation/reports'],
  reporters: ['clear-text', 'json', 'progress-append-only'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: `test/mutation/reports/${process.env.AREA}.json` },
  incrementalFile: `test/mutation/reports/${process.env.AREA}.incremental.json`,
}

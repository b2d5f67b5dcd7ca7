/** Tests the package in test runners, with the projects in jest/, jest-commonjs/ and vitest/. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { project, run, runtime, tool } from './project.mjs'

/**
 * By runner: arguments, project, Node's options, versions of Node, and what it prints when all tests pass.
 */
const RUNNERS = {
  Jest: {
    args: [tool('jest/bin/jest.js'), '--verbose'],
    files: 'jest',
    options: '--experimental-vm-modules',
    nodes: ['node20', 'node24'],
    passed: [/Tests: +4 passed, 4 total/, /PASS node /, /PASS jsdom /, /PASS jsdom alone /],
  },
  'Jest with CommonJS': {
    args: [tool('jest/bin/jest.js')],
    files: 'jest-commonjs',
    manifest: { type: 'commonjs' },
    options: '--experimental-vm-modules',
    nodes: ['node24'],
    passed: [/Tests: +1 passed, 1 total/],
  },
  Vitest: {
    args: [tool('vitest/vitest.mjs'), 'run'],
    files: 'vitest',
    nodes: ['node24'],
    passed: [/Tests +2 passed \(2\)/, /\|node\|/, /\|jsdom\|/],
  },
}

for (const [name, { args, files, manifest, options = '', nodes, passed }] of Object.entries(RUNNERS)) {
  for (const node of nodes) {
    test(`${name}: the tests of a user pass (${node})`, async (t) => {
      const row = runtime(t, node)
      if (!row) return
      const cwd = project(`${files}-${node}`, files, manifest)
      const { how, text } = await run(row.file, args, { cwd, env: { NODE_OPTIONS: options } })
      assert.equal(how, 'exit code 0', text)
      for (const line of passed) assert.match(text, line)
    })
  }
}

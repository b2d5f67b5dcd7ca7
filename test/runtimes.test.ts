import assert from 'node:assert/strict'
import { test } from 'node:test'

// Plain JavaScript without types, so imported by address.
const load = (file: string) => import(new URL(`runtimes/${file}`, import.meta.url).href)
const { runProgram } = await load('command-line.mjs')
const { outputOf, within } = await load('processes.mjs')

const print = (text: string) => `console.log(${JSON.stringify(text)})`

/** Programs that answer badly, and the reason that the table is to give. */
const BAD: readonly (readonly [what: string, script: string, reason: RegExp])[] = [
  ['prints nothing', '', /^expected one report in its output, found nothing$/],
  ['prints garbage', print('hello'), /^expected one report in its output, found "hello/],
  ['prints two reports', print('subtle-jws report: {}\nsubtle-jws report: {}'), /^expected one report/],
  ['prints half a report', print('subtle-jws report: {"cases":'), /^expected a report in JSON, found/],
  ['prints another report', print('subtle-jws report: {"cases":[{"name":1}]}'), /^expected a report, found/],
  ['has a problem to report', print('subtle-jws report: {"problem":"no module"}'), /^no module$/],
  ['throws', 'throw new TypeError("boom")', /^it ended with exit code 1; TypeError: boom$/],
  ['crashes', 'process.kill(process.pid, "SIGSEGV")', /^it ended with SIGSEGV$/],
  ['never answers', 'setInterval(() => {}, 1000)', /^no answer within 2 s$/],
]

for (const [what, script, reason] of BAD) {
  test(`a runtime that ${what} fails with the reason`, async () => {
    const row = { file: process.execPath, args: ['-e'], program: script }
    await assert.rejects(
      within(2, (start: unknown) => runProgram(row, { start })),
      { message: reason },
    )
  })
}

test('a runtime that does not start fails with the reason', async () => {
  const row = { file: '/nowhere/runtime', args: [] }
  await assert.rejects(
    within(2, (start: unknown) => runProgram(row, { start })),
    /ENOENT/,
  )
})

test('ends a late program and everything that it started', async () => {
  const script = 'require("child_process").spawn("sleep", ["60"], { stdio: "inherit" })'
  const programs: { ended: Promise<string> }[] = []
  const work = (start: (file: string, args: string[]) => { ended: Promise<string> }) => {
    programs.push(start(process.execPath, ['-e', script]))
    return outputOf(programs[0])
  }
  await assert.rejects(within(1, work), /no answer within 1 s/)
  // Resolves once nobody holds its output open any more.
  assert.equal(await programs[0]!.ended, 'SIGTERM')
})

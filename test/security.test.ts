import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Case } from './portable/check.ts'
import { suite } from './portable/suite.ts'

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
const tables = readFileSync(path('../SECURITY.md'), 'utf8').split('## Attacks')[1]!
const rows = tables.split('\n').filter((line) => /^\| (?!---|section |rule |CVE \|)/.test(line))

/** The tests that a row names. */
const namedIn = (row: string): [file: string, title: string][] =>
  [...row.matchAll(/`([\w./-]+\.ts)`: `([^`]+)`/g)].map(([, file, title]) => [file!, title!])

test('each attack in SECURITY.md names a test that exists, in its file', async () => {
  const named = new Map<string, Set<string>>()
  for (const row of rows) {
    const tests = namedIn(row)
    assert.ok(tests[0], `no test: ${row}`)
    // None is missed for how it is written.
    assert.equal(tests.length, row.split('.ts`').length - 1, row)
    for (const [file, title] of tests) named.set(file, (named.get(file) ?? new Set()).add(title))
  }
  assert.ok(rows.length > 60, `${rows.length} rows`)
  const files = [...named.keys()].filter((file) => !file.startsWith('portable/'))
  const listed = execFileSync(process.execPath, ['--import', 'tsx', path('titles.mjs'), ...files.map(path)], {
    encoding: 'utf8',
    timeout: 120_000,
  })
  const titles = JSON.parse(listed) as { [file: string]: string[] }
  const run = new Set(suite)
  for (const [file, wanted] of named) {
    const cases = async () => Object.values((await import(path(file))) as { [name: string]: Case[] }).flat()
    const found = titles[path(file)] ?? (await cases()).filter((one) => run.has(one)).map(({ name }) => name)
    for (const title of wanted) assert.ok(found.includes(title), `${file} has no test «${title}»`)
  }
})

test('SECURITY.md goes through RFC 8725 section by section', () => {
  const sections = new Set(
    rows.flatMap((row) => (/^\| ([23]\.[\d., ]+) \|/.exec(row)?.[1] ?? '').split(', ')),
  )
  for (const section of [...Array(9).keys()]
    .map((i) => `2.${i + 1}`)
    .concat([...Array(12).keys()].map((i) => `3.${i + 1}`))) {
    assert.ok(sections.has(section), section)
  }
})

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Case } from './portable/check.ts'
import { suite } from './portable/suite.ts'
import './plain.mjs'

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
const tables = readFileSync(path('../SECURITY.md'), 'utf8').split('## Attacks')[1]!
const rows = tables
  .split('\n')
  .filter((line) => /^\| (?!---|section |rule |CVE \||where \||promise \|)/.test(line))

type Titles = { readonly [file: string]: readonly string[] }

let known: Titles | undefined
/** The titles of the tests, by file. Only a test may call this: it loads this file too, without its tests. */
function titlesByFile(): Titles {
  known ??= titlesOf(readdirSync(path('.')).filter((file) => file.endsWith('.test.ts')))
  return known
}

function titlesOf(files: readonly string[]): Titles {
  const args = ['--import', 'tsx', path('titles.mjs'), ...files.map(path)]
  const listed = execFileSync(process.execPath, args, { encoding: 'utf8', timeout: 120_000 })
  const titles = JSON.parse(listed) as Titles
  return Object.fromEntries(files.map((file) => [file, titles[path(file)]!]))
}

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
  const titles = titlesByFile()
  const run = new Set(suite)
  for (const [file, wanted] of named) {
    const cases = async () => Object.values((await import(path(file))) as { [name: string]: Case[] }).flat()
    const found = titles[file] ?? (await cases()).filter((one) => run.has(one)).map(({ name }) => name)
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

test('each rule code in a title stands in the legend of test/README.md', () => {
  const legend = readFileSync(path('README.md'), 'utf8')
  const rules = new Set([...legend.matchAll(/^\| ((?:field )?[A-Z]\d+) \| \S/gm)].map(([, code]) => code!))
  // portable.test.ts has the titles of portable/ too.
  const used = Object.values(titlesByFile())
    .flat()
    .flatMap((title) => title.match(/\b(?:field )?[A-Z]\d\d?\b/g) ?? [])
  assert.ok(used.length > 100, `${used.length} codes`)
  for (const code of used) assert.ok(rules.has(code), code)
})

test('each promise of SECURITY.md and docs/security.md has a row that names its tests', () => {
  const [promises] = readFileSync(path('../SECURITY.md'), 'utf8').split('## What is not promised')
  const attackers = [...promises!.matchAll(/^\| (?!---|who )([^|]+) \|/gm)].map(([, who]) => who!)
  const [, promised] = readFileSync(path('../docs/security.md'), 'utf8').split('## Promised')
  const [list] = promised!.split('```')
  const bullets = list!.split('\n- ').slice(1)
  assert.ok(attackers.length > 8 && bullets.length > 8)

  const [, table] = tables.split('### Every promise')
  const [own] = table!.split('###')
  const kept = [...own!.matchAll(/^\| (?!---|promise )([^|]+) \|/gm)].map(([, promise]) => promise!)
  for (const promise of [...attackers, ...bullets]) {
    const text = promise.replace(/\s+/g, ' ')
    assert.ok(
      kept.some((words) => text.startsWith(words)),
      text,
    )
  }
  assert.equal(kept.length, attackers.length + bullets.length)
})

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import results from './mutation/results.json' with { type: 'json' }

// Plain JavaScript without types, so imported by address.
const { EXPLAINED } = await import(new URL('mutation/explained.mjs', import.meta.url).href)

const root = new URL('../', import.meta.url)

/** Files that only export, start the command, or hold types. */
const NOTHING_TO_CHANGE = /index\.ts$|^src\/(cli\/main|cli\/command|signer)\.ts$/

test('CONTRIBUTING.md states the score of mutation testing, and how many files it has measured', () => {
  const all = readdirSync(new URL('src', root), { recursive: true }).map((file) => `src/${String(file)}`)
  const files = all.filter((file) => file.endsWith('.ts') && !NOTHING_TO_CHANGE.test(file))
  const measured = Object.keys(results.files)
  assert.deepEqual(
    measured.filter((file) => !files.includes(file)),
    [],
  )
  assert.ok(results.score >= 90, `${results.score}`)
  const contributing = readFileSync(new URL('CONTRIBUTING.md', root), 'utf8').replace(/\s+/g, ' ')
  const mutants = (results.killed + results.timeout + results.survived).toLocaleString('en')
  const scored = `in ${mutants} small ways, one at a time, and the tests notice ${results.score} %`
  const counted = `${measured.length} of the ${files.length} files`
  assert.ok(contributing.includes(scored) && contributing.includes(counted), `${scored}; ${counted}`)
})

test('each explanation of a surviving mutant quotes code of src/', () => {
  for (const { file, why, mutants } of EXPLAINED as {
    file: string
    why: string
    mutants: [from: string, to: string][]
  }[]) {
    const source = readFileSync(new URL(file, root), 'utf8').replace(/\s+/g, ' ')
    assert.ok(why)
    for (const [from] of mutants) assert.ok(source.includes(from), `${file}: ${from}`)
  }
})

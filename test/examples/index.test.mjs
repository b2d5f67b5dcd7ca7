// Tests that the examples can be found, and that each says what a reader needs to know.
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const folder = join(import.meta.dirname, '../../examples')
const index = readFileSync(join(folder, 'README.md'), 'utf8')
const links = [...index.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link)

test('the index has a line for each example, and none for what is not there', () => {
  for (const entry of readdirSync(folder)) {
    if (entry === 'README.md') continue
    assert.ok(
      links.some((link) => link.split('/')[0] === entry),
      `examples/README.md has no line for ${entry}`,
    )
  }
  for (const link of links) assert.ok(existsSync(join(folder, link)), `nothing is at examples/${link}`)
})

test('each file says at its top what it does, how to run it and what must be set', () => {
  for (const file of readdirSync(folder).filter((name) => /\.(mjs|html)$/.test(name))) {
    const text = readFileSync(join(folder, file), 'utf8')
    const [top] = text.split(/^import |^<html/m)
    assert.match(top, /How to (run|use) it/, file)
    assert.match(top, /What must be set: /, file)
  }
})

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

test('docs/keys.md shows the module that the browsers run', () => {
  const blocks = [...read('../docs/keys.md').matchAll(/```js\n([^]*?)```/g)].map(([, code]) => code)
  assert.equal(blocks[0], read('runtimes/programs/kept-key.mjs'))
})

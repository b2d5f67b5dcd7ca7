import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sizes } from '../bench/size.ts'

for (const { use, gzipped, ceiling } of await sizes()) {
  test(`a bundle for ${use} takes at most ${ceiling} octets gzipped`, (t) => {
    t.diagnostic(`${gzipped} octets`)
    assert.ok(gzipped <= ceiling, `${gzipped} octets`)
  })
}

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { sizes } from '../bench/size.ts'

const measured = await sizes()

for (const { use, gzipped, ceiling } of measured) {
  test(`a bundle for ${use} takes at most ${ceiling} octets gzipped`, (t) => {
    t.diagnostic(`${gzipped} octets`)
    assert.ok(gzipped <= ceiling, `${gzipped} octets`)
  })
}

test('each bundle is smaller than README.md promises', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const promised = [...readme.matchAll(/less than ([\d.]+) kB/g)].map(
    ([, kilobytes]) => Number(kilobytes) * 1000,
  )
  assert.equal(promised.length, 2)
  for (const [i, most] of promised.entries()) {
    const { use, gzipped } = measured[i]!
    assert.ok(gzipped < most, `${use}: ${gzipped} octets`)
  }
})

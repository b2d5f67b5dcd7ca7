import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

interface MeasuredJob {
  readonly job: string
  readonly gzipped: number
  readonly ceiling: number
}

// Plain JavaScript without types, so imported by address.
const { sizes } = await import(new URL('../bench/size.mjs', import.meta.url).href)
const measured: readonly MeasuredJob[] = await sizes()

for (const { job, gzipped, ceiling } of measured) {
  test(`a bundle for one job takes at most ${ceiling} octets gzipped: ${job}`, (t) => {
    t.diagnostic(`${gzipped} octets`)
    assert.ok(gzipped <= ceiling, `${gzipped} octets`)
  })
}

test('README.md promises the sizes that signing and verifying are held to', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const promised = [...readme.matchAll(/at most ([\d.]+) kB/g)].map(([, kilobytes]) => Number(kilobytes))
  const held = ['sign with a JWK', 'verify'].map((name) => measured.find(({ job }) => job === name)!.ceiling)
  assert.deepEqual(
    promised.map((kilobytes) => kilobytes * 1000),
    held,
  )
})

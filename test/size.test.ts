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

/** README.md's lines of octets, and the job that each is about. */
const STATED: readonly (readonly [line: string, job: string])[] = [
  ['octets to sign with a JWK', 'sign with a JWK'],
  ['octets to verify', 'verify'],
  ['octets to verify by a key set’s URL', 'verify by a key set’s URL'],
]

for (const [line, job] of STATED) {
  test(`README.md states a size that is true within a tenth: ${line}`, () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
    const [, cell] = new RegExp(`^\\| ${line} \\| ([\\d,]+) `, 'm').exec(readme) ?? assert.fail(line)
    const stated = Number(cell!.replace(',', ''))
    const { gzipped } = measured.find((one) => one.job === job)!
    assert.ok(Math.abs(stated / gzipped - 1) < 0.1, `stated ${stated}, measured ${gzipped}`)
  })
}

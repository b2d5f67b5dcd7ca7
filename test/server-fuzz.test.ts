import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fuzzAssertions } from './load/fuzz.ts'

const SEED = Number(process.env.SEED ?? 20261122)

test('accepts exactly the mutated assertions that a plain reference accepts', async (t) => {
  t.diagnostic(`SEED=${SEED}`)
  const { accepted, wrong, strict, untyped } = await fuzzAssertions(4000, SEED)
  assert.deepEqual(wrong, [])
  assert.deepEqual(untyped, [])
  // Nor does it refuse what is good.
  assert.deepEqual(strict, [])
  assert.ok(accepted > 400, `${accepted} accepted`)
})

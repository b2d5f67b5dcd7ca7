import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fuzzAssertions } from './load/fuzz.ts'

const SEED = Number(process.env.SEED ?? 20261122)

test('no mutated assertion is accepted that a plain reference refuses, and each refusal is typed', async (t) => {
  t.diagnostic(`SEED=${SEED}`)
  const { accepted, wrong, strict, untyped } = await fuzzAssertions(4000, SEED)
  assert.deepEqual(wrong, [])
  assert.deepEqual(untyped, [])
  // Nor does it refuse what is good.
  assert.deepEqual(strict, [])
  assert.ok(accepted > 400, `${accepted} accepted`)
})

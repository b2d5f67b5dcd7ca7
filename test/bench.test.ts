import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import './plain.mjs'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The benchmarks' own command, with names that leave it nothing to install and to measure. */
function bench(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [here('../bench/run.mjs'), ...args], {
    encoding: 'utf8',
    timeout: 20_000,
  })
  return { status, stdout, stderr }
}

test('names an unknown runtime, lists the known ones and exits with 1', () => {
  const { status, stderr } = bench('--runtime', 'nowhere,never')
  assert.equal(status, 1)
  assert.match(stderr, /^unknown runtime nowhere: expected some of node\d+, .*deno, bun, workerd, .*webkit$/m)
  assert.match(stderr, /^unknown runtime never:/m)
})

test('names an unknown topic, lists the known ones and exits with 1', () => {
  const { status, stderr } = bench('--topic', 'nonsense')
  assert.equal(status, 1)
  assert.match(
    stderr,
    /^unknown topic nonsense: expected some of sign, verify, overhead, base64url, cold, size, scale$/m,
  )
})

test('exits with 2 for an unknown option', () => {
  assert.equal(bench('--nonsense').status, 2)
})

// Plain JavaScript without types, so imported by address.
const load = (file: string) => import(new URL(`../bench/${file}`, import.meta.url).href)

test('judges goals by the ratio of two rows, round by round', async () => {
  const { judge } = await load('goals.mjs')
  const rows = (ours: number[]) => [
    { name: 'subtle-jws, signer', figures: ours },
    { name: 'jose', figures: [10, 20, 30] },
  ]
  const found = (runtime: string, ours: number[]) =>
    judge(runtime, { overhead: { groups: [{ name: 'sign RS384', rows: rows(ours) }] } })
  assert.deepEqual(found('node20', [2, 4, 9]), [
    {
      what: 'overhead, sign RS384: subtle-jws, signer to jose',
      found: 0.2,
      low: 0.2,
      high: 0.25,
      most: 0.25,
      met: true,
    },
  ])
  assert.equal(found('node20', [3, 6, 9])[0].met, false)
  assert.equal(found('deno', [3, 6, 9])[0].met, true)
  assert.deepEqual(found('chromium', [3, 6, 9]), [])
})

test('reports a missing rival, a failing rival and a bundle over its ceiling as faults', async () => {
  const { entryOf } = await load('contenders.mjs')
  const { faultsOf } = await load('report.mjs')
  const absent = { name: 'absent', load: () => import('no-such-package' as string).catch(String) }
  const broken = { name: 'broken', load: () => ({}) }
  const poor = { name: 'poor', load: () => ({}), lacks: ['EdDSA'] }
  const make = () => {
    throw new Error('refused')
  }
  const rows = [
    await entryOf(absent, 'ES384', make),
    await entryOf(broken, 'ES384', make),
    await entryOf(poor, 'EdDSA', make),
  ]
  assert.deepEqual(rows[2], { name: 'poor', lacks: 'no EdDSA' })
  const faults = faultsOf([
    { name: 'ES384', rows },
    { name: 'signing', rows: [{ name: 'subtle-jws', figures: [3], over: '3 octets' }] },
  ])
  assert.equal(faults.length, 3)
  assert.match(faults[0], /^ES384: absent: Error.*no-such-package/)
  assert.deepEqual(faults.slice(1), ['ES384: broken: Error: refused', 'signing: subtle-jws: 3 octets'])
})

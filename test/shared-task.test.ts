import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSharedTask, isRecent } from '../src/shared-task.ts'

/** A task whose runs are settled by hand, and whose clock is set by hand. */
function manualTask() {
  const runs: { began: number; resolve: (value: string) => void; reject: (reason: Error) => void }[] = []
  const kept: string[] = []
  const failed: unknown[] = []
  const clock = { time: 1000 }
  const task = createSharedTask<string>({
    work: (began) => new Promise((resolve, reject) => runs.push({ began, resolve, reject })),
    keep: (value) => kept.push(value),
    fail: (error) => failed.push(error),
    patience: 100,
    now: () => clock.time,
    late: () => new Error('late'),
  })
  return { task, runs, kept, failed, clock }
}

const settled = () => new Promise((resolve) => setTimeout(resolve))

test('callers at the same time share one run, which is told when it began', async () => {
  const { task, runs, kept, failed } = manualTask()
  const waits = [task.run(), task.run(), task.run()]
  assert.equal(task.isRunning(), true)
  assert.deepEqual(
    runs.map(({ began }) => began),
    [1000],
  )
  runs[0]!.resolve('a')
  assert.deepEqual(await Promise.all(waits), ['a', 'a', 'a'])
  assert.equal(task.isRunning(), false)
  assert.deepEqual([kept, failed], [['a'], []])
  const next = task.run()
  runs[1]!.resolve('b')
  assert.equal(await next, 'b')
  assert.deepEqual(kept, ['a', 'b'])
})

test('a failure reaches every caller and is told once', async () => {
  const { task, runs, kept, failed } = manualTask()
  const waits = [task.run(), task.run()]
  const reason = new Error('mine')
  runs[0]!.reject(reason)
  for (const wait of waits) await assert.rejects(wait, reason)
  assert.deepEqual([kept, failed, task.isRunning()], [[], [reason], false])
})

test('a caller’s signal ends its own wait and no other', async () => {
  const { task, runs } = manualTask()
  const controller = new AbortController()
  const [mine, other] = [task.run(controller.signal), task.run()]
  controller.abort(new Error('mine'))
  await assert.rejects(mine, /mine/)
  runs[0]!.resolve('a')
  assert.equal(await other, 'a')
})

test('a run that takes too long is given up, and what it gives late changes nothing', async () => {
  const { task, runs, kept, failed, clock } = manualTask()
  const first = task.run()
  clock.time += 99
  assert.equal(task.isRunning(), true)
  clock.time += 1
  assert.equal(task.isRunning(), false)
  const second = task.run()
  assert.equal(runs.length, 2)
  runs[0]!.resolve('late')
  assert.equal(await first, 'late', 'its own caller has it still')
  await settled()
  assert.deepEqual([kept, task.isRunning()], [[], true])
  const third = task.run()
  assert.equal(runs.length, 2)
  runs[1]!.resolve('a')
  assert.deepEqual([await second, await third, kept], ['a', 'a', ['a']])
  const fourth = task.run()
  clock.time += 100
  const fifth = task.run()
  runs[2]!.reject(new Error('late failure'))
  await assert.rejects(fourth, /late failure/)
  await settled()
  assert.deepEqual([failed, task.isRunning()], [[], true])
  runs[3]!.resolve('b')
  assert.equal(await fifth, 'b')
})

test('a caller waits no longer than the patience', async () => {
  const { task } = manualTask()
  await assert.rejects(task.run(), { message: 'late' })
})

test('tells when the last run began', () => {
  const { task, clock } = manualTask()
  assert.equal(task.beganWithin(Infinity), false)
  task.run().catch(() => {})
  assert.deepEqual([task.beganWithin(0), task.beganWithin(1)], [false, true])
  clock.time += 50
  assert.deepEqual([task.beganWithin(50), task.beganWithin(51)], [false, true])
})

test('a clock that is put back makes nothing last', () => {
  assert.deepEqual(
    [isRecent(1000, 10, 999), isRecent(1000, 10, 1000), isRecent(1000, 10, 1009), isRecent(1000, 10, 1010)],
    [false, true, true, false],
  )
})

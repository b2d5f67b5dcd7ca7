import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { test } from 'node:test'
import { within } from '../src/deadline.ts'
import { hostile } from './refusal.ts'

const late = () => new RangeError('late')
/** The timer is cleared a turn after the promise has ended. */
const turn = () => new Promise((resolve) => setImmediate(resolve))
const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length

test('gives what the promise gives, and leaves no timer', async () => {
  const before = timers()
  assert.equal(await within(5000, Promise.resolve(5), late), 5)
  await assert.rejects(within(5000, Promise.reject(new Error('mine')), late), /mine/)
  assert.equal(
    await within(5000, hostile<Promise<number>>(5), late),
    5,
    'a caller’s function may give no promise',
  )
  await turn()
  assert.equal(timers(), before)
})

test('ends the wait with the given error when the time is over', async () => {
  await assert.rejects(within(5, new Promise(() => {}), late), { name: 'RangeError', message: 'late' })
  const failed = new Promise((_, reject) => setTimeout(() => reject(new Error('later')), 15))
  await assert.rejects(within(5, failed, late), { message: 'late' })
  // A late failure is no unhandled rejection.
  await new Promise((resolve) => setTimeout(resolve, 25))
})

test('ends the wait when the signal does, with its reason, and lets go of the signal', async () => {
  const never = new Promise(() => {})
  const reason = new Error('mine')
  await assert.rejects(within(50, never, late, AbortSignal.abort(reason)), reason)
  const controller = new AbortController()
  const { signal } = controller
  let listeners = 0
  const add = signal.addEventListener.bind(signal)
  const remove = signal.removeEventListener.bind(signal)
  signal.addEventListener = (...args: Parameters<typeof add>) => {
    listeners++
    add(...args)
  }
  signal.removeEventListener = (...args: Parameters<typeof remove>) => {
    listeners--
    remove(...args)
  }
  assert.equal(await within(5000, Promise.resolve(5), late, signal), 5)
  await turn()
  assert.equal(listeners, 0)
  const waiting = within(50, never, late, signal)
  controller.abort(reason)
  await assert.rejects(waiting, reason)
  assert.equal(await within(5000, Promise.resolve(5), late, null), 5)
})

test('many waits on one signal share one listener, which goes with the last', async () => {
  const { signal } = new AbortController()
  const listeners = () => getEventListeners(signal, 'abort').length
  const runs = Array.from({ length: 100 }, () => {
    let settle: (() => void) | undefined
    const promise = new Promise<void>((resolve) => {
      settle = resolve
    })
    return { settle: settle!, wait: within(5000, promise, late, signal) }
  })
  assert.equal(listeners(), 1)
  for (const { settle, wait } of runs.slice(1)) {
    settle()
    await wait
  }
  await turn()
  assert.equal(listeners(), 1)
  runs[0]!.settle()
  await runs[0]!.wait
  await turn()
  assert.equal(listeners(), 0)
  const another = within(5000, Promise.resolve(5), late, signal)
  assert.equal(listeners(), 1)
  assert.equal(await another, 5)
})

test('one abort ends every wait on the signal', async () => {
  const controller = new AbortController()
  const never = new Promise(() => {})
  const waits = Array.from({ length: 20 }, () => within(5000, never, late, controller.signal))
  const reason = new Error('mine')
  controller.abort(reason)
  for (const wait of waits) await assert.rejects(wait, reason)
  assert.equal(getEventListeners(controller.signal, 'abort').length, 0)
})

test('timer and listener go when the wait ends, though the promise never settles', async () => {
  const before = timers()
  const never = new Promise(() => {})
  const controller = new AbortController()
  const { signal } = controller
  await assert.rejects(within(5, never, late, signal), { message: 'late' })
  assert.deepEqual([timers(), getEventListeners(signal, 'abort').length], [before, 0])
  const waiting = within(5000, never, late, signal)
  assert.equal(timers(), before + 1)
  controller.abort(new Error('mine'))
  await assert.rejects(waiting, /mine/)
  assert.deepEqual([timers(), getEventListeners(signal, 'abort').length], [before, 0])
  await assert.rejects(within(5000, never, late, signal), /mine/)
  assert.deepEqual([timers(), getEventListeners(signal, 'abort').length], [before, 0])
})

test('what is no promise, though it was said to be one, leaves neither timer nor listener', async () => {
  const before = timers()
  const { signal } = new AbortController()
  for (const value of [5, undefined, null, 'a', {}])
    assert.equal(await within(5000, hostile<Promise<unknown>>(value), late, signal), value)
  await turn()
  assert.deepEqual([timers(), getEventListeners(signal, 'abort').length], [before, 0])
})

test('a promise that settles after its wait has ended takes no other wait off the signal', async () => {
  const { signal } = new AbortController()
  let settle: (() => void) | undefined
  const slow = new Promise<void>((resolve) => {
    settle = resolve
  })
  await assert.rejects(within(5, slow, late, signal), { message: 'late' })
  const waits = [within(20, new Promise(() => {}), late, signal)]
  settle!()
  await turn()
  waits.push(within(20, new Promise(() => {}), late, signal))
  assert.equal(getEventListeners(signal, 'abort').length, 1)
  for (const wait of waits) await assert.rejects(wait, { message: 'late' })
  assert.equal(getEventListeners(signal, 'abort').length, 0)
})

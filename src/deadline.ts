/** Waits that end. */

/** What waits for a signal, and the one listener that tells all of it: Node warns of more than ten. */
interface Waiting {
  readonly callbacks: Set<() => void>
  readonly listener: () => void
}

const WAITING = /* @__PURE__ */ new WeakMap<AbortSignal, Waiting>()

function listenTo(signal: AbortSignal): Waiting {
  const callbacks = new Set<() => void>()
  const listener = (): void => {
    for (const callback of callbacks) callback()
  }
  signal.addEventListener('abort', listener)
  const waiting = { callbacks, listener }
  WAITING.set(signal, waiting)
  return waiting
}

/** Has `callback` called when a signal aborts. Gives what takes that back. */
function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const { callbacks, listener } = WAITING.get(signal) ?? listenTo(signal)
  callbacks.add(callback)
  return () => {
    // Once: what waits for the signal by then may be others.
    if (!callbacks.delete(callback) || callbacks.size > 0) return
    signal.removeEventListener('abort', listener)
    WAITING.delete(signal)
  }
}

/**
 * What the promise gives, unless so many milliseconds pass before or the signal ends the wait. The promise
 * goes on. The timer is the caller's own, for in Workers another request's timers may never fire.
 *
 * @param late makes the error of a wait that was too long
 */
export function within<T>(
  timeout: number,
  promise: Promise<T>,
  late: () => Error,
  signal?: AbortSignal | null,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer)
      forget?.()
    }
    const fail = (reason: unknown): void => {
      end()
      reject(reason)
    }
    const timer = setTimeout(() => fail(late()), timeout)
    const forget = signal && onAbort(signal, () => fail(signal.reason))
    if (signal?.aborted) fail(signal.reason)
    // A caller's function may give no promise.
    Promise.resolve(promise).then(resolve, reject).finally(end)
  })
}

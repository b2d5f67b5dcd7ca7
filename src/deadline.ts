/** Waits with a deadline. */

/** The callbacks that wait for a signal, and their one listener: Node warns about more than ten. */
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

/** Call `callback` when a signal aborts. Returns a function that cancels this. */
function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const { callbacks, listener } = WAITING.get(signal) ?? listenTo(signal)
  callbacks.add(callback)
  return () => {
    // Only once: by then, the listener may belong to other callbacks.
    if (!callbacks.delete(callback) || callbacks.size > 0) return
    signal.removeEventListener('abort', listener)
    WAITING.delete(signal)
  }
}

/**
 * Wait for a promise, but no longer than `timeout` milliseconds, or until the signal aborts. The work behind
 * the promise goes on. Each caller has its own timer: in Workers, another request's timers may never fire.
 *
 * @param late makes the error for a wait that was too long
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
    // A caller's function may return something that is not a promise.
    Promise.resolve(promise).then(resolve, reject).finally(end)
  })
}

/** One run of a task for all who ask for it at the same time. */
import { within } from './deadline.ts'

/** What is run, and how long it is waited for. */
export interface TaskOptions<T> {
  /** Does the work. It is told when it began, in milliseconds since 1970. */
  readonly work: (began: number) => Promise<T>
  /** Takes what a run gave; not what one gave that was given up, and ends late. */
  readonly keep: (value: T) => void
  /** Takes why a run failed; likewise. */
  readonly fail: (error: unknown) => void
  /** Milliseconds until a run is given up. */
  readonly patience: number
  /** The clock, in milliseconds since 1970. */
  readonly now: () => number
  /** Makes the error of a wait for a run that was given up. */
  readonly late: () => Error
}

/** A task whose callers share its runs. None of them can cancel one for the others. */
export interface SharedTask<T> {
  /** The outcome of the run that is under way, or of a new one. The signal ends this caller's wait. */
  run(signal?: AbortSignal | null): Promise<T>
  /** Whether a run is under way that is not given up. */
  isRunning(): boolean
  /** Whether the last run began less than so many milliseconds ago. */
  beganWithin(milliseconds: number): boolean
}

/** Whether it is less than so many milliseconds since a time. A clock that is put back makes nothing last. */
export function isRecent(time: number, milliseconds: number, now: number): boolean {
  return now >= time && now - time < milliseconds
}

export function createSharedTask<T>({
  work,
  keep,
  fail,
  patience,
  now,
  late,
}: TaskOptions<T>): SharedTask<T> {
  let pending: Promise<T> | undefined
  let began = -Infinity

  const beganWithin = (milliseconds: number): boolean => isRecent(began, milliseconds, now())
  // In Workers what another request has begun may never end: it is not waited for again.
  const isRunning = (): boolean => pending !== undefined && beganWithin(patience)

  function begin(): Promise<T> {
    began = now()
    const run = work(began)
    pending = run
    /** What was given up ends without a word to the run that came after it. */
    const settle =
      <V>(take: (outcome: V) => void) =>
      (outcome: V) => {
        if (pending !== run) return
        pending = undefined
        take(outcome)
      }
    run.then(settle(keep), settle(fail))
    return run
  }

  return {
    isRunning,
    beganWithin,
    run(signal) {
      const run = isRunning() ? pending! : begin()
      return within(patience, run, late, signal)
    },
  }
}

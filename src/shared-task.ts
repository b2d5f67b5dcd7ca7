/** Runs a task once for all who ask for it at the same time. */
import { within } from './deadline.ts'

/** The task, and how long to wait for it. */
export interface TaskOptions<T> {
  /** Does the work. It is told when it began, in milliseconds since 1970. */
  readonly work: (began: number) => Promise<T>
  /** Takes the result of a run, unless the run was given up and ends late. */
  readonly keep: (value: T) => void
  /** Takes the error of a run; likewise. */
  readonly fail: (error: unknown) => void
  /** Milliseconds until a run is given up. */
  readonly patience: number
  /** The clock, in milliseconds since 1970. */
  readonly now: () => number
  /** Makes the error for those who waited for a run that was given up. */
  readonly late: () => Error
}

/** A task whose callers share its runs. None of them can cancel one for the others. */
export interface SharedTask<T> {
  /** The outcome of the current run, or of a new one. The signal ends this caller's wait. */
  run(signal?: AbortSignal | null): Promise<T>
  /** Whether a run is under way and not given up. */
  isRunning(): boolean
  /** Whether the last run began less than so many milliseconds ago. */
  beganWithin(milliseconds: number): boolean
}

/** Whether a time is less than so many milliseconds ago; false if it is ahead, after a clock was set back. */
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
  // In Workers, what another request began may never end, so a run is given up after a while.
  const isRunning = (): boolean => pending !== undefined && beganWithin(patience)

  function begin(): Promise<T> {
    began = now()
    const run = work(began)
    pending = run
    /** A run that was given up has no effect on the run after it. */
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

/**
 * Measures entries in turn, A B C C B A A B C …, so that changes in the machine's load, and the after-effects
 * of a slow entry, affect all of them alike.
 *
 * A group is `{ name, unit, less?, base, entries }`: `less` says that smaller figures are better, and `base`
 * names the entry that ratios refer to. An entry is `{ name, run, ops }`, where a run does `ops` operations,
 * or `{ name, lacks }`, or `{ name, failed }`.
 */
import { Bench } from 'tinybench'

/** Figures per unit, from the milliseconds that an operation takes. */
const UNITS = { 'per second': (ms) => 1000 / ms, µs: (ms) => ms * 1000 }

/** Milliseconds that one operation of the entry takes, measured for `time` milliseconds. */
export async function slice({ name, run, ops }, time) {
  const bench = new Bench({ time, iterations: 1, warmup: false, throws: true })
  bench.add(name, run, { async: true })
  const [{ result }] = await bench.run()
  return result.latency.mean / ops
}

/** Rounded to four digits: further ones are noise. */
const rounded = (figure) => Number(figure.toPrecision(4))

/**
 * Measure a group in `rounds` rounds with slices of `time` milliseconds, after a round that warms up. An
 * entry that fails is not measured again. For a unit that is not in UNITS, `sliceOf` returns the figures
 * themselves.
 */
export async function measure({ name, unit, less, base, entries, rounds = 7, time = 70 }, sliceOf = slice) {
  const rows = (await entries()).map((entry) => ({ ...entry, figures: [] }))
  for (let round = 0; round <= rounds; round++) {
    const turn = round % 2 ? rows : rows.toReversed()
    for (const row of turn.filter(({ lacks, failed }) => !lacks && !failed)) {
      try {
        const taken = await sliceOf(row, round ? time : time / 2)
        if (round) row.figures.push(rounded(UNITS[unit]?.(taken) ?? taken))
      } catch (error) {
        row.failed = String(error)
      }
    }
  }
  return { name, unit, less, base, rows: rows.map(rowOf) }
}

function rowOf({ name, figures, lacks, failed }) {
  if (failed) return { name, failed }
  return lacks ? { name, lacks } : { name, figures }
}

/**
 * A run that takes about `milliseconds`. The number of its operations is a multiple of `least`, up to `most`
 * times that. Where the clock stands still, it is `most` times.
 */
export async function calibrated(runFor, least, milliseconds, most = 1024) {
  const probe = runFor(least)
  await probe()
  const begun = performance.now()
  await probe()
  const turns = Math.round(milliseconds / (performance.now() - begun))
  const ops = least * Math.min(most, Math.max(1, turns))
  return { ops, run: runFor(ops) }
}

/** A run of `total` calls, with `lanes` of them under way at once. */
export function atOnce(lanes, total, act) {
  return async () => {
    let begun = 0
    const lane = async () => {
      while (begun < total) {
        begun++
        await act()
      }
    }
    await Promise.all(Array.from({ length: lanes }, lane))
  }
}

/** A run of `total` synchronous calls. */
export function inSequence(total, act) {
  return () => {
    for (let i = 0; i < total; i++) act()
  }
}

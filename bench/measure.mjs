/**
 * Measures in turn, A B C C B A A B C …, so that what the machine does meanwhile meets everyone alike, and so does
 * what a slow neighbour leaves behind. A group is
 * `{ name, unit, less?, base, entries }`: what is compared, the unit of its figures, whether less is better,
 * the name of the entry that ratios are made to. An entry is `{ name, run, ops }`, where a run does so many
 * operations, or `{ name, lacks }`, or `{ name, failed }`.
 */
import { Bench } from 'tinybench'

/** Figures per unit, from the milliseconds that an operation takes. */
const UNITS = { 'per second': (ms) => 1000 / ms, µs: (ms) => ms * 1000 }

/** Milliseconds that an operation of the entry takes, by a slice of so many milliseconds. */
export async function slice({ name, run, ops }, time) {
  const bench = new Bench({ time, iterations: 1, warmup: false, throws: true })
  bench.add(name, run, { async: true })
  const [{ result }] = await bench.run()
  return result.latency.mean / ops
}

/** To four digits: more say nothing. */
const rounded = (figure) => Number(figure.toPrecision(4))

/**
 * Measure a group: so many rounds of slices of so many milliseconds, after one that warms up. An entry that
 * fails once is left out from then on. Where the unit is no other, `sliceOf` gives the figures themselves.
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
 * A run that takes about so many milliseconds, of as many acts as that takes: `least` or a multiple of it.
 * Where the clock stands still it is as long as may be.
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

/** A run of `total` acts, so many of them under way at once. */
export function atOnce(lanes, total, act) {
  return async () => {
    let left = total
    const lane = async () => {
      while (left-- > 0) await act()
    }
    await Promise.all(Array.from({ length: lanes }, lane))
  }
}

/** A run of `total` acts that give their result at once. */
export function inSequence(total, act) {
  return () => {
    for (let i = 0; i < total; i++) act()
  }
}

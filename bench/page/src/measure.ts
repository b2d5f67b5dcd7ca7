/** Measures contestants in turn: A B C D, B C D A, … */
import type { Contestant } from './contestants.ts'
import type { Round, Setup } from './rounds.ts'

const MIN_ROUNDS = 3

/** Milliseconds that one contestant's turn lasts, unless a single batch takes longer. */
const TURN = 60

/** Milliseconds that `count` signatures take. */
async function timed({ sign }: Contestant, count: number, atOnce: number): Promise<number> {
  let started = 0
  const lane = async (): Promise<void> => {
    while (started < count) {
      started++
      await sign()
    }
  }
  const begun = performance.now()
  await Promise.all(Array.from({ length: atOnce }, lane))
  return performance.now() - begun
}

/** Warm up all contestants, and find out how many signatures fill a turn. */
async function signaturesOfTurn(contestants: readonly Contestant[], atOnce: number): Promise<number> {
  let count = atOnce
  for (;;) {
    let ms = 0
    for (const contestant of contestants) ms += await timed(contestant, count, atOnce)
    const turn = ms / contestants.length
    if (turn > TURN / 3) return Math.max(atOnce, Math.round((count * TURN) / turn))
    count *= 2
  }
}

/**
 * Measure in rounds until the time is over.
 *
 * @param progress is called after each turn with the part of the whole that is done, from 0 to 1
 */
export async function* measure(
  contestants: readonly Contestant[],
  { atOnce, seconds }: Pick<Setup, 'atOnce' | 'seconds'>,
  progress: (fraction: number) => void,
): AsyncGenerator<Round> {
  const count = await signaturesOfTurn(contestants, atOnce)
  let turns = 0
  let spent = 0
  for (let round = 0; round < MIN_ROUNDS || spent < seconds * 1000; round++) {
    const rates: { [name: string]: number } = {}
    // Each round begins with another contestant, so that none has the better place.
    const first = round % contestants.length
    for (const contestant of [...contestants.slice(first), ...contestants.slice(0, first)]) {
      const ms = await timed(contestant, count, atOnce)
      spent += ms
      rates[contestant.name] = (count / ms) * 1000
      turns++
      const ofTime = spent / (seconds * 1000)
      const ofTurns = turns / (MIN_ROUNDS * contestants.length)
      progress(Math.min(ofTime, ofTurns, 1))
    }
    yield rates as Round
  }
}

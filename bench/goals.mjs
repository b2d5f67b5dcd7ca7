/** The goals: ratios between two entries of a group, and sizes. */
import { JOSE_CHECK, LEAST_CHECK, OURS_CHECK } from './checks.mjs'
import { OURS, OURS_JWK, RAW } from './contenders.mjs'
import { ratio } from './statistics.mjs'

const MAIN = ['RS384', 'ES384']

const each = (values, goal) => values.map(goal)

const overhead = (group, more) => ({ topic: 'overhead', group, of: OURS, over: 'jose', ...more })

const signing = (alg, atOnce, more) => ({
  topic: 'sign',
  group: `${alg}, ${atOnce} at once`,
  of: OURS,
  ...more,
})

const checking = (alg, atOnce, more) => ({
  topic: 'check',
  group: `${alg}, ${atOnce} at once`,
  of: OURS_CHECK,
  ...more,
})

/**
 * Each goal bounds, by `least` or `most`, the ratio of the entry `of` to the entry `over`; without `over`,
 * the figure of the entry `of`. `where` matches the runtimes that it applies to; by default all of them.
 */
const GOALS = [
  ...each(MAIN, (alg) => overhead(`sign ${alg}`, { most: 0.25, where: /^node/ })),
  ...each(MAIN, (alg) => overhead(`sign ${alg}`, { most: 0.4, where: /^(deno|bun)$/ })),
  ...each(MAIN, (alg) => overhead(`octets allocated, sign ${alg}`, { most: 0.5 })),
  ...each(MAIN, (alg) => signing(alg, 16, { over: RAW, least: 0.97, where: /^(node|deno$|bun$)/ })),
  ...each(MAIN, (alg) => signing(alg, 1, { over: RAW, least: 0.95 })),
  ...each(MAIN, (alg) => signing(alg, 1, { of: OURS_JWK, over: OURS, least: 0.97 })),
  ...['jsonwebtoken', 'fast-jwt'].flatMap((over) =>
    each(MAIN, (alg) => signing(alg, 16, { over, least: 1.7, where: /^node/ })),
  ),
  ...['hono', 'tsndr'].flatMap((rival) =>
    ['JWK', 'CryptoKey'].flatMap((key) =>
      each(MAIN, (alg) => signing(alg, 16, { over: `${rival}, ${key}`, least: 2 })),
    ),
  ),
  { topic: 'base64url', group: 'encode 256 B', of: 'subtle-jws', over: 'jose', most: 0.4, where: /^node20$/ },
  ...['encode', 'decode'].flatMap((way) =>
    each(['256 B', '4 KiB', '1 MiB'], (size) => ({
      topic: 'base64url',
      group: `${way} ${size}`,
      of: 'subtle-jws',
      over: 'native',
      most: 1,
      // Where ours calls the native function, the ratio differs from 1 only by noise.
      within: 'low',
    })),
  ),
  ...each(MAIN, (alg) => ({
    topic: 'cold',
    group: `process, ${alg}`,
    of: 'subtle-jws',
    over: 'jose',
    most: 0.3,
  })),
  ...[1, 16].flatMap((atOnce) =>
    each(MAIN, (alg) => [
      checking(alg, atOnce, { over: LEAST_CHECK, least: 0.93 }),
      checking(alg, atOnce, { over: JOSE_CHECK, least: 1 }),
    ]).flat(),
  ),
]

/**
 * Judge the goals that a runtime's topics have figures for: `{ what, found, low, high, least?, most?, met }`.
 */
export function judge(runtime, topics) {
  const applying = GOALS.filter(({ where }) => !where || where.test(runtime))
  return applying.map((goal) => judgeGoal(goal, topics)).filter(Boolean)
}

function judgeGoal(goal, topics) {
  const group = topics[goal.topic]?.groups?.find(({ name }) => name === goal.group)
  const rowOf = (wanted) => group?.rows.find(({ name, figures }) => name === wanted && figures)
  const of = rowOf(goal.of)
  const over = rowOf(goal.over)
  if (!of || (goal.over && !over)) return undefined
  const { median, low, high } = over ? ratio(of, over) : sameFor(of.figures[0])
  const { least = 0, most = Infinity } = goal
  const judged = goal.within === 'low' ? low : median
  const met = least <= judged && judged <= most
  const bound = goal.least === undefined ? { most } : { least }
  const what = `${goal.topic}, ${goal.group}: ${goal.of}${over ? ` to ${goal.over}` : ', octets'}`
  return { what, found: median, low, high, ...bound, met }
}

const sameFor = (figure) => ({ median: figure, low: figure, high: figure })

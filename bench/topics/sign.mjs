/** Signatures per second, one after the other and many at once. */
import { ALGORITHMS, CLAIMS, entryOf, keyFor, RAW } from '../contenders.mjs'
import { atOnce, calibrated, inSequence } from '../measure.mjs'

const MAIN = ['RS384', 'ES384']

/** How many signatures are under way at once, for SMART's algorithms and for the others. */
const LEVELS = [1, 4, 16, 64]
const OTHER_LEVELS = [1, 16]

/** A group for each algorithm and level; in brief, only SMART's or the requested algorithms at two levels. */
export function groupsOf({ brief, algs }, entries) {
  const group = (alg, level) => ({
    name: `${alg}, ${level} at once`,
    unit: 'per second',
    base: RAW,
    entries: () => entries(alg, level),
  })
  if (brief) return (algs ?? MAIN).flatMap((alg) => OTHER_LEVELS.map((level) => group(alg, level)))
  return [
    ...MAIN.flatMap((alg) => LEVELS.map((level) => group(alg, level))),
    ...ALGORITHMS.filter((alg) => !MAIN.includes(alg)).flatMap((alg) =>
      OTHER_LEVELS.map((level) => ({ ...group(alg, level), rounds: 4, time: 30 })),
    ),
  ]
}

/** Milliseconds that a run should take. */
const RUN_TIME = 20

/** A contender's run at a level, with enough calls to keep its lanes busy most of the time. */
export function runOf({ sync }, level, act) {
  return calibrated((ops) => (sync ? inSequence(ops, act) : atOnce(level, ops, act)), level, RUN_TIME, 16)
}

/** Throw if another implementation does not verify a token. */
async function checkToken(token, jwk, { verifyJwt, toPublicJwk }, jose) {
  const publicJwk = toPublicJwk(jwk)
  const verified = [(await verifyJwt(token, publicJwk)).claims]
  if (jose) verified.push((await jose.jwtVerify(token, await jose.importJWK(publicJwk, jwk.alg))).payload)
  for (const claims of verified) {
    if (claims.jti !== CLAIMS.jti) throw new Error('the token holds other claims')
  }
}

export function groups({ contenders, lib, jose, brief, algs }) {
  const keys = {}
  return groupsOf({ brief, algs }, async (alg, level) => {
    keys[alg] ??= await keyFor(alg)
    const jwk = keys[alg]
    const chosen = contenders.filter(({ slow }) => level === 1 || !slow)
    const entries = []
    for (const contender of chosen) {
      entries.push(
        await entryOf(contender, alg, async (module) => {
          const act = await contender.signer(alg, jwk, module)
          const made = await act()
          await checkToken(act.token ? act.token(made) : made, jwk, lib, jose)
          return runOf(contender, level, act)
        }),
      )
    }
    return entries
  })
}

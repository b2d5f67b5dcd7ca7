/**
 * A server's whole check of a client assertion: form, client, key, signature, claims, replay. The contestants
 * take turns, each in a process of its own, so that none profits from what another has warmed up.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import * as lib from '../../dist/index.js'
import { within } from '../../test/runtimes/processes.mjs'
import { CHECKS, LEAST_CHECK } from '../checks.mjs'
import { CLAIMS, keyFor } from '../contenders.mjs'

const program = fileURLToPath(new URL('../programs/check.mjs', import.meta.url))

/** Assertions in a turn of about 50 ms: an ECDSA signature takes ten times as long to verify. */
const ASSERTIONS = { RS384: 600, ES384: 60 }

const LEVELS = [1, 16]

/** Many short turns, so that other load on the machine affects all alike. */
const ROUNDS = 31

/** Seconds for a group. */
const PATIENCE = 100

const TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/** The public key set of a client, and its token requests, whose assertions expire after all turns. */
async function materialFor(alg) {
  const jwk = await keyFor(alg)
  const signer = await lib.importSigner(jwk)
  const exp = Math.floor(Date.now() / 1000) + 299
  const requestFor = async (_, i) => {
    const assertion = await lib.signJwt({ ...CLAIMS, exp, jti: `${CLAIMS.jti}-${i}` }, signer)
    return { grant_type: 'client_credentials', client_assertion_type: TYPE, client_assertion: assertion }
  }
  const bodies = await Promise.all(Array.from({ length: ASSERTIONS[alg] }, requestFor))
  return { alg, jwks: lib.toPublicJwks({ keys: [jwk] }), bodies }
}

/** Start a process that checks in one way. Returns a function that makes it take a turn. */
async function begin(start, { file, args }, task) {
  const running = start(file, [...args, program, JSON.stringify(task)], {})
  const lines = createInterface({ input: running.control })[Symbol.asyncIterator]()
  const answer = async () => {
    const { done, value } = await lines.next()
    if (done) throw new Error(`it ended with ${await running.ended}`)
    return value
  }
  await answer()
  return async () => {
    running.control.write('turn\n')
    return JSON.parse(await answer())
  }
}

/** All ways take turns, A B C C B A. */
async function turnsOf(start, row, { level, file }) {
  const ways = []
  for (const name of Object.keys(CHECKS)) {
    const turn = await begin(start, row, { name, level, file })
    ways.push({ name, turn, taken: [] })
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const { turn, taken } of round % 2 ? ways.toReversed() : ways) taken.push(await turn())
  }
  return ways
}

/** Rounded to four digits: further ones are noise. */
const perSecond = (ms) => Number((1000 / ms).toPrecision(4))

/**
 * The groups of a version of Node: by the clock, which tells how fast a server is, and by the CPU time of the
 * whole process, which depends less on other load.
 */
export async function checkGroups(row, site, algs = Object.keys(ASSERTIONS)) {
  const groups = []
  for (const alg of Object.keys(ASSERTIONS).filter((name) => algs.includes(name))) {
    for (const level of LEVELS) {
      const file = join(site, 'check.json')
      writeFileSync(file, JSON.stringify(await materialFor(alg)))
      const ways = await within(PATIENCE, (start) => turnsOf(start, row, { level, file }))
      const groupOf = (name, unit, figure) => ({
        name,
        unit,
        base: LEAST_CHECK,
        rows: ways.map((way) => ({
          name: way.name,
          figures: way.taken.map((taken) => perSecond(taken[figure])),
        })),
      })
      groups.push(groupOf(`${alg}, ${level} at once`, 'per second', 'wall'))
      groups.push(groupOf(`${alg}, ${level} at once, CPU time`, 'per second of CPU time', 'cpu'))
    }
  }
  return groups
}

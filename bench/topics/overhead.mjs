/**
 * The cost of everything except cryptography: a stub of crypto.subtle answers at once with a fixed signature.
 */
import {
  base64urlOf,
  CLAIMS,
  entryOf,
  keyFor,
  octetsOf,
  OURS_JWK,
  PORTABLE,
  RAW,
  verifying,
} from '../contenders.mjs'
import { atOnce } from '../measure.mjs'

const OPS = 500

/** Octets of an RSA signature with 2048 bits, and of one on P-384. */
const SIGNATURES = { RS384: 256, ES384: 96 }

const signatureFor = (alg) => new Uint8Array(SIGNATURES[alg]).fill(0xa5)

/** Replace crypto.subtle with a stub that signs and verifies at once. The runtime still imports the keys. */
function stub() {
  const real = crypto.subtle
  const RS384 = signatureFor('RS384').buffer
  const ES384 = signatureFor('ES384').buffer
  const answers = {
    sign: async ({ name }) => (name === 'ECDSA' ? ES384 : RS384),
    verify: async () => true,
    importKey: (...args) => real.importKey(...args),
    exportKey: (...args) => real.exportKey(...args),
    generateKey: (...args) => real.generateKey(...args),
    digest: (...args) => real.digest(...args),
  }
  Object.defineProperty(crypto, 'subtle', { value: answers, configurable: true })
}

function checkToken(token, alg) {
  const [, payload, signature] = token.split('.')
  const { jti } = JSON.parse(String.fromCharCode(...octetsOf(payload)))
  const good = jti === CLAIMS.jti && signature === base64urlOf(signatureFor(alg))
  if (!good) throw new Error('the token holds other claims or another signature')
}

let stubbed

/** The functions to measure, of contenders that call crypto.subtle, which the stub replaces. */
async function acts(alg, use) {
  const jwk = await keyFor(alg)
  const { signJwt, toPublicJwk } = await import('../../dist/index.js')
  if (!stubbed) stub()
  stubbed = true
  const token = await signJwt(CLAIMS, jwk)
  return Promise.all(
    PORTABLE.map((contender) =>
      entryOf(use === 'verify' ? verifying(contender) : contender, alg, async (module) => {
        if (use === 'verify') {
          const verify = await contender.verifier(alg, toPublicJwk(jwk), module, token)
          await verify(token)
          return { act: () => verify(token) }
        }
        const act = await contender.signer(alg, jwk, module)
        const made = await act()
        checkToken(act.token ? act.token(made) : made, alg)
        return { act }
      }),
    ),
  )
}

/**
 * Contenders that import their JWK for each token are left out: they would show the cost of the import alone.
 */
const prepared = ({ name }) => name === OURS_JWK || !name.endsWith(', JWK')

const entriesOf = async (alg, use, runFor) =>
  (await acts(alg, use)).filter(prepared).map(({ act, ...entry }) => ({
    ...entry,
    name: entry.name === RAW ? 'the stub alone' : entry.name,
    ...(act && { ops: OPS, run: runFor(act) }),
  }))

const groupsFor = (named, more) =>
  ['sign', 'verify'].flatMap((use) =>
    Object.keys(SIGNATURES).map((alg) => ({
      name: named(use, alg),
      less: true,
      base: 'jose',
      entries: () => entriesOf(alg, use, (act) => atOnce(1, OPS, act)),
      ...more,
    })),
  )

export function groups() {
  return groupsFor((use, alg) => `${use} ${alg}`, { unit: 'µs', rounds: 15, time: 40 })
}

/**
 * Octets that each token leaves behind, on the heap and outside of it. Needs Node with --expose-gc and a
 * young generation so large that there is no garbage collection during a run.
 */
export function allocationGroups() {
  return groupsFor((use, alg) => `octets allocated, ${use} ${alg}`, { unit: 'octets', rounds: 7 })
}

/** How many octets an operation of an entry leaves behind. */
export async function allocated({ run, ops }) {
  const { GCProfiler } = process.getBuiltinModule('node:v8')
  const taken = () => {
    const { heapUsed, external } = process.memoryUsage()
    return heapUsed + external
  }
  gc()
  const profiler = new GCProfiler()
  profiler.start()
  const before = taken()
  await run()
  const octets = taken() - before
  if (profiler.stop().statistics.length) throw new Error('garbage was collected during the run')
  return octets / ops
}

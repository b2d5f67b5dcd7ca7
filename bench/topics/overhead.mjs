/** All but the cryptography: crypto.subtle answers at once, with a signature that is always the same. */
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

/** Put what answers at once in the place of crypto.subtle; keys are still imported by the runtime's own. */
function stub() {
  const real = crypto.subtle
  const signatures = Object.entries(SIGNATURES).map(([alg, octets]) => [
    alg,
    new Uint8Array(octets).fill(0xa5).buffer,
  ])
  const { RS384, ES384 } = Object.fromEntries(signatures)
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
  const good = jti === CLAIMS.jti && signature === base64urlOf(new Uint8Array(SIGNATURES[alg]).fill(0xa5))
  if (!good) throw new Error('not the token that was to be made')
}

let stubbed

/** The acts that are measured: those that call crypto.subtle, so that it can be stubbed. */
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

/** What imports its JWK for each token has no overhead but that: with a stub in place it says nothing. */
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
 * Octets that a token's making leaves behind, on the heap and beside it. For Node with --expose-gc, and young
 * generations so large that nothing is collected meanwhile.
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
  if (profiler.stop().statistics.length) throw new Error('something was collected meanwhile')
  return octets / ops
}

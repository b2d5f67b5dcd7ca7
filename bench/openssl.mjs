/** The limit of the machine: `openssl speed` on all cores, in turn with raw WebCrypto and subtle-jws. */
import { spawnSync } from 'node:child_process'
import { cpus } from 'node:os'
import * as lib from '../dist/index.js'
import { outputOf } from '../test/runtimes/processes.mjs'
import { CLAIMS, entryOf, keyFor, OURS, PORTABLE, RAW, verifying } from './contenders.mjs'
import { measure, slice } from './measure.mjs'
import { runOf } from './topics/sign.mjs'
import '../test/plain.mjs'

const NAMES = { RS384: 'rsa2048', ES384: 'ecdsap384' }

/** Signatures or verifications per second: the last two numbers that `openssl speed` prints. */
function speedOf(output, use) {
  const [, sign, verify] = /([\d.]+)\s+([\d.]+)\s*$/.exec(output.trim()) ?? []
  const speed = Number(use === 'sign' ? sign : verify)
  if (!(speed > 0)) throw new Error(`openssl speed printed ${JSON.stringify(output.slice(-200))}`)
  return speed
}

function missing() {
  if (!spawnSync('openssl', ['version']).error) return undefined
  const reason = 'missing: apt-get install -y --no-install-recommends openssl'
  return process.env.CI ? { failed: reason } : { lacks: reason }
}

const CONTENDERS = PORTABLE.filter(({ name }) => name === OURS || name === RAW)

export async function openssl(use, { start, algs = Object.keys(NAMES) }) {
  const cores = String(cpus().length)
  const name = `openssl speed, ${cores} processes`
  const groups = []
  for (const [alg, key] of Object.entries(NAMES)) {
    if (!algs.includes(alg)) continue
    const entries = async () => {
      const jwk = await keyFor(alg)
      const publicJwk = lib.toPublicJwk(jwk)
      const token = await lib.signJwt(CLAIMS, jwk)
      const makers = CONTENDERS.map((contender) =>
        entryOf(use === 'verify' ? verifying(contender) : contender, alg, async (module) => {
          if (use === 'sign') return runOf({}, 16, await contender.signer(alg, jwk, module))
          const verify = await contender.verifier(alg, publicJwk, module, token)
          return runOf({}, 16, () => verify(token))
        }),
      )
      return [{ name, ...missing() }, ...(await Promise.all(makers))]
    }
    const sliceOf = async (entry, time) => {
      if (entry.name !== name) return slice(entry, time)
      const args = ['speed', '-elapsed', '-seconds', '1', '-multi', cores, key]
      return 1000 / speedOf(await outputOf(start('openssl', args)), use)
    }
    const group = {
      name: `${alg}, 16 at once, beside openssl`,
      unit: 'per second',
      base: name,
      rounds: 3,
      time: 1000,
      entries,
    }
    groups.push(await measure(group, sliceOf))
  }
  return groups
}

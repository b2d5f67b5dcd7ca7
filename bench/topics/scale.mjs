/** How cost grows with the payload, the keys of a set, the JWK objects, and the worker threads. */
import { cpus } from 'node:os'
import { Worker } from 'node:worker_threads'
import * as jose from 'jose'
import * as lib from '../../dist/index.js'
import {
  CLAIMS,
  cryptoKeyOf,
  isAsked,
  keyFor,
  OURS,
  OURS_VERIFIER,
  parametersOf,
  partsOf,
  RAW,
} from '../contenders.mjs'
import { atOnce, calibrated, measure } from '../measure.mjs'
import { sizeText } from './base64url.mjs'

const PAYLOADS = [100, 1024, 16384, 131072, 1048576]
const KEYS = [1, 100, 10000]
/** A single object would be lost in the noise of the heap. */
const OBJECTS = [100, 10000, 100000]

async function one(name, act) {
  const run = await calibrated((ops) => atOnce(1, ops, act), 1, 10)
  return { name, ...run }
}

async function each(...pairs) {
  const entries = []
  for (const [name, act] of pairs) entries.push(await one(name, act))
  return entries
}

/** Sign and verify a token that another implementation made, with raw WebCrypto. */
async function rawOf(alg, jwk, token) {
  const parameters = parametersOf(alg)
  const key = await cryptoKeyOf(alg, jwk, 'sign')
  const publicKey = await cryptoKeyOf(alg, lib.toPublicJwk(jwk), 'verify')
  const [signature, signingInput] = partsOf(token)
  return {
    sign: () => crypto.subtle.sign(parameters, key, signingInput),
    verify: () => crypto.subtle.verify(parameters, publicKey, signature, signingInput),
  }
}

function payloadGroups(jwk) {
  const alg = 'RS384'
  return PAYLOADS.flatMap((size) => {
    const material = async () => {
      const claims = { ...CLAIMS, text: 'x'.repeat(size) }
      const signer = await lib.importSigner(jwk)
      const token = await lib.signJwt(claims, signer)
      const key = await jose.importJWK(jwk, alg)
      const header = { alg, kid: jwk.kid, typ: 'JWT' }
      return { claims, signer, token, key, header, raw: await rawOf(alg, jwk, token) }
    }
    const common = { unit: 'per second', base: RAW, rounds: 5, time: 30 }
    return [
      {
        ...common,
        name: `sign ${sizeText(size)}`,
        async entries() {
          const { claims, signer, token, key, header, raw } = await material()
          const theirs = () => new jose.SignJWT(claims).setProtectedHeader(header).sign(key)
          const payload = (jwt) => jwt.split('.')[1]
          if (payload(await theirs()) !== payload(token)) throw new Error('jose makes another payload')
          return each([OURS, () => lib.signJwt(claims, signer)], [RAW, raw.sign], ['jose', theirs])
        },
      },
      {
        ...common,
        name: `verify ${sizeText(size)}`,
        async entries() {
          const { token, raw } = await material()
          const publicJwk = lib.toPublicJwk(jwk)
          const verifier = await lib.importVerifier(publicJwk)
          const key = await jose.importJWK(publicJwk, alg)
          if (!(await raw.verify())) throw new Error('the token does not verify')
          return each(
            [OURS_VERIFIER, () => lib.verifyJwt(token, verifier, { maxLength: 2 ** 21 })],
            [RAW, raw.verify],
            ['jose', () => jose.jwtVerify(token, key)],
          )
        },
      },
    ]
  })
}

/**
 * The last key of a set is the right one. All have the same key material, since only the kid selects a key.
 */
function keySetGroups(jwk) {
  return KEYS.flatMap((count) => {
    const kid = `key-${count - 1}`
    const common = { unit: 'per second', rounds: 5, time: 30 }
    return [
      {
        ...common,
        name: `sign, ${count} keys in the set`,
        base: OURS,
        async entries() {
          const jwks = keySet(jwk, count)
          const signer = await lib.importSigner(jwks, { kid })
          const bySet = async () => lib.signJwt(CLAIMS, await lib.importSigner(jwks, { kid }))
          if (lib.decodeJwt(await bySet()).header.kid !== kid) throw new Error('signed with another key')
          return each([OURS, () => lib.signJwt(CLAIMS, signer)], ['subtle-jws, importSigner by kid', bySet])
        },
      },
      {
        ...common,
        name: `verify, ${count} keys in the set`,
        base: OURS_VERIFIER,
        async entries() {
          const jwks = keySet(lib.toPublicJwk(jwk), count)
          const token = await lib.signJwt(CLAIMS, { ...jwk, kid })
          const verifier = await lib.importVerifier(jwks.keys.at(-1))
          const theirs = jose.createLocalJWKSet(jwks)
          return each(
            [OURS_VERIFIER, () => lib.verifyJwt(token, verifier)],
            ['subtle-jws, JWK Set', () => lib.verifyJwt(token, jwks)],
            ['jose, JWK Set', () => jose.jwtVerify(token, theirs)],
          )
        },
      },
    ]
  })
}

async function settled() {
  for (let i = 0; i < 4; i++) {
    gc()
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const { heapUsed, external, rss } = process.memoryUsage()
  return { heap: heapUsed + external, rss }
}

/** A JWK Set of distinct objects, which differ only in their kids. */
function keySet(jwk, count) {
  return { keys: Array.from({ length: count }, (_, i) => ({ ...jwk, kid: `key-${i}` })) }
}

async function importAll({ keys }) {
  for (const key of keys) await lib.importVerifier(key)
}

/**
 * The memory that an imported JWK object takes, and what is left of it once the object is gone. The keys are
 * Ed25519, the fastest to import.
 */
async function memoryGroup(publicJwk, count) {
  const empty = await settled()
  const holder = keySet(publicJwk, count)
  const before = await settled()
  await importAll(holder)
  const kept = await settled()
  delete holder.keys
  const left = await settled()
  const per = (octets) => [Math.round(Math.max(0, octets) / count)]
  const stays = left.heap - empty.heap > (kept.heap - empty.heap) / 4
  const end = stays ? { failed: 'they are not released' } : { figures: per(left.heap - empty.heap) }
  return {
    name: `memory, ${count} JWK objects`,
    unit: 'octets an object',
    less: true,
    rows: [
      { name: 'kept on the heap', figures: per(kept.heap - before.heap) },
      { name: 'resident memory', figures: per(kept.rss - before.rss) },
      { name: 'left when they are gone', ...end },
    ],
  }
}

function openThreads(count, name, alg, jwk) {
  const program = new URL('../programs/thread.mjs', import.meta.url)
  return Array.from({ length: count }, () => new Worker(program, { workerData: { name, alg, jwk } }))
}

const answerOf = (worker, ops) =>
  new Promise((resolve, reject) => {
    worker.once('error', reject)
    worker.once('message', (answer) => {
      worker.off('error', reject)
      resolve(answer)
    })
    worker.postMessage(ops)
  })

function threadGroups(jwk) {
  const alg = 'RS384'
  const names = [OURS, RAW, 'jose', 'jsonwebtoken']
  return Array.from({ length: cpus().length }, (_, i) => i + 1).map((count) => ({
    name: `${alg}, ${count} worker threads, 16 at once in each`,
    unit: 'per second',
    base: RAW,
    rounds: 5,
    time: 150,
    async entries() {
      const entries = []
      for (const name of names) {
        const workers = openThreads(count, name, alg, jwk)
        const runFor = (ops) => async () => {
          await Promise.all(workers.map((worker) => answerOf(worker, ops / count)))
        }
        const token = await answerOf(workers[0], 0)
        if (name !== RAW) await lib.verifyJwt(token, lib.toPublicJwk(jwk))
        entries.push({ name, ...(await calibrated(runFor, 16 * count, 50, 64)) })
      }
      return entries
    },
  }))
}

export async function runScale({ algs }) {
  const [rsa, ec, okp] = await Promise.all(['RS384', 'ES384', 'EdDSA'].map(keyFor))
  const groups = []
  // The first imports allocate memory of the runtime, which must not count for the objects.
  await importAll(keySet(lib.toPublicJwk(okp), 100))
  for (const count of OBJECTS) groups.push(await memoryGroup(lib.toPublicJwk(okp), count))
  const measured = [...payloadGroups(rsa), ...keySetGroups(ec), ...threadGroups(rsa)]
  for (const group of measured.filter(({ name }) => isAsked(algs)(name))) {
    groups.push(await measure(group))
  }
  return { groups }
}

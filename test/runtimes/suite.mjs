/**
 * Runs inside a runtime, bundled into one file: the portable suite, and the cases of the runtimes' runner.
 */
import { equal, refuses } from '../portable/check.ts'
import { suite } from '../portable/suite.ts'

export { ALGORITHMS } from '../portable/tokens.ts'
export { equal }
export { toLine } from './protocol.mjs'

/** Milliseconds for a case: several times what the slowest, the load on workerd, takes on a busy machine. */
const PATIENCE = 30_000

/** The algorithms of the keys that a page keeps. */
export const KEPT_ALGORITHMS = ['ES384', 'RS384']

/** Run cases one after the other. A case that never ends fails, and the next one runs. */
export async function runCases(cases, lib) {
  const results = []
  for (const { name, run } of cases) {
    const start = Date.now()
    let timer
    const late = new Promise((_, reject) => {
      timer = setTimeout(reject, PATIENCE, new Error(`no end within ${PATIENCE / 1000} s`))
    })
    // The message, since some runtimes leave it out of the stack.
    const running = (async () => run(lib))()
    const error = await Promise.race([late, running]).then(() => undefined, String)
    clearTimeout(timer)
    results.push({ name, ms: Date.now() - start, error })
  }
  return results
}

const claimsFrom = (iss, alg) => ({ iss, alg })

/**
 * Make a key and a token for each algorithm, once in Node for all runtimes. If signing fails, the error
 * stands in the token's place, and every runtime fails on it.
 */
export async function makeExchange(lib, algorithms) {
  const entries = algorithms.map(async (alg) => {
    const jwk = await lib.generateJwk(alg)
    const token = await lib.signJwt(claimsFrom('node', alg), jwk).catch(String)
    return { alg, jwk, publicJwk: lib.toPublicJwk(jwk), token }
  })
  return Promise.all(entries)
}

const exchangeName = (alg) => `exchange: Node’s ${alg} token verifies here`

/** The names of all cases that runSuite runs. */
export function namesOf(exchange) {
  return [...suite.map(({ name }) => name), ...exchange.map(({ alg }) => exchangeName(alg))]
}

/** The report of a runtime: the portable suite, Node's tokens verified, and tokens for Node to verify. */
export async function runSuite(lib, exchange) {
  const tokens = {}
  const exchangeCases = exchange.map(({ alg, jwk, publicJwk, token }) => ({
    name: exchangeName(alg),
    async run({ signJwt, verifyJwt }) {
      tokens[alg] = await signJwt(claimsFrom('runtime', alg), jwk)
      equal((await verifyJwt(token, publicJwk)).claims, claimsFrom('node', alg))
    },
  }))
  return { cases: await runCases([...suite, ...exchangeCases], lib), tokens }
}

/** Verify a runtime's tokens in Node. */
export function verifyTokens(lib, exchange, tokens) {
  const cases = exchange.map(({ alg, publicJwk }) => ({
    name: `exchange: its ${alg} token verifies in Node`,
    async run({ verifyJwt }) {
      equal((await verifyJwt(tokens[alg], publicJwk)).claims, claimsFrom('runtime', alg))
    },
  }))
  return runCases(cases, lib)
}

/** A SubtleCrypto that records which of its methods are called. */
function noting(subtle, calls) {
  return new Proxy(subtle, {
    get(target, method) {
      return (...args) => {
        calls.add(method)
        return target[method](...args)
      }
    },
  })
}

/** The report of a runtime without crypto.subtle; with `subtle`, also of setSubtleCrypto. */
export async function runWithoutSubtle(lib, exchange, subtle) {
  const { jwk, token } = exchange.find(({ alg }) => alg === 'ES384')
  const acts = {
    signJwt: () => lib.signJwt({}, { ...jwk }),
    importSigner: () => lib.importSigner({ ...jwk }),
    verifyJwt: () => lib.verifyJwt(token, { ...jwk, key_ops: ['verify'] }),
    generateJwk: () => lib.generateJwk('ES384'),
    jwkThumbprint: () => lib.jwkThumbprint(jwk),
  }
  const cases = Object.entries(acts).map(([name, act]) => ({
    name: `without crypto.subtle: ${name} says so, and what helps`,
    async run() {
      equal(typeof globalThis.crypto?.subtle, 'undefined', 'crypto.subtle')
      await refuses('ERR_CRYPTO', act, /crypto\.subtle.*https/)
    },
  }))
  if (subtle) {
    cases.push({
      name: 'without crypto.subtle: a SubtleCrypto that is passed in is used until it is removed',
      async run() {
        const calls = new Set()
        lib.setSubtleCrypto(noting(subtle, calls))
        for (const act of Object.values(acts)) await act()
        lib.setSubtleCrypto(undefined)
        equal([...calls].sort(), ['digest', 'exportKey', 'generateKey', 'importKey', 'sign', 'verify'])
        await refuses('ERR_CRYPTO', acts.signJwt)
      },
    })
  }
  return { cases: await runCases(cases, lib), tokens: {} }
}

/** What runs inside a runtime, bundled into one file: the portable suite, and what the runtimes' runner adds. */
import { equal, refuses } from '../portable/check.ts'
import { suite } from '../portable/suite.ts'

export { ALGORITHMS } from '../portable/tokens.ts'
export { equal }
export { toLine } from './protocol.mjs'

/** Milliseconds that a case may take: several times what the slowest, the load on workerd, needs on a busy machine. */
const PATIENCE = 30_000

/** The algorithms of the keys that a page keeps. */
export const KEPT_ALGORITHMS = ['ES384', 'RS384']

/** Run cases one after the other; one that never ends fails, and the next one runs. */
export async function runCases(cases, lib) {
  const results = []
  for (const { name, run } of cases) {
    const start = Date.now()
    let timer
    const late = new Promise((_, reject) => {
      timer = setTimeout(reject, PATIENCE, new Error(`no end within ${PATIENCE / 1000} s`))
    })
    // Not the stack: some runtimes leave the message out of it.
    const error = await Promise.race([late, (async () => run(lib))()]).then(() => undefined, String)
    clearTimeout(timer)
    results.push({ name, ms: Date.now() - start, error })
  }
  return results
}

const claimsFrom = (iss, alg) => ({ iss, alg })

/**
 * Keys of all algorithms, made once by Node for all runtimes, each with a token of Node's. Where signing is
 * broken the token says so, and every runtime fails on it.
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

/** The names of all that runSuite runs. */
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

/** Node's half of the exchange. */
export function verifyTokens(lib, exchange, tokens) {
  const cases = exchange.map(({ alg, publicJwk }) => ({
    name: `exchange: its ${alg} token verifies in Node`,
    async run({ verifyJwt }) {
      equal((await verifyJwt(tokens[alg], publicJwk)).claims, claimsFrom('runtime', alg))
    },
  }))
  return runCases(cases, lib)
}

/** A SubtleCrypto that notes which of its methods are called. */
function noting(subtle, calls) {
  return new Proxy(subtle, {
    get:
      (target, method) =>
      (...args) => {
        calls.add(method)
        return target[method](...args)
      },
  })
}

/** The report of a runtime without crypto.subtle; where there is a SubtleCrypto to hand in, with that too. */
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
      name: 'without crypto.subtle: a SubtleCrypto that is handed in does all the work, until it is taken back',
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

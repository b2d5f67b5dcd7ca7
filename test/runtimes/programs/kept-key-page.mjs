// Makes keys and keeps them; after a reload, signs with them.
import { generateSigner, importSigner, signJwt } from './dist/index.js'
import { keepKey, keptKey } from './kept-key.mjs'
import { equal, KEPT_ALGORITHMS, runCases } from './suite.mjs'

/** Keep a new key for each algorithm, and publish the public keys. */
async function keepKeys() {
  const published = { keys: [] }
  const cases = KEPT_ALGORITHMS.map((alg) => ({
    name: `IndexedDB: a new ${alg} key is kept, and no other in its place`,
    async run() {
      const made = await generateSigner(alg)
      await keepKey(alg, made)
      published.keys.push(made.publicJwk)
      equal(await keepKey(alg, made).catch(({ name }) => name), 'ConstraintError')
    },
  }))
  return { cases: await runCases(cases), published, reload: true }
}

/** Sign with the keys that were kept. */
async function signWithKept() {
  const tokens = {}
  const cases = KEPT_ALGORITHMS.map((alg) => ({
    name: `IndexedDB: after a reload the ${alg} key is still not extractable, and signs`,
    async run() {
      const { privateKey, publicJwk } = await keptKey(alg)
      equal([privateKey.type, privateKey.extractable, privateKey.usages], ['private', false, ['sign']])
      equal(await crypto.subtle.exportKey('jwk', privateKey).catch(({ name }) => name), 'InvalidAccessError')
      tokens[alg] = await signJwt({ iss: alg }, await importSigner(privateKey, { alg, kid: publicJwk.kid }))
    },
  }))
  return { cases: await runCases(cases), tokens }
}

export default function () {
  const [{ type }] = performance.getEntriesByType('navigation')
  return type === 'reload' ? signWithKept() : keepKeys()
}

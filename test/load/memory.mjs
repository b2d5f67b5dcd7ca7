// How much memory the memory store keeps: 1,000,000 assertions are verified, 1,600 in each second of a
// simulated clock, and each is valid for 15 s. Everything is verified but the signature: subtle.verify is a
// stub.
import { generateJwk, setSubtleCrypto, toPublicJwks } from '../../dist/index.js'
import { createAssertionVerifier, createMemoryReplayStore } from '../../dist/server.js'
import { clientAssertionParams } from '../../dist/smart.js'

const TOTAL = 1_000_000
const RATE = 1600
const LIFE = 15
const AUDIENCE = 'https://server.example/token'

const jwks = toPublicJwks({ keys: [await generateJwk('ES384', { kid: 'a' })] })
setSubtleCrypto({
  importKey: async () => ({}),
  verify: async () => true,
  // The store keeps digests.
  digest: (...parameters) => crypto.subtle.digest(...parameters),
})
let clock = 1_800_000_000_000
const now = () => clock
const store = createMemoryReplayStore({ now, maxEntries: (LIFE + 72) * RATE })
const verifier = createAssertionVerifier({
  audience: AUDIENCE,
  client: async () => ({ jwks }),
  now,
  replayStore: store,
})

const encode = (json) => Buffer.from(JSON.stringify(json)).toString('base64url')
const header = encode({ alg: 'ES384', kid: 'a', typ: 'JWT' })
const signature = 'A'.repeat(128)
const assertion = (jti) => {
  // Of ten clients, for none may have more than a quarter of a store that is half full.
  const iss = `app-${jti.at(-1)}`
  const exp = Math.floor(clock / 1000) + LIFE
  return `${header}.${encode({ iss, sub: iss, aud: AUDIENCE, exp, jti })}.${signature}`
}
const verify = (token) => verifier.verify(clientAssertionParams(token))

const heap = () => {
  gc()
  return Math.round(process.memoryUsage().heapUsed / 1e5) / 10
}
let refused = 0
const heaps = { 0: heap() }
for (let done = 0; done < TOTAL; ) {
  const jti = (i) => `00000000-0000-4000-8000-${done + i}`
  const tokens = Array.from({ length: RATE / 10 }, (_, i) => assertion(jti(i)))
  await Promise.all(tokens.map(verify))
  await verify(tokens[0]).catch(({ code }) => {
    if (code === 'ERR_REPLAY') refused++
  })
  clock += 100
  done += tokens.length
  if (done % 200_000 === 0) heaps[done] = heap()
}
console.log(JSON.stringify({ total: TOTAL, replays: TOTAL / (RATE / 10), refused, heaps }))

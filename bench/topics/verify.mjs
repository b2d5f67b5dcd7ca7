/** Verifications per second, as `sign`; and a SMART server's whole check of a client assertion. */
import {
  CLAIMS,
  cryptoKeyOf,
  entryOf,
  keyFor,
  parametersOf,
  partsOf,
  RAW,
  verifying,
} from '../contenders.mjs'
import { groupsOf, runOf } from './sign.mjs'

/** A token whose signature has another first octet. */
function spoil(token) {
  const dot = token.lastIndexOf('.') + 1
  return `${token.slice(0, dot)}${token[dot] === 'A' ? 'B' : 'A'}${token.slice(dot + 1)}`
}

async function checkRefusal(check, token) {
  const refused = await Promise.resolve(spoil(token))
    .then(check)
    .then(
      () => false,
      () => true,
    )
  if (!refused) throw new Error('a spoilt signature is accepted')
}

/** What every verifier gets: a public key, and a token that another implementation made. */
async function materialFor(alg, { lib, jose }) {
  const jwk = await keyFor(alg)
  const header = { alg, kid: jwk.kid, typ: 'JWT' }
  const token = jose
    ? await new jose.SignJWT(CLAIMS).setProtectedHeader(header).sign(await jose.importJWK(jwk, alg))
    : await lib.signJwt(CLAIMS, jwk)
  return { publicJwk: lib.toPublicJwk(jwk), token }
}

/** Distinct assertions, each of which a replay store accepts once. */
const ASSERTIONS = 256

/** A server's check of client assertions: ours, the same checks on jose, and the bare verification. */
async function serverEntries(alg, level, { lib, jose }) {
  const { createAssertionVerifier, createMemoryReplayStore } = await import('../../dist/server.js')
  const jwk = await keyFor(alg)
  const jwks = lib.toPublicJwks({ keys: [jwk] })
  const signer = await lib.importSigner(jwk)
  const now = Math.floor(Date.now() / 1000)
  const claims = (i) => ({ ...CLAIMS, exp: now + 299, jti: `assertion-${i}` })
  const tokens = await Promise.all(
    Array.from({ length: ASSERTIONS }, (_, i) => lib.signJwt(claims(i), signer)),
  )
  const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
  const bodies = tokens.map((token) => ({ client_assertion_type: type, client_assertion: token }))

  // After the last assertion, a new replay store that knows none of them takes over.
  const freshly = (begin) => {
    let next = 0
    let check
    return () => {
      if (next === 0) check = begin()
      const i = next
      next = (next + 1) % ASSERTIONS
      return check(i)
    }
  }
  const ours = {
    name: 'subtle-jws, assertion verifier',
    load: () => ({}),
    make: () =>
      freshly(() => {
        const replayStore = createMemoryReplayStore()
        const verifier = createAssertionVerifier({
          audience: CLAIMS.aud,
          client: async () => ({ jwks }),
          replayStore,
        })
        return (i) => verifier.verify(bodies[i])
      }),
    good: async (result) => result.clientId === CLAIMS.iss,
  }
  const raw = {
    name: RAW,
    load: () => ({}),
    make: async () => {
      const key = await cryptoKeyOf(alg, jwks.keys[0], 'verify')
      const parameters = parametersOf(alg)
      const parts = tokens.map(partsOf)
      return freshly(() => (i) => crypto.subtle.verify(parameters, key, ...parts[i]))
    },
    good: async (result) => result === true,
  }
  const theirs = {
    name: 'jose, the same checks',
    load: () => jose ?? 'jose is not installed',
    make: ({ createLocalJWKSet, jwtVerify }) => {
      const keySet = createLocalJWKSet(jwks)
      const options = {
        issuer: CLAIMS.iss,
        subject: CLAIMS.sub,
        audience: CLAIMS.aud,
        algorithms: ['RS384', 'ES384'],
      }
      const all = { ...options, clockTolerance: 5, requiredClaims: ['exp', 'jti'] }
      return freshly(() => {
        const seen = new Set()
        return async (i) => {
          const { payload } = await jwtVerify(bodies[i].client_assertion, keySet, all)
          if (payload.exp > Date.now() / 1000 + 305 || seen.has(payload.jti)) throw new Error('refused')
          seen.add(payload.jti)
          return payload
        }
      })
    },
    good: async ({ sub }) => sub === CLAIMS.sub,
  }
  const make = (contender) =>
    entryOf(contender, alg, async (module) => {
      const act = await contender.make(module)
      if (!(await contender.good(await act()))) throw new Error('the check gives another answer')
      return runOf({}, level, act)
    })
  return [await make(ours), await make(raw), await make(theirs)]
}

export function groups({ contenders, brief, algs, ...libraries }) {
  const materials = {}
  const main = groupsOf({ brief, algs }, async (alg, level) => {
    materials[alg] ??= await materialFor(alg, libraries)
    const { publicJwk, token } = materials[alg]
    const entries = []
    for (const contender of contenders.filter(({ slow }) => level === 1 || !slow)) {
      entries.push(
        await entryOf(verifying(contender), alg, async (module) => {
          const verify = await contender.verifier(alg, publicJwk, module, token)
          await verify(token)
          await checkRefusal(verify.check ?? verify, token)
          return runOf(contender, level, () => verify(token))
        }),
      )
    }
    return entries
  })
  const server = ['RS384', 'ES384'].flatMap((alg) =>
    [1, 16].map((level) => ({
      name: `server check ${alg}, ${level} at once`,
      unit: 'per second',
      base: RAW,
      entries: () => serverEntries(alg, level, libraries),
    })),
  )
  return [...main, ...server]
}

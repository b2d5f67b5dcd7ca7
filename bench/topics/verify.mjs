/** Verifications per second, measured like signatures. */
import { CLAIMS, entryOf, keyFor, verifying } from '../contenders.mjs'
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

export function groups({ contenders, brief, algs, ...libraries }) {
  const materials = {}
  return groupsOf({ brief, algs }, async (alg, level) => {
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
}

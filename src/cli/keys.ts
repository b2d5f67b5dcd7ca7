/** The commands that make a key, and that publish one. */
import {
  generateJwk,
  jwkThumbprint,
  toPublicJwks,
  type Jwk,
  type JwkSet,
  type JwsAlgorithm,
} from '../index.ts'
import { shown } from '../errors.ts'
import type { Command, CommandLine } from './command.ts'
import { readKeys, shownPath, writeNew } from './input.ts'
import { toJson } from './output.ts'

export const keygen: Command = {
  usage: 'keygen [--alg ALG] [--kid KID] [--out FILE]',
  about: `Make a private key, as a JWK Set. Keep that secret, and publish what jwks makes of it.

  --alg ALG   its algorithm; default: ES384
  --kid KID   its kid; default: its thumbprint (RFC 7638)
  --out FILE  a new file to write it to, which its owner alone can read (mode 0600);
              default: standard output`,
  options: ['alg', 'kid', 'out'],
  required: [],
  run: generateKey,
}

export const jwks: Command = {
  usage: 'jwks [--kid KID] [--alg ALG] FILE|-',
  about: `Show the public keys of a key file as a JWK Set, fit to be published.

  FILE       a JWK, a JWK Set, or PEM (a key or a certificate); - reads standard input
  --kid KID  the kid of a PEM key; default: its thumbprint (RFC 7638)
  --alg ALG  the algorithm of a PEM key; RSA: RS384 by default`,
  options: ['kid', 'alg'],
  required: [],
  argument: 'FILE',
  run: publishKeys,
}

async function generateKey({ options }: CommandLine): Promise<string> {
  const { alg = 'ES384', kid, out } = options
  const jwk = await generateJwk(alg as JwsAlgorithm, { kid })
  const set = toJson({ keys: [jwk] })
  if (out === undefined) return set
  writeNew(out, `${set}\n`)
  return `wrote the private key ${shown(jwk.kid)}, for ${jwk.alg}, to ${shownPath(out)}`
}

async function publishKeys({ options, argument }: CommandLine): Promise<string> {
  const { alg, kid } = options
  const keys = await readKeys(argument, 'verify', { alg, kid })
  if (keys.keys !== undefined) return toJson(toPublicJwks(keys as JwkSet))
  return toJson(toPublicJwks({ keys: [await named(keys as Jwk)] }))
}

/** A key under its own kid, or else its thumbprint. */
async function named(jwk: Jwk): Promise<Jwk> {
  if (jwk.kid !== undefined) return jwk
  return { ...jwk, kid: await jwkThumbprint(jwk) }
}

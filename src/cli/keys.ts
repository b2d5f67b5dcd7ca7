/** The commands that make, convert and publish keys. */
import { generateJwk, toPublicJwks } from '../index.ts'
import type { Jwk, JwkSet, JwsAlgorithm } from '../index.ts'
import { shown } from '../errors.ts'
import type { Command, CommandLine } from './command.ts'
import { shownPath, writeNew } from './files.ts'
import { readJwks, readPrivateJwk } from './input.ts'
import { toJson } from './output.ts'

export const keygen: Command = {
  usage: 'keygen [--alg ALG] [--kid KID] [--out FILE]',
  about: `Make a private key, as a JWK Set. Keep it secret, and publish the output of jwks.

  --alg ALG   its algorithm; default: ES384
  --kid KID   its kid; default: its thumbprint (RFC 7638)
  --out FILE  a new file to write it to, readable only by its owner (mode 0600);
              default, and for -: standard output`,
  example: 'keygen --out private.json',
  options: ['alg', 'kid', 'out'],
  required: [],
  run: generateKey,
}

const KEY = `  --kid KID  select the key with this kid from a set, or publish a single key under this kid;
             default: the key's own kid, else its thumbprint (RFC 7638)
  --alg ALG  select the key for this algorithm, or set it for a key that names none;
             default: the key's own, else RS384 for RSA`

export const jwk: Command = {
  usage: 'jwk [--kid KID] [--alg ALG] [--out FILE] FILE|-',
  about: `Convert a private key to a JWK. Keep it secret: it goes to stdout, or to a file.

  FILE       PEM (PKCS#8, PKCS#1, SEC1), a JWK, or a JWK Set; - reads standard input
${KEY}
  --out FILE a new file to write it to, readable only by its owner (mode 0600);
             default, and for -: standard output`,
  example: 'jwk --kid 2026-11 --out private.json key.pem',
  options: ['kid', 'alg', 'out'],
  required: [],
  argument: 'FILE',
  run: convertKey,
}

export const jwks: Command = {
  usage: 'jwks [--kid KID] [--alg ALG] FILE|-',
  about: `Show the public keys of a key file as a JWK Set, ready to publish.

  FILE       a JWK, a JWK Set, or PEM (a key or a certificate); - reads standard input
${KEY}`,
  example: 'jwks private.json > public.json',
  options: ['kid', 'alg'],
  required: [],
  argument: 'FILE',
  run: publishKeys,
}

async function generateKey({ options }: CommandLine): Promise<string> {
  const { alg = 'ES384', kid, out } = options
  const key = await generateJwk(alg as JwsAlgorithm, { kid })
  return written(key, { keys: [key] }, out)
}

async function publishKeys({ options, argument }: CommandLine): Promise<string> {
  const { alg, kid } = options
  return toJson(toPublicJwks(await readJwks(argument, { alg, kid })))
}

async function convertKey({ options, argument }: CommandLine): Promise<string> {
  const { alg, kid, out } = options
  const key = await readPrivateJwk(argument, { alg, kid })
  return written(key, key, out)
}

/** Write a private key to a new file, if one is named; else, and for `-`, return it as JSON. */
function written({ kid, alg }: Jwk, content: Jwk | JwkSet, out: string | undefined): string {
  const json = toJson(content)
  if (out === undefined || out === '-') return json
  writeNew(out, `${json}\n`)
  return `wrote the private key ${shown(kid)}, for ${alg}, to ${shownPath(out)}`
}

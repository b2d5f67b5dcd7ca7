/** The command that signs claims. */
import { signJwt, type JoseHeaderParameters } from '../index.ts'
import { parseJsonObject } from '../json.ts'
import type { Command, CommandLine } from './command.ts'
import { readInput, readSigner } from './input.ts'

export const sign: Command = {
  usage: 'sign --key FILE [--kid KID] [--alg ALG] [--header JSON] CLAIMS|-',
  about: `Sign claims as a JWT. The token goes to stdout.

  CLAIMS         a file with a JSON object; - reads standard input
  --key FILE     a private JWK, a JWK Set with one signing key, or PEM (PKCS#8, PKCS#1, SEC1)
  --kid KID      the kid of the key to take from the set, or of a key without kid
  --alg ALG      the algorithm of the key to take from the set, or of a key without alg;
                 RSA in PEM: RS384 by default
  --header JSON  more members of the JOSE Header`,
  options: ['key', 'kid', 'alg', 'header'],
  required: [['key']],
  argument: 'CLAIMS',
  run: signClaims,
}

async function signClaims({ options, argument }: CommandLine): Promise<string> {
  const { key, alg, kid, header } = options
  const signer = await readSigner(key!, { alg, kid })
  const claims = parseJsonObject(await readInput(argument), 'CLAIMS')
  return signJwt(claims, signer, headerOf(header))
}

function headerOf(json: string | undefined): JoseHeaderParameters | undefined {
  if (json === undefined) return undefined
  return parseJsonObject(Buffer.from(json), '--header')
}

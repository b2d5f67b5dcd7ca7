/** The command that signs claims. */
import { signJwt } from '../index.ts'
import type { Command, CommandLine } from './command.ts'
import { readPlainSigner } from './input.ts'
import { headerOf, readClaims } from './json-input.ts'

export const sign: Command = {
  usage: 'sign --key FILE [--kid KID] [--alg ALG] [--header JSON] CLAIMS|-',
  about: `Sign claims as a JWT. The token goes to stdout.

  CLAIMS         a file with a JSON object; - reads standard input
  --key FILE     a private JWK, a JWK Set, or PEM (PKCS#8, PKCS#1, SEC1); - reads standard input
  --kid KID      select the key with this kid from a set, or put this kid into the header for a single key;
                 default: the key's own kid, else none
  --alg ALG      select the key for this algorithm, or set it for a key that names none;
                 default: the key's own, else RS384 for RSA
  --header JSON  more members of the JOSE Header`,
  example: 'sign --key private.json claims.json',
  options: ['key', 'kid', 'alg', 'header'],
  required: [['key']],
  argument: 'CLAIMS',
  run: signClaims,
}

async function signClaims({ options, argument }: CommandLine): Promise<string> {
  const { key, alg, kid, header } = options
  const signer = await readPlainSigner(key!, { alg, kid })
  const claims = await readClaims(argument)
  return signJwt(claims, signer, headerOf(header))
}

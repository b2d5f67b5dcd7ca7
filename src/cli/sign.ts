/** The command that signs claims. */
import { JoseError, signJwt } from '../index.ts'
import { membersOf } from '../jwk.ts'
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
  refuseKeys(claims)
  return signJwt(claims, signer, headerOf(header))
}

/** A token shows its claims to everybody, so a key file that is signed by mistake would be published. */
function refuseKeys(claims: Readonly<Record<string, unknown>>): void {
  const { keys } = claims
  const candidates: readonly unknown[] = Array.isArray(keys) ? keys : [claims]
  const secret = [...membersOf('private'), 'k']
  const isPrivate = (key: unknown): boolean => {
    const members = Object.keys(Object(key))
    return members.includes('kty') && members.some((member) => secret.includes(member))
  }
  if (!candidates.some(isPrivate)) return
  throw new JoseError(
    'ERR_CLAIM',
    'CLAIMS is a private key, which a token would show; give the claims instead',
  )
}

/** The commands that look at a token: verify, and decode. */
import { ALGORITHMS } from '../algorithms.ts'
import { publicPartOf, secureUrl } from '../http.ts'
import { createRemoteJwks, decodeJwt, verifyJwt } from '../index.ts'
import type {
  Jwk,
  JwkSet,
  JwsAlgorithm,
  JwtClaims,
  JwtExpectations,
  VerificationKeys,
  VerifyJwtOptions,
} from '../index.ts'
import { isJwkSet } from '../jwk.ts'
import { UsageError, type Command, type CommandLine, type Options } from './command.ts'
import { readToken, selectEntries } from './input.ts'
import { readKeyFile } from './key-file.ts'
import { printNote, toJson } from './output.ts'
import { dated, isDatable, timeOf } from './times.ts'

export const verify: Command = {
  usage: 'verify --key FILE|URL [--kid KID] [--alg ALG] [--issuer ISS] [--audience AUD] [--at TIME] TOKEN|-',
  about: `Verify a JWT: its signature, exp, nbf, and what the options ask for.
Header and claims go to stdout as JSON, and the times as dates to stderr.

  TOKEN            a compact JWS, or a file that holds one; - reads standard input
  --key FILE|URL   a JWK, a JWK Set, PEM (a public key or a certificate), or the https URL of a JWK Set
  --keys FILE|URL  the same
  --kid KID        use the key with this kid from a set, or the single key, whatever kid the token names
  --alg ALG        the algorithm to accept; default: the key's, else the token's if the key allows it
  --issuer ISS     the iss to accept
  --audience AUD   the value that aud must contain
  --at TIME        the time to check the token at: now, any (accepts an expired token), seconds since
                   1970, or a date such as 2026-11-26T19:00:00Z; default: now`,
  example: 'verify --keys https://client.example/jwks.json --issuer my-client token.txt',
  options: ['key', 'keys', 'kid', 'alg', 'issuer', 'audience', 'at'],
  required: [['key', 'keys']],
  argument: 'TOKEN',
  run: verifyToken,
}

export const decode: Command = {
  usage: 'decode TOKEN|-',
  about: `Show the header and claims of a JWT. Nothing is verified: whoever made it may have written anything.
They go to stdout as JSON, and the times as dates to stderr.

  TOKEN  a compact JWS, or a file that holds one; - reads standard input`,
  example: 'decode token.txt',
  options: [],
  required: [],
  argument: 'TOKEN',
  run: decodeToken,
}

async function verifyToken({ options, argument }: CommandLine): Promise<string> {
  const { issuer, audience, at = 'now' } = options
  const place = placeOfKeys(options)
  const time = timeOf(at)
  const token = await readToken(argument)
  const { header } = decodeJwt(token)
  const keys = await readVerificationKeys(place, options)
  const algorithms = acceptedAlgorithms(options.alg ?? header.alg)
  // With this much tolerance every time fits.
  const timing = time === undefined ? { clockTolerance: Number.MAX_VALUE } : { now: () => time * 1000 }
  const expected: JwtExpectations = {
    ...(issuer !== undefined && { issuer }),
    ...(audience !== undefined && { audience }),
    ...(algorithms && { algorithms: algorithms as readonly JwsAlgorithm[] }),
    ...timing,
  }
  const verified = await verifyJwt(token, keys, expected as VerifyJwtOptions)
  noteTimes(verified.claims)
  return toJson(verified)
}

/** Where the keys are: a file, or a URL. */
function placeOfKeys({ key, keys }: Options): string {
  if (key === undefined || keys === undefined) return (key ?? keys)!
  throw new UsageError('--key and --keys mean the same: give only one of them')
}

/** Read the keys. A key that --kid names verifies a token with any kid. */
async function readVerificationKeys(place: string, options: Options): Promise<VerificationKeys> {
  const { kid } = options
  const found = isUrl(place) ? await fetchKeys(place, options) : await readKeyFile(place, 'verify')
  if (kid === undefined && !isJwkSet(found)) return found
  // The query of a URL may be secret.
  const name = isUrl(place) ? publicPartOf(new URL(place)) : place
  const named = await selectEntries(found, name, { kid })
  const jwks = named.map(({ jwk }) => jwk)
  if (kid === undefined) return { keys: jwks }
  return async (header) => ({ keys: jwks.map((jwk) => underKid(jwk, header.kid)) })
}

async function fetchKeys(place: string, { keys }: Options): Promise<JwkSet> {
  // A refusal names the option that was given.
  const option = keys === undefined ? 'key' : 'keys'
  return createRemoteJwks(secureUrl(place, option)).get()
}

function isUrl(place: string): boolean {
  return /^https?:\/\//i.test(place)
}

function underKid(jwk: Jwk, kid: string | undefined): Jwk {
  const { kid: own, ...nameless } = jwk
  return kid === undefined ? (nameless as Jwk) : { ...jwk, kid }
}

/** A key that names no algorithm takes the token's; one that names another refuses it. */
function acceptedAlgorithms(alg: string): readonly string[] | undefined {
  const isKnown = ALGORITHMS.some((row) => row.alg === alg)
  return isKnown ? [alg] : undefined
}

async function decodeToken({ argument }: CommandLine): Promise<string> {
  const decoded = decodeJwt(await readToken(argument))
  noteTimes(decoded.claims)
  return toJson(decoded)
}

/** Shows the times of a token as dates, beside the JSON and not in it. */
function noteTimes(claims: JwtClaims): void {
  for (const time of ['iat', 'nbf', 'exp', 'auth_time']) {
    const value = claims[time]
    if (isDatable(value)) printNote(`${time} ${dated(value)}`)
  }
}

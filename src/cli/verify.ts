/** The commands that look at a token: verify, and decode. */
import { checkClaims } from '../claims.ts'
import { shown } from '../errors.ts'
import { decodeJwt, verifyJwt, type JwtClaims } from '../index.ts'
import { UsageError, type Command, type CommandLine } from './command.ts'
import { readKeys, readToken } from './input.ts'
import { printError, toJson } from './output.ts'

export const verify: Command = {
  usage: 'verify --keys FILE [--issuer ISS] [--audience AUD] [--at TIME] TOKEN|-',
  about: `Verify a JWT's signature, its issuer and its audience. Header and claims go to stdout.

  TOKEN           a compact JWS; - reads standard input
  --keys FILE     a JWK, a JWK Set, or PEM (a public key or a certificate)
  --issuer ISS    the iss to accept
  --audience AUD  what aud must name
  --at TIME       check exp, nbf and iat at a time too: "now", or seconds since 1970.
                  Without it a token that is not valid now is accepted, with a warning on stderr`,
  options: ['keys', 'issuer', 'audience', 'at'],
  required: [['keys']],
  argument: 'TOKEN',
  run: verifyToken,
}

export const decode: Command = {
  usage: 'decode TOKEN|-',
  about: `Show the header and claims of a JWT, unverified.

  TOKEN  a compact JWS; - reads standard input`,
  options: [],
  required: [],
  argument: 'TOKEN',
  run: decodeToken,
}

async function verifyToken({ options, argument }: CommandLine): Promise<string> {
  const { keys, issuer, audience, at } = options
  const time = timeOf(at)
  const token = await readToken(argument)
  // A key in PEM names no algorithm: it takes the token's, where that fits it.
  const { alg } = decodeJwt(token).header
  const verified = await verifyJwt(token, await readKeys(keys!, 'verify', { alg }), {
    ...(issuer !== undefined && { issuer }),
    ...(audience !== undefined && { audience }),
    now: () => time * 1000,
    clockTolerance: at === undefined ? Infinity : 0,
  })
  if (at === undefined) warnOfTimes(verified.claims, time)
  return toJson(verified)
}

/** A time in seconds since 1970. */
function timeOf(at: string | undefined): number {
  if (at === undefined || at === 'now') return Date.now() / 1000
  if (/^\d{1,12}$/.test(at)) return Number(at)
  throw new UsageError(`--at is ${shown(at)}; it must be now, or a number of seconds since 1970`)
}

function warnOfTimes(claims: JwtClaims, time: number): void {
  try {
    checkClaims(claims, {}, time)
  } catch (error) {
    printError(`not valid at this time: ${(error as Error).message}`)
  }
}

async function decodeToken({ argument }: CommandLine): Promise<string> {
  const token = await readToken(argument)
  return toJson(decodeJwt(token))
}

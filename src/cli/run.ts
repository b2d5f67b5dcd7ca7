/** The command: arguments in, a token or JSON on stdout, everything else on stderr. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import process from 'node:process'
import { buffer, text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { checkClaims } from '../claims.ts'
import {
  decodeJwt,
  generateJwk,
  importSigner,
  JoseError,
  jwkThumbprint,
  signJwt,
  toPublicJwks,
  verifyJwt,
  type GenerateOptions,
  type ImportOptions,
  type Jwk,
  type JwkSet,
  type JwsAlgorithm,
} from '../index.ts'
import { parseJsonObject } from '../json.ts'
import type { KeyUse } from '../jwk.ts'
import { jwkFromPem } from '../keys.ts'
import { printable, UsageError, type Command, type Values } from './command.ts'
import { smartCommands } from './smart.ts'

const COMMANDS: { readonly [name: string]: Command } = {
  sign: {
    usage: 'sign --key FILE [--kid KID] [--alg ALG] [--header JSON] CLAIMS|-',
    about: `Sign claims as a JWT. The token goes to stdout.

  CLAIMS         a file with a JSON object; - reads standard input
  --key FILE     a private JWK, a JWK Set with one signing key, or PEM (PKCS#8, PKCS#1, SEC1)
  --kid KID      the kid of the key to take from the set, or of a key without kid
  --alg ALG      the algorithm of the key to take from the set, or of a key without alg;
                 RSA in PEM: RS384 by default
  --header JSON  more members of the JOSE Header`,
    options: ['key', 'kid', 'alg', 'header'],
    required: ['key'],
    argument: 'CLAIMS',
    run: sign,
  },
  verify: {
    usage: 'verify --keys FILE [--issuer ISS] [--audience AUD] [--at TIME] TOKEN|-',
    about: `Verify a JWT's signature, and the claims that are asked for. Header and claims go to stdout.

  TOKEN           a compact JWS; - reads standard input
  --keys FILE     a JWK, a JWK Set, or PEM (a public key or a certificate)
  --issuer ISS    the iss to accept
  --audience AUD  what aud must name
  --at TIME       hold exp, nbf and iat to a time too: "now", or seconds since 1970.
                  Without it a token that is not valid now is accepted, with a word on stderr`,
    options: ['keys', 'issuer', 'audience', 'at'],
    required: ['keys'],
    argument: 'TOKEN',
    run: verify,
  },
  decode: {
    usage: 'decode TOKEN|-',
    about: `Show the header and claims of a JWT, unverified.

  TOKEN  a compact JWS; - reads standard input`,
    options: [],
    required: [],
    argument: 'TOKEN',
    run: decode,
  },
  keygen: {
    usage: 'keygen [--alg ALG] [--kid KID]',
    about: `Make a private key. It goes to stdout as a JWK Set: keep that secret, and publish what jwks makes of it.

  --alg ALG  its algorithm; default: ES384
  --kid KID  its kid; default: its thumbprint (RFC 7638)`,
    options: ['alg', 'kid'],
    required: [],
    run: keygen,
  },
  jwks: {
    usage: 'jwks [--kid KID] [--alg ALG] FILE|-',
    about: `Show the public keys of a key file as a JWK Set, fit to be published.

  FILE       a JWK, a JWK Set, or PEM (a key or a certificate); - reads standard input
  --kid KID  the kid of a PEM key; default: its thumbprint (RFC 7638)
  --alg ALG  the algorithm of an RSA key in PEM; default: RS384`,
    options: ['kid', 'alg'],
    required: [],
    argument: 'FILE',
    run: jwks,
  },
  ...smartCommands(readKeys),
}

const HELP = `subtle-jws: claims and a JWK into a signed token, and back

${Object.values(COMMANDS)
  .map(({ usage }) => `  subtle-jws ${usage}`)
  .join('\n')}
  subtle-jws COMMAND --help
  subtle-jws --version

Exit status: 0 done, 1 refused (the reason is on stderr), 2 not a command line of these.`

/** Run the command. Gives its exit status. */
export async function run(args: readonly string[]): Promise<number> {
  const [name = '', ...rest] = args
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  try {
    console.log(command ? printable(await runCommand(command, rest)) : general(name))
    return 0
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (!(error instanceof UsageError)) {
      console.error(printable(`subtle-jws: ${error instanceof JoseError ? `${code}: ` : ''}${message}`))
      return 1
    }
    console.error(
      `subtle-jws: ${message}\nusage: subtle-jws ${command?.usage ?? 'COMMAND; see subtle-jws --help'}`,
    )
    return 2
  }
}

function general(name: string): string {
  if (name === '--help' || name === '-h') return HELP
  if (name !== '--version') throw new UsageError(name ? `unknown command ${name}` : 'no command given')
  // By the package's own name, which leads there from dist/ as well as from here.
  const manifest = createRequire(import.meta.url)('subtle-jws/package.json')
  return (manifest as { version: string }).version
}

async function runCommand(command: Command, args: readonly string[]): Promise<string> {
  const { values, positionals } = parse(command, args)
  if (values.help) return `usage: subtle-jws ${command.usage}\n\n${command.about}`
  for (const option of command.required) {
    const names = option.split('|')
    if (names.every((name) => values[name] === undefined))
      throw new UsageError(`--${names.join(' or --')} is missing`)
  }
  const wanted = command.argument ? 1 : 0
  if (positionals.length !== wanted) {
    throw new UsageError(
      `expected ${command.argument ? `one ${command.argument}` : 'no argument'}, found ${positionals.length}`,
    )
  }
  return command.run(values as Values, positionals[0]!)
}

function parse(
  { options, flags = [] }: Command,
  args: readonly string[],
): { values: Values & { help?: string }; positionals: string[] } {
  const known = [
    ...options.map((option) => [option, { type: 'string' }] as const),
    ...flags.map((flag) => [flag, { type: 'boolean' }] as const),
  ]
  try {
    const options = { ...Object.fromEntries(known), help: { type: 'boolean', short: 'h' } } as const
    return parseArgs({ args: [...args], allowPositionals: true, options }) as unknown as ReturnType<
      typeof parse
    >
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

async function sign({ key, header, ...asked }: Values, claims: string): Promise<string> {
  const signer = await importSigner(await readKeys(key!, 'sign', asked), asked as ImportOptions)
  const added = header === undefined ? undefined : parseJsonObject(Buffer.from(header), '--header')
  return signJwt(parseJsonObject(await readInput(claims), 'CLAIMS'), signer, added)
}

async function verify({ keys, at, ...expected }: Values, argument: string): Promise<string> {
  if (at !== undefined && at !== 'now' && !/^\d{1,12}$/.test(at))
    throw new UsageError(`--at ${at}: expected now, or seconds since 1970`)
  const now = at === undefined || at === 'now' ? Date.now() / 1000 : Number(at)
  const token = await readToken(argument)
  const keySet = await readKeys(keys!, 'verify', decodeJwt(token).header as Values)
  const verified = await verifyJwt(token, keySet, {
    ...expected,
    now: () => now * 1000,
    clockTolerance: at === undefined ? Infinity : 0,
  })
  try {
    checkClaims(verified.claims, {}, now)
  } catch (error) {
    console.error(`subtle-jws: not valid at this time: ${(error as Error).message}`)
  }
  return json(verified)
}

async function decode(_: Values, argument: string): Promise<string> {
  return json(decodeJwt(await readToken(argument)))
}

async function keygen({ alg = 'ES384', kid }: Values): Promise<string> {
  return json({ keys: [await generateJwk(alg as JwsAlgorithm, { kid } as GenerateOptions)] })
}

async function jwks(named: Values, file: string): Promise<string> {
  const keys = await readKeys(file, 'verify', named)
  if (keys.keys) return json(toPublicJwks(keys as JwkSet))
  const jwk = keys as Jwk
  return json(toPublicJwks({ keys: [{ ...jwk, kid: jwk.kid ?? (await jwkThumbprint(jwk)) }] }))
}

/** A file's keys: a JWK, a JWK Set, or PEM, whose RSA keys serve `alg`, else RS384, as SMART has it. */
async function readKeys(file: string, use: KeyUse, { alg, kid }: Values = {}): Promise<Jwk | JwkSet> {
  const octets = await readInput(file)
  const content = new TextDecoder().decode(octets)
  if (!content.includes('-----BEGIN')) return parseJsonObject(octets, file) as Jwk | JwkSet
  const jwk = await jwkFromPem(content, use)
  return { ...jwk, ...(jwk.kty === 'RSA' && { alg: alg ?? 'RS384' }), kid } as Jwk
}

/** A file's octets, or standard input's. */
async function readInput(file: string): Promise<Uint8Array> {
  return file === '-' ? buffer(process.stdin) : readFileSync(file)
}

/** A token as the argument that it is, or from standard input, where a line's end may follow it. */
async function readToken(argument: string): Promise<string> {
  return argument === '-' ? (await text(process.stdin)).replace(/\r?\n$/, '') : argument
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2)
}

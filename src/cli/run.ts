/** The program: its arguments are read, and the command among them is run. */
import { createRequire } from 'node:module'
import { parseArgs, type ParseArgsConfig } from 'node:util'
import { shown } from '../errors.ts'
import { JoseError } from '../index.ts'
import { reasonOf } from './cause.ts'
import { bench } from './bench.ts'
import { UsageError, type Command, type CommandLine, type Options } from './command.ts'
import { looksSecret } from './input.ts'
import { jwks, keygen } from './keys.ts'
import { print, printError } from './output.ts'
import { sign } from './sign.ts'
import { assert, doctor, token } from './smart.ts'
import { decode, verify } from './verify.ts'

const COMMANDS: { readonly [name: string]: Command } = {
  sign,
  verify,
  decode,
  keygen,
  jwks,
  assert,
  token,
  doctor,
  bench,
}

/** Run the program: output to stdout, everything else to stderr. Gives its exit status. */
export async function run(args: readonly string[]): Promise<number> {
  const [name = '', ...rest] = args
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  try {
    print(command ? await runCommand(name, command, rest) : runWithoutCommand(name))
    return 0
  } catch (error) {
    if (error instanceof UsageError) {
      printError(`${error.message}\nusage: subtle-jws ${command?.usage ?? 'COMMAND; see subtle-jws --help'}`)
      return 2
    }
    printError(sentenceOf(error as Error))
    return 1
  }
}

/** An error as a line: with its code, and with what it comes from. */
function sentenceOf(error: Error): string {
  if (!(error instanceof JoseError)) return error.message
  const sentence = `${error.code}: ${error.message}`
  const reason = reasonOf(error)
  return reason === undefined ? sentence : `${sentence} (${reason})`
}

function runWithoutCommand(name: string): string {
  if (name === '--help' || name === '-h') return help()
  if (name === '--version') return version()
  if (name === '') throw new UsageError('no command is given')
  if (looksSecret(name)) throw new UsageError('the first argument must be a command')
  throw new UsageError(`there is no command ${shown(name)}`)
}

function help(): string {
  const usages = Object.values(COMMANDS).map(({ usage }) => `  subtle-jws ${usage}`)
  return `subtle-jws: claims and a JWK into a signed token, and back

${usages.join('\n')}
  subtle-jws COMMAND --help
  subtle-jws --version

Exit status: 0 done, 1 refused (the reason is on stderr), 2 not a command line of these.`
}

function version(): string {
  // By the package's own name, which leads there from dist/ as well as from here.
  const manifest = createRequire(import.meta.url)('subtle-jws/package.json') as { version: string }
  return manifest.version
}

async function runCommand(name: string, command: Command, args: readonly string[]): Promise<string> {
  const parsed = parse(command, args)
  if (parsed.values.help) return `usage: subtle-jws ${command.usage}\n\n${command.about}`
  const line = commandLine(command, parsed)
  checkRequired(command, line)
  checkArgument(name, command, parsed)
  return command.run(line)
}

/** What parseArgs gives: a string for an option that takes a value, true for one without. */
interface ParsedArguments {
  readonly values: { readonly [option: string]: string | boolean | undefined }
  readonly positionals: readonly string[]
}

function parse({ options, flags = [] }: Command, args: readonly string[]): ParsedArguments {
  const known: ParseArgsConfig['options'] = { help: { type: 'boolean', short: 'h' } }
  for (const option of options) known[option] = { type: 'string' }
  for (const flag of flags) known[flag] = { type: 'boolean' }
  try {
    // An option that is given twice counts once, so that no value is a list.
    return parseArgs({ args: [...args], allowPositionals: true, options: known }) as ParsedArguments
  } catch (error) {
    // Its message quotes what it takes for an option, which PEM is too.
    const isQuoted = args.some((arg) => arg.startsWith('-') && looksSecret(arg))
    throw new UsageError(isQuoted ? 'an argument looks like a key: give a file' : (error as Error).message)
  }
}

function commandLine(
  { options, flags = [] }: Command,
  { values, positionals }: ParsedArguments,
): CommandLine {
  const withValue = options.map((option) => [option, values[option]])
  return {
    options: Object.fromEntries(withValue) as Options,
    flags: new Set(flags.filter((flag) => values[flag])),
    argument: positionals[0] ?? '',
  }
}

function checkRequired({ required }: Command, { options }: CommandLine): void {
  for (const names of required) {
    const found = names.some((name) => options[name] !== undefined)
    if (!found) throw new UsageError(`--${names.join(' or --')} is missing`)
  }
}

function checkArgument(name: string, { argument }: Command, { positionals }: ParsedArguments): void {
  const needed = argument === undefined ? 0 : 1
  if (positionals.length === needed) return
  const takes = argument === undefined ? 'no argument' : `one argument, ${argument}`
  throw new UsageError(`${name} takes ${takes}, and was given ${positionals.length}`)
}

/** The program: finds the command that the arguments name, and runs it. */
import { shown } from '../errors.ts'
import { JoseError } from '../index.ts'
import { parseCommandLine } from './arguments.ts'
import { bench } from './bench.ts'
import { causeOf, detailsOf } from './cause.ts'
import { UsageError, type Command } from './command.ts'
import { looksSecret } from './files.ts'
import { completion, decorateHelp, manual, overview, version, type Commands } from './help.ts'
import { jwk, jwks, keygen } from './keys.ts'
import { guess } from './nearest.ts'
import { print, printError } from './output.ts'
import { sign } from './sign.ts'
import { assert, doctor, token } from './smart.ts'
import { withDates } from './times.ts'
import { decode, verify } from './verify.ts'
import { inCommandWords } from './words.ts'

const COMMANDS: Commands = {
  sign,
  verify,
  decode,
  keygen,
  jwk,
  jwks,
  assert,
  token,
  doctor,
  bench,
}

/** Run the program: output to stdout, everything else to stderr. Returns its exit status. */
export async function run(args: readonly string[]): Promise<number> {
  const [name = '', ...rest] = args
  try {
    await runWords(name, rest)
    return 0
  } catch (error) {
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
    if (error instanceof UsageError) {
      const usage = command?.usage ?? 'COMMAND; see subtle-jws --help'
      printError(`${error.message}\nusage: subtle-jws ${usage}`)
      return 2
    }
    printError(sentenceOf(error as Error, command))
    return 1
  }
}

/** An error as lines to print: its code, message and cause, and what helps. */
function sentenceOf(error: Error, command: Command | undefined): string {
  const message = inCommandWords(error.message, command)
  if (!(error instanceof JoseError)) return message
  const isOfTime = ['exp', 'nbf', 'iat'].includes(error.claim!)
  const sentence = `${error.code}: ${isOfTime ? withDates(message) : message}`
  const cause = causeOf(error)
  const why = cause === undefined ? '' : ` (${cause})`
  return [`${sentence}${why}`, ...detailsOf(error)].join('\n  ')
}

async function runWords(name: string, args: readonly string[]): Promise<void> {
  if (Object.hasOwn(COMMANDS, name)) return runCommand(name, args)
  const [topic, ...more] = args
  if (name === 'help' && topic !== undefined && more.length === 0) return showHelp(topic)
  const isAlone = topic === undefined
  if (isAlone && ['help', '--help', '-h'].includes(name)) return print(overview(COMMANDS), decorateHelp)
  if (isAlone && ['--version', '-v'].includes(name)) return print(version())
  if (isAlone && name === 'completion') return print(completion(COMMANDS))
  if (name === '') throw new UsageError('no command is given')
  throw unknownCommand(name)
}

function unknownCommand(name: string): UsageError {
  if (looksSecret(name)) return new UsageError('the first argument must be a command')
  if (name === 'help') return new UsageError('help takes one command at most')
  if (OTHER_WORDS.includes(name)) return new UsageError(`${name} takes no argument`)
  return new UsageError(`there is no command ${shown(name)}${guess(name, WORDS)}`)
}

const OTHER_WORDS: readonly string[] = ['help', '--help', '-h', '--version', '-v', 'completion']
const WORDS: readonly string[] = [...Object.keys(COMMANDS), ...OTHER_WORDS.filter((word) => word.length > 2)]

async function showHelp(name: string): Promise<void> {
  if (!Object.hasOwn(COMMANDS, name)) throw unknownCommand(name)
  await print(manual(COMMANDS[name]!), decorateHelp)
}

async function runCommand(name: string, args: readonly string[]): Promise<void> {
  const command = COMMANDS[name]!
  const line = parseCommandLine(name, command, args)
  if (!line) return showHelp(name)
  await print(await command.run(line))
}

/** Parses and checks a command line. */
import { parseArgs, type ParseArgsConfig } from 'node:util'
import { ALGORITHMS, namesOf } from '../algorithms.ts'
import { shown } from '../errors.ts'
import { UsageError, type Command, type CommandLine, type Options } from './command.ts'
import { looksSecret } from './files.ts'
import { guess } from './nearest.ts'

/** A token, as `parseArgs` returns it. */
interface Token {
  readonly kind: 'option' | 'positional' | 'option-terminator'
  /** An option's name without its dashes, and as it was written. */
  readonly name?: string
  readonly rawName?: string
  readonly value?: string | undefined
  readonly inlineValue?: boolean | undefined
}

/** Options that name a file; `-` means standard input. */
const FILES = ['key', 'keys', 'jwks']

/** Lists whose values may also be one word, separated by commas. */
const IN_ONE_WORD = ['alg', 'at-once']

/**
 * Parse the command line of a command; undefined if it asks for help.
 *
 * @throws UsageError: what is wrong with it
 */
export function parseCommandLine(
  name: string,
  command: Command,
  args: readonly string[],
): CommandLine | undefined {
  const tokens = tokensOf(command, args)
  const found = {
    options: {} as Record<string, string>,
    lists: {} as Record<string, string[]>,
    flags: new Set<string>(),
    positionals: [] as string[],
  }
  for (const token of tokens) {
    if (token.kind === 'option') readOption(name, command, token, found)
    else if (token.kind === 'positional') found.positionals.push(token.value!)
  }
  const { options, lists, flags, positionals } = found
  if (flags.has('help')) return undefined
  checkRequired(command, options)
  checkArgument(name, command, positionals)
  const argument = positionals[0] ?? ''
  checkStandardInput(options, argument)
  return { options, lists, flags, argument }
}

function tokensOf({ options, lists = [], flags = [] }: Command, args: readonly string[]): readonly Token[] {
  const named = [...options, ...lists]
  // A message quotes an unknown option, and PEM begins with dashes, as an option does.
  const mayBeKey = (arg: string): boolean => arg.startsWith('-') && looksSecret(arg)
  if (args.some((arg) => mayBeKey(arg) && !isLongValue(arg, named))) {
    throw new UsageError('an argument looks like a key; give a file instead')
  }
  const known: ParseArgsConfig['options'] = { help: { type: 'boolean', short: 'h' } }
  for (const option of named) known[option] = { type: 'string' }
  for (const flag of flags) known[flag] = { type: 'boolean' }
  const parsed = parseArgs({
    args: [...args],
    allowPositionals: true,
    strict: false,
    tokens: true,
    options: known,
  })
  return parsed.tokens as readonly Token[]
}

/** Whether an argument is a known option with its value, which may be long: `--header={"x5t":"…"}`. */
function isLongValue(arg: string, options: readonly string[]): boolean {
  const [, name = ''] = /^--([a-z-]+)=/.exec(arg) ?? []
  return options.includes(name)
}

function readOption(
  name: string,
  { options, lists = [], flags = [] }: Command,
  { name: option = '', rawName = '', value, inlineValue = false }: Token,
  found: { options: Record<string, string>; lists: Record<string, string[]>; flags: Set<string> },
): void {
  if (option === 'help' || flags.includes(option)) {
    if (value !== undefined) throw new UsageError(`--${option} takes no value`)
    found.flags.add(option)
    return
  }
  if (lists.includes(option)) {
    const list = found.lists[option] ?? []
    const values = IN_ONE_WORD.includes(option) && value !== undefined ? value.split(',') : [value]
    found.lists[option] = [...list, ...values.map((one) => checkValue(option, one, inlineValue))]
    return
  }
  if (!options.includes(option)) throw unknownOption(name, rawName, [...options, ...lists, ...flags])
  if (found.options[option] !== undefined) throw new UsageError(`--${option} is given twice`)
  found.options[option] = checkValue(option, value, inlineValue)
}

function unknownOption(command: string, rawName: string, known: readonly string[]): UsageError {
  const names = known.map((option) => `--${option}`)
  const list = names.length > 0 ? names.join(', ') : 'none but --help'
  const word = rawName.replace(/^-+/, '')
  const meant = guess(word, [...known, 'help'], '--')
  return new UsageError(`${command} has no option ${shown(rawName)}${meant}; its options: ${list}`)
}

/** Check the value of an option. Only one that follows `=` may look like an option. */
function checkValue(option: string, value: string | undefined, isInline: boolean): string {
  if (value === undefined) throw new UsageError(`--${option} needs a value`)
  if (value === '') throw new UsageError(`--${option} is empty; is a variable unset?`)
  if (!isInline && /^--?[a-z]/.test(value)) {
    const remedy = `for a value that begins with a dash, write --${option}=VALUE`
    throw new UsageError(`--${option} needs a value, but is followed by ${shown(value)}; ${remedy}`)
  }
  if (option === 'alg') checkAlgorithm(value)
  if (option === 'expires-in') checkLife(value)
  return value
}

function checkAlgorithm(alg: string): void {
  const names: readonly string[] = ALGORITHMS.map((row) => row.alg)
  if (names.includes(alg)) return
  const isSymmetric = /^HS\d+$/i.test(alg)
  const hint = isSymmetric ? ', which needs a shared secret' : guess(alg, names)
  throw new UsageError(`--alg is ${shown(alg)}${hint}; it must be one of ${namesOf(ALGORITHMS)}`)
}

function checkLife(text: string): void {
  const seconds = /^\d{1,3}$/.test(text) ? Number(text) : 0
  if (seconds >= 1 && seconds <= 300) return
  throw new UsageError(`--expires-in is ${shown(text)}; it must be a whole number of seconds, 1 to 300`)
}

function checkRequired({ required }: Command, options: Options): void {
  for (const names of required) {
    const isGiven = names.some((name) => options[name] !== undefined)
    if (!isGiven) throw new UsageError(`--${names.join(' or --')} is missing`)
  }
}

function checkArgument(name: string, { argument }: Command, found: readonly string[]): void {
  const needed = argument === undefined ? 0 : 1
  const takes = argument === undefined ? 'no argument' : `one argument, ${argument}`
  if (found.length !== needed) throw new UsageError(`${name} takes ${takes}, but was given ${found.length}`)
  if (found[0] === '') throw new UsageError(`${argument} is empty; is a variable unset?`)
}

/** Refuse `-` in two places: standard input can be read only once. */
function checkStandardInput(options: Options, argument: string): void {
  const places = FILES.filter((option) => options[option] === '-').map((option) => `--${option}`)
  if (argument === '-') places.push('the argument')
  if (places.length < 2) return
  throw new UsageError(
    `${places.join(' and ')} are both -, but standard input can be read only once; give one as a file`,
  )
}

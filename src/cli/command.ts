/** What a command is, and the error for a wrong command line. */

/** A command line that cannot be understood. */
export class UsageError extends Error {}

/** The given options that take a value. */
export interface Options {
  readonly [option: string]: string | undefined
}

/** The given options that may be repeated, each with all of its values, in order. */
export interface Lists {
  readonly [option: string]: readonly string[] | undefined
}

/** A parsed command line. */
export interface CommandLine {
  readonly options: Options
  readonly lists: Lists
  /** The given options without a value. */
  readonly flags: ReadonlySet<string>
  /** The one argument; empty if the command takes none. */
  readonly argument: string
}

/** One of the program's commands. */
export interface Command {
  readonly usage: string
  /** What it does, in a sentence that `help` lists; then what its options and its argument mean. */
  readonly about: string
  /** A command line that works, without the program's name. */
  readonly example: string
  /** The options that take a value. */
  readonly options: readonly string[]
  /** The options that take a value and may be given several times. */
  readonly lists?: readonly string[]
  /** The options without a value. */
  readonly flags?: readonly string[]
  /** The options that must be given; of several in one entry, one is enough. */
  readonly required: readonly (readonly string[])[]
  /** The name of its one argument, if it takes one. */
  readonly argument?: string
  /** Returns what goes to standard output. */
  readonly run: (line: CommandLine) => Promise<string>
}

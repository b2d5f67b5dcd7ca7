/** What a command is, and the error of a command line that is none. */

/** A command line that cannot be understood. */
export class UsageError extends Error {}

/** The options that take a value, as far as they were given. */
export interface Options {
  readonly [option: string]: string | undefined
}

/** The options that may be given several times: all of their values, in order. */
export interface Lists {
  readonly [option: string]: readonly string[] | undefined
}

/** A command line, taken apart. */
export interface CommandLine {
  readonly options: Options
  readonly lists: Lists
  /** The options without a value that were given. */
  readonly flags: ReadonlySet<string>
  /** The one argument; empty where the command takes none. */
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
  /** The options that must be given; of several in one entry, one must. */
  readonly required: readonly (readonly string[])[]
  /** What its one argument is, where it takes one. */
  readonly argument?: string
  /** Gives what goes to standard output. */
  readonly run: (line: CommandLine) => Promise<string>
}

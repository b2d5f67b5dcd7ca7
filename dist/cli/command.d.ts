/** What a command is, and what a command line that is none. */
/** A command line that cannot be understood. */
export declare class UsageError extends Error {
}
/** Text for a terminal: JSON escapes most of what steers one, and here the rest is (C1 controls, which hold CSI). */
export declare function printable(text: string): string;
/** The options that were given. A flag that was given is a value too. */
export type Values = {
    readonly [option: string]: string | undefined;
};
/** One of the command's commands. */
export interface Command {
    readonly usage: string;
    readonly about: string;
    /** Its options; each takes a value. */
    readonly options: readonly string[];
    /** Options without a value. */
    readonly flags?: readonly string[];
    /** Options that must be there; of those with a bar between them, one. */
    readonly required: readonly string[];
    /** What its one argument is, if it takes one. */
    readonly argument?: string;
    /** Gives what goes to stdout. */
    readonly run: (values: Values, argument: string) => Promise<string>;
}
//# sourceMappingURL=command.d.ts.map
/** What a command is, and what a command line that is none. */
/** A command line that cannot be understood. */
export class UsageError extends Error {
}
//# sourceMappingURL=command.js.map
/** What a command is, and what a command line that is none. */
/** A command line that cannot be understood. */
export class UsageError extends Error {
}
/** Text for a terminal: JSON escapes most of what steers one, and here the rest is (C1 controls, which hold CSI). */
export function printable(text) {
    return text.replace(/[\x7f-\x9f]/g, (control) => `\\u00${control.charCodeAt(0).toString(16)}`);
}
//# sourceMappingURL=command.js.map
/**
 * Every refusal that is not the caller's own mistake (those are a TypeError).
 * Its message says what was wrong and what was expected, and holds no token, key or secret.
 */
export class JoseError extends Error {
    /** The message is `found: expected expected`. */
    constructor(code, found, expected, details) {
        super(`${found}: expected ${expected}`);
        Object.assign(this, { name: 'JoseError', code }, details);
    }
}
/** A value as a message shows it: as JSON, so on one line, and of bounded length. */
export function shown(value) {
    return `${JSON.stringify(value)}`.slice(0, 99);
}

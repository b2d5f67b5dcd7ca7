/**
 * Every refusal that is not the caller's own mistake (those are a TypeError).
 * Its message says what was wrong and what was expected, and holds no token, key or secret.
 */
export class JoseError extends Error {
    /** The message is `found: expected expected`. */
    constructor(code, found, expected, options) {
        super(`${found}: expected ${expected}`, options);
        this.name = 'JoseError';
        this.code = code;
    }
}
/** Refuse what is not `met`. */
export function must(met, code, found, expected) {
    if (!met)
        throw new JoseError(code, found, expected);
}
/** A value as a message shows it: as JSON, so on one line, and of bounded length. */
export function shown(value) {
    return `${JSON.stringify(value)}`.slice(0, 99);
}
//# sourceMappingURL=errors.js.map
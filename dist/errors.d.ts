/** What went wrong, as a stable name. Messages may change between versions; codes do not. */
export type JoseErrorCode = 'ERR_BASE64URL' | 'ERR_JSON' | 'ERR_JWS_FORM' | 'ERR_ALG' | 'ERR_CRIT' | 'ERR_JWK' | 'ERR_PEM' | 'ERR_KEY_NOT_FOUND' | 'ERR_KEY_AMBIGUOUS' | 'ERR_SIGNATURE' | 'ERR_CLAIM' | 'ERR_EXPIRED' | 'ERR_REPLAY' | 'ERR_HTTP' | 'ERR_OAUTH' | 'ERR_CRYPTO';
/**
 * Every refusal that is not the caller's own mistake (those are a TypeError).
 * Its message says what was wrong and what was expected, and holds no token, key or secret.
 */
export declare class JoseError extends Error {
    /** Always `JoseError`, in whichever copy of this module it was made. */
    readonly name: 'JoseError';
    /** The stable name of what went wrong. */
    readonly code: JoseErrorCode;
    /** With `ERR_CLAIM` and `ERR_EXPIRED`: the claim, header member (`typ`, `jku`) or parameter that was refused. */
    readonly claim?: string;
    /** With `ERR_HTTP` and `ERR_OAUTH`: the answer's HTTP status, where there was an answer. */
    readonly status?: number;
    /** With `ERR_OAUTH`: `error`, as the server gave it or as it is to be answered (RFC 6749 §5.2). */
    readonly error?: string;
    /** With `ERR_OAUTH`: the server's `error_description`, as it was sent. */
    readonly description?: string;
    /** The message is `found: expected expected`. */
    constructor(code: JoseErrorCode, found: string, expected: unknown, options?: {
        /** Why, as it was thrown. Default: none. */
        cause?: unknown;
    });
}
/** Refuse what is not `met`. */
export declare function must(met: unknown, code: JoseErrorCode, found: string, expected: unknown): asserts met;
/** A value as a message shows it: as JSON, so on one line, and of bounded length. */
export declare function shown(value: unknown): string;
//# sourceMappingURL=errors.d.ts.map
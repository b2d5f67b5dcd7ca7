/** The only caller of fetch: https, no redirects, a deadline for the whole answer, and a limit to its size. */
import { JoseError } from './errors.js';
import { type JsonObject } from './json.js';
/** How a request is made. */
export interface HttpOptions {
    /** What makes the request. Default: the runtime's `fetch`. */
    fetch?: typeof fetch;
    /** Ends the request early. Default: none. */
    signal?: AbortSignal;
    /** Milliseconds until the whole answer must be there, 1 to 700,000,000. Default: 10,000. */
    timeout?: number;
}
/** An answer that was read to its end. */
export interface Answer {
    readonly url: URL;
    readonly response: Response;
    /** The body, where it is a JSON object. */
    readonly json?: JsonObject;
}
/** A caller's mistake, unless `met`. */
export declare function expectOption(met: unknown, option: string): asserts met;
/** Options in quotes would be appended where they are to be added. */
export declare function requireNumbers(options: {
    readonly [option: string]: number;
}): void;
/** Timers that are set for more than 2^31 milliseconds go off at once; a client waits three times this. */
export declare function requireTimeout(timeout: number): void;
/** Whether a URL is safe to talk to: https, or http to this machine alone; and without a password in it. */
export declare function isSecure(url: unknown): url is string;
/** A caller's URL, which must be safe to talk to. A password in it stays out of the message. */
export declare function secureUrl(url: string, option: string): URL;
/** An exchange that cannot be used. The query, which may hold what is private, stays out of the message. */
export declare function unusable(url: URL, found: string, expected: string, details?: Partial<JoseError>): JoseError;
/**
 * What the promise gives, unless so many milliseconds pass before or the signal ends the wait. The promise
 * goes on. The timer is the caller's own, for in Workers another request's timers may never fire.
 */
export declare function within<T>(timeout: number, promise: Promise<T>, signal?: AbortSignal | null): Promise<T>;
/**
 * Make a request and read its answer, whatever its status.
 *
 * @throws JoseError `ERR_HTTP` without `status`: no whole answer in time, or a body that is too long; or the
 *   reason of `signal`, where that ended it. TypeError: `timeout`
 */
export declare function request(url: URL, init: RequestInit, options: HttpOptions): Promise<Answer>;
/** What the members of a JSON answer must be: what tells it, and what a message expects. */
export type Members = {
    readonly [member: string]: readonly [fits: (value: unknown) => unknown, expected: string];
};
/**
 * The JSON object of a successful answer.
 *
 * @throws JoseError `ERR_HTTP` with `status`: no success, no JSON (expecting `remedy` where the server is
 *   up), or a member that does not fit; its value, which may be a secret, stays out of the message
 */
export declare function success({ url, response, json }: Answer, remedy: string, members: Members): JsonObject;
//# sourceMappingURL=http.d.ts.map
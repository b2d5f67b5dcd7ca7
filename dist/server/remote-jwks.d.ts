import { type HttpOptions } from '../http.js';
import type { JwkSet } from '../jwk.js';
/** How a set is fetched and kept. */
export interface RemoteJwksOptions extends Omit<HttpOptions, 'signal' | 'timeout'> {
    /** Milliseconds until the whole answer must be there, 1 to 700,000,000. Default: 5,000. */
    timeout?: number;
    /** The least seconds that a set is kept, whatever its answer says. Default: 0. */
    minAge?: number;
    /** The most seconds that a set is kept, whatever its answer says. Default: 86,400, a day. */
    maxAge?: number;
    /** Seconds after a request without one for an unknown `kid`, and after a failed one without any. Default: 30. */
    cooldown?: number;
    /** Seconds that an expired set stands in while it cannot be fetched, if its answer allows. Default: 0, never. */
    staleIfError?: number;
    /** The clock, in milliseconds since 1970. Default: `Date.now`. */
    now?: () => number;
}
/** A JWK Set at a URL. Callers at the same time share one request. */
export interface RemoteJwks {
    /**
     * The set: the one at hand while it is fresh, else a new one.
     *
     * @throws JoseError `ERR_HTTP`: no answer, or none that is a JWK Set; within `cooldown` the same error again
     */
    get(): Promise<JwkSet>;
    /**
     * The set, fetched anew unless a request was made within `cooldown`: for a `kid` that it lacks.
     *
     * @throws JoseError as {@link get} does
     */
    refresh(): Promise<JwkSet>;
}
/**
 * A JWK Set at a URL: https (or http on localhost), no redirects, 64 KiB and 100 keys at most, a JSON content
 * type. It is kept as Cache-Control (`max-age`), Age and Expires say, and revalidated by its ETag (RFC 9111).
 *
 * @throws TypeError: the URL or an option
 */
export declare function createRemoteJwks(url: string, options?: RemoteJwksOptions): RemoteJwks;
//# sourceMappingURL=remote-jwks.d.ts.map
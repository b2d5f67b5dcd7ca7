/** A client's JWK Set at its URL, kept for as long as its answer allows (SMART V7; RFC 9111). */
import { type HttpOptions } from '../http.js';
import type { JwkSet } from '../jwk.js';
/** How a set is fetched and kept. Times are in seconds, but for `timeout`, which is 5,000 ms here by default. */
export interface RemoteJwksOptions extends Omit<HttpOptions, 'signal'> {
    /** The least time that a set is kept, whatever its answer says. Default: 0. */
    minAge?: number;
    /** The most time that a set is kept, whatever its answer says. Default: 86,400, a day. */
    maxAge?: number;
    /** How long after a request there is none for an unknown `kid`, and after a failed one none at all. Default: 30. */
    cooldown?: number;
    /** How long an expired set stands in while it cannot be fetched, if its answer allows. Default: 0, never. */
    staleIfError?: number;
    /** The clock, in milliseconds since 1970. Default: `Date.now`. */
    now?: () => number;
}
/** A JWK Set at a URL. Callers at the same time share one request. */
export interface RemoteJwks {
    /** The set: the one at hand while it is fresh, else a new one. */
    get(): Promise<JwkSet>;
    /** The set, fetched anew unless a request was made within `cooldown`: for a `kid` that it lacks. */
    refresh(): Promise<JwkSet>;
}
/**
 * A JWK Set at a URL: https (or http on localhost), no redirects, 64 KiB and 100 keys at most, a JSON content
 * type. It is kept as Cache-Control (`max-age`), Age and Expires say, and revalidated by its ETag.
 *
 * @throws TypeError: the URL or an option. The methods throw JoseError `ERR_HTTP`: no answer, or none that is a
 *   JWK Set; the same error again within `cooldown`, without a request
 */
export declare function createRemoteJwks(url: string, options?: RemoteJwksOptions): RemoteJwks;

import { type JwkSet } from '../jwk.js';
/** How a set is published. */
export interface JwksResponseOptions {
    /** Seconds that it may be kept. Default: 300. */
    maxAge?: number;
    /** What is answered: with it there are 304, CORS for a browser's, and `application/jwk-set+json` where asked for. */
    request?: Request;
}
/**
 * The public halves of a JWK Set, as an answer to publish them with (SMART K2 to K5).
 *
 * @throws JoseError as toPublicJwks does. TypeError: `maxAge`
 */
export declare function createJwksResponse(jwks: JwkSet, { maxAge, request }?: JwksResponseOptions): Response;
/**
 * The answer to a token request whose verification threw: 400 `invalid_request`, 401 `invalid_client`, 503
 * `temporarily_unavailable` where the replay store or a client's key server failed, 500 `server_error` for all
 * that is no JoseError. Nothing of the error itself is in it (SMART V8): log that.
 */
export declare function toOAuthErrorResponse(thrown: unknown): Response;

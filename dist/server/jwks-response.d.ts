import { type JwkSet } from '../jwk.js';
/** How a set is published. */
export interface JwksResponseOptions {
    /** Seconds that it may be kept. Default: 300. */
    maxAge?: number;
    /**
     * What is answered: with it there are 304, CORS for a browser's, and `application/jwk-set+json` where asked
     * for. Default: none.
     */
    request?: Request;
}
/**
 * The public halves of a JWK Set, as an answer to publish them with (RFC 7517 §5, §8.5).
 *
 * @throws JoseError as {@link toPublicJwks} does. TypeError: `maxAge`
 */
export declare function createJwksResponse(jwks: JwkSet, { maxAge, request }?: JwksResponseOptions): Response;
/**
 * The answer (RFC 6749 §5.2) to a token request whose verification threw: 400 `invalid_request`, 401 `invalid_client`, 503
 * `temporarily_unavailable` where the replay store or a client's key server failed, 500 `server_error` for all
 * that is no JoseError. Nothing of the error itself is in it: log that. Never throws.
 */
export declare function toOAuthErrorResponse(thrown: unknown): Response;
//# sourceMappingURL=jwks-response.d.ts.map
import { type JwkSet } from '../jwk.js';
/**
 * The public halves of a JWK Set, as an answer to publish them with (SMART K2 to K5).
 *
 * @param options.maxAge seconds that it may be kept. Default: 300
 * @param options.request what is answered: with it there are 304, CORS for a browser's request, and
 *   `application/jwk-set+json` where that is asked for
 * @throws JoseError as toPublicJwks does. TypeError: `maxAge`
 */
export declare function createJwksResponse(jwks: JwkSet, { maxAge, request }?: {
    maxAge?: number;
    request?: Request;
}): Response;
/**
 * The answer to a token request whose verification threw: 400 `invalid_request`, 401 `invalid_client`, 503
 * `temporarily_unavailable` where the replay store or a client's key server failed, 500 `server_error` for all
 * that is no JoseError. Nothing of the error itself is in it (SMART V8): log that.
 */
export declare function toOAuthErrorResponse(error: unknown): Response;

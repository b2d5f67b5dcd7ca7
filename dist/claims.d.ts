/** JWT claims (RFC 7519 §4.1) against what is expected of them, at a given time. Pure. */
import { type JoseErrorCode } from './errors.js';
import { type JsonObject } from './json.js';
/** The claims of a JWT. Times are in seconds since 1970 (NumericDate, RFC 7519 §2). */
export interface JwtClaims {
    /** Who issued it (RFC 7519 §4.1.1). */
    iss?: string;
    /** Whom it is about. */
    sub?: string;
    /** Whom it is for. */
    aud?: string | string[];
    /** When it ends, in seconds since 1970: from this second on it is refused. */
    exp?: number;
    /** When it begins, in seconds since 1970. */
    nbf?: number;
    /** When it was issued, in seconds since 1970. */
    iat?: number;
    /** Its own name, never used before. */
    jti?: string;
    [claim: string]: unknown;
}
/** What claims are held to. `exp`, `nbf` and `iat` are held to the clock wherever they are present. */
export interface ClaimExpectations {
    /** The `iss` to accept, or several. Default: any, or none. */
    issuer?: string | readonly string[];
    /** The `sub` to accept. Default: any, or none. */
    subject?: string;
    /** What `aud` must name; of several, one is enough. Default: any, or none. */
    audience?: string | readonly string[];
    /** The most seconds that may have passed since `iat`, which is then required. Default: no limit. */
    maxAge?: number;
    /** Seconds by which the two clocks may differ. Default: 0. */
    clockTolerance?: number;
    /** Claims that must be present, whatever their value. Default: none. */
    requiredClaims?: readonly string[];
}
/** Refuse a claim (or the header's `typ`) for its value. */
export declare function refuseClaim(claim: string, value: unknown, expected: unknown, code?: JoseErrorCode): never;
/**
 * Claims held to what is expected of them.
 *
 * @param now seconds since 1970
 * @throws JoseError `ERR_CLAIM` and `ERR_EXPIRED`, with the claim's name as `claim`
 */
export declare function checkClaims(claims: JsonObject, expected: ClaimExpectations, now: number): JwtClaims;
//# sourceMappingURL=claims.d.ts.map
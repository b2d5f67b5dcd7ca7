/** The public operations: keys resolved, JWS made and verified, JWT claims on top. */
import type { Signer, Verifier } from './algorithms.js';
import { type ClaimExpectations, type JwtClaims } from './claims.js';
import { type JsonObject } from './json.js';
import { type Jwk, type JwkSet } from './jwk.js';
import { type DecodeOptions, type JoseHeader, type JoseHeaderParameters, type ParsedJws, type VerifiedJws, type VerifyJwsOptions } from './jws.js';
/** What signs a token: a Signer, a private JWK, or a JWK Set with one signing key. */
export type SigningKey = Signer | Jwk | JwkSet;
/** What a token is verified with: a key, a set that holds it, or a function that looks it up by the header. */
export type VerificationKeys = Verifier | Jwk | JwkSet | ((header: JoseHeader) => Promise<Verifier | Jwk | JwkSet>);
/** How a JWT is verified. */
export interface VerifyJwtOptions extends VerifyJwsOptions, ClaimExpectations {
    /** The media type to accept in the header's `typ`, with or without `application/` (RFC 7515 §4.1.9). Default: any. */
    typ?: string;
    /** The clock, in milliseconds since 1970. Default: `Date.now`. */
    now?: () => number;
}
/** The JOSE Header and the claims of a JWT. */
export interface DecodedJwt {
    /** Its JOSE Header. */
    header: JoseHeader;
    /** Its claims. */
    claims: JwtClaims;
}
/** What signs with any of them. Without a promise where there is nothing to wait for. */
export declare function signerFor(key: SigningKey): Signer | Promise<Signer>;
/** The signature of a token, verified with the key that is found for it. */
export declare function verifySignature(jws: ParsedJws, keys: VerificationKeys, options: VerifyJwsOptions): Promise<void>;
/** The claims of a token whose signature is good, and its `typ`, held to what is expected of them. */
export declare function judgeClaims({ typ: given }: JoseHeader, claims: JsonObject, options: VerifyJwtOptions): JwtClaims;
/**
 * Sign a payload as a compact JWS (RFC 7515 §7.1). The JOSE Header is `alg`, `kid` (where known) and what
 * `header` adds, in alphabetical order.
 *
 * @param payload octets, or a string that is signed as UTF-8
 * @param header more members of the JOSE Header; `alg` stays the key's own
 * @throws JoseError `ERR_ALG`: the header's `alg` is not the key's; the key as {@link importSigner} does; `ERR_SIGNATURE`:
 *   the signer gave no signature of its algorithm. TypeError: a wrong type. What a signer throws is thrown on
 */
export declare function signJws(payload: Uint8Array | string, key: SigningKey, header?: JoseHeaderParameters): Promise<string>;
/**
 * Verify a compact JWS, in this order: form, algorithm, key, signature (RFC 7515 §5.2, RFC 8725 §3).
 * Only a header's `kid` and `alg` find a key in a set; its `jwk`, `jku`, `x5c` and `x5u` never do.
 *
 * @throws JoseError `ERR_JWS_FORM`, `ERR_BASE64URL`, `ERR_JSON`: not the one spelling of a token;
 *   `ERR_CRIT`: an extension that is not understood; `ERR_ALG`: an algorithm that is unknown, not accepted,
 *   or not the key's; `ERR_JWK`, `ERR_KEY_NOT_FOUND`, `ERR_KEY_AMBIGUOUS`: the key; `ERR_SIGNATURE`: not
 *   signed with that key; `ERR_CRYPTO`: the verifier failed. TypeError: a wrong type
 */
export declare function verifyJws(jws: string, keys: VerificationKeys, options?: VerifyJwsOptions): Promise<VerifiedJws>;
/**
 * Sign claims as a JWT (RFC 7519 §7.1): as `signJws`, with `typ` `JWT` in the header. The claims stand in
 * their own order, as JSON without white space.
 *
 * @param claims times in seconds since 1970
 * @throws as {@link signJws} does; TypeError also for claims that are not an object
 */
export declare function signJwt(claims: JwtClaims, key: SigningKey, header?: JoseHeaderParameters): Promise<string>;
/**
 * Verify a JWT (RFC 7519 §7.2): as `verifyJws`, then its claims. `exp`, `nbf` and `iat` are held to the
 * clock wherever they are present; the rest as the options say.
 *
 * @throws as {@link verifyJws} does, and JoseError `ERR_EXPIRED` or `ERR_CLAIM`, with the claim's name as `claim`;
 *   TypeError also for an option that is there but undefined
 */
export declare function verifyJwt(jwt: string, keys: VerificationKeys, options?: VerifyJwtOptions): Promise<DecodedJwt>;
/**
 * A JWT's header and claims (RFC 7519 §7.2), unverified: to look at, never to believe.
 *
 * @throws as {@link decodeJws} does; `ERR_JSON` also for claims that are not a JSON object
 */
export declare function decodeJwt(jwt: string, options?: DecodeOptions): DecodedJwt;
//# sourceMappingURL=jwt.d.ts.map
/** The client assertion (SMART App Launch 2.2.0, asymmetric client authentication; RFC 7523 §2.2). */
import type { JwtClaims } from '../claims.js';
import { type SigningKey } from '../jwt.js';
/** What a client assertion says, and who signs it. */
export interface ClientAssertionOptions {
    /** The client_id: `iss` and `sub`. */
    clientId: string;
    /** The URL of the token endpoint, or of the issuer where a server wants that, or several. */
    audience: string | string[];
    /** What signs; its `kid` is that of the published key. */
    key: SigningKey;
    /** The URL of the JWK Set, as it was registered. Default: none. */
    jku?: string;
    /** Seconds from now to `exp`, 1 to 300. Default: 240, which leaves a minute for the server's clock to be behind. */
    expiresIn?: number;
    /** The clock, in milliseconds since 1970. Default: `Date.now`. */
    now?: () => number;
    /** What tells this assertion from every other. Default: a random UUID. */
    jti?: string;
    /** More claims. They cannot change the others. Default: none. */
    claims?: JwtClaims;
}
/**
 * A client assertion, for one request (SMART App Launch 2.2.0, asymmetric authentication; RFC 7523 §3): `alg`,
 * `kid`, `typ` `JWT` and `jku` in the header; `iss`, `sub`, `aud`, `exp`, `iat` and `jti` in the claims. There is
 * no `nbf`: it gains nothing, and some servers refuse one that is ahead of their clock.
 *
 * @throws TypeError: an option that is missing, of a wrong type or out of bounds, or a key without `kid`;
 *   JoseError as {@link signJwt} does
 */
export declare function createClientAssertion(options: ClientAssertionOptions): Promise<string>;
/**
 * The two parameters that carry an assertion in any token request: client_credentials, authorization_code,
 * refresh_token (RFC 7523 §2.2). Never throws.
 */
export declare function clientAssertionParams(assertion: string): {
    /** That it is a JWT: always the same. */
    client_assertion_type: string;
    /** The assertion. */
    client_assertion: string;
};
//# sourceMappingURL=assertion.d.ts.map
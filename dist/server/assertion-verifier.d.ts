/** Client assertions, verified as a FHIR authorization server must (SMART App Launch 2.2.0; RFC 7523 §3; RFC 8725). */
import { type JwtClaims } from '../claims.js';
import type { JwkSet } from '../jwk.js';
import { type JoseHeader } from '../jws.js';
import { type RemoteJwksOptions } from './remote-jwks.js';
import { type ReplayStore } from './replay.js';
/** What is registered of a client: its keys, or where they are. */
export interface RegisteredClient {
    /** Its JWK Set, as it was handed over. */
    jwks?: JwkSet;
    /** The URL of its JWK Set. It goes before `jwks`, and is what a `jku` must equal. */
    jwksUri?: string;
}
/** What assertions are held to. The options of `createRemoteJwks` are those of every client's set. */
export interface AssertionVerifierOptions extends RemoteJwksOptions {
    /** What `aud` must name: the URL of the token endpoint, and others that are this server's. */
    audience: string | readonly string[];
    /** What is registered of the client with this client_id, which is not verified yet: only to look it up. */
    client: (clientId: string) => Promise<RegisteredClient | undefined>;
    /** The algorithms to accept. Default: RS384 and ES384. */
    algorithms?: readonly string[];
    /** What remembers the assertions. Default: `createMemoryReplayStore`, for a server of one process. */
    replayStore?: ReplayStore;
    /** Seconds by which a client's clock may differ. Default: 5. */
    clockTolerance?: number;
    /** Seconds that `exp` may be ahead, beside `clockTolerance`. Default: 300. */
    maxLifetime?: number;
}
/** The parameters of a token request, as its body was parsed. */
export type TokenRequestParameters = URLSearchParams | FormData | {
    readonly [parameter: string]: unknown;
};
/** A client that has proved who it is. */
export interface VerifiedAssertion {
    /** Its client_id. */
    clientId: string;
    /** The claims of its assertion. */
    claims: JwtClaims;
    /** The JOSE Header of its assertion. */
    header: JoseHeader;
}
/** What verifies client assertions. */
export interface AssertionVerifier {
    /**
     * Authenticate the client of a token request. What it accepts, it accepts once.
     *
     * @throws JoseError for every refusal: `ERR_OAUTH` with `error` `invalid_request`, where a parameter is missing
     *   or given twice; `ERR_REPLAY`: the assertion was accepted before, or (with `cause`) the replay store failed;
     *   `ERR_HTTP`: the client's keys cannot be fetched; `ERR_CLAIM`, `ERR_EXPIRED`; and as `verifyJwt` does.
     *   `toOAuthErrorResponse` answers them. What `client` throws is thrown on
     */
    verify(parameters: TokenRequestParameters): Promise<VerifiedAssertion>;
}
/**
 * What verifies client assertions (SMART App Launch 2.2.0, asymmetric authentication; RFC 7523 §3): form, client,
 * `jku`, key, signature, claims and replay, in this order.
 * A URL that a token names is never fetched; only the one that is registered is.
 *
 * @throws TypeError: an option that is missing or of a wrong type
 */
export declare function createAssertionVerifier(options: AssertionVerifierOptions): AssertionVerifier;
//# sourceMappingURL=assertion-verifier.d.ts.map
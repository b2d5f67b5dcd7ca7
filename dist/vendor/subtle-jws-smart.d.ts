// subtle-jws-smart, of the npm package subtle-jws 0.1.0. MIT. Copyright (c) 2026 the subtle-jws authors.
/** A JWA algorithm that this module signs and verifies with. */
type JwsAlgorithm = 'RS256' | 'RS384' | 'RS512' | 'PS256' | 'PS384' | 'PS512' | 'ES256' | 'ES384' | 'ES512' | 'Ed25519' | 'EdDSA' | 'ML-DSA-44' | 'ML-DSA-65' | 'ML-DSA-87';

/** JWT claims (RFC 7519 §4.1) against what is expected of them, at a given time. Pure. */

/** The claims of a JWT. Times are in seconds since 1970 (NumericDate, RFC 7519 §2). */
interface JwtClaims {
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

/** What signs, and what verifies: WebCrypto here, a KMS or an HSM elsewhere. */

/** Anything that can sign: WebCrypto, a KMS, an HSM. Its `alg` and `kid` never change. */
interface Signer {
    /** The algorithm that it signs with. */
    readonly alg: JwsAlgorithm;
    /** The `kid` that goes into the JOSE Header. Without it there is none. */
    readonly kid?: string;
    /**
     * Sign the JWS Signing Input (RFC 7515 §5.1) and give the JWS Signature's octets; for ECDSA r‖s at
     * fixed width (RFC 7518 §3.4), not DER. The input is the signer's own: nothing else reads or changes it.
     *
     * @throws any error: it is thrown on to who signs
     */
    sign(signingInput: Uint8Array): Promise<Uint8Array>;
}

/** JSON Web Keys (RFC 7517): what they are, and which of several is meant. */

/** A JSON Web Key (RFC 7517 §4; for RSA and EC: RFC 7518 §6, for OKP: RFC 8037 §2, for AKP: RFC 9964 §3). */
interface Jwk {
    /** Key type: `RSA`, `EC`, `OKP` or `AKP`. */
    kty: string;
    /** Its name in a set. */
    kid?: string;
    /** The one algorithm that it is for. */
    alg?: string;
    /** What it is for: `sig`. */
    use?: string;
    /** What it is for: `sign` or `verify`. */
    key_ops?: string[];
    /** EC and OKP: the curve. */
    crv?: string;
    /** EC: the x coordinate; OKP: the public key. As base64url, like all that follow. */
    x?: string;
    /** EC: the y coordinate. */
    y?: string;
    /** RSA: the modulus. */
    n?: string;
    /** RSA: the public exponent. */
    e?: string;
    /** The private key; RSA: the private exponent. */
    d?: string;
    /** RSA: the first prime. */
    p?: string;
    /** RSA: the second prime. */
    q?: string;
    /** RSA: `d` modulo `p` - 1. */
    dp?: string;
    /** RSA: `d` modulo `q` - 1. */
    dq?: string;
    /** RSA: the inverse of `q` modulo `p`. */
    qi?: string;
    /** AKP: the public key. */
    pub?: string;
    /** AKP: the seed of the private key. */
    priv?: string;
    [member: string]: unknown;
}
/** A JWK Set (RFC 7517 §5). */
interface JwkSet {
    /** Its keys, each with a `kid` of its own. */
    keys: Jwk[];
    [member: string]: unknown;
}

/** How a request is made. */
interface HttpOptions {
    /** What makes the request. Default: the runtime's `fetch`. */
    fetch?: typeof fetch | undefined;
    /** Ends the request early. Default: none. */
    signal?: AbortSignal | undefined;
    /** Milliseconds until the whole answer must be there, 1 to 700,000,000. Default: 10,000. */
    timeout?: number | undefined;
}

/** The public operations: keys resolved, JWS made and verified, JWT claims on top. */

/** What signs a token: a Signer, a private JWK, or a JWK Set with one signing key. */
type SigningKey = Signer | Jwk | JwkSet;

/** What a client assertion says, and who signs it. */
interface ClientAssertionOptions {
    /** The client_id: `iss` and `sub`. */
    clientId: string;
    /** The URL of the token endpoint, or of the issuer where a server wants that, or several. */
    audience: string | string[];
    /** What signs; its `kid` is that of the published key. */
    key: SigningKey;
    /** The URL of the JWK Set, as it was registered. Default: none. */
    jku?: string | undefined;
    /**
     * Seconds from now to `exp`, 1 to 300. Default: 240, which leaves a minute for the server's clock to be
     * behind.
     */
    expiresIn?: number | undefined;
    /** The clock, in milliseconds since 1970. Default: `Date.now`. */
    now?: (() => number) | undefined;
    /** What tells this assertion from every other. Default: 16 random octets as base64url. */
    jti?: string | undefined;
    /** More claims. They cannot change the others. Default: none. */
    claims?: JwtClaims | undefined;
}
/**
 * A client assertion, for one request (SMART App Launch 2.2.0, asymmetric authentication; RFC 7523 §3):
 * `alg`, `kid`, `typ` `JWT` and `jku` in the header; `iss`, `sub`, `aud`, `exp`, `iat` and `jti` in the claims.
 * There is no `nbf`: it gains nothing, and some servers refuse one that is ahead of their clock.
 *
 * @throws TypeError: an option that is missing, unknown, of a wrong type or out of bounds, or a key without
 *   `kid`; JoseError as {@link signJwt} does
 */
declare function createClientAssertion(options: ClientAssertionOptions): Promise<string>;
/**
 * The two parameters that carry an assertion in any token request: client_credentials, authorization_code,
 * refresh_token (RFC 7523 §2.2). Never throws.
 */
declare function clientAssertionParams(assertion: string): {
    /** That it is a JWT: always the same. */
    client_assertion_type: string;
    /** The assertion. */
    client_assertion: string;
};

/** An access token, as the server granted it (RFC 6749 §5.1). */
interface AccessToken {
    /** The token itself, to send as `Authorization: Bearer`. */
    accessToken: string;
    /** The scopes granted, separated by spaces. */
    scope: string;
    /**
     * The scopes that were asked for and not granted to the letter; a server may also grant them in other
     * words.
     */
    missingScopes: string[];
    /** When it ends, in seconds since 1970 by this machine's clock. */
    expiresAt: number;
}

/** Where tokens come from, who asks for them, and how. One of `fhirBaseUrl` and `tokenEndpoint` is needed. */
interface BackendServicesOptions extends Omit<ClientAssertionOptions, 'audience' | 'jti'>, Omit<HttpOptions, 'signal'> {
    /** The FHIR server: its token endpoint is discovered, and `fetch` goes there. Default: none. */
    fhirBaseUrl?: string | undefined;
    /** The token endpoint. Default: the discovered one. */
    tokenEndpoint?: string | undefined;
    /** The scopes to ask for, separated by spaces. */
    scope: string;
    /** The assertions' `aud`. Default: the token endpoint. */
    audience?: string | string[] | undefined;
    /**
     * How many times a token request that met a network error, 429 or 5xx is made again, each time with a new
     * assertion, not before Retry-After, and only within three times `timeout`. Default: 2.
     */
    retries?: number | undefined;
    /**
     * Milliseconds until an answer to `fetch` must begin, 1 to 700,000,000; its body may take longer, and so
     * may searches. Default: 300,000.
     */
    responseTimeout?: number | undefined;
}
/** A client of one FHIR server. */
interface BackendServicesClient {
    /**
     * An access token: the one at hand until shortly before it ends, else a new one, asked for once for all
     * callers.
     *
     * @throws JoseError `ERR_OAUTH`: the server's refusal; `ERR_HTTP`: no answer within three times `timeout`,
     *   or none that can be used; as {@link createClientAssertion} does; or the reason of `signal`
     */
    accessToken(options?: {
        /** Ends this caller's wait. Default: none. */
        signal?: AbortSignal;
    }): Promise<AccessToken>;
    /**
     * `fetch` with the token (RFC 6750 §2.1), to URLs at or below the FHIR base URL alone; relative ones are
     * resolved against it. A 401 drops the token, and what can be sent again is, once, with a new one.
     *
     * @throws JoseError `ERR_HTTP` before anything is sent, where the URL is another, and where no answer
     *   begins within `responseTimeout` (under a signal of your own the request goes on until you abort it);
     *   as {@link accessToken} does; and any error of `fetch`
     */
    fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;
}
/**
 * A client that gets access tokens as a backend service does (SMART App Launch 2.2.0), and keeps them.
 *
 * Callers at the same time share one request, which none of them can cancel for the others; a failure is
 * not kept. An assertion that is refused is made once more where the server's `Date` differs from this
 * clock by a second to an hour: then with the server's time, which stands for as long as it is accepted.
 *
 * @throws TypeError: an option that is missing, unknown, of a wrong type or not safe. The methods throw
 *   JoseError `ERR_HTTP` (no answer, or none that can be used), `ERR_OAUTH` (the server's refusal), and as
 *   {@link createClientAssertion} does
 */
declare function createBackendServicesClient(options: BackendServicesOptions): BackendServicesClient;

/** Discovery: .well-known/smart-configuration (SMART App Launch 2.2.0, conformance). */

/** A server's SMART configuration, as far as it concerns a client that signs. */
interface SmartConfiguration {
    /** An https URL. */
    token_endpoint: string;
    /** How a client may authenticate: `private_key_jwt` among others. */
    token_endpoint_auth_methods_supported?: string[];
    /** What an assertion may be signed with: RS384, ES384 or both, among others. */
    token_endpoint_auth_signing_alg_values_supported?: string[];
    /** Scopes that may be asked for. */
    scopes_supported?: string[];
    /** Names of what the server can do. */
    capabilities?: string[];
    [member: string]: unknown;
}
/**
 * A server's SMART configuration (SMART App Launch 2.2.0, conformance).
 *
 * @param fhirBaseUrl with or without a slash at its end; https, or http on localhost
 * @throws JoseError `ERR_HTTP`: no answer, another than JSON, or one that does not offer `private_key_jwt`
 *   with RS384 or ES384 at a token endpoint on https. TypeError: the URL, or an option that is unknown or of
 *   a wrong type
 */
declare function fetchSmartConfiguration(fhirBaseUrl: string, options?: HttpOptions): Promise<SmartConfiguration>;

export { clientAssertionParams, createBackendServicesClient, createClientAssertion, fetchSmartConfiguration };
export type { AccessToken, BackendServicesClient, BackendServicesOptions, ClientAssertionOptions, HttpOptions, SmartConfiguration };

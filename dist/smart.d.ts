import { HttpOptions } from './core.js';
import { SigningKey, JwtClaims } from './index.js';

/** What a client assertion says, and who signs it. */
interface ClientAssertionOptions {
    /** The client_id: `iss` and `sub`. */
    clientId: string;
    /**
     * `aud`, as the server spells it: the URL of its token endpoint, its issuer if the server wants that, or a
     * list (with `rfc10070` only the issuer).
     */
    audience: string | string[];
    /** The key that signs; its `kid` is that of the published key. */
    key: SigningKey;
    /** The URL of the JWK Set, as it was registered. Default: none. */
    jku?: string | undefined;
    /**
     * `smart`: `typ` is `JWT` (SMART App Launch 2.2.0). `rfc10070`: `typ` is `client-authentication+jwt`, and
     * `aud` is the server's issuer identifier and nothing else (RFC 10070). Default: `smart`.
     */
    profile?: 'smart' | 'rfc10070' | undefined;
    /**
     * More header members, such as `x5t`, `x5c` or another `typ`, but not `alg`, `kid` or `jku`. With an `x5t`,
     * `x5t#S256` or `x5c` the key needs no `kid`. Default: none.
     */
    header?: {
        readonly [member: string]: unknown;
    } | undefined;
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
    /** Whether `jku` may be on http at every host. Default: false. */
    allowInsecureRequests?: boolean | undefined;
}
/**
 * A client assertion, for one request (SMART App Launch 2.2.0, asymmetric authentication; RFC 7523 §3):
 * `alg`, `kid`, `typ` and `jku` in the header; `iss`, `sub`, `aud`, `exp`, `iat` and `jti` in the claims.
 *
 * `iat` is five seconds in the past, because some servers refuse one ahead of their clock. `exp` is never
 * more than 300 seconds after `iat`, because servers refuse that too. There is no `nbf`: it has no benefit.
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
    /** Says that the assertion is a JWT: always the same. */
    client_assertion_type: string;
    /** The assertion. */
    client_assertion: string;
};

/** An access token, as the server granted it (RFC 6749 §5.1). */
interface AccessToken {
    /** The token itself, to send as `Authorization: Bearer`. */
    accessToken: string;
    /** The scopes granted, separated by spaces; if the server does not say, those that were asked for. */
    scope: string;
    /**
     * The scopes that were asked for and not granted literally; a server may grant the same in other words.
     */
    missingScopes: string[];
    /** When it expires, in seconds since 1970 by this machine's clock; five minutes ahead by default. */
    expiresAt: number;
}
/** What a token request contains besides its assertion. */
interface TokenRequestOptions {
    /** The scopes to ask for, separated by spaces. Default: none, and the server chooses. */
    scope?: string | undefined;
    /**
     * More form parameters, such as `client_id`, `audience` or `resource`; a list is sent as one for each
     * value. They cannot replace the client's own parameters. Default: none.
     */
    params?: {
        readonly [name: string]: string | readonly string[];
    } | undefined;
    /** More HTTP headers. They cannot replace those that the request sets itself. Default: none. */
    headers?: RequestInit['headers'];
}

/**
 * Where the clients of a fleet keep their token. If the store throws, is late (after half of `timeout`) or
 * returns anything but a token, the client asks the server. It holds access tokens: protect it like them.
 */
interface TokenStore {
    /**
     * The value that was last set under a name of 60 characters, or nothing. It may wait a while for another
     * process that is asking the server.
     *
     * @throws any error, which is passed over: then the server is asked
     */
    get(name: string): Promise<string | null | undefined> | string | null | undefined;
    /**
     * Keeps a value, which is text. The name depends on the server, the client, its scopes and the other parts
     * of the request.
     *
     * @param seconds whole seconds, 1 or more, after which the value is useless
     * @throws any error, which is passed over: then the server is asked
     */
    set(name: string, value: string, seconds: number): unknown;
}

/** Where tokens come from, who asks for them, and how. */
interface BackendServicesSettings extends Omit<ClientAssertionOptions, 'audience' | 'jti' | 'allowInsecureRequests'>, Omit<HttpOptions, 'signal'>, TokenRequestOptions {
    /** The FHIR server: its token endpoint is discovered, and `fetch` goes there. Default: none. */
    fhirBaseUrl?: string | undefined;
    /** The token endpoint. Default: the discovered one. */
    tokenEndpoint?: string | undefined;
    /** The assertions' `aud`. Default: the token endpoint; with `profile` `rfc10070` the discovered issuer. */
    audience?: string | string[] | undefined;
    /**
     * Where else `fetch` may send the token besides `fhirBaseUrl`: to these URLs and below, such as those of a
     * bulk export's status and files. Default: none.
     */
    allowedUrls?: readonly string[] | undefined;
    /** Shares one token among processes and isolates. Default: none, and each client asks for its own. */
    tokenStore?: TokenStore | undefined;
    /**
     * How many times a token request is repeated after a network error, 429 or 5xx, each time with a new
     * assertion, not before Retry-After, and only within three times `timeout`. Default: 2.
     */
    retries?: number | undefined;
    /**
     * Milliseconds until an answer to `fetch` must begin, 1 to 700,000,000; its body may take longer, and so
     * may searches. Default: 300,000.
     */
    responseTimeout?: number | undefined;
}
/** A client's settings, with a `fhirBaseUrl`, a `tokenEndpoint`, or both. */
type BackendServicesOptions = BackendServicesSettings & (Needs<'fhirBaseUrl'> | Needs<'tokenEndpoint'>);
/** A setting that is present, and not undefined. */
type Needs<Name extends 'fhirBaseUrl' | 'tokenEndpoint'> = {
    [Key in Name]: string;
};
/** A client of one FHIR server. */
interface BackendServicesClient {
    /**
     * An access token: the kept one until shortly before it expires, else a new one, requested once for all
     * callers.
     *
     * @throws JoseError `ERR_OAUTH`: the server's refusal; `ERR_HTTP`: no answer within three times `timeout`,
     *   or none that can be used; as {@link createClientAssertion} does; or the reason of `signal`
     */
    accessToken(options?: {
        /** Ends this caller's wait. Default: none. */
        signal?: AbortSignal | undefined;
        /**
         * Whether to ask the server even if a token is kept, as after a 401 to your own request. Simultaneous
         * callers share one request. Default: false.
         */
        renew?: boolean | undefined;
    }): Promise<AccessToken>;
    /**
     * `fetch` with the token (RFC 6750 §2.1) and, unless you set `accept`, `accept: application/fhir+json`. It
     * sends the token only to URLs at or below the FHIR base URL and `allowedUrls`; relative URLs are resolved
     * against the base. Redirects are returned, not followed. After a 401, a request that can be repeated is
     * sent once more, with a new token.
     *
     * @throws JoseError `ERR_HTTP` before anything is sent, if the URL is not allowed, and if no answer begins
     *   within `responseTimeout` (with your own signal the request continues until you abort it); as
     *   {@link accessToken} does; and any error of `fetch`
     */
    fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;
}
/**
 * A client that gets access tokens as a backend service does (SMART App Launch 2.2.0), and keeps them.
 *
 * Simultaneous callers share one request, which none of them can cancel for the others. A failure is not
 * kept. If an assertion is refused and the server's `Date` differs from this clock by two seconds to an hour,
 * the client tries once more with the server's time, and keeps using it while the server accepts it.
 *
 * @throws TypeError: an option that is missing, unknown, of a wrong type or not safe. The methods throw
 *   JoseError `ERR_HTTP` (no answer, or none that can be used), `ERR_OAUTH` (the server's refusal), and as
 *   {@link createClientAssertion} does
 */
declare function createBackendServicesClient(options: BackendServicesOptions): BackendServicesClient;

/** A server's SMART configuration, without members that are null or of a wrong type. */
interface SmartConfiguration {
    /** Where clients request tokens. */
    token_endpoint: string;
    /** The server's issuer identifier (RFC 8414 §2), which is `aud` in RFC 10070. */
    issuer?: string;
    /** Where an app launch begins. */
    authorization_endpoint?: string;
    /** Where the server's own keys are. */
    jwks_uri?: string;
    /** Where clients are registered (RFC 7591). */
    registration_endpoint?: string;
    /** Where a person sees and ends what they granted. */
    management_endpoint?: string;
    /** Where a token is looked up (RFC 7662). */
    introspection_endpoint?: string;
    /** Where a token is revoked (RFC 7009). */
    revocation_endpoint?: string;
    /** How a client may authenticate: `private_key_jwt` among others. */
    token_endpoint_auth_methods_supported?: string[];
    /** What an assertion may be signed with: RS384, ES384 or both, among others. */
    token_endpoint_auth_signing_alg_values_supported?: string[];
    /** `client_credentials`, `authorization_code` and others. */
    grant_types_supported?: string[];
    /** `code` and others. */
    response_types_supported?: string[];
    /** Scopes that may be asked for. */
    scopes_supported?: string[];
    /** `S256` (RFC 7636). */
    code_challenge_methods_supported?: string[];
    /** Names of what the server can do. */
    capabilities?: string[];
    [member: string]: unknown;
}
/**
 * Fetch a server's SMART configuration (SMART App Launch 2.2.0, conformance). Only `token_endpoint` is
 * needed; it is made absolute. Up to three redirects are followed, within the origin.
 *
 * @param fhirBaseUrl with or without a slash at its end; https, or http on localhost
 * @throws JoseError `ERR_HTTP`: no answer, an answer that is not JSON, or no token endpoint on https
 *   (http, if the base is on http too). TypeError: a wrong URL, or an unknown option or one of a wrong type
 */
declare function fetchSmartConfiguration(fhirBaseUrl: string, options?: HttpOptions): Promise<SmartConfiguration>;

export { HttpOptions, clientAssertionParams, createBackendServicesClient, createClientAssertion, fetchSmartConfiguration };
export type { AccessToken, BackendServicesClient, BackendServicesOptions, BackendServicesSettings, ClientAssertionOptions, SmartConfiguration, TokenStore };
//# sourceMappingURL=smart.d.ts.map

import { type Answer, type HttpOptions } from '../http.js';
import { type ClientAssertionOptions } from './assertion.js';
/** Where tokens come from, who asks for them, and how. One of `fhirBaseUrl` and `tokenEndpoint` is needed. */
export interface BackendServicesOptions extends Omit<ClientAssertionOptions, 'audience' | 'jti'>, Omit<HttpOptions, 'signal'> {
    /** The FHIR server: its token endpoint is discovered, and `fetch` goes there. Default: none. */
    fhirBaseUrl?: string;
    /** The token endpoint. Default: the discovered one. */
    tokenEndpoint?: string;
    /** The scopes to ask for, separated by spaces. */
    scope: string;
    /** The assertions' `aud`. Default: the token endpoint. */
    audience?: string | string[];
    /**
     * How many times a token request that met a network error, 429 or 5xx is made again, each time with a new
     * assertion, not before Retry-After, and only within three times `timeout`. Default: 2.
     */
    retries?: number;
    /**
     * Milliseconds until an answer to `fetch` must begin, 1 to 700,000,000; its body may take longer, and so may
     * searches. Default: 300,000.
     */
    responseTimeout?: number;
}
/** An access token, as the server granted it (RFC 6749 §5.1). */
export interface AccessToken {
    /** The token itself, to send as `Authorization: Bearer`. */
    accessToken: string;
    /** The scopes granted, separated by spaces. */
    scope: string;
    /** The scopes that were asked for and not granted to the letter; a server may also grant them in other words. */
    missingScopes: string[];
    /** When it ends, in seconds since 1970 by this machine's clock. */
    expiresAt: number;
}
/** A client of one FHIR server. */
export interface BackendServicesClient {
    /**
     * An access token: the one at hand until shortly before it ends, else a new one, asked for once for all callers.
     *
     * @throws JoseError `ERR_OAUTH`: the server's refusal; `ERR_HTTP`: no answer within three times `timeout`, or
     *   none that can be used; as {@link createClientAssertion} does; or the reason of `signal`
     */
    accessToken(options?: {
        /** Ends this caller's wait. Default: none. */
        signal?: AbortSignal;
    }): Promise<AccessToken>;
    /**
     * `fetch` with the token (RFC 6750 §2.1), to URLs at or below the FHIR base URL alone; relative ones are
     * resolved against it. A 401 drops the token, and what can be sent again is, once, with a new one.
     *
     * @throws JoseError `ERR_HTTP` before anything is sent, where the URL is another, and where no answer begins within
     *   `responseTimeout`; as {@link accessToken} does; and any error of `fetch`
     */
    fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;
}
/** Ask for a token (RFC 6749 §4.4.2). */
export declare function requestToken(url: URL, scope: string, assertion: string, options: HttpOptions): Promise<Answer>;
/** Judge the answer to a token request that was sent at a time in seconds (RFC 6749 §5). */
export declare function judgeToken(answer: Answer, asked: string, sent: number): AccessToken;
/**
 * A client that gets access tokens as a backend service does (SMART App Launch 2.2.0), and keeps them.
 *
 * Callers at the same time share one request, which none of them can cancel for the others; a failure is
 * not kept. The token endpoint's clock is learnt from its answers: a clock that is off is corrected for the
 * next assertion, and an assertion that was refused for it is made once more.
 *
 * @throws TypeError: an option that is missing or not safe. The methods throw JoseError `ERR_HTTP` (no
 *   answer, or none that can be used), `ERR_OAUTH` (the server's refusal), and as {@link createClientAssertion} does
 */
export declare function createBackendServicesClient(options: BackendServicesOptions): BackendServicesClient;
//# sourceMappingURL=backend-services.d.ts.map
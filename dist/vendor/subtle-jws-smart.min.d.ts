// subtle-jws-smart 0.1.0 (types): the SMART client. MIT. Copyright (c) 2026 the subtle-jws authors. npm: subtle-jws. Comments: subtle-jws-smart.d.ts
type JwsAlgorithm = "RS256" | "RS384" | "RS512" | "PS256" | "PS384" | "PS512" | "ES256" | "ES384" | "ES512" | "Ed25519" | "EdDSA" | "ML-DSA-44" | "ML-DSA-65" | "ML-DSA-87";
interface JwtClaims {
    iss?: string;
    sub?: string;
    aud?: string | string[];
    exp?: number;
    nbf?: number;
    iat?: number;
    jti?: string;
    [claim: string]: unknown;
}
interface Signer {
    readonly alg: JwsAlgorithm;
    readonly kid?: string;
    sign(signingInput: Uint8Array): Promise<Uint8Array>;
}
interface Jwk {
    kty: string;
    kid?: string;
    alg?: string;
    use?: string;
    key_ops?: string[];
    crv?: string;
    x?: string;
    y?: string;
    n?: string;
    e?: string;
    d?: string;
    p?: string;
    q?: string;
    dp?: string;
    dq?: string;
    qi?: string;
    pub?: string;
    priv?: string;
    [member: string]: unknown;
}
type ExportedJwk = {
    [Member in keyof Jwk as string extends Member ? never : Member]?: Jwk[Member] | undefined;
};
type JwkInput = Jwk | ExportedJwk;
interface JwkSetInput {
    readonly keys: readonly JwkInput[];
}
interface HttpOptions {
    fetch?: typeof fetch | undefined;
    signal?: AbortSignal | undefined;
    timeout?: number | undefined;
    allowInsecureRequests?: boolean | undefined;
}
type SigningKey = Signer | JwkInput | JwkSetInput;
interface ClientAssertionOptions {
    clientId: string;
    audience: string | string[];
    key: SigningKey;
    jku?: string | undefined;
    profile?: "smart" | "rfc10070" | undefined;
    header?: {
        readonly [member: string]: unknown;
    } | undefined;
    expiresIn?: number | undefined;
    now?: (() => number) | undefined;
    jti?: string | undefined;
    claims?: JwtClaims | undefined;
    allowInsecureRequests?: boolean | undefined;
}
declare function createClientAssertion(options: ClientAssertionOptions): Promise<string>;
declare function clientAssertionParams(assertion: string): {
    client_assertion_type: string;
    client_assertion: string;
};
interface AccessToken {
    accessToken: string;
    scope: string;
    missingScopes: string[];
    expiresAt: number;
}
interface TokenRequestOptions {
    scope?: string | undefined;
    params?: {
        readonly [name: string]: string | readonly string[];
    } | undefined;
    headers?: RequestInit["headers"];
}
interface TokenStore {
    get(name: string): Promise<string | null | undefined> | string | null | undefined;
    set(name: string, value: string, seconds: number): unknown;
}
interface BackendServicesSettings extends Omit<ClientAssertionOptions, "audience" | "jti" | "allowInsecureRequests">, Omit<HttpOptions, "signal">, TokenRequestOptions {
    fhirBaseUrl?: string | undefined;
    tokenEndpoint?: string | undefined;
    audience?: string | string[] | undefined;
    allowedUrls?: readonly string[] | undefined;
    tokenStore?: TokenStore | undefined;
    retries?: number | undefined;
    responseTimeout?: number | undefined;
}
type BackendServicesOptions = BackendServicesSettings & (Needs<"fhirBaseUrl"> | Needs<"tokenEndpoint">);
type Needs<Name extends "fhirBaseUrl" | "tokenEndpoint"> = {
    [Key in Name]: string;
};
interface BackendServicesClient {
    accessToken(options?: {
        signal?: AbortSignal | undefined;
        renew?: boolean | undefined;
    }): Promise<AccessToken>;
    fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;
}
declare function createBackendServicesClient(options: BackendServicesOptions): BackendServicesClient;
interface SmartConfiguration {
    token_endpoint: string;
    issuer?: string;
    authorization_endpoint?: string;
    jwks_uri?: string;
    registration_endpoint?: string;
    management_endpoint?: string;
    introspection_endpoint?: string;
    revocation_endpoint?: string;
    token_endpoint_auth_methods_supported?: string[];
    token_endpoint_auth_signing_alg_values_supported?: string[];
    grant_types_supported?: string[];
    response_types_supported?: string[];
    scopes_supported?: string[];
    code_challenge_methods_supported?: string[];
    capabilities?: string[];
    [member: string]: unknown;
}
declare function fetchSmartConfiguration(fhirBaseUrl: string, options?: HttpOptions): Promise<SmartConfiguration>;
export { clientAssertionParams, createBackendServicesClient, createClientAssertion, fetchSmartConfiguration };
export type { AccessToken, BackendServicesClient, BackendServicesOptions, BackendServicesSettings, ClientAssertionOptions, HttpOptions, SmartConfiguration, TokenStore };

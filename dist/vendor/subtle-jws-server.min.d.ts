// subtle-jws-server 0.1.0 (types): the SMART server. MIT. Copyright (c) 2026 the subtle-jws authors. npm: subtle-jws. Comments: subtle-jws-server.d.ts
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
interface JwkSet {
    keys: Jwk[];
    [member: string]: unknown;
}
interface HttpOptions {
    fetch?: typeof fetch | undefined;
    signal?: AbortSignal | undefined;
    timeout?: number | undefined;
    allowInsecureRequests?: boolean | undefined;
}
interface JoseHeader {
    alg: string;
    kid?: string;
    typ?: string;
    crit?: string[];
    [member: string]: unknown;
}
interface RemoteJwksOptions extends Omit<HttpOptions, "signal" | "timeout"> {
    timeout?: number | undefined;
    minAge?: number | undefined;
    maxAge?: number | undefined;
    cooldown?: number | undefined;
    staleIfError?: number | undefined;
    now?: (() => number) | undefined;
}
interface RegisteredClient {
    jwks?: JwkSet | null | undefined;
    jwksUri?: string | null | undefined;
    algorithms?: readonly JwsAlgorithm[] | null | undefined;
    audience?: string | readonly string[] | null | undefined;
}
interface ReplayStore {
    claim(key: string, expiresAt: number, client?: string): Promise<boolean>;
}
interface SharedReplayStoreOptions {
    timeout?: number | undefined;
}
interface AssertionVerifierOptions extends RemoteJwksOptions {
    audience: string | readonly string[];
    client: (clientId: string) => RegisteredClient | null | undefined | Promise<RegisteredClient | null | undefined>;
    algorithms?: readonly JwsAlgorithm[];
    replayStore?: ReplayStore;
    clockTolerance?: number;
    maxLifetime?: number;
    maxKeySets?: number;
    timeout?: number;
}
type TokenRequestParameters = URLSearchParams | FormData | {
    readonly [parameter: string]: unknown;
};
interface VerifiedAssertion {
    clientId: string;
    claims: JwtClaims;
    header: JoseHeader;
}
interface AssertionVerifier {
    verify(parameters: TokenRequestParameters): Promise<VerifiedAssertion>;
    forget(jwksUri: string): void;
}
declare function createAssertionVerifier(options: AssertionVerifierOptions): AssertionVerifier;
interface TokenResponseOptions {
    accessToken: string;
    expiresIn: number;
    scope: string;
}
declare function createTokenResponse(options: TokenResponseOptions): Response;
declare function toOAuthErrorResponse(thrown: unknown): Response;
interface JwksResponseOptions {
    maxAge?: number | undefined;
    request?: Request | undefined;
}
declare function createJwksResponse(jwks: JwkSetInput, options?: JwksResponseOptions): Response;
interface DurableObjectNamespace {
    idFromName(name: string): unknown;
    get(id: unknown): {
        fetch(url: string, init: {
            method: string;
            body: string;
        }): Promise<Pick<Response, "json">>;
    };
}
interface DurableObjectStorage {
    get(key: string): Promise<unknown>;
    put(key: string, value: number): Promise<unknown>;
    delete(keys: string[]): Promise<unknown>;
    list(options: {
        limit: number;
        startAfter?: string;
    }): Promise<Map<string, unknown>>;
    getAlarm(): Promise<number | null>;
    setAlarm(time: number): Promise<unknown>;
}
declare function createDurableObjectReplayStore(namespace: DurableObjectNamespace, options?: SharedReplayStoreOptions): ReplayStore;
declare class ReplayObject {
    #private;
    constructor({ storage, }: {
        storage: DurableObjectStorage;
    });
    fetch(request: Pick<Request, "json">): Promise<Response>;
    alarm(): Promise<void>;
}
interface MemoryReplayStoreOptions {
    maxEntries?: number | undefined;
    now?: (() => number) | undefined;
}
declare function createMemoryReplayStore(options?: MemoryReplayStoreOptions): ReplayStore;
type SendRedisCommand = (...command: string[]) => Promise<unknown>;
interface RedisReplayStoreOptions extends SharedReplayStoreOptions {
    prefix?: string | undefined;
    now?: (() => number) | undefined;
}
declare function createRedisReplayStore(send: SendRedisCommand, options?: RedisReplayStoreOptions): ReplayStore;
export { ReplayObject, createAssertionVerifier, createDurableObjectReplayStore, createJwksResponse, createMemoryReplayStore, createRedisReplayStore, createTokenResponse, toOAuthErrorResponse };
export type { AssertionVerifier, AssertionVerifierOptions, DurableObjectNamespace, DurableObjectStorage, JwksResponseOptions, MemoryReplayStoreOptions, RedisReplayStoreOptions, RegisteredClient, ReplayStore, SendRedisCommand, SharedReplayStoreOptions, TokenRequestParameters, TokenResponseOptions, VerifiedAssertion };

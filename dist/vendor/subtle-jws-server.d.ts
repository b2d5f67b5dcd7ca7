// subtle-jws-server 0.1.0 (types): the SMART server. MIT. Copyright (c) 2026 the subtle-jws authors. npm: subtle-jws
/** A JWA algorithm that this module signs and verifies with. */
type JwsAlgorithm = 'RS256' | 'RS384' | 'RS512' | 'PS256' | 'PS384' | 'PS512' | 'ES256' | 'ES384' | 'ES512' | 'Ed25519' | 'EdDSA' | 'ML-DSA-44' | 'ML-DSA-65' | 'ML-DSA-87';

/** Checks JWT claims (RFC 7519 §4.1) against expectations, at a given time. Pure. */

/** The claims of a JWT. Times are in seconds since 1970 (NumericDate, RFC 7519 §2). */
interface JwtClaims {
    /** Who issued it (RFC 7519 §4.1.1). */
    iss?: string;
    /** Whom it is about. */
    sub?: string;
    /** Whom it is for. */
    aud?: string | string[];
    /** When it expires, in seconds since 1970: it is refused from this second on. */
    exp?: number;
    /** When it becomes valid, in seconds since 1970. */
    nbf?: number;
    /** When it was issued, in seconds since 1970. */
    iat?: number;
    /** Its identifier, which no other token has. */
    jti?: string;
    [claim: string]: unknown;
}

/** JSON Web Keys (RFC 7517): their type, and the selection of one from several. */

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
/**
 * A JWK as WebCrypto and Node type it (`JsonWebKey`): any member may be undefined. Every function that takes
 * a `Jwk` takes it too, and checks it in the same way.
 */
type ExportedJwk = {
    [Member in keyof Jwk as string extends Member ? never : Member]?: Jwk[Member] | undefined;
};
/** A JWK, as a caller passes it. */
type JwkInput = Jwk | ExportedJwk;
/** A JWK Set, as a caller passes it. */
interface JwkSetInput {
    /** Its keys, each with a `kid` of its own. */
    readonly keys: readonly JwkInput[];
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
    /** Whether http is allowed to every host; to this machine it always is. Default: false. */
    allowInsecureRequests?: boolean | undefined;
}

/** The JWS Compact Serialization (RFC 7515 §7.1), for any Signer and Verifier. */

/** The JOSE Header of a token (RFC 7515 §4). */
interface JoseHeader {
    /** The algorithm (RFC 7515 §4.1.1). */
    alg: string;
    /** The name of the key. */
    kid?: string;
    /** The media type of the token, such as `JWT`. */
    typ?: string;
    /** The extensions that must be understood (RFC 7515 §4.1.11). */
    crit?: string[];
    [member: string]: unknown;
}

/** A JWK Set at a URL, kept for as long as its answer allows (RFC 9111). */

/** How a set is fetched and kept. */
interface RemoteJwksOptions extends Omit<HttpOptions, 'signal' | 'timeout'> {
    /** Milliseconds until the whole answer must be there, 1 to 700,000,000. Default: 5,000. */
    timeout?: number | undefined;
    /** The least seconds that a set is kept, whatever its answer says. Default: 5. */
    minAge?: number | undefined;
    /** The most seconds that a set is kept, whatever its answer says. Default: 600. */
    maxAge?: number | undefined;
    /**
     * Seconds until the set is fetched again for a `kid` that it lacks or a signature that none of its keys
     * made, and until a request that failed is tried again. Default: 30.
     */
    cooldown?: number | undefined;
    /**
     * Seconds that an expired set may still be used while no new one can be fetched, whatever its answer says.
     * Default: 0, never.
     */
    staleIfError?: number | undefined;
    /** The clock, in milliseconds since 1970. Default: `Date.now`. */
    now?: (() => number) | undefined;
}

/** Finds the keys of registered clients: checks registrations, and keeps key sets at URLs. */

/** The registration of a client: its keys, or where they are. A member that is null counts as absent. */
interface RegisteredClient {
    /** Its JWK Set, if it was registered by value. */
    jwks?: JwkSet | null | undefined;
    /** The https URL of its JWK Set. It takes precedence over `jwks`, and a `jku` must equal it. */
    jwksUri?: string | null | undefined;
    /** The algorithms to accept from it. Default: the verifier's. */
    algorithms?: readonly JwsAlgorithm[] | null | undefined;
    /** What its `aud` may name. Default: the verifier's. */
    audience?: string | readonly string[] | null | undefined;
}

/** What remembers keys. */
interface ReplayStore {
    /**
     * Whether this is the first claim of a key. Of any number of simultaneous claims, one is the first.
     *
     * @param expiresAt seconds since 1970, until which the key must be remembered at least
     * @param client the client_id, for a store that gives each client a share
     * @throws any error if it cannot tell. Then, and after any other answer, nothing is accepted
     */
    claim(key: string, expiresAt: number, client?: string): Promise<boolean>;
}
/** Options of a shared store. */
interface SharedReplayStoreOptions {
    /** Milliseconds until a claim has failed. Default: 2,000. */
    timeout?: number | undefined;
}

/**
 * Verifies client assertions as a FHIR authorization server must (SMART App Launch 2.2.0; RFC 7523 §3;
 * RFC 8725; RFC 10070).
 */

/** What assertions must be. The options of `createRemoteJwks` apply to every client's key set. */
interface AssertionVerifierOptions extends RemoteJwksOptions {
    /**
     * The values that `aud` may have. RFC 10070: only the issuer (RFC 8414); SMART App Launch 2.2.0: the URL
     * of the token endpoint. List both while clients move to RFC 10070.
     */
    audience: string | readonly string[];
    /**
     * Looks up the registration of the client with this client_id, which is not yet verified. If it returns
     * null or undefined, the client is refused.
     */
    client: (clientId: string) => RegisteredClient | null | undefined | Promise<RegisteredClient | null | undefined>;
    /** The algorithms to accept. Default: RS384 and ES384. */
    algorithms?: readonly JwsAlgorithm[];
    /** What remembers the assertions. Default: `createMemoryReplayStore`, for a server of one process. */
    replayStore?: ReplayStore;
    /** Seconds by which a client's clock may differ. Default: 10. */
    clockTolerance?: number;
    /** Seconds that `exp` may be ahead, in addition to `clockTolerance`. Default: 300. */
    maxLifetime?: number;
    /**
     * The most entries among the kept key sets, one for each URL; the least recently used one is dropped.
     * Default: 10,000.
     */
    maxKeySets?: number;
    /**
     * Milliseconds that `client`, the store and the whole answer of a key server may each take.
     * Default: 5,000.
     */
    timeout?: number;
}
/** The parameters of a token request, as its body was parsed. */
type TokenRequestParameters = URLSearchParams | FormData | {
    readonly [parameter: string]: unknown;
};
/** A client that has proved who it is. */
interface VerifiedAssertion {
    /** Its client_id. */
    clientId: string;
    /** The claims of its assertion. */
    claims: JwtClaims;
    /** The JOSE Header of its assertion. */
    header: JoseHeader;
}
/** What verifies client assertions. */
interface AssertionVerifier {
    /**
     * Authenticate the client of a token request. Each assertion is accepted once.
     *
     * @throws JoseError for every refusal, with the `clientId` and `kid` that are claimed, for the log;
     *   `toOAuthErrorResponse` answers them. `ERR_OAUTH` with `error` `invalid_request`: a parameter is
     *   missing, given twice, or `client_secret`; `ERR_REPLAY`: the assertion was accepted before;
     *   `ERR_REPLAY` and `ERR_HTTP` with `error` `temporarily_unavailable`: the replay store or `client`
     *   failed (see `cause`); `ERR_HTTP`, `ERR_JWK`, `ERR_KEY_NOT_FOUND`, `ERR_KEY_AMBIGUOUS`: the client's
     *   keys; `ERR_CLAIM`, `ERR_EXPIRED`; and as `verifyJwt` does. TypeError: a body that was not parsed
     */
    verify(parameters: TokenRequestParameters): Promise<VerifiedAssertion>;
    /**
     * Read the key set at this URL again when it is next needed: a client has replaced or withdrawn a key.
     *
     * @throws TypeError: not a string
     */
    forget(jwksUri: string): void;
}
/**
 * A verifier of client assertions (SMART App Launch 2.2.0, asymmetric authentication; RFC 7523 §3;
 * RFC 10070). It checks form, client, `jku`, key, signature, claims and replay, in this order. It fetches
 * only the URL that is registered, never one that a token names.
 *
 * @throws TypeError: an option that is missing, unknown, there but undefined, or of a wrong type
 */
declare function createAssertionVerifier(options: AssertionVerifierOptions): AssertionVerifier;

/** What a client is granted. */
interface TokenResponseOptions {
    /** The access token. */
    accessToken: string;
    /** Seconds until it expires: SMART recommends 300. */
    expiresIn: number;
    /** The scopes that are granted, separated by spaces. */
    scope: string;
}
/**
 * The answer to a granted token request (RFC 6749 §5.1): 200, `token_type` `Bearer`, and never cached.
 *
 * @throws TypeError: an option that is missing, unknown or of a wrong type
 */
declare function createTokenResponse(options: TokenResponseOptions): Response;
/**
 * The answer (RFC 6749 §5.2) to a token request whose verification threw: 400 for the form of the request,
 * 401 `invalid_client` for everything of the client's, its keys too, 503 `temporarily_unavailable` if the
 * replay store or the lookup of the client failed, 500 `server_error` for any error that is not a JoseError.
 * To refuse a request yourself, throw a JoseError `ERR_OAUTH` whose `error` is one of RFC 6749 §5.2. The
 * answer contains nothing else of the error, so log it. Never throws.
 */
declare function toOAuthErrorResponse(thrown: unknown): Response;
/** How a set is published. */
interface JwksResponseOptions {
    /** Seconds that it may be kept. Default: 300. */
    maxAge?: number | undefined;
    /**
     * The request. With it, the answer may be 304, has CORS headers for browsers, and is
     * `application/jwk-set+json` if that is preferred. Default: none.
     */
    request?: Request | undefined;
}
/**
 * An answer that publishes the public halves of a JWK Set (RFC 7517 §5, §8.5).
 *
 * @throws JoseError as {@link toPublicJwks} does. TypeError: an option that is unknown or of a wrong type
 */
declare function createJwksResponse(jwks: JwkSetInput, options?: JwksResponseOptions): Response;

/** What is needed of the binding of a Durable Object. */
interface DurableObjectNamespace {
    /** The id of the object with this name. */
    idFromName(name: string): unknown;
    /** The object with this id. */
    get(id: unknown): {
        /** Ask it. */
        fetch(url: string, init: {
            method: string;
            body: string;
        }): Promise<Pick<Response, 'json'>>;
    };
}
/** What is needed of a Durable Object's storage. */
interface DurableObjectStorage {
    /** The value of a key. */
    get(key: string): Promise<unknown>;
    /** Set it. */
    put(key: string, value: number): Promise<unknown>;
    /** Delete these keys. */
    delete(keys: string[]): Promise<unknown>;
    /** Keys in their order, with their values. */
    list(options: {
        limit: number;
        startAfter?: string;
    }): Promise<Map<string, unknown>>;
    /** When `alarm` is to be called, in milliseconds since 1970. */
    getAlarm(): Promise<number | null>;
    /** Have `alarm` called then. */
    setAlarm(time: number): Promise<unknown>;
}
/**
 * A store of `jti` values (RFC 7519 §4.1.7) in Cloudflare's Durable Objects. There are 64 of them, and a hash
 * of the key selects one.
 *
 * @param namespace the binding of `ReplayObject`, which the Worker exports
 * @throws TypeError: an option that is unknown or of a wrong type; `claim` throws JoseError `ERR_HTTP` after
 *   `timeout`, and any error of the objects
 */
declare function createDurableObjectReplayStore(namespace: DurableObjectNamespace, options?: SharedReplayStoreOptions): ReplayStore;
/**
 * The Durable Object of `createDurableObjectReplayStore`. It remembers keys and deletes expired ones.
 */
declare class ReplayObject {
    #private;
    /** Cloudflare makes it, with its state. */
    constructor({ storage, }: {
        /** Where it keeps what it remembers. */
        storage: DurableObjectStorage;
    });
    /**
     * Answer a claim: `true` for the first claim of a key.
     *
     * @throws any error of the storage: then nothing is accepted
     */
    fetch(request: Pick<Request, 'json'>): Promise<Response>;
    /**
     * Delete the expired keys, and set the next alarm if there are more.
     *
     * @throws any error of the storage: Cloudflare calls again
     */
    alarm(): Promise<void>;
}

/** How much a store in memory remembers. */
interface MemoryReplayStoreOptions {
    /** The most entries that it remembers. Default: 100,000, in about 25 MB. */
    maxEntries?: number | undefined;
    /** The clock, in milliseconds since 1970. Default: `Date.now`. */
    now?: (() => number) | undefined;
}
/**
 * A store of `jti` values (RFC 7519 §4.1.7) in the memory of this process. Several processes need a shared
 * store, or each would accept an assertion once. Once the store is half full, no client
 * gets more than a quarter of it.
 *
 * @throws TypeError: an option that is unknown or of a wrong type. `claim` throws JoseError `ERR_REPLAY` when
 *   the store is full, or a client has used its share: it refuses new assertions and forgets none; TypeError
 *   when the clock gives no time
 */
declare function createMemoryReplayStore(options?: MemoryReplayStoreOptions): ReplayStore;

/** Sends a command to Redis, with its parameters, and returns Redis' reply. */
type SendRedisCommand = (...command: string[]) => Promise<unknown>;
/** How a store in Redis is asked. */
interface RedisReplayStoreOptions extends SharedReplayStoreOptions {
    /** What its keys begin with. Default: `jti:`. */
    prefix?: string | undefined;
    /** The verifier's clock, in milliseconds since 1970. Default: `Date.now`. */
    now?: (() => number) | undefined;
}
/**
 * A store of `jti` values (RFC 7519 §4.1.7) that all processes share, in Redis 2.6.12 or later. Redis must
 * not evict keys (`maxmemory-policy noeviction`). An assertion that it forgets in a crash can be replayed;
 * with `appendfsync always` it forgets none.
 *
 * @param send sends a command by any client of Redis: `redis.sendCommand(command)` for the package `redis`,
 *   `redis.call(...command)` for `ioredis`
 * @throws TypeError: no function, or an option that is unknown or of a wrong type; `claim` throws JoseError
 *   `ERR_HTTP` after `timeout`, `ERR_REPLAY` for a reply that is neither OK nor null, and any error of the
 *   client
 */
declare function createRedisReplayStore(send: SendRedisCommand, options?: RedisReplayStoreOptions): ReplayStore;

export { ReplayObject, createAssertionVerifier, createDurableObjectReplayStore, createJwksResponse, createMemoryReplayStore, createRedisReplayStore, createTokenResponse, toOAuthErrorResponse };
export type { AssertionVerifier, AssertionVerifierOptions, DurableObjectNamespace, DurableObjectStorage, JwksResponseOptions, MemoryReplayStoreOptions, RedisReplayStoreOptions, RegisteredClient, ReplayStore, SendRedisCommand, SharedReplayStoreOptions, TokenRequestParameters, TokenResponseOptions, VerifiedAssertion };

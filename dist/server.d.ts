import { JwkSet, JwsAlgorithm, JwtClaims, JoseHeader, RemoteJwksOptions, JwkSetInput } from './index.js';

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
//# sourceMappingURL=server.d.ts.map

import { JwkSet, JwsAlgorithm, JwtClaims, JoseHeader, RemoteJwksOptions, JwkSetInput } from './index.js';

/** The keys of registered clients: what is registered is judged, and sets at URLs are kept. */

/** What is registered of a client: its keys, or where they are. What is null is as absent. */
interface RegisteredClient {
    /** Its JWK Set, as it was handed over. */
    jwks?: JwkSet | null | undefined;
    /** The https URL of its JWK Set. It goes before `jwks`, and is what a `jku` must equal. */
    jwksUri?: string | null | undefined;
    /** The algorithms to accept from it. Default: the verifier's. */
    algorithms?: readonly JwsAlgorithm[] | null | undefined;
    /** What its `aud` may name. Default: the verifier's. */
    audience?: string | readonly string[] | null | undefined;
}

/** What remembers keys. */
interface ReplayStore {
    /**
     * Whether this is the first claim of a key: of any number at the same moment, one is.
     *
     * @param expiresAt seconds since 1970, until which the key must be remembered at least
     * @param client the client_id, for a store that gives each client a share
     * @throws any error where it cannot tell: then nothing is accepted, nor where it answers something else
     */
    claim(key: string, expiresAt: number, client?: string): Promise<boolean>;
}
/** How a store that is shared is asked. */
interface SharedReplayStoreOptions {
    /** Milliseconds until a claim has failed. Default: 2,000. */
    timeout?: number | undefined;
}

/**
 * Client assertions, verified as a FHIR authorization server must (SMART App Launch 2.2.0; RFC 7523 §3; RFC
 * 8725; RFC 10070).
 */

/** What assertions are held to. The options of `createRemoteJwks` are those of every client's set. */
interface AssertionVerifierOptions extends RemoteJwksOptions {
    /**
     * What each value of `aud` must be one of. RFC 10070: the issuer (RFC 8414) alone; SMART App Launch 2.2.0: the
     * URL of the token endpoint. Both, while clients move.
     */
    audience: string | readonly string[];
    /**
     * What is registered of the client with this client_id, which is not verified yet: only to look it up. Null and
     * undefined: it is refused.
     */
    client: (clientId: string) => RegisteredClient | null | undefined | Promise<RegisteredClient | null | undefined>;
    /** The algorithms to accept. Default: RS384 and ES384. */
    algorithms?: readonly JwsAlgorithm[];
    /** What remembers the assertions. Default: `createMemoryReplayStore`, for a server of one process. */
    replayStore?: ReplayStore;
    /** Seconds by which a client's clock may differ. Default: 10. */
    clockTolerance?: number;
    /** Seconds that `exp` may be ahead, beside `clockTolerance`. Default: 300. */
    maxLifetime?: number;
    /**
     * The most entries among the kept key sets, one for each URL; the one that was not used for longest is dropped.
     * Default: 10,000.
     */
    maxKeySets?: number;
    /**
     * Milliseconds until `client`, the store and the whole answer of a key server must be there.
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
     * Authenticate the client of a token request. What it accepts, it accepts once.
     *
     * @throws JoseError for every refusal, with the `clientId` and `kid` that are claimed, for the log;
     *   `toOAuthErrorResponse` answers them. `ERR_OAUTH` with `error` `invalid_request`: a parameter is missing,
     *   given twice, or `client_secret`; `ERR_REPLAY`: the assertion was accepted before; `ERR_REPLAY` and
     *   `ERR_HTTP` with `error` `temporarily_unavailable`: the replay store or `client` failed (see `cause`);
     *   `ERR_HTTP`, `ERR_JWK`, `ERR_KEY_NOT_FOUND`, `ERR_KEY_AMBIGUOUS`: the client's keys; `ERR_CLAIM`,
     *   `ERR_EXPIRED`; and as `verifyJwt` does. TypeError: a body that was not parsed
     */
    verify(parameters: TokenRequestParameters): Promise<VerifiedAssertion>;
    /**
     * Read the key set at this URL anew when it is needed next: a client has replaced or withdrawn a key.
     *
     * @throws TypeError: no text
     */
    forget(jwksUri: string): void;
}
/**
 * What verifies client assertions (SMART App Launch 2.2.0, asymmetric authentication; RFC 7523 §3; RFC 10070):
 * form, client, `jku`, key, signature, claims and replay, in this order.
 * A URL that a token names is never fetched; only the one that is registered is.
 *
 * @throws TypeError: an option that is missing, unknown, there but undefined, or of a wrong type
 */
declare function createAssertionVerifier(options: AssertionVerifierOptions): AssertionVerifier;

/** What a client is granted. */
interface TokenResponseOptions {
    /** The access token. */
    accessToken: string;
    /** Seconds until it ends: SMART recommends 300. */
    expiresIn: number;
    /** The scopes that are granted, with a space between them. */
    scope: string;
}
/**
 * The answer to a token request that is granted (RFC 6749 §5.1): 200, `token_type` `Bearer`, and kept by nobody.
 *
 * @throws TypeError: an option that is missing, unknown or of a wrong type
 */
declare function createTokenResponse(options: TokenResponseOptions): Response;
/**
 * The answer (RFC 6749 §5.2) to a token request whose verification threw: 400 for the form of the request, 401
 * `invalid_client` for all that is the client's, its keys too, 503 `temporarily_unavailable` where the replay store
 * or the lookup of the client failed, 500 `server_error` for all that is no JoseError. A refusal of your own is a
 * JoseError `ERR_OAUTH` whose `error` is one of RFC 6749 §5.2. Nothing else of the error is in the answer: log that.
 * Never throws.
 */
declare function toOAuthErrorResponse(thrown: unknown): Response;
/** How a set is published. */
interface JwksResponseOptions {
    /** Seconds that it may be kept. Default: 300. */
    maxAge?: number | undefined;
    /**
     * What is answered: with it there are 304, CORS for a browser's, and `application/jwk-set+json` where asked
     * for. Default: none.
     */
    request?: Request | undefined;
}
/**
 * The public halves of a JWK Set, as an answer to publish them with (RFC 7517 §5, §8.5).
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
 * A store of `jti` values (RFC 7519 §4.1.7) in Cloudflare's Durable Objects: 64 of them, each with a part of
 * the keys, told by a hash.
 *
 * @param namespace the binding of `ReplayObject`, which the Worker exports
 * @throws TypeError: an option that is unknown or of a wrong type; `claim` throws JoseError `ERR_HTTP` after
 *   `timeout`, and any error of the objects
 */
declare function createDurableObjectReplayStore(namespace: DurableObjectNamespace, options?: SharedReplayStoreOptions): ReplayStore;
/**
 * The Durable Object of `createDurableObjectReplayStore`: it remembers keys, and deletes them when they have
 * expired.
 */
declare class ReplayObject {
    #private;
    /** Cloudflare makes it, with its state. */
    constructor({ storage, }: {
        /** Where it keeps what it remembers. */
        storage: DurableObjectStorage;
    });
    /**
     * Answer a claim: with `true` for the first of its key.
     *
     * @throws any error of the storage: then nothing is accepted
     */
    fetch(request: Pick<Request, 'json'>): Promise<Response>;
    /**
     * Delete what has expired, and say when there is more.
     *
     * @throws any error of the storage: Cloudflare calls again
     */
    alarm(): Promise<void>;
}

/** How much a store in memory remembers. */
interface MemoryReplayStoreOptions {
    /** The most entries that it remembers. Default: 100,000, in about 20 MB. */
    maxEntries?: number | undefined;
    /** The clock, in milliseconds since 1970. Default: `Date.now`. */
    now?: (() => number) | undefined;
}
/**
 * A store of `jti` values (RFC 7519 §4.1.7) in this process alone. Of several processes each would accept an
 * assertion once: they need a shared one. Once it is half full, no client can take more than a quarter of it.
 *
 * @throws TypeError: an option that is unknown or of a wrong type. `claim` throws JoseError `ERR_REPLAY` when
 *   the store is full, or a client has its share of it: it refuses rather than forgets
 */
declare function createMemoryReplayStore(options?: MemoryReplayStoreOptions): ReplayStore;

/** Sends a command to Redis, with its parameters, and gives Redis' reply. */
type SendRedisCommand = (...command: string[]) => Promise<unknown>;
/** How a store in Redis is asked. */
interface RedisReplayStoreOptions extends SharedReplayStoreOptions {
    /** What its keys begin with. Default: `jti:`. */
    prefix?: string | undefined;
    /** The verifier's clock, in milliseconds since 1970. Default: `Date.now`. */
    now?: (() => number) | undefined;
}
/**
 * A store of `jti` values (RFC 7519 §4.1.7) that all processes share: Redis, of version 2.6.12 or later. It must
 * not evict keys (`maxmemory-policy noeviction`), and what it forgets in a crash can be replayed
 * (`appendfsync always` forgets nothing).
 *
 * @param send sends a command by any client of Redis: `redis.sendCommand(command)` for the package `redis`,
 *   `redis.call(...command)` for `ioredis`
 * @throws TypeError: no function, or an option that is unknown or of a wrong type; `claim` throws JoseError
 *   `ERR_HTTP` after `timeout`, `ERR_REPLAY` for a reply that is neither OK nor null, and any error of the client
 */
declare function createRedisReplayStore(send: SendRedisCommand, options?: RedisReplayStoreOptions): ReplayStore;

export { ReplayObject, createAssertionVerifier, createDurableObjectReplayStore, createJwksResponse, createMemoryReplayStore, createRedisReplayStore, createTokenResponse, toOAuthErrorResponse };
export type { AssertionVerifier, AssertionVerifierOptions, DurableObjectNamespace, DurableObjectStorage, JwksResponseOptions, MemoryReplayStoreOptions, RedisReplayStoreOptions, RegisteredClient, ReplayStore, SendRedisCommand, SharedReplayStoreOptions, TokenRequestParameters, TokenResponseOptions, VerifiedAssertion };
//# sourceMappingURL=server.d.ts.map

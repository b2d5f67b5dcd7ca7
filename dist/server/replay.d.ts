/** What remembers keys. */
export interface ReplayStore {
    /**
     * Whether this is the first claim of a key: of any number at the same moment, one is.
     *
     * @param expiresAt seconds since 1970, until which the key must be remembered at least
     * @throws any error where it cannot tell: then nothing is accepted
     */
    claim(key: string, expiresAt: number): Promise<boolean>;
}
/** How much a store in memory remembers. */
export interface MemoryReplayStoreOptions {
    /** The most entries that it remembers. Default: 100,000, about 16 MB. */
    maxEntries?: number;
    /** The clock, in milliseconds since 1970. Default: `Date.now`. */
    now?: () => number;
}
/**
 * A store of `jti` values (RFC 7519 §4.1.7) in this process alone. Of several processes each would accept an
 * assertion once: they need a shared one.
 *
 * @throws never itself; `claim` throws JoseError `ERR_REPLAY` when it is full: it refuses rather than forgets
 */
export declare function createMemoryReplayStore(options?: MemoryReplayStoreOptions): ReplayStore;
/** How a store that is shared is asked. */
export interface SharedReplayStoreOptions {
    /** Milliseconds until a claim has failed. Default: 2,000. */
    timeout?: number;
}
/** What is needed of a client of the package `ioredis` (`call`) or `redis` (`sendCommand`). */
export type RedisClient = {
    /** Send a command to Redis. */
    call(command: string, ...parameters: string[]): Promise<unknown>;
} | {
    /** Send a command to Redis. */
    sendCommand(command: string[]): Promise<unknown>;
};
/**
 * A store of `jti` values (RFC 7519 §4.1.7) that all processes share: Redis, of version 6.2 or later. It must not
 * evict keys (`maxmemory-policy noeviction`), and what it forgets in a crash can be replayed (`appendfsync always`
 * forgets nothing).
 *
 * @throws never itself; `claim` throws JoseError `ERR_HTTP` after `timeout`, and any error of the client
 */
export declare function createRedisReplayStore(client: RedisClient, { prefix, timeout, }?: SharedReplayStoreOptions & {
    /** What its keys begin with. Default: `jti:`. */
    prefix?: string;
}): ReplayStore;
/** What is needed of the binding of a Durable Object. */
export interface DurableObjectNamespace {
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
export interface DurableObjectStorage {
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
 * A store of `jti` values (RFC 7519 §4.1.7) in Cloudflare's Durable Objects: 64 of them, each with a part of the
 * keys, told by a hash.
 *
 * @param namespace the binding of `ReplayObject`, which the Worker exports
 * @throws never itself; `claim` throws JoseError `ERR_HTTP` after `timeout`, and any error of the objects
 */
export declare function createDurableObjectReplayStore(namespace: DurableObjectNamespace, { timeout }?: SharedReplayStoreOptions): ReplayStore;
/** The Durable Object of `createDurableObjectReplayStore`: it remembers keys, and deletes them when they have expired. */
export declare class ReplayObject {
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
//# sourceMappingURL=replay.d.ts.map
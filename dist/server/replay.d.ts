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
    /** The most that it remembers. Default: 100,000, about 16 MB. */
    maxEntries?: number;
    /** The clock, in milliseconds since 1970. Default: `Date.now`. */
    now?: () => number;
}
/**
 * A store in this process alone. Of several processes each would accept an assertion once: they need a shared one.
 *
 * @throws `claim` throws JoseError `ERR_REPLAY` when it is full: it refuses rather than forgets
 */
export declare function createMemoryReplayStore(options?: MemoryReplayStoreOptions): ReplayStore;
/** How a store that is shared is asked. */
export interface SharedReplayStoreOptions {
    /** Milliseconds until a claim has failed. Default: 2,000. */
    timeout?: number;
}
/** What is needed of a client of the package `ioredis` (`call`) or `redis` (`sendCommand`). */
export type RedisClient = {
    call(command: string, ...parameters: string[]): Promise<unknown>;
} | {
    sendCommand(command: string[]): Promise<unknown>;
};
/**
 * A store that all processes share: Redis, of version 6.2 or later. It must not evict keys (`maxmemory-policy
 * noeviction`), and what it forgets in a crash can be replayed (`appendfsync always` forgets nothing).
 *
 * @param options.prefix what its keys begin with. Default: `jti:`
 */
export declare function createRedisReplayStore(client: RedisClient, { prefix, timeout }?: SharedReplayStoreOptions & {
    prefix?: string;
}): ReplayStore;
/** What is needed of the binding of a Durable Object. */
export interface DurableObjectNamespace {
    idFromName(name: string): unknown;
    get(id: unknown): {
        fetch(url: string, init: {
            method: string;
            body: string;
        }): Promise<{
            json(): Promise<unknown>;
        }>;
    };
}
/** What is needed of a Durable Object's storage. */
export interface DurableObjectStorage {
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
/**
 * A store in Durable Objects: 64 of them, each with a part of the keys, told by a hash.
 *
 * @param namespace the binding of `ReplayObject`, which the Worker exports
 */
export declare function createDurableObjectReplayStore(namespace: DurableObjectNamespace, { timeout }?: SharedReplayStoreOptions): ReplayStore;
/** The Durable Object of `createDurableObjectReplayStore`: it remembers keys, and deletes them when they have expired. */
export declare class ReplayObject {
    #private;
    constructor({ storage }: {
        storage: DurableObjectStorage;
    });
    fetch(request: {
        json(): Promise<unknown>;
    }): Promise<Response>;
    alarm(): Promise<void>;
}

/** Stores of what was accepted, so that no assertion is accepted twice (RFC 7523 §3, of `jti`). */
import { encodeBase64url, UTF8 } from '../base64url.js';
import { must } from '../errors.js';
import { expectOption, within } from '../http.js';
import { subtleCrypto } from '../webcrypto.js';
/** Seconds that a store remembers longer: its clock may be ahead of the verifier's, or one that is set back. */
const MARGIN = 60;
/**
 * A store of `jti` values (RFC 7519 §4.1.7) in this process alone. Of several processes each would accept an
 * assertion once: they need a shared one.
 *
 * @throws never itself; `claim` throws JoseError `ERR_REPLAY` when it is full: it refuses rather than forgets
 */
export function createMemoryReplayStore(options = {}) {
    const { maxEntries = 100_000, now = Date.now } = options;
    const claimed = new Set();
    const expiring = new Map();
    let purged;
    return {
        async claim(key, expiresAt) {
            expectOption(Number.isFinite(expiresAt), 'expiresAt: expected seconds');
            const second = Math.floor(now() / 1000);
            // Once a second, so that each claim costs the same, however many there are.
            if (second !== purged) {
                purged = second;
                for (const [end, keys] of expiring) {
                    if (end > second)
                        continue;
                    for (const old of keys)
                        claimed.delete(old);
                    expiring.delete(end);
                }
            }
            if (claimed.has(key))
                return false;
            must(claimed.size < maxEntries, 'ERR_REPLAY', 'the replay store is full', `${maxEntries} entries at most`);
            const end = Math.ceil(expiresAt) + MARGIN;
            const keys = expiring.get(end) ?? [];
            expiring.set(end, keys);
            keys.push(key);
            claimed.add(key);
            return true;
        },
    };
}
/**
 * A store of `jti` values (RFC 7519 §4.1.7) that all processes share: Redis, of version 6.2 or later. It must not
 * evict keys (`maxmemory-policy noeviction`), and what it forgets in a crash can be replayed (`appendfsync always`
 * forgets nothing).
 *
 * @throws never itself; `claim` throws JoseError `ERR_HTTP` after `timeout`, and any error of the client
 */
export function createRedisReplayStore(client, { prefix = 'jti:', timeout = 2000, } = {}) {
    return {
        async claim(key, expiresAt) {
            const until = Math.ceil((expiresAt + MARGIN) * 1000);
            const command = ['SET', prefix + key, '1', 'PXAT', `${until}`, 'NX'];
            // A client of ioredis has a sendCommand too, which takes something else.
            return ((await within(timeout, 'call' in client ? client.call(...command) : client.sendCommand(command))) ===
                'OK');
        },
    };
}
/**
 * A store of `jti` values (RFC 7519 §4.1.7) in Cloudflare's Durable Objects: 64 of them, each with a part of the
 * keys, told by a hash.
 *
 * @param namespace the binding of `ReplayObject`, which the Worker exports
 * @throws never itself; `claim` throws JoseError `ERR_HTTP` after `timeout`, and any error of the objects
 */
export function createDurableObjectReplayStore(namespace, { timeout = 2000 } = {}) {
    return {
        async claim(key, expiresAt) {
            const digest = await subtleCrypto().digest('SHA-256', UTF8.encode(key));
            const name = encodeBase64url(new Uint8Array(digest));
            const object = namespace.get(namespace.idFromName(name[0]));
            const body = JSON.stringify([name, expiresAt + MARGIN]);
            const answer = object
                .fetch('https://replay/', { method: 'POST', body })
                .then((response) => response.json());
            return (await within(timeout, answer)) === true;
        },
    };
}
/** The Durable Object of `createDurableObjectReplayStore`: it remembers keys, and deletes them when they have expired. */
export class ReplayObject {
    #storage;
    /** Cloudflare makes it, with its state. */
    constructor({ storage, }) {
        this.#storage = storage;
    }
    /**
     * Answer a claim: with `true` for the first of its key.
     *
     * @throws any error of the storage: then nothing is accepted
     */
    async fetch(request) {
        const [name, expiresAt] = (await request.json());
        const storage = this.#storage;
        // No other request comes in while storage is read or written: nothing is between these two.
        const first = (await storage.get(name)) === undefined;
        if (first)
            await storage.put(name, expiresAt);
        if ((await storage.getAlarm()) === null)
            await storage.setAlarm(expiresAt * 1000);
        return Response.json(first);
    }
    /**
     * Delete what has expired, and say when there is more.
     *
     * @throws any error of the storage: Cloudflare calls again
     */
    async alarm() {
        const storage = this.#storage;
        const now = Date.now() / 1000;
        let next = 0;
        let page;
        let last = {};
        // As many as one deletion takes.
        while ((page = [...(await storage.list({ limit: 128, ...last }))])[0]) {
            await storage.delete(page.flatMap(([name, end]) => (end > now ? [] : name)));
            for (const [startAfter, end] of page) {
                last = { startAfter };
                if (end > now)
                    next = Math.max(next, end);
            }
        }
        if (next)
            await storage.setAlarm(next * 1000);
    }
}
//# sourceMappingURL=replay.js.map
/** A client's JWK Set at its URL, kept for as long as its answer allows (RFC 9111). */
import { shown } from '../errors.js';
import { request, requireNumbers, secureUrl, success, unusable, within, } from '../http.js';
const MEMBERS = {
    keys: [(keys) => Array.isArray(keys) && keys.length <= 100, 'an array of 100 keys at most'],
};
/** Seconds that an answer is fresh for; five minutes where it does not say (RFC 9111 §4.2, as a private cache). */
function freshness(headers, now) {
    const header = (name) => headers.get(name) ?? '';
    const control = header('cache-control');
    // What is not a number, and `Expires: 0`, is stale.
    const seconds = /(?:^|,)\s*max-age="?(\d*)/i.exec(control)?.[1] ??
        (headers.has('expires')
            ? (Date.parse(header('expires')) - (Date.parse(header('date')) || now)) / 1000
            : 300);
    return /no-(store|cache)/i.test(control) ? 0 : (Number(seconds) || 0) - (parseInt(header('age')) || 0);
}
/**
 * A JWK Set at a URL: https (or http on localhost), no redirects, 64 KiB and 100 keys at most, a JSON content
 * type. It is kept as Cache-Control (`max-age`), Age and Expires say, and revalidated by its ETag (RFC 9111).
 *
 * @throws TypeError: the URL or an option
 */
export function createRemoteJwks(url, options = {}) {
    const { timeout = 5000, minAge = 0, maxAge = 86400, cooldown = 30, staleIfError = 0, now = Date.now, } = options;
    const location = secureUrl(url, 'url');
    requireNumbers({ timeout, minAge, maxAge, cooldown, staleIfError });
    let kept;
    let pending;
    /** When the last request began, and its error, if it failed. */
    let began = -Infinity;
    let failure;
    /** Whether it is less than so many seconds since a time. A clock that is put back makes nothing last. */
    const recent = (time, seconds) => now() >= time && now() - time < seconds * 1000;
    async function load() {
        // As it is now: a request that was given up may still change it.
        const known = kept;
        const etag = known?.headers.get('etag');
        const answer = await request(location, {
            headers: {
                accept: 'application/jwk-set+json, application/json',
                ...(etag && { 'if-none-match': etag }),
            },
        }, { ...options, timeout });
        const { status, headers } = answer.response;
        let jwks = known?.jwks;
        let said = headers;
        if (etag && status === 304) {
            // What the new answer does not say stands as it was (RFC 9111 §4.3.4), but for its Age.
            said = new Headers(known.headers);
            said.delete('age');
            headers.forEach((value, name) => said.set(name, value));
        }
        else {
            const { keys } = success(answer, 'a JWK Set', MEMBERS);
            const type = headers.get('content-type') ?? 'no content-type';
            const isJson = /^application\/([\w.-]+\+)?json *(;|$)/i.test(type);
            if (!isJson)
                throw unusable(location, shown(type), 'application/json', { status });
            jwks = { keys: keys };
        }
        const life = Math.min(maxAge, Math.max(minAge, freshness(said, now())));
        const storable = life > 0 || !/no-store/i.test(said.get('cache-control') ?? '');
        kept = storable ? { jwks: jwks, headers: said, since: now(), life } : undefined;
        return jwks;
    }
    /** Fetch the set, unless that has failed a moment ago; or wait for the request that is under way. */
    async function fetched() {
        // In Workers what another request has begun may never end: it is not waited for again.
        if (!pending || !recent(began, timeout / 500)) {
            if (failure && recent(began, cooldown))
                throw failure;
            began = now();
            failure = undefined;
            // One that was given up says nothing of the one that came after it.
            const asked = load()
                .catch((error) => {
                if (pending === asked)
                    failure = error;
                throw error;
            })
                .finally(() => {
                if (pending === asked)
                    pending = undefined;
            });
            pending = asked;
        }
        return within(timeout * 2, pending);
    }
    return {
        async get() {
            if (kept && recent(kept.since, kept.life))
                return kept.jwks;
            try {
                return await fetched();
            }
            catch (error) {
                const strict = /no-cache|must-revalidate/i.test(kept?.headers.get('cache-control') ?? '');
                if (kept && !strict && recent(kept.since, kept.life + staleIfError))
                    return kept.jwks;
                throw error;
            }
        },
        async refresh() {
            return kept && !pending && !failure && recent(began, cooldown) ? kept.jwks : fetched();
        },
    };
}
//# sourceMappingURL=remote-jwks.js.map
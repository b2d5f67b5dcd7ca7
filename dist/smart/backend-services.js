/** Access tokens for a backend service (SMART App Launch 2.2.0, backend services), and calls with them. */
import { shown } from '../errors.js';
import { expectOption, request, requireTimeout, secureUrl, success, unusable, within, } from '../http.js';
import { isString } from '../json.js';
import { clientAssertionParams, createClientAssertion } from './assertion.js';
import { fhirBase, judgeConfiguration, requestConfiguration } from './configuration.js';
/** What helps against an OAuth error (RFC 6749 §5.2). */
const REMEDIES = new Map([
    ['invalid_client', 'a registered client_id and kid, its aud, a right clock (ask subtle-jws doctor)'],
    ['invalid_scope', 'scopes registered for the client'],
]);
/** What a token answer must hold (RFC 6749 §5.1). A life of more than a year, in seconds, is not believed. */
const MEMBERS = {
    // What a header can hold, for another would be quoted by the runtime's own error (RFC 6749 §A.12).
    access_token: [(token) => isString(token) && /^[!-~]+$/.test(token), 'a string of visible ASCII'],
    token_type: [(type) => /^bearer$/i.test(type), 'bearer'],
    expires_in: [(life) => typeof life === 'number' && life >= 1 && life < 31536000, 'seconds'],
    scope: [isString, 'the scopes granted'],
};
/** Ask for a token (RFC 6749 §4.4.2). */
export function requestToken(url, scope, assertion, options) {
    const body = new URLSearchParams({
        grant_type: 'client_credentials',
        scope,
        ...clientAssertionParams(assertion),
    });
    return request(url, { method: 'POST', body, headers: { accept: 'application/json' } }, options);
}
/** Judge the answer to a token request that was sent at a time in seconds (RFC 6749 §5). */
export function judgeToken(answer, asked, sent) {
    const { error, error_description: description } = answer.json ?? {};
    if (error && isString(error)) {
        throw unusable(answer.url, shown(error), REMEDIES.get(error) ?? 'a client registered for client_credentials', {
            status: answer.response.status,
            error,
            ...(isString(description) && { description }),
        });
    }
    const { access_token, expires_in, scope } = success(answer, 'JSON; is tokenEndpoint right?', MEMBERS);
    const granted = scope.split(' ');
    return {
        accessToken: access_token,
        scope,
        missingScopes: asked.split(' ').filter((name) => name && !granted.includes(name)),
        expiresAt: sent + expires_in,
    };
}
/** Milliseconds that a configuration may be kept (RFC 9111 §5.2.2): a day at most, five minutes where it does not say. */
function freshness({ headers }) {
    const control = headers.get('cache-control') ?? '';
    const seconds = Number(/max-age=(\d+)/i.exec(control)?.[1] ?? 300);
    return /no-(store|cache)/i.test(control) ? 0 : Math.min(seconds, 86400) * 1000;
}
/** Whether a body can be sent again: it is no stream. */
function repeatable(body) {
    const types = [ArrayBuffer, Blob, FormData, URLSearchParams];
    return (body == null || isString(body) || ArrayBuffer.isView(body) || types.some((type) => body instanceof type));
}
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
export function createBackendServicesClient(options) {
    const { fhirBaseUrl, tokenEndpoint, scope, audience, now = Date.now, timeout = 10000, retries = 2, } = options;
    const { responseTimeout = 300000 } = options;
    const base = fhirBaseUrl === undefined ? fhirBaseUrl : fhirBase(fhirBaseUrl);
    if (tokenEndpoint !== undefined)
        secureUrl(tokenEndpoint, 'tokenEndpoint');
    expectOption(base || tokenEndpoint, 'expected fhirBaseUrl or tokenEndpoint');
    expectOption(scope && isString(scope), 'scope: expected a string');
    for (const time of [timeout, responseTimeout])
        requireTimeout(time);
    /** Milliseconds that a caller waits at most, and that all requests and waits for one token have together. */
    const budget = timeout * 3;
    let discovered;
    let current;
    let pending;
    /** When that began. */
    let began;
    /** Milliseconds by which the token endpoint's clock is ahead of this one. */
    let ahead = 0;
    async function discover() {
        if (!discovered || now() >= discovered.until) {
            const answer = await requestConfiguration(base, options);
            const { token_endpoint: endpoint } = judgeConfiguration(answer);
            discovered = { endpoint, until: now() + freshness(answer.response) };
        }
        return discovered.endpoint;
    }
    async function renew() {
        // As aud it stays as it is spelled, for a server compares it to the letter.
        const endpoint = tokenEndpoint ?? (await discover());
        const time = () => now() + ahead;
        for (let attempt = 0;; attempt++) {
            const believed = ahead;
            const sent = Math.floor(now() / 1000);
            // One assertion, one request: a server takes no jti twice.
            const assertion = await createClientAssertion({ ...options, audience: audience ?? endpoint, now: time });
            let headers = new Headers();
            try {
                const answer = await requestToken(new URL(endpoint), scope, assertion, options);
                headers = answer.response.headers;
                // In whole seconds, and written a while ago: so no time is put in the server's future.
                const date = Date.parse(headers.get('date'));
                if (date)
                    ahead = date - now();
                const token = judgeToken(answer, scope, sent);
                // Renewed a tenth of its life before it ends, but five seconds at least and a minute at most.
                const margin = Math.min(60, Math.max(5, (token.expiresAt - sent) / 10));
                current = { token, until: (token.expiresAt - margin) * 1000 };
                return token;
            }
            catch (error) {
                const { code, status } = error;
                // Not for ever, whatever the server's clock does.
                if (code === 'ERR_OAUTH' && Math.abs(ahead - believed) > 5000 && attempt <= Math.min(retries, 2))
                    continue;
                // Seconds or a date (RFC 9110 §10.2.3).
                const asked = headers.get('retry-after');
                const backoff = 250 * 2 ** attempt;
                const wait = Number(asked) * 1000 || Date.parse(asked) - time() || 0;
                const delay = Math.max(backoff, wait) + backoff * Math.random();
                const transient = !status || status === 429 || status > 499;
                if (!transient || !(attempt < retries) || now() + delay > began + budget) {
                    // It may have moved.
                    discovered = undefined;
                    throw error;
                }
                await new Promise((resolve) => setTimeout(resolve, delay));
            }
        }
    }
    async function accessToken(signal) {
        if (current && now() < current.until)
            return current.token;
        // In Workers what another request has begun may never end: it is not waited for again.
        if (!pending || now() > began + budget) {
            began = now();
            // One that was given up ends without a word to the one that came after it.
            const asked = renew().finally(() => {
                if (pending === asked)
                    pending = undefined;
            });
            pending = asked;
        }
        return within(budget, pending, signal);
    }
    return {
        accessToken: (options) => accessToken(options?.signal),
        async fetch(input, init) {
            const original = input instanceof Request ? input : undefined;
            const url = new URL(original?.url ?? input, base);
            // The whole URL is compared, and nothing in its path that a server may take for another: a token goes to no other server.
            const path = `${url.href.replace(/[?#].*/, '')}/`;
            // Servers differ over encoded slashes, and some read `..;` as `..`.
            if (!base ||
                !path.startsWith(base.href) ||
                /%(2f|5c)|(\.|%2e){2}(;|%3b)/i.test(path.slice(base.href.length))) {
                throw unusable(url, 'not sent', `a URL below ${base ?? 'fhirBaseUrl'}`);
            }
            const signal = init?.signal ?? original?.signal;
            const again = repeatable(init?.body) && /^(GET|HEAD)$/.test(original?.method ?? 'GET');
            for (let last = !again;; last = true) {
                const { accessToken: token } = await accessToken(signal);
                const headers = new Headers(init?.headers ?? original?.headers);
                headers.set('authorization', `Bearer ${token}`);
                const late = new AbortController();
                const either = AbortSignal.any(signal ? [signal, late.signal] : [late.signal]);
                const sent = { ...init, headers, redirect: 'manual', signal: either };
                const answered = (options.fetch ?? fetch)(original ?? url.href, sent);
                const response = await within(responseTimeout, answered).catch((error) => {
                    late.abort();
                    throw error;
                });
                if (response.status !== 401)
                    return response;
                if (current?.token.accessToken === token)
                    current = undefined;
                if (last)
                    return response;
                response.body?.cancel().catch(() => { });
            }
        },
    };
}
//# sourceMappingURL=backend-services.js.map
/** Client assertions, verified as a FHIR authorization server must (SMART App Launch 2.2.0; RFC 7523 §3; RFC 8725). */
import { refuseClaim } from '../claims.js';
import { JoseError, must, shown } from '../errors.js';
import { expectOption, requireNumbers } from '../http.js';
import { isString, parseJsonObject } from '../json.js';
import { parseJws } from '../jws.js';
import { judgeClaims, verifySignature } from '../jwt.js';
import { createRemoteJwks } from './remote-jwks.js';
import { createMemoryReplayStore } from './replay.js';
const TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
/** The most characters of an assertion, and the most sets of clients that are kept. */
const LENGTH = 16384;
const SETS = 1000;
/** Refuse a token request whose parameter is not `met`. */
function mustSend(met, parameter, expected) {
    if (met)
        return;
    throw Object.assign(new JoseError('ERR_OAUTH', parameter, expected), {
        error: 'invalid_request',
        status: 400,
    });
}
/** A parameter's value: once at most, and what is empty was not sent (RFC 6749 §3.2). */
function parameterOf(parameters, name) {
    const { getAll, [name]: value } = Object(parameters);
    const [first = '', ...others] = typeof getAll === 'function' ? getAll.call(parameters, name) : [value];
    mustSend(isString(first) && others.length === 0, name, 'one string');
    return first;
}
/**
 * What verifies client assertions (SMART App Launch 2.2.0, asymmetric authentication; RFC 7523 §3): form, client,
 * `jku`, key, signature, claims and replay, in this order.
 * A URL that a token names is never fetched; only the one that is registered is.
 *
 * @throws TypeError: an option that is missing or of a wrong type
 */
export function createAssertionVerifier(options) {
    const { audience, client, algorithms = ['RS384', 'ES384'] } = options;
    const { clockTolerance = 5, maxLifetime = 300, now = Date.now, replayStore = createMemoryReplayStore({ now }), } = options;
    const audiences = [audience].flat();
    expectOption(audiences[0] && audiences.every((url) => url && isString(url)), 'audience: expected a string');
    expectOption(typeof client === 'function', 'client: expected a function');
    requireNumbers({ clockTolerance, maxLifetime });
    /** By URL; the one that was not used for longest comes first. */
    const sets = new Map();
    function remoteSet(url) {
        const set = sets.get(url) ?? createRemoteJwks(url, options);
        sets.delete(url);
        sets.set(url, set);
        if (sets.size > SETS)
            sets.delete(sets.keys().next().value);
        return set;
    }
    return {
        async verify(parameters) {
            const assertion = parameterOf(parameters, 'client_assertion');
            const type = parameterOf(parameters, 'client_assertion_type');
            const clientId = parameterOf(parameters, 'client_id');
            mustSend(assertion, 'client_assertion', 'a JWT');
            mustSend(type === TYPE, 'client_assertion_type', TYPE);
            const parsed = parseJws(assertion, { maxLength: LENGTH });
            const { header, payload } = parsed;
            const { alg, kid, jku, typ } = header;
            // To find the client by. They are not believed yet.
            const unverified = parseJsonObject(payload, 'JWT Claims Set');
            const { iss, sub } = unverified;
            if (!iss || !isString(iss))
                refuseClaim('iss', iss, 'a client_id');
            if (sub !== iss)
                refuseClaim('sub', sub, shown(iss));
            must(kid, 'ERR_JWS_FORM', 'no kid', 'one in the JOSE Header');
            if (!algorithms.includes(alg))
                throw new JoseError('ERR_ALG', `alg ${shown(alg)}`, algorithms);
            const registered = await client(iss);
            if (!registered)
                refuseClaim('iss', iss, 'a registered client');
            const { jwks, jwksUri } = registered;
            if (jku !== undefined && jku !== jwksUri)
                refuseClaim('jku', jku, 'the registered URL');
            if (!jwksUri && !Array.isArray(jwks?.keys))
                throw new TypeError(`client ${shown(iss)}: expected jwks or jwksUri`);
            const keys = async () => {
                if (!jwksUri)
                    return jwks;
                const remote = remoteSet(jwksUri);
                const set = await remote.get();
                return set.keys.some((jwk) => jwk?.kid === kid) ? set : remote.refresh();
            };
            await verifySignature(parsed, keys, { algorithms });
            const claims = judgeClaims(header, unverified, {
                audience,
                clockTolerance,
                now,
                issuer: iss,
                ...(typ === undefined ? {} : { typ: 'JWT' }),
            });
            const { exp, jti } = claims;
            const latest = now() / 1000 + maxLifetime + clockTolerance;
            if (!(exp <= latest))
                refuseClaim('exp', exp, `a time up to ${latest}`);
            if (!jti || jti.length > 256)
                refuseClaim('jti', jti, '1 to 256 characters');
            if (clientId && clientId !== iss)
                refuseClaim('client_id', clientId, shown(iss));
            let first;
            try {
                first = await replayStore.claim(JSON.stringify([iss, jti]), exp + clockTolerance);
            }
            catch (cause) {
                throw new JoseError('ERR_REPLAY', 'the replay store failed', 'an answer (see cause)', { cause });
            }
            if (first !== true)
                throw new JoseError('ERR_REPLAY', `jti ${shown(jti)}`, 'one that was not used before');
            return { clientId: iss, claims, header };
        },
    };
}
//# sourceMappingURL=assertion-verifier.js.map
/** JWT claims (RFC 7519 §4.1) against what is expected of them, at a given time. Pure. */
import { JoseError, shown } from './errors.js';
import { isString } from './json.js';
const isTime = (value) => Number.isFinite(value);
const isAudience = (value) => listOf(value).every(isString);
const TYPES = {
    exp: isTime,
    nbf: isTime,
    iat: isTime,
    iss: isString,
    sub: isString,
    jti: isString,
    aud: isAudience,
};
function listOf(value) {
    return Array.isArray(value) ? value : [value];
}
/** Refuse a claim (or the header's `typ`) for its value. */
export function refuseClaim(claim, value, expected, code = 'ERR_CLAIM') {
    throw Object.assign(new JoseError(code, `${claim} ${shown(value)}`, expected), { claim });
}
/**
 * Claims held to what is expected of them.
 *
 * @param now seconds since 1970
 * @throws JoseError `ERR_CLAIM` and `ERR_EXPIRED`, with the claim's name as `claim`
 */
export function checkClaims(claims, expected, now) {
    // Messages are made only where they are needed.
    const refuse = (claim, expected, code) => refuseClaim(claim, claims[claim], expected, code);
    const { issuer, subject, audience, maxAge = Infinity, clockTolerance = 0, requiredClaims = [] } = expected;
    // None is coerced: a time in quotes is no time.
    for (const claim in TYPES) {
        if (claims[claim] !== undefined && !TYPES[claim](claims[claim]))
            refuse(claim, 'the type that RFC 7519 gives it');
    }
    for (const claim of requiredClaims)
        if (!Object.hasOwn(claims, claim))
            refuse(claim, 'a value');
    for (const [claim, accepted] of [
        ['iss', issuer],
        ['sub', subject],
        ['aud', audience],
    ]) {
        // A claim that is not there is none of those accepted, though one of these were undefined.
        const fits = (value) => isString(value) && listOf(accepted).includes(value);
        if (accepted !== undefined && !listOf(claims[claim]).some(fits))
            refuse(claim, shown(accepted));
    }
    // Each comparison is one that a NaN fails, so that no slip of the caller's opens a door.
    const { exp = Infinity, nbf = now, iat = now } = claims;
    const earliest = now - clockTolerance;
    // By subtraction, for a tolerance in quotes would be appended.
    const latest = now - -clockTolerance;
    if (!(exp > earliest))
        refuse('exp', `a time after ${earliest}`, 'ERR_EXPIRED');
    if (!(nbf <= latest))
        refuse('nbf', `a time up to ${latest}`);
    if (!(iat <= latest))
        refuse('iat', `a time up to ${latest}`);
    if (maxAge !== Infinity && claims.iat === undefined)
        refuse('iat', 'a value');
    if (!(earliest - iat <= maxAge))
        refuse('iat', `at most ${maxAge} seconds ago`, 'ERR_EXPIRED');
    return claims;
}
//# sourceMappingURL=claims.js.map
import { requireBytes } from './base64url.js';
import { checkClaims, refuseClaim } from './claims.js';
import { JoseError, shown } from './errors.js';
import { isString, parseJsonObject } from './json.js';
import { keyNamed, selectKey } from './jwk.js';
import { decodeJws, parseJws, signCompact, verifyParsed, } from './jws.js';
import { importJwk } from './keys.js';
/** An option that is there but undefined, such as an unset variable of the environment, would switch its check off. */
function requireValues(options) {
    for (const name in options) {
        if (options[name] === undefined)
            throw new TypeError(`options.${name}: expected a value`);
    }
}
/** What signs with any of them. Without a promise where there is nothing to wait for. */
export function signerFor(key) {
    return key.sign ? key : importJwk(key, 'sign');
}
/** The signature of a token, verified with the key that is found for it. */
export function verifySignature(jws, keys, options) {
    const { algorithms = [] } = options;
    const verifierFor = async (header) => {
        const found = typeof keys === 'function' ? await keys(header) : keys;
        if (!found)
            throw new JoseError('ERR_KEY_NOT_FOUND', 'no key', `one for kid ${shown(header.kid)}`);
        if (found.verify)
            return found;
        const jwk = found.keys
            ? selectKey(keyNamed(found, header.kid), 'verify', header.alg)
            : found;
        // A key that names no algorithm takes the header's only where the caller has accepted that by name.
        const named = jwk.alg === undefined && algorithms.includes(header.alg);
        return importJwk(jwk, 'verify', named ? header.alg : undefined);
    };
    return verifyParsed(jws, verifierFor, options);
}
/** The claims of a token whose signature is good, and its `typ`, held to what is expected of them. */
export function judgeClaims({ typ: given }, claims, options) {
    const { typ, now = Date.now } = options;
    if (typ !== undefined && mediaType(given) !== mediaType(typ))
        refuseClaim('typ', given, shown(typ));
    return checkClaims(claims, options, now() / 1000);
}
/**
 * Sign a payload as a compact JWS (RFC 7515 §7.1). The JOSE Header is `alg`, `kid` (where known) and what
 * `header` adds, in alphabetical order.
 *
 * @param payload octets, or a string that is signed as UTF-8
 * @param header more members of the JOSE Header; `alg` stays the key's own
 * @throws JoseError `ERR_ALG`: the header's `alg` is not the key's; the key as {@link importSigner} does; `ERR_SIGNATURE`:
 *   the signer gave no signature of its algorithm. TypeError: a wrong type. What a signer throws is thrown on
 */
export async function signJws(payload, key, header) {
    if (!isString(payload))
        requireBytes(payload, 'payload');
    return signCompact(payload, signerFor(key), header);
}
/**
 * Verify a compact JWS, in this order: form, algorithm, key, signature (RFC 7515 §5.2, RFC 8725 §3).
 * Only a header's `kid` and `alg` find a key in a set; its `jwk`, `jku`, `x5c` and `x5u` never do.
 *
 * @throws JoseError `ERR_JWS_FORM`, `ERR_BASE64URL`, `ERR_JSON`: not the one spelling of a token;
 *   `ERR_CRIT`: an extension that is not understood; `ERR_ALG`: an algorithm that is unknown, not accepted,
 *   or not the key's; `ERR_JWK`, `ERR_KEY_NOT_FOUND`, `ERR_KEY_AMBIGUOUS`: the key; `ERR_SIGNATURE`: not
 *   signed with that key; `ERR_CRYPTO`: the verifier failed. TypeError: a wrong type
 */
export async function verifyJws(jws, keys, options = {}) {
    requireValues(options);
    const parsed = parseJws(jws, options);
    await verifySignature(parsed, keys, options);
    return { header: parsed.header, payload: parsed.payload };
}
/**
 * Sign claims as a JWT (RFC 7519 §7.1): as `signJws`, with `typ` `JWT` in the header. The claims stand in
 * their own order, as JSON without white space.
 *
 * @param claims times in seconds since 1970
 * @throws as {@link signJws} does; TypeError also for claims that are not an object
 */
export async function signJwt(claims, key, header) {
    const json = JSON.stringify(claims);
    if (json?.[0] !== '{')
        throw new TypeError('claims: expected an object');
    return signCompact(json, signerFor(key), header, 'JWT');
}
/**
 * Verify a JWT (RFC 7519 §7.2): as `verifyJws`, then its claims. `exp`, `nbf` and `iat` are held to the
 * clock wherever they are present; the rest as the options say.
 *
 * @throws as {@link verifyJws} does, and JoseError `ERR_EXPIRED` or `ERR_CLAIM`, with the claim's name as `claim`;
 *   TypeError also for an option that is there but undefined
 */
export async function verifyJwt(jwt, keys, options = {}) {
    const { header, payload } = await verifyJws(jwt, keys, options);
    return { header, claims: judgeClaims(header, parseJsonObject(payload, 'JWT Claims Set'), options) };
}
/**
 * A JWT's header and claims (RFC 7519 §7.2), unverified: to look at, never to believe.
 *
 * @throws as {@link decodeJws} does; `ERR_JSON` also for claims that are not a JSON object
 */
export function decodeJwt(jwt, options) {
    const { header, payload } = decodeJws(jwt, options);
    return { header, claims: parseJsonObject(payload, 'JWT Claims Set') };
}
/** A media type as it is compared: without case, and without the `application/` that may be left out. */
function mediaType(typ = '') {
    return typ.toLowerCase().replace(/^application\//, '');
}
//# sourceMappingURL=jwt.js.map
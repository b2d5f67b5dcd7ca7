/**
 * JSON Web Keys (RFC 7517), judged. What importKey makes of metadata and of faulty members differs from
 * runtime to runtime; here it is decided once, and importKey sees nothing but a sound, bare key.
 */
import { algorithmsOf } from './algorithms.js';
import { ALPHABET, encodeBase64url, encodedLength, UTF8 } from './base64url.js';
import { must, shown } from './errors.js';
import { isString } from './json.js';
import { subtleCrypto } from './webcrypto.js';
/** Refuse a JWK for what it lacks. */
export function need(met, lacking) {
    must(met, 'ERR_JWK', 'JWK', lacking);
}
/** The keys of a set, or the one key. A set whose `keys` are no list has one key, which none can use. */
function keysOf(key) {
    const { keys = key } = key;
    return Array.isArray(keys) ? keys : [keys];
}
/** A JWK, or what is left of a JWK Set, that has the `kid` asked for, if any is. */
export function keyNamed(key, kid) {
    if (kid === undefined)
        return key;
    const keys = keysOf(key).filter((jwk) => jwk?.kid === kid);
    must(keys[0], key.keys ? 'ERR_KEY_NOT_FOUND' : 'ERR_JWK', 'JWK', `kid ${shown(kid)}`);
    return key.keys ? { keys } : key;
}
/**
 * The one key, in a JWK or a JWK Set, that fits a use and what is asked of it, with its one algorithm
 * (RFC 8725 §3.1): its `alg`, else the only one of its shape, else the one asked for.
 *
 * @throws JoseError saying what the keys lack: `ERR_JWK` for a JWK; for a set `ERR_KEY_NOT_FOUND` where none
 *   fits, `ERR_KEY_AMBIGUOUS` where several do
 */
export function selectKey(key, use, askedAlg) {
    const keys = keysOf(key).map(Object);
    const lack = (jwk) => {
        const { use: purpose = 'sig', key_ops: ops = [use] } = jwk;
        const rows = algorithmsOf(jwk, askedAlg);
        // A key with keys of its own would be taken for a set, whose keys nobody asked for.
        return rows.length !== 1 || jwk.keys
            ? `one alg by kty, crv: ${rows.map((row) => row.alg)}`
            : purpose !== 'sig' || !Array.isArray(ops) || !ops.includes(use) || new Set(ops).size < ops.length
                ? `use sig, key_ops ${use}`
                : use === 'sign' && !(jwk.d ?? jwk.priv) && 'd';
    };
    const [found, other] = keys.filter((jwk) => !lack(jwk));
    must(found && !other, !key.keys ? 'ERR_JWK' : found ? 'ERR_KEY_AMBIGUOUS' : 'ERR_KEY_NOT_FOUND', 'JWK', found ? 'one by kid or alg' : [...new Set(keys.map(lack))]);
    return found;
}
/**
 * The bare key in a JWK: the members that importKey needs for a use, each in the one form that it can have
 * (RFC 7518 §2, §6), and those of an RSA key in one piece. Runtimes differ in what else they take.
 */
export function bareKey(jwk, use, { alg, kty, [use]: members, size, namedCurve }) {
    const bare = namedCurve ? { kty, crv: namedCurve } : kty === 'AKP' ? { kty, alg } : { kty };
    let [n, e, d, p, q, dp, dq, qi] = members.split(' ').map((spec) => {
        const [member, fixed] = spec.split(':');
        const given = jwk[member];
        // No text of its own is made of what is none: a key server can send what has no text.
        const text = (bare[member] = isString(given) ? given : '');
        const spare = BigInt((text.length * 6) % 8);
        // A character outside the alphabet makes the number negative; the longest member there is has 3456.
        const bits = [...text.slice(0, 3500)].reduce((number, char) => (number << 6n) | BigInt(ALPHABET.indexOf(char)), 0n);
        const number = bits >> spare;
        const octets = Number(fixed ?? (number.toString(16).length + 1) >> 1);
        need(text.length === encodedLength(octets) && number << spare === bits && bits >= 0n, `${member} of ${fixed ?? 'minimal'} octets`);
        return number;
    });
    if (!size) {
        need(n >> 2047n && e >> 1n && e & 1n && !((n >> 8192n) | (e >> 32n)), 'n of 2048 to 8192 bits, odd e of 2 to 32 bits');
        // Each of these differences is zero in a key that is in one piece. That e undoes d, signing shows.
        need(use !== 'sign' ||
            (p > 1n && q > 1n && !((p * q - n) | (((q * qi) % p) - 1n) | ((d % --p) - dp) | ((d % --q) - dq))), 'd p q dp dq qi of n');
    }
    return bare;
}
function publicKeyOf(jwk) {
    const [row] = algorithmsOf(Object(jwk));
    need(row, 'kty, crv, alg of a signature');
    return bareKey(jwk, 'verify', row);
}
/**
 * The one private key of a set that can sign: `key_ops` with `sign` or none, `use` `sig` or none, and the
 * kid and algorithm asked for. (SMART App Launch 2.2.0, worked example: `get_signing_key`, made strict.)
 *
 * @throws JoseError `ERR_KEY_NOT_FOUND`, `ERR_KEY_AMBIGUOUS`: none, several; `ERR_JWK`: not a JWK Set.
 *   TypeError: no object
 */
export function selectSigningJwk(jwks, criteria = {}) {
    return selectKey(keyNamed(jwks, criteria.kid), 'sign', criteria.alg);
}
/**
 * The public half of a JWK. Built from a list of what may be shown, so no private member, known or
 * unknown, gets through; `key_ops` becomes `["verify"]` (RFC 7517 §9.2).
 *
 * @throws JoseError `ERR_JWK`: not a sound RSA, EC or Ed25519 key
 */
export function toPublicJwk(jwk) {
    const publicJwk = publicKeyOf(jwk);
    for (const member of ['kid', 'alg', 'use', 'x5u', 'x5t', 'x5t#S256']) {
        if (typeof jwk[member] === 'string')
            publicJwk[member] = jwk[member];
    }
    if (Array.isArray(jwk.x5c))
        publicJwk.x5c = jwk.x5c.filter((certificate) => typeof certificate === 'string');
    if (jwk.key_ops)
        publicJwk.key_ops = ['verify'];
    return publicJwk;
}
/**
 * The public half of a JWK Set, fit to be published: every key has a `kid` of its own. A key that stands
 * there twice, as in a set that holds both halves, is published once (RFC 7517 §4.5, §5).
 *
 * @throws JoseError `ERR_JWK`: not a JWK Set, an unsound key, one without `kid`, or two with the same
 */
export function toPublicJwks(jwks) {
    const published = new Map();
    need(Array.isArray(jwks?.keys), 'an array of keys');
    for (const jwk of jwks.keys) {
        const publicJwk = toPublicJwk(jwk);
        const { kid } = publicJwk;
        need(kid, 'kid');
        const twin = published.get(kid);
        need(!twin || canonical(twin) === canonical(publicJwk), 'kid of its own');
        published.set(kid, publicJwk);
    }
    return { keys: [...published.values()] };
}
/** The public key as JSON with its members in order: what a thumbprint is made of (RFC 7638 §3). */
function canonical(jwk) {
    return JSON.stringify(Object.fromEntries(Object.entries(publicKeyOf(jwk)).sort(([a], [b]) => (a < b ? -1 : 1))));
}
/**
 * A key's SHA-256 thumbprint as base64url (RFC 7638): the same for both halves of a pair.
 *
 * @throws JoseError `ERR_JWK`: not a sound RSA, EC or Ed25519 key; `ERR_CRYPTO`: no WebCrypto here
 */
export async function jwkThumbprint(jwk) {
    const octets = UTF8.encode(canonical(jwk));
    return encodeBase64url(new Uint8Array(await subtleCrypto().digest('SHA-256', octets)));
}
//# sourceMappingURL=jwk.js.map
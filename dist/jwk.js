/**
 * JSON Web Keys (RFC 7517), judged. What importKey makes of metadata and of faulty members differs from
 * runtime to runtime; here it is decided once, and importKey sees nothing but a sound, bare key.
 */
import { algorithmOf, algorithmsOf } from './algorithms.js';
import { ALPHABET, encodeBase64url, encodedLength, UTF8 } from './base64url.js';
import { JoseError, shown } from './errors.js';
import { subtleCrypto } from './webcrypto.js';
/** Refuse a JWK for what it lacks. */
export function need(met, lacking) {
    if (!met)
        throw new JoseError('ERR_JWK', 'JWK', lacking);
}
/** What a key lacks for a use and for what is asked of it, if anything (RFC 7517 §4). */
function lack(jwk, use, asked) {
    const { use: purpose = 'sig', key_ops: ops = [use], kid, d } = jwk;
    const [alg, ...others] = algorithmsOf(jwk, asked.alg);
    return !alg
        ? 'kty, crv, alg of a signature'
        : others[0]
            ? `alg, one of ${alg},${others}`
            : purpose !== 'sig'
                ? 'use sig'
                : !Array.isArray(ops) || !ops.includes(use) || new Set(ops).size < ops.length
                    ? `key_ops ${use}`
                    : kid !== (asked.kid ?? kid)
                        ? `kid ${asked.kid}`
                        : use === 'sign' && !d && 'd';
}
/**
 * The one key, in a JWK or a JWK Set, that fits a use and what is asked of it, with its one algorithm
 * (RFC 8725 §3.1): its `alg`, else the only one of its shape, else the one asked for.
 *
 * @throws JoseError saying what the keys lack: `ERR_JWK` for a JWK; for a set `ERR_KEY_NOT_FOUND` where none
 *   fits, `ERR_KEY_AMBIGUOUS` where several do
 */
export function selectKey(key, use, asked = {}) {
    const keys = [key.keys ?? key].flat();
    const lacking = keys.map((jwk) => lack(Object(jwk), use, asked));
    const [found, other] = keys.filter((_, i) => !lacking[i]);
    if (found && !other)
        return found;
    throw new JoseError(!key.keys ? 'ERR_JWK' : found ? 'ERR_KEY_AMBIGUOUS' : 'ERR_KEY_NOT_FOUND', `${keys.length} keys to ${use}`, `1 with ${found ? 'another kid or alg' : shown(lacking)}`);
}
/** The members that make a key of each type. Those before `d` are the public key. */
const MEMBERS = { RSA: 'n e d p q dp dq qi', EC: 'x y d', OKP: 'x d' };
/** Octets in their one spelling as base64url. */
const BASE64URL = /^([\w-]{4})*([\w-]{2}[AEIMQUYcgkosw048]|[\w-][AQgw])?$/;
/**
 * The bare key in a JWK: the members that importKey needs for a use, each in the one form that it can have
 * (RFC 7518 §2, §6), and those of an RSA key in one piece. Runtimes differ in what else they take.
 */
export function bareKey(jwk, use, size) {
    const { kty, crv } = jwk;
    const bare = size ? { kty, crv: crv } : { kty };
    const members = MEMBERS[kty];
    const [n, e, d, p, q, dp, dq, qi] = (use === 'sign' ? members : members.split(' d')[0]).split(' ').map((member) => {
        const text = (bare[member] = jwk[member]);
        need(typeof text === 'string' && BASE64URL.test(text) && (size ? text.length === encodedLength(size) : !/^A[A-P]/.test(text)), `${member} of ${size ?? 'minimal'} octets`);
        return [...text].reduce((number, char) => (number << 6n) | BigInt(ALPHABET.indexOf(char)), 0n) >> BigInt((text.length * 6) % 8);
    });
    if (!size) {
        need(n >> 2047n && !(n >> 8192n), 'n of 2048 to 8192 bits');
        need(e & 1n && e > 2n && !(e >> 32n), 'e, odd, 3 to 2^32');
        need(use === 'verify' ||
            (p * q === n &&
                (q * qi) % p === 1n &&
                [[p, dp], [q, dq]].every(([prime, x]) => d % --prime === x && (e * x) % prime === 1n)), 'd, p, q, dp, dq, qi of n and e');
    }
    return bare;
}
function publicKeyOf(jwk) {
    const [alg] = algorithmsOf(Object(jwk));
    need(alg, 'kty, crv, alg of a signature');
    return bareKey(jwk, 'verify', algorithmOf(alg).size);
}
/**
 * The one private key of a set that can sign: `key_ops` with `sign` or none, `use` `sig` or none, and the
 * kid and algorithm asked for. (SMART App Launch 2.2.0, worked example: `get_signing_key`, made strict.)
 *
 * @throws JoseError `ERR_KEY_NOT_FOUND`, `ERR_KEY_AMBIGUOUS`: none, several; `ERR_JWK`: not a JWK Set
 */
export function selectSigningJwk(jwks, criteria = {}) {
    return selectKey(jwks, 'sign', criteria);
}
/**
 * The public half of a JWK. Built from a list of what may be shown, so no private member, known or
 * unknown, gets through; `key_ops` becomes `["verify"]`. (SMART K2, K5, K6)
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
 * there twice, as in a set that holds both halves, is published once. (SMART K2, K3, K5)
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

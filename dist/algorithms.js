/** The one table of algorithms (RFC 7518 §3, RFC 8037, RFC 9864, RFC 9964), and what signs and verifies with them. */
import { JoseError, shown } from './errors.js';
/** RFC 7518 names a family by its hash; the curve that goes with SHA-512 has 521 bits. */
const family = (bits, curve, octets) => [
    {
        alg: `RS${bits}`,
        kty: 'RSA',
        sign: 'n e d p q dp dq qi',
        verify: 'n e',
        name: 'RSASSA-PKCS1-v1_5',
        hash: 'SHA-' + bits,
    },
    {
        alg: `PS${bits}`,
        kty: 'RSA',
        sign: 'n e d p q dp dq qi',
        verify: 'n e',
        name: 'RSA-PSS',
        hash: 'SHA-' + bits,
        saltLength: bits / 8,
    },
    {
        alg: `ES${bits}`,
        kty: 'EC',
        sign: `x:${octets} y:${octets} d:${octets}`,
        verify: `x:${octets} y:${octets}`,
        name: 'ECDSA',
        hash: 'SHA-' + bits,
        namedCurve: 'P-' + curve,
        size: octets * 2,
    },
];
/** RFC 9964, for the runtimes that have it. */
const lattice = (alg, octets, size) => ({
    alg,
    kty: 'AKP',
    sign: `pub:${octets} priv:32`,
    verify: `pub:${octets}`,
    name: alg,
    size,
});
const TABLE = [
    ...family(256, 256, 32),
    ...family(384, 384, 48),
    ...family(512, 521, 66),
    {
        alg: 'Ed25519',
        kty: 'OKP',
        sign: 'x:32 d:32',
        verify: 'x:32',
        name: 'Ed25519',
        namedCurve: 'Ed25519',
        size: 64,
    },
    // The older name of the same algorithm: deprecated by RFC 9864, and still the more common one.
    {
        alg: 'EdDSA',
        kty: 'OKP',
        sign: 'x:32 d:32',
        verify: 'x:32',
        name: 'Ed25519',
        namedCurve: 'Ed25519',
        size: 64,
    },
    lattice('ML-DSA-44', 1312, 2420),
    lattice('ML-DSA-65', 1952, 3309),
    lattice('ML-DSA-87', 2592, 4627),
];
/**
 * The table's row for a name.
 *
 * @throws JoseError `ERR_ALG` for a name that the table lacks: `none`, HS256 and every other
 */
export function algorithmOf(alg) {
    const row = TABLE.find((row) => row.alg === alg);
    if (!row)
        throw new JoseError('ERR_ALG', `alg ${shown(alg)}`, 'a JwsAlgorithm');
    return row;
}
/** The algorithms that a JWK can serve: by its shape, its own `alg`, and of these the one asked for. */
export function algorithmsOf(jwk, asked) {
    return TABLE.filter(({ alg, kty, namedCurve = jwk.crv }) => kty === jwk.kty && namedCurve === jwk.crv && alg === (jwk.alg ?? alg) && alg === (asked ?? alg));
}
/** The algorithms that a CryptoKey can serve, and of these the one asked for. Its hash is its own; a curve has one. */
export function algorithmsOfCryptoKey({ algorithm }, asked) {
    const { name, hash, namedCurve } = algorithm;
    return TABLE.filter((row) => row.name === name &&
        row.hash === (hash?.name ?? row.hash) &&
        row.namedCurve === (namedCurve ?? row.namedCurve) &&
        row.alg === (asked ?? row.alg));
}
const KEPT = /* @__PURE__ */ new WeakMap();
/** What is kept of a JWK (its imports) or a Signer (its encoded headers) for as long as it lives. */
export function keptOf(owner) {
    let kept = KEPT.get(owner);
    if (!kept)
        KEPT.set(owner, (kept = {}));
    return kept;
}
/** The `sign` functions that have copied the JWS Signing Input when they return, as WebCrypto has. */
export const COPYING = /* @__PURE__ */ new WeakSet();
//# sourceMappingURL=algorithms.js.map
/**
 * JSON Web Keys (RFC 7517), judged. What importKey makes of metadata and of faulty members differs from
 * runtime to runtime; here it is decided once, and importKey sees nothing but a sound, bare key.
 */
import { type Algorithm, type JwsAlgorithm } from './algorithms.js';
/** A JSON Web Key (RFC 7517 §4; for RSA and EC: RFC 7518 §6, for OKP: RFC 8037 §2, for AKP: RFC 9964 §3). */
export interface Jwk {
    /** Key type: `RSA`, `EC`, `OKP` or `AKP`. */
    kty: string;
    /** Its name in a set. */
    kid?: string;
    /** The one algorithm that it is for. */
    alg?: string;
    /** What it is for: `sig`. */
    use?: string;
    /** What it is for: `sign` or `verify`. */
    key_ops?: string[];
    /** EC and OKP: the curve. */
    crv?: string;
    /** EC: the x coordinate; OKP: the public key. As base64url, like all that follow. */
    x?: string;
    /** EC: the y coordinate. */
    y?: string;
    /** RSA: the modulus. */
    n?: string;
    /** RSA: the public exponent. */
    e?: string;
    /** The private key; RSA: the private exponent. */
    d?: string;
    /** RSA: the first prime. */
    p?: string;
    /** RSA: the second prime. */
    q?: string;
    /** RSA: `d` modulo `p` - 1. */
    dp?: string;
    /** RSA: `d` modulo `q` - 1. */
    dq?: string;
    /** RSA: the inverse of `q` modulo `p`. */
    qi?: string;
    /** AKP: the public key. */
    pub?: string;
    /** AKP: the seed of the private key. */
    priv?: string;
    [member: string]: unknown;
}
/** A JWK Set (RFC 7517 §5). */
export interface JwkSet {
    /** Its keys, each with a `kid` of its own. */
    keys: Jwk[];
    [member: string]: unknown;
}
/** What a key is wanted for, in the words of `key_ops`. */
export type KeyUse = 'sign' | 'verify';
/** Refuse a JWK for what it lacks. */
export declare function need(met: unknown, lacking: string): asserts met;
/** A JWK, or what is left of a JWK Set, that has the `kid` asked for, if any is. */
export declare function keyNamed(key: Jwk | JwkSet, kid: string | undefined): Jwk | JwkSet;
/**
 * The one key, in a JWK or a JWK Set, that fits a use and what is asked of it, with its one algorithm
 * (RFC 8725 §3.1): its `alg`, else the only one of its shape, else the one asked for.
 *
 * @throws JoseError saying what the keys lack: `ERR_JWK` for a JWK; for a set `ERR_KEY_NOT_FOUND` where none
 *   fits, `ERR_KEY_AMBIGUOUS` where several do
 */
export declare function selectKey(key: Jwk | JwkSet, use: KeyUse, askedAlg?: string): Jwk;
/**
 * The bare key in a JWK: the members that importKey needs for a use, each in the one form that it can have
 * (RFC 7518 §2, §6), and those of an RSA key in one piece. Runtimes differ in what else they take.
 */
export declare function bareKey(jwk: Jwk, use: KeyUse, { alg, kty, [use]: members, size, namedCurve }: Algorithm): Jwk;
/**
 * The one private key of a set that can sign: `key_ops` with `sign` or none, `use` `sig` or none, and the
 * kid and algorithm asked for. (SMART App Launch 2.2.0, worked example: `get_signing_key`, made strict.)
 *
 * @throws JoseError `ERR_KEY_NOT_FOUND`, `ERR_KEY_AMBIGUOUS`: none, several; `ERR_JWK`: not a JWK Set.
 *   TypeError: no object
 */
export declare function selectSigningJwk(jwks: JwkSet, criteria?: {
    /** The `kid` to select. Default: any. */
    kid?: string;
    /** The algorithm to select. Default: any. */
    alg?: JwsAlgorithm;
}): Jwk;
/**
 * The public half of a JWK. Built from a list of what may be shown, so no private member, known or
 * unknown, gets through; `key_ops` becomes `["verify"]` (RFC 7517 §9.2).
 *
 * @throws JoseError `ERR_JWK`: not a sound RSA, EC or Ed25519 key
 */
export declare function toPublicJwk(jwk: Jwk): Jwk;
/**
 * The public half of a JWK Set, fit to be published: every key has a `kid` of its own. A key that stands
 * there twice, as in a set that holds both halves, is published once (RFC 7517 §4.5, §5).
 *
 * @throws JoseError `ERR_JWK`: not a JWK Set, an unsound key, one without `kid`, or two with the same
 */
export declare function toPublicJwks(jwks: JwkSet): JwkSet;
/**
 * A key's SHA-256 thumbprint as base64url (RFC 7638): the same for both halves of a pair.
 *
 * @throws JoseError `ERR_JWK`: not a sound RSA, EC or Ed25519 key; `ERR_CRYPTO`: no WebCrypto here
 */
export declare function jwkThumbprint(jwk: Jwk): Promise<string>;
//# sourceMappingURL=jwk.d.ts.map
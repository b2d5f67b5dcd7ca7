/** A JWA algorithm that this module signs and verifies with. */
export type JwsAlgorithm = 'RS256' | 'RS384' | 'RS512' | 'PS256' | 'PS384' | 'PS512' | 'ES256' | 'ES384' | 'ES512' | 'Ed25519' | 'EdDSA' | 'ML-DSA-44' | 'ML-DSA-65' | 'ML-DSA-87';
/** All that is known of an algorithm. WebCrypto takes the row as it is: each of its methods reads its own members. */
export interface Algorithm {
    readonly alg: JwsAlgorithm;
    /** The key type of its JWK. */
    readonly kty: string;
    /** The members of its JWK that each use needs, with their octets where those are fixed. */
    readonly sign: string;
    readonly verify: string;
    /** The curve of its JWK, where it has one. */
    readonly namedCurve?: string;
    /** Octets of a signature, where they are fixed. */
    readonly size?: number;
    readonly name: string;
    readonly hash?: string;
    readonly saltLength?: number;
}
/**
 * The table's row for a name.
 *
 * @throws JoseError `ERR_ALG` for a name that the table lacks: `none`, HS256 and every other
 */
export declare function algorithmOf(alg: string): Algorithm;
/** The algorithms that a JWK can serve: by its shape, its own `alg`, and of these the one asked for. */
export declare function algorithmsOf(jwk: {
    kty?: unknown;
    crv?: unknown;
    alg?: unknown;
}, asked?: string): Algorithm[];
/** The algorithms that a CryptoKey can serve, and of these the one asked for. Its hash is its own; a curve has one. */
export declare function algorithmsOfCryptoKey({ algorithm }: CryptoKey, asked?: string): Algorithm[];
/** What is kept of a JWK (its imports) or a Signer (its encoded headers) for as long as it lives. */
export declare function keptOf<T>(owner: object): {
    [name: string]: T;
};
/** The `sign` functions that have copied the JWS Signing Input when they return, as WebCrypto has. */
export declare const COPYING: WeakSet<Signer['sign']>;
/** Anything that can sign: WebCrypto, a KMS, an HSM. Its `alg` and `kid` never change. */
export interface Signer {
    /** The algorithm that it signs with. */
    readonly alg: JwsAlgorithm;
    /** The `kid` that goes into the JOSE Header. Without it there is none. */
    readonly kid?: string;
    /**
     * Sign the JWS Signing Input (RFC 7515 §5.1) and give the JWS Signature's octets; for ECDSA r‖s at
     * fixed width (RFC 7518 §3.4), not DER. The input is the signer's own: nothing else changes it.
     *
     * @throws any error: it is thrown on to who signs
     */
    sign(signingInput: Uint8Array): Promise<Uint8Array>;
}
/** Anything that can tell whether a signature is good. Its `alg` and `kid` never change. */
export interface Verifier {
    /** The one algorithm that it verifies. */
    readonly alg: JwsAlgorithm;
    /** The `kid` of its key, where it has one. */
    readonly kid?: string;
    /**
     * Whether `signature`, a JWS Signature's octets, is that of the JWS Signing Input.
     *
     * @throws any error: who verifies gets `ERR_CRYPTO`, with it as `cause`
     */
    verify(signature: Uint8Array, signingInput: Uint8Array): Promise<boolean>;
}
//# sourceMappingURL=algorithms.d.ts.map
/** Keys in WebCrypto: the only caller of its importKey, exportKey and generateKey. */
import { type JwsAlgorithm, type Signer, type Verifier } from './algorithms.js';
import { type Jwk, type JwkSet, type KeyUse } from './jwk.js';
/** How a key is imported. */
export interface ImportOptions {
    /** The algorithm of a key that names none and whose shape allows several. It cannot change a key's own. Default: none. */
    alg?: JwsAlgorithm;
    /** Selects a key of a set, or names a key without `kid`. It cannot change a key's own. Default: none. */
    kid?: string;
}
/** An imported key signs or verifies, as it was asked to. */
type Imported = Signer & Verifier;
/** A key in WebCrypto: imported once for each JWK object, use and algorithm; a failure is not kept. */
export declare function importJwk(key: Jwk | JwkSet, use: KeyUse, askedAlg?: string): Promise<Imported>;
/**
 * The key in a PEM text, as a JWK. An Ed25519 private key comes without its public half: WebCrypto makes that.
 *
 * @throws JoseError as pemToJwk does
 */
export declare function jwkFromPem(pem: string, use: KeyUse): Promise<Jwk>;
/**
 * What signs with a private JWK, with the one signing key of a JWK Set (`selectSigningJwk`), with a PEM text
 * (RFC 7468: PKCS#8, PKCS#1, SEC1), or with a CryptoKey, which may be one that cannot be extracted.
 * A JWK object is imported once, however often it comes: later changes to it are not seen.
 *
 * @throws JoseError `ERR_JWK`: a key that is unsound, public, symmetric, for something else, or for another
 *   or no one algorithm, and why; `ERR_PEM`: not one private key in plain PEM; `ERR_KEY_NOT_FOUND`,
 *   `ERR_KEY_AMBIGUOUS`: none or several keys in the set; `ERR_CRYPTO`: WebCrypto, or the algorithm in it,
 *   is missing here. TypeError: no key
 */
export declare function importSigner(key: Jwk | JwkSet | CryptoKey | string, options?: ImportOptions): Promise<Signer>;
/**
 * What verifies with a public JWK (of a private one, with its public half), with a PEM text (RFC 7468: SPKI, PKCS#1, an
 * X.509 certificate, or a private key), or with a CryptoKey. A JWK object is imported once.
 *
 * @throws as {@link importSigner} does
 */
export declare function importVerifier(key: Jwk | CryptoKey | string, options?: ImportOptions): Promise<Verifier>;
/** How a key is generated. */
export interface GenerateOptions {
    /** Its name. Default: the key's thumbprint (RFC 7638). */
    kid?: string;
    /** Bits of an RSA key, 2048 to 8192. Default: 2048. */
    modulusLength?: number;
}
/**
 * A new private JWK (RFC 7517 §4), with `kid`, `alg`, `use` and `key_ops`: `sign`. Keep it; publish `toPublicJwk` of it.
 *
 * @throws JoseError `ERR_ALG`: an unknown algorithm; `ERR_CRYPTO`: WebCrypto, or the algorithm in it, is
 *   missing here. TypeError: a `modulusLength` that is out of bounds
 */
export declare function generateJwk(alg: JwsAlgorithm, options?: GenerateOptions): Promise<Jwk>;
/**
 * A new key whose private half cannot leave WebCrypto, and its public JWK (RFC 7517 §4).
 *
 * @throws as {@link generateJwk} does
 */
export declare function generateSigner(alg: JwsAlgorithm, options?: GenerateOptions): Promise<{
    /** Signs with it. */
    signer: Signer;
    /** Its public half, to publish. */
    publicJwk: Jwk;
    /** The key itself, which a browser can keep in IndexedDB, and `importSigner` takes. */
    privateKey: CryptoKey;
}>;
export {};
//# sourceMappingURL=keys.d.ts.map
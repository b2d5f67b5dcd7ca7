// subtle-jws-sign 0.1.0 (types): signs with a JWK. MIT. Copyright (c) 2026 the subtle-jws authors. npm: subtle-jws
/** A JWA algorithm that this module signs and verifies with. */
type JwsAlgorithm = 'RS256' | 'RS384' | 'RS512' | 'PS256' | 'PS384' | 'PS512' | 'ES256' | 'ES384' | 'ES512' | 'Ed25519' | 'EdDSA' | 'ML-DSA-44' | 'ML-DSA-65' | 'ML-DSA-87';

/** What went wrong, as a stable name. Messages may change between versions; codes do not. */
type JoseErrorCode = 'ERR_BASE64URL' | 'ERR_JSON' | 'ERR_JWS_FORM' | 'ERR_ALG' | 'ERR_CRIT' | 'ERR_JWK' | 'ERR_PEM' | 'ERR_KEY_NOT_FOUND' | 'ERR_KEY_AMBIGUOUS' | 'ERR_SIGNATURE' | 'ERR_CLAIM' | 'ERR_EXPIRED' | 'ERR_REPLAY' | 'ERR_HTTP' | 'ERR_OAUTH' | 'ERR_CRYPTO';
/** What an error says besides its code and message: members of the error. */
type JoseErrorDetails = Pick<JoseError, 'claim' | 'status' | 'error' | 'description' | 'retryAfter' | 'clientId' | 'kid'> & {
    /** Why, as it was thrown. Default: none. */
    cause?: unknown;
};
/**
 * Every refusal that is not the caller's own mistake (those are a TypeError).
 * Its message says what was found and what is needed, and contains no token, key or secret.
 */
declare class JoseError extends Error {
    /** Always `JoseError`, whichever copy of this module made it. */
    readonly name: 'JoseError';
    /** The stable name of what went wrong. */
    readonly code: JoseErrorCode;
    /**
     * With `ERR_CLAIM` and `ERR_EXPIRED`: the claim, header member (`typ`, `jku`) or parameter that was
     * refused.
     */
    readonly claim?: string;
    /** With `ERR_HTTP` and `ERR_OAUTH`: the answer's HTTP status, if there was an answer. */
    readonly status?: number;
    /** With `ERR_OAUTH`: `error`, as the server gave it or as it is to be answered (RFC 6749 §5.2). */
    readonly error?: string;
    /**
     * With `ERR_HTTP` and `ERR_OAUTH`: what the server said, its `error_description` or the beginning of its
     * answer, in 300 printable characters.
     */
    readonly description?: string;
    /**
     * With `ERR_HTTP` and `ERR_OAUTH`: whole seconds until the server wants to be asked again (Retry-After).
     */
    readonly retryAfter?: number;
    /**
     * With a refusal of `createAssertionVerifier`: the client_id that the request claims, which is not
     * verified: 200 printable characters at most.
     */
    readonly clientId?: string;
    /** With a refusal of `createAssertionVerifier`: the `kid` that its assertion claims; likewise. */
    readonly kid?: string;
    /** The message is made printable, and cut after 500 characters; `details` become members of the error. */
    constructor(code: JoseErrorCode, message: string, details?: JoseErrorDetails);
}

/** Checks JWT claims (RFC 7519 §4.1) against expectations, at a given time. Pure. */

/** The claims of a JWT. Times are in seconds since 1970 (NumericDate, RFC 7519 §2). */
interface JwtClaims {
    /** Who issued it (RFC 7519 §4.1.1). */
    iss?: string;
    /** Whom it is about. */
    sub?: string;
    /** Whom it is for. */
    aud?: string | string[];
    /** When it expires, in seconds since 1970: it is refused from this second on. */
    exp?: number;
    /** When it becomes valid, in seconds since 1970. */
    nbf?: number;
    /** When it was issued, in seconds since 1970. */
    iat?: number;
    /** Its identifier, which no other token has. */
    jti?: string;
    [claim: string]: unknown;
}

/** What signs, and what verifies: WebCrypto here, a KMS or an HSM elsewhere. */

/** Anything that can sign: WebCrypto, a KMS, an HSM. Its `alg` and `kid` never change. */
interface Signer {
    /** The algorithm that it signs with. */
    readonly alg: JwsAlgorithm;
    /** The `kid` for the JOSE Header. Without it, the header has none. */
    readonly kid?: string;
    /**
     * Sign the JWS Signing Input (RFC 7515 §5.1) and return the JWS Signature's octets; for ECDSA r‖s at
     * fixed width (RFC 7518 §3.4), not DER. The input is the signer's own: nothing else reads or changes it.
     *
     * @throws any error: it reaches whoever signs
     */
    sign(signingInput: Uint8Array): Promise<Uint8Array>;
}

/** JSON Web Keys (RFC 7517): their type, and the selection of one from several. */

/** A JSON Web Key (RFC 7517 §4; for RSA and EC: RFC 7518 §6, for OKP: RFC 8037 §2, for AKP: RFC 9964 §3). */
interface Jwk {
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
/**
 * A JWK as WebCrypto and Node type it (`JsonWebKey`): any member may be undefined. Every function that takes
 * a `Jwk` takes it too, and checks it in the same way.
 */
type ExportedJwk = {
    [Member in keyof Jwk as string extends Member ? never : Member]?: Jwk[Member] | undefined;
};
/** A JWK, as a caller passes it. */
type JwkInput = Jwk | ExportedJwk;
/** A JWK Set, as a caller passes it. */
interface JwkSetInput {
    /** Its keys, each with a `kid` of its own. */
    readonly keys: readonly JwkInput[];
}
/** A JWK Set (RFC 7517 §5). */
interface JwkSet {
    /** Its keys, each with a `kid` of its own. */
    keys: Jwk[];
    [member: string]: unknown;
}

/** The JWS Compact Serialization (RFC 7515 §7.1), for any Signer and Verifier. */

/** The JOSE Header of a token (RFC 7515 §4). */
interface JoseHeader {
    /** The algorithm (RFC 7515 §4.1.1). */
    alg: string;
    /** The name of the key. */
    kid?: string;
    /** The media type of the token, such as `JWT`. */
    typ?: string;
    /** The extensions that must be understood (RFC 7515 §4.1.11). */
    crit?: string[];
    [member: string]: unknown;
}
/** Options of other libraries, which are not members of a JOSE Header. */
declare const FOREIGN_OPTIONS: readonly ["algorithm", "audience", "expiresIn", "issuer", "keyid", "notBefore", "subject"];
/**
 * What a caller adds to the JOSE Header. `alg`, if present, must be the key's own. Options of other
 * libraries, such as `expiresIn` and `audience`, are refused: here they are claims (`exp`, `aud`).
 */
type JoseHeaderParameters = Partial<JoseHeader> & {
    [Name in (typeof FOREIGN_OPTIONS)[number]]?: never;
};

/** The public operations: they resolve keys, sign and verify JWS, and check the claims of JWT. */

/** What signs a token: a Signer, a private JWK, or a JWK Set with one signing key. */
type SigningKey = Signer | JwkInput | JwkSetInput;
/**
 * Sign a payload as a compact JWS (RFC 7515 §7.1). The header has `alg`, `kid` if the key has one, and what
 * `header` adds, in alphabetical order.
 *
 * @param payload octets, or a string that is signed as UTF-8
 * @param header more members of the JOSE Header; `alg` stays the key's own
 * @throws JoseError `ERR_ALG`: the header's `alg` is not the key's; for the key as {@link importSigner} does;
 *   `ERR_SIGNATURE`: the signer returned no signature of its algorithm. TypeError: a wrong type, or a
 *   string with half of a surrogate pair. An error that the signer throws reaches the caller
 */
declare function signJws(payload: Uint8Array | string, key: SigningKey, header?: JoseHeaderParameters): Promise<string>;
/**
 * Sign claims as a JWT (RFC 7519 §7.1): like `signJws`, with `typ` `JWT` in the header. The claims keep their
 * order, as JSON without white space.
 *
 * @param claims times in seconds since 1970
 * @throws as {@link signJws} does; TypeError also for claims that are not a plain object, for a registered claim
 *   of another type than RFC 7519 §4.1 gives it, and for one that is undefined or a function
 */
declare function signJwt(claims: object, key: SigningKey, header?: JoseHeaderParameters): Promise<string>;

export { JoseError, signJws, signJwt };
export type { JoseErrorCode, JoseErrorDetails, JoseHeader, JoseHeaderParameters, Jwk, JwkSet, JwsAlgorithm, JwtClaims, Signer, SigningKey };

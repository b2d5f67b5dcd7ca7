/** A JWA algorithm that this module signs and verifies with. */
type JwsAlgorithm = 'RS256' | 'RS384' | 'RS512' | 'PS256' | 'PS384' | 'PS512' | 'ES256' | 'ES384' | 'ES512' | 'Ed25519' | 'EdDSA' | 'ML-DSA-44' | 'ML-DSA-65' | 'ML-DSA-87';

/**
 * Encode octets as base64url without padding (RFC 7515 §2).
 *
 * @throws TypeError when `bytes` is not a Uint8Array
 */
declare function encodeBase64url(bytes: Uint8Array): string;
/**
 * Decode base64url without padding (RFC 7515 §2), strictly: it refuses padding, white space, characters of
 * the other alphabet and non-zero spare bits, so no two texts decode to the same octets.
 *
 * @param what names the text in an error's message
 * @throws JoseError `ERR_BASE64URL`; TypeError when `text` is not a string
 */
declare function decodeBase64url(text: string, what?: string): Uint8Array;

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
/** Says whether an `iss` is accepted. The other claims are signed, and their registered types are checked. */
type IssuerPredicate = (iss: string, claims: JwtClaims) => boolean;
/** What claims must be. `exp` and `nbf` are checked against the clock whenever they are present. */
interface ClaimExpectations {
    /**
     * The `iss` to accept, a list, or a function that returns true or false; the token is refused if it throws.
     * Default: any, or none.
     */
    issuer?: string | readonly string[] | IssuerPredicate;
    /** The `sub` to accept. Default: any, or none. */
    subject?: string;
    /** What `aud` must name; of several, one is enough. Default: any, or none. */
    audience?: string | readonly string[];
    /**
     * The most seconds that may have passed since `iat`, which is then required and must not be in the future.
     * Default: no limit.
     */
    maxAge?: number;
    /** Seconds by which the two clocks may differ. Default: 0. */
    clockTolerance?: number;
    /** Claims that must be present, whatever their value. Default: none. */
    requiredClaims?: readonly string[];
}

/**
 * A small DER reader (X.690), strict on lengths: it never reads past the end, and accepts only one spelling.
 */

/**
 * Convert an ECDSA signature from DER, a SEQUENCE of r and s (RFC 3279 §2.2.3), as a KMS often returns it, to
 * the form of a JWS: r‖s, each at the curve's width (RFC 7518 §3.4).
 *
 * @throws JoseError `ERR_SIGNATURE`: not strict DER, or numbers too long for the curve; `ERR_ALG`: an
 *   algorithm that is not ES256, ES384 or ES512. TypeError: not a Uint8Array
 */
declare function ecdsaSignatureFromDer(der: Uint8Array, alg: JwsAlgorithm): Uint8Array;

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
/** Anything that can tell whether a signature is good. Its `alg` and `kid` never change. */
interface Verifier {
    /** The one algorithm that it verifies. */
    readonly alg: JwsAlgorithm;
    /** The `kid` of its key, if it has one. */
    readonly kid?: string;
    /**
     * Whether `signature` (a JWS Signature's octets) is right for the JWS Signing Input.
     *
     * @throws any error: whoever verifies gets `ERR_CRYPTO`, with this error as `cause`
     */
    verify(signature: Uint8Array, signingInput: Uint8Array): Promise<boolean>;
}

/** Signers with a key that is kept elsewhere: in a KMS, an HSM, a smart card. */

/** How a key that is elsewhere signs. */
interface ExternalSignerOptions {
    /** The algorithm of the key. */
    alg: JwsAlgorithm;
    /** The kid of the published key. Default: none. */
    kid?: string | undefined;
    /**
     * Signs the JWS Signing Input, which nothing else changes. If the KMS takes a digest, hash the input first.
     */
    sign: (signingInput: Uint8Array) => Promise<Uint8Array | ArrayBuffer>;
    /** How an ECDSA signature comes: as `raw` r‖s, or in `der`. Default: `raw`. */
    format?: 'raw' | 'der' | undefined;
    /** Milliseconds until the signature must be there, 1 to 700,000,000. Default: 10,000. */
    timeout?: number | undefined;
}
/**
 * A Signer (RFC 7515 §5.1) that calls your function, with a deadline. If the call fails, is late or returns
 * something that is not a signature, the error is a JoseError. Any other object that is a `Signer` works too.
 *
 * @throws JoseError `ERR_ALG`: an unknown algorithm. Its `sign` rejects with `ERR_SIGNATURE`, whose `cause`
 *   is what the call threw. TypeError: an option that is missing, unknown or of a wrong type
 */
declare function externalSigner(options: ExternalSignerOptions): Signer;

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
/**
 * Select the one private key of a set that can sign and has the `kid` and `alg` asked for. Its `key_ops`, if
 * present, must list `sign`; its `use`, if present, must be `sig`. (SMART App Launch 2.2.0,
 * worked example: `get_signing_key`.)
 *
 * @throws JoseError `ERR_KEY_NOT_FOUND`: none fits; `ERR_KEY_AMBIGUOUS`: several fit. TypeError: not a JWK
 *   Set, or criteria that are unknown or of a wrong type
 */
declare function selectSigningJwk(jwks: JwkSetInput, criteria?: {
    /** The `kid` to select. Default: any. */
    kid?: string;
    /** The algorithm to select. Default: any. */
    alg?: JwsAlgorithm;
}): Jwk;

/** New keys. */

/** How a key is generated. */
interface GenerateOptions {
    /** Its name. Default: the key's thumbprint (RFC 7638). */
    kid?: string | undefined;
    /** Bits of an RSA key, 2048 to 8192. Default: 2048. */
    modulusLength?: number | undefined;
}
/**
 * Generate a private JWK (RFC 7517 §4), with `kid`, `alg`, `use` and `key_ops`: `sign`. Keep it secret, and
 * publish `toPublicJwk(jwk)`.
 *
 * @throws JoseError `ERR_ALG`: an unknown algorithm; `ERR_CRYPTO`: WebCrypto, or the algorithm in it, is
 *   missing here. TypeError: an option that is unknown, of a wrong type or out of bounds
 */
declare function generateJwk(alg: JwsAlgorithm, options?: GenerateOptions): Promise<Jwk>;
/**
 * Generate a key whose private half cannot leave WebCrypto, and its public JWK (RFC 7517 §4).
 *
 * @throws as {@link generateJwk} does
 */
declare function generateSigner(alg: JwsAlgorithm, options?: GenerateOptions): Promise<{
    /** Signs with it. */
    signer: Signer;
    /** Its public half, to publish. */
    publicJwk: Jwk;
    /** The key itself: a browser can keep it in IndexedDB, and `importSigner` accepts it. */
    privateKey: CryptoKey;
}>;

/** How a request is made. */
interface HttpOptions {
    /** What makes the request. Default: the runtime's `fetch`. */
    fetch?: typeof fetch | undefined;
    /** Ends the request early. Default: none. */
    signal?: AbortSignal | undefined;
    /** Milliseconds until the whole answer must be there, 1 to 700,000,000. Default: 10,000. */
    timeout?: number | undefined;
    /** Whether http is allowed to every host; to this machine it always is. Default: false. */
    allowInsecureRequests?: boolean | undefined;
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
/** A compact JWS taken apart: its form was checked, its signature was not. */
interface DecodedJws {
    /** Its JOSE Header. */
    header: JoseHeader;
    /** The octets of the JWS Payload. */
    payload: Uint8Array;
    /** The octets of the JWS Signature. */
    signature: Uint8Array;
}
/** A JWS whose signature was verified. */
interface VerifiedJws {
    /** Its JOSE Header. */
    header: JoseHeader;
    /** The octets that were signed. */
    payload: Uint8Array;
}
/** Limits of a token's form. */
interface DecodeOptions {
    /** The most characters that a token may have. Default: 65,536. */
    maxLength?: number;
}
/** How a JWS is verified. */
interface VerifyJwsOptions extends DecodeOptions {
    /** The algorithms to accept. Default: the key's own. */
    algorithms?: readonly JwsAlgorithm[];
    /**
     * The extensions in `crit` that the caller understands and will process (RFC 7515 §4.1.11). Default: none.
     */
    crit?: readonly string[];
}
/**
 * Decode a compact JWS (RFC 7515 §5.2, steps 1 to 5). The signature is not verified.
 *
 * @throws JoseError `ERR_JWS_FORM`: not three parts, too long, or a header member of the wrong type;
 *   `ERR_BASE64URL`: a part is not base64url; `ERR_JSON`: the header is not a JSON object with each member
 *   once. TypeError: not a string, or an option that is unknown or of a wrong type
 */
declare function decodeJws(jws: string, options?: DecodeOptions): DecodedJws;

/** How a key is looked up for a token. */
interface KeyLookupOptions {
    /** The algorithms that are accepted, which a key without `alg` may serve. Default: none. */
    algorithms?: readonly string[] | undefined;
    /**
     * Throws to refuse a set for its keys that fit the token; `where` names the set in a message.
     * Default: none.
     */
    judge?: ((jwks: JwkSet, fitting: readonly Jwk[], where: () => string) => void) | undefined;
}

/** The public operations: they resolve keys, sign and verify JWS, and check the claims of JWT. */

/** What signs a token: a Signer, a private JWK, or a JWK Set with one signing key. */
type SigningKey = Signer | JwkInput | JwkSetInput;
/** A key, or a set that contains it. */
type VerificationKey = Verifier | JwkInput | JwkSetInput;
/** Finds the key for a token by its header, which is not yet verified. A {@link RemoteJwks} is one. */
type KeyLookup<Found = VerificationKey> = (header: JoseHeader, options: KeyLookupOptions) => Found | Promise<Found>;
/**
 * What verifies a token: a key, a set that contains it, a set at a URL (`createRemoteJwks`), or a function
 * that finds one of these by the header.
 */
type VerificationKeys = VerificationKey | KeyLookup<VerificationKey | KeyLookup>;
/** What a JWT must be. */
interface JwtExpectations extends VerifyJwsOptions, ClaimExpectations {
    /**
     * The media type to accept in the header's `typ`, or a list. `application/` may be left out if there is no
     * other `/` (RFC 7515 §4.1.9). Default: any, or none.
     */
    typ?: string | readonly string[];
    /** The clock, in milliseconds since 1970. Default: `Date.now`. */
    now?: () => number;
}
/** An option that is absent or has a value: undefined, as from an unset variable, would drop its check. */
type Given<Name extends keyof JwtExpectations> = {
    [Key in Name]: NonNullable<JwtExpectations[Key]>;
} | {
    [Key in Name]?: never;
};
/** How a JWT is verified. `issuer`, `subject`, `audience` and `typ` are absent or have a value. */
type VerifyJwtOptions = JwtExpectations & Given<'issuer'> & Given<'subject'> & Given<'audience'> & Given<'typ'>;
/** The JOSE Header and the claims of a JWT. */
interface DecodedJwt<Claims extends object = JwtClaims> {
    /** Its JOSE Header. */
    header: JoseHeader;
    /** Its claims. Only the types of the registered ones are checked. */
    claims: Claims & JwtClaims;
}
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
 * Verify a compact JWS, in this order: form, algorithm, key, signature (RFC 7515 §5.2, RFC 8725 §3).
 * Only the header's `kid` and `alg` select a key in a set; its `jwk`, `jku`, `x5c` and `x5u` never do.
 *
 * @throws JoseError `ERR_JWS_FORM`, `ERR_BASE64URL`, `ERR_JSON`: not the one spelling of a token; `ERR_CRIT`:
 *   an extension that is not understood; `ERR_ALG`: an algorithm that is unknown, not accepted, or not the
 *   key's; `ERR_JWK`, `ERR_KEY_NOT_FOUND`, `ERR_KEY_AMBIGUOUS`: the key; `ERR_SIGNATURE`: not signed with
 *   that key; `ERR_CRYPTO`: the verifier failed. TypeError: a wrong type, or an option that is unknown, there
 *   but undefined, or of a wrong type
 */
declare function verifyJws(jws: string, keys: VerificationKeys, options?: VerifyJwsOptions): Promise<VerifiedJws>;
/**
 * Sign claims as a JWT (RFC 7519 §7.1): like `signJws`, with `typ` `JWT` in the header. The claims keep their
 * order, as JSON without white space.
 *
 * @param claims times in seconds since 1970
 * @throws as {@link signJws} does; TypeError also for claims that are not a plain object, for a registered claim
 *   of another type than RFC 7519 §4.1 gives it, and for one that is undefined or a function
 */
declare function signJwt(claims: object, key: SigningKey, header?: JoseHeaderParameters): Promise<string>;
/**
 * Verify a JWT (RFC 7519 §7.2): like `verifyJws`, then its claims. It checks `exp` and `nbf` against the
 * clock whenever they are present, `iat` only with `maxAge`, and the rest as the options say.
 *
 * @throws as {@link verifyJws} does, and JoseError `ERR_EXPIRED` or `ERR_CLAIM`, with the claim's name as
 *   `claim`
 */
declare function verifyJwt<Claims extends object = JwtClaims>(jwt: string, keys: VerificationKeys, options?: VerifyJwtOptions): Promise<DecodedJwt<Claims>>;
/**
 * Decode a JWT's header and claims (RFC 7519 §7.2) without verification: look at them, but never trust them.
 *
 * @throws as {@link decodeJws} does; `ERR_JSON` also for claims that are not a JSON object
 */
declare function decodeJwt<Claims extends object = JwtClaims>(jwt: string, options?: DecodeOptions): DecodedJwt<Claims>;

/** Imports keys into WebCrypto, and makes Signers and Verifiers from them. */

/** How a key is imported. */
interface ImportOptions {
    /**
     * The algorithm, for a key that names none and could serve several. It cannot replace a key's own.
     * Default: none.
     */
    alg?: JwsAlgorithm | undefined;
    /** Selects a key of a set, or names a key without `kid`. It cannot change a key's own. Default: none. */
    kid?: string | undefined;
}
/**
 * Make a Signer from a private JWK (RFC 7517 §4), from the one signing key of a JWK Set (`selectSigningJwk`),
 * or from a CryptoKey, which need not be extractable. `privateJwkFromPem` converts PEM to a JWK. A JWK object
 * is imported only once: later changes to it have no effect.
 *
 * @throws JoseError `ERR_JWK`: the key is unsound, public, symmetric, for another purpose or algorithm, or
 *   could serve several algorithms; `ERR_KEY_NOT_FOUND`, `ERR_KEY_AMBIGUOUS`: none or several keys of the set
 *   fit; `ERR_CRYPTO`: WebCrypto, or the algorithm in it, is missing here. TypeError: not a key, or an option
 *   that is unknown or of a wrong type
 */
declare function importSigner(key: JwkInput | JwkSetInput | CryptoKey, options?: ImportOptions): Promise<Signer>;
/**
 * Make a Verifier from a public JWK (RFC 7517 §4), from the public half of a private JWK, or from a
 * CryptoKey. `publicJwkFromPem` converts PEM to a JWK. A JWK object is imported only once.
 *
 * @throws as {@link importSigner} does
 */
declare function importVerifier(key: JwkInput | CryptoKey, options?: ImportOptions): Promise<Verifier>;

/**
 * PEM (RFC 7468) to a JWK: PKCS#8, PKCS#1, SEC1, SPKI and X.509. The JWK is then checked like any other, the
 * same way in every runtime.
 */

/** What a PEM text does not say about its key. */
interface PemOptions {
    /** The algorithm that the key is for. Default: none, so one of its shape. */
    alg?: JwsAlgorithm | undefined;
    /** The key's name. Default: none. */
    kid?: string | undefined;
}
/**
 * Convert the private key in a PEM text (RFC 7468: PKCS#8, PKCS#1 or SEC1) to a JWK. The text may come from
 * an environment variable: with literal `\n`, CRLF, quotes, or text around it. WebCrypto computes the public
 * half of an Ed25519 or ML-DSA key (RFC 8410, RFC 9881).
 *
 * @throws JoseError `ERR_PEM`: no private key or several, an encrypted one, one of another kind, or not
 *   strict DER; `ERR_JWK`: an `alg` that does not fit the key; `ERR_CRYPTO`: a key of Ed25519 or ML-DSA where
 *   WebCrypto lacks it. TypeError: not a string, or an option that is unknown or of a wrong type
 */
declare function privateJwkFromPem(pem: string, options?: PemOptions): Promise<Jwk>;
/**
 * Convert the public key in a PEM text (RFC 7468: SPKI, PKCS#1, the first X.509 certificate, or else the
 * public half of a private key) to a JWK.
 *
 * @throws as {@link privateJwkFromPem} does
 */
declare function publicJwkFromPem(pem: string, options?: PemOptions): Promise<Jwk>;

/**
 * The public half of a JWK. Only members from a fixed list are copied, so no private member, known or
 * unknown, gets through. `key_ops` become those of the public half (RFC 7517 §4.3). A key that can sign gets
 * `use` `sig`, and `alg` if only one fits it. Keys for encryption, and for algorithms that this module does
 * not sign with, are converted as well.
 *
 * @throws JoseError `ERR_JWK`: not a sound RSA, EC, OKP or AKP key, or one whose `use` or `key_ops` contradict
 *   its `alg`. TypeError: not a JWK
 */
declare function toPublicJwk(jwk: JwkInput): Jwk;
/**
 * The public half of a JWK Set, ready to be published: every key has a `kid`. Entries for one key stay
 * separate if they differ in `alg` or `use`; an entry that says nothing new, such as the private half beside
 * the public one, is left out (RFC 7517 §4.5, §5). The order of the entries affects only that of the result.
 *
 * @throws JoseError `ERR_JWK`: a key is unsound or secret, its `use` or `key_ops` contradict its `alg`, it has
 *   no `kid`, or it has the `kid` of another key; the message gives its number in the set, from 0, and its
 *   `kid`. TypeError: not a JWK Set
 */
declare function toPublicJwks(jwks: JwkSetInput): JwkSet;
/**
 * A key's SHA-256 thumbprint as base64url (RFC 7638, RFC 8037, RFC 9964), the same for both halves of a pair.
 * The thumbprint of a symmetric key (`oct`) is a hash of the secret. Anybody who sees it can test guesses of
 * the secret, so do not use it as a `kid` (RFC 7638 §7).
 *
 * @throws JoseError `ERR_JWK`: not a sound RSA, EC, OKP, AKP or oct key; `ERR_CRYPTO`: no WebCrypto here.
 *   TypeError: not a JWK
 */
declare function jwkThumbprint(jwk: JwkInput): Promise<string>;

/** A JWK Set at a URL, kept for as long as its answer allows (RFC 9111). */

/** How a set is fetched and kept. */
interface RemoteJwksOptions extends Omit<HttpOptions, 'signal' | 'timeout'> {
    /** Milliseconds until the whole answer must be there, 1 to 700,000,000. Default: 5,000. */
    timeout?: number | undefined;
    /** The least seconds that a set is kept, whatever its answer says. Default: 5. */
    minAge?: number | undefined;
    /** The most seconds that a set is kept, whatever its answer says. Default: 600. */
    maxAge?: number | undefined;
    /**
     * Seconds until the set is fetched again for a `kid` that it lacks or a signature that none of its keys
     * made, and until a request that failed is tried again. Default: 30.
     */
    cooldown?: number | undefined;
    /**
     * Seconds that an expired set may still be used while no new one can be fetched, whatever its answer says.
     * Default: 0, never.
     */
    staleIfError?: number | undefined;
    /** The clock, in milliseconds since 1970. Default: `Date.now`. */
    now?: (() => number) | undefined;
}
/**
 * A JWK Set at a URL, which finds the key for a token: `verifyJwt(token, remote)`. Simultaneous callers share
 * one request.
 */
interface RemoteJwks {
    /**
     * The Verifier for a token with this header. If the set lacks the `kid`, or none of its keys made the
     * signature, the set is fetched again, at most once in `cooldown`.
     *
     * @throws JoseError as {@link get} does; `ERR_KEY_NOT_FOUND`: no key of the set fits; `ERR_KEY_AMBIGUOUS`:
     *   more than four fit; `ERR_JWK`: the one that fits is unsound
     */
    (header: JoseHeader, options?: KeyLookupOptions): Promise<Verifier>;
    /**
     * The set: the kept one while it is fresh, else a new one. Its keys have only the members that verifying
     * needs. If a key was published with its private half, its `d` is false.
     *
     * @throws JoseError `ERR_HTTP`: no answer, or an answer that is not a JWK Set; within `cooldown` the same
     *   error again
     */
    get(): Promise<JwkSet>;
    /**
     * The set, fetched again unless that was done within `cooldown`.
     *
     * @throws JoseError as {@link get} does
     */
    refresh(): Promise<JwkSet>;
}
/**
 * A JWK Set at a URL: over https (http on this machine, or with `allowInsecureRequests`), without redirects,
 * with 256 KiB and 1,000 keys at most, of any content type. It is kept as Cache-Control (`max-age`), Age and
 * Expires say, within `minAge` and `maxAge`, and revalidated by its ETag (RFC 9111).
 *
 * @throws TypeError: the URL or an option is wrong
 */
declare function createRemoteJwks(url: string | URL, options?: RemoteJwksOptions): RemoteJwks;

/** Finds WebCrypto, and translates its failures. */

/**
 * Use this `SubtleCrypto` (W3C Web Cryptography API) from now on, if the runtime has none or you want
 * another. `undefined` restores the runtime's own. Keys that are already imported stay where they are.
 * Never throws.
 */
declare function setSubtleCrypto(subtle: SubtleCrypto | undefined): void;

export { JoseError, createRemoteJwks, decodeBase64url, decodeJws, decodeJwt, ecdsaSignatureFromDer, encodeBase64url, externalSigner, generateJwk, generateSigner, importSigner, importVerifier, jwkThumbprint, privateJwkFromPem, publicJwkFromPem, selectSigningJwk, setSubtleCrypto, signJws, signJwt, toPublicJwk, toPublicJwks, verifyJws, verifyJwt };
export type { ClaimExpectations, DecodeOptions, DecodedJws, DecodedJwt, ExportedJwk, ExternalSignerOptions, GenerateOptions, HttpOptions, ImportOptions, IssuerPredicate, JoseErrorCode, JoseErrorDetails, JoseHeader, JoseHeaderParameters, Jwk, JwkInput, JwkSet, JwkSetInput, JwsAlgorithm, JwtClaims, JwtExpectations, KeyLookup, KeyLookupOptions, PemOptions, RemoteJwks, RemoteJwksOptions, Signer, SigningKey, VerificationKey, VerificationKeys, VerifiedJws, Verifier, VerifyJwsOptions, VerifyJwtOptions };
//# sourceMappingURL=core.d.ts.map

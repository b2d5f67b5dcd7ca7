// subtle-jws 0.1.0 (types): keys, JWS, JWT and remote key sets. MIT. Copyright (c) 2026 the subtle-jws authors. npm: subtle-jws. Comments: subtle-jws.d.ts
type JwsAlgorithm = "RS256" | "RS384" | "RS512" | "PS256" | "PS384" | "PS512" | "ES256" | "ES384" | "ES512" | "Ed25519" | "EdDSA" | "ML-DSA-44" | "ML-DSA-65" | "ML-DSA-87";
declare function encodeBase64url(bytes: Uint8Array): string;
declare function decodeBase64url(text: string, what?: string): Uint8Array;
type JoseErrorCode = "ERR_BASE64URL" | "ERR_JSON" | "ERR_JWS_FORM" | "ERR_ALG" | "ERR_CRIT" | "ERR_JWK" | "ERR_PEM" | "ERR_KEY_NOT_FOUND" | "ERR_KEY_AMBIGUOUS" | "ERR_SIGNATURE" | "ERR_CLAIM" | "ERR_EXPIRED" | "ERR_REPLAY" | "ERR_HTTP" | "ERR_OAUTH" | "ERR_CRYPTO";
type JoseErrorDetails = Pick<JoseError, "claim" | "status" | "error" | "description" | "retryAfter" | "clientId" | "kid"> & {
    cause?: unknown;
};
declare class JoseError extends Error {
    readonly name: "JoseError";
    readonly code: JoseErrorCode;
    readonly claim?: string;
    readonly status?: number;
    readonly error?: string;
    readonly description?: string;
    readonly retryAfter?: number;
    readonly clientId?: string;
    readonly kid?: string;
    constructor(code: JoseErrorCode, message: string, details?: JoseErrorDetails);
}
interface JwtClaims {
    iss?: string;
    sub?: string;
    aud?: string | string[];
    exp?: number;
    nbf?: number;
    iat?: number;
    jti?: string;
    [claim: string]: unknown;
}
type IssuerPredicate = (iss: string, claims: JwtClaims) => boolean;
interface ClaimExpectations {
    issuer?: string | readonly string[] | IssuerPredicate;
    subject?: string;
    audience?: string | readonly string[];
    maxAge?: number;
    clockTolerance?: number;
    requiredClaims?: readonly string[];
}
declare function ecdsaSignatureFromDer(der: Uint8Array, alg: JwsAlgorithm): Uint8Array;
interface Signer {
    readonly alg: JwsAlgorithm;
    readonly kid?: string;
    sign(signingInput: Uint8Array): Promise<Uint8Array>;
}
interface Verifier {
    readonly alg: JwsAlgorithm;
    readonly kid?: string;
    verify(signature: Uint8Array, signingInput: Uint8Array): Promise<boolean>;
}
interface ExternalSignerOptions {
    alg: JwsAlgorithm;
    kid?: string | undefined;
    sign: (signingInput: Uint8Array) => Promise<Uint8Array | ArrayBuffer>;
    format?: "raw" | "der" | undefined;
    timeout?: number | undefined;
}
declare function externalSigner(options: ExternalSignerOptions): Signer;
interface Jwk {
    kty: string;
    kid?: string;
    alg?: string;
    use?: string;
    key_ops?: string[];
    crv?: string;
    x?: string;
    y?: string;
    n?: string;
    e?: string;
    d?: string;
    p?: string;
    q?: string;
    dp?: string;
    dq?: string;
    qi?: string;
    pub?: string;
    priv?: string;
    [member: string]: unknown;
}
type ExportedJwk = {
    [Member in keyof Jwk as string extends Member ? never : Member]?: Jwk[Member] | undefined;
};
type JwkInput = Jwk | ExportedJwk;
interface JwkSetInput {
    readonly keys: readonly JwkInput[];
}
interface JwkSet {
    keys: Jwk[];
    [member: string]: unknown;
}
declare function selectSigningJwk(jwks: JwkSetInput, criteria?: {
    kid?: string;
    alg?: JwsAlgorithm;
}): Jwk;
interface GenerateOptions {
    kid?: string | undefined;
    modulusLength?: number | undefined;
}
declare function generateJwk(alg: JwsAlgorithm, options?: GenerateOptions): Promise<Jwk>;
declare function generateSigner(alg: JwsAlgorithm, options?: GenerateOptions): Promise<{
    signer: Signer;
    publicJwk: Jwk;
    privateKey: CryptoKey;
}>;
interface HttpOptions {
    fetch?: typeof fetch | undefined;
    signal?: AbortSignal | undefined;
    timeout?: number | undefined;
    allowInsecureRequests?: boolean | undefined;
}
interface JoseHeader {
    alg: string;
    kid?: string;
    typ?: string;
    crit?: string[];
    [member: string]: unknown;
}
declare const FOREIGN_OPTIONS: readonly [
    "algorithm",
    "audience",
    "expiresIn",
    "issuer",
    "keyid",
    "notBefore",
    "subject"
];
type JoseHeaderParameters = Partial<JoseHeader> & {
    [Name in (typeof FOREIGN_OPTIONS)[number]]?: never;
};
interface DecodedJws {
    header: JoseHeader;
    payload: Uint8Array;
    signature: Uint8Array;
}
interface VerifiedJws {
    header: JoseHeader;
    payload: Uint8Array;
}
interface DecodeOptions {
    maxLength?: number;
}
interface VerifyJwsOptions extends DecodeOptions {
    algorithms?: readonly JwsAlgorithm[];
    crit?: readonly string[];
}
declare function decodeJws(jws: string, options?: DecodeOptions): DecodedJws;
interface KeyLookupOptions {
    algorithms?: readonly string[] | undefined;
    judge?: ((jwks: JwkSet, fitting: readonly Jwk[], where: () => string) => void) | undefined;
}
type SigningKey = Signer | JwkInput | JwkSetInput;
type VerificationKey = Verifier | JwkInput | JwkSetInput;
type KeyLookup<Found = VerificationKey> = (header: JoseHeader, options: KeyLookupOptions) => Found | Promise<Found>;
type VerificationKeys = VerificationKey | KeyLookup<VerificationKey | KeyLookup>;
interface JwtExpectations extends VerifyJwsOptions, ClaimExpectations {
    typ?: string | readonly string[];
    now?: () => number;
}
type Given<Name extends keyof JwtExpectations> = {
    [Key in Name]: NonNullable<JwtExpectations[Key]>;
} | {
    [Key in Name]?: never;
};
type VerifyJwtOptions = JwtExpectations & Given<"issuer"> & Given<"subject"> & Given<"audience"> & Given<"typ">;
interface DecodedJwt<Claims extends object = JwtClaims> {
    header: JoseHeader;
    claims: Claims & JwtClaims;
}
declare function signJws(payload: Uint8Array | string, key: SigningKey, header?: JoseHeaderParameters): Promise<string>;
declare function verifyJws(jws: string, keys: VerificationKeys, options?: VerifyJwsOptions): Promise<VerifiedJws>;
declare function signJwt(claims: object, key: SigningKey, header?: JoseHeaderParameters): Promise<string>;
declare function verifyJwt<Claims extends object = JwtClaims>(jwt: string, keys: VerificationKeys, options?: VerifyJwtOptions): Promise<DecodedJwt<Claims>>;
declare function decodeJwt<Claims extends object = JwtClaims>(jwt: string, options?: DecodeOptions): DecodedJwt<Claims>;
interface ImportOptions {
    alg?: JwsAlgorithm | undefined;
    kid?: string | undefined;
}
declare function importSigner(key: JwkInput | JwkSetInput | CryptoKey, options?: ImportOptions): Promise<Signer>;
declare function importVerifier(key: JwkInput | CryptoKey, options?: ImportOptions): Promise<Verifier>;
interface PemOptions {
    alg?: JwsAlgorithm | undefined;
    kid?: string | undefined;
}
declare function privateJwkFromPem(pem: string, options?: PemOptions): Promise<Jwk>;
declare function publicJwkFromPem(pem: string, options?: PemOptions): Promise<Jwk>;
declare function toPublicJwk(jwk: JwkInput): Jwk;
declare function toPublicJwks(jwks: JwkSetInput): JwkSet;
declare function jwkThumbprint(jwk: JwkInput): Promise<string>;
interface RemoteJwksOptions extends Omit<HttpOptions, "signal" | "timeout"> {
    timeout?: number | undefined;
    minAge?: number | undefined;
    maxAge?: number | undefined;
    cooldown?: number | undefined;
    staleIfError?: number | undefined;
    now?: (() => number) | undefined;
}
interface RemoteJwks {
    (header: JoseHeader, options?: KeyLookupOptions): Promise<Verifier>;
    get(): Promise<JwkSet>;
    refresh(): Promise<JwkSet>;
}
declare function createRemoteJwks(url: string | URL, options?: RemoteJwksOptions): RemoteJwks;
declare function setSubtleCrypto(subtle: SubtleCrypto | undefined): void;
export { JoseError, createRemoteJwks, decodeBase64url, decodeJws, decodeJwt, ecdsaSignatureFromDer, encodeBase64url, externalSigner, generateJwk, generateSigner, importSigner, importVerifier, jwkThumbprint, privateJwkFromPem, publicJwkFromPem, selectSigningJwk, setSubtleCrypto, signJws, signJwt, toPublicJwk, toPublicJwks, verifyJws, verifyJwt };
export type { ClaimExpectations, DecodeOptions, DecodedJws, DecodedJwt, ExportedJwk, ExternalSignerOptions, GenerateOptions, HttpOptions, ImportOptions, IssuerPredicate, JoseErrorCode, JoseErrorDetails, JoseHeader, JoseHeaderParameters, Jwk, JwkInput, JwkSet, JwkSetInput, JwsAlgorithm, JwtClaims, JwtExpectations, KeyLookup, KeyLookupOptions, PemOptions, RemoteJwks, RemoteJwksOptions, Signer, SigningKey, VerificationKey, VerificationKeys, VerifiedJws, Verifier, VerifyJwsOptions, VerifyJwtOptions };

// subtle-jws-sign 0.1.0 (types): signs with a JWK. MIT. Copyright (c) 2026 the subtle-jws authors. npm: subtle-jws. Comments: subtle-jws-sign.d.ts
type JwsAlgorithm = "RS256" | "RS384" | "RS512" | "PS256" | "PS384" | "PS512" | "ES256" | "ES384" | "ES512" | "Ed25519" | "EdDSA" | "ML-DSA-44" | "ML-DSA-65" | "ML-DSA-87";
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
interface Signer {
    readonly alg: JwsAlgorithm;
    readonly kid?: string;
    sign(signingInput: Uint8Array): Promise<Uint8Array>;
}
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
type SigningKey = Signer | JwkInput | JwkSetInput;
declare function signJws(payload: Uint8Array | string, key: SigningKey, header?: JoseHeaderParameters): Promise<string>;
declare function signJwt(claims: object, key: SigningKey, header?: JoseHeaderParameters): Promise<string>;
export { JoseError, signJws, signJwt };
export type { JoseErrorCode, JoseErrorDetails, JoseHeader, JoseHeaderParameters, Jwk, JwkSet, JwsAlgorithm, JwtClaims, Signer, SigningKey };

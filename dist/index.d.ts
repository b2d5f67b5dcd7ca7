/**
 * Keys, JWS and JWT: claims and a JWK into a signed compact JWS, and back, on WebCrypto.
 *
 * @module subtle-jws
 */
export type { JwsAlgorithm, Signer, Verifier } from './algorithms.js';
export { decodeBase64url, encodeBase64url } from './base64url.js';
export type { ClaimExpectations, JwtClaims } from './claims.js';
export { ecdsaSignatureFromDer } from './der.js';
export { JoseError, type JoseErrorCode } from './errors.js';
export { externalSigner, type ExternalSignerOptions } from './external-signer.js';
export { jwkThumbprint, selectSigningJwk, toPublicJwk, toPublicJwks, type Jwk, type JwkSet } from './jwk.js';
export { decodeJws, type DecodedJws, type DecodeOptions, type JoseHeader, type JoseHeaderParameters, type VerifiedJws, type VerifyJwsOptions, } from './jws.js';
export { decodeJwt, signJws, signJwt, verifyJws, verifyJwt, type DecodedJwt, type SigningKey, type VerificationKeys, type VerifyJwtOptions, } from './jwt.js';
export { generateJwk, generateSigner, importSigner, importVerifier, type GenerateOptions, type ImportOptions, } from './keys.js';
export { setSubtleCrypto } from './webcrypto.js';
//# sourceMappingURL=index.d.ts.map
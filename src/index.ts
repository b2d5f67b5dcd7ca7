/**
 * Keys, JWS and JWT: claims and a JWK into a signed compact JWS, and back, on WebCrypto.
 *
 * @module subtle-jws
 */
export type { JwsAlgorithm, Signer, Verifier } from './algorithms.ts'
export { decodeBase64url, encodeBase64url } from './base64url.ts'
export type { ClaimExpectations, JwtClaims } from './claims.ts'
export { ecdsaSignatureFromDer } from './der.ts'
export { JoseError, type JoseErrorCode } from './errors.ts'
export { externalSigner, type ExternalSignerOptions } from './external-signer.ts'
export { jwkThumbprint, selectSigningJwk, toPublicJwk, toPublicJwks, type Jwk, type JwkSet } from './jwk.ts'
export {
  decodeJws,
  type DecodedJws,
  type DecodeOptions,
  type JoseHeader,
  type JoseHeaderParameters,
  type VerifiedJws,
  type VerifyJwsOptions,
} from './jws.ts'
export {
  decodeJwt,
  signJws,
  signJwt,
  verifyJws,
  verifyJwt,
  type DecodedJwt,
  type SigningKey,
  type VerificationKeys,
  type VerifyJwtOptions,
} from './jwt.ts'
export {
  generateJwk,
  generateSigner,
  importSigner,
  importVerifier,
  type GenerateOptions,
  type ImportOptions,
} from './keys.ts'
export { setSubtleCrypto } from './webcrypto.ts'

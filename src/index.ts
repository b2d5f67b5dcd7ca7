/**
 * Keys, JWS and JWT: claims and a JWK into a signed compact JWS, and back, on WebCrypto.
 *
 * @module subtle-jws
 */
export type { JwsAlgorithm } from './algorithms.ts'
export { decodeBase64url, encodeBase64url } from './base64url.ts'
export type { ClaimExpectations, IssuerPredicate, JwtClaims } from './claims.ts'
export { ecdsaSignatureFromDer } from './der.ts'
export { JoseError, type JoseErrorCode, type JoseErrorDetails } from './errors.ts'
export { externalSigner, type ExternalSignerOptions } from './external-signer.ts'
export { generateJwk, generateSigner, type GenerateOptions } from './generate.ts'
export type { HttpOptions } from './http.ts'
export {
  selectSigningJwk,
  type ExportedJwk,
  type Jwk,
  type JwkInput,
  type JwkSet,
  type JwkSetInput,
} from './jwk.ts'
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
  type KeyLookup,
  type SigningKey,
  type VerificationKey,
  type VerificationKeys,
  type VerifyJwtOptions,
} from './jwt.ts'
export type { KeyLookupOptions } from './key-set.ts'
export { importSigner, importVerifier, type ImportOptions } from './keys.ts'
export { privateJwkFromPem, publicJwkFromPem, type PemOptions } from './pem.ts'
export { jwkThumbprint, toPublicJwk, toPublicJwks } from './public-jwk.ts'
export { createRemoteJwks, type RemoteJwks, type RemoteJwksOptions } from './remote-jwks.ts'
export type { Signer, Verifier } from './signer.ts'
export { setSubtleCrypto } from './webcrypto.ts'

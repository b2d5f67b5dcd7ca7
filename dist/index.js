export { decodeBase64url, encodeBase64url } from './base64url.js';
export { ecdsaSignatureFromDer } from './der.js';
export { JoseError } from './errors.js';
export { externalSigner } from './external-signer.js';
export { jwkThumbprint, selectSigningJwk, toPublicJwk, toPublicJwks } from './jwk.js';
export { decodeJws, } from './jws.js';
export { decodeJwt, signJws, signJwt, verifyJws, verifyJwt, } from './jwt.js';
export { generateJwk, generateSigner, importSigner, importVerifier, } from './keys.js';
export { setSubtleCrypto } from './webcrypto.js';
//# sourceMappingURL=index.js.map
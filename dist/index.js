export { decodeBase64url, encodeBase64url } from './base64url.js';
export { JoseError } from './errors.js';
export { jwkThumbprint, selectSigningJwk, toPublicJwk, toPublicJwks } from './jwk.js';
export { decodeJws, } from './jws.js';
export { decodeJwt, signJws, signJwt, verifyJws, verifyJwt, } from './jwt.js';
export { generateJwk, importSigner, importVerifier } from './keys.js';
export { setSubtleCrypto } from './webcrypto.js';

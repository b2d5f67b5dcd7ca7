import type { Jwk, KeyUse } from './jwk.js';
/**
 * The one key in a PEM text, as a JWK without `alg` or `kid` (and, of an Ed25519 private key, without `x`).
 * The text may come as it does from an environment: with literal `\\n`, CRLF, quotes, or text around it. To
 * verify, a public key or the first certificate is taken, else a private key; to sign, the private key.
 *
 * @throws JoseError `ERR_PEM`: no key or several, an encrypted one, one of another kind, or no strict DER
 */
export declare function pemToJwk(pem: string, use: KeyUse): Jwk;
//# sourceMappingURL=pem.d.ts.map
/** The one table of algorithms (RFC 7518 §3, RFC 8037, RFC 9864), and what signs and verifies with them. */
import { JoseError, shown } from './errors.js';
const RSA = { kty: 'RSA', name: 'RSASSA-PKCS1-v1_5' };
const PSS = { kty: 'RSA', name: 'RSA-PSS' };
const EC = { kty: 'EC', name: 'ECDSA' };
const OKP = { kty: 'OKP', name: 'Ed25519', namedCurve: 'Ed25519', size: 32 };
const TABLE = {
    RS256: { ...RSA, hash: 'SHA-256' },
    RS384: { ...RSA, hash: 'SHA-384' },
    RS512: { ...RSA, hash: 'SHA-512' },
    PS256: { ...PSS, hash: 'SHA-256', saltLength: 32 },
    PS384: { ...PSS, hash: 'SHA-384', saltLength: 48 },
    PS512: { ...PSS, hash: 'SHA-512', saltLength: 64 },
    ES256: { ...EC, hash: 'SHA-256', namedCurve: 'P-256', size: 32 },
    ES384: { ...EC, hash: 'SHA-384', namedCurve: 'P-384', size: 48 },
    ES512: { ...EC, hash: 'SHA-512', namedCurve: 'P-521', size: 66 },
    Ed25519: OKP,
    // The older name of the same algorithm: deprecated by RFC 9864, and still the more common one.
    EdDSA: OKP,
};
/**
 * The table's row for a name.
 *
 * @throws JoseError `ERR_ALG` for a name that the table lacks: `none`, HS256 and every other
 */
export function algorithmOf(alg) {
    if (!Object.hasOwn(TABLE, alg))
        throw new JoseError('ERR_ALG', `alg ${shown(alg)}`, Object.keys(TABLE));
    return TABLE[alg];
}
/** The algorithms that a JWK can serve: by its shape, its own `alg`, and of these the one asked for. */
export function algorithmsOf(jwk, asked) {
    return Object.keys(TABLE).filter((alg) => {
        const { kty, namedCurve = jwk.crv } = TABLE[alg];
        return kty === jwk.kty && namedCurve === jwk.crv && alg === (jwk.alg ?? alg) && alg === (asked ?? alg);
    });
}

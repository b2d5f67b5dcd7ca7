/** Signers whose key is elsewhere: a KMS, an HSM, a smart card. */
import { type JwsAlgorithm, type Signer } from './algorithms.js';
/** How a key that is elsewhere signs. */
export interface ExternalSignerOptions {
    /** The algorithm of the key. */
    alg: JwsAlgorithm;
    /** The kid of the published key. Default: none. */
    kid?: string;
    /** Sign the JWS Signing Input; the octets are a copy. A KMS that takes a digest gets its hash instead. */
    sign: (signingInput: Uint8Array) => Promise<Uint8Array>;
    /** How an ECDSA signature comes: as `raw` r‖s, or in `der`. Default: `raw`. */
    format?: 'raw' | 'der';
    /** Milliseconds until the signature must be there. Default: 10,000. */
    timeout?: number;
}
/**
 * A Signer (RFC 7515 §5.1) that calls out, with a deadline: a key that fails, or answers late or with what is no signature,
 * gives a typed error. Any object that is a `Signer` serves as well; this one adds just that.
 *
 * @throws JoseError `ERR_ALG`: an unknown algorithm. Its `sign` rejects with `ERR_SIGNATURE`, whose `cause`
 *   is what the call threw
 */
export declare function externalSigner({ alg, kid, sign, format, timeout }: ExternalSignerOptions): Signer;
//# sourceMappingURL=external-signer.d.ts.map
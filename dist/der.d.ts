/** A small DER reader (X.690), strict on lengths: it never reads past the end, nor accepts a second spelling. */
import { type JwsAlgorithm } from './algorithms.js';
/** A DER element: its tag, and the octets of its content. */
export interface Element {
    readonly tag: number;
    readonly content: Uint8Array;
}
export declare const INTEGER = 2;
export declare const BIT_STRING = 3;
export declare const OCTET_STRING = 4;
export declare const OID = 6;
export declare const SEQUENCE = 48;
/** Refuse what was found. */
export declare function need(met: unknown, found: string, expected: string): asserts met;
/** The elements that fill `der` exactly, each with the one length that DER allows it. */
export declare function elements(der: Uint8Array): Element[];
/** The element at `index`, of this kind. */
export declare function take(from: readonly Element[], index: number, tag: number, what: string): Uint8Array;
/** The only element there is, a SEQUENCE, as its elements. */
export declare function sequence(der: Uint8Array, what: string): Element[];
/** The octets of a positive INTEGER at `index`, without the zero octet that keeps it positive. */
export declare function positive(from: readonly Element[], index: number, what: string): Uint8Array;
/** The octets of a BIT STRING at `index`. */
export declare function bits(from: readonly Element[], index: number, what: string): Uint8Array;
/**
 * A KMS's ECDSA signature, DER's SEQUENCE of r and s (RFC 3279 §2.2.3), as a JWS has it: r‖s, each at the
 * curve's width (RFC 7518 §3.4).
 *
 * @throws JoseError `ERR_SIGNATURE`: no strict DER, or numbers too long for the curve; `ERR_ALG`: an
 *   algorithm that is not ES256, ES384 or ES512
 */
export declare function ecdsaSignatureFromDer(der: Uint8Array, alg: JwsAlgorithm): Uint8Array;
//# sourceMappingURL=der.d.ts.map
/** JWS Compact Serialization (RFC 7515 §7.1) over anything that signs or verifies. */
import { type Signer, type Verifier } from './algorithms.js';
/** The JOSE Header of a token (RFC 7515 §4). */
export interface JoseHeader {
    /** The algorithm (RFC 7515 §4.1.1). */
    alg: string;
    /** The name of the key. */
    kid?: string;
    /** The media type of the whole, such as `JWT`. */
    typ?: string;
    /** The extensions that must be understood (RFC 7515 §4.1.11). */
    crit?: string[];
    [member: string]: unknown;
}
/** What a caller adds to the JOSE Header. `alg`, if it is there, must be the key's own. */
export type JoseHeaderParameters = Partial<JoseHeader>;
/** A compact JWS taken apart: its form was checked, its signature was not. */
export interface DecodedJws {
    /** Its JOSE Header. */
    header: JoseHeader;
    /** The octets of the JWS Payload. */
    payload: Uint8Array;
    /** The octets of the JWS Signature. */
    signature: Uint8Array;
}
/** A JWS whose signature is good. */
export interface VerifiedJws {
    /** Its JOSE Header. */
    header: JoseHeader;
    /** The octets that were signed. */
    payload: Uint8Array;
}
/** What a token's form is held to. */
export interface DecodeOptions {
    /** The most characters that a token may have. Default: 65,536. */
    maxLength?: number;
}
/** How a JWS is verified. */
export interface VerifyJwsOptions extends DecodeOptions {
    /** The algorithms to accept. Default: the key's own. */
    algorithms?: readonly string[];
    /** The extensions in `crit` that the caller understands and will process (RFC 7515 §4.1.11). Default: none. */
    crit?: readonly string[];
}
/** A compact JWS taken apart, with what its signature is over. */
export interface ParsedJws extends DecodedJws {
    signingInput: Uint8Array;
}
/**
 * Sign a payload.
 *
 * @param payload octets, or a text that is signed as UTF-8
 * @param typ the header's `typ` where `header` does not say
 * @throws as signJws does, but for what concerns the key
 */
export declare function signCompact(payload: Uint8Array | string, signer: Signer | Promise<Signer>, header?: JoseHeaderParameters, typ?: string): Promise<string>;
/** As decodeJws. */
export declare function parseJws(jws: string, { maxLength }?: DecodeOptions): ParsedJws;
/**
 * A compact JWS taken apart (RFC 7515 §5.2, steps 1 to 5). It says nothing about who signed it.
 *
 * @throws JoseError `ERR_JWS_FORM`: not three parts, too long, or a header member of the wrong type;
 *   `ERR_BASE64URL`: a part is not base64url; `ERR_JSON`: the header is not a JSON object with each member
 *   once. TypeError: not a string
 */
export declare function decodeJws(jws: string, options?: DecodeOptions): DecodedJws;
/**
 * Verify a compact JWS whose form is sound, in this order: algorithm, key, signature (RFC 7515 §5.2, RFC 8725 §3.1).
 *
 * @param verifierFor gives the key to verify with, asked only once the algorithm is accepted
 * @throws JoseError `ERR_CRIT`: an extension that is not understood; `ERR_ALG`: an algorithm that is unknown, not
 *   accepted, or not the key's; `ERR_SIGNATURE`: the signature is not good; `ERR_CRYPTO`: the verifier failed
 */
export declare function verifyParsed({ header, signature, signingInput }: ParsedJws, verifierFor: (header: JoseHeader) => Promise<Verifier>, { algorithms, crit }: VerifyJwsOptions): Promise<void>;
//# sourceMappingURL=jws.d.ts.map
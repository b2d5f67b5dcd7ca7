export declare const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
export declare const UTF8: TextEncoder;
/** A text as UTF-8, in an array that the next call may write over: for what is read at once. */
export declare function utf8(text: string): Uint8Array;
/** How many characters `length` octets make. */
export declare function encodedLength(length: number): number;
/** A TypeError unless `value` is a Uint8Array, of whichever realm (test runners and frames have their own). */
export declare function requireBytes(value: unknown, what: string): asserts value is Uint8Array;
/** As encodeBase64url, for what are octets. */
export declare function base64urlOf(bytes: Uint8Array & {
    toBase64?(options: object): string;
}): string;
/**
 * Octets as base64url without padding (RFC 7515 §2).
 *
 * @throws TypeError when `bytes` is not a Uint8Array
 */
export declare function encodeBase64url(bytes: Uint8Array): string;
/** base64url in octets of text, as octets: strictly, as decodeBase64url. */
export declare function readBase64url(text: Uint8Array, what: string): Uint8Array;
/**
 * base64url without padding as octets (RFC 7515 §2), strictly: padding, white space, characters of the
 * other alphabet and non-zero spare bits are refused, so no two texts decode to the same octets.
 *
 * @param what names the text in an error's message
 * @throws JoseError `ERR_BASE64URL`; TypeError when `text` is not a string
 */
export declare function decodeBase64url(text: string, what?: string): Uint8Array;
//# sourceMappingURL=base64url.d.ts.map
/** base64url without padding (RFC 4648 §5, RFC 7515 §2): if it decodes, the text was the only spelling. */
import { must } from './errors.js';
export const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
export const UTF8 = /* @__PURE__ */ new TextEncoder();
const ENCODE = /* @__PURE__ */ UTF8.encode(ALPHABET);
/** A sextet for each octet of text; -1 for what stands outside the alphabet. */
const DECODE = /* @__PURE__ */ Int8Array.from({ length: 256 }, (_, code) => ENCODE.indexOf(code));
/** For what is ASCII, so that none of it can fail. */
const ASCII = /* @__PURE__ */ new TextDecoder();
/** Arrays that are used again, for a new one costs more than what is written to it. Whoever needs more room makes one. */
const OCTETS = /* @__PURE__ */ new Uint8Array(4096);
const TEXT = /* @__PURE__ */ new Uint8Array(4096);
/** A text as UTF-8, in an array that the next call may write over: for what is read at once. */
export function utf8(text) {
    if (text.length * 3 > OCTETS.length)
        return UTF8.encode(text);
    return OCTETS.subarray(0, UTF8.encodeInto(text, OCTETS).written);
}
/** How many characters `length` octets make. */
export function encodedLength(length) {
    return Math.ceil((length * 4) / 3);
}
/** The four characters of 24 bits. */
function writeGroup(group, target, at) {
    target[at] = ENCODE[group >> 18];
    target[at + 1] = ENCODE[(group >> 12) & 63];
    target[at + 2] = ENCODE[(group >> 6) & 63];
    target[at + 3] = ENCODE[group & 63];
}
/** A TypeError unless `value` is a Uint8Array, of whichever realm (test runners and frames have their own). */
export function requireBytes(value, what) {
    if (value?.[Symbol.toStringTag] !== 'Uint8Array') {
        throw new TypeError(`${what}: expected a Uint8Array`);
    }
}
/** As encodeBase64url, for what are octets. */
export function base64urlOf(bytes) {
    // Not in Node before 25, and faster wherever it is.
    if (bytes.toBase64)
        return bytes.toBase64({ alphabet: 'base64url', omitPadding: true });
    const length = encodedLength(bytes.length);
    const text = length > TEXT.length ? new Uint8Array(length) : TEXT;
    let at = 0;
    let i = 0;
    for (; i + 2 < bytes.length; i += 3, at += 4)
        writeGroup((bytes[i] << 16) | (bytes[i + 1] << 8) | bytes[i + 2], text, at);
    // On its own, for a loop that reads past the end is slow. What is too much of the group is not read.
    writeGroup((bytes[i] << 16) | (bytes[i + 1] << 8), text, at);
    return ASCII.decode(text.subarray(0, length));
}
/**
 * Octets as base64url without padding (RFC 7515 §2).
 *
 * @throws TypeError when `bytes` is not a Uint8Array
 */
export function encodeBase64url(bytes) {
    requireBytes(bytes, 'bytes');
    return base64urlOf(bytes);
}
/** base64url in octets of text, as octets: strictly, as decodeBase64url. */
export function readBase64url(text, what) {
    const { length } = text;
    const bytes = new Uint8Array((length * 3) / 4);
    let seen = 0;
    let group = 0;
    let bits = 0;
    let at = 0;
    let i = 0;
    for (; i + 3 < length; i += 4, at += 3) {
        group =
            (DECODE[text[i]] << 18) |
                (DECODE[text[i + 1]] << 12) |
                (DECODE[text[i + 2]] << 6) |
                DECODE[text[i + 3]];
        // One character outside the alphabet makes its group negative.
        seen |= group;
        bytes[at] = group >> 16;
        bytes[at + 1] = group >> 8;
        bytes[at + 2] = group;
    }
    for (; i < length; i++) {
        const sextet = DECODE[text[i]];
        seen |= sextet;
        group = (group << 6) | sextet;
        bits += 6;
        if (bits > 7)
            bytes[at++] = group >> (bits -= 8);
    }
    // Six bits left over are a lone character; fewer must be zero.
    must(seen >= 0 && bits < 6 && !(group & ((1 << bits) - 1)), 'ERR_BASE64URL', what, 'base64url without padding, white space or spare bits');
    return bytes;
}
/**
 * base64url without padding as octets (RFC 7515 §2), strictly: padding, white space, characters of the
 * other alphabet and non-zero spare bits are refused, so no two texts decode to the same octets.
 *
 * @param what names the text in an error's message
 * @throws JoseError `ERR_BASE64URL`; TypeError when `text` is not a string
 */
export function decodeBase64url(text, what = 'text') {
    if (typeof text !== 'string')
        throw new TypeError(`${what}: expected a string`);
    return readBase64url(utf8(text), what);
}
//# sourceMappingURL=base64url.js.map
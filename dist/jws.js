/** JWS Compact Serialization (RFC 7515 §7.1) over anything that signs or verifies. */
import { algorithmOf } from './algorithms.js';
import { asciiString, decodeBase64url, encodedLength, UTF8, writeBase64url } from './base64url.js';
import { JoseError, shown } from './errors.js';
import { parseJsonObject } from './json.js';
const DOT = 46;
const PREPARED = /* @__PURE__ */ new WeakMap();
/** The encoded JOSE Header. In alphabetical order, so that equal headers are equal text. */
function encodeHeader({ alg, kid }, added) {
    const header = { alg, kid, ...added };
    if (header.alg !== alg)
        throw new JoseError('ERR_ALG', `alg ${shown(header.alg)} in the header`, alg);
    const members = Object.keys(header).sort().map((member) => [member, header[member]]);
    const json = UTF8.encode(JSON.stringify(Object.fromEntries(members)));
    const encoded = new Uint8Array(encodedLength(json.length));
    writeBase64url(json, encoded, 0);
    return encoded;
}
/**
 * Sign a payload.
 *
 * @param typ the header's `typ` where `header` does not say
 * @throws as signJws does, but for what concerns the key
 */
export async function signCompact(payload, signer, header, typ) {
    const { size } = algorithmOf(signer.alg);
    const prepared = PREPARED.get(signer) ?? { headers: {}, length: size ? size * 2 : 1024 };
    PREPARED.set(signer, prepared);
    const encodedHeader = header
        ? encodeHeader(signer, { typ, ...header })
        : (prepared.headers[`${typ}`] ??= encodeHeader(signer, { typ }));
    // The token grows in one array: the JWS Signing Input is a view of it, and its decoding the only string made.
    const { length } = encodedHeader;
    const dot = length + 1 + encodedLength(payload.length);
    const token = new Uint8Array(dot + 1 + encodedLength(prepared.length));
    token.set(encodedHeader);
    writeBase64url(payload, token, length + 1);
    token[length] = token[dot] = DOT;
    const signature = await signer.sign(token.subarray(0, dot));
    if (!(signature.length <= prepared.length && signature.length >= (size ? size * 2 : 256))) {
        throw new JoseError('ERR_SIGNATURE', `${signature.length} octets from the signer`, prepared.length);
    }
    prepared.length = signature.length;
    return asciiString(token.subarray(0, writeBase64url(signature, token, dot + 1)));
}
/**
 * A compact JWS taken apart (RFC 7515 §5.2, steps 1 to 5). It says nothing about who signed it.
 *
 * @throws JoseError `ERR_JWS_FORM`: not three parts, too long, or a header member of the wrong type;
 *   `ERR_BASE64URL`: a part is not base64url; `ERR_JSON`: the header is not a JSON object with each member
 *   once. TypeError: not a string
 */
export function decodeJws(jws, { maxLength = 65536 } = {}) {
    if (typeof jws !== 'string')
        throw new TypeError('JWS: expected a string');
    if (!(jws.length <= maxLength))
        throw new JoseError('ERR_JWS_FORM', `${jws.length} characters`, `at most ${maxLength}`);
    const first = jws.indexOf('.');
    const last = jws.lastIndexOf('.');
    if (first === last || jws.indexOf('.', first + 1) !== last)
        throw new JoseError('ERR_JWS_FORM', 'JWS', 'three parts with a dot between them');
    const header = parseJsonObject(decodeBase64url(jws.slice(0, first), 'JOSE Header'), 'JOSE Header');
    for (const [member, fallback] of [['alg'], ['kid', ''], ['typ', '']]) {
        const { [member]: value = fallback } = header;
        if (typeof value !== 'string')
            throw new JoseError('ERR_JWS_FORM', `${member} in the JOSE Header`, 'a string');
    }
    return {
        header: header,
        payload: decodeBase64url(jws.slice(first + 1, last), 'JWS Payload'),
        signature: decodeBase64url(jws.slice(last + 1), 'JWS Signature'),
    };
}
/** RFC 7515 §4.1.11; and RFC 7797's `b64` only as true, for what is verified here is the encoded payload. */
function checkCrit(header, understood) {
    const { crit, b64 = true } = header;
    const sound = crit === undefined ||
        (Array.isArray(crit) && crit[0] && new Set(crit).size === crit.length &&
            crit.every((name) => Object.hasOwn(header, name) && understood.includes(name)));
    if (!sound || b64 !== true) {
        throw new JoseError('ERR_CRIT', `crit ${shown(crit)}, b64 ${shown(b64)}`, 'extensions in the header that are understood here');
    }
}
/**
 * Verify a compact JWS, in this order: form, algorithm, key, signature (RFC 7515 §5.2, RFC 8725 §3.1).
 *
 * @param verifierFor gives the key to verify with, asked only once form and algorithm are accepted
 * @throws JoseError as decodeJws does; `ERR_CRIT`: an extension that is not understood; `ERR_ALG`: an
 *   algorithm that is unknown, not accepted, or not the key's; `ERR_SIGNATURE`: the signature is not good;
 *   `ERR_CRYPTO`: the verifier failed
 */
export async function verifyCompact(jws, verifierFor, options) {
    const { header, payload, signature } = decodeJws(jws, options);
    const { algorithms, crit = [] } = options;
    checkCrit(header, crit);
    const { alg } = header;
    const { size } = algorithmOf(alg);
    if (algorithms && !algorithms.includes(alg)) {
        throw new JoseError('ERR_ALG', `alg ${shown(alg)}`, algorithms);
    }
    const verifier = await verifierFor(header);
    if (verifier.alg !== alg)
        throw new JoseError('ERR_ALG', `alg ${shown(alg)}`, `${verifier.alg}, the key's`);
    const signingInput = UTF8.encode(jws.slice(0, jws.lastIndexOf('.')));
    let good = false;
    try {
        good = (!size || signature.length === size * 2) && (await verifier.verify(signature, signingInput));
    }
    catch (cause) {
        throw new JoseError('ERR_CRYPTO', 'the verifier failed', 'an answer (see cause)', { cause });
    }
    if (good !== true)
        throw new JoseError('ERR_SIGNATURE', 'JWS Signature', `that of the ${alg} key over this token`);
    return { header, payload };
}

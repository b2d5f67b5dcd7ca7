/** JWS Compact Serialization (RFC 7515 §7.1) over anything that signs or verifies. */
import { algorithmOf, COPYING, keptOf } from './algorithms.js';
import { base64urlOf, readBase64url, UTF8, utf8 } from './base64url.js';
import { JoseError, must, shown } from './errors.js';
import { isString, parseJsonObject } from './json.js';
/** The encoded JOSE Header. In alphabetical order, so that equal headers are equal text. */
function encodeHeader({ alg, kid }, added, typ) {
    const header = { alg, kid, typ, ...added };
    must(header.alg === alg, 'ERR_ALG', `alg ${header.alg}`, alg);
    const sorted = {};
    for (const member of Object.keys(header).sort())
        sorted[member] = header[member];
    return base64urlOf(utf8(JSON.stringify(sorted)));
}
/**
 * Sign a payload.
 *
 * @param payload octets, or a text that is signed as UTF-8
 * @param typ the header's `typ` where `header` does not say
 * @throws as signJws does, but for what concerns the key
 */
export async function signCompact(payload, signer, header, typ) {
    // To await what is there already would cost a turn.
    if (signer instanceof Promise)
        signer = await signer;
    // An RSA signature is as long as the modulus, 2048 to 8192 bits.
    const { size: least = 256, size: most = 1024 } = algorithmOf(signer.alg);
    const headers = header ? {} : keptOf(signer);
    const encodedHeader = (headers[`${typ}`] ??= encodeHeader(signer, header, typ));
    const encodedPayload = base64urlOf(isString(payload) ? utf8(payload) : payload);
    const signingInput = `${encodedHeader}.${encodedPayload}`;
    const octets = utf8(signingInput);
    // Whoever reads it later gets a copy.
    const signature = await signer.sign(COPYING.has(signer.sign) ? octets : octets.slice());
    must(signature.length >= least && signature.length <= most, 'ERR_SIGNATURE', 'octets of a signature', least);
    return `${signingInput}.${base64urlOf(signature)}`;
}
/** As decodeJws. */
export function parseJws(jws, { maxLength = 65536 } = {}) {
    if (!isString(jws))
        throw new TypeError('JWS: expected a string');
    if (!(jws.length <= maxLength))
        throw new JoseError('ERR_JWS_FORM', `JWS of ${jws.length} characters`, `at most ${maxLength}`);
    const octets = UTF8.encode(jws);
    const first = octets.indexOf(0x2e);
    const last = octets.lastIndexOf(0x2e);
    must(first < last && octets.indexOf(0x2e, first + 1) === last, 'ERR_JWS_FORM', 'JWS', 'three parts with a dot between them');
    const header = parseJsonObject(readBase64url(octets.subarray(0, first), 'JOSE Header'), 'JOSE Header');
    const payload = readBase64url(octets.subarray(first + 1, last), 'JWS Payload');
    const signature = readBase64url(octets.subarray(last + 1), 'JWS Signature');
    const { alg, kid = '', typ = '' } = header;
    must(isString(alg) && isString(kid) && isString(typ), 'ERR_JWS_FORM', 'alg, kid, typ in the JOSE Header', 'strings');
    return { header, payload, signature, signingInput: octets.subarray(0, last) };
}
/**
 * A compact JWS taken apart (RFC 7515 §5.2, steps 1 to 5). It says nothing about who signed it.
 *
 * @throws JoseError `ERR_JWS_FORM`: not three parts, too long, or a header member of the wrong type;
 *   `ERR_BASE64URL`: a part is not base64url; `ERR_JSON`: the header is not a JSON object with each member
 *   once. TypeError: not a string
 */
export function decodeJws(jws, options) {
    const { header, payload, signature } = parseJws(jws, options);
    return { header, payload, signature };
}
/** RFC 7515 §4.1.11; and RFC 7797's `b64` only as true, for what is verified here is the encoded payload. */
function checkCrit(header, understood) {
    const { crit, b64 = true } = header;
    const sound = crit === undefined ||
        (Array.isArray(crit) &&
            crit[0] &&
            new Set(crit).size === crit.length &&
            crit.every((name) => Object.hasOwn(header, name) && understood.includes(name)));
    if (!sound || b64 !== true)
        throw new JoseError('ERR_CRIT', `crit ${shown(crit)}, b64 ${shown(b64)}`, 'extensions understood here');
}
/**
 * Verify a compact JWS whose form is sound, in this order: algorithm, key, signature (RFC 7515 §5.2, RFC 8725 §3.1).
 *
 * @param verifierFor gives the key to verify with, asked only once the algorithm is accepted
 * @throws JoseError `ERR_CRIT`: an extension that is not understood; `ERR_ALG`: an algorithm that is unknown, not
 *   accepted, or not the key's; `ERR_SIGNATURE`: the signature is not good; `ERR_CRYPTO`: the verifier failed
 */
export async function verifyParsed({ header, signature, signingInput }, verifierFor, { algorithms, crit = [] }) {
    checkCrit(header, crit);
    const { alg } = header;
    const { size } = algorithmOf(alg);
    must(!algorithms || algorithms.includes(alg), 'ERR_ALG', `alg ${alg}`, algorithms);
    const verifier = await verifierFor(header);
    must(verifier.alg === alg, 'ERR_ALG', `alg ${alg}`, verifier.alg);
    let good;
    try {
        good = (!size || signature.length === size) && (await verifier.verify(signature, signingInput));
    }
    catch (cause) {
        throw new JoseError('ERR_CRYPTO', 'the verifier failed', 'an answer (see cause)', { cause });
    }
    must(good === true, 'ERR_SIGNATURE', 'JWS Signature', 'that of the key over this token');
}
//# sourceMappingURL=jws.js.map
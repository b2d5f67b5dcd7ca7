/** UTF-8 octets to a JSON object, strictly: one member, one meaning (RFC 7515 §4, RFC 7519 §4). */
import { must } from './errors.js';
// A byte order mark is kept, so that JSON.parse refuses it (RFC 8259 §8.1).
const UTF8 = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
export const isString = (value) => typeof value === 'string';
/**
 * The JSON object that `bytes` hold.
 *
 * @param what names the text in an error's message
 * @throws JoseError `ERR_JSON`: not UTF-8, not JSON, not an object, or a member given twice
 */
export function parseJsonObject(bytes, what) {
    let value;
    try {
        value = JSON.parse(UTF8.decode(bytes));
    }
    catch {
        // The parser's own message quotes the text: it stays here.
    }
    // JSON.parse keeps the last of two equal members, where another reader may keep the first.
    const sound = value instanceof Object && !Array.isArray(value) && membersWritten(bytes) === membersOf(value);
    must(sound, 'ERR_JSON', what, 'a JSON object in UTF-8, no member twice');
    return value;
}
/** Members in a JSON text: its colons outside strings. */
function membersWritten(json) {
    let members = 0;
    let quoted = false;
    for (let i = 0; i < json.length; i++) {
        const octet = json[i];
        if (octet === 0x22)
            quoted = !quoted;
        else if (quoted)
            i += Number(octet === 0x5c);
        else
            members += Number(octet === 0x3a);
    }
    return members;
}
/** Members in a JSON value at any depth; without recursion, so that no nesting exhausts the stack. */
function membersOf(value) {
    let members = 0;
    const values = [value];
    for (const next of values) {
        if (!(next instanceof Object))
            continue;
        const inner = Object.values(next);
        if (!Array.isArray(next))
            members += inner.length;
        for (const member of inner)
            values.push(member);
    }
    return members;
}
//# sourceMappingURL=json.js.map
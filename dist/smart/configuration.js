/** Discovery: .well-known/smart-configuration (SMART App Launch 2.2.0, conformance). */
import { isSecure, request, secureUrl, success, } from '../http.js';
import { isString } from '../json.js';
/** A list of strings, with one of those that are needed; or none at all, for it may be left out. */
function listWith(...needed) {
    const fits = (list = needed) => Array.isArray(list) && list.every(isString) && (!needed[0] || needed.some((name) => list.includes(name)));
    return [fits, needed.join(' or ') || 'strings'];
}
const MEMBERS = {
    token_endpoint: [isSecure, 'an https URL'],
    token_endpoint_auth_methods_supported: /* @__PURE__ */ listWith('private_key_jwt'),
    token_endpoint_auth_signing_alg_values_supported: /* @__PURE__ */ listWith('RS384', 'ES384'),
    scopes_supported: /* @__PURE__ */ listWith(),
    capabilities: /* @__PURE__ */ listWith(),
};
/** A FHIR base URL, ending in a slash, so that paths below it can be told. */
export function fhirBase(url) {
    const base = secureUrl(url, 'fhirBaseUrl');
    base.search = base.hash = '';
    base.pathname = base.pathname.replace(/\/*$/, '/');
    return base;
}
/** Ask for the configuration below a FHIR base URL. */
export function requestConfiguration(base, options) {
    return request(new URL('.well-known/smart-configuration', base), { headers: { accept: 'application/json' } }, options);
}
/** Judge the answer. */
export function judgeConfiguration(answer) {
    return success(answer, 'JSON; is fhirBaseUrl right?', MEMBERS);
}
/**
 * A server's SMART configuration (SMART App Launch 2.2.0, conformance).
 *
 * @param fhirBaseUrl with or without a slash at its end; https, or http on localhost
 * @throws JoseError `ERR_HTTP`: no answer, another than JSON, or one that does not offer `private_key_jwt`
 *   with RS384 or ES384 at a token endpoint on https. TypeError: the URL
 */
export async function fetchSmartConfiguration(fhirBaseUrl, options = {}) {
    return judgeConfiguration(await requestConfiguration(fhirBase(fhirBaseUrl), options));
}
//# sourceMappingURL=configuration.js.map
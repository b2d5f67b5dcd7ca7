import { expectOption, secureUrl } from '../http.js';
import { isString } from '../json.js';
import { signerFor, signJwt } from '../jwt.js';
/**
 * A client assertion, for one request (SMART App Launch 2.2.0, asymmetric authentication; RFC 7523 §3): `alg`,
 * `kid`, `typ` `JWT` and `jku` in the header; `iss`, `sub`, `aud`, `exp`, `iat` and `jti` in the claims. There is
 * no `nbf`: it gains nothing, and some servers refuse one that is ahead of their clock.
 *
 * @throws TypeError: an option that is missing, of a wrong type or out of bounds, or a key without `kid`;
 *   JoseError as {@link signJwt} does
 */
export async function createClientAssertion(options) {
    const { clientId, audience, jku, expiresIn = 240, now = Date.now, jti = crypto.randomUUID(), claims, } = options;
    for (const [option, value] of Object.entries({ clientId, jti })) {
        expectOption(value && isString(value), `${option}: expected a string`);
    }
    expectOption(Number.isInteger(expiresIn) && expiresIn > 0 && expiresIn < 301, 'expiresIn: expected 1 to 300 seconds');
    const audiences = [audience].flat();
    // The first once more, so that it is there.
    for (const url of [audiences[0], ...audiences])
        secureUrl(url, 'audience');
    if (jku !== undefined)
        secureUrl(jku, 'jku');
    const signer = await signerFor(options.key);
    expectOption(signer.kid, 'key: expected a kid, as published');
    const iat = Math.floor(now() / 1000);
    expectOption(iat >= 0, 'now: expected milliseconds since 1970');
    const exp = iat + expiresIn;
    return signJwt({ ...claims, iss: clientId, sub: clientId, aud: audience, exp, iat, jti }, signer, { jku });
}
/**
 * The two parameters that carry an assertion in any token request: client_credentials, authorization_code,
 * refresh_token (RFC 7523 §2.2). Never throws.
 */
export function clientAssertionParams(assertion) {
    return {
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: assertion,
    };
}
//# sourceMappingURL=assertion.js.map
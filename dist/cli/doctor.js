/** What stands between a client and its access token, check by check. */
import { shown } from '../errors.js';
import { isSecure, request } from '../http.js';
import { decodeJwt, importVerifier, JoseError } from '../index.js';
import { isString } from '../json.js';
import { createClientAssertion } from '../smart/index.js';
import { judgeToken, requestToken } from '../smart/backend-services.js';
import { fhirBase, requestConfiguration } from '../smart/configuration.js';
const UNTRUSTED = 'the certificate’s CA is not trusted here: NODE_EXTRA_CA_CERTS=FILE names one that is';
/** What helps against a connection that fails, by the code that Node gives. */
const CONNECTION = {
    CERT_HAS_EXPIRED: 'the server’s certificate has expired: its operator must renew it',
    DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
    SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
    ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another host name: check the URL',
    ECONNREFUSED: 'nothing listens there: check the port',
    ENOTFOUND: 'the host name is unknown: check the URL',
};
/** What helps against an OAuth error (RFC 6749 §5.2). */
const OAUTH = {
    invalid_client: 'compare client_id, key set URL and algorithm with the registration; the server may hold an old key set',
    invalid_scope: 'ask for scopes that this client is registered for',
    unauthorized_client: 'have the client registered for client_credentials',
};
const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k', 'oth'];
/** The seconds by which clocks may differ before an assertion suffers. */
const TOLERATED = 5;
/** Examine everything, in the order in which a token request needs it. */
export async function examine(asked, signerOf, showSecrets) {
    const checks = [];
    const note = (check, met, found, remedy, otherwise = 'fail') => {
        checks.push(met ? { check, result: 'pass', found } : { check, result: otherwise, found, remedy });
        return Boolean(met);
    };
    const shorten = (text) => showSecrets ? text : `${text.slice(0, 8)}… (${text.length} characters)`;
    const signer = await examineKey(signerOf, note);
    const discovery = asked.fhirBaseUrl === undefined ? undefined : await examineDiscovery(asked, signer, note);
    const tokenEndpoint = asked.tokenEndpoint ?? discovery?.endpoint;
    await examineKeySet(asked, signer, note);
    if (!signer || tokenEndpoint === undefined) {
        note('token request', false, 'not made', `it needs ${signer ? 'a token endpoint' : 'a key'}: see above`);
        return checks;
    }
    const url = new URL(tokenEndpoint);
    const audience = asked.audience ?? tokenEndpoint;
    const issuer = discovery?.issuer ?? [];
    const { clientId, jti, jku, expiresIn } = asked;
    const options = { clientId, key: signer, audience, jti, jku, expiresIn };
    const make = async (changes) => createClientAssertion({ ...options, ...changes });
    let answer;
    const attempt = async (changes = {}) => {
        try {
            answer = await requestToken(url, asked.scope, await make(changes), {});
            return judgeToken(answer, asked.scope, Math.floor(Date.now() / 1000));
        }
        catch (error) {
            return error;
        }
    };
    const assertion = await make({}).catch((error) => error);
    if (!note('assertion', typeof assertion === 'string', `${assertion instanceof Error ? assertion.message : shorten(assertion)}`, 'correct that option'))
        return checks;
    examineAssertion(assertion, asked, [tokenEndpoint, ...issuer], note);
    const outcome = await attempt();
    const ahead = answer ? examineClock(answer, note) : 0;
    if (!(outcome instanceof Error)) {
        note('token request', true, `a token, ${shorten(outcome.accessToken)}, until ${new Date(outcome.expiresAt * 1000).toISOString()}`, '');
        const { missingScopes, scope } = outcome;
        note('scopes', !missingScopes[0], `granted: ${scope || 'none'}`, `not granted to the letter: ${missingScopes.join(' ')}; have the client registered for them`, 'warn');
        return checks;
    }
    const { code, error, description } = outcome;
    let [found, remedy] = explain(outcome);
    if (description)
        found += ` (${description})`;
    if (Object.hasOwn(OAUTH, error))
        remedy = OAUTH[error];
    if (code === 'ERR_OAUTH' && error !== 'invalid_scope') {
        const probes = [
            [
                Math.abs(ahead) > TOLERATED,
                { now: () => Date.now() + ahead * 1000 },
                'with the server’s time: set this machine’s clock',
            ],
            [
                jti !== undefined,
                { jti: crypto.randomUUID() },
                'with a new jti: that jti was used before; make one for each request',
            ],
            // An assertion for an issuer elsewhere would let this server in there, as the client: that is not tried.
            ...[tokenEndpoint, ...issuer]
                .filter((aud) => aud !== audience && new URL(aud).origin === url.origin)
                .map((aud) => [true, { audience: aud }, `with aud ${aud}: use that as the audience`]),
        ];
        const elsewhere = issuer.filter((aud) => aud !== audience && new URL(aud).origin !== url.origin);
        if (elsewhere[0])
            remedy += `; or, if it is this server’s name: --audience ${elsewhere}`;
        for (const [fits, changes, how] of probes) {
            if (fits && !((await attempt(changes)) instanceof Error)) {
                remedy = `accepted ${how}`;
                break;
            }
        }
    }
    note('token request', false, found, remedy);
    return checks;
}
async function examineKey(signerOf, note) {
    try {
        const signer = await signerOf();
        const { alg, kid } = signer;
        const sample = await signer.sign(new Uint8Array(1));
        const size = /RS|PS/.test(alg) ? `, RSA of ${sample.length * 8} bits` : '';
        const usual = ['RS384', 'ES384'].includes(alg);
        note('key', usual, `${alg}${size}`, 'SMART asks for RS384 or ES384: make such a key with subtle-jws keygen', 'warn');
        return note('key id', kid, kid ?? 'none', 'name the kid of the published key: --kid, or kid in the JWK')
            ? signer
            : undefined;
    }
    catch (error) {
        note('key', false, error.message, 'a private RSA or P-384 key that is sound');
        return undefined;
    }
}
async function examineDiscovery({ fhirBaseUrl, scope }, signer, note) {
    let answer;
    try {
        const base = fhirBase(fhirBaseUrl);
        note('TLS', base.protocol === 'https:', base.protocol, 'https; http is for tests on this machine alone', 'warn');
        answer = await requestConfiguration(base, {});
    }
    catch (error) {
        note('discovery', false, ...explain(error));
        return undefined;
    }
    const { url, response, json } = answer;
    const { status, headers } = response;
    const found = `${url.href}: ${status}, ${headers.get('content-type')}`;
    if (!note('discovery', response.ok && json, found, 'is this the FHIR base URL? It must answer JSON there, to everybody'))
        return undefined;
    const list = (member) => [json[member] ?? []].flat();
    const has = (check, member, needed, remedy, otherwise = 'fail') => {
        const offered = list(member);
        note(check, needed && offered.includes(needed), `${member}: ${offered.map(textOf).join(' ') || 'none'}`, remedy, offered[0] ? otherwise : 'warn');
    };
    has('capability', 'capabilities', 'client-confidential-asymmetric', 'the server does not say that it takes keys: ask its operator', 'warn');
    has('authentication', 'token_endpoint_auth_methods_supported', 'private_key_jwt', 'the server takes no assertions: ask its operator for private_key_jwt');
    const alg = signer?.alg;
    has('algorithm', 'token_endpoint_auth_signing_alg_values_supported', alg, `${alg} is not offered: use a key for one that is`);
    const unknown = scope.split(' ').filter((name) => !list('scopes_supported').includes(name));
    note('scopes offered', !unknown[0], list('scopes_supported').map(textOf).join(' ') || 'none', `not in the list: ${unknown.join(' ')}; wildcards may still cover them`, 'warn');
    const { token_endpoint: endpoint, issuer } = json;
    const sound = isSecure(endpoint);
    note('token endpoint', sound, textOf(endpoint), 'an https URL: ask the server’s operator');
    return { ...(sound && { endpoint }), issuer: isSecure(issuer) ? [issuer] : [] };
}
async function examineKeySet({ jwksUrl, jku }, signer, note) {
    if (jwksUrl === undefined) {
        note('key set', false, 'not examined', '--jwks-url URL, as it was registered', 'warn');
        return;
    }
    if (jku !== undefined)
        note('jku', jku === jwksUrl, jku, `${jwksUrl}, to the letter: servers compare it with the registered URL`);
    note('key set URL', jwksUrl.startsWith('https:'), jwksUrl, 'publish the set over https: servers fetch no other');
    let answer;
    try {
        answer = await request(new URL(jwksUrl), { headers: { accept: 'application/json' } }, {});
    }
    catch (error) {
        note('key set', false, ...explain(error));
        return;
    }
    const { response, json } = answer;
    const { headers, status, ok } = response;
    const type = `${headers.get('content-type')}`;
    const keys = json?.keys;
    const found = Array.isArray(keys) && keys.every((jwk) => typeof jwk === 'object' && jwk);
    if (!note('key set', ok && found, `${status}, ${found ? keys.length : 'no'} keys`, 'publish {"keys":[…]} as JSON, with no login and no redirect'))
        return;
    note('key set type', /^application\/(jwk-set\+)?json\b/.test(type), type, 'application/json or application/jwk-set+json', 'warn');
    note('key set cache', headers.get('cache-control'), `Cache-Control ${headers.get('cache-control')}`, 'say how long it may be kept, such as max-age=300', 'warn');
    const leaked = keys.flatMap((jwk) => {
        const members = PRIVATE.filter((member) => member in jwk);
        return members[0] ? `${members.join(' ')} of ${textOf(jwk.kid)}` : [];
    });
    note('private members', !leaked[0], leaked.join(', ') || 'none', 'the private key is public: make a new one, and publish what subtle-jws jwks gives');
    if (!signer)
        return;
    const { kid, alg } = signer;
    const same = keys.filter((jwk) => jwk.kid === kid);
    const kids = `kid ${kid}: ${same.length} of ${keys.map((jwk) => textOf(jwk.kid)).join(' ') || 'none'}`;
    if (!note('published key', same.length === 1, kids, 'publish the key of this kid, once'))
        return;
    try {
        const { d: _, ...published } = same[0];
        const verifier = await importVerifier(published, { alg });
        const octets = new Uint8Array(1);
        const good = await verifier.verify(await signer.sign(octets), octets);
        note('same key', good, good ? 'it verifies what the private key signs' : 'it is another key', 'publish the public half of the key that signs, under a kid of its own');
    }
    catch (error) {
        note('same key', false, error.message, 'publish what subtle-jws jwks gives');
    }
}
/** The assertion against SMART's rules, and those that are known to be stricter. */
function examineAssertion(assertion, { jti }, audiences, note) {
    const { claims } = decodeJwt(assertion);
    const { aud, exp, iat, jti: id } = claims;
    note('audience', audiences.includes(aud), `aud ${aud}`, `most servers want ${audiences[0]}, some the issuer`, 'warn');
    note('life', exp - iat <= 290, `${exp - iat} s`, 'over 290 s a small clock difference makes exp too far ahead: --expires-in 240', 'warn');
    note('jti', jti === undefined, jti === undefined ? 'new' : `${id.length} characters, given by hand`, 'a new one for each request, of 151 characters at most', 'warn');
}
/** The server's clock against this one; gives the seconds by which it is ahead. */
function examineClock({ response }, note) {
    const date = Date.parse(response.headers.get('date'));
    const ahead = date ? Math.round((date - Date.now()) / 1000) : 0;
    const off = Math.abs(ahead) > TOLERATED;
    const found = date
        ? `this machine’s is ${Math.abs(ahead)} s ${ahead > 0 ? 'behind' : 'ahead of'} the server’s`
        : 'the server gives no Date';
    note('clock', date && !off, found, date ? 'set the clock (NTP): exp and iat are wrong with it' : 'compare the clocks by hand', off ? 'fail' : 'warn');
    return ahead;
}
/** A server's value, which may be one that cannot be made a string. */
function textOf(value) {
    return isString(value) ? value : shown(value);
}
/** What an error found, and what helps: what is known of the connection's code, else what was expected. */
function explain({ message, cause }) {
    const [found, expected = 'another'] = message.split(': expected ');
    const code = cause?.cause?.code;
    return code
        ? [`${found} (${code})`, CONNECTION[code] ?? 'check the URL and the network']
        : [found, `expected ${expected}`];
}
//# sourceMappingURL=doctor.js.map
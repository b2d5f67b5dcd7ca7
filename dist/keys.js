/** Keys in WebCrypto: the only caller of its importKey, exportKey and generateKey. */
import { algorithmOf, algorithmsOf, algorithmsOfCryptoKey, COPYING, keptOf, } from './algorithms.js';
import { decodeBase64url } from './base64url.js';
import { JoseError, must } from './errors.js';
import { bareKey, keyNamed, jwkThumbprint, need, selectKey, } from './jwk.js';
import { pemToJwk } from './pem.js';
import { subtleCrypto } from './webcrypto.js';
/** A key in WebCrypto: imported once for each JWK object, use and algorithm; a failure is not kept. */
export function importJwk(key, use, askedAlg) {
    const jwk = key.keys ? selectKey(key, use, askedAlg) : key;
    const kept = keptOf(Object(jwk));
    const name = `${use} ${askedAlg}`;
    return (kept[name] ??= importOnce(jwk, use, askedAlg).catch((error) => {
        delete kept[name];
        throw error;
    }));
}
async function importOnce(jwk, use, askedAlg) {
    const row = algorithmsOf(selectKey(jwk, use, askedAlg), askedAlg)[0];
    const imported = await importBare(jwk, use, row);
    if (use === 'sign') {
        // Half of the runtimes import a `d` that belongs to another public key, whose tokens verify nowhere; some fail then.
        const probe = new Uint8Array(1);
        const { verify } = await importBare(jwk, 'verify', row);
        const sound = imported.sign(probe).then((signature) => verify(signature, probe));
        need(await sound.catch(() => false), 'its own d');
    }
    return imported;
}
async function importBare(jwk, use, row) {
    const refuse = ({ name }) => {
        throw new JoseError(name === 'NotSupportedError' ? 'ERR_CRYPTO' : 'ERR_JWK', `WebCrypto: ${name}`, `${row.alg} key`);
    };
    const bare = bareKey(jwk, use, row);
    return bind(await subtleCrypto().importKey('jwk', bare, row, false, [use]).catch(refuse), row, jwk.kid);
}
/** A CryptoKey, as what signs or verifies with it. */
function bind(key, row, kid) {
    const subtle = subtleCrypto();
    // Node (PSS) and WebKit take an RSA signature without its leading zero octet; it has as many as n (RFC 8017 §8).
    const octets = row.size ?? (key.algorithm.modulusLength + 7) >> 3;
    const sign = (signingInput) => subtle.sign(row, key, signingInput).then(octetsOf);
    COPYING.add(sign);
    return {
        alg: row.alg,
        kid,
        sign,
        verify: async (signature, signingInput) => signature.length === octets &&
            subtle.verify(row, key, signature, signingInput),
    };
}
function octetsOf(buffer) {
    return new Uint8Array(buffer);
}
/** As importJwk; a kid that is asked for names a JWK that has none. */
async function importNamed(key, use, { alg, kid }) {
    const nameless = !key.keys && key.kid === undefined;
    const imported = await importJwk(keyNamed(key, nameless ? undefined : kid), use, alg);
    return nameless && kid !== undefined ? { ...imported, kid } : imported;
}
/** A CryptoKey, judged by what it says of itself. */
function importCryptoKey(key, use, { alg, kid }) {
    const { type, usages, algorithm } = key;
    const [row, other] = algorithmsOfCryptoKey(key, alg);
    const { modulusLength = 2048 } = algorithm;
    const expect = (met, found, expected) => must(met, 'ERR_JWK', `CryptoKey ${found}`, expected);
    expect(row && !other, `for ${algorithm.name}, alg ${alg}`, other ? 'alg to tell Ed25519 from EdDSA' : 'a signature algorithm, and its alg');
    expect(type === (use === 'sign' ? 'private' : 'public') && usages.includes(use), `${type}, for ${usages}`, `one to ${use}`);
    expect(modulusLength >= 2048 && modulusLength <= 8192, `of ${modulusLength} bits`, '2048 to 8192');
    return bind(key, row, kid);
}
/** What stands before the 32 octets of an Ed25519 private key in PKCS#8 (RFC 8410 §7). */
const ED25519_PKCS8 = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
/**
 * The key in a PEM text, as a JWK. An Ed25519 private key comes without its public half: WebCrypto makes that.
 *
 * @throws JoseError as pemToJwk does
 */
export async function jwkFromPem(pem, use) {
    const jwk = pemToJwk(pem, use);
    if (jwk.x !== undefined || jwk.kty === 'RSA')
        return jwk;
    const subtle = subtleCrypto();
    const pkcs8 = Uint8Array.from([...ED25519_PKCS8, ...decodeBase64url(jwk.d)]);
    const key = await subtle.importKey('pkcs8', pkcs8, 'Ed25519', true, ['sign']).catch(({ name }) => {
        throw new JoseError('ERR_CRYPTO', `WebCrypto: ${name}`, 'Ed25519 key');
    });
    const { x } = await subtle.exportKey('jwk', key);
    return { ...jwk, x: x };
}
function isCryptoKey(key) {
    return 'usages' in key && 'algorithm' in key;
}
async function importAny(key, use, options) {
    if (typeof key === 'string')
        return importNamed(await jwkFromPem(key, use), use, options);
    return isCryptoKey(key) ? importCryptoKey(key, use, options) : importNamed(key, use, options);
}
/**
 * What signs with a private JWK, with the one signing key of a JWK Set (`selectSigningJwk`), with a PEM text
 * (RFC 7468: PKCS#8, PKCS#1, SEC1), or with a CryptoKey, which may be one that cannot be extracted.
 * A JWK object is imported once, however often it comes: later changes to it are not seen.
 *
 * @throws JoseError `ERR_JWK`: a key that is unsound, public, symmetric, for something else, or for another
 *   or no one algorithm, and why; `ERR_PEM`: not one private key in plain PEM; `ERR_KEY_NOT_FOUND`,
 *   `ERR_KEY_AMBIGUOUS`: none or several keys in the set; `ERR_CRYPTO`: WebCrypto, or the algorithm in it,
 *   is missing here. TypeError: no key
 */
export async function importSigner(key, options = {}) {
    return importAny(key, 'sign', options);
}
/**
 * What verifies with a public JWK (of a private one, with its public half), with a PEM text (RFC 7468: SPKI, PKCS#1, an
 * X.509 certificate, or a private key), or with a CryptoKey. A JWK object is imported once.
 *
 * @throws as {@link importSigner} does
 */
export async function importVerifier(key, options = {}) {
    return importAny(key, 'verify', options);
}
async function generatePair(row, { modulusLength = 2048 }, extractable) {
    if (!(modulusLength >= 2048 && modulusLength <= 8192))
        throw new TypeError('modulusLength: expected 2048 to 8192');
    const wanted = { ...row, modulusLength, publicExponent: new Uint8Array([1, 0, 1]) };
    return subtleCrypto()
        .generateKey(wanted, extractable, ['sign', 'verify'])
        .catch(({ name }) => {
        throw new JoseError('ERR_CRYPTO', `WebCrypto: ${name}`, `${row.alg} key`);
    });
}
/** A generated key as a JWK with its metadata. What runtimes add of their own is left out, as on the way in. */
async function exportJwk(key, use, row, { kid }) {
    const bare = bareKey((await subtleCrypto().exportKey('jwk', key)), use, row);
    return { kid: kid ?? (await jwkThumbprint(bare)), alg: row.alg, use: 'sig', key_ops: [use], ...bare };
}
/**
 * A new private JWK (RFC 7517 §4), with `kid`, `alg`, `use` and `key_ops`: `sign`. Keep it; publish `toPublicJwk` of it.
 *
 * @throws JoseError `ERR_ALG`: an unknown algorithm; `ERR_CRYPTO`: WebCrypto, or the algorithm in it, is
 *   missing here. TypeError: a `modulusLength` that is out of bounds
 */
export async function generateJwk(alg, options = {}) {
    const row = algorithmOf(alg);
    const { privateKey } = await generatePair(row, options, true);
    return exportJwk(privateKey, 'sign', row, options);
}
/**
 * A new key whose private half cannot leave WebCrypto, and its public JWK (RFC 7517 §4).
 *
 * @throws as {@link generateJwk} does
 */
export async function generateSigner(alg, options = {}) {
    const row = algorithmOf(alg);
    const { privateKey, publicKey } = await generatePair(row, options, false);
    const publicJwk = await exportJwk(publicKey, 'verify', row, options);
    return { signer: bind(privateKey, row, publicJwk.kid), publicJwk, privateKey };
}
//# sourceMappingURL=keys.js.map
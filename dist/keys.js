/** Keys in WebCrypto: the only caller of its importKey, exportKey and generateKey. */
import { algorithmOf, algorithmsOf, keptOf } from './algorithms.js';
import { JoseError, must } from './errors.js';
import { bareKey, keyNamed, jwkThumbprint, need, selectKey } from './jwk.js';
import { subtleCrypto } from './webcrypto.js';
/** A key in WebCrypto: imported once for each JWK object, use and algorithm; a failure is not kept. */
export function importJwk(key, use, askedAlg) {
    const jwk = selectKey(key, use, askedAlg);
    const row = algorithmsOf(jwk, askedAlg)[0];
    const name = use + row.alg;
    const kept = keptOf(jwk);
    return (kept[name] ??= importOnce(jwk, use, row).catch((error) => {
        delete kept[name];
        must(error instanceof JoseError, error.name === 'NotSupportedError' ? 'ERR_CRYPTO' : 'ERR_JWK', error.name, `${row.alg} key`);
        throw error;
    }));
}
async function importOnce(jwk, use, row) {
    const subtle = subtleCrypto();
    const key = await subtle.importKey('jwk', bareKey(jwk, use, row), row, false, [use]);
    const imported = {
        alg: row.alg,
        kid: jwk.kid,
        sign: async (signingInput) => new Uint8Array(await subtle.sign(row, key, signingInput)),
        verify: (signature, signingInput) => subtle.verify(row, key, signature, signingInput),
    };
    if (use === 'sign') {
        // Half of the runtimes import a `d` that belongs to another public key, whose tokens verify nowhere.
        const probe = new Uint8Array(1);
        const { verify } = await importOnce(jwk, 'verify', row);
        need(await verify(await imported.sign(probe), probe), 'its own d');
    }
    return imported;
}
/** As importJwk; a kid that is asked for names a JWK that has none. */
async function importNamed(key, use, { alg, kid }) {
    const nameless = !key.keys && key.kid === undefined;
    const imported = await importJwk(keyNamed(key, nameless ? undefined : kid), use, alg);
    return nameless && kid !== undefined ? { ...imported, kid } : imported;
}
/**
 * What signs with a private JWK, or with the one signing key of a JWK Set (`selectSigningJwk`).
 * A JWK object is imported once, however often it comes: later changes to it are not seen.
 *
 * @throws JoseError `ERR_JWK`: a key that is unsound, public, symmetric, for something else, or for another
 *   or no one algorithm, and why; `ERR_KEY_NOT_FOUND`, `ERR_KEY_AMBIGUOUS`: none or several keys in the set;
 *   `ERR_CRYPTO`: WebCrypto, or the algorithm in it, is missing here. TypeError: not an object
 */
export async function importSigner(key, options = {}) {
    return importNamed(key, 'sign', options);
}
/**
 * What verifies with a public JWK (of a private one, with its public half). Imported once per object.
 *
 * @throws as importSigner does
 */
export async function importVerifier(key, options = {}) {
    return importNamed(key, 'verify', options);
}
/**
 * A new private JWK, with `kid`, `alg`, `use` and `key_ops`: `sign`. Keep it; publish `toPublicJwk` of it.
 *
 * @throws JoseError `ERR_ALG`: an unknown algorithm; `ERR_CRYPTO`: WebCrypto, or the algorithm in it, is
 *   missing here. TypeError: a `modulusLength` that is out of bounds
 */
export async function generateJwk(alg, options = {}) {
    const { modulusLength = 2048 } = options;
    if (!(modulusLength >= 2048 && modulusLength <= 8192))
        throw new TypeError('modulusLength: expected 2048 to 8192');
    const row = algorithmOf(alg);
    const subtle = subtleCrypto();
    const wanted = { ...row, modulusLength, publicExponent: new Uint8Array([1, 0, 1]) };
    const generated = await subtle
        .generateKey(wanted, true, ['sign', 'verify'])
        .catch((error) => {
        throw new JoseError('ERR_CRYPTO', error.name, `a key for ${alg}`);
    });
    // Some runtimes export metadata of their own: it is left out, as on the way in.
    const exported = (await subtle.exportKey('jwk', generated.privateKey));
    const bare = bareKey(exported, 'sign', row);
    const kid = options.kid ?? (await jwkThumbprint(bare));
    return { kid, alg, use: 'sig', key_ops: ['sign'], ...bare };
}

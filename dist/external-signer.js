/** Signers whose key is elsewhere: a KMS, an HSM, a smart card. */
import { algorithmOf } from './algorithms.js';
import { requireBytes } from './base64url.js';
import { ecdsaSignatureFromDer } from './der.js';
import { JoseError } from './errors.js';
/**
 * A Signer (RFC 7515 §5.1) that calls out, with a deadline: a key that fails, or answers late or with what is no signature,
 * gives a typed error. Any object that is a `Signer` serves as well; this one adds just that.
 *
 * @throws JoseError `ERR_ALG`: an unknown algorithm. Its `sign` rejects with `ERR_SIGNATURE`, whose `cause`
 *   is what the call threw
 */
export function externalSigner({ alg, kid, sign, format, timeout = 10000 }) {
    algorithmOf(alg);
    return {
        alg,
        ...(kid !== undefined && { kid }),
        async sign(signingInput) {
            let timer;
            const late = new Promise((_, reject) => {
                const error = new JoseError('ERR_SIGNATURE', 'no answer from the signer', `a signature within ${timeout} ms`);
                timer = setTimeout(() => reject(error), timeout);
            });
            try {
                const signature = await Promise.race([sign(signingInput.slice()), late]);
                requireBytes(signature, 'signature');
                return format === 'der' ? ecdsaSignatureFromDer(signature, alg) : signature;
            }
            catch (cause) {
                if (cause instanceof JoseError)
                    throw cause;
                throw new JoseError('ERR_SIGNATURE', 'the signer failed', 'a signature (see cause)', { cause });
            }
            finally {
                clearTimeout(timer);
            }
        },
    };
}
//# sourceMappingURL=external-signer.js.map
/**
 * Use this `SubtleCrypto` from now on, where the runtime has none or another is wanted; `undefined` goes
 * back to the runtime's own. Keys that were imported before stay where they are.
 */
export declare function setSubtleCrypto(subtle: SubtleCrypto | undefined): void;
/**
 * The `SubtleCrypto` to work with.
 *
 * @throws JoseError `ERR_CRYPTO` where there is none
 */
export declare function subtleCrypto(): SubtleCrypto;

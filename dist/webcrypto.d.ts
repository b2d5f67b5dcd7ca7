/**
 * Use this `SubtleCrypto` (W3C Web Cryptography API) from now on, where the runtime has none or another is
 * wanted; `undefined` goes back to the runtime's own. Keys that were imported before stay where they are. Never throws.
 */
export declare function setSubtleCrypto(subtle: SubtleCrypto | undefined): void;
/**
 * The `SubtleCrypto` to work with.
 *
 * @throws JoseError `ERR_CRYPTO` where there is none
 */
export declare function subtleCrypto(): SubtleCrypto;
//# sourceMappingURL=webcrypto.d.ts.map
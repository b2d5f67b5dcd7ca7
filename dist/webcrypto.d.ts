/**
 * Use this `SubtleCrypto` (W3C Web Cryptography API) from now on, where the runtime has none or another is
 * wanted; `undefined` goes back to the runtime's own. Keys that were imported before stay where they are. What it signs
 * it must have copied when `sign` returns, as the specification says. Never throws.
 */
export declare function setSubtleCrypto(subtle: SubtleCrypto | undefined): void;
/**
 * The `SubtleCrypto` to work with.
 *
 * @throws JoseError `ERR_CRYPTO` where there is none
 */
export declare function subtleCrypto(): SubtleCrypto;
//# sourceMappingURL=webcrypto.d.ts.map
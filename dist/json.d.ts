/** A JSON object. */
export type JsonObject = {
    [member: string]: unknown;
};
export declare const isString: (value: unknown) => value is string;
/**
 * The JSON object that `bytes` hold.
 *
 * @param what names the text in an error's message
 * @throws JoseError `ERR_JSON`: not UTF-8, not JSON, not an object, or a member given twice
 */
export declare function parseJsonObject(bytes: Uint8Array, what: string): JsonObject;
//# sourceMappingURL=json.d.ts.map
/** Discovery: .well-known/smart-configuration (SMART App Launch 2.2.0, conformance). */
import { type Answer, type HttpOptions } from '../http.js';
import type { JsonObject } from '../json.js';
/** A server's SMART configuration, as far as it concerns a client that signs (SMART D2). */
export interface SmartConfiguration extends JsonObject {
    /** An https URL. */
    token_endpoint: string;
    token_endpoint_auth_methods_supported?: string[];
    token_endpoint_auth_signing_alg_values_supported?: string[];
    scopes_supported?: string[];
    capabilities?: string[];
}
/** A FHIR base URL, ending in a slash, so that paths below it can be told. */
export declare function fhirBase(url: string): URL;
/** Ask for the configuration below a FHIR base URL. */
export declare function requestConfiguration(base: URL, options: HttpOptions): Promise<Answer>;
/** Judge the answer. */
export declare function judgeConfiguration(answer: Answer): SmartConfiguration;
/**
 * A server's SMART configuration (SMART D1, D2).
 *
 * @param fhirBaseUrl with or without a slash at its end; https, or http on localhost
 * @throws JoseError `ERR_HTTP`: no answer, another than JSON, or one that does not offer `private_key_jwt`
 *   with RS384 or ES384 at a token endpoint on https. TypeError: the URL
 */
export declare function fetchSmartConfiguration(fhirBaseUrl: string, options?: HttpOptions): Promise<SmartConfiguration>;

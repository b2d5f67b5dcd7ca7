/** Discovery: .well-known/smart-configuration (SMART App Launch 2.2.0, conformance). */
import { type Answer, type HttpOptions } from '../http.js';
/** A server's SMART configuration, as far as it concerns a client that signs. */
export interface SmartConfiguration {
    /** An https URL. */
    token_endpoint: string;
    /** How a client may authenticate: `private_key_jwt` among others. */
    token_endpoint_auth_methods_supported?: string[];
    /** What an assertion may be signed with: RS384, ES384 or both, among others. */
    token_endpoint_auth_signing_alg_values_supported?: string[];
    /** Scopes that may be asked for. */
    scopes_supported?: string[];
    /** Names of what the server can do. */
    capabilities?: string[];
    [member: string]: unknown;
}
/** A FHIR base URL, ending in a slash, so that paths below it can be told. */
export declare function fhirBase(url: string): URL;
/** Ask for the configuration below a FHIR base URL. */
export declare function requestConfiguration(base: URL, options: HttpOptions): Promise<Answer>;
/** Judge the answer. */
export declare function judgeConfiguration(answer: Answer): SmartConfiguration;
/**
 * A server's SMART configuration (SMART App Launch 2.2.0, conformance).
 *
 * @param fhirBaseUrl with or without a slash at its end; https, or http on localhost
 * @throws JoseError `ERR_HTTP`: no answer, another than JSON, or one that does not offer `private_key_jwt`
 *   with RS384 or ES384 at a token endpoint on https. TypeError: the URL
 */
export declare function fetchSmartConfiguration(fhirBaseUrl: string, options?: HttpOptions): Promise<SmartConfiguration>;
//# sourceMappingURL=configuration.d.ts.map
/**
 * The client of SMART App Launch 2.2.0: client assertions, discovery, access tokens.
 *
 * @module subtle-jws/smart
 */
export { clientAssertionParams, createClientAssertion, type ClientAssertionOptions } from './assertion.js';
export { createBackendServicesClient, type AccessToken, type BackendServicesClient, type BackendServicesOptions, } from './backend-services.js';
export { fetchSmartConfiguration, type SmartConfiguration } from './configuration.js';
export type { HttpOptions } from '../http.js';
//# sourceMappingURL=index.d.ts.map
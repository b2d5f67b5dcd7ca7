/**
 * The client of SMART App Launch 2.2.0: client assertions, discovery, access tokens.
 *
 * @module subtle-jws/smart
 */
export { clientAssertionParams, createClientAssertion } from './assertion.js';
export { createBackendServicesClient, } from './backend-services.js';
export { fetchSmartConfiguration } from './configuration.js';
//# sourceMappingURL=index.js.map
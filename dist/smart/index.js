export { clientAssertionParams, createClientAssertion } from './assertion.js';
export { createBackendServicesClient, } from './backend-services.js';
export { fetchSmartConfiguration } from './configuration.js';

export { clientAssertionParams, createClientAssertion, type ClientAssertionOptions } from './assertion.js';
export { createBackendServicesClient, type AccessToken, type BackendServicesClient, type BackendServicesOptions, } from './backend-services.js';
export { fetchSmartConfiguration, type SmartConfiguration } from './configuration.js';
export type { HttpOptions } from '../http.js';

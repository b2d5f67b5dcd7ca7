/**
 * The client of SMART App Launch 2.2.0: client assertions, discovery, access tokens.
 *
 * @module subtle-jws/smart
 */
export { clientAssertionParams, createClientAssertion, type ClientAssertionOptions } from './assertion.ts'
export {
  createBackendServicesClient,
  type BackendServicesClient,
  type BackendServicesOptions,
  type BackendServicesSettings,
} from './backend-services.ts'
export { fetchSmartConfiguration, type SmartConfiguration } from './configuration.ts'
export type { HttpOptions } from '../http.ts'
export type { AccessToken } from './token-request.ts'
export type { TokenStore } from './token-store.ts'

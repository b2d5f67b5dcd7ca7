export { clientAssertionParams, createClientAssertion, type ClientAssertionOptions } from './assertion.ts'
export {
  createBackendServicesClient,
  type AccessToken,
  type BackendServicesClient,
  type BackendServicesOptions,
} from './backend-services.ts'
export { fetchSmartConfiguration, type SmartConfiguration } from './configuration.ts'
export type { HttpOptions } from '../http.ts'

/** What stands between a client and its access token, check by check. */
import { isSecure } from '../../http.ts'
import type { Signer } from '../../index.ts'
import { examineAssertion } from './assertion.ts'
import { examineDiscovery, type Discovery, type DiscoveryConfiguration } from './discovery.ts'
import { examineKey, type KeyConfiguration } from './key.ts'
import { examineKeySet, type KeySetConfiguration } from './key-set.ts'
import type { Report } from './report.ts'
import { examineTokenRequest, type TokenRequest } from './token-request.ts'

/** What the client is configured with. */
export interface ClientConfiguration extends KeyConfiguration, DiscoveryConfiguration, KeySetConfiguration {
  readonly clientId: string
  /** Undefined: the discovered one. */
  readonly tokenEndpoint: string | undefined
  /** Undefined: the token endpoint. */
  readonly audience: string | undefined
  readonly expiresIn?: number | undefined
  /** Undefined: a new one for each assertion. */
  readonly jti: string | undefined
}

/** Examine everything, in the order in which a token request needs it. */
export async function examine(configuration: ClientConfiguration, report: Report): Promise<void> {
  const signer = await examineKey(configuration, report)
  const discovery = await examineDiscovery(configuration, signer, report)
  await examineKeySet(configuration, signer, report)
  const tokenEndpoint = tokenEndpointOf(configuration, discovery, report)
  if (!signer || tokenEndpoint === undefined) {
    const missing = signer ? 'a token endpoint' : 'a key'
    report.fail({ check: 'token request', found: 'not made', remedy: `it needs ${missing}: see above` })
    return
  }
  const audiences = [tokenEndpoint]
  if (discovery.issuer !== undefined) audiences.push(discovery.issuer)
  const options = assertionOptions(configuration, signer, tokenEndpoint)
  const assertion = await examineAssertion(options, audiences, report)
  if (assertion === undefined) return
  const { scope } = configuration
  await examineTokenRequest({ url: new URL(tokenEndpoint), scope, options, audiences }, assertion, report)
}

/** The token endpoint: the configured one, else the discovered one. */
function tokenEndpointOf(
  { tokenEndpoint }: ClientConfiguration,
  discovery: Discovery,
  report: Report,
): string | undefined {
  if (tokenEndpoint === undefined) return discovery.tokenEndpoint
  if (isSecure(tokenEndpoint)) return tokenEndpoint
  report.fail({ check: 'token endpoint', found: tokenEndpoint, remedy: 'give an https URL as --token-url' })
  return undefined
}

function assertionOptions(
  { clientId, jku, expiresIn, jti, audience }: ClientConfiguration,
  key: Signer,
  tokenEndpoint: string,
): TokenRequest['options'] {
  return { clientId, key, audience: audience ?? tokenEndpoint, jku, expiresIn, jti }
}

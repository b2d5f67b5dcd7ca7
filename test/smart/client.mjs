// The whole flow of a backend service, the same in every runtime. Gives what went wrong, or nothing.
import { createBackendServicesClient, fetchSmartConfiguration } from './smart/index.js'

export async function flow({ fhirBaseUrl, tokenEndpoint, clientId, key }) {
  try {
    const configuration = await fetchSmartConfiguration(fhirBaseUrl)
    expect(configuration.token_endpoint, tokenEndpoint)
    const client = createBackendServicesClient({ fhirBaseUrl, clientId, key, scope: 'system/Patient.rs' })
    const [first, same] = await Promise.all([client.accessToken(), client.accessToken()])
    expect(first.accessToken, same.accessToken)
    expect(first.scope, 'system/Patient.rs')
    expect((await (await client.fetch('Patient/1')).json()).resourceType, 'Patient')
    // The token lives for six seconds and is renewed five before its end.
    await new Promise((resolve) => setTimeout(resolve, 2100))
    const renewed = await client.accessToken()
    expect(renewed.accessToken === first.accessToken, false)
    const response = await client.fetch(`${fhirBaseUrl}/Patient/2`)
    expect(response.status, 200)
    expect((await response.json()).id, '2')
    const strayed = await client.fetch('https://localhost/fhir/Patient/1').catch(({ code }) => code)
    expect(strayed, 'ERR_HTTP')
    const refused = createBackendServicesClient({
      fhirBaseUrl,
      clientId: 'nobody',
      key,
      scope: 'system/Patient.rs',
    })
    expect(
      await refused.accessToken().catch(({ code, error }) => `${code} ${error}`),
      'ERR_OAUTH invalid_client',
    )
  } catch (error) {
    return `${error.name}: ${error.message}${error.cause ? ` (${error.cause.message}: ${error.cause.cause?.message ?? ''})` : ''}`
  }
}

function expect(found, expected) {
  if (found !== expected) throw new Error(`${found}: expected ${expected}`)
}

/** Every row, at once. */
export async function flows(rows) {
  return JSON.stringify(await Promise.all(rows.map(async (row) => [row.alg, (await flow(row)) ?? 'passed'])))
}

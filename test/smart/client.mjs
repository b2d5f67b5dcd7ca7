// The whole flow of a backend service, the same in every runtime. Gives the failure's text, or undefined.
import { createBackendServicesClient, fetchSmartConfiguration } from './smart.js'

export async function flow({ fhirBaseUrl, tokenEndpoint, clientId, key, profile }) {
  try {
    const configuration = await fetchSmartConfiguration(fhirBaseUrl)
    expect(configuration.token_endpoint, tokenEndpoint)
    const options = { fhirBaseUrl, clientId, key, profile, scope: 'system/Patient.rs' }
    const client = createBackendServicesClient(options)
    const [first, same] = await Promise.all([client.accessToken(), client.accessToken()])
    expect(first.accessToken, same.accessToken)
    expect(first.scope, 'system/Patient.rs')
    expect((await (await client.fetch('Patient/1')).json()).resourceType, 'Patient')
    // A token lives for six seconds, and the client renews it five seconds before it expires.
    await new Promise((resolve) => setTimeout(resolve, 2100))
    const renewed = await client.accessToken()
    expect(renewed.accessToken === first.accessToken, false)
    const response = await client.fetch(`${fhirBaseUrl}/Patient/2`)
    expect(response.status, 200)
    expect((await response.json()).id, '2')
    const strayed = await client.fetch('https://localhost/fhir/Patient/1').catch(({ code }) => code)
    expect(strayed, 'ERR_HTTP')
    const refused = createBackendServicesClient({ ...options, clientId: 'nobody' })
    expect(
      await refused.accessToken().catch(({ code, error }) => `${code} ${error}`),
      'ERR_OAUTH invalid_client',
    )
  } catch (error) {
    const { cause } = error
    const reason = cause ? ` (${cause.message}: ${cause.cause?.message ?? ''})` : ''
    return `${error.name}: ${error.message}${reason}`
  }
}

function expect(found, expected) {
  if (found !== expected) throw new Error(`${found}: expected ${expected}`)
}

/** Run all rows at the same time: `[[name, outcome], …]` as JSON. */
export async function flows(rows) {
  const outcomes = rows.map(async (row) => [row.name, (await flow(row)) ?? 'passed'])
  return JSON.stringify(await Promise.all(outcomes))
}

/** A SMART client assertion, as a backend service sends it. */
export function sampleClaims(): { [claim: string]: string | number } {
  const now = Math.floor(Date.now() / 1000)
  return {
    iss: 'my-client',
    sub: 'my-client',
    aud: 'https://fhir.example/token',
    iat: now,
    exp: now + 240,
    jti: crypto.randomUUID(),
  }
}

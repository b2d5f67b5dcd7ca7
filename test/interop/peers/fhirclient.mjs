import { importJWK, signCompactJws } from 'fhirclient/lib/security/server.js'

// A client: it signs assertions and never verifies one.
export default () => ({
  // It knows Ed25519 by its old name alone.
  algorithms: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'],
  sign: async (alg, jwk, claims) => signCompactJws(alg, await importJWK(jwk), { kid: jwk.kid }, claims),
})

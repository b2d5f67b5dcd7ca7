import { importJWK, signCompactJws } from 'fhirclient/lib/security/server.js'

// A client: it signs assertions and never verifies one.
export default () => ({
  // It knows Ed25519 only by its old name, EdDSA.
  lacks: ['Ed25519'],
  sign: async (alg, jwk, claims) => signCompactJws(alg, await importJWK(jwk), { kid: jwk.kid }, claims),
})

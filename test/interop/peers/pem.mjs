// JWKs as PEM, for peers that need it.
import { createPrivateKey, createPublicKey } from 'node:crypto'

export function privatePem(jwk) {
  return createPrivateKey({ key: jwk, format: 'jwk' }).export({ type: 'pkcs8', format: 'pem' })
}

export function publicPem(jwk) {
  return createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' })
}

// Clients that authenticate with private_key_jwt: each requests an access token and returns it.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { json } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import * as oauth from 'oauth4webapi'
import * as openid from 'openid-client'
import { createBackendServicesClient } from '../../dist/smart.js'

const require = createRequire(import.meta.url)
const SCOPE = 'system/Patient.rs'

/** Import an EC or RS384 key without its metadata. */
function cryptoKey({ kty, crv, n, e, d, p, q, dp, dq, qi, x, y }) {
  if (kty === 'EC') {
    const ecdsa = { name: 'ECDSA', namedCurve: crv }
    return crypto.subtle.importKey('jwk', { kty, crv, x, y, d }, ecdsa, false, ['sign'])
  }
  const rsa = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-384' }
  return crypto.subtle.importKey('jwk', { kty, n, e, d, p, q, dp, dq, qi }, rsa, false, ['sign'])
}

/**
 * By name: requests a token at `url` for `clientId`, with an assertion for `issuer` signed by a private JWK.
 */
export const CLIENTS = {
  async 'subtle-jws'({ url, issuer, clientId, jwk }) {
    const client = createBackendServicesClient({
      tokenEndpoint: url,
      clientId,
      key: jwk,
      scope: SCOPE,
      audience: `${issuer}/token`,
    })
    return (await client.accessToken()).accessToken
  },
  async 'openid-client'({ url, issuer, clientId, jwk }) {
    const config = new openid.Configuration(
      { issuer, token_endpoint: url },
      clientId,
      undefined,
      openid.PrivateKeyJwt({ key: await cryptoKey(jwk), kid: jwk.kid }),
    )
    openid.allowInsecureRequests(config)
    return (await openid.clientCredentialsGrant(config, { scope: SCOPE })).access_token
  },
  async oauth4webapi({ url, issuer, clientId, jwk }) {
    const server = { issuer, token_endpoint: url }
    const client = { client_id: clientId }
    const authentication = oauth.PrivateKeyJwt({ key: await cryptoKey(jwk), kid: jwk.kid })
    const options = { [oauth.allowInsecureRequests]: true }
    const answer = await oauth.clientCredentialsGrantRequest(
      server,
      client,
      authentication,
      { scope: SCOPE },
      options,
    )
    return (await oauth.processClientCredentialsResponse(server, client, answer)).access_token
  },
  // The assertion of its app launch, sent for this grant; it has the key set's URL as jku.
  async fhirclient({ url, issuer, clientId, jwk, jwksUri }) {
    const { buildTokenRequest } = require('fhirclient/lib/smart.js')
    const security = require('fhirclient/lib/security/server.js')
    const env = { security, base64urlencode: (octets) => Buffer.from(octets).toString('base64url') }
    const state = { redirectUri: 'https://app.example/', tokenUri: `${issuer}/token`, clientId }
    const init = await buildTokenRequest(env, {
      code: 'a-code',
      state,
      privateKey: jwk,
      clientPublicKeySetUrl: jwksUri,
    })
    const body = new URLSearchParams(init.body)
    body.set('grant_type', 'client_credentials')
    body.set('scope', SCOPE)
    return (await (await fetch(url, { ...init, body })).json()).access_token
  },
  async 'python-jose'({ url, issuer, clientId, jwk }) {
    const child = spawn('/usr/bin/python3', [fileURLToPath(new URL('client.py', import.meta.url))], {
      timeout: 20_000,
    })
    child.stdin.end(JSON.stringify({ url, clientId, jwk, audience: `${issuer}/token`, scope: SCOPE }))
    return (await json(child.stdout)).access_token
  },
}

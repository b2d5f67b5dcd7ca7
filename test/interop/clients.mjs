// Clients that authenticate with private_key_jwt: each asks a token endpoint for a token, and gives its answer.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { json } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import * as oauth from 'oauth4webapi'
import * as openid from 'openid-client'
import { createBackendServicesClient } from '../../dist/smart/index.js'

const require = createRequire(import.meta.url)
const SCOPE = 'system/Patient.rs'

const cryptoKey = ({ kty, crv, n, e, d, p, q, dp, dq, qi, x, y }) =>
  crypto.subtle.importKey(
    'jwk',
    kty === 'EC' ? { kty, crv, x, y, d } : { kty, n, e, d, p, q, dp, dq, qi },
    kty === 'EC' ? { name: 'ECDSA', namedCurve: crv } : { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-384' },
    false,
    ['sign'],
  )

/** By name: who asks at `url` as `clientId` with a private JWK, in an assertion for `issuer`. */
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
  // Its app launch: what it posts when the browser has come back with a code. It names its key set as jku.
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
    return (await (await fetch(url, init)).json()).access_token
  },
  async 'python-jose'({ url, issuer, clientId, jwk }) {
    const child = spawn('/usr/bin/python3', [fileURLToPath(new URL('client.py', import.meta.url))], {
      timeout: 20_000,
    })
    child.stdin.end(JSON.stringify({ url, clientId, jwk, audience: `${issuer}/token`, scope: SCOPE }))
    return (await json(child.stdout)).access_token
  },
}

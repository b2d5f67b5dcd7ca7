// 42 answers of token endpoints and of discovery, as servers in the field give them, read by this client and by
// others over real HTTP. A row fails where another client reads it better than this one.
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { OAuth2Client } from '@badgateway/oauth2-client'
import * as oauth from 'oauth4webapi'
import * as openid from 'openid-client'
import { ClientCredentials } from 'simple-oauth2'
import { generateJwk } from '../../dist/index.js'
import {
  clientAssertionParams,
  createBackendServicesClient,
  createClientAssertion,
} from '../../dist/smart.js'
import { installPackages } from '../packages.mjs'

installPackages(import.meta.dirname)

const require = createRequire(import.meta.url)
const TOKEN = 'a-token'
const GRANTED = { access_token: TOKEN, token_type: 'bearer', expires_in: 300, scope: 'system/Patient.rs' }
const BEGINNING = '{"access_token":"another",'

/** An answer: an object is sent as JSON, and a text as it is. */
const answer = (body, status = 200, headers = {}) => ({ body, status, headers })
const granted = (more) => answer({ ...GRANTED, ...more })
const typed = (type) => answer(JSON.stringify(GRANTED), 200, type ? { 'content-type': type } : {})
const OUTCOME = {
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'error', diagnostics: 'unknown kid' }],
}

/** Token answers that grant, and the seconds that the token lives where the answer says so. */
const GRANTS = {
  'as RFC 6749 has it': [granted({}), 300],
  'token_type Bearer': [granted({ token_type: 'Bearer' }), 300],
  'token_type BearerToken': [granted({ token_type: 'BearerToken' }), 300],
  'no token_type': [granted({ token_type: undefined }), 300],
  'token_type null': [granted({ token_type: null }), 300],
  'no scope': [granted({ scope: undefined }), 300],
  'scope null': [granted({ scope: null }), 300],
  'scope a list': [granted({ scope: ['system/Patient.rs'] }), 300],
  'expires_in "599"': [granted({ expires_in: '599' }), 599],
  'no expires_in': [granted({ expires_in: undefined })],
  'expires_in null': [granted({ expires_in: null })],
  'expires_in 0': [granted({ expires_in: 0 })],
  'expires_in a year': [granted({ expires_in: 31_536_000 }), 31_536_000],
  'refresh_token and id_token null': [granted({ refresh_token: null, id_token: null }), 300],
  'a member given twice': [typed('application/json'), 300],
  'a byte order mark': [
    answer(`\ufeff${JSON.stringify(GRANTED)}`, 200, { 'content-type': 'application/json' }),
    300,
  ],
  'text/html': [typed('text/html'), 300],
  'no content type': [typed(''), 300],
  '70 kB': [granted({ more: 'x'.repeat(70_000) }), 300],
  '122 kB': [granted({ more: 'x'.repeat(122_000) }), 300],
  'status 201': [answer(GRANTED, 201), 300],
}
GRANTS['a member given twice'][0].body = BEGINNING + JSON.stringify(GRANTED).slice(1)

/** Token answers that must be refused, and what the error must name. */
const UNUSABLE = {
  'token_type mac': [granted({ token_type: 'mac' }), 'mac'],
  'token_type mac, expires_in null': [granted({ token_type: 'mac', expires_in: null }), 'mac'],
  'token_type DPoP': [granted({ token_type: 'DPoP' }), 'dpop'],
  'a token that is no header value': [granted({ access_token: 'a\r\nb: c' }), ''],
  'no access_token': [granted({ access_token: undefined }), 'access_token'],
}

/** Refusals, and what the error must hold of them. */
const REFUSALS = {
  invalid_client: [answer({ error: 'invalid_client', error_description: 'unknown kid' }, 401), 'unknown kid'],
  invalid_grant: [answer({ error: 'invalid_grant', error_description: 'bad jti' }, 400), 'bad jti'],
  'an OperationOutcome': [answer(OUTCOME, 401), 'unknown kid'],
  '{statusCode, message}': [answer({ statusCode: 401, message: 'no such key' }, 401), 'no such key'],
  HTML: [answer('<h1>Blocked by policy</h1>', 403, { 'content-type': 'text/html' }), 'Blocked by policy'],
  nothing: [answer('', 400), ''],
  '429 with Retry-After': [answer({ error: 'slow_down' }, 429, { 'retry-after': '67' }), '67'],
  'a redirect to a login': [answer('', 302, { location: '/sign-in' }), '/sign-in'],
}

/** Configurations, after each of which a token is to be had. */
const CONFIGURATION = {
  authorization_endpoint: 'https://a.example/authorize',
  token_endpoint_auth_methods_supported: ['private_key_jwt'],
  token_endpoint_auth_signing_alg_values_supported: ['RS384', 'ES384'],
  capabilities: ['client-confidential-asymmetric'],
}
const configured = (more) => ({ ...CONFIGURATION, ...more })
const DISCOVERIES = {
  'as SMART has it': configured({}),
  'lists null': configured({
    token_endpoint_auth_methods_supported: null,
    capabilities: null,
    scopes_supported: null,
  }),
  'lists text': configured({
    token_endpoint_auth_methods_supported: 'private_key_jwt',
    capabilities: 'launch-ehr',
  }),
  'secrets only, RS256 only': configured({
    token_endpoint_auth_methods_supported: ['client_secret_basic'],
    token_endpoint_auth_signing_alg_values_supported: ['RS256'],
  }),
  'a relative token_endpoint': configured({ token_endpoint: 'RELATIVE' }),
  'a token_endpoint alone': {},
  'a byte order mark': configured({}),
  'a redirect within the origin': configured({}),
}

const ROWS = [
  ...Object.entries(GRANTS).map(([name, [reply, life]]) => ({ kind: 'token', name, reply, life })),
  ...Object.entries(UNUSABLE).map(([name, [reply, names]]) => ({ kind: 'unusable', name, reply, names })),
  ...Object.entries(REFUSALS).map(([name, [reply, said]]) => ({ kind: 'refusal', name, reply, said })),
  ...Object.entries(DISCOVERIES).map(([name, configuration]) => ({ kind: 'discovery', name, configuration })),
]

/** What a row's server sends for a path. */
function replyOf(row, path, base) {
  if (path === '/token') return row.reply ?? granted({})
  if (path === '/sign-in') return answer('<form>Sign in</form>', 200, { 'content-type': 'text/html' })
  if (!row.configuration) return answer('', 404)
  const isRelative = row.configuration.token_endpoint === 'RELATIVE'
  const token_endpoint = isRelative ? '../../token' : `${base}/token`
  const configuration = { issuer: base, ...row.configuration, token_endpoint }
  if (row.name === 'a token_endpoint alone') return answer({ token_endpoint })
  if (row.name === 'a byte order mark') {
    return answer(`\ufeff${JSON.stringify(configuration)}`, 200, { 'content-type': 'application/json' })
  }
  const moves = row.name === 'a redirect within the origin' && !path.startsWith('/moved')
  return moves ? answer('', 301, { location: `${base}/moved${path}` }) : answer(configuration)
}

const server = createServer((request, response) => {
  request.resume()
  const [, number, path] = /^\/(\d+)(\/.*)$/.exec(request.url) ?? []
  const isConfiguration = path?.endsWith('/.well-known/smart-configuration')
  const isKnown = isConfiguration || path === '/token'
  const reply = isKnown ? replyOf(ROWS[number], path, `${origin}/${number}`) : replyOf(ROWS[0], request.url)
  const { body, status, headers } = reply
  const isObject = typeof body === 'object'
  response.writeHead(status, { ...(isObject && { 'content-type': 'application/json' }), ...headers })
  response.end(isObject ? JSON.stringify(body) : body)
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const origin = `http://127.0.0.1:${server.address().port}`

const jwk = await generateJwk('ES384')
const { kty, crv, x, y, d } = jwk
const algorithm = { name: 'ECDSA', namedCurve: crv }
const cryptoKey = await crypto.subtle.importKey('jwk', { kty, crv, x, y, d }, algorithm, false, ['sign'])
const authentication = oauth.PrivateKeyJwt({ key: cryptoKey, kid: jwk.kid })
const insecure = { [oauth.allowInsecureRequests]: true }
const SCOPE = 'system/Patient.rs'

/** The parameters of a client that signs no assertion itself. */
async function assertionParams(url) {
  return clientAssertionParams(await createClientAssertion({ clientId: 'app', audience: url, key: jwk }))
}

const CONFIGURATION_PATH = '/fhir/.well-known/smart-configuration'

/** What each client gives at a row's server: a token and when it ends, in seconds since 1970. */
const CLIENTS = {
  async 'subtle-jws'(base, discovers) {
    const where = discovers ? { fhirBaseUrl: `${base}/fhir` } : { tokenEndpoint: `${base}/token` }
    const client = createBackendServicesClient({
      ...where,
      clientId: 'app',
      key: jwk,
      scope: SCOPE,
      retries: 0,
    })
    const { accessToken, expiresAt } = await client.accessToken()
    return { token: accessToken, end: expiresAt }
  },
  async oauth4webapi(base, discovers) {
    const client = { client_id: 'app' }
    let metadata = { issuer: base, token_endpoint: `${base}/token` }
    if (discovers) {
      const response = await fetch(base + CONFIGURATION_PATH, { redirect: 'manual' })
      metadata = await oauth.processDiscoveryResponse(new URL(base), response)
    }
    const response = await oauth.clientCredentialsGrantRequest(
      metadata,
      client,
      authentication,
      { scope: SCOPE },
      insecure,
    )
    const result = await oauth.processClientCredentialsResponse(metadata, client, response)
    return { token: result.access_token, life: result.expires_in }
  },
  async 'openid-client'(base, discovers) {
    const auth = openid.PrivateKeyJwt({ key: cryptoKey, kid: jwk.kid })
    const options = { execute: [openid.allowInsecureRequests] }
    const given = () => {
      const config = new openid.Configuration(
        { issuer: base, token_endpoint: `${base}/token` },
        'app',
        undefined,
        auth,
      )
      openid.allowInsecureRequests(config)
      return config
    }
    const location = new URL(base + CONFIGURATION_PATH)
    const config = discovers ? await openid.discovery(location, 'app', undefined, auth, options) : given()
    const result = await openid.clientCredentialsGrant(config, { scope: SCOPE })
    return { token: result.access_token, life: result.expiresIn() }
  },
  // Its own steps of an app launch: the discovery, the request and the check of its answer.
  async fhirclient(base, discovers) {
    const { getSecurityExtensions } = require('fhirclient/lib/smart.js')
    const { request } = require('fhirclient/lib/lib.js')
    const url = discovers ? (await getSecurityExtensions(`${base}/fhir`)).tokenUri : `${base}/token`
    const form = { grant_type: 'client_credentials', scope: SCOPE, ...(await assertionParams(url)) }
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const body = `${new URLSearchParams(form)}`
    const result = await request(url, { method: 'POST', headers, body })
    if (!result.access_token) throw new Error('Failed to obtain access token.')
    return { token: result.access_token, life: result.expires_in }
  },
  async '@badgateway/oauth2-client'(base, discovers) {
    const endpoint = discovers
      ? { discoveryEndpoint: base + CONFIGURATION_PATH }
      : { tokenEndpoint: `${base}/token` }
    const settings = { server: `${base}/`, clientId: 'app', clientSecret: 'none', ...endpoint }
    const client = new OAuth2Client({ ...settings, authenticationMethod: 'client_secret_post' })
    const extraParams = await assertionParams(`${base}/token`)
    const { accessToken, expiresAt } = await client.clientCredentials({ scope: [SCOPE], extraParams })
    return { token: accessToken, end: expiresAt === null ? undefined : expiresAt / 1000 }
  },
  async 'simple-oauth2'(base, discovers) {
    if (discovers) throw new Error('no discovery')
    const auth = { tokenHost: base, tokenPath: `${new URL(base).pathname}/token` }
    const client = new ClientCredentials({ client: { id: 'app', secret: 'none' }, auth })
    const { token } = await client.getToken({ scope: SCOPE, ...(await assertionParams(`${base}/token`)) })
    return { token: token.access_token, end: token.expires_at && token.expires_at.getTime() / 1000 }
  },
}

/** All that an error holds as text, wherever it stands on it. */
async function textsOf(error) {
  const texts = []
  const seen = new Set()
  async function visit(value, depth) {
    if (['string', 'number'].includes(typeof value)) texts.push(`${value}`)
    if (typeof value !== 'object' || value === null || seen.has(value) || depth > 6) return
    seen.add(value)
    if (value instanceof Response) {
      texts.push(`${value.status}`, ...[...value.headers].flat())
      if (!value.bodyUsed) texts.push(await value.clone().text())
      return
    }
    if (Buffer.isBuffer(value)) texts.push(value.toString())
    const names = new Set([...Object.getOwnPropertyNames(value), 'message', 'status', 'cause'])
    names.delete('stack')
    for (const name of names) await visit(value[name], depth + 1)
  }
  await visit(error, 0)
  return texts.join('\n')
}

/** 2: all that the answer says is there; 1: a part of it; 0: nothing, or what cannot be used is taken. */
const GRADES = {
  token({ life }, { given }) {
    if (given?.token !== TOKEN) return 0
    const { life: left, end } = given
    const lives = end === undefined ? left : end - Date.now() / 1000
    const isRight = life === undefined || Math.abs(lives - life) < 30
    return isRight ? 2 : 1
  },
  unusable({ names }, { given, texts }) {
    if (given) return 0
    return texts.toLowerCase().includes(names) ? 2 : 1
  },
  refusal({ reply, said }, { given, texts }) {
    if (given) return 0
    return Number(texts.includes(`${reply.status}`)) + Number(texts.includes(said))
  },
  discovery(_, { given }) {
    return given?.token === TOKEN ? 2 : 0
  },
}

async function outcomeOf(client, base, discovers) {
  try {
    return { given: await client(base, discovers) }
  } catch (error) {
    return { texts: await textsOf(error) }
  }
}

// What clients write to the console, such as a body, is none of this table.
const { log } = console
console.warn = () => {}

log(`${ROWS.length} answers | ${Object.keys(CLIENTS).join(' | ')}`)
const worse = []
const alone = []
for (const [number, row] of ROWS.entries()) {
  const grades = []
  for (const client of Object.values(CLIENTS)) {
    const outcome = await outcomeOf(client, `${origin}/${number}`, row.kind === 'discovery')
    grades.push(GRADES[row.kind](row, outcome))
  }
  const [ours, ...others] = grades
  const name = `${row.kind}: ${row.name}`
  log(`${name} | ${grades.join(' | ')}`)
  if (ours < Math.max(...others)) worse.push(name)
  if (ours > Math.max(...others)) alone.push(name)
}
server.close()
server.closeAllConnections()
log(`\nthe best reading of all: ${alone.join('; ') || 'none'}`)
if (worse.length > 0) {
  log(`worse than another client: ${worse.join('; ')}`)
  process.exitCode = 1
}

// The server of one row, in a process of its own: discovery, a token endpoint that verifies assertions with jose,
// the client's key set, and FHIR. The argument is a JSON file; the first line of output gives its URLs.
import { readFileSync } from 'node:fs'
import { createServer as createPlainServer } from 'node:http'
import { createServer } from 'node:https'
import { text } from 'node:stream/consumers'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { granted, INVALID_CLIENT, ROWS } from './rows.mjs'

const { id, tls, ca, jwk, certificate, host } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const { variants } = ROWS.find((row) => row.id === id)
const tokens = new Set()
const seen = new Set()
const received = {}

async function listen(create) {
  const server = create((request, response) => {
    answer(request, response).catch((error) => {
      console.error(error)
      response.destroy()
    })
  })
  server.on('clientError', (_, socket) => socket.destroy())
  server.on('tlsClientError', () => {})
  // A host of its own: what is not loopback is plain http in a network.
  await new Promise((resolve) => server.listen(0, '0.0.0.0', resolve))
  return server.address().port
}

/** A port on which nothing listens any more. */
async function closedPort() {
  const server = createPlainServer()
  await new Promise((resolve) => server.listen(0, resolve))
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  return port
}

const urls = {}

function contextOf(name, origin) {
  const root = `${origin}/${name}`
  return {
    root,
    base: `${root}/api/fhir`,
    issuer: `${root}/realms/fhir`,
    tokenEndpoint: `${root}/realms/fhir/protocol/openid-connect/token`,
    jwksUrl: `${root}/jwks`,
    certificate,
  }
}

function send(response, { status, body, type = 'application/json', headers = {} }) {
  response.writeHead(status, { 'content-type': type, ...headers })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}

async function answer(request, response) {
  const [, name, path] = /^\/([^/]+)(.*)$/.exec(request.url) ?? []
  const { server: behaviour, plainKeys } = variants[name] ?? {}
  if (!behaviour) return send(response, { status: 404, body: {} })
  const { clock = 0, date = 0 } = behaviour
  response.setHeader('date', new Date(Date.now() + date * 1000).toUTCString())
  const scheme = request.socket.encrypted ? 'https' : 'http'
  const context = contextOf(name, `${scheme}://${request.headers.host}`)
  const body = await text(request)
  if (path === '/api/fhir/.well-known/smart-configuration') {
    return send(response, { status: 200, body: configuration(context, behaviour) })
  }
  if (path === '/jwks') return send(response, keySet(behaviour))
  if (context.tokenEndpoint.endsWith(`/${name}${path}`)) {
    const now = Math.floor(Date.now() / 1000) + clock
    const given = plainKeys ? { ...context, plainKeys } : context
    return send(response, await tokenAnswer(request, body, { ...given, now, name }, behaviour))
  }
  return send(response, fhir(request, path, context, behaviour))
}

function configuration({ issuer, tokenEndpoint }, { configuration: more }) {
  return {
    issuer,
    token_endpoint: tokenEndpoint,
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: ['RS384', 'ES384'],
    scopes_supported: ['system/Patient.rs'],
    capabilities: ['client-confidential-asymmetric'],
    ...more,
  }
}

function published({ kid = jwk.kid }) {
  return { keys: [{ ...jwk, kid }] }
}

function keySet(behaviour) {
  return { status: 200, body: published(behaviour), headers: { 'cache-control': 'max-age=60' } }
}

async function tokenAnswer(request, body, context, behaviour) {
  const { refusal = INVALID_CLIENT, grant = granted, busy } = behaviour
  received[context.name] = (received[context.name] ?? 0) + 1
  if (busy) return { status: 429, body: {}, headers: { 'retry-after': `${busy}` } }
  const form = new URLSearchParams(body)
  const fault = await faultOf(form, request.headers, context, behaviour)
  if (fault) return refusal
  const token = `token-${context.name}-${tokens.size}`
  tokens.add(token)
  return { status: 200, body: grant({ token, scope: form.get('scope') }) }
}

/** Why an assertion is refused: by the rules of RFC 7523 first, without any leeway, then by the row's own. */
async function faultOf(form, headers, context, behaviour) {
  const { now } = context
  const { audience = ({ tokenEndpoint }) => tokenEndpoint, refuses = () => undefined } = behaviour
  try {
    const keys = createLocalJWKSet(published(behaviour))
    const { payload, protectedHeader } = await jwtVerify(form.get('client_assertion'), keys, {
      algorithms: ['ES384'],
      issuer: 'app',
      subject: 'app',
      currentDate: new Date(now * 1000),
      requiredClaims: ['exp', 'jti'],
    })
    if (payload.aud !== audience(context)) return `aud ${payload.aud}`
    if (payload.exp - now > 300) return 'exp is too far ahead'
    if (payload.iat > now) return 'iat is ahead'
    if (seen.has(payload.jti)) return 'jti was seen'
    seen.add(payload.jti)
    return refuses({ header: protectedHeader, claims: payload, form, headers }, context)
  } catch (error) {
    return error.message
  }
}

function fhir({ headers }, path, { root }, { xml, bulk }) {
  const [, token] = /^Bearer (.+)$/.exec(headers.authorization ?? '') ?? []
  if (path === '/received') return { status: 200, body: received }
  if (!tokens.has(token)) return { status: 401, body: { resourceType: 'OperationOutcome' } }
  if (bulk && path === '/api/fhir/$export') {
    return { status: 202, body: '', headers: { 'content-location': `${root}${bulk}/1` } }
  }
  if (bulk && path === `${bulk}/1`) return { status: 200, body: { output: [] } }
  if (xml && !headers.accept?.includes('application/fhir+json')) {
    return { status: 200, body: '<Patient/>', type: 'application/fhir+xml' }
  }
  return { status: 200, body: { resourceType: 'Patient', id: '1' }, type: 'application/fhir+json' }
}

const mutual = Object.values(variants).some(({ network }) => network === 'certificate')
const port = await listen((listener) => createServer(tls, listener))
const plainPort = await listen((listener) => createPlainServer(listener))
urls.secure = `https://localhost:${port}`
urls.plain = `http://${host}:${plainPort}`
urls.closed = `https://localhost:${await closedPort()}`
urls.loopback = `http://localhost:${plainPort}`
if (mutual) {
  const wanting = { ...tls, ca, requestCert: true, rejectUnauthorized: true }
  urls.mutual = `https://localhost:${await listen((listener) => createServer(wanting, listener))}`
}
console.log(JSON.stringify(urls))

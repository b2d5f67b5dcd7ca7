import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { causeOf, connectionFailure, detailsOf, proxyRemedy, unusedProxy } from '../src/cli/cause.ts'
import { JoseError } from '../src/index.ts'

const VARIABLES = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY']
const OTHERS = ['no_proxy', 'NO_PROXY']
const DISPATCHER = Symbol.for('undici.globalDispatcher.1')

/** Does something in an environment that names these proxies and no other. */
function withEnvironment<T>(variables: { readonly [name: string]: string }, work: () => T): T {
  const before = { ...process.env }
  for (const name of [...VARIABLES, ...OTHERS]) delete process.env[name]
  Object.assign(process.env, variables)
  try {
    return work()
  } finally {
    process.env = before
  }
}

/** The error of a request whose connection failed, as fetch wraps it. */
function failed(bottom: unknown, url = 'https://a.example/token'): JoseError {
  const cause = new TypeError('fetch failed', { cause: bottom })
  return new JoseError('ERR_HTTP', `${url}: the connection failed`, { cause })
}

test('a failed connection has a meaning and a remedy by its code', () => {
  const rows: readonly (readonly [code: string, meaning: RegExp, remedy: RegExp])[] = [
    ['CERT_HAS_EXPIRED', /certificate has expired/, /operator must renew it; .*clock/],
    ['CERT_NOT_YET_VALID', /not valid yet/, /clock/],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', /not trusted/, /self-signed: NODE_EXTRA_CA_CERTS=FILE/],
    ['SELF_SIGNED_CERT_IN_CHAIN', /not trusted/, /CA that is not trusted here: NODE_EXTRA_CA_CERTS=FILE/],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', /not trusted/, /NODE_EXTRA_CA_CERTS=FILE/],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /not trusted/, /leaves out its intermediate certificate/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', /for another host name/, /check the host name in the URL/],
    ['CERT_REVOKED', /certificate is refused/, /operator/],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', /ended the TLS handshake/, /TLS client certificate/],
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', /ended the TLS handshake/, /TLS client certificate/],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', /no TLS version/, /TLS 1\.2 or later/],
    ['ERR_SSL_WRONG_VERSION_NUMBER', /is not TLS/, /http in place of https/],
    ['ERR_SSL_BAD_RECORD_TYPE', /handshake failed/, /TLS settings/],
    ['HPE_INVALID_CONSTANT', /is not HTTP/, /https in place of http/],
    ['ECONNREFUSED', /nothing listens there/, /check host and port/],
    ['ENOTFOUND', /host name is unknown/, /DNS/],
    ['EAI_AGAIN', /could not be looked up/, /DNS does not answer/],
    ['EHOSTUNREACH', /cannot be reached/, /network/],
    ['UND_ERR_CONNECT_TIMEOUT', /no answer came in time/, /firewall/],
    ['ECONNRESET', /connection was closed/, /speaks this protocol/],
    ['SOMETHING_ELSE', /the request failed/, /check the URL and the network/],
  ]
  for (const [code, meaning, remedy] of rows) {
    const failure = connectionFailure(failed({ code, message: 'why' }))!
    assert.match(failure.found, meaning, code)
    assert.match(failure.found, new RegExp(`^no answer: .*\\(${code}\\)$`))
    assert.match(failure.remedy, remedy, code)
  }
  assert.equal(connectionFailure(new Error('no cause')), undefined)
})

test('the cause is what the code or message at the bottom means, however deep', () => {
  assert.equal(causeOf(failed({ message: 'bad port' })), 'fetch refuses to use this port')
  assert.equal(causeOf(failed('text')), undefined)
  const tunnel = { code: 'UND_ERR_ABORTED', message: 'Proxy response (407) !== 200 when HTTP Tunneling' }
  const aborted = { message: 'Request was cancelled.', cause: tunnel }
  assert.equal(causeOf(failed(aborted)), 'the proxy refused the connection')
  assert.ok(connectionFailure(failed(aborted))!.found.includes(tunnel.message))
  const circle: { cause?: unknown; message: string } = { message: 'round' }
  circle.cause = circle
  assert.equal(causeOf(failed(circle)), 'round')
})

test('a proxy that the environment names is told where fetch does not use it', () => {
  const https = new URL('https://fhir.example/r4')
  const http = new URL('http://fhir.example/r4')
  const rows: readonly (readonly [{ readonly [name: string]: string }, URL, string | undefined])[] = [
    [{}, https, undefined],
    [{ HTTPS_PROXY: 'http://p' }, https, 'HTTPS_PROXY'],
    [{ https_proxy: 'http://p', HTTPS_PROXY: 'http://q' }, https, 'https_proxy'],
    [{ HTTPS_PROXY: 'http://p' }, http, undefined],
    [{ HTTP_PROXY: 'http://p' }, http, 'HTTP_PROXY'],
    [{ HTTP_PROXY: 'http://p' }, https, undefined],
    [{ ALL_PROXY: 'http://p' }, https, 'ALL_PROXY'],
    [{ HTTPS_PROXY: '' }, https, undefined],
    [{ HTTPS_PROXY: 'http://p', NO_PROXY: '*' }, https, undefined],
    [{ HTTPS_PROXY: 'http://p', NO_PROXY: 'other.example, fhir.example' }, https, undefined],
    [{ HTTPS_PROXY: 'http://p', no_proxy: '.example' }, https, undefined],
    [{ HTTPS_PROXY: 'http://p', no_proxy: '*.Example:443' }, https, undefined],
    [{ HTTP_PROXY: 'http://p', no_proxy: 'example:80' }, http, undefined],
    [{ HTTPS_PROXY: 'http://p', no_proxy: 'example:8443,ir.example,' }, https, 'HTTPS_PROXY'],
  ]
  for (const [variables, url, name] of rows) {
    assert.equal(
      withEnvironment(variables, () => unusedProxy(url)),
      name,
      JSON.stringify(variables),
    )
  }
})

test('a dispatcher of one’s own counts as using the proxy', () => {
  const dispatchers = globalThis as { [key: symbol]: unknown }
  const before = dispatchers[DISPATCHER]
  class EnvHttpProxyAgent {}
  class Agent {}
  try {
    for (const [dispatcher, name] of [
      [new EnvHttpProxyAgent(), undefined],
      [new Agent(), 'HTTPS_PROXY'],
      [undefined, 'HTTPS_PROXY'],
    ] as const) {
      dispatchers[DISPATCHER] = dispatcher
      const url = new URL('https://fhir.example')
      assert.equal(
        withEnvironment({ HTTPS_PROXY: 'http://p' }, () => unusedProxy(url)),
        name,
      )
    }
  } finally {
    dispatchers[DISPATCHER] = before
  }
})

test('how the proxy is used depends on what Node knows', () => {
  const own = Object.getOwnPropertyDescriptor(process, 'allowedNodeEnvironmentFlags')!
  const know = (...flags: string[]) =>
    Object.defineProperty(process, 'allowedNodeEnvironmentFlags', {
      configurable: true,
      get: () => new Set(flags),
    })
  after(() => Object.defineProperty(process, 'allowedNodeEnvironmentFlags', own))
  know('--use-env-proxy')
  assert.match(proxyRemedy('HTTPS_PROXY'), /^HTTPS_PROXY names a proxy.*: set NODE_USE_ENV_PROXY=1/)
  assert.match(proxyRemedy('ALL_PROXY'), /name the proxy in HTTPS_PROXY .*NODE_USE_ENV_PROXY=1/)
  know()
  assert.match(proxyRemedy('HTTPS_PROXY'), /NODE_OPTIONS=--import=FILE.*EnvHttpProxyAgent.*Node 24/)
})

test('an error’s details are the server’s words, and what helps where there was no answer', () => {
  const said = new JoseError('ERR_OAUTH', 'https://a.example/: refused', {
    status: 400,
    description: 'not now',
  })
  assert.deepEqual(detailsOf(said), ['the server said: not now'])
  assert.deepEqual(detailsOf(new JoseError('ERR_JWK', 'no key')), [])
  const unknown = failed({ code: 'ENOTFOUND' })
  assert.deepEqual(
    withEnvironment({}, () => detailsOf(unknown)),
    [connectionFailure(unknown)!.remedy],
  )
  const [proxy] = withEnvironment({ HTTPS_PROXY: 'http://user:secret@p' }, () => detailsOf(unknown))
  assert.match(proxy!, /^HTTPS_PROXY names a proxy/)
  assert.doesNotMatch(proxy!, /secret/)
  const late = new JoseError('ERR_HTTP', 'https://a.example/: no whole answer within 10000 ms')
  assert.match(
    withEnvironment({}, () => detailsOf(late)).join(),
    /^check host, port and firewall; .*HTTPS_PROXY; or .*TLS client certificate/,
  )
  assert.match(
    withEnvironment({ HTTPS_PROXY: 'http://p' }, () => detailsOf(late)).join(),
    /^HTTPS_PROXY names a proxy, [^:]*: set [^:]*$/,
  )
  assert.deepEqual(detailsOf(new JoseError('ERR_HTTP', 'the answer has more than 262144 octets')), [])
})

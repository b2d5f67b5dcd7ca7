import assert from 'node:assert/strict'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { after, test } from 'node:test'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { causeOf, connectionFailure, detailsOf, proxyRemedy, unusedProxy } from '../src/cli/cause.ts'
import { createRemoteJwks, JoseError } from '../src/index.ts'
import { refusal } from './refusal.ts'

const VARIABLES = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY']
const OTHERS = ['no_proxy', 'NO_PROXY']

/** Where undici keeps its dispatcher: Node 20 and 22 know the first place alone. */
const DISPATCHERS = ['undici.globalDispatcher.1', 'undici.globalDispatcher.2'].map((name) => Symbol.for(name))

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
    ['ERR_SSL_BAD_RECORD_TYPE', /handshake failed/, /TLS 1\.2 or later; or .*client certificate/],
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

/** The error of a request that a server on 127.0.0.1 answers with these octets, and then ends. */
async function answeredWith(...parts: readonly (string | Uint8Array)[]): Promise<JoseError> {
  const answer = Buffer.concat(parts.map((part) => Buffer.from(part)))
  const server = createServer((socket: Socket) => {
    socket.on('error', () => {})
    socket.once('data', () => socket.end(answer))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  try {
    return await refusal(createRemoteJwks(`http://127.0.0.1:${port}/jwks`).get())
  } finally {
    server.close()
  }
}

test('a broken answer has a meaning by how it is broken, and advice for who can mend it', async () => {
  const start = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n'
  const chunked = 'Transfer-Encoding: chunked\r\n'
  const encoded = (name: string, body: Uint8Array): [string, Uint8Array] => {
    const damaged = body.map((octet) => octet ^ 0x5a)
    return [`${start}Content-Encoding: ${name}\r\nContent-Length: ${body.length}\r\n\r\n`, damaged]
  }
  const compressed = '{"keys":[]}'
  // A code in Node 20, a message from Node 24 on.
  const rules =
    /^no usable answer: the answer breaks the rules of HTTP \((HPE_|Response does not|UND_ERR_RES_CONTENT_LENGTH)/
  const compression = /^no usable answer: the answer’s compression .* cannot be undone \(/
  const cut = /^no usable answer: .*closed in the middle of the answer \(UND_ERR_SOCKET\)/
  const operator = /server’s, or that of a proxy before it: tell its operator/
  const rows: readonly (readonly [readonly (string | Uint8Array)[], RegExp, RegExp])[] = [
    [[`${start}${chunked}Content-Length: 2\r\n\r\n2\r\n{}\r\n0\r\n\r\n`], rules, operator],
    [[`${start}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`], rules, operator],
    [[`${start}Content-Length: two\r\n\r\n{}`], rules, operator],
    [[`${start}${chunked}\r\nzz\r\n{}\r\n0\r\n\r\n`], rules, operator],
    [[`${start}Na\u0001me: x\r\n\r\n{}`], rules, operator],
    [['HTTP/1.1 two OK\r\n\r\n'], rules, operator],
    [[`${start}X: ${'x'.repeat(40000)}\r\n\r\n`], /headers are too large/, /--max-http-header-size=65536/],
    [encoded('gzip', gzipSync(compressed)), compression, operator],
    [encoded('br', brotliCompressSync(compressed)), compression, operator],
    [
      ['HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'],
      /interim answer/,
      /tell its operator/,
    ],
    [[`${start}Content-Length: 200\r\n\r\n{}`], cut, /^try again; .*tell its operator/],
    [[`${start}${chunked}\r\nff\r\n{}`], cut, /^try again; .*tell its operator/],
    [['HTTP/1.1 200 OK\r\nConte'], /^no answer: .*closed before an answer/, /speaks this protocol/],
    [[''], /^no answer: .*closed before an answer/, /speaks this protocol/],
    [['SSH-2.0-OpenSSH_9\r\n'], /^no answer: the answer is not HTTP/, /https in place of http/],
    [[Buffer.of(0x15, 3, 1, 0, 2, 2, 70)], /^no answer: the answer is not HTTP/, /https in place of http/],
  ]
  for (const [parts, found, remedy] of rows) {
    const error = await answeredWith(...parts)
    const failure = connectionFailure(error)!
    assert.ok(failure, error.message)
    assert.match(failure.found, found)
    assert.match(failure.remedy, remedy, failure.found)
    assert.ok(failure.found.includes(`: ${causeOf(error)} (`))
    assert.deepEqual(
      withEnvironment({}, () => detailsOf(error)),
      [failure.remedy],
    )
  }
})

test('a failure has the same meaning in each runtime, and its words never show the URL', () => {
  const start = 'Response does not match the HTTP/1.1 protocol'
  const sent = 'error sending request for url (https://a.example/?sig=SECRET): client error'
  const alert = `${sent} (Connect): received fatal alert`
  const sending = (words: string) => ({ message: `${sent} (SendRequest): ${words}` })
  const connecting = (words: string) => ({ message: `${sent} (Connect): ${words}` })
  const rows: readonly (readonly [bottom: object, found: RegExp])[] = [
    // Node
    [{ code: 'HPE_INVALID_CONSTANT' }, /^no answer: the answer is not HTTP \(HPE_INVALID_CONSTANT\)$/],
    [{ message: `${start} (Expected HTTP/, RTSP/ or ICE/)` }, /^no answer: the answer is not HTTP/],
    [{ code: 'HPE_INVALID_CHUNK_SIZE' }, /^no usable answer: the answer breaks the rules of HTTP/],
    [
      { message: `${start} (Invalid character in chunk size)` },
      /^no usable answer: the answer breaks the rules .*\(.*Invalid character in chunk size\)\)$/,
    ],
    [{ code: 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' }, /^no usable answer: the answer breaks the rules/],
    // Deno
    [
      connecting('tcp connect error: Connection refused (os error 111)'),
      /nothing listens there \(Connection/,
    ],
    [connecting('dns error: failed to lookup address information'), /host name is unknown \(dns error\)$/],
    [connecting('tcp connect error: No route to host (os error 113)'), /host cannot be reached/],
    [connecting('tcp connect error: Connection timed out (os error 110)'), /no answer came in time/],
    [connecting('invalid peer certificate: UnknownIssuer'), /certificate is not trusted \(UnknownIssuer\)$/],
    [connecting('invalid peer certificate: Other(CaUsedAsEndEntity)'), /certificate is not trusted/],
    [connecting('invalid peer certificate: certificate expired: …'), /certificate has expired/],
    [connecting('invalid peer certificate: certificate not valid yet: …'), /is not valid yet/],
    [connecting('invalid peer certificate: certificate not valid for name "a"'), /for another host name/],
    [{ code: 'Certificate', message: `${alert}: CertificateRequired` }, /server ended the TLS handshake/],
    [{ message: `${alert}: ProtocolVersion` }, /no TLS version in common/],
    [connecting('received corrupt message of type InvalidContentType'), /the answer is not TLS/],
    [connecting('Connection reset by peer (os error 104)'), /closed before an answer/],
    [sending('connection closed before message completed'), /closed before an answer/],
    [sending('invalid HTTP version parsed'), /^no answer: the answer is not HTTP/],
    [sending('invalid HTTP header parsed'), /^no usable answer: the answer breaks the rules of HTTP/],
    [sending('invalid content-length parsed'), /the answer breaks the rules of HTTP/],
    [sending('message head is too large'), /headers are too large/],
    [{ message: 'error reading a body from connection' }, /closed in the middle of the answer/],
    [{ message: 'unexpected end of file' }, /compression .* cannot be undone/],
    [{ message: 'Fetch failed: Requests to port 9 are blocked' }, /refuses to use this port/],
    [connecting('proxy authentication required'), /the proxy refused the connection/],
    // Bun
    [{ code: 'Malformed_HTTP_Response' }, /the answer breaks the rules of HTTP/],
    [{ code: 'UnrequestedUpgrade' }, /interim answer/],
    [{ code: 'BrotliDecompressionError' }, /compression .* cannot be undone/],
    [{ code: 'ERR_PROXY_TUNNEL' }, /the proxy refused the connection/],
    // Any
    [connecting('something new'), /^no answer: the request failed$/],
  ]
  for (const [bottom, found] of rows) {
    const error = failed(bottom)
    const failure = connectionFailure(error)!
    assert.match(failure.found, found)
    assert.ok(failure.remedy)
    assert.doesNotMatch(`${failure.found} ${causeOf(error)}`, /SECRET/)
  }
})

test('of an error that is of no request, the cause is what it says', () => {
  const cause = new Error('key data malformed')
  const error = new JoseError('ERR_CRYPTO', 'it fails', { cause })
  assert.equal(causeOf(error), 'key data malformed')
  assert.deepEqual(detailsOf(error), [])
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
  assert.equal(causeOf(failed(circle)), undefined)
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
  const before = DISPATCHERS.map((place) => dispatchers[place])
  const put = (values: readonly unknown[]): void => {
    for (const [i, place] of DISPATCHERS.entries()) dispatchers[place] = values[i]
  }
  class EnvHttpProxyAgent {}
  class Agent {}
  // In Node 26 the old place holds this, whatever fetch uses.
  class Dispatcher1Wrapper {}
  try {
    for (const [old, current, name] of [
      [new EnvHttpProxyAgent(), undefined, undefined],
      [new Agent(), undefined, 'HTTPS_PROXY'],
      [undefined, undefined, 'HTTPS_PROXY'],
      [new Dispatcher1Wrapper(), new Agent(), 'HTTPS_PROXY'],
      [new Dispatcher1Wrapper(), new EnvHttpProxyAgent(), undefined],
    ] as const) {
      put([old, current])
      const url = new URL('https://fhir.example')
      assert.equal(
        withEnvironment({ HTTPS_PROXY: 'http://p' }, () => unusedProxy(url)),
        name,
      )
    }
  } finally {
    put(before)
  }
})

test('Deno and Bun use the proxy that the environment names', () => {
  const own = Object.getOwnPropertyDescriptor(process, 'versions')!
  const url = new URL('https://fhir.example')
  const found = () => withEnvironment({ HTTPS_PROXY: 'http://p' }, () => unusedProxy(url))
  try {
    for (const runtime of ['deno', 'bun']) {
      Object.defineProperty(process, 'versions', {
        ...own,
        value: { ...process.versions, [runtime]: '1.0.0' },
      })
      assert.equal(found(), undefined)
    }
  } finally {
    Object.defineProperty(process, 'versions', own)
  }
  assert.equal(found(), 'HTTPS_PROXY')
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

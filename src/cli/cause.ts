/** Why an exchange with a server failed, in words that help: name, connection, certificate or proxy. */
import process from 'node:process'
import type { JoseError } from '../errors.ts'
import { isString } from '../options.ts'

/** What failed, and what to do about it. */
export interface Failure {
  readonly found: string
  readonly remedy: string
}

const UNTRUSTED =
  'the certificate comes from a CA that is not trusted here: NODE_EXTRA_CA_CERTS=FILE (PEM) adds that CA'
const SELF_SIGNED = 'the certificate is self-signed: NODE_EXTRA_CA_CERTS=FILE (PEM) trusts it'
const UNREACHABLE = 'check the network, VPN and firewall'

/** How a TLS client certificate is loaded. */
export const CLIENT_CERTIFICATE =
  'the server may want a TLS client certificate: NODE_OPTIONS=--import=FILE loads one (docs/smart-client.md)'

const CLOSED = `check that the port speaks this protocol; or ${CLIENT_CERTIFICATE}`
const NOT_TLS = 'the port does not speak TLS: check the port, or http in place of https'
const NOT_HTTP = 'the port does not speak HTTP: check the port, or https in place of http'
const SILENT = 'check host, port and firewall'

/** An answer in another protocol, which counts as none. */
const OTHER_PROTOCOL = /^HPE_INVALID_CONSTANT$|\(Expected HTTP\/.*|invalid HTTP version parsed/

const CLOSING = /^(ECONNRESET|EPIPE|UND_ERR_SOCKET|ECONNABORTED)$|Connection reset|closed before message/

const REPAIR = 'the fault is the server’s, or that of a proxy before it: tell its operator'

/** What a runtime says, what that means, and what helps. */
type Row = readonly [said: RegExp, meaning: string, remedy: string]

/**
 * What each fault of a connection means. The first match counts. Node and Bun give codes, and Deno gives
 * messages; for broken HTTP Node does so too, from 24 on.
 */
const CONNECTION: readonly Row[] = [
  [
    /^CERT_HAS_EXPIRED$|certificate expired/,
    'the server’s certificate has expired',
    'its operator must renew it; check this machine’s clock too',
  ],
  [
    /^CERT_NOT_YET_VALID$|certificate not valid yet/,
    'the server’s certificate is not valid yet',
    'check this machine’s clock, or ask the server’s operator',
  ],
  [/^DEPTH_ZERO_SELF_SIGNED_CERT$|CaUsedAsEndEntity/, 'the server’s certificate is not trusted', SELF_SIGNED],
  [
    /^(SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?|CERT_UNTRUSTED)$|UnknownIssuer/,
    'the server’s certificate is not trusted',
    UNTRUSTED,
  ],
  [
    /^UNABLE_TO_VERIFY_LEAF_SIGNATURE$/,
    'the server’s certificate is not trusted',
    `${UNTRUSTED}; or the server leaves out its intermediate certificate, which its operator must add`,
  ],
  [
    /^ERR_TLS_CERT_ALTNAME_INVALID$|certificate not valid for name/,
    'the server’s certificate is for another host name',
    'check the host name in the URL',
  ],
  [/^CERT_/, 'the server’s certificate is refused', 'ask the server’s operator about its certificate'],
  [
    /CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN|ALERT_UNKNOWN_CA/,
    'the server ended the TLS handshake',
    CLIENT_CERTIFICATE,
  ],
  [
    /fatal alert: (CertificateRequired|HandshakeFailure|BadCertificate|CertificateUnknown|UnknownCA)/,
    'the server ended the TLS handshake',
    CLIENT_CERTIFICATE,
  ],
  [
    /PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|fatal alert: ProtocolVersion/,
    'client and server have no TLS version in common',
    'the server must offer TLS 1.2 or later',
  ],
  [
    /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|received corrupt message of type InvalidContentType/,
    'the answer is not TLS',
    NOT_TLS,
  ],
  [
    /^(ERR_SSL|ERR_TLS|EPROTO)/,
    'the TLS handshake failed',
    `check the port, and that it speaks TLS 1.2 or later; or ${CLIENT_CERTIFICATE}`,
  ],
  [OTHER_PROTOCOL, 'the answer is not HTTP', NOT_HTTP],
  [/^ECONNREFUSED$|Connection refused/, 'nothing listens there', 'check host and port'],
  [
    /^ENOTFOUND$|dns error/,
    'the host name is unknown',
    'check the URL’s host name, and the DNS of this network',
  ],
  [/^EAI_/, 'the host name could not be looked up', 'the DNS does not answer: check the network'],
  [
    /^(EHOSTUNREACH|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL)$|No route to host|Network is unreachable/,
    'the host cannot be reached',
    UNREACHABLE,
  ],
  [
    /^(ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT|UND_ERR_HEADERS_TIMEOUT|UND_ERR_BODY_TIMEOUT)$|Connection timed out/,
    'no answer came in time',
    SILENT,
  ],
  [CLOSING, 'the connection was closed before an answer', CLOSED],
  [/^bad port$|Requests to port \d+ are blocked/, 'fetch refuses to use this port', 'check the URL’s port'],
  [
    /^(Proxy (response|Authentication).*|UND_ERR_ABORTED|ERR_PROXY_TUNNEL)|proxy authentication required/,
    'the proxy refused the connection',
    'check the proxy’s address and login, and whether it allows this host',
  ],
]

const BROKEN = 'the answer breaks the rules of HTTP'
const NOT_UNPACKED = 'the answer’s compression (Content-Encoding) cannot be undone'
const CUT = 'the connection was closed in the middle of the answer'
const CUT_REMEDY = `try again; if it happens each time, ${REPAIR}`

/** What each fault of an answer means that came, but cannot be read. */
const ANSWER: readonly Row[] = [
  [
    /^(UND_ERR_HEADERS_OVERFLOW|HPE_HEADER_OVERFLOW)$|message head is too large/,
    'the answer’s headers are too large',
    `${REPAIR}; in Node, NODE_OPTIONS=--max-http-header-size=65536 accepts 64 KiB of them`,
  ],
  [/^(HPE_|Response does not match .*|UND_ERR_RES_CONTENT_LENGTH_MISMATCH$)/, BROKEN, REPAIR],
  [
    /^(Malformed_HTTP_Response|InvalidHTTPResponse|InvalidContentLength)$|invalid [\w -]+ parsed/,
    BROKEN,
    REPAIR,
  ],
  [
    /^(bad (response|upgrade)|UnrequestedUpgrade)$/,
    'the server sent an interim answer (100 or 101), which fetch refuses',
    'the server, or a proxy before it, must leave that out: tell its operator',
  ],
  [/^(Z_|(ERR_)?ZSTD_|ERR_BROTLI_|ERR__(ERROR|ALLOC)_|too many content-encodings)/, NOT_UNPACKED, REPAIR],
  [
    /^(Zlib|\w+Decompression)Error$|invalid gzip header|unexpected (end of file|EOF)|deflate|brotli error/i,
    NOT_UNPACKED,
    REPAIR,
  ],
  [/^error reading a body from connection/, CUT, CUT_REMEDY],
]

/** What a runtime says of a failure. */
interface Reason {
  readonly text: string
  /** Whether it is a code, and not a message, which may quote a private URL. */
  readonly isCode: boolean
}

/** Messages beside which the code says less, or is missing. */
const WORDS_SAY_MORE = /^Proxy |^bad (response|upgrade)$|fatal alert: /

/** The code or message of an error's innermost cause, which says the most. */
function reasonOf({ cause }: Error): Reason | undefined {
  if (cause === undefined) return undefined
  let bottom = Object(cause) as NodeJS.ErrnoException
  // fetch's error wraps that of the connection; a proxy's is wrapped deeper still.
  for (let depth = 0; depth < 8 && bottom.cause !== undefined; depth++) {
    bottom = Object(bottom.cause) as NodeJS.ErrnoException
  }
  const { code, message } = bottom
  const saysMore = isString(message) && WORDS_SAY_MORE.test(message)
  const isCode = isString(code) && !saysMore
  const text = isCode ? code : message
  return isString(text) ? { text, isCode } : undefined
}

/** What is known of a failed request. */
interface Fault {
  /** Whether an answer came, but one that cannot be read. */
  readonly isAnswer: boolean
  readonly meaning: string | undefined
  readonly remedy: string
  /** The runtime's code, or its words as far as a row knows them. */
  readonly said: string | undefined
}

const UNKNOWN = [undefined, undefined, 'check the URL and the network'] as const

function faultOf(error: Error): Fault | undefined {
  const reason = reasonOf(error)
  if (!reason) return undefined
  const { text, isCode } = reason
  const broken = answerRow(error, text)
  const row = broken ?? CONNECTION.find(([pattern]) => pattern.test(text))
  const [known, meaning, remedy] = row ?? UNKNOWN
  const said = isCode ? text : known?.exec(text)?.[0]
  return { isAnswer: broken !== undefined, meaning, remedy, said }
}

/** The row for an answer's fault; undefined if there was no answer, or none of HTTP. */
function answerRow({ cause }: Error, text: string): Row | undefined {
  if (OTHER_PROTOCOL.test(text)) return undefined
  // Node's fetch says so if it fails after the answer's headers.
  const isBegun = Object(cause).message === 'terminated'
  if (isBegun && CLOSING.test(text)) return [CLOSING, CUT, CUT_REMEDY]
  return ANSWER.find(([pattern]) => pattern.test(text))
}

/** What an error's cause means: of a request, what is known of the failure, else the cause's own words. */
export function causeOf(error: JoseError): string | undefined {
  if (error.code === 'ERR_HTTP') return faultOf(error)?.meaning
  return reasonOf(error)?.text
}

/** Why a request got no answer, or none that can be read, and what helps; undefined without a cause. */
export function connectionFailure(error: Error): Failure | undefined {
  const fault = faultOf(error)
  if (!fault) return undefined
  const { isAnswer, meaning = 'the request failed', remedy, said } = fault
  const start = isAnswer ? 'no usable answer' : 'no answer'
  const why = said === undefined ? '' : ` (${said})`
  return { found: `${start}: ${meaning}${why}`, remedy }
}

/** The lines below an error's message: the server's words, and what helps if there was no answer. */
export function detailsOf(error: JoseError): readonly string[] {
  const { description } = error
  const said = description === undefined ? [] : [`the server said: ${description}`]
  const isSilent = error.code === 'ERR_HTTP' && error.status === undefined
  const failure = isSilent ? connectionFailure(error) : undefined
  const proxy = isSilent ? proxyFor(error) : undefined
  const late = isSilent && proxy === undefined ? lateRemedy(error) : undefined
  const remedies = [proxy && proxyRemedy(proxy), failure?.remedy, late].filter(isString)
  return [...said, ...remedies]
}

/** What helps if no answer came in time; undefined for other failures. */
export function lateRemedy({ message }: Error): string | undefined {
  if (!/within \d+ ms/.test(message)) return undefined
  // If a server closes each connection before the request, fetch connects again and again until the deadline.
  return `${SILENT}; if your network needs a proxy, name it in HTTPS_PROXY; or ${CLIENT_CERTIFICATE}`
}

/** The variable whose proxy a failed request did not use. */
function proxyFor({ message }: Error): string | undefined {
  const [, url = ''] = /^(https?:\S+): /.exec(message) ?? []
  return URL.canParse(url) ? unusedProxy(new URL(url)) : undefined
}

/** The environment variables that may name a proxy for a URL, by precedence. */
function proxyNames({ protocol }: URL): readonly string[] {
  if (protocol === 'http:') return ['http_proxy', 'HTTP_PROXY']
  return ['https_proxy', 'HTTPS_PROXY']
}

/** Whether NO_PROXY excludes a host. An entry is `*`, or a name, with or without a leading dot or a port. */
function isExcluded({ hostname, port, protocol }: URL, list: string): boolean {
  const actual = port || (protocol === 'http:' ? '80' : '443')
  return list.split(/[\s,]+/).some((entry) => {
    if (entry === '*') return true
    const [name = '', onlyPort = actual] = entry.toLowerCase().split(/:(?=\d+$)/)
    const suffix = name.replace(/^\*?\./, '')
    return suffix !== '' && onlyPort === actual && (hostname === suffix || hostname.endsWith(`.${suffix}`))
  })
}

/** Whether fetch goes through something other than Node's own connections, such as a proxy. */
function hasOwnDispatcher(): boolean {
  // undici, on which Node's fetch is built, keeps its dispatcher here: under 2 from Node 24 on.
  const dispatchers = globalThis as { [key: symbol]: object | undefined }
  const old = dispatchers[Symbol.for('undici.globalDispatcher.1')]
  const dispatcher = dispatchers[Symbol.for('undici.globalDispatcher.2')] ?? old
  return dispatcher !== undefined && dispatcher.constructor.name !== 'Agent'
}

/** The variable that names a proxy for a URL, if fetch does not use that proxy. Deno and Bun always do. */
export function unusedProxy(url: URL): string | undefined {
  const { env, versions } = process
  if (versions.deno ?? versions.bun) return undefined
  if (isExcluded(url, env.no_proxy ?? env.NO_PROXY ?? '')) return undefined
  const name = [...proxyNames(url), 'all_proxy', 'ALL_PROXY'].find((one) => env[one])
  if (name === undefined || hasOwnDispatcher()) return undefined
  return name
}

/** A sentence that says that fetch does not use the proxy in a variable, and how to change that. */
export function proxyRemedy(name: string): string {
  return `${name} names a proxy, which Node’s fetch does not use here: ${proxySetting(name)}`
}

function proxySetting(name: string): string {
  const isForAll = name.toLowerCase() === 'all_proxy'
  const start = isForAll
    ? 'name the proxy in HTTPS_PROXY (Node does not read this variable), and set '
    : 'set '
  const knowsEnvironment = process.allowedNodeEnvironmentFlags.has('--use-env-proxy')
  if (knowsEnvironment) return `${start}NODE_USE_ENV_PROXY=1 to make fetch use it`
  const file = 'a file that sets undici’s EnvHttpProxyAgent as the global dispatcher (docs/smart-client.md)'
  return `${start}NODE_OPTIONS=--import=FILE, with ${file}; or use Node 24, with NODE_USE_ENV_PROXY=1`
}

/** The HTTP server of the tests: handlers answer by path, and each request is recorded. */
import { readFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { after } from 'node:test'

/** Answers a request whose body has been read. */
export type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => unknown

/** Handlers by the end of a URL's path; the first that fits answers. */
export interface Handlers {
  [pathEnd: string]: Handler
}

export interface ReceivedRequest {
  readonly method: string
  /** The path and the query. */
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface TestServer {
  readonly origin: string
  /** What answers; other paths get 404. A test may replace it. */
  handlers: Handlers
  /** The requests so far, oldest first. */
  received: ReceivedRequest[]
  /** The requests so far whose URL ends like this. */
  receivedAt(end: string): ReceivedRequest[]
}

/** How a server listens: over TLS with the certificate of fixtures/, which nobody trusts, or without TLS. */
export type Scheme = 'http' | 'https'

const fixture = (name: string): Buffer => readFileSync(new URL(`fixtures/${name}`, import.meta.url))

/** A server on 127.0.0.1, which is closed after the file's tests. */
export async function startServer(handlers: Handlers = {}, scheme: Scheme = 'http'): Promise<TestServer> {
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request)
    const { method = '', url = '', headers } = request
    test.received.push({ method, url, headers, body })
    const path = url.split('?')[0]!
    const end = Object.keys(test.handlers).find((one) => path.endsWith(one))
    const handler = end === undefined ? respond(404, '') : test.handlers[end]!
    await handler(request, response, body)
  }
  const listener = (request: IncomingMessage, response: ServerResponse) => void answer(request, response)
  const tls = () => ({ key: fixture('tls.key.pem'), cert: fixture('tls.cert.pem') })
  const server = scheme === 'https' ? createTlsServer(tls(), listener) : createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  after(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const test: TestServer = {
    origin: `${scheme}://127.0.0.1:${port}`,
    handlers,
    received: [],
    receivedAt: (end) => test.received.filter(({ url }) => url.endsWith(end)),
  }
  return test
}

/** The origin of a server that has been closed: nothing listens there. */
export async function closedOrigin(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return `http://127.0.0.1:${port}`
}

/** Answers with a body: an object as JSON; text as HTML, unless `headers` say otherwise. */
export function respond(
  status: number,
  body: object | string,
  headers: { readonly [name: string]: string } = {},
): Handler {
  const json = typeof body === 'object'
  return (_, response) => {
    response.writeHead(status, { 'content-type': json ? 'application/json' : 'text/html', ...headers })
    response.end(json ? JSON.stringify(body) : body)
  }
}

/** Answers in turn; the last handler answers all that follow. */
export function inTurn(...handlers: readonly Handler[]): Handler {
  let turn = 0
  return (...exchange) => handlers[Math.min(turn++, handlers.length - 1)]!(...exchange)
}

/** Closes the connection instead of answering. */
export const hangUp: Handler = (request) => request.socket.destroy()

/** Never answers. */
export const silence: Handler = () => {}

/** Waits until something is true. */
export async function until(met: () => boolean): Promise<void> {
  while (!met()) await new Promise((resolve) => setTimeout(resolve, 2))
}

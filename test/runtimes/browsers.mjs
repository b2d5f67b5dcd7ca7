/** Browsers: pages on 127.0.0.1 run their programs and send their reports back. No driver is needed. */
import { EventEmitter, on } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { controlLines } from './processes.mjs'
import { fromJson } from './protocol.mjs'

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript' }

/** A host that the browser takes for a remote one, so that a page of its is no secure context. */
const INSECURE = 'insecure.test'

/** Serve a folder on a port of 127.0.0.1; what is sent to /report goes to `receive`. */
async function serve(folder, receive) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://127.0.0.1')
    if (request.method === 'POST' && pathname === '/report') {
      const report = await text(request)
      response.end()
      return receive(report)
    }
    const file = await readFile(join(folder, pathname)).catch(() => undefined)
    response
      .writeHead(file ? 200 : 404, { 'content-type': TYPES[extname(pathname)] ?? 'text/plain' })
      .end(file)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

/** Start Xvfb, which chooses a free display, and name that. */
export async function openDisplay(start) {
  const [number] = await controlLines(start('Xvfb', ['-displayfd', '3', '-nolisten', 'tcp']), 1)
  return `:${number}`
}

/** Node's half of the keys that were kept: what they signed after the reload verifies as was published before. */
function verifyKept({ lib, suite: { equal, KEPT_ALGORITHMS, runCases } }, published, tokens) {
  const cases = KEPT_ALGORITHMS.map((alg) => ({
    name: `IndexedDB: the ${alg} token of the kept key verifies in Node`,
    async run({ verifyJwt }) {
      equal((await verifyJwt(tokens[alg], published, { algorithms: [alg] })).claims, { iss: alg })
    },
  }))
  return runCases(cases, lib)
}

/**
 * Start a browser on a page of a folder, and give `read` the function that awaits its next report; that takes
 * what finds the report in the answer, where it is not cases.
 */
export async function visit({ file, args }, { site, start, home }, page, read, flags = []) {
  const inbox = new EventEmitter()
  const reports = on(inbox, 'report')
  const server = await serve(site, (report) => inbox.emit('report', report))
  try {
    const browser = start(file, [...flags, ...args(home), page(server.address().port)])
    const gone = browser.ended.then((how) => Promise.reject(new Error(`it ended with ${how}`)))
    return await read(async (found) => fromJson((await Promise.race([reports.next(), gone])).value[0], found))
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

/**
 * Run the suite in a browser, then the keys that are kept over a reload; with `insecure` also what is
 * refused in a page without crypto.subtle.
 */
export async function runBrowser(row, laidOut) {
  const { insecure } = row
  const chain = (port) => {
    const page = (program, host = '127.0.0.1') => `http://${host}:${port}/page.html?program=${program}`
    const pages = [page('suite'), page('kept-key'), ...(insecure ? [page('suite', INSECURE)] : [])]
    return pages.reduceRight((next, url) => `${url}&next=${encodeURIComponent(next)}`)
  }
  const read = async (answer) => {
    const { cases, tokens } = await answer()
    const { cases: keptCases, published } = await answer()
    const reloaded = await answer()
    const verified = await verifyKept(laidOut, published, reloaded.tokens)
    const refused = insecure ? (await answer()).cases : []
    return { cases: [...cases, ...keptCases, ...reloaded.cases, ...verified, ...refused], tokens }
  }
  return visit(row, laidOut, chain, read, insecure ? [`--host-resolver-rules=MAP ${INSECURE} 127.0.0.1`] : [])
}

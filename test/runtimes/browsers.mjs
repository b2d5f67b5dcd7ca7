/** Runs programs in browsers, without a driver: pages on 127.0.0.1 run them and send their reports back. */
import { EventEmitter, on } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { controlLines } from './processes.mjs'
import { fromJson } from './protocol.mjs'

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript' }

/** A host that the browser takes for a remote one, so that its pages are not secure contexts. */
const INSECURE = 'insecure.test'

/** Serve a folder on a port of 127.0.0.1, and pass what is posted to /report to `receive`. */
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

/** Start Xvfb, which chooses a free display: gives the display's name. */
export async function openDisplay(start) {
  const [number] = await controlLines(start('Xvfb', ['-displayfd', '3', '-nolisten', 'tcp']), 1)
  return `:${number}`
}

/** Verify in Node what the kept keys signed after the reload, with the keys that were published before. */
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
 * Start a browser on a page of the folder `site`. `read` gets a function that awaits the next report, and
 * takes an optional parser for reports other than cases.
 */
export async function visit({ file, args }, { site, start, home, flags = [] }, page, read) {
  const inbox = new EventEmitter()
  const reports = on(inbox, 'report')
  const server = await serve(site, (report) => inbox.emit('report', report))
  try {
    const browser = start(file, [...flags, ...args(home), page(server.address().port)])
    const gone = browser.ended.then((how) => Promise.reject(new Error(`it ended with ${how}`)))
    const nextReport = async (parser) => {
      const { value } = await Promise.race([reports.next(), gone])
      return fromJson(value[0], parser)
    }
    return await read(nextReport)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

/**
 * Run the suite in a browser, then the test of keys that survive a reload. With `insecure` also run the suite
 * in a page without crypto.subtle.
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
  const flags = insecure ? [`--host-resolver-rules=MAP ${INSECURE} 127.0.0.1`] : []
  return visit(row, { ...laidOut, flags }, chain, read)
}

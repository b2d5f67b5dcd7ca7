// A FHIR server with Bulk Data, a token endpoint that verifies assertions, and a file server on another
// origin.
//
//   node fhir-server.mjs CONFIG
//
// CONFIG is JSON: { style, jwks, files, polls, kickOffs, deletes, manifest, requiresAccessToken, tokenUses,
// tokenLife, tokenDelay, ports }. It prints the URLs of its origins and its FHIR base: { fhir, files,
// control, base }. control answers what was asked (GET /) and how many tokens were granted (GET /grants), has
// all signatures expire (DELETE /), and lets processes go on together (GET /gate?count=8).
import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { createAssertionVerifier, toOAuthErrorResponse } from '../../dist/server.js'
import { partsOf, sumOf } from './bulk-data.mjs'

const config = JSON.parse(process.argv[2])
const { jwks, files, polls = [], tokenUses = Infinity, tokenLife = 300, ports = {} } = config

/** Where servers of each style keep things, and which files they serve with the token. */
const STYLES = {
  // Status and files lie beside the FHIR base.
  epic: {
    base: '/api/FHIR/R4',
    status: '/api/FHIR/BulkRequest/job1',
    file: (index) => `/api/FHIR/BulkRequest/job1/${index}`,
  },
  // The status lies above the FHIR base.
  smart: {
    base: '/eyJlcnIiOiIiLCJkdXIiOjB9/fhir',
    status: '/bulkstatus/job1',
    file: (index) => `/eyJlcnIiOiIiLCJkdXIiOjB9/bulkfiles/${index}.ndjson`,
  },
  // Signed URLs of another origin stand in the manifest.
  signed: { base: '/fhir', status: '/fhir/jobs/job1', signed: true },
  // The FHIR server redirects to signed URLs of another origin.
  redirecting: {
    base: '/fhir',
    status: '/fhir/jobs/job1',
    file: (index) => `/fhir/files/${index}`,
    redirects: true,
  },
  // Files of another origin, which wants the token too.
  elsewhere: { base: '/fhir', status: '/fhir/jobs/job1', elsewhere: true },
}
const style = STYLES[config.style]

/** Every request: the origin that it reached, its method and path, whether it brought a token, the status. */
const journal = []
const tokens = new Map()
/** How often each file was asked for. */
const asked = files.map(() => 0)
let isEnded = false
let kickOffs = 0
/** Token requests whose assertion was accepted. */
let grants = 0
/** Processes that wait at the gate, to go through together. */
const waiting = []

let secret = randomBytes(16)
const signatureOf = (path) => createHmac('sha256', secret).update(path).digest('hex')

const urls = {}
let verifier

const answer = (status, headers = {}, body = '') => ({ status, headers, body })
const outcome = (status, diagnostics, { code = 'processing', ...headers } = {}) => {
  const body = { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code, diagnostics }] }
  return answer(status, { 'content-type': 'application/fhir+json', ...headers }, JSON.stringify(body))
}

/** Whether a request brings a token that is still good: each is good for so many requests. */
function isAuthorized({ headers }) {
  const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1]
  const left = tokens.get(token) ?? 0
  tokens.set(token, left - 1)
  return left > 0
}

async function grantToken(request) {
  try {
    const form = new URLSearchParams(await text(request))
    await verifier.verify(form)
    grants++
    await delay(config.tokenDelay ?? 0)
    const token = randomUUID()
    tokens.set(token, tokenUses)
    const granted = {
      access_token: token,
      token_type: 'bearer',
      expires_in: tokenLife,
      scope: form.get('scope'),
    }
    return answer(200, { 'content-type': 'application/json' }, JSON.stringify(granted))
  } catch (error) {
    const refusal = toOAuthErrorResponse(error)
    return answer(refusal.status, Object.fromEntries(refusal.headers), await refusal.text())
  }
}

function startJob({ headers }) {
  if (headers.accept !== 'application/fhir+json') return outcome(400, 'Accept must be application/fhir+json')
  if (headers.prefer !== 'respond-async') return outcome(400, 'Prefer must be respond-async')
  kickOffs++
  const refusal = config.kickOffs?.[kickOffs - 1]
  if (refusal) return outcome(refusal.status, 'not now', refusal.headers)
  return answer(202, { 'content-location': `${urls.fhir}${style.status}` })
}

const signedUrl = (path) => `${urls.files}${path}?signature=${signatureOf(path)}`

function fileUrl(index) {
  if (style.signed) return signedUrl(`/bucket/${index}`)
  if (style.elsewhere) return `${urls.files}/bucket/${index}`
  return `${urls.fhir}${style.file(index)}`
}

function manifest() {
  const entries = files.map((file, index) => ({ ...file, url: fileUrl(index) }))
  const listed = (wanted) =>
    entries
      .filter(({ list = 'output' }) => list === wanted)
      .map(({ type, url, lines, count = lines }) => ({ type, url, ...(count !== null && { count }) }))
  return {
    transactionTime: '2026-11-26T10:00:00Z',
    request: `${urls.fhir}${style.base}/$export`,
    ...(config.requiresAccessToken !== null && {
      requiresAccessToken: config.requiresAccessToken ?? !style.signed,
    }),
    output: listed('output'),
    deleted: listed('deleted'),
    error: listed('error'),
    ...config.manifest,
  }
}

function answerStatus({ method }) {
  if (isEnded) return outcome(404, 'there is no such export')
  if (method === 'DELETE') {
    const refusal = config.deletes?.shift()
    if (refusal) return outcome(refusal, 'not now')
    isEnded = true
    return answer(202)
  }
  const poll = polls.shift()
  if (!poll) return answer(200, { 'content-type': 'application/json' }, JSON.stringify(manifest()))
  const { status = 202, headers = {}, retryDate, diagnostics } = poll
  const retry = retryDate && { 'retry-after': new Date(Date.now() + retryDate * 1000).toUTCString() }
  if (diagnostics) return outcome(status, diagnostics, headers)
  return answer(status, { ...headers, ...retry })
}

/** Write a file. The first answers may have faults, one each: `faults` of the file lists them. */
async function sendFile(response, index) {
  const file = files[index]
  const { status, end, lines = file.lines, isChunked } = file.faults?.[asked[index]++] ?? {}
  if (status) return outcome(status, 'not now', { 'retry-after': '1' })
  const content = { ...file, lines }
  const length = isChunked || file.isChunked ? undefined : sumOf(content).length
  const { contentType = 'application/fhir+ndjson' } = file
  response.writeHead(200, { 'content-type': contentType, ...(length && { 'content-length': length }) })
  let sent = 0
  for (const part of partsOf(content)) {
    const isOver = end && sent + part.length > length / 2
    if (isOver) {
      response.write(part.subarray(0, part.length / 2))
      // What is written must be gone before the connection is.
      await delay(50)
      if (end === 'cut') response.destroy()
      return
    }
    sent += part.length
    if (!response.write(part)) await once(response, 'drain')
  }
  response.end()
}

function indexIn(pathname) {
  const index = files.findIndex((_, i) => pathname === style.file?.(i) || pathname === `/bucket/${i}`)
  return index < 0 ? undefined : index
}

async function answerFhir(request, response, { pathname }) {
  const { method } = request
  if (pathname === `${style.base}/.well-known/smart-configuration`) {
    const known = JSON.stringify({ token_endpoint: `${urls.fhir}/token`, capabilities: [] })
    return answer(200, { 'content-type': 'application/json' }, known)
  }
  if (method === 'POST' && pathname === '/token') return grantToken(request)
  if (!isAuthorized(request))
    return outcome(401, 'the access token is missing or has expired', { code: 'login' })
  if (pathname === `${style.base}/$export`) return startJob(request)
  if (pathname === style.status) return answerStatus(request)
  if (pathname === `${style.base}/Patient/1`) return outcome(200, 'a patient')
  const index = indexIn(pathname)
  if (index === undefined) return outcome(404, 'nothing is here')
  if (style.redirects) return answer(307, { location: signedUrl(`/bucket/${index}`) })
  return sendFile(response, index)
}

/** As object stores do: a signature and a token are two credentials, and refused together. */
function answerFiles(request, response, { pathname, searchParams }) {
  const index = indexIn(pathname)
  if (index === undefined) return answer(404)
  if (style.elsewhere) return isAuthorized(request) ? sendFile(response, index) : answer(401)
  if (request.headers.authorization) return answer(400, {}, '<Error>Only one auth mechanism allowed</Error>')
  const isSigned = searchParams.get('signature') === signatureOf(pathname)
  if (!isSigned) return answer(403, {}, '<Error>Request has expired</Error>')
  return sendFile(response, index)
}

async function serve(origin, handle) {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://127.0.0.1')
    const entry = {
      origin,
      method: request.method,
      path: url.pathname,
      token: 'authorization' in request.headers,
    }
    if (origin !== 'control') journal.push(entry)
    response.on('error', () => {})
    const plain = await handle(request, response, url)
    entry.status = plain?.status ?? 200
    if (plain) response.writeHead(plain.status, plain.headers).end(plain.body)
  })
  await new Promise((resolve) => server.listen(ports[origin] ?? 0, '127.0.0.1', resolve))
  urls[origin] = `http://127.0.0.1:${server.address().port}`
}

/** Hold the request until so many are there. */
async function waitAtGate(count) {
  const opened = new Promise((resolve) => waiting.push(resolve))
  if (waiting.length === count) for (const open of waiting.splice(0)) open()
  await opened
}

async function answerControl({ method }, _, { pathname, searchParams }) {
  if (pathname === '/gate') await waitAtGate(Number(searchParams.get('count')))
  // All signatures expire.
  if (method === 'DELETE') secret = randomBytes(16)
  const body = pathname === '/grants' ? grants : journal
  return answer(200, { 'content-type': 'application/json' }, JSON.stringify(body))
}

await serve('fhir', answerFhir)
await serve('files', answerFiles)
await serve('control', answerControl)
verifier = createAssertionVerifier({
  audience: `${urls.fhir}/token`,
  client: (clientId) => (clientId === 'my-client' ? { jwks } : undefined),
})
console.log(JSON.stringify({ ...urls, base: `${urls.fhir}${style.base}` }))

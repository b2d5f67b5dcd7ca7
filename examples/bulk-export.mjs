#!/usr/bin/env node
// Exports data in bulk from a FHIR server, and saves it as NDJSON files (FHIR Bulk Data Access).
//
// How to run it, in Node 20 or later:
//
//   npm install subtle-jws
//   node bulk-export.mjs --fhir-base https://fhir.example/r4 --client-id my-client --key key.json --out data
//
// What must be set: the FHIR base URL, the client_id and the private key, as above or in the environment
// variables FHIR_BASE_URL, CLIENT_ID and PRIVATE_JWK. --help lists all options. To resume an export that was
// interrupted, run the same command again.
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { createBackendServicesClient } from 'subtle-jws/smart'

const HELP = `Usage: node bulk-export.mjs --fhir-base URL --client-id ID --key FILE --out FOLDER [options]

Exports data in bulk from a FHIR server into NDJSON files. Run again, the same command resumes an export.

  --fhir-base URL       the FHIR server (or the environment variable FHIR_BASE_URL)
  --client-id ID        as registered (CLIENT_ID)
  --key FILE            the private key, a JWK (PRIVATE_JWK: the JWK itself)
  --out FOLDER          where the files go; a folder for each export

  --from PATH           what to export: Patient, Group/ID, or by default the whole system
  --type NAMES          the resource types, such as Patient,Observation; by default all
  --since TIME          export only what changed since then, such as 2026-01-31T00:00:00Z
  --param NAME=VALUE    a further parameter of the export; may be repeated
  --scope SCOPES        the scopes to ask for (SCOPE); by default system/*.rs
  --token-endpoint URL  where tokens come from (TOKEN_ENDPOINT); by default it is discovered
  --allow URL           another server that may get the token, such as a file server; may be repeated
  --ignore-counts       accept files with another number of lines than the server counted
  --retries N           how often to repeat a request after a temporary failure; by default 5
  --timeout SECONDS     how long the server may send nothing during a request; by default 60
  --max-wait HOURS      how long the server may take to prepare the files; by default 24
  --cancel              cancel the export on the server instead of resuming it
  --help                show this text

Progress goes to stderr. When all files are there, their names go to stdout.
Exit status: 0 all files are there; 1 something failed; 2 the command is wrong.
`

const OPTIONS = {
  'fhir-base': { type: 'string' },
  'client-id': { type: 'string' },
  key: { type: 'string' },
  out: { type: 'string' },
  from: { type: 'string' },
  type: { type: 'string' },
  since: { type: 'string' },
  param: { type: 'string', multiple: true, default: [] },
  scope: { type: 'string' },
  'token-endpoint': { type: 'string' },
  allow: { type: 'string', multiple: true, default: [] },
  'ignore-counts': { type: 'boolean' },
  retries: { type: 'string', default: '5' },
  timeout: { type: 'string', default: '60' },
  'max-wait': { type: 'string', default: '24' },
  cancel: { type: 'boolean' },
  help: { type: 'boolean' },
}

/** The most octets of an answer that is not a file: a manifest can list many files. */
const LONGEST_ANSWER = 64 * 2 ** 20
const MOST_REDIRECTS = 5
const LONGEST_PAUSE = 3600
/** The most seconds, hours or retries that an option may have: a longer timer would fire at once. */
const MOST = 1_000_000
/** Milliseconds between two lines of progress while a file is received. */
const PROGRESS_INTERVAL = 5000

/** A mistake in the command itself. */
class UsageError extends Error {}

/** A failure of a server. If it is `transient`, the same request may succeed after `pause` seconds. */
class Failure extends Error {
  constructor(message, { status, transient = false, pause } = {}) {
    super(message)
    this.status = status
    this.transient = transient
    this.pause = pause
  }
}

const say = (line) => process.stderr.write(`${printable(line)}\n`)

/** Text without characters by which a server could control the terminal. */
const printable = (text) => text.replace(/\p{C}/gu, '?')

/** A URL as it can be shown: the query of a signed URL is a secret. */
const shown = ({ origin, pathname }) => origin + pathname

// ---- Settings

function numberOf(values, name, least = 0) {
  const number = Number(values[name])
  if (values[name] !== '' && number >= least && number <= MOST) return number
  throw new UsageError(`--${name} must be a number, ${least} to ${MOST}`)
}

function valuesOf(args) {
  try {
    return parseArgs({ args, options: OPTIONS }).values
  } catch ({ message }) {
    throw new UsageError(message)
  }
}

async function keyOf(file) {
  const text = file === undefined ? process.env.PRIVATE_JWK : await readText(file)
  if (!text) throw new UsageError('a private key is needed: --key FILE, or PRIVATE_JWK in the environment')
  try {
    return JSON.parse(text)
  } catch {
    // The parser's own message would quote the key.
    throw new UsageError('the key is not JSON; it must be a JWK (npx subtle-jws keygen makes one)')
  }
}

async function readText(file) {
  try {
    return await readFile(file, 'utf8')
  } catch ({ code }) {
    throw new UsageError(`${file} cannot be read (${code})`)
  }
}

/** Make the client. A mistake in its options is a mistake in the command. */
function clientOf(options) {
  try {
    return createBackendServicesClient(options)
  } catch ({ message }) {
    throw new UsageError(message)
  }
}

async function settingsOf(values) {
  const { env } = process
  const fhirBase = values['fhir-base'] ?? env.FHIR_BASE_URL
  const clientId = values['client-id'] ?? env.CLIENT_ID
  if (!fhirBase || !URL.canParse(fhirBase))
    throw new UsageError('--fhir-base must be the URL of a FHIR server')
  if (!clientId) throw new UsageError('--client-id is needed')
  if (!values.out) throw new UsageError('--out FOLDER is needed')
  const base = new URL(`${fhirBase.replace(/\/+$/, '')}/`)
  // The status and the files may be anywhere on the server that gets the token, not just below its base.
  const allowed = [`${base.origin}/`, ...values.allow]
  const settings = {
    base,
    folder: values.out,
    exportUrl: exportUrlOf(base, values),
    allowed,
    ignoreCounts: values['ignore-counts'],
    retries: numberOf(values, 'retries'),
    timeout: numberOf(values, 'timeout', 1) * 1000,
    maxWait: numberOf(values, 'max-wait') * 3600_000,
    cancel: values.cancel,
  }
  const key = await keyOf(values.key)
  settings.client = clientOf({
    fhirBaseUrl: fhirBase,
    tokenEndpoint: values['token-endpoint'] ?? env.TOKEN_ENDPOINT,
    clientId,
    key,
    scope: values.scope ?? env.SCOPE ?? 'system/*.rs',
    allowedUrls: allowed,
  })
  return settings
}

function exportUrlOf(base, { from, type, since, param }) {
  const url = new URL(from ? `${from.replace(/^\/|\/$/g, '')}/$export` : '$export', base)
  if (type) url.searchParams.append('_type', type)
  if (since) url.searchParams.append('_since', since)
  for (const pair of param) {
    const [name, ...rest] = pair.split('=')
    if (!name || rest.length === 0) throw new UsageError('--param must be NAME=VALUE')
    url.searchParams.append(name, rest.join('='))
  }
  return url
}

// ---- Requests

/** A signal that aborts if `touch` is not called for so many milliseconds. `stop` ends the watch. */
function createWatch(milliseconds) {
  const controller = new AbortController()
  let timer
  function touch() {
    clearTimeout(timer)
    timer = setTimeout(abort, milliseconds)
  }
  function abort() {
    controller.abort(new Failure(`the server sent nothing for ${milliseconds / 1000} s`, { transient: true }))
  }
  touch()
  return { signal: controller.signal, touch, stop: () => clearTimeout(timer) }
}

/** The seconds that a server asks us to wait: a number, or a date by its own clock (RFC 9110 §10.2.3). */
function retryAfterOf({ headers }) {
  const value = headers.get('retry-after') ?? ''
  if (/^\d+$/.test(value)) return Number(value)
  const now = Date.parse(headers.get('date') ?? '') || Date.now()
  const seconds = (Date.parse(value) - now) / 1000
  return Number.isNaN(seconds) ? undefined : seconds
}

/** A reasonable pause: at least a second, at most an hour. */
const fairPause = (seconds) => Math.min(Math.max(seconds, 1), LONGEST_PAUSE)

/** The octets of an answer, each part as it arrives. */
async function* partsOf(response, watch) {
  for await (const part of response.body ?? []) {
    watch.touch()
    yield part
  }
}

async function textOf(response, watch) {
  const parts = []
  let length = 0
  for await (const part of partsOf(response, watch)) {
    length += part.length
    if (length > LONGEST_ANSWER) throw new Failure(`an answer has more than ${LONGEST_ANSWER} octets`)
    parts.push(part)
  }
  return Buffer.concat(parts).toString()
}

/** What an OperationOutcome or an OAuth error says, and whether a job failed for good. */
function outcomeIn(text) {
  try {
    const { issue, error, error_description: description } = JSON.parse(text)
    if (!Array.isArray(issue)) return { said: [error, description].filter(Boolean).join(': ') }
    const words = issue.map(({ diagnostics, details, code }) => diagnostics ?? details?.text ?? code)
    const isPassing = issue.some(({ code }) => code === 'transient' || code === 'throttled')
    return { said: words.join('; '), isFinal: !isPassing }
  } catch {
    return { said: '' }
  }
}

/** The statuses of a server, or of a proxy before it, that is too busy. */
const BUSY = [408, 429, 502, 503, 504]

/** The failure for an answer with a wrong status. */
async function failureOf(url, response, watch) {
  const { status } = response
  const { said, isFinal = false } = outcomeIn(await textOf(response, watch))
  const reason = said ? `: ${said.slice(0, 300)}` : ''
  return new Failure(`${shown(url)} answered status ${status}${reason}`, {
    status,
    // An export that failed says so with status 500 and an OperationOutcome.
    transient: BUSY.includes(status) || (status >= 500 && !isFinal),
    pause: retryAfterOf(response),
  })
}

/** Whether the same request may succeed later. */
function isTransient(error) {
  if (error instanceof Failure) return error.transient
  const { name, code, status, cause } = error
  // The token request failed: without a status, there was no answer.
  if (name === 'JoseError')
    return code === 'ERR_HTTP' && (status === undefined || status === 429 || status >= 500)
  // An error of fetch has a cause; one of the file system does not.
  return error instanceof TypeError && cause !== undefined
}

/** Do something, and try it again after temporary failures. */
async function patiently({ retries }, what, work) {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      const asked = error.pause ?? error.retryAfter ?? 0
      if (attempt >= retries || asked > LONGEST_PAUSE || !isTransient(error)) throw error
      const pause = fairPause(Math.max(asked, 2 ** attempt))
      say(`${what}: ${sentenceOf(error)}; trying again in ${Math.ceil(pause)} s`)
      await sleep(pause * 1000)
    }
  }
}

function sentenceOf({ name, message, cause }) {
  // The message of a JoseError includes the cause.
  const reason = name !== 'JoseError' && (cause?.message || cause?.code)
  return reason ? `${message}: ${reason}` : message
}

/** Whether the token may go to a URL. The client checks that again, more strictly. */
const isAllowed = (allowed, { href }) =>
  allowed.some((place) => `${href}/`.startsWith(place.replace(/\/*$/, '/')))

/** A request with the token. */
function fetchWithToken({ client, allowed, base }, url, init) {
  if (!isAllowed(allowed, url)) {
    const remedy = `if you trust it, add --allow ${shown(new URL('.', url))}`
    throw new UsageError(`${shown(url)} wants the token, which goes only to ${base.origin}; ${remedy}`)
  }
  if (/%2f|%5c|%2e/i.test(url.pathname)) {
    throw new Failure(
      `${shown(url)} wants the token, which is not sent to paths with encoded slashes or dots`,
    )
  }
  return client.fetch(url, init)
}

/** A request without the token: over https, unless the FHIR server is on http as well. */
function fetchWithoutToken({ base }, url, init) {
  if (url.protocol === 'https:' || url.protocol === base.protocol) {
    return fetch(url, { ...init, redirect: 'manual' })
  }
  throw new Failure(`${shown(url)} is not https`)
}

const isRedirect = ({ status }) => [301, 302, 303, 307, 308].includes(status)

/** A request that follows redirects without the token: they lead to signed URLs, often on other servers. */
async function fetchFollowing(settings, url, { withToken, ...init }) {
  let place = url
  let response = await (withToken ? fetchWithToken : fetchWithoutToken)(settings, place, init)
  for (let count = 0; isRedirect(response); count++) {
    const location = response.headers.get('location') ?? ''
    await response.body?.cancel()
    if (count === MOST_REDIRECTS) throw new Failure(`${shown(url)} redirects more than ${count} times`)
    if (!URL.canParse(location, place)) throw new Failure(`${shown(place)} redirects to no URL`)
    place = new URL(location, place)
    response = await fetchWithoutToken(settings, place, init)
  }
  return response
}

// ---- The export

const stateFile = ({ folder }) => join(folder, 'export.json')

/** What is known about the export: its URL, the manifest, and the finished files. */
async function readState(settings) {
  const text = await readFile(stateFile(settings), 'utf8').catch(({ code }) => {
    if (code !== 'ENOENT') throw new Failure(`${stateFile(settings)} cannot be read (${code})`)
  })
  const exportUrl = settings.exportUrl.href
  if (text === undefined) return { exportUrl, files: {} }
  const state = stateIn(text)
  if (!state) throw new Failure(`${stateFile(settings)} is damaged; remove it, or choose another --out`)
  if (state.exportUrl === exportUrl) return state
  throw new Failure(`${settings.folder} holds another export (${state.exportUrl}); choose another --out`)
}

function stateIn(text) {
  try {
    const state = JSON.parse(text)
    return Object(state.files) === state.files ? state : undefined
  } catch {
    return undefined
  }
}

/** Written to another file and renamed, so that it is complete at every moment. */
async function writeState(settings, state) {
  const file = stateFile(settings)
  await writeFile(`${file}.part`, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 })
  await rename(`${file}.part`, file)
}

/** Start the export. Returns the URL of its status. */
async function kickOff(settings) {
  const { exportUrl, timeout } = settings
  const headers = { accept: 'application/fhir+json', prefer: 'respond-async' }
  const watch = createWatch(timeout)
  try {
    const response = await fetchWithToken(settings, exportUrl, { headers, signal: watch.signal })
    if (response.status !== 202) throw await failureOf(exportUrl, response, watch)
    await textOf(response, watch)
    const location = response.headers.get('content-location') ?? ''
    if (location && URL.canParse(location, exportUrl)) return new URL(location, exportUrl).href
    throw new Failure(
      `${shown(exportUrl)} answered without a Content-Location, the URL of the export's status`,
    )
  } finally {
    watch.stop()
  }
}

/** A kick-off without an answer may have started an export, so only a refused one is tried again. */
async function startExport(settings) {
  return patiently(settings, 'the kick-off', async () => {
    try {
      return await kickOff(settings)
    } catch (error) {
      if (error.status === 429 || error.status === 503 || error.name === 'JoseError') throw error
      throw new Failure(`the export could not be started: ${sentenceOf(error)}`)
    }
  })
}

/** Ask for the status once. Returns the manifest, or the seconds to wait. */
async function askStatus(settings, statusUrl) {
  const url = new URL(statusUrl)
  const watch = createWatch(settings.timeout)
  try {
    const headers = { accept: 'application/json' }
    const response = await fetchWithToken(settings, url, { headers, signal: watch.signal })
    const { status } = response
    // 429 is not a failure: the server may ask us to slow down as often as it likes.
    if (status !== 200 && status !== 202 && status !== 429) throw await failureOf(url, response, watch)
    const text = await textOf(response, watch)
    if (status === 200) return { manifest: manifestIn(text, url) }
    const progress = status === 429 ? 'asked to slow down' : response.headers.get('x-progress')
    return { pause: retryAfterOf(response), progress: (progress ?? 'in progress').slice(0, 100) }
  } finally {
    watch.stop()
  }
}

function manifestIn(text, url) {
  let manifest
  try {
    manifest = JSON.parse(text)
  } catch {
    throw new Failure(`${shown(url)} answered with a manifest that is not JSON`)
  }
  const { output, deleted, error, link } = Object(manifest)
  if (!Array.isArray(output)) throw new Failure(`${shown(url)} answered with a manifest without "output"`)
  if (link?.some?.(({ relation }) => relation === 'next')) {
    throw new Failure('the manifest has more pages, which are not read; export less (--type, --since)')
  }
  const lists = [output, deleted ?? [], error ?? []].flat()
  for (const entry of lists) entry.url = fileUrl(entry, url)
  return manifest
}

/** The URL of a file. Some servers write it relative to the URL of the manifest. */
function fileUrl(entry, url) {
  const address = Object(entry).url
  if (typeof address === 'string' && URL.canParse(address, url)) return new URL(address, url).href
  throw new Failure(`${shown(url)} answered with a manifest that lists a file without a URL`)
}

/** Wait until the files are ready. Returns the manifest. */
async function waitForManifest(settings, statusUrl) {
  const until = Date.now() + settings.maxWait
  for (let round = 0; ; round++) {
    const { manifest, pause, progress } = await patiently(settings, 'the status', () =>
      askStatus(settings, statusUrl),
    )
    if (manifest) return manifest
    const seconds = fairPause(pause ?? Math.min(2 ** round, 60))
    if (Date.now() + seconds * 1000 > until) {
      throw new Failure('the export is not ready in time; run the same command again to keep waiting')
    }
    say(`${progress}; asking again in ${Math.ceil(seconds)} s`)
    await sleep(seconds * 1000)
  }
}

/** The files of a manifest, each with its local name. */
function filesOf({ output, deleted, error }) {
  const numbered = (list, nameOf) =>
    list.map((entry, index) => ({ ...entry, name: `${nameOf(entry)}.${index + 1}.ndjson` }))
  // A type becomes part of a file name, so it must be one that FHIR allows: a server could send "../..".
  const typeOf = ({ type }) => (/^[A-Za-z]{1,64}$/.test(type) ? type : 'unknown')
  return [
    ...numbered(output, typeOf),
    ...numbered(deleted ?? [], () => 'deleted'),
    ...numbered(error ?? [], () => 'error'),
  ]
}

/** The files that a manifest lists, without the signatures in their URLs, which change each time. */
const listIn = (manifest) =>
  JSON.stringify(filesOf(manifest).map(({ name, url }) => [name, shown(new URL(url))]))

/**
 * The manifest of this run. A resumed export asks for it again, since signed URLs expire. If the server has
 * forgotten it, or lists other files now, the kept one is used.
 */
async function currentManifest(settings, { statusUrl, manifest: kept }) {
  if (!kept) return waitForManifest(settings, statusUrl)
  try {
    const fresh = await waitForManifest(settings, statusUrl)
    return listIn(fresh) === listIn(kept) ? fresh : kept
  } catch (error) {
    if (error.status === 404 || error.status === 410) return kept
    throw error
  }
}

const NEWLINE = 10
const SPACE = 32
const BRACE = 123
/** Some servers begin a file with a byte order mark. */
const MARK = [0xef, 0xbb, 0xbf]

/** Counts the lines of NDJSON as it arrives, and remembers where the last one began. */
function createLineCounter() {
  const counter = { octets: 0, lines: 0, lastLine: 0, inLine: false }
  counter.add = (part) => {
    for (let index = 0; index < part.length; index++) {
      const octet = part[index]
      if (octet === NEWLINE) {
        counter.inLine = false
        counter.lastLine = counter.octets + index + 1
      } else if (octet > SPACE && !counter.inLine && octet !== MARK[counter.octets + index]) {
        if (octet !== BRACE) throw new Failure(`line ${counter.lines + 1} is not a JSON object`)
        counter.inLine = true
        counter.lines++
      }
    }
    counter.octets += part.length
  }
  return counter
}

/** Expect that a last line without a newline is complete: otherwise the file was cut off. */
async function expectWholeLine(file, { lastLine, octets }) {
  const line = Buffer.alloc(octets - lastLine)
  await file.read(line, 0, line.length, lastLine)
  try {
    JSON.parse(line.toString().replace(/^\ufeff/, ''))
  } catch {
    throw new Failure('the file ends in the middle of a line', { transient: true })
  }
}

/** Write an answer to a file, part by part. Returns the number of its lines and octets. */
async function save(response, path, { watch, name }) {
  const file = await open(path, 'w+', 0o600)
  try {
    const counter = createLineCounter()
    let told = Date.now()
    for await (const part of partsOf(response, watch)) {
      counter.add(part)
      await file.appendFile(part)
      if (Date.now() - told > PROGRESS_INTERVAL) {
        told = Date.now()
        say(`${name}: ${sizeOf(counter)} so far`)
      }
    }
    if (counter.inLine) await expectWholeLine(file, counter)
    await file.sync()
    return { lines: counter.lines, octets: counter.octets }
  } finally {
    await file.close()
  }
}

const sizeOf = ({ lines, octets }) => `${lines} lines, ${(octets / 1e6).toFixed(1)} MB`

/** Fetch one file. Its name ends in .part until it is complete. */
async function download(settings, file, withToken) {
  const url = new URL(file.url)
  const path = join(settings.folder, file.name)
  const watch = createWatch(settings.timeout)
  try {
    const headers = { accept: 'application/fhir+ndjson' }
    const response = await fetchFollowing(settings, url, { withToken, headers, signal: watch.signal })
    if (response.status !== 200) throw await failureOf(url, response, watch)
    const size = await save(response, `${path}.part`, { watch, name: file.name })
    expectCount(settings, file, size)
    await rename(`${path}.part`, path)
    return size
  } finally {
    watch.stop()
  }
}

/** Expect as many lines as the manifest says. A wrong number that comes twice is no accident. */
function expectCount({ ignoreCounts }, file, { lines }) {
  const { name, count, linesBefore } = file
  if (typeof count !== 'number' || count === lines) return
  const sentence = `the server counted ${count} lines, and sent ${lines}`
  if (ignoreCounts) return say(`${name}: ${sentence}`)
  file.linesBefore = lines
  const transient = lines !== linesBefore
  throw new Failure(`${sentence}; --ignore-counts accepts that`, { transient })
}

/** Fetch all files that are missing. If one of them is wrong, the others are still fetched. */
async function downloadAll(settings, state, files) {
  const { requiresAccessToken } = state.manifest
  const missing = []
  for (const [index, file] of files.entries()) {
    const { name } = file
    if (state.files[name]) continue
    // If the manifest does not say, only the FHIR server gets the token.
    const withToken = requiresAccessToken ?? isAllowed(settings.allowed, new URL(file.url))
    try {
      const size = await patiently(settings, name, () => download(settings, file, withToken))
      state.files[name] = size
      await writeState(settings, state)
      say(`${name}: ${sizeOf(size)} (${index + 1} of ${files.length})`)
    } catch (error) {
      if (!(error instanceof Failure) || error.transient) throw error
      say(`${name}: ${error.message}`)
      missing.push(name)
    }
  }
  if (missing.length === 0) return
  throw new Failure(
    `${missing.length} of ${files.length} files are missing; run the same command again to fetch them`,
  )
}

/** Tell the server that it can delete the files. Returns whether it agreed. */
async function endJob(settings, statusUrl) {
  const url = new URL(statusUrl)
  const watch = createWatch(settings.timeout)
  try {
    const response = await fetchWithToken(settings, url, { method: 'DELETE', signal: watch.signal })
    const isGone = response.ok || response.status === 404 || response.status === 410
    if (!isGone) throw await failureOf(url, response, watch)
    await response.body?.cancel()
    return true
  } catch (error) {
    say(`the export could not be cancelled on the server: ${sentenceOf(error)}`)
    return false
  } finally {
    watch.stop()
  }
}

async function cancelExport(settings, state) {
  if (!state.statusUrl) throw new Failure(`${settings.folder} holds no export to cancel`)
  const isEnded = await endJob(settings, state.statusUrl)
  if (!isEnded) throw new Failure('nothing was cancelled; run the same command again')
  await rm(stateFile(settings), { force: true })
}

async function exportAll(settings) {
  await mkdir(settings.folder, { recursive: true, mode: 0o700 })
  const state = await readState(settings)
  if (settings.cancel) return cancelExport(settings, state)
  if (state.isDone) return say(`${settings.folder} holds the whole export already`)
  if (state.statusUrl) {
    say(`resuming ${shown(new URL(state.statusUrl))}`)
  } else {
    state.statusUrl = await startExport(settings)
    await writeState(settings, state)
    say(`started ${shown(new URL(state.statusUrl))}`)
  }

  state.manifest = await currentManifest(settings, state)
  await writeState(settings, state)
  const files = filesOf(state.manifest)
  await downloadAll(settings, state, files)

  // It does not matter if this fails: the files are here.
  await endJob(settings, state.statusUrl)
  state.isDone = true
  await writeState(settings, state)
  for (const { name } of files) console.log(join(settings.folder, name))
  say(`${files.length} files, as of ${state.manifest.transactionTime}`)
  const problems = state.manifest.error?.length ?? 0
  if (problems) say(`the server reports problems in ${problems} files, beginning with error.1.ndjson`)
}

async function main() {
  const values = valuesOf(process.argv.slice(2))
  if (values.help) return process.stdout.write(HELP)
  const settings = await settingsOf(values)
  await exportAll(settings)
}

process.once('SIGINT', () => {
  say('stopped; run the same command again to resume')
  process.exit(130)
})

try {
  await main()
} catch (error) {
  const isUsage = error instanceof UsageError
  say(`bulk-export: ${sentenceOf(error)}${isUsage ? ' (--help shows all options)' : ''}`)
  process.exitCode = isUsage ? 2 : 1
}

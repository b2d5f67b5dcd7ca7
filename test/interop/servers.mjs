// Runs the token endpoints of examples/, with real clients: each client gets a token with
// RS384 and ES384, and invalid requests are refused. dist/ must be built.
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { build, transformSync } from 'esbuild'
import { createRemoteJwks, generateJwk, toPublicJwks } from '../../dist/index.js'
import { createJwksResponse } from '../../dist/server.js'
import { clientAssertionParams, createClientAssertion } from '../../dist/smart.js'
import { blocksOf } from '../docs/pages.mjs'
import { installPackages, missingFromDebian } from '../packages.mjs'
import { exitAfter, makeFolder, printed, start } from '../runtimes/processes.mjs'
import { serveWorkers } from '../runtimes/workerd.mjs'

const ISSUER = 'https://auth.example'

const missing = missingFromDebian(['python3-jose'])
const here = import.meta.dirname
const guarded = join(here, '../../examples/guarded-fetch')
for (const packages of [here, guarded]) installPackages(packages)
const { CLIENTS } = await import('./clients.mjs')
const { createGuardedFetch, guardedFetch } = await import(join(guarded, 'guarded-fetch.mjs'))
if (missing.length) delete CLIENTS['python-jose']

const root = join(here, '../..')
const folder = makeFolder('servers')
exitAfter(100)

// The examples as a user has them: each its file alone, next to its packages.
mkdirSync(join(folder, 'node_modules/@fastify'), { recursive: true })
mkdirSync(join(folder, 'node_modules/@hono'))
symlinkSync(root, join(folder, 'node_modules/subtle-jws'))
const FRAMEWORKS = ['@fastify/formbody', '@hono/node-server', 'express', 'fastify', 'hono']
for (const name of FRAMEWORKS)
  symlinkSync(join(here, 'node_modules', name), join(folder, 'node_modules', name))
const examples = join(root, 'examples')
const EXAMPLES = readdirSync(examples).filter((name) => name.endsWith('-token-endpoint'))
const { dependencies: tested } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'))
for (const name of EXAMPLES) {
  cpSync(join(examples, name), join(folder, name), { recursive: true })
  const { dependencies } = JSON.parse(readFileSync(join(examples, name, 'package.json'), 'utf8'))
  for (const [needed, version] of Object.entries(dependencies)) {
    if (needed !== 'subtle-jws' && tested[needed] !== version)
      throw new Error(`${name} names ${needed} ${version}, and ${tested[needed]} is tested`)
  }
}
// As wrangler does.
await build({
  entryPoints: [join(folder, 'worker-token-endpoint/worker.mjs')],
  outfile: join(folder, 'worker.mjs'),
  bundle: true,
  format: 'esm',
  logLevel: 'error',
})

// One client publishes its keys at a URL, the other has registered them directly.
const keys = { RS384: await generateJwk('RS384'), ES384: await generateJwk('ES384') }
const read = (name) => readFileSync(join(root, 'test/fixtures', name), 'utf8')
const tls = { key: read('tls.key.pem'), cert: read('tls.cert.pem') }
let slow = 0
const publisher = createServer(tls, async (request, response) => {
  if (request.url === '/slow.json') {
    slow++
    await delay(200)
  }
  const asked = new Request('http://127.0.0.1/', { headers: request.headers })
  const answer = createJwksResponse({ keys: [keys.RS384] }, { request: asked })
  response.writeHead(answer.status, Object.fromEntries(answer.headers))
  response.end(await answer.text())
})
await new Promise((resolve) => publisher.listen(0, '127.0.0.1', resolve))
const jwksUri = `https://127.0.0.1:${publisher.address().port}/jwks.json`
const slowUri = jwksUri.replace('jwks', 'slow')
const scope = 'system/Patient.rs system/Observation.rs'
const registered = {
  cold: { jwksUri: slowUri, scope },
  'app-RS384': { jwksUri, scope },
  'app-ES384': { jwks: toPublicJwks({ keys: [keys.ES384] }), scope },
}
const settings = { ISSUER, CLIENTS: JSON.stringify(registered), PORT: '0' }

const WORKER = `bindings = [
      (name = "ISSUER", text = "${ISSUER}"),
      (name = "CLIENTS", json = ${JSON.stringify(settings.CLIENTS)}),
      (name = "REPLAY", durableObjectNamespace = "ReplayObject")],
    durableObjectNamespaces = [(className = "ReplayObject", uniqueKey = "replay")],
    durableObjectStorage = (inMemory = void)`
const INTERNET = `allow = ["public", "private"],
  tlsOptions = (trustedCertificates = [${JSON.stringify(tls.cert)}])`

const startIn = (file, args, options) => start(file, args, { cwd: folder, ...options })

/** The pages whose first server is a snippet that readers copy: it must do all that the examples do. */
const SNIPPETS = ['README.md', 'docs/smart-server.md']

/** What a snippet uses without defining it: a database, a Redis; and what serves its function `token`. */
const BEFORE = `
const claimed = new Set()
const redis = {
  sendCommand: async ([, name]) => (claimed.has(name) ? null : claimed.add(name) && 'OK'),
}
const clients = JSON.parse(process.env.CLIENTS)
const database = { find: async (clientId) => (Object.hasOwn(clients, clientId) ? clients[clientId] : undefined) }
`
const AFTER = `
const { createServer } = await import('node:http')
const { text } = await import('node:stream/consumers')
createServer(async (incoming, response) => {
  const body = await text(incoming)
  const answer = await token(new Request(process.env.ISSUER + '/token', { method: 'POST', headers: incoming.headers, body }))
  response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text())
}).listen(0, '127.0.0.1', function () {
  console.log(this.address().port)
})
`

/** Make a server of a page's snippet that answers with createTokenResponse: gives its file, if there is one. */
function writeSnippet(page) {
  const block = blocksOf(root, page).find(
    (one) => /function token\(/.test(one.code) && /createTokenResponse\(/.test(one.code),
  )
  if (!block) return undefined
  const [server] = block.code.split(/^const response = /m)
  const { code } = transformSync(`${server.replace(/^import[^']*'node:.*$/gm, '')}`, {
    loader: 'ts',
    format: 'esm',
  })
  const file = page.replace(/\W/g, '-')
  mkdirSync(join(folder, file))
  writeFileSync(
    join(folder, file, 'server.mjs'),
    code.replace(/^((?:import[^;]*;\s*)*)/, `$1${BEFORE}`) + AFTER,
  )
  return file
}

/** By the name of an example: gives what its server has logged. */
const logs = {}

async function startNode(name) {
  const env = { ...process.env, ...settings, NODE_EXTRA_CA_CERTS: join(root, 'test/fixtures/tls.cert.pem') }
  const server = startIn(process.execPath, [join(name, 'server.mjs')], { env })
  logs[name] = () => server.stdout
  return (await printed(server, /^\d+\n/))[0].trim()
}

async function startWorker() {
  const workerd = join(here, 'node_modules/@cloudflare/workerd-linux-64/bin/workerd')
  const startLogged = (...args) => {
    const server = startIn(...args)
    logs['worker-token-endpoint'] = () => server.stdout + server.stderr
    return server
  }
  const site = { site: folder, start: startLogged }
  const { main } = await serveWorkers(workerd, site, { main: ['worker.mjs'] }, { main: WORKER }, INTERNET)
  return main
}

/** Start the server of an example: gives its port. */
const begin = (name) => (name.startsWith('worker') ? startWorker() : startNode(name))

const ask = async (url, parameters) => {
  const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(parameters) })
  return { status: answer.status, headers: answer.headers, body: await answer.json() }
}
const post = async (url, parameters) => {
  const { status, body } = await ask(url, parameters)
  return `${status} ${body.error ?? ''}`.trim()
}

const GRANT = { grant_type: 'client_credentials', scope: 'system/Patient.rs' }

const refused = (options) => async (url, make) =>
  post(url, { ...GRANT, ...clientAssertionParams(await make(options)) })

/** Requests that a server must refuse, and its answer; by default 401 invalid_client. */
const REFUSALS = {
  'a replay': [
    async (url, make) => {
      const parameters = { ...clientAssertionParams(await make()), ...GRANT }
      const answers = await Promise.all([1, 2, 3].map(() => post(url, parameters)))
      return answers.sort().join(', ')
    },
    '200, 401 invalid_client, 401 invalid_client',
  ],
  'another audience': [refused({ audience: 'https://other.example/token' })],
  'another key': [refused({ key: { ...(await generateJwk('ES384')), kid: keys.ES384.kid } })],
  'an unknown kid': [refused({ key: { ...keys.ES384, kid: 'unknown' } })],
  'another jku': [refused({ jku: 'https://other.example/jwks.json' })],
  'an unknown client': [refused({ clientId: 'toString' })],
  'a parameter twice': [
    async (url, make) => {
      const parameters = Object.entries(clientAssertionParams(await make()))
      return post(url, [...parameters, ...parameters])
    },
    '400 invalid_request',
  ],
  'a client_secret beside the assertion': [
    async (url, make) => post(url, { ...GRANT, ...clientAssertionParams(await make()), client_secret: 'x' }),
    '400 invalid_request',
  ],
  'a body of another type': [
    async (url) => {
      const headers = { 'content-type': 'application/json' }
      const { status } = await fetch(url, { method: 'POST', headers, body: '["a"]' })
      return status >= 400 && status < 500 ? 'refused' : `${status}`
    },
    'refused',
  ],
  'a charset that no parser reads, without a word of the server': [
    async (url) => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-16' }
      const response = await fetch(url, { method: 'POST', headers, body: 'a=b' })
      const isRefused = response.status >= 400 && response.status < 500
      const showsStack = /node_modules|\bat \w/.test(await response.text())
      return isRefused && !showsStack ? 'refused' : `${response.status}, stack: ${showsStack}`
    },
    'refused',
  ],
  'no assertion': [(url) => post(url, { grant_type: 'client_credentials' }), '400 invalid_request'],
}

/**
 * What Inferno asks of a token endpoint (its groups Backend Services Authorization and Token Response Headers),
 * enacted: the parameters that differ, and what the answer must be.
 */
const INFERNO = {
  'a sound request has a token, its type, life and scope': [
    {},
    ({ status, body: { access_token, token_type, expires_in, scope: granted } }) =>
      status === 200 &&
      Boolean(access_token) &&
      /^bearer$/i.test(token_type) &&
      typeof expires_in === 'number' &&
      granted === GRANT.scope,
  ],
  'nobody keeps the answer (Cache-Control, Pragma)': [
    {},
    ({ headers }) =>
      /no-store/.test(headers.get('cache-control')) && /no-cache/.test(headers.get('pragma') ?? ''),
  ],
  'another grant_type': [{ grant_type: 'not_a_grant_type' }, ({ status }) => status === 400],
  'no grant_type': [{ grant_type: '' }, ({ status }) => status === 400],
  'another client_assertion_type': [
    { client_assertion_type: 'not_an_assertion_type' },
    ({ status }) => status === 400 || status === 401,
  ],
  'a client_assertion that is no JWT': [
    { client_assertion: 'not_a_jwt' },
    ({ status }) => status === 400 || status === 401,
  ],
  'a scope that is not registered': [
    { scope: 'system/Other.rs' },
    ({ status, body }) => status === 400 && body.error === 'invalid_scope',
  ],
  'of several scopes those that are registered': [
    { scope: 'system/Observation.rs system/Other.rs' },
    ({ status, body }) => status === 200 && body.scope === 'system/Observation.rs',
  ],
  'a refusal is kept by nobody either': [
    { client_assertion: 'not_a_jwt' },
    ({ headers }) =>
      /no-store/.test(headers.get('cache-control')) && /no-cache/.test(headers.get('pragma') ?? ''),
  ],
}

const sound = { clientId: 'app-ES384', audience: `${ISSUER}/token`, key: keys.ES384 }
const makeSound = (options) => createClientAssertion({ ...sound, ...options })

let [passed, failed] = [0, 0]
function judge(what, good, found) {
  if (good) passed++
  else failed++
  if (!good) console.log(`FAILED ${what}: ${found}`)
  return good ? 'ok' : 'FAILED'
}

const table = {}
const enter = (row, server, cell) => {
  table[row] = { ...table[row], [server]: cell }
}
for (const server of EXAMPLES) {
  const url = `http://127.0.0.1:${await begin(server)}/token`
  for (const [name, connect] of Object.entries(CLIENTS)) {
    for (const [alg, jwk] of Object.entries(keys)) {
      const clientId = `app-${alg}`
      const asked = { url, issuer: ISSUER, clientId, jwk, jwksUri: registered[clientId].jwksUri }
      const token = await connect(asked).catch((error) => error.stack)
      const good = `${token}`.startsWith(`${clientId}-`)
      enter(`${name} ${alg}`, server, judge(`${name} ${alg} at ${server}`, good, token))
    }
  }
  // All of these requests wait for one fetch of the client's keys.
  slow = 0
  const cold = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const assertion = await createClientAssertion({
        clientId: 'cold',
        audience: ISSUER,
        key: keys.RS384,
        jku: slowUri,
      })
      return post(url, { ...GRANT, ...clientAssertionParams(assertion) })
    }),
  )
  const shared = cold.every((found) => found === '200') && slow === 1
  const verdict = judge(`20 at once at ${server}`, shared, `${slow} requests for keys; ${cold}`)
  enter('20 at once, their keys not there yet', server, verdict)
  const make = makeSound
  for (const [what, [act, expected = '401 invalid_client']] of Object.entries(REFUSALS)) {
    const found = await act(url, make).catch((error) => error.stack)
    enter(`refused: ${what}`, server, judge(`${what} at ${server}`, found === expected, found))
  }
  for (const [what, [parameters, isRight]] of Object.entries(INFERNO)) {
    const sent = { ...GRANT, ...clientAssertionParams(await make()), ...parameters }
    const found = await ask(url, sent).catch((error) => ({ status: error.stack }))
    const right = judge(`${what} at ${server}`, isRight(found), JSON.stringify(found))
    enter(`Inferno: ${what}`, server, right)
  }
  // One line for each attempt; of a refusal with its reason, which the client is not told.
  await delay(100)
  const lines = logs[server]().match(/^\{.*"event":"token".*\}$/gm) ?? []
  const reasons = lines.map((line) => JSON.parse(line)).filter(({ status }) => status !== 200)
  const isLogged = reasons.length >= 10 && reasons.every(({ code, message }) => code && message)
  const isSilent = !/eyJ[\w-]{20}/.test(logs[server]())
  enter('one line for each attempt', server, judge(`log of ${server}`, isLogged && isSilent, logs[server]()))
}
console.table(table)

const snippets = SNIPPETS.map(writeSnippet).filter(Boolean)
judge('each page has a token endpoint to copy', snippets.length === SNIPPETS.length, `${snippets}`)
for (const name of snippets) {
  const url = `http://127.0.0.1:${await startNode(name)}/token`
  for (const [what, [parameters, isRight]] of Object.entries(INFERNO)) {
    // Which scopes are granted is left to the reader.
    if (/scopes? (that|those)/.test(what)) continue
    const sent = { ...GRANT, ...clientAssertionParams(await makeSound()), ...parameters }
    const found = await ask(url, sent).catch((error) => ({ status: error.stack }))
    judge(`${what} at ${name}`, isRight(found), JSON.stringify(found))
  }
}

// A fetch that cannot reach addresses of this network; test/examples tests it from all sides.
for (const host of ['localhost', '127.0.0.1', '[::ffff:127.0.0.1]', '169.254.169.254']) {
  const remote = createRemoteJwks(`https://${host}:${publisher.address().port}/`, { fetch: guardedFetch })
  const found = await remote.get().catch(({ cause }) => cause?.cause?.message)
  judge(`guardedFetch of ${host}`, /is not a public address/.test(found), found)
}
const outside = createGuardedFetch({ isAllowed: (address) => address === '127.0.0.1', ca: tls.cert })
const reached = createRemoteJwks(`https://127.0.0.1:${publisher.address().port}/`, { fetch: outside })
const fetched = await reached.get().catch((error) => error.stack + error.cause)
judge('guardedFetch of an allowed address', fetched.keys?.length === 1, fetched)
publisher.closeAllConnections()
publisher.close()
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed ? 1 : 0)

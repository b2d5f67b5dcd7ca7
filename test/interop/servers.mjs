// Runs the example servers as the documentation shows them, with real clients: each client gets a token with
// RS384 and ES384, and invalid requests are refused. dist/ must be built.
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createRemoteJwks, generateJwk, toPublicJwks } from '../../dist/index.js'
import { createJwksResponse } from '../../dist/server.js'
import { clientAssertionParams, createClientAssertion } from '../../dist/smart.js'
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

// The examples as a user has them, next to their packages.
cpSync(join(here, 'servers'), folder, { recursive: true })
mkdirSync(join(folder, 'node_modules'))
symlinkSync(root, join(folder, 'node_modules/subtle-jws'))
symlinkSync(join(here, 'node_modules/express'), join(folder, 'node_modules/express'))
cpSync(join(root, 'dist/vendor/subtle-jws-server.js'), join(folder, 'subtle-jws/server'))

// One client publishes its keys at a URL, the other has registered them directly.
const keys = { RS384: await generateJwk('RS384'), ES384: await generateJwk('ES384') }
let slow = 0
const publisher = createServer(async (request, response) => {
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
const jwksUri = `http://127.0.0.1:${publisher.address().port}/jwks.json`
const slowUri = jwksUri.replace('jwks', 'slow')
const registered = {
  cold: { jwksUri: slowUri },
  'app-RS384': { jwksUri },
  'app-ES384': { jwks: toPublicJwks({ keys: [keys.ES384] }) },
}
const settings = { ISSUER, CLIENTS: JSON.stringify(registered) }

const WORKER = `bindings = [
      (name = "ISSUER", text = "${ISSUER}"),
      (name = "CLIENTS", json = ${JSON.stringify(settings.CLIENTS)}),
      (name = "REPLAY", durableObjectNamespace = "ReplayObject")],
    durableObjectNamespaces = [(className = "ReplayObject", uniqueKey = "replay")],
    durableObjectStorage = (inMemory = void)`

const startIn = (file, args, options) => start(file, args, { cwd: folder, ...options })

const node = (file) => async () => {
  const server = startIn(process.execPath, [file], { env: { ...process.env, ...settings } })
  return (await printed(server, /^\d+\n/))[0].trim()
}
/** By name: a function that starts the server and gives its port. */
const SERVERS = {
  'node:http': node('node.mjs'),
  Express: node('express.mjs'),
  'Cloudflare Worker': async () => {
    const workerd = join(here, 'node_modules/@cloudflare/workerd-linux-64/bin/workerd')
    const files = ['worker.mjs', 'subtle-jws/server']
    const [more, internet] = [{ main: WORKER }, 'allow = ["public", "private"]']
    const { main } = await serveWorkers(
      workerd,
      { site: folder, start: startIn },
      { main: files },
      more,
      internet,
    )
    return main
  },
}

const post = async (url, parameters) => {
  const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(parameters) })
  return `${answer.status} ${(await answer.json()).error ?? ''}`.trim()
}

const refused = (options) => async (url, make) => post(url, clientAssertionParams(await make(options)))

/** Requests that a server must refuse, and its answer; by default 401 invalid_client. */
const REFUSALS = {
  'a replay': [
    async (url, make) => {
      const parameters = { ...clientAssertionParams(await make()), grant_type: 'client_credentials' }
      const answers = await Promise.all([1, 2, 3].map(() => post(url, parameters)))
      return answers.sort().join(', ')
    },
    '200, 401 invalid_client, 401 invalid_client',
  ],
  'another audience': [refused({ audience: 'https://other.example/token' })],
  'another key': [refused({ key: { ...(await generateJwk('ES384')), kid: keys.ES384.kid } })],
  'another jku': [refused({ jku: 'https://other.example/jwks.json' })],
  'an unknown client': [refused({ clientId: 'toString' })],
  'a parameter twice': [
    async (url, make) => {
      const parameters = Object.entries(clientAssertionParams(await make()))
      return post(url, [...parameters, ...parameters])
    },
    '400 invalid_request',
  ],
  'no assertion': [(url) => post(url, { grant_type: 'client_credentials' }), '400 invalid_request'],
}

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
for (const [server, begin] of Object.entries(SERVERS)) {
  const url = `http://127.0.0.1:${await begin()}/token`
  for (const [name, ask] of Object.entries(CLIENTS)) {
    for (const [alg, jwk] of Object.entries(keys)) {
      const clientId = `app-${alg}`
      const asked = { url, issuer: ISSUER, clientId, jwk, jwksUri: registered[clientId].jwksUri }
      const token = await ask(asked).catch((error) => error.stack)
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
      return post(url, { grant_type: 'client_credentials', ...clientAssertionParams(assertion) })
    }),
  )
  const shared = cold.every((found) => found === '200') && slow === 1
  const verdict = judge(`20 at once at ${server}`, shared, `${slow} requests for keys; ${cold}`)
  enter('20 at once, their keys not there yet', server, verdict)
  const sound = { clientId: 'app-ES384', audience: `${ISSUER}/token`, key: keys.ES384 }
  const make = (options) => createClientAssertion({ ...sound, ...options })
  for (const [what, [ask, expected = '401 invalid_client']] of Object.entries(REFUSALS)) {
    const found = await ask(url, make).catch((error) => error.stack)
    enter(`refused: ${what}`, server, judge(`${what} at ${server}`, found === expected, found))
  }
}
console.table(table)

// A fetch that cannot reach addresses of this network; test/examples tests it from all sides.
const read = (name) => readFileSync(join(root, 'test/fixtures', name))
const tls = { key: read('tls.key.pem'), cert: read('tls.cert.pem') }
const inside = createTlsServer(tls, (request, response) => publisher.emit('request', request, response))
await new Promise((resolve) => inside.listen(0, '127.0.0.1', resolve))
for (const host of ['localhost', '127.0.0.1', '[::ffff:127.0.0.1]', '169.254.169.254']) {
  const remote = createRemoteJwks(`https://${host}:${inside.address().port}/`, { fetch: guardedFetch })
  const found = await remote.get().catch(({ cause }) => cause?.cause?.message)
  judge(`guardedFetch of ${host}`, /is not a public address/.test(found), found)
}
const outside = createGuardedFetch({ isAllowed: (address) => address === '127.0.0.1', ca: tls.cert })
const reached = createRemoteJwks(`https://127.0.0.1:${inside.address().port}/`, { fetch: outside })
const fetched = await reached.get().catch((error) => error.stack + error.cause)
judge('guardedFetch of an allowed address', fetched.keys?.length === 1, fetched)
inside.closeAllConnections()
inside.close()
publisher.close()
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed ? 1 : 0)

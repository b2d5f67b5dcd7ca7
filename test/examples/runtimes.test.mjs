// Tests the examples for Workers, Deno and Bun in those runtimes. dist/ must be built.
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { generateJwk, publicJwkFromPem, signJwt, toPublicJwk, verifyJwt } from '../../dist/index.js'
import { createJwksResponse } from '../../dist/server.js'
import { exitAfter, makeFolder, printed, start } from '../runtimes/processes.mjs'
import { key, startServer } from './server.mjs'

/** Milliseconds for a test. */
const TEST_TIME = 60_000

const here = import.meta.dirname
const root = join(here, '../..')
const folder = makeFolder('examples')
exitAfter(300)
const publicKeys = { keys: [toPublicJwk(key)] }

// The examples as a user has them, next to the package.
mkdirSync(join(folder, 'node_modules'))
symlinkSync(root, join(folder, 'node_modules/subtle-jws'))
writeFileSync(join(folder, 'package.json'), '{ "dependencies": { "subtle-jws": "*" } }')
for (const name of ['deno.mjs', 'bun.mjs']) cpSync(join(root, 'examples', name), join(folder, name))

/** The requests that the API got; it publishes a key set too. */
let requests = []
const api = createServer(async (request, response) => {
  if (request.url === '/jwks.json') {
    const answer = createJwksResponse(publicKeys)
    return response.writeHead(200, Object.fromEntries(answer.headers)).end(await answer.text())
  }
  requests.push(request)
  const installations = [{ account: { login: 'octo-clinic' } }]
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(installations))
})
let url
before(async () => {
  await new Promise((resolve) => api.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${api.address().port}`
})
after(() => {
  api.closeAllConnections()
  api.close()
})

/** Run a Worker of examples/ in workerd: gives a function that sends it a request. */
async function startWorker(t, file, bindings) {
  const read = (path) => readFileSync(join(root, path), 'utf8')
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      compatibilityDate: '2026-11-01',
      modules: [
        { type: 'ESModule', path: 'worker.mjs', contents: read(`examples/${file}`) },
        { type: 'ESModule', path: 'subtle-jws', contents: read('dist/vendor/subtle-jws.js') },
      ],
      bindings,
    }),
  )
  t.after(() => miniflare.dispose())
  requests = []
  return (path, init) => miniflare.dispatchFetch(`http://worker.example${path}`, init)
}

const tokenOf = ({ headers }) => /^Bearer (.+)$/.exec(headers.authorization)[1]

const runtimeTest = (name, run) => test(name, { timeout: TEST_TIME }, run)

runtimeTest('worker-sign.mjs signs each request that it passes on', async (t) => {
  const send = await startWorker(t, 'worker-sign.mjs', { PRIVATE_JWK: JSON.stringify(key), API_URL: url })
  const answers = [await send('/a?b=c'), await send('/d', { method: 'POST', body: 'text' })]
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200],
  )
  assert.deepEqual(
    requests.map((request) => [request.method, request.url]),
    [
      ['GET', '/a?b=c'],
      ['POST', '/d'],
    ],
  )
  const tokens = requests.map(tokenOf)
  assert.notEqual(tokens[0], tokens[1])
  for (const token of tokens) {
    const { claims } = await verifyJwt(token, publicKeys, { audience: url, issuer: 'my-worker', maxAge: 60 })
    assert.equal(claims.exp - claims.iat, 60)
  }
})

runtimeTest('worker-sign.mjs says that its secret is not set', async (t) => {
  const send = await startWorker(t, 'worker-sign.mjs', { API_URL: url })
  const answer = await send('/')
  assert.equal(answer.status, 500)
  assert.match(await answer.text(), /the secret PRIVATE_JWK is not set/)
  assert.deepEqual(requests, [])
})

runtimeTest('worker-pem.mjs signs with the PEM that GitHub gives, however it is pasted', async (t) => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const publicJwk = await publicJwkFromPem(publicKey.export({ type: 'spki', format: 'pem' }), {
    alg: 'RS256',
  })
  const pkcs1 = privateKey.export({ type: 'pkcs1', format: 'pem' })
  const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'pem' })
  for (const pem of [pkcs1, pkcs8, pkcs1.replaceAll('\n', '\\n')]) {
    const send = await startWorker(t, 'worker-pem.mjs', {
      PRIVATE_KEY: pem,
      APP_ID: '123456',
      GITHUB_API: url,
    })
    const answer = await send('/')
    assert.deepEqual(await answer.json(), ['octo-clinic'])
    assert.equal(requests[0].url, '/app/installations')
    assert.ok(requests[0].headers['user-agent'])
    const { header, claims } = await verifyJwt(tokenOf(requests[0]), publicJwk)
    assert.deepEqual([header.alg, claims.iss], ['RS256', '123456'])
    assert.ok(claims.exp - claims.iat <= 600)
  }
})

const AUDIENCE = 'https://api.example'
const ISSUER = 'https://issuer.example'

/** Tokens with the status that a verifying example answers. */
async function expectVerifies(send) {
  const now = Math.floor(Date.now() / 1000)
  const good = { iss: ISSUER, aud: AUDIENCE, sub: 'zoe', exp: now + 60 }
  const other = { ...(await generateJwk('ES384')), kid: key.kid }
  const rows = [
    ['a good token', signJwt(good, key), 200],
    ['none', '', 401],
    ['what is no token', 'x', 401],
    ['an expired one', signJwt({ ...good, exp: now - 60 }, key), 401],
    ['another issuer', signJwt({ ...good, iss: 'https://other.example' }, key), 401],
    ['another audience', signJwt({ ...good, aud: 'https://other.example' }, key), 401],
    ['nobody', signJwt({ iss: ISSUER, aud: AUDIENCE, exp: now + 60 }, key), 401],
    ['a forged one', signJwt(good, other), 401],
  ]
  for (const [name, token, status] of rows) {
    const headers = { authorization: `Bearer ${await token}` }
    const answer = await send('/', name === 'none' ? {} : { headers })
    assert.equal(answer.status, status, name)
    const text = await answer.text()
    if (status === 200) assert.deepEqual(JSON.parse(text), { hello: 'zoe' })
    else assert.match(answer.headers.get('www-authenticate'), /invalid_token/)
  }
}

runtimeTest('worker-verify.mjs lets in who brings a good token', async (t) => {
  const send = await startWorker(t, 'worker-verify.mjs', { JWKS_URL: `${url}/jwks.json`, ISSUER, AUDIENCE })
  await expectVerifies(send)
  const unreachable = { JWKS_URL: 'http://127.0.0.1:1/', ISSUER, AUDIENCE }
  const lost = await startWorker(t, 'worker-verify.mjs', unreachable)
  const headers = { authorization: `Bearer ${await signJwt({ iss: ISSUER }, key)}` }
  assert.equal((await lost('/', { headers })).status, 503)
})

const environment = { PATH: process.env.PATH, HOME: folder, NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1' }

/** Start a program that serves on a port of its choice: gives a function that sends it a request. */
async function startProgram(t, file, args, env) {
  const program = start(file, args, { cwd: folder, env: { ...environment, PORT: '0', ...env } })
  t.after(() => process.kill(program.pid, 'SIGKILL'))
  // Deno says on stderr where it listens.
  const said = {
    ended: program.ended,
    get stdout() {
      return program.stdout + program.stderr
    },
  }
  const [, port] = await printed(said, /http:\/\/[\w.]+:(\d+)/)
  return (path, init) => fetch(`http://127.0.0.1:${port}${path}`, init)
}

runtimeTest('deno.mjs lets in who brings a good token', async (t) => {
  const deno = join(here, 'node_modules/@deno/linux-x64-glibc/deno')
  const args = ['run', '--no-prompt', '--allow-net', '--allow-env', 'deno.mjs']
  await expectVerifies(await startProgram(t, deno, args, { JWKS_URL: `${url}/jwks.json`, ISSUER, AUDIENCE }))
})

runtimeTest('bun.mjs publishes its keys, and reads from the FHIR server', async (t) => {
  const { base } = await startServer(t)
  const bun = join(here, 'node_modules/@oven/bun-linux-x64/bin/bun')
  const env = { FHIR_BASE_URL: base, CLIENT_ID: 'my-client', PRIVATE_JWK: JSON.stringify(key) }
  const send = await startProgram(t, bun, ['--no-install', 'bun.mjs'], env)
  const { keys } = await (await send('/jwks.json')).json()
  assert.deepEqual([keys.length, keys[0].kid, 'd' in keys[0]], [1, key.kid, false])
  const patient = await send('/patients/1')
  assert.equal(patient.status, 200)
  assert.equal((await patient.json()).issue[0].diagnostics, 'a patient')
  assert.equal((await send('/patients/..%2f1')).status, 404)
})

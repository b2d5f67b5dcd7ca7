// Failing key servers: ten clients send 4,000 assertions in 200 s of a simulated clock, and the requests are
// counted.
import { createServer } from 'node:http'
import { generateJwk, signJwt, toPublicJwks } from '../../dist/index.js'
import { createAssertionVerifier } from '../../dist/server.js'
import { clientAssertionParams } from '../../dist/smart.js'

const AUDIENCE = 'https://server.example/token'
const CLIENTS = 10
const ASSERTIONS = 4000
const STEP = 50
const AT_ONCE = 20
const SECONDS = (ASSERTIONS * STEP) / 1000
/**
 * The most requests that are allowed: one for each client and cooldown, however many assertions there are.
 */
const BOUND = CLIENTS * (Math.ceil(SECONDS / 30) + 1)

const keys = await Promise.all(Array.from({ length: 6 }, (_, i) => generateJwk('ES256', { kid: `k${i}` })))
let clock
let answer
let requests
/** Requests by the path of a client. */
let asked
const server = createServer(({ url }, response) => {
  requests++
  asked[url] = (asked[url] ?? 0) + 1
  answer(response, asked[url])
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const origin = `http://127.0.0.1:${server.address().port}`

const seconds = () => (clock - 1_800_000_000_000) / 1000
const send = (response, set, maxAge) => {
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': `max-age=${maxAge}` })
  response.end(JSON.stringify(toPublicJwks({ keys: set })))
}
const fail = (response) => response.writeHead(500).end()
const MALFORMED = [
  (response) => response.destroy(),
  (response) => response.writeHead(302, { location: '/x' }).end(),
  (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
  (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"keys":[{]'),
  (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('x'.repeat(100_000)),
  (response) =>
    response
      .writeHead(200, { 'content-type': 'application/json', 'content-length': '9' })
      .write('{', () => response.destroy()),
]
/** Answers with the first key for a second, and then fails. */
const thenDown = (maxAge) => (response) =>
  seconds() < 1 ? send(response, [keys[0]], maxAge) : response.destroy()

const rotation = () => Math.floor(seconds() / 40)

/**
 * By name: the server's answer, the client's key, options, and when all assertions, or none, must be
 * accepted.
 */
const SCENARIOS = {
  'steady, max-age=60': { answer: (r) => send(r, [keys[0]], 60), all: () => true },
  'down from second 1, max-age=3600': {
    answer: thenDown(3600),
    all: () => true,
  },
  'down from second 1, max-age=60': {
    answer: thenDown(60),
    all: () => seconds() < 60,
    none: () => seconds() > 62,
  },
  'the same, staleIfError 60': {
    answer: thenDown(60),
    options: { staleIfError: 60 },
    all: () => seconds() < 120,
    none: () => seconds() > 122,
  },
  'down all the time': { answer: fail, none: () => true },
  'slow, 100 ms': { answer: (r) => setTimeout(send, 100, r, [keys[0]], 60), all: () => true },
  'never answers': { answer: () => {}, options: { timeout: 50 }, none: () => true },
  'flapping, staleIfError 60': {
    answer: (r, n) => (n % 2 ? send(r, [keys[0]], 45) : fail(r)),
    options: { staleIfError: 60 },
    all: () => true,
  },
  'malformed from second 1, max-age=60': {
    answer(response, count) {
      if (seconds() < 1) send(response, [keys[0]], 60)
      else MALFORMED[count % MALFORMED.length](response)
    },
    all: () => seconds() < 60,
    none: () => seconds() > 62,
  },
  'a new key every 40 s': {
    answer: (r) => send(r, [keys[rotation()]], 3600),
    key: () => keys[rotation()],
    all: () => true,
  },
  'made-up kids, one in two': {
    answer: (r) => send(r, [keys[0]], 3600),
    key: (i) => (i % 2 ? { ...keys[0], kid: `made-up-${i}` } : keys[0]),
    all: (i) => i % 2 === 0,
    none: (i) => i % 2 === 1,
  },
}

const rows = {}
for (const [name, scenario] of Object.entries(SCENARIOS)) {
  const { key = () => keys[0], options, all = () => false, none = () => false } = scenario
  clock = 1_800_000_000_000
  requests = 0
  asked = {}
  answer = scenario.answer
  const verifier = createAssertionVerifier({
    audience: AUDIENCE,
    algorithms: ['ES256'],
    client: async (id) => ({ jwksUri: `${origin}/${id}` }),
    allowInsecureRequests: true,
    now: () => clock,
    ...options,
  })
  const row = {
    assertions: ASSERTIONS,
    accepted: 0,
    refused: 0,
    unavailable: 0,
    wrong: 0,
    requests: 0,
    bound: BOUND,
  }
  for (let i = 0; i < ASSERTIONS; i += AT_ONCE) {
    await Promise.all(
      Array.from({ length: AT_ONCE }, async (_, j) => {
        const id = `client-${j % CLIENTS}`
        const now = Math.floor(clock / 1000)
        const claims = { iss: id, sub: id, aud: AUDIENCE, exp: now + 60, jti: `${i + j}` }
        const assertion = await signJwt(claims, key(i + j))
        const code = await verifier.verify(clientAssertionParams(assertion)).then(
          () => 'accepted',
          (error) => error.code ?? String(error),
        )
        if (code === 'accepted') row.accepted++
        else if (code === 'ERR_HTTP') row.unavailable++
        else if (code === 'ERR_KEY_NOT_FOUND') row.refused++
        else row.wrong++
        const accepted = code === 'accepted'
        if (accepted ? none(i + j) : all(i + j)) row.wrong++
      }),
    )
    clock += STEP * AT_ONCE
  }
  rows[name] = { ...row, requests }
}
console.log(JSON.stringify(rows))
process.exit()

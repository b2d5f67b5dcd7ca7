// How packages keep an issuer's key set: each is given the same key server on this machine, and each case is a
// row. Time passes by a clock that the cases set, for all of them alike; the requests are counted by the server.
// It fails where subtle-jws is not the best or equal to it among those that do not fetch for each token.
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { setTimeout as delay } from 'node:timers/promises'
import { createRemoteJwks, generateJwk, signJwt, toPublicJwk, verifyJwt } from '../../dist/index.js'
import { installPackages } from '../packages.mjs'
import { exitAfter } from '../runtimes/processes.mjs'

installPackages(import.meta.dirname)
exitAfter(240)

/** Milliseconds that the clock is ahead, and the timers of the packages by the time at which they go off. */
let ahead = 0
const timers = new Set()
shiftTime()

const { createRemoteJWKSet, jwtVerify } = await import('jose')
const { JwtVerifier } = await import('aws-jwt-verify')
const { SimpleJwksCache } = await import('aws-jwt-verify/jwk')
const { verifyWithJwks } = await import('hono/jwt')
const { createVerifier } = await import('fast-jwt')
const require = createRequire(import.meta.url)
const jwksClient = require('jwks-rsa')
const jsonwebtoken = require('jsonwebtoken')
const getJwks = require('get-jwks')

const ISSUER = 'https://issuer.example'
const AUDIENCE = 'api'
const ALG = 'ES256'

/** Each package by its documentation's own lines, with its defaults: makes what verifies a token. */
const PACKAGES = {
  'subtle-jws'(url) {
    const remote = createRemoteJwks(url)
    return (token) => verifyJwt(token, remote, { issuer: ISSUER, audience: AUDIENCE })
  },
  jose(url) {
    const keys = createRemoteJWKSet(new URL(url))
    return (token) => jwtVerify(token, keys, { issuer: ISSUER, audience: AUDIENCE })
  },
  'jwks-rsa'(url) {
    const client = jwksClient({ jwksUri: url })
    const getKey = ({ kid }, callback) =>
      client.getSigningKey(kid, (error, key) => callback(error, key?.getPublicKey()))
    const options = { algorithms: [ALG], issuer: ISSUER, audience: AUDIENCE }
    return (token) =>
      new Promise((resolve, reject) =>
        jsonwebtoken.verify(token, getKey, options, (error, claims) =>
          error ? reject(error) : resolve(claims),
        ),
      )
  },
  'aws-jwt-verify'(url) {
    // Its own fetcher takes https alone.
    const fetcher = { fetch: async (uri) => (await successOf(uri)).arrayBuffer() }
    const jwksCache = new SimpleJwksCache({ fetcher })
    const verifier = JwtVerifier.create({ issuer: ISSUER, audience: AUDIENCE, jwksUri: url }, { jwksCache })
    return (token) => verifier.verify(token)
  },
  'get-jwks'(url) {
    const { origin: domain, pathname } = new URL(url)
    const keys = getJwks({ jwksPath: pathname })
    const key = ({ header: { kid, alg } }) => keys.getPublicKey({ domain, kid, alg })
    return createVerifier({ key, algorithms: [ALG], allowedIss: ISSUER, allowedAud: AUDIENCE })
  },
  Hono(url) {
    const verification = { iss: ISSUER, aud: AUDIENCE }
    return (token) => verifyWithJwks(token, { jwks_uri: url, allowedAlgorithms: [ALG], verification })
  },
}

async function successOf(uri) {
  const response = await fetch(uri)
  if (!response.ok) throw new Error(`status ${response.status}`)
  return response
}

/** A clock and timers that `pass` moves on. Timers of less than a second stay real. */
function shiftTime() {
  const { now } = Date
  const monotonic = performance.now.bind(performance)
  Date.now = () => now() + ahead
  performance.now = () => monotonic() + ahead
  const { setTimeout: set, clearTimeout: clear } = globalThis
  globalThis.setTimeout = (run, wait, ...given) => {
    if (!(wait >= 1000)) return set(run, wait, ...given)
    const timer = { due: ahead + wait, run: () => run(...given), unref: () => timer, ref: () => timer }
    timers.add(timer)
    return timer
  }
  globalThis.clearTimeout = (timer) => timers.delete(timer) || clear(timer)
}

async function pass(seconds) {
  ahead += seconds * 1000
  for (const timer of timers) {
    if (timer.due > ahead) continue
    timers.delete(timer)
    timer.run()
  }
  // Caches read the clock once in a millisecond.
  await delay(5)
}

const [old, next, replacing] = await Promise.all(
  ['old', 'next', 'old'].map((kid) => generateJwk(ALG, { kid })),
)
const published = (...keys) => ({ keys: keys.map(toPublicJwk) })

/** What the key server answers, and how often it was asked. */
const served = { status: 200, headers: {}, body: published(old), requests: 0 }
const server = createServer((_, response) => {
  const { status, headers, body } = served
  served.requests++
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const KEY_SET_URL = `http://127.0.0.1:${server.address().port}/jwks.json`

function serve(body, { status = 200, headers = {} } = {}) {
  Object.assign(served, { body, status, headers, requests: 0 })
}

/** A token that is good for two days from now. */
function tokenOf(key, header = {}) {
  const iat = Math.floor(Date.now() / 1000)
  return signJwt({ iss: ISSUER, aud: AUDIENCE, iat, exp: iat + 172_800 }, key, header)
}

async function accepts(verify, token) {
  try {
    await verify(token)
    return true
  } catch {
    return false
  }
}

/** Seconds at which a change of the key set is looked for: each one at first. */
const MOMENTS = [...Array(70).keys(), 119, 120, 121, 240, 299, 300, 301, 540, 599, 600, 601, 3600, 86_400]

/** Seconds until a token is accepted, or refused, that comes again and again. Never is Infinity. */
async function secondsUntil(isAccepted, verify, token) {
  let since = 0
  for (const moment of MOMENTS) {
    await pass(moment - since)
    since = moment
    if ((await accepts(verify, token)) === isAccepted) return moment
  }
  return Infinity
}

/** A verifier that has read the set, so many seconds ago. */
async function warmed(make, age) {
  const verify = make(KEY_SET_URL)
  if (!(await accepts(verify, await tokenOf(old)))) throw new Error('a good token was refused')
  await pass(age)
  served.requests = 0
  return verify
}

async function flood(verify) {
  for (let i = 0; i < 50; i++) await accepts(verify, await tokenOf(next, { kid: `forged ${i}` }))
}

/** Seconds until a set is noticed in which a key is new, where the one before was read so many seconds ago. */
const noticing = (set, key) => (age, isFlooded) => async (make) => {
  serve(published(old))
  const verify = await warmed(make, age)
  if (isFlooded) await flood(verify)
  serve(set)
  return secondsUntil(true, verify, await tokenOf(key))
}
const rotation = noticing(published(old, next), next)
const replacement = noticing(published(replacing), replacing)

/** Seconds until a key is refused that is in the set no more. */
async function withdrawal(make) {
  serve(published(old, next))
  const verify = await warmed(make, 0)
  serve(published(next))
  return secondsUntil(false, verify, await tokenOf(old))
}

/** Requests for 50 tokens, one after the other, with a set that was not read before. */
const requestsOf50 = (answer, tokens) => async (make) => {
  serve(published(old), answer)
  const verify = make(KEY_SET_URL)
  const token = await tokenOf(old)
  for (let i = 0; i < 50; i++)
    await accepts(verify, tokens === 'forged' ? await tokenOf(next, { kid: `${i}` }) : token)
  return served.requests
}

/** Whether a token is accepted with a set in this form. */
const reads =
  (body, answer = {}, key = old) =>
  async (make) => {
    serve(body, answer)
    return accepts(make(KEY_SET_URL), await tokenOf(key))
  }

const text = JSON.stringify(published(old))
const control = (value) => ({ headers: { 'cache-control': value } })
const certificate = { ...toPublicJwk(next), x5c: ['M'.repeat(1000)] }
const large = {
  keys: [...Array(90).keys()].map((i) => ({ ...certificate, kid: `${i}` })).concat(toPublicJwk(old)),
}
const nameless = { ...old, kid: undefined }

const SECONDS = {
  'a new kid, the set read a minute ago: seconds until it is found': rotation(60),
  'a new kid, the set read a second ago: seconds until it is found': rotation(1),
  'a new key under the old kid: seconds until it is found': replacement(1),
}
/** Sooner is more requests here: what counts is that there is a bound. */
const BOUNDS = {
  'a new kid after 50 forged ones: seconds until it is found': [rotation(60, true), 31],
  'a new key under the old kid after 50 forged ones: seconds until it is found': [replacement(60, true), 31],
  'a withdrawn key: seconds until it is refused': [withdrawal, 600],
}
const REQUESTS = {
  '50 good tokens, no-cache: requests': requestsOf50(control('no-cache')),
  '50 good tokens, no-store: requests': requestsOf50(control('no-store')),
  '50 forged kids: requests': requestsOf50({}, 'forged'),
  async '50 forged kids, the set read a minute ago: requests'(make) {
    serve(published(old))
    const verify = await warmed(make, 60)
    await flood(verify)
    return served.requests
  },
  '50 tokens while the key server answers 503: requests': requestsOf50({ status: 503 }),
}
const READS = {
  'a set as text/plain': reads(text, { headers: { 'content-type': 'text/plain' } }),
  'a set behind a byte order mark': reads(`\ufeff${text}`),
  'a set with a null entry': reads({ keys: [null, toPublicJwk(old)] }),
  'a set of 100 kB': reads(large),
  'a set with one key twice': reads(published(old, old)),
  'a set with two keys of one kid, the second signs': reads(published(replacing, old)),
  'a token without kid, two keys': reads(published(next, old), {}, nameless),
}

const names = Object.keys(PACKAGES)
const failures = []
console.log(`| | ${names.join(' | ')} |\n| --- |${' --- |'.repeat(names.length)}`)
const good = await measure(REQUESTS)
/** Those that keep the set: the others have the newest key, and a request for each token. */
const keeping = names.filter((_, i) => good['50 good tokens, no-cache: requests'][i] < 50)
judge(good, (ours, theirs) => ours <= theirs)
judge(await measure(SECONDS), (ours, theirs) => ours <= theirs)
judge(await measure(READS), (ours) => ours)
for (const [row, [measureOf, bound]] of Object.entries(BOUNDS))
  judge(await measure({ [row]: measureOf }), (ours) => ours <= bound)
for (const failure of failures) console.log(`FAILED ${failure}`)
console.log(`(fetches for each token: ${names.filter((name) => !keeping.includes(name)).join(', ')})`)
process.exitCode = failures.length ? 1 : 0
server.closeAllConnections()
server.close()

async function measure(rows) {
  const found = {}
  for (const [row, measureOf] of Object.entries(rows)) {
    found[row] = []
    for (const name of names) {
      // What one case left behind is over before the next begins.
      await pass(100_000)
      found[row].push(await measureOf(PACKAGES[name]))
    }
    const cells = found[row].map(
      (cell) => ({ true: 'yes', false: 'no', Infinity: 'over a day' })[cell] ?? cell,
    )
    console.log(`| ${row} | ${cells.join(' | ')} |`)
  }
  return found
}

function judge(rows, isBest) {
  for (const [row, [ours, ...cells]] of Object.entries(rows)) {
    const rivals = cells.filter((_, i) => keeping.includes(names[i + 1]))
    if (!rivals.every((theirs) => isBest(ours, theirs))) failures.push(`${row}: ${ours}, beside ${rivals}`)
  }
}

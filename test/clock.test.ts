/** A front proxy writes its own Date over the verifier's (nginx replaces the upstream's). */
import assert from 'node:assert/strict'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { verifyJwt } from '../src/index.ts'
import { ES384_PRIVATE, without } from './fixtures/keys.ts'
import { respond, startServer, type TestServer } from './servers.ts'
import { client, GRANTED } from './smart-server.ts'

const PUBLIC = without(ES384_PRIVATE, 'd', 'key_ops')

/** Milliseconds of the verifier's clock. */
const clock = { time: Date.now() }

interface Verifier {
  /** Seconds by which times may be ahead or past. */
  readonly leeway: number
  /** How many of the next assertions are refused whatever they say. */
  hiccups: number
}

/** A token endpoint that holds exp and iat to its clock, and refuses a jti that it has seen. */
async function startVerifier(verifier: Verifier): Promise<{ server: TestServer; outcomes: boolean[] }> {
  const outcomes: boolean[] = []
  const seen = new Set<unknown>()
  async function accepts(assertion: string): Promise<boolean> {
    const time = clock.time / 1000
    const options = { now: () => clock.time, clockTolerance: verifier.leeway }
    const { claims } = await verifyJwt(assertion, PUBLIC, options)
    const { exp, iat, jti } = claims as { exp: number; iat: number; jti: string }
    const isNew = !seen.has(jti)
    seen.add(jti)
    return isNew && iat <= time + verifier.leeway && exp <= time + 300 + verifier.leeway && exp - iat <= 300
  }
  const server = await startServer({
    '/token': async (incoming, response, body) => {
      const assertion = new URLSearchParams(body).get('client_assertion')!
      const isSound = verifier.hiccups-- < 1 && (await accepts(assertion).catch(() => false))
      outcomes.push(isSound)
      const answer = isSound ? respond(200, GRANTED) : respond(401, { error: 'invalid_client' })
      answer(incoming, response, body)
    },
  })
  return { server, outcomes }
}

/** A proxy before a server, whose clock is so many seconds off. */
async function startProxy(upstream: string, off: number): Promise<string> {
  const proxy = createServer((incoming, outgoing) => {
    const { url = '', method, headers } = incoming
    const forwarded = request(`${upstream}${url}`, { method, headers }, (answer) => {
      const date = new Date(clock.time + off * 1000).toUTCString()
      outgoing.writeHead(answer.statusCode!, { ...answer.headers, date })
      answer.pipe(outgoing)
    })
    incoming.pipe(forwarded)
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  after(() => {
    proxy.closeAllConnections()
    proxy.close()
  })
  return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
}

/** The longest run of refusals. */
function longestRefusal(outcomes: readonly boolean[]): number {
  const runs = outcomes
    .map((isSound) => (isSound ? ' ' : 'x'))
    .join('')
    .split(' ')
  return Math.max(...runs.map((run) => run.length))
}

const DATES_OFF = [2, 8, 40, -300]
const LEEWAYS = [0, 5, 60]

test('behind a proxy whose Date is off, 50 renewals are accepted at once by verifiers of any leeway', {
  timeout: 60_000,
}, async () => {
  for (const off of DATES_OFF) {
    for (const leeway of LEEWAYS) {
      const { server, outcomes } = await startVerifier({ leeway, hiccups: 0 })
      const tokenEndpoint = `${await startProxy(server.origin, off)}/token`
      const { accessToken } = client({ tokenEndpoint, now: () => clock.time, retries: 0 })
      for (let renewal = 0; renewal < 50; renewal++) {
        await accessToken()
        clock.time += 300_000
      }
      assert.deepEqual(outcomes, Array(50).fill(true), `${off} s off, leeway ${leeway} s`)
    }
  }
})

test('a refusal for another reason teaches a wrong Date at most until the next one: no two renewals fail', {
  timeout: 60_000,
}, async () => {
  for (const off of DATES_OFF) {
    for (const leeway of LEEWAYS) {
      const verifier = { leeway, hiccups: 0 }
      const { server, outcomes } = await startVerifier(verifier)
      const tokenEndpoint = `${await startProxy(server.origin, off)}/token`
      const { accessToken } = client({ tokenEndpoint, now: () => clock.time, retries: 0 })
      const renewals: boolean[] = []
      for (let renewal = 0; renewal < 50; renewal++) {
        // The key set could not be fetched, say.
        if (renewal % 10 === 3) verifier.hiccups = 1
        const renewed = accessToken().then(
          () => true,
          () => false,
        )
        renewals.push(await renewed)
        clock.time += 300_000
      }
      const found = `${off} s off, leeway ${leeway} s: ${outcomes.filter((isSound) => !isSound).length} refusals`
      assert.ok(longestRefusal(renewals) < 2, found)
      // The hiccup, and what the wrong Date then costs once.
      assert.ok(longestRefusal(outcomes) < 3, found)
      assert.ok(renewals.filter(Boolean).length >= 45, found)
    }
  }
})

test('a clock that is 40 s fast or slow is put right by a Date that is 2 s off', {
  timeout: 60_000,
}, async () => {
  for (const drift of [40, -40]) {
    for (const leeway of LEEWAYS) {
      const { server, outcomes } = await startVerifier({ leeway, hiccups: 0 })
      const tokenEndpoint = `${await startProxy(server.origin, 2)}/token`
      const { accessToken } = client({ tokenEndpoint, now: () => clock.time + drift * 1000, retries: 0 })
      for (let renewal = 0; renewal < 10; renewal++) {
        await accessToken()
        clock.time += 400_000
      }
      assert.ok(outcomes.filter((isSound) => !isSound).length <= 1, `${drift} s, leeway ${leeway} s`)
    }
  }
})

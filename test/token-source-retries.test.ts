import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import type { BackendServicesOptions } from '../src/smart/index.ts'
import { refusal } from './refusal.ts'
import { hangUp, inTurn, respond, type Handler } from './servers.ts'
import { assertionOf, client, GRANTED, server, tokens } from './smart-server.ts'

test('retries a network error, a 429 and a 5xx with a new assertion, and nothing else (A3)', async () => {
  for (const bad of [hangUp, respond(429, {}), respond(503, {}), respond(500, { error: 'server_error' })]) {
    server.received = []
    server.handlers['/token'] = inTurn(bad, tokens())
    assert.equal((await client().accessToken()).accessToken, 'token-1')
    const ids = server.receivedAt('/token').map((request) => assertionOf(request).claims.jti)
    assert.deepEqual([ids.length, new Set(ids).size], [2, 2])
  }
  for (const bad of [
    respond(400, {}),
    respond(499, ''),
    respond(404, ''),
    respond(200, ''),
    respond(302, ''),
    respond(400, { error: 'invalid_client' }),
  ]) {
    server.received = []
    server.handlers['/token'] = bad
    await refusal(client().accessToken())
    assert.equal(server.receivedAt('/token').length, 1)
  }
})

test('retries as often as requested', async () => {
  server.handlers['/token'] = respond(503, {})
  for (const [retries, requests] of [
    [0, 1],
    [1, 2],
    [undefined, 3],
  ] as const) {
    server.received = []
    const error = await refusal(client(retries === undefined ? {} : { retries }).accessToken())
    assert.deepEqual([error.status, server.receivedAt('/token').length], [503, requests])
  }
})

test('doubles the wait before each retry, with jitter, and honours Retry-After up to 6 s', async () => {
  server.handlers['/token'] = respond(503, {})
  const timer = globalThis.setTimeout
  async function waitsOf(options: Partial<BackendServicesOptions>, random: number): Promise<unknown[]> {
    const waits: unknown[] = []
    mock.method(Math, 'random', () => random)
    try {
      // The caller's own deadline, 6 s too, is set before the call returns.
      const asked = client(options).accessToken()
      // Waits end at once; the deadlines of requests, 2 s, stay as they are.
      globalThis.setTimeout = ((...[run, ms, ...rest]: Parameters<typeof timer>) => {
        const waited = [375, 750, 6000].includes(ms!)
        if (waited) waits.push(ms)
        return timer(run, waited ? 0 : ms, ...rest)
      }) as typeof timer
      assert.equal((await refusal(asked)).status, 503)
    } finally {
      globalThis.setTimeout = timer
      mock.restoreAll()
    }
    return waits
  }
  assert.deepEqual(await waitsOf({}, 0.5), [375, 750])
  server.handlers['/token'] = respond(503, {}, { 'retry-after': '6' })
  assert.deepEqual(await waitsOf({ now: () => 1_800_000_000_000 }, 0), [6000, 6000])
})

test('honours Retry-After in seconds or by the server’s clock, up to 6 s', {
  timeout: 20_000,
}, async () => {
  const skewed = Date.now() + 600_000
  for (const headers of [
    { 'retry-after': '1' },
    { 'retry-after': new Date(skewed + 2500).toUTCString(), date: new Date(skewed).toUTCString() },
  ]) {
    server.handlers['/token'] = inTurn(respond(429, {}, headers), tokens())
    const began = Date.now()
    await client({ retries: 1 }).accessToken()
    assert.ok(Date.now() - began > 990 && Date.now() - began < 4000, `${Date.now() - began} ms`)
  }
  for (const wait of ['7', '3600', '1e9', new Date(Date.now() + 60000).toUTCString()]) {
    server.handlers['/token'] = respond(503, {}, { 'retry-after': wait })
    server.received = []
    const began = Date.now()
    await refusal(client().accessToken())
    assert.deepEqual([server.receivedAt('/token').length, Date.now() - began < 1000], [1, true], wait)
  }
  for (const wait of ['0', '-5', 'soon', new Date(0).toUTCString()]) {
    server.handlers['/token'] = inTurn(respond(503, {}, { 'retry-after': wait }), tokens())
    await client().accessToken()
  }
})

test('corrects a clock that is ten minutes fast or slow', async () => {
  for (const off of [600_000, -600_000]) {
    // A server that holds iat and exp to its clock, which is right.
    server.handlers['/token'] = (request, response, body) => {
      const { iat, exp } = assertionOf({ body }).claims as { iat: number; exp: number }
      const time = Date.now() / 1000
      const fits = iat <= time && exp > time && exp <= time + 300
      return respond(fits ? 200 : 401, fits ? { ...GRANTED, expires_in: 3 } : { error: 'invalid_client' })(
        request,
        response,
        body,
      )
    }
    server.received = []
    const { accessToken } = client({ now: () => Date.now() + off, retries: 0 })
    const { expiresAt } = await accessToken()
    assert.ok(Math.abs(expiresAt - (Date.now() + off) / 1000) < 5, 'expiresAt is by this machine’s clock')
    assert.equal(server.receivedAt('/token').length, 2)
    await accessToken()
    assert.equal(server.receivedAt('/token').length, 3, 'the next assertion is right at once')
  }
})

const TIME = 1_800_000_000_000
const now = (): number => TIME

/** The headers of a server whose clock is so many seconds ahead. */
function ahead(seconds: number): { date: string } {
  return { date: new Date(TIME + seconds * 1000).toUTCString() }
}

/** Refuses an assertion; the clock is so many seconds ahead. */
function refusing(seconds: number): Handler {
  return respond(401, { error: 'invalid_client' }, ahead(seconds))
}

/** Grants a token that is not kept; the clock is so many seconds ahead. */
function granting(seconds: number): Handler {
  return respond(200, { ...GRANTED, expires_in: 3 }, ahead(seconds))
}

/** The seconds by which the assertions so far were ahead of the client's clock. */
function correctionsSoFar(): number[] {
  return server.receivedAt('/token').map((request) => assertionOf(request).claims.iat! + 5 - TIME / 1000)
}

test('tries the server’s time once where it differs by two seconds or more and under an hour', async () => {
  for (const [off, tried] of [
    [0, [0]],
    [1, [0]],
    [2, [0, 2]],
    [3599, [0, 3599]],
    [3600, [0]],
    [-1, [0]],
    [-2, [0, -2]],
    [-3599, [0, -3599]],
    [-3600, [0]],
  ] as const) {
    server.handlers['/token'] = refusing(off)
    server.received = []
    const error = await refusal(client({ now }).accessToken())
    assert.deepEqual([error.code, error.status], ['ERR_OAUTH', 401])
    assert.deepEqual(correctionsSoFar(), tried)
  }
})

test('a Date of 1939 or 2031, or none, changes nothing', async () => {
  const undated: Handler = (request, response, body) => {
    response.sendDate = false
    return respond(401, { error: 'invalid_client' })(request, response, body)
  }
  const dated = (date: string) => respond(401, { error: 'invalid_client' }, { date })
  const dates = ['Fri, 01 Sep 1939 04:45:00 GMT', 'Wed, 01 Jan 2031 00:00:00 GMT', 'today']
  for (const handler of [undated, ...dates.map(dated)]) {
    server.handlers['/token'] = inTurn(handler, granting(0))
    server.received = []
    const { accessToken } = client({ now })
    await refusal(accessToken())
    assert.deepEqual(correctionsSoFar(), [0])
    await accessToken()
    assert.deepEqual(correctionsSoFar(), [0, 0])
  }
})

test('learns the time from the refusal of an assertion alone', async () => {
  const failing = [
    respond(503, {}, ahead(600)),
    respond(429, {}, ahead(600)),
    respond(200, {}, ahead(600)),
    respond(403, {}, ahead(600)),
    ...[
      'invalid_scope',
      'unauthorized_client',
      'unsupported_grant_type',
      'use_dpop_nonce',
      'invalid_dpop_proof',
    ].map((error) => respond(400, { error }, ahead(600))),
    granting(600),
  ]
  for (const handler of failing) {
    server.handlers['/token'] = inTurn(handler, granting(0))
    server.received = []
    const { accessToken } = client({ now })
    await accessToken().catch(() => {})
    await accessToken()
    assert.deepEqual(new Set(correctionsSoFar()), new Set([0]))
  }
})

test('the own clock stands again where the server’s time is refused too', async () => {
  server.handlers['/token'] = refusing(600)
  const { accessToken } = client({ now })
  await refusal(accessToken())
  assert.deepEqual(correctionsSoFar(), [0, 600])
  await refusal(accessToken())
  assert.deepEqual(correctionsSoFar(), [0, 600, 0, 600])
  server.handlers['/token'] = granting(600)
  await accessToken()
  assert.deepEqual(correctionsSoFar().slice(4), [0])
})

test('a corrected clock that is refused later goes back to the own one, and tries that once', async () => {
  server.handlers['/token'] = inTurn(refusing(600), granting(600), refusing(0), granting(0))
  const { accessToken } = client({ now })
  await accessToken()
  assert.deepEqual(correctionsSoFar(), [0, 600])
  await accessToken()
  assert.deepEqual(correctionsSoFar(), [0, 600, 600, 0])
  await accessToken()
  assert.deepEqual(correctionsSoFar().slice(4), [0])

  server.received = []
  server.handlers['/token'] = inTurn(refusing(600), granting(600), refusing(900))
  const other = client({ now })
  await other.accessToken()
  await refusal(other.accessToken())
  assert.deepEqual(correctionsSoFar(), [0, 600, 600, 0])
})

test('stops retrying when the server’s clock jumps with every answer', async () => {
  let date = Date.now()
  server.handlers['/token'] = (...exchange) => {
    date += 60_000
    const headers = { date: new Date(date).toUTCString() }
    return respond(401, { error: 'invalid_client' }, headers)(...exchange)
  }
  for (const retries of [2, 1000]) {
    server.received = []
    await refusal(client({ retries }).accessToken())
    assert.equal(server.receivedAt('/token').length, 2)
  }
})

test('a server that is busy refuses no time: its Retry-After is heeded, and its answer says so', async () => {
  for (const status of [429, 503]) {
    const headers = { date: new Date(Date.now() + 600_000).toUTCString(), 'retry-after': '60' }
    server.received = []
    server.handlers['/token'] = respond(status, { error: 'slow_down' }, headers)
    const error = await refusal(client({ retries: 2 }).accessToken())
    assert.deepEqual([error.code, error.status, error.error], ['ERR_OAUTH', status, 'slow_down'])
    assert.match(error.message, /"slow_down"; try again in 60 s$/)
    assert.equal(server.receivedAt('/token').length, 1)
  }
})

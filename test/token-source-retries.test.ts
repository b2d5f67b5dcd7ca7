import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import { refusal } from './refusal.ts'
import { hangUp, inTurn, respond } from './servers.ts'
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
    [NaN, 1],
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
  const waits: unknown[] = []
  // Waits end at once; deadlines, which have something to say, stay as they are.
  globalThis.setTimeout = ((...[run, ms, ...rest]: Parameters<typeof timer>) => {
    const waited = rest.length === 0 && [375, 750, 6000].includes(ms!)
    if (waited) waits.push(ms)
    return timer(run, waited ? 0 : ms, ...rest)
  }) as typeof timer
  mock.method(Math, 'random', () => 0.5)
  try {
    await refusal(client().accessToken())
    assert.deepEqual(waits, [375, 750])
    waits.length = 0
    mock.restoreAll()
    mock.method(Math, 'random', () => 0)
    server.handlers['/token'] = respond(503, {}, { 'retry-after': '6' })
    await refusal(client({ now: () => 1_800_000_000_000 }).accessToken())
    assert.deepEqual(waits, [6000, 6000])
  } finally {
    globalThis.setTimeout = timer
    mock.restoreAll()
  }
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

test('corrects a clock that is more than five seconds off, with one more request', async () => {
  const time = 1_800_000_000_000
  for (const [off, requests] of [
    [5000, 1],
    [6000, 2],
    [-5000, 1],
    [-6000, 2],
  ] as const) {
    server.handlers['/token'] = respond(
      401,
      { error: 'invalid_client' },
      { date: new Date(time + off).toUTCString() },
    )
    server.received = []
    await refusal(client({ now: () => time }).accessToken())
    assert.equal(server.receivedAt('/token').length, requests, `${off}`)
  }
})

test('a server without Date corrects no clock', async () => {
  server.handlers['/token'] = inTurn(
    respond(503, {}, { date: new Date(5_000_000).toUTCString() }),
    (request, response, body) => {
      response.sendDate = false
      return respond(503, {})(request, response, body)
    },
    tokens(),
  )
  await client().accessToken()
  const times = server.receivedAt('/token').map((request) => assertionOf(request).claims.iat!)
  assert.ok(times[0]! > 1e9 && times[1]! <= 5001 && times[2]! <= 5003, `${times}`)
})

test('stops retrying when the server’s clock jumps with every answer', async () => {
  let date = Date.now()
  server.handlers['/token'] = (...exchange) => {
    date += 60_000
    const headers = { date: new Date(date).toUTCString() }
    return respond(401, { error: 'invalid_client' }, headers)(...exchange)
  }
  for (const retries of [2, Infinity]) {
    server.received = []
    await refusal(client({ retries }).accessToken())
    assert.equal(server.receivedAt('/token').length, 4)
  }
})

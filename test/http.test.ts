import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { test } from 'node:test'
import { fetchSmartConfiguration } from '../src/smart/index.ts'
import { hostile, refusal } from './refusal.ts'
import { closedOrigin, hangUp, inTurn, respond, silence, startServer, type Handler } from './servers.ts'
import {
  client,
  CONFIGURATION,
  DISCOVERY,
  elsewhere,
  GRANTED,
  origin,
  server,
  tokens,
} from './smart-server.ts'

const cutOff: Handler = (_, response) => {
  response.writeHead(200, { 'content-length': '1000' })
  response.write('{')
  setTimeout(() => response.destroy(), 20)
}

const untyped: Handler = (_, response) => {
  response.writeHead(200)
  response.end('<html>')
}

const endless: Handler = (_, response) => {
  const more = (): void => {
    if (response.destroyed) return
    response.write(' '.repeat(60000))
    setImmediate(more)
  }
  more()
}

const byteByByte: Handler = (_, response) => {
  const timer = setInterval(() => response.write(' '), 20)
  response.on('close', () => clearInterval(timer))
}

const toElsewhere = { location: `${elsewhere.origin}/token` }

type BadAnswer = readonly [handler: Handler, status: number | undefined, message: RegExp]

/** Bad answers that any request can get: the status and the message of the error that they make. */
const BAD_ANSWERS: { readonly [name: string]: BadAnswer } = {
  'a 401 without JSON': [respond(401, ''), 401, /401.*right\?/],
  'a 403': [respond(403, {}), 403, /403.*right\?/],
  'a 404': [respond(404, '<html>'), 404, /status 404, content type "text\/html"; is .*right\?/],
  'a 429': [respond(429, '', { 'retry-after': '0' }), 429, /429.*later/],
  'a 500': [respond(500, {}), 500, /500.*later/],
  'a 502 with HTML': [respond(502, '<html>'), 502, /502.*later/],
  'a 200 with HTML': [respond(200, '<html>'), 200, /status 200, content type "text\/html".*right\?/],
  'a 200 with an array': [respond(200, []), 200, /status 200, content type "application\/json".*right\?/],
  'a 200 that repeats a member': [respond(200, '{"a":1,"a":2}'), 200, /status 200, .*no JSON.*right\?/],
  'an empty answer': [respond(200, ''), 200, /status 200, .*no JSON.*right\?/],
  'an answer without content type': [untyped, 200, /status 200, content type absent, .*right\?/],
  'a 204': [respond(204, ''), 204, /status 204, .*no JSON.*right\?/],
  'an answer that is cut off': [cutOff, undefined, /the request failed; see cause$/],
  'an endless answer': [endless, undefined, /the answer has more than 65536 octets$/],
  'an answer that comes byte by byte': [byteByByte, undefined, /no whole answer within 1000 ms$/],
  'a server that never answers': [silence, undefined, /no whole answer within 1000 ms$/],
  'a closed connection': [hangUp, undefined, /the request failed; see cause$/],
  'a redirect to another host': [
    respond(302, '', toElsewhere),
    302,
    /302, a redirect, which is not followed$/,
  ],
  'a redirect that keeps the method': [
    respond(307, {}, toElsewhere),
    307,
    /307, a redirect, which is not followed$/,
  ],
}

for (const [name, [handler, status, message]] of Object.entries(BAD_ANSWERS)) {
  test(`${name} becomes ERR_HTTP in time, and the next call works (T3)`, { timeout: 10_000 }, async () => {
    server.handlers['/token'] = inTurn(handler, tokens())
    const { accessToken } = client({ timeout: 1000, retries: 0 })
    const began = Date.now()
    const error = await refusal(accessToken())
    assert.ok(Date.now() - began < 3000, `${Date.now() - began} ms`)
    assert.deepEqual([error.code, error.status], ['ERR_HTTP', status])
    assert.match(error.message, message)
    assert.equal((await accessToken()).accessToken, 'token-1')
    assert.equal(server.receivedAt('/token').length, 2)
    assert.equal(elsewhere.received.length, 0)
  })

  test(`${name} from discovery becomes ERR_HTTP in time, and the next call works (D1)`, {
    timeout: 10_000,
  }, async () => {
    server.handlers[DISCOVERY] = inTurn(handler, respond(200, CONFIGURATION))
    const { accessToken } = client({ timeout: 1000 })
    const error = await refusal(accessToken())
    assert.deepEqual([error.code, error.status], ['ERR_HTTP', status])
    assert.match(error.message, message)
    await accessToken()
  })
}

test('a request leaves no timer, no listener and no open connection', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length
  const before = timers()
  const { signal } = new AbortController()
  await fetchSmartConfiguration(origin, { signal })
  assert.deepEqual([timers(), getEventListeners(signal, 'abort')], [before, []])
  const closed = new Promise((resolve) => {
    server.handlers = {
      [DISCOVERY]: (_, response) => {
        response.write(' '.repeat(70000))
        response.on('close', resolve)
      },
    }
  })
  await refusal(fetchSmartConfiguration(origin))
  await closed
})

test('a message shows the beginning of a long URL, without its query', async () => {
  server.handlers = {}
  const base = `${origin}/${'x'.repeat(1000)}`
  const { message } = await refusal(fetchSmartConfiguration(base))
  assert.match(message, /^http:\/\/127\.0\.0\.1:\d+\/x+…: it answered status 404, .*right\?$/)
  assert.equal(message.split('…')[0]!.length, 199)
  const tokenEndpoint = `${origin}/nowhere?key=secret`
  const refused = await refusal(client({ tokenEndpoint }).accessToken())
  assert.match(refused.message, /\/nowhere: it answered status 404/)
  assert.equal(server.receivedAt('/nowhere?key=secret').length, 1)
})

test('a fetch that gives no promise leaves no timer, which would keep the process alive', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length
  const before = timers()
  const error = await refusal(fetchSmartConfiguration(origin, { fetch: hostile(() => undefined) }))
  assert.equal(error.code, 'ERR_HTTP')
  const { fetch: send } = client({
    fetch: hostile((url: string, init: RequestInit) =>
      url.endsWith('/Patient') ? undefined : fetch(url, init),
    ),
  })
  await assert.rejects(send('Patient'), TypeError)
  await assert.rejects(send('Patient', { signal: new AbortController().signal }), TypeError)
  assert.equal(timers(), before)
})

test('tells redirects, client errors and server errors apart at their edges (T3)', async () => {
  for (const [status, message] of [
    [399, /a redirect, which is not followed$/],
    [400, /right\?/],
    [499, /right\?/],
    [500, /later/],
  ] as const) {
    server.handlers['/token'] = respond(status, '')
    assert.match((await refusal(client({ retries: 0 }).accessToken())).message, message)
  }
})

test('names why a connection failed: refused, unknown host, untrusted certificate (T6)', async () => {
  const untrusted = await startServer({ '': respond(200, GRANTED) }, 'https')
  const closed = await closedOrigin()
  for (const [url, reason] of [
    [closed.replace('http:', 'https:'), 'ECONNREFUSED'],
    ['https://nowhere.invalid', 'ENOTFOUND|EAI_AGAIN'],
    [untrusted.origin, 'SELF_SIGNED'],
  ] as const) {
    for (const ask of [
      () => fetchSmartConfiguration(url),
      client({ tokenEndpoint: url, retries: 0 }).accessToken,
    ]) {
      const error = await refusal(ask())
      assert.deepEqual([error.code, error.status], ['ERR_HTTP', undefined])
      assert.match(error.message, /: the request failed; see cause$/)
      assert.match(((error.cause as Error).cause as { code: string }).code, new RegExp(reason))
    }
  }
})

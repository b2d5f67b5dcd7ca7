import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { test } from 'node:test'
import { isSecure, secureUrl, type UrlRules } from '../src/http.ts'
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
  'an empty answer': [respond(200, ''), 200, /status 200, .*no JSON.*right\?/],
  'an answer without content type': [untyped, 200, /status 200, content type absent, .*right\?/],
  'a 204': [respond(204, ''), 204, /status 204, .*no JSON.*right\?/],
  'an answer that is cut off': [cutOff, undefined, /the request failed: \w+$/],
  'an endless answer': [endless, undefined, /the answer has more than 262144 octets$/],
  'an answer that comes byte by byte': [byteByByte, undefined, /no whole answer within 1000 ms$/],
  'a server that never answers': [silence, undefined, /no whole answer within 1000 ms$/],
  'a closed connection': [hangUp, undefined, /the request failed: \w+$/],
  'a redirect to another host': [
    respond(302, '', toElsewhere),
    302,
    /302, a redirect to http:\S+\/token, which is not followed$/,
  ],
  'a redirect that keeps the method': [
    respond(307, {}, toElsewhere),
    307,
    /307, a redirect to http:\S+\/token, which is not followed$/,
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
        response.write(' '.repeat(270000))
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

/** A server that speaks no TLS, by the name of another scheme. */
const withoutTls = origin.replace('http:', 'https:')

test('names why a connection failed: refused, unknown host, untrusted certificate (T6)', async () => {
  const untrusted = await startServer({ '': respond(200, GRANTED) }, 'https')
  const closed = await closedOrigin()
  for (const [url, code] of [
    [closed.replace('http:', 'https:'), /ECONNREFUSED/],
    ['https://nowhere.invalid', /ENOTFOUND|EAI_AGAIN/],
    [untrusted.origin, /SELF_SIGNED/],
    [withoutTls, /ERR_SSL|EPROTO/],
  ] as const) {
    for (const ask of [
      () => fetchSmartConfiguration(url),
      client({ tokenEndpoint: url, retries: 0 }).accessToken,
    ]) {
      const error = await refusal(ask())
      assert.deepEqual([error.code, error.status], ['ERR_HTTP', undefined])
      const { code: reason } = (error.cause as Error).cause as { code: string }
      assert.match(reason, code)
      assert.ok(error.message.endsWith(`: the request failed: ${reason}`), error.message)
    }
  }
})

/** An error as a runtime makes it: each is the cause of the one before it. */
function errorOf(...words: readonly { readonly message?: string; readonly code?: unknown }[]): unknown {
  return words.reduceRight<unknown>(
    (cause, { message, code }) => Object.assign(new TypeError(message, { cause }), code && { code }),
    undefined,
  )
}

/** What Node, Deno, Bun and workerd throw where a connection fails, and what is said of it. */
const FAILURES: readonly (readonly [failure: unknown, reason: string])[] = [
  [errorOf({ message: 'fetch failed' }, { code: 'EAI_AGAIN' }), ': EAI_AGAIN'],
  [errorOf({ code: 'ENOTFOUND', message: 'getaddrinfo ENOTFOUND nowhere.invalid' }), ': ENOTFOUND'],
  [errorOf({ code: 'ECONNREFUSED' }), ': ECONNREFUSED'],
  [{ cause: new AggregateError([errorOf({ code: 'ECONNREFUSED' })], '') }, ': ECONNREFUSED'],
  [errorOf({}, { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }), ': ERR_TLS_CERT_ALTNAME_INVALID'],
  [errorOf({}, { code: 'UND_ERR_CONNECT_TIMEOUT', message: 'Timeout' }), ': UND_ERR_CONNECT_TIMEOUT'],
  [errorOf({ message: 'terminated' }, { code: 'UND_ERR_SOCKET', message: 'closed' }), ': UND_ERR_SOCKET'],
  [errorOf({ message: 'error sending request' }, { message: 'client error: dns error' }), ': dns error'],
  [errorOf({}, { message: 'tcp connect error: Connection refused (os error 111)' }), ': refused'],
  [errorOf({}, { message: 'tcp connect error: Connection timed out (os error 110)' }), ': timed out'],
  [errorOf({}, { message: 'invalid peer certificate: UnknownIssuer' }), ': certificate'],
  [errorOf({}, { message: 'received corrupt message of type InvalidContentType' }), ': corrupt message'],
  [errorOf({ message: 'Network connection lost.' }), ': lost'],
  [errorOf({ message: 'error reading a body from connection' }), ': reading a body'],
  [
    errorOf({ message: 'Response does not match the HTTP/1.1 protocol (Invalid HTTP version)' }),
    ': HTTP/1.1 protocol',
  ],
  [errorOf({ message: 'error for https://a.example/?secret: closed' }), ': closed'],
  [errorOf({ code: 'X'.repeat(1000) }), `: ${'X'.repeat(98)}…`],
  [errorOf({ message: 'Failed to fetch' }), ''],
  [errorOf({ message: 'secret' }), ''],
  [errorOf({ code: Symbol('code') }), ''],
  ['secret', ''],
  [undefined, ''],
]

test('says what each runtime says of a failed connection, and nothing that may be private', async () => {
  const circle: { cause?: unknown } = {}
  circle.cause = circle
  for (const [failure, reason] of [...FAILURES, [circle, '']] as typeof FAILURES) {
    const fails: typeof fetch = async () => {
      throw failure
    }
    const error = await refusal(fetchSmartConfiguration(origin, { fetch: fails }))
    assert.ok(error.message.endsWith(`: the request failed${reason}`), error.message)
    assert.deepEqual([error.code, error.cause], ['ERR_HTTP', failure])
  }
})

const JSON_OF = JSON.stringify(CONFIGURATION)

test('reads a body as Response.json does: a byte order mark, any content type, a member given twice', async () => {
  for (const [body, type] of [
    [`\ufeff${JSON_OF}`, 'application/json'],
    [JSON_OF, 'text/plain'],
    [JSON_OF, 'text/html; charset=utf-8'],
    [JSON_OF.replace('{', '{"token_endpoint":"https://first.example/",'), 'application/json'],
    [JSON_OF.replace('}', `,"more":"${'x'.repeat(200_000)}"}`), 'application/json'],
  ] as const) {
    server.handlers[DISCOVERY] = respond(200, body, { 'content-type': type })
    assert.equal((await fetchSmartConfiguration(`${origin}/fhir`)).token_endpoint, `${origin}/token`)
  }
  const broken = Buffer.concat([
    Buffer.from('{"token_endpoint":"https://a.example/","x":"'),
    Buffer.from([0xff]),
    Buffer.from('"}'),
  ])
  server.handlers[DISCOVERY] = (_, response) => response.end(broken)
  assert.equal((await fetchSmartConfiguration(origin)).x, '\ufffd')
})

test('reads a body in parts that cut a character, and of as many octets as the limit', async () => {
  const euro = Buffer.from('{"token_endpoint":"https://a.example/","x":"€"}')
  const cut = euro.indexOf(0xe2) + 1
  const inParts: typeof fetch = async () => {
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(euro.subarray(0, cut))
        controller.enqueue(euro.subarray(cut))
        controller.close()
      },
    })
    return new Response(stream)
  }
  assert.equal((await fetchSmartConfiguration(origin, { fetch: inParts })).x, '€')
  const unended: typeof fetch = async () => new Response(Buffer.from('<html>€').subarray(0, -1))
  assert.equal(
    (await refusal(fetchSmartConfiguration(origin, { fetch: unended }))).description,
    '<html>\ufffd',
  )
  const padded = (octets: number): typeof fetch => {
    return async () => new Response(JSON_OF + ' '.repeat(octets - Buffer.byteLength(JSON_OF)))
  }
  assert.ok(await fetchSmartConfiguration(origin, { fetch: padded(262_144) }))
  const { message } = await refusal(fetchSmartConfiguration(origin, { fetch: padded(262_145) }))
  assert.match(message, /more than 262144 octets$/)
})

test('the reason of a failure is found four causes deep, and no deeper', async () => {
  const within = (depth: number): Error =>
    depth === 0
      ? Object.assign(new Error('a'), { code: 'E_DEEP' })
      : new Error('b', { cause: within(depth - 1) })
  for (const [depth, end] of [
    [4, ': E_DEEP'],
    [5, 'failed'],
  ] as const) {
    const fails: typeof fetch = async () => {
      throw within(depth)
    }
    const { message } = await refusal(fetchSmartConfiguration(origin, { fetch: fails }))
    assert.ok(message.endsWith(end), message)
  }
})

type Said = readonly [name: string, handler: Handler, description: string | undefined]

const OUTCOME = {
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'error', diagnostics: 'no such key' }],
}

/** Refusals as servers write them, and what is to be read of them. */
const SAID: readonly Said[] = [
  ['an OAuth error', respond(400, { error: 'x', error_description: 'because\nso' }), 'because so'],
  ['an OAuth error alone', respond(400, { error: 'x' }), undefined],
  [
    'Spring’s error',
    respond(401, { status: 401, error: 'Unauthorized', path: '/t' }),
    '{"status":401,"error":"Unauthorized","path":"/t"}',
  ],
  [
    'a nested error',
    respond(400, { error: { code: 'E1', message: 'no' } }),
    '{"error":{"code":"E1","message":"no"}}',
  ],
  ['a list of errors', respond(400, { error: ['no'] }), '{"error":["no"]}'],
  ['an OperationOutcome', respond(401, OUTCOME), JSON.stringify(OUTCOME)],
  [
    'a gateway’s message',
    respond(401, { statusCode: 401, message: 'no' }),
    '{"statusCode":401,"message":"no"}',
  ],
  ['HTML', respond(403, '<h1>\n  Not here\n</h1>'), '<h1> Not here </h1>'],
  ['nothing', respond(400, ''), undefined],
  [
    'a challenge alone',
    respond(401, '', { 'www-authenticate': 'Bearer error_description="no key"' }),
    'Bearer error_description="no key"',
  ],
  [
    'a description that is no text',
    respond(400, { error: 'x', error_description: 1 }),
    '{"error":"x","error_description":1}',
  ],
  [
    'control characters',
    respond(400, { error: 'x', error_description: 'a\u001b[31m\u202eb' }),
    'a\\u{1b}[31m\\u{202e}b',
  ],
  [
    'an assertion',
    respond(400, { error: 'x', error_description: 'bad eyJhbGciOi.eyJpc3MiOi.c2lnbg now' }),
    'bad eyJ… now',
  ],
  ['a page for a success', respond(200, '<p>Sign in</p>'), '<p>Sign in</p>'],
  ['a success that may hold a token', respond(200, { access: 'eyJx.y.z' }), undefined],
  ['a success that holds a token', respond(200, { token: 'abc' }), undefined],
  ['a success in UTF-16', respond(200, '{\0"\0t\0o\0k\0e\0n\0"\0:\0'), undefined],
]

test('an error carries what the server said, on one line, and no token (T4)', async () => {
  for (const [name, handler, description] of SAID) {
    server.handlers['/token'] = handler
    const error = await refusal(client({ retries: 0 }).accessToken())
    assert.equal(error.description, description, name)
  }
  server.handlers['/token'] = respond(400, 'x'.repeat(200_000))
  const { description } = await refusal(client().accessToken())
  assert.equal(description, `${'x'.repeat(299)}…`)
})

test('an error carries the seconds of Retry-After, which may be a date by the server’s clock', async () => {
  const now = Date.now()
  const inAMinute = new Date(now + 60_000).toUTCString()
  const rows: readonly (readonly [headers: { readonly [name: string]: string }, number | undefined])[] = [
    [{ 'retry-after': '60' }, 60],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': '1.5' }, 2],
    [{ 'retry-after': inAMinute, date: new Date(now).toUTCString() }, 60],
    [
      { 'retry-after': new Date(now + 660_000).toUTCString(), date: new Date(now + 600_000).toUTCString() },
      60,
    ],
    [{ 'retry-after': new Date(0).toUTCString() }, 0],
    [{ 'retry-after': '9'.repeat(400) }, 31_536_000],
    [{ 'retry-after': '1e10' }, 31_536_000],
    [{ 'retry-after': '-5' }, 0],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '60 seconds' }, 60],
    [{ 'retry-after': '60, 60' }, 60],
    [{ 'retry-after': '1.5.2' }, undefined],
    [{ 'retry-after': new Date(now - 2000).toISOString() }, 0],
    [{}, undefined],
  ]
  for (const [headers, seconds] of rows) {
    for (const [status, body] of [
      [429, ''],
      [503, { error: 'temporarily_unavailable' }],
      [400, {}],
    ] as const) {
      server.handlers['/token'] = respond(status, body, headers)
      const error = await refusal(client({ retries: 0 }).accessToken())
      assert.deepEqual([error.status, error.retryAfter], [status, seconds], headers['retry-after'])
      if (status !== 400) assert.match(error.message, seconds ? new RegExp(`in ${seconds} s$`) : /later$/)
    }
  }
  // Without a Date the date is measured by this machine's clock.
  server.handlers['/token'] = (request, response, body) => {
    response.sendDate = false
    return respond(429, '', { 'retry-after': inAMinute })(request, response, body)
  }
  const { retryAfter } = await refusal(client({ retries: 0 }).accessToken())
  assert.ok(retryAfter! > 50 && retryAfter! < 62, `${retryAfter}`)
})

test('follows three redirects of discovery within the origin, and none to another (D1)', async () => {
  const moved = (location: string, status = 302) => respond(status, '', { location })
  server.handlers = {
    '/a/.well-known/smart-configuration': moved('/b'),
    '/b': moved(`${origin}/c`, 308),
    '/c': moved('/fhir/.well-known/smart-configuration', 301),
    '/d/.well-known/smart-configuration': moved('/a/.well-known/smart-configuration'),
    '/e/.well-known/smart-configuration': moved(`${elsewhere.origin}/private?secret#secret`),
    '/f/.well-known/smart-configuration': moved('http://['),
    // Only a status of 3xx redirects.
    '/g/.well-known/smart-configuration': respond(200, CONFIGURATION, { location: '/b' }),
    '/h/.well-known/smart-configuration': respond(299, CONFIGURATION, { location: '/b' }),
    '/i/.well-known/smart-configuration': respond(400, '', { location: '/b' }),
    [DISCOVERY]: respond(200, CONFIGURATION),
  }
  assert.equal((await fetchSmartConfiguration(`${origin}/a`)).token_endpoint, `${origin}/token`)
  for (const [path, end] of [
    ['d', /\/c: it answered status 301, a redirect to \S+configuration, which is not followed$/],
    ['e', /a redirect to http:\/\/127\.0\.0\.1:\d+\/private, which is not followed$/],
    ['f', /status 302, a redirect, which is not followed$/],
    ['i', /status 400, content type/],
  ] as const) {
    assert.match((await refusal(fetchSmartConfiguration(`${origin}/${path}`))).message, end)
  }
  assert.equal(elsewhere.received.length, 0)
  server.received = []
  for (const path of ['g', 'h', 'i']) await fetchSmartConfiguration(`${origin}/${path}`).catch(() => {})
  assert.equal(server.received.length, 3)
})

type Judged = readonly [url: unknown, rules: UrlRules | undefined, isSafe: boolean]

const JUDGED: readonly Judged[] = [
  ['https://a.example/', undefined, true],
  ['https://a.example/', { loopback: false }, true],
  ['http://a.example/', undefined, false],
  ['http://a.example/', { allowInsecureRequests: false }, false],
  ['http://a.example/', { allowInsecureRequests: undefined }, false],
  ['http://a.example/', { allowInsecureRequests: true }, true],
  ['http://a.example/', { allowInsecureRequests: true, loopback: false }, true],
  ['http://localhost:1/', undefined, true],
  ['http://127.1.2.3/', undefined, true],
  ['http://[::1]/', { loopback: true }, true],
  ['http://localhost/', { loopback: false }, false],
  ['http://127.10.20.30/', undefined, true],
  ['http://localhost.example/', undefined, false],
  ['http://not-localhost/', undefined, false],
  ['http://a.127.example/', undefined, false],
  ['http://127.0.0.1.example/', undefined, false],
  ['http://[::2]/', undefined, false],
  ['ftp://a.example/', { allowInsecureRequests: true }, false],
  ['http://me@a.example/', { allowInsecureRequests: true }, false],
  ['https://:secret@a.example/', undefined, false],
  [`https://a.example/${'x'.repeat(2031)}`, undefined, false],
  [`https://a.example/${'x'.repeat(2030)}`, undefined, true],
  ['a.example', { allowInsecureRequests: true }, false],
  [undefined, undefined, false],
]

test('a URL is https, or http where its rules allow it, without a password, in 2048 characters', () => {
  for (const [url, rules, isSafe] of JUDGED) {
    assert.equal(isSecure(url, rules), isSafe, `${url} ${JSON.stringify(rules)}`)
    const made = () => secureUrl(url as string, 'url', rules).href
    if (isSafe) assert.equal(made(), new URL(url as string).href)
    else assert.throws(made, /^TypeError: option url is .*; it must be an https URL/)
  }
  assert.equal(secureUrl(new URL('https://a.example/x'), 'url').href, 'https://a.example/x')
  assert.throws(() => secureUrl(new URL('http://a.example/?secret'), 'url'), /is "http:\/\/a\.example\/"; /)
})

import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { test } from 'node:test'
import { createBackendServicesClient, type BackendServicesOptions } from '../src/smart/index.ts'
import { ES384_SET } from './fixtures/keys.ts'
import { refusal } from './refusal.ts'
import { respond, silence, until } from './servers.ts'
import { client, elsewhere, origin, server, tokens } from './smart-server.ts'

test('fetch sends the token and the caller’s request to the FHIR base URL and below (U1)', async () => {
  for (const end of ['/fhir', '/fhir/', '/1']) server.handlers[end] = respond(200, {})
  const { fetch: send } = client()
  const inputs = [
    'Patient',
    'Patient?name=a%2Fb',
    `${origin}/fhir/Patient`,
    new URL(`${origin}/fhir/Patient`),
    new Request(`${origin}/fhir/Patient`),
  ]
  for (const input of [...inputs, `${origin}/fhir`, `${origin}/fhir?_getpages=1`, '', 'x/../Patient/1']) {
    const { status } = await send(input)
    assert.equal(status, 200)
  }
  for (const { headers } of server.received.slice(2)) assert.equal(headers.authorization, 'Bearer token-1')
  await send('Patient', {
    method: 'POST',
    body: '{}',
    headers: { 'content-type': 'application/fhir+json', authorization: 'Basic x' },
  })
  await send(
    new Request(`${origin}/fhir/Patient`, {
      method: 'POST',
      body: 'a',
      headers: { 'content-type': 'text/a' },
    }),
  )
  const [post, request] = server.received.slice(-2)
  assert.deepEqual(
    [post!.method, post!.body, post!.headers['content-type'], post!.headers.authorization],
    ['POST', '{}', 'application/fhir+json', 'Bearer token-1'],
  )
  assert.deepEqual(
    [request!.method, request!.body, request!.headers['content-type']],
    ['POST', 'a', 'text/a'],
  )
})

test('fetch sends no token to another origin or path, by reference or redirect (U2)', async () => {
  const { fetch: send } = client()
  await send('Patient')
  const { host, port } = new URL(origin)
  const other = new URL(elsewhere.origin).host
  const requests = () => [...server.received, ...elsewhere.received]
  const references = [
    ...[
      '/Patient',
      '/fhirx/Patient',
      '../Patient',
      '%2e%2e/Patient',
      '.%2E/Patient',
      'Patient/..%2f..%2fadmin',
      'x%5c..%5cadmin',
      '..\\Patient',
      '..;/admin',
      'Patient/%2E%2e;x=1/admin',
      'Patient/..%3B/admin',
      'Patient/%252e%252e%252fadmin',
      'Patient/%252E%252E/admin',
      'Patient/.%252e/admin',
      'Patient/%25252e%25252e/admin',
      'x%252f..%252fadmin',
      'x%255C..%255Cadmin',
      'x%2525252fadmin',
      'x%2525255cadmin',
      'Patient/..%253b/admin',
      'Patient/%2e%2e%25253Bx=1/admin',
    ],
    ...[
      `${elsewhere.origin}/fhir/Patient`,
      elsewhere.origin.replace('http:', ''),
      `//${other}/fhir/Patient`,
      `\\\\${other}/fhir/Patient`,
    ],
    ...[
      `https://${host}/fhir/Patient`,
      `http://me:secret@${host}/fhir/Patient`,
      `http://:secret@${host}/fhir/Patient`,
      `http://${host}@${other}/fhir/`,
    ],
    ...[
      `http://a.example:${port}/fhir/Patient`,
      'http://127.0.0.1:1/fhir/Patient',
      `http://localhost:${port}/fhir/Patient`,
      'data:,x',
      'blob:x',
      'urn:uuid:1',
      'javascript:1',
    ],
  ]
  for (const reference of references) {
    const before = requests().length
    const error = await refusal(send(reference))
    assert.deepEqual([error.code, requests().length], ['ERR_HTTP', before], reference)
    const reason =
      /: not sent: a token goes to http.*\/fhir\/ and below, without a password and encoded .*; option allowedUrls adds others$/
    assert.match(error.message, reason)
  }
  await refusal(send(new URL(`${elsewhere.origin}/fhir/Patient`)))
  await refusal(send(new Request(`${elsewhere.origin}/fhir/Patient`)))
  for (const status of [301, 302, 303, 307, 308]) {
    for (const location of [`${elsewhere.origin}/fhir/Patient`, '/Patient', `${origin}/fhir/Patient`]) {
      server.handlers['/moved'] = respond(status, '', { location })
      assert.equal((await send('moved')).status, status)
      const following = new Request(`${origin}/fhir/moved`, { redirect: 'follow' })
      assert.equal((await send(following, { redirect: 'follow' })).status, status)
    }
  }
  await assert.rejects(send('http://['), TypeError)
  const strayed = requests().filter(({ url, headers }) => headers.authorization && !url.startsWith('/fhir/'))
  const moved = requests().filter(({ url }) => url.startsWith('/fhir/moved'))
  assert.deepEqual([strayed.length, moved.length, elsewhere.received.length], [0, 30, 0])
})

test('fetch asks for FHIR’s JSON, unless the caller asks for something else', async () => {
  const { fetch: send } = client()
  const xml = { accept: 'application/fhir+xml' }
  for (const [input, init, accepted] of [
    ['Patient', undefined, 'application/fhir+json'],
    ['Patient', { headers: { 'x-a': 'b' } }, 'application/fhir+json'],
    ['Patient', { headers: xml }, 'application/fhir+xml'],
    [new Request(`${origin}/fhir/Patient`), undefined, 'application/fhir+json'],
    [new Request(`${origin}/fhir/Patient`, { headers: xml }), undefined, 'application/fhir+xml'],
  ] as const) {
    await send(input, init)
    assert.equal(server.receivedAt('/Patient').at(-1)!.headers.accept, accepted)
  }
})

test('fetch sends the token to allowedUrls and below too, with the care that the base gets (U2)', async () => {
  for (const end of ['/BulkRequest/1', '/BulkRequest', '/files/a.ndjson', '/x%2Fy/z'])
    server.handlers[end] = respond(200, {})
  elsewhere.handlers = {
    '/files/b.ndjson': respond(200, {}),
    '/moved': respond(307, '', { location: '/files/b.ndjson' }),
  }
  const allowedUrls = [
    `${origin}/BulkRequest`,
    `${origin}/files/?x#y`,
    `${elsewhere.origin}/files`,
    `${origin}/x%2Fy`,
  ]
  const { fetch: send } = client({ allowedUrls })
  const sent = [
    `${origin}/BulkRequest`,
    `${origin}/BulkRequest/1?_page=%2F`,
    new URL(`${origin}/files/a.ndjson`),
    new Request(`${elsewhere.origin}/files/b.ndjson`),
    `${origin}/x%2Fy/z`,
    '../BulkRequest/1',
    'Patient',
  ]
  for (const input of sent) assert.equal((await send(input)).status, 200)
  for (const { headers } of [...server.received.slice(2), ...elsewhere.received]) {
    assert.equal(headers.authorization, 'Bearer token-1')
  }
  const before = server.received.length + elsewhere.received.length
  for (const url of [
    ...[`${origin}/BulkRequests`, `${origin}/bulkrequest/1`, `${origin}/file`, `${origin}/filesystem`],
    ...[`${origin}/files/../x`, `${origin}/files/%2e%2e/x`, `${elsewhere.origin}/BulkRequest/1`],
    ...[
      `${origin}/files/..%2fx`,
      `${origin}/files/x%5cy`,
      `${origin}/files/..;/x`,
      `${origin}/files/%252e%252e/x`,
    ],
    ...[`http://me:secret@${new URL(origin).host}/files/a`, `${origin.replace('http', 'https')}/files/a`],
  ]) {
    const error = await refusal(send(url))
    assert.equal(error.code, 'ERR_HTTP')
    assert.match(error.message, /: not sent: a token goes to .*allowedUrls adds others$/)
  }
  assert.equal(server.received.length + elsewhere.received.length, before)
  // A redirect is the caller's to follow, without the token where it leads away.
  const redirecting = client({ allowedUrls: [`${elsewhere.origin}/moved`] })
  elsewhere.received = []
  assert.equal((await redirecting.fetch(`${elsewhere.origin}/moved`)).status, 307)
  assert.equal(elsewhere.received.length, 1)
})

test('fetch goes to allowedUrls alone where there is no FHIR base URL', async () => {
  const { fetch: send } = createBackendServicesClient({
    ...{ tokenEndpoint: `${origin}/token`, clientId: 'app', key: ES384_SET, allowedUrls: [`${origin}/fhir`] },
  })
  assert.equal((await send(`${origin}/fhir/Patient`)).status, 200)
  assert.match(
    (await refusal(send(`${origin}/x`))).message,
    /a token goes to http:\S+\/fhir\/ and below, .*; option allowedUrls/,
  )
  await assert.rejects(send('Patient'), TypeError)
})

test('fetch accepts a base URL with an encoded slash, a query and a fragment', async () => {
  const { fetch: send } = client({
    tokenEndpoint: `${origin}/token`,
    fhirBaseUrl: `${origin}/a%2Fb/fhir?x#y`,
  })
  assert.equal((await send('Patient')).status, 200)
  await refusal(send('x%2Fy'))
})

test('fetch allows one dot before a semicolon and refuses two', async () => {
  const { fetch: send } = client()
  assert.equal((await send('x.;v=1')).status, 404)
  await refusal(send('x/..;/y'))
})

test('fetch sends what is encoded twice where it is no path, or no trick', async () => {
  const { fetch: send } = client()
  for (const reference of ['Patient?name=%252e%252e%252f', 'Patient#%252f', '100%25', 'a%2520b', 'a%3bb']) {
    const { length } = server.received
    await send(reference)
    assert.ok(server.received.length > length, reference)
  }
})

test('fetch refuses to send without a FHIR base URL', async () => {
  const { fetch: send } = createBackendServicesClient({
    tokenEndpoint: `${origin}/token`,
    clientId: 'app',
    key: ES384_SET,
    scope: 's',
  })
  assert.match(
    (await refusal(send(`${origin}/fhir/Patient`))).message,
    /: not sent: a token goes to fhirBaseUrl and below, .*; option allowedUrls adds others$/,
  )
  await assert.rejects(send('Patient/1'), /^TypeError: input is no URL; .* option fhirBaseUrl/)
  assert.equal(server.received.length, 0)
})

test('fetch refuses what is no URL before anything is sent', async () => {
  const { fetch: send } = client()
  for (const input of ['http://[', undefined, null, 5, {}]) {
    await assert.rejects(send(input as string), /^TypeError: input is no URL; /)
  }
  assert.equal(server.received.length, 0)
})

test('a 401 causes one new token and one retry where the body can be sent again', async () => {
  const rows: [number, string | Request, RequestInit?][] = [
    [2, 'Patient'],
    [2, new Request(`${origin}/fhir/Patient`)],
    [2, 'Patient', { method: 'DELETE' }],
    ...[
      'a',
      new URLSearchParams('a'),
      new Blob(['a']),
      new Uint8Array(1),
      new ArrayBuffer(1),
      new FormData(),
    ].map((body): [number, string, RequestInit] => [2, 'Patient', { method: 'POST', body }]),
    [1, 'Patient', { method: 'POST', body: new Blob(['a']).stream(), duplex: 'half' } as RequestInit],
    [1, new Request(`${origin}/fhir/Patient`, { method: 'POST', body: 'a' })],
  ]
  for (const [requests, input, init] of rows) {
    server.handlers['/token'] = tokens()
    server.handlers['/Patient'] = respond(401, {})
    server.received = []
    const { fetch: send, accessToken } = client()
    assert.equal((await send(input, init)).status, 401)
    assert.deepEqual(
      server.receivedAt('/Patient').map(({ headers }) => headers.authorization),
      ['Bearer token-1', 'Bearer token-2'].slice(0, requests),
    )
    // A form has another boundary each time.
    const multipart = server.received.some((one) => one.headers['content-type']?.startsWith('multipart'))
    const bodies = new Set(server.receivedAt('/Patient').map(({ body }) => (multipart ? '' : body)))
    assert.equal(bodies.size, 1)
    assert.equal(server.receivedAt('/token').length, requests)
    // Refused, so not kept.
    assert.equal((await accessToken()).accessToken, `token-${requests + 1}`)
  }
})

test('simultaneous 401s renew the token once, and each call succeeds', async () => {
  server.handlers['/Patient'] = (request, ...exchange) =>
    respond(request.headers.authorization === 'Bearer token-1' ? 401 : 200, {})(request, ...exchange)
  const { fetch: send } = client()
  const all = await Promise.all([send('Patient'), send('Patient'), send('Patient')])
  assert.deepEqual(
    all.map(({ status }) => status),
    [200, 200, 200],
  )
  assert.equal(server.receivedAt('/token').length, 2)
})

test('retries a Request only of GET or HEAD after a 401 without a body', async () => {
  let status = 401
  const { fetch: send } = client({
    fetch: async (input, init) => {
      if (String(input).startsWith(origin) && !String(input).endsWith('/Patient')) return fetch(input, init)
      const response = new Response(null, { status })
      status = 200
      return response
    },
  })
  for (const [method, met] of [
    ['GET', 200],
    ['HEAD', 200],
    ['XGET', 401],
    ['GETX', 401],
    ['XHEAD', 401],
    ['HEADX', 401],
  ] as const) {
    status = 401
    assert.equal((await send(new Request(`${origin}/fhir/Patient`, { method }))).status, met, method)
  }
})

test('a 401 during a renewal waits for the new token', async () => {
  const held: (() => void)[] = []
  server.handlers['/Patient'] = (request, ...exchange) => {
    if (request.headers.authorization !== 'Bearer token-1') return respond(200, {})(request, ...exchange)
    held.push(() => void respond(401, {})(request, ...exchange))
    return held.length === 2 && held.map((answer) => answer())
  }
  const grant = tokens()
  server.handlers['/token'] = (...exchange) =>
    void setTimeout(() => grant(...exchange), server.receivedAt('/token').length > 1 ? 50 : 0)
  const { fetch: send } = client()
  const all = await Promise.all([send('Patient'), send('Patient')])
  assert.deepEqual(
    all.map(({ status }) => status),
    [200, 200],
  )
  assert.equal(server.receivedAt('/token').length, 2)
})

test('a 401 for an old token keeps the new one', async () => {
  const old = 'Bearer token-1'
  let release = () => {}
  server.handlers['/Patient'] = (request, ...exchange) =>
    respond(request.headers.authorization === old ? 401 : 200, {})(request, ...exchange)
  server.handlers['/slow'] = (request, ...exchange) => {
    const answer = () =>
      void respond(request.headers.authorization === old ? 401 : 200, {})(request, ...exchange)
    if (request.headers.authorization === old) release = answer
    else answer()
  }
  const { fetch: send } = client()
  const slow = send('slow')
  await until(() => server.receivedAt('/slow').length > 0)
  await send('Patient')
  release()
  assert.equal((await slow).status, 200)
  assert.equal(server.receivedAt('/token').length, 2)
})

test('a call ends with the signal of its options or of its Request', async () => {
  server.handlers['/token'] = silence
  // No retry of it comes while other tests run.
  const { fetch: send } = client({ retries: 0 })
  for (const [input, init] of [
    ['Patient', { signal: AbortSignal.timeout(30) }],
    [new Request(`${origin}/fhir/Patient`, { signal: AbortSignal.timeout(30) }), undefined],
  ] as const) {
    await assert.rejects(send(input, init), { name: 'TimeoutError' })
  }
})

test('a call has a deadline for the start of its answer, and none for its body', {
  timeout: 10_000,
}, async () => {
  const { fetch: send, accessToken } = client({ responseTimeout: 150, timeout: 10_000 })
  await accessToken()
  let closed = false
  server.handlers['/Patient'] = (_, answer) =>
    answer.on('close', () => {
      closed = true
    })
  const began = Date.now()
  const error = await refusal(send('Patient'))
  assert.equal(error.code, 'ERR_HTTP')
  assert.match(error.message, /no answer began within 150 ms$/)
  await until(() => closed)
  assert.ok(Date.now() - began < 3000)
  // The caller's own signal holds for the body too.
  server.handlers['/Patient'] = (_, answer) => {
    answer.writeHead(200).write('{')
    setTimeout(() => answer.end('}'), 400)
  }
  const patient = client({ responseTimeout: 390, timeout: 10_000 })
  await patient.accessToken()
  assert.deepEqual(await (await patient.fetch('Patient')).json(), {})
  const controller = new AbortController()
  const { signal } = controller
  const response = await patient.fetch('Patient', { signal })
  controller.abort()
  await assert.rejects(response.text(), { name: 'AbortError' })
  // A fetch that heeds no signal is left behind.
  const deaf = client({
    responseTimeout: 50,
    fetch: ((url, init) =>
      String(url).endsWith('/Patient') ? new Promise(() => {}) : fetch(url, init)) as typeof fetch,
  })
  assert.match((await refusal(deaf.fetch('Patient'))).message, /no answer began within 50 ms$/)
})

/** A client whose FHIR server answers so; tokens come from the test's own server. */
function clientAnsweredBy(answer: typeof fetch, options: Partial<BackendServicesOptions> = {}) {
  return client({
    ...options,
    timeout: 20_000,
    fetch: (url, init) => {
      const isForFhir = new Request(url).url === `${origin}/fhir/Patient`
      return (isForFhir ? answer : fetch)(url, init)
    },
  })
}

test('a call hands the caller’s own signal to fetch, and leaves no listener on it', async () => {
  const signals: unknown[] = []
  const { fetch: send, accessToken } = clientAnsweredBy(async (_, init) => {
    signals.push(init!.signal)
    return Response.json({})
  })
  const { signal } = new AbortController()
  const waiting = Array.from({ length: 20 }, () => accessToken({ signal }))
  assert.equal(getEventListeners(signal, 'abort').length, 1)
  await Promise.all(waiting)
  for (let i = 0; i < 20; i++) await send('Patient', { signal })
  await Promise.all(Array.from({ length: 20 }, () => send('Patient', { signal })))
  assert.deepEqual(signals, Array(40).fill(signal))
  assert.deepEqual(getEventListeners(signal, 'abort'), [])
  const request = new Request(`${origin}/fhir/Patient`, { signal })
  await send(request)
  assert.equal(signals.at(-1), request.signal)
  await send(request, { signal })
  assert.equal(signals.at(-1), signal)
  await send('Patient')
  assert.ok(signals.at(-1) instanceof AbortSignal)
})

test('many calls with one signal cause no warning of too many listeners', async () => {
  const warnings: string[] = []
  const listen = ({ name }: Error): void => void warnings.push(name)
  process.on('warning', listen)
  const { fetch: send, accessToken } = client({ timeout: 20_000 })
  const { signal } = new AbortController()
  await Promise.all(Array.from({ length: 30 }, () => accessToken({ signal })))
  await Promise.all(Array.from({ length: 30 }, () => send('Patient', { signal })))
  // Warnings come in a later turn.
  await new Promise((resolve) => setTimeout(resolve, 20))
  process.off('warning', listen)
  assert.deepEqual(warnings, [])
})

test('an answer that comes after the deadline is cancelled', { timeout: 20_000 }, async () => {
  let cancelled = 0
  const stream = () => new ReadableStream({ cancel: () => void cancelled++ })
  const ended: boolean[] = []
  for (const init of [undefined, { signal: new AbortController().signal }]) {
    const empty = new Response(null, { status: 204 })
    for (const outcome of [new Response(stream()), empty, new Error('late')]) {
      let release = () => {}
      const answer: typeof fetch = async (_, { signal } = {}) => {
        await new Promise<void>((resolve) => {
          release = resolve
        })
        ended.push(signal!.aborted)
        if (outcome instanceof Error) throw outcome
        return outcome
      }
      const { fetch: send } = clientAnsweredBy(answer, { responseTimeout: 20 })
      const error = await refusal(send('Patient', init))
      assert.match(error.message, /no answer began within 20 ms$/)
      const before = cancelled
      release()
      if (outcome instanceof Response && outcome.body) await until(() => cancelled > before)
      else await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
  assert.equal(cancelled, 2)
  // The client's own signal ended the first three; the caller's is the caller's.
  assert.deepEqual(ended, [true, true, true, false, false, false])
})

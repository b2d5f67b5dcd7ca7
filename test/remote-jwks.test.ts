import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { createRemoteJwks, signJwt, verifyJwt, type Jwk, type RemoteJwksOptions } from '../src/index.ts'
import {
  answer,
  clock,
  es384,
  keyServer,
  published,
  remote,
  serve,
  START,
  url,
} from './fixtures/key-server.ts'
import { hostile, refusal } from './refusal.ts'
import { closedOrigin, hangUp, silence, type Handler } from './servers.ts'

test('keeps a set as long as its answer says (V7)', async () => {
  const date = new Date(START).toUTCString()
  const later = new Date(START + 120_000).toUTCString()
  const rows: [headers: { [name: string]: string }, seconds: number, options?: RemoteJwksOptions][] = [
    [{}, 300],
    [{ 'cache-control': 'public' }, 300],
    [{ 'cache-control': 'max-age=60' }, 60],
    [{ 'cache-control': 'public, MAX-AGE="60"' }, 60],
    [{ 'cache-control': 's-maxage=600, max-age=60' }, 60],
    [{ 'cache-control': 's-maxage=600' }, 300],
    [{ 'cache-control': 'x-max-age=600, max-age=60, max-age=90' }, 60],
    [{ 'cache-control': 'max-age=60', age: '20' }, 40],
    [{ 'cache-control': 'max-age=60', age: 'x' }, 60],
    [{ 'cache-control': 'max-age=60', age: '-86000' }, 60],
    [{ 'cache-control': 'max-age=60', age: '1e1' }, 60],
    [{ 'cache-control': 'max-age=60', age: '90' }, 0],
    [{ age: '20' }, 280],
    [{ 'cache-control': 'max-age=0' }, 0],
    [{ 'cache-control': 'max-age=x' }, 0],
    [{ 'cache-control': 'max-age=-1' }, 0],
    [{ 'cache-control': 'no-cache, max-age=60' }, 0],
    [{ 'cache-control': 'max-age=60, No-Store' }, 0],
    [{ 'cache-control': 'no-store' }, 10, { minAge: 10 }],
    [{ 'cache-control': 'max-age=5' }, 10, { minAge: 10 }],
    [{ 'cache-control': 'max-age=99999999999999999999' }, 86400],
    [{ 'cache-control': 'max-age=60' }, 20, { maxAge: 20 }],
    [{ expires: later, date }, 120],
    [{ expires: later, date, age: '20' }, 100],
    [{ expires: later }, 120],
    [{ expires: later, date, 'cache-control': 'max-age=60' }, 60],
    [{ expires: '0', date }, 0],
    [{ expires: date, date: later }, 0],
  ]
  for (const [headers, seconds, options] of rows) {
    clock.time = START
    keyServer.received = []
    serve((request, response, body) => {
      response.sendDate = false
      answer(published, headers)(request, response, body)
    })
    const set = remote(options)
    const what = JSON.stringify(headers)
    assert.deepEqual(await set.get(), published)
    assert.equal(keyServer.received.length, 1)
    if (seconds) {
      clock.time = START + seconds * 1000 - 1
      await set.get()
      assert.equal(keyServer.received.length, 1, `${what} is kept`)
    }
    clock.time = START + seconds * 1000
    await set.get()
    assert.equal(keyServer.received.length, 2, `${what} has ended`)
  }
})

test('fetches a set anew after the clock was set back (V7)', async () => {
  const set = remote()
  await set.get()
  clock.time -= 1
  await set.get()
  assert.equal(keyServer.received.length, 2)
})

test('revalidates with an ETag, and a 304 keeps the set for the lifetime of both answers', async () => {
  serve(answer(published, { etag: '"one"', 'cache-control': 'max-age=60', age: '10' }))
  const set = remote()
  const first = await set.get()
  serve((_, response) => response.writeHead(304, { 'x-more': '1' }).end())
  clock.time += 50_000
  assert.equal(await set.get(), first)
  assert.deepEqual(
    keyServer.received.map(({ headers }) => headers['if-none-match']),
    [undefined, '"one"'],
  )
  assert.equal(keyServer.received[0]!.headers.accept, 'application/jwk-set+json, application/json')
  clock.time += 59_999
  await set.get()
  assert.equal(keyServer.received.length, 2)
  clock.time += 1
  serve((_, response) => response.writeHead(304, { 'cache-control': 'max-age=5', etag: '"two"' }).end())
  await set.get()
  clock.time += 5000
  serve(answer({ keys: [] }, { 'cache-control': 'max-age=60' }))
  assert.deepEqual(await set.get(), { keys: [] })
  assert.equal(keyServer.received[3]!.headers['if-none-match'], '"two"')
  clock.time += 60_000
  await set.get()
  assert.equal(keyServer.received[4]!.headers['if-none-match'], undefined)
})

test('revalidates a no-cache set each time, and never a no-store set', async () => {
  for (const [control, sent] of [
    ['no-cache', '"one"'],
    ['no-store', undefined],
    ['No-Store', undefined],
  ]) {
    keyServer.received = []
    serve(answer(published, { etag: '"one"', 'cache-control': control! }))
    const set = remote()
    await set.get()
    await set.get()
    assert.equal(keyServer.received[1]!.headers['if-none-match'], sent)
    assert.deepEqual(await set.refresh(), published)
    assert.equal(keyServer.received.length, 2)
  }
})

test('refuses a 304 to an unconditional request', async () => {
  serve((_, response) => response.writeHead(304).end())
  assert.equal((await refusal(remote().get())).status, 304)
})

test('simultaneous callers share one request', async () => {
  const set = remote()
  await Promise.all([...Array(50)].map((_, i) => (i % 2 ? set.get() : set.refresh())))
  assert.equal(keyServer.received.length, 1)
})

test('gives up a fetch that another request of a Worker never finished', async () => {
  let asked = 0
  // Nothing of the first one ever happens: neither its answer nor its timer.
  const timer = globalThis.setTimeout
  const never = (() => (++asked === 1 ? new Promise(() => {}) : fetch(url))) as typeof fetch
  const set = remote({ fetch: never, timeout: 20 })
  const waits: unknown[] = []
  globalThis.setTimeout = ((...[run, ms, ...rest]: Parameters<typeof timer>) => {
    waits.push(ms)
    return ms === 20 ? timer(run, 1e6).unref() : timer(run, ms, ...rest)
  }) as typeof timer
  try {
    assert.equal((await refusal(set.get())).code, 'ERR_HTTP')
    clock.time += 39
    await refusal(set.get())
    assert.equal(asked, 1)
    clock.time += 1
    assert.deepEqual(await set.get(), published)
    assert.deepEqual(
      waits.filter((ms) => ms === 20 || ms === 40),
      [20, 40, 40, 20, 40],
    )
    waits.length = 0
    await remote().get()
    assert.ok(waits.includes(5000), `${waits}`)
  } finally {
    globalThis.setTimeout = timer
  }
})

test('refresh asks once per cooldown, even after a failure', async () => {
  const set = remote()
  await set.refresh()
  for (let i = 0; i < 20; i++) await set.refresh()
  assert.equal(keyServer.received.length, 1)
  clock.time += 30_000
  serve(answer('', {}, 500))
  const first = await refusal(set.refresh())
  assert.equal(first.status, 500)
  for (let i = 0; i < 20; i++) assert.equal(await refusal(set.refresh()), first)
  // What is kept is fresh still.
  assert.deepEqual(await set.get(), published)
  assert.equal(keyServer.received.length, 2)
  clock.time += 30_000
  serve(answer({ keys: [] }))
  assert.deepEqual(await set.refresh(), { keys: [] })
  assert.equal(keyServer.received.length, 3)
})

test('asks a key server that is down once per cooldown, and gives each caller the same error', async () => {
  serve(answer('', {}, 503))
  const set = remote()
  const first = await refusal(set.get())
  for (let i = 0; i < 100; i++) {
    clock.time += 299
    assert.equal(await refusal(i % 2 ? set.get() : set.refresh()), first)
  }
  assert.equal(keyServer.received.length, 1)
  clock.time += 100
  serve(answer(published))
  assert.deepEqual(await set.get(), published)
  assert.equal(keyServer.received.length, 2)
  // What failed before is forgotten.
  assert.deepEqual(await set.refresh(), published)
  assert.equal(keyServer.received.length, 2)
})

test('uses a stale set only within staleIfError, and only if its answer allows it (V7)', async () => {
  for (const [control, options, seconds] of [
    ['max-age=60', {}, 0],
    ['max-age=60', { staleIfError: 100 }, 100],
    ['max-age=60, Must-Revalidate', { staleIfError: 100 }, 0],
    ['no-cache', { staleIfError: 100 }, -60],
    ['no-store', { staleIfError: 100 }, -60],
  ] as const) {
    clock.time = START
    serve(answer(published, { 'cache-control': control }))
    const set = remote(options)
    await set.get()
    serve(answer('', {}, 500))
    if (seconds > 0) {
      clock.time = START + 60_000
      assert.deepEqual(await set.get(), published)
      clock.time = START + (60 + seconds) * 1000 - 1
      assert.deepEqual(await set.get(), published)
    }
    clock.time = START + (60 + seconds) * 1000
    assert.equal((await refusal(set.get())).code, 'ERR_HTTP', control)
  }
})

test('refuses each malformed answer with the reason', async () => {
  const many = { keys: Array(101).fill(published.keys[0]) }
  const rows: [Handler, RegExp, number?][] = [
    [answer('', {}, 404), /404, .*; a JWK Set is needed$/, 404],
    [answer('', { location: '/elsewhere' }, 302), /302, a redirect, which is not followed$/, 302],
    [answer('', {}, 500), /500; try again later$/, 500],
    [answer('', {}, 429), /429; try again later$/, 429],
    [answer('<html>'), /JWK Set/, 200],
    [answer('[]'), /JWK Set/, 200],
    [answer('{"keys":[],"keys":[]}'), /JWK Set/, 200],
    [answer('{"keys":[}'), /JWK Set/, 200],
    [answer({}), /keys/, 200],
    [answer({ keys: {} }), /keys/, 200],
    [answer(es384), /keys/, 200],
    [answer(many), /keys must be a list of 100 keys at most$/, 200],
    ...[
      'text/html',
      'text/plain',
      'application/jose',
      'application/jsonx',
      'text/application/json',
      'xapplication/json',
    ].map((type): [Handler, RegExp, number] => [
      answer(published, { 'content-type': type }),
      /application\/json/,
      200,
    ]),
    [
      (_, response) => response.writeHead(200).end(JSON.stringify(published)),
      /its content type is absent, and must be application\/json$/,
      200,
    ],
    [answer({ keys: [], more: 'x'.repeat(65536) }), /65536/],
    [
      (_, response) =>
        response.writeHead(200, { 'content-length': '100' }).write('{', () => response.destroy()),
      /the request failed|no whole answer within 500 ms/,
    ],
    [(_, response) => response.writeHead(200).write('{'), /the request failed|no whole answer within 500 ms/],
    [silence, /the request failed|no whole answer within 500 ms/],
    [(request) => request.socket.end('nonsense\r\n\r\n'), /the request failed|no whole answer within 500 ms/],
    [hangUp, /the request failed|no whole answer within 500 ms/],
  ]
  for (const [malformed, message, status] of rows) {
    serve(malformed)
    const error = await refusal(remote({ timeout: 500 }).get())
    assert.equal(error.code, 'ERR_HTTP')
    assert.match(error.message, message)
    assert.equal(error.status, status)
  }
  assert.equal(
    (await refusal(createRemoteJwks(await closedOrigin(), { timeout: 500 }).get())).code,
    'ERR_HTTP',
  )
  for (const status of [200, 404]) {
    serve(answer(published, { 'content-type': `text/${'x'.repeat(5000)}` }, status))
    assert.ok((await refusal(remote().get())).message.length < 300)
  }
  for (const type of [
    'application/json',
    'application/json; charset=utf-8',
    'application/jwk-set+json',
    'Application/Vnd.x-y+JSON ;a=b',
  ]) {
    serve(answer(published, { 'content-type': type }))
    assert.deepEqual(await remote().get(), published)
  }
  // 100 keys, and a member that is no key, are a set still.
  for (const [keys, kept] of [
    [many.keys.slice(1), many.keys.slice(1)],
    [
      [null, 1, 'x'],
      [{}, {}, {}],
    ],
  ]) {
    serve(answer({ keys, more: 1 }))
    assert.deepEqual(await remote().get(), { keys: kept })
  }
})

test('keeps of each key the members that are read, and nothing nested', async () => {
  const [ec, rsaKey] = published.keys as [Jwk, Jwk]
  const read = {
    kty: 'AKP',
    kid: 'a',
    alg: 'b',
    use: 'c',
    crv: 'd',
    x: 'e',
    y: 'f',
    n: 'g',
    e: 'h',
    pub: 'i',
  }
  const rows: readonly (readonly [sent: object, kept: object])[] = [
    [{ ...ec, d: 'secret', x5c: ['MIIB'], more: { nested: [1] } }, ec],
    [{ ...rsaKey, d: 'secret', p: 'secret', oth: [{}] }, rsaKey],
    [{ ...read, priv: 'secret', k: 'secret', x5u: 'j', ext: true }, read],
    [
      { ...ec, kid: null, use: null, key_ops: null },
      { ...ec, kid: null, use: null, key_ops: null },
    ],
    [
      { ...ec, key_ops: ['verify', 'x-mine'], alg: 5 },
      { ...ec, key_ops: ['verify', 'x-mine'], alg: 5 },
    ],
    // What is nested stays as what is refused.
    [
      { ...ec, kid: { a: 'secret' }, use: ['sig'], x: [[]], keys: [ec] },
      { ...ec, kid: false, use: false, x: false, keys: false },
    ],
    [
      { ...ec, key_ops: ['verify', { a: 1 }] },
      { ...ec, key_ops: false },
    ],
    [
      { ...ec, key_ops: { verify: true } },
      { ...ec, key_ops: false },
    ],
    [
      { ...ec, key_ops: Array(10).fill('a') },
      { ...ec, key_ops: Array(10).fill('a') },
    ],
    [
      { ...ec, key_ops: Array(11).fill('a') },
      { ...ec, key_ops: false },
    ],
  ]
  for (const [sent, kept] of rows) {
    serve(answer({ keys: [sent] }))
    assert.deepEqual(await remote().get(), { keys: [kept] })
  }
  const token = await signJwt({}, es384)
  for (const wrong of [{ kid: ['ec'] }, { use: ['sig'] }, { key_ops: {} }, { keys: [ec] }, { x: [ec.x] }]) {
    serve(answer({ keys: [{ ...ec, ...wrong }] }))
    const set = await remote().get()
    await assert.rejects(verifyJwt(token, set), { code: /^ERR_(KEY_NOT_FOUND|JWK)$/ })
  }
  serve(answer({ keys: [{ ...es384, key_ops: undefined }] }))
  await verifyJwt(token, await remote().get())
})

test('limits a compressed answer by its decompressed size', async () => {
  const body = gzipSync(`{"keys":[],"more":"${'x'.repeat(1e7)}"}`)
  assert.ok(body.length < 65536)
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
  serve((_, response) => response.writeHead(200, headers).end(body))
  assert.match((await refusal(remote().get())).message, /65536/)
})

test('a late answer to an abandoned request changes nothing', async () => {
  const answers: ((response: Response | Error) => void)[] = []
  const send = (() =>
    new Promise((resolve, reject) =>
      answers.push((given) => (given instanceof Error ? reject(given) : resolve(given))),
    )) as typeof fetch
  const set = remote({ fetch: send, timeout: 100 })
  const settle = () => new Promise((resolve) => setTimeout(resolve, 5))
  const first = set.get()
  // Twice the timeout has passed, by the clock alone.
  clock.time += 200
  const second = set.get()
  assert.equal(answers.length, 2)
  answers[0]!(new Error('late'))
  await refusal(first)
  await settle()
  // Neither is the second's place free, nor has it failed.
  const third = set.get()
  assert.equal(answers.length, 2)
  answers[1]!(Response.json(published))
  assert.deepEqual(await second, published)
  assert.deepEqual(await third, published)
  assert.deepEqual(await set.refresh(), published)
  // A 304 stands for what was there when it was asked for.
  const tagged = { headers: { etag: '"one"', 'cache-control': 'no-cache' } }
  clock.time += 400_000
  const fourth = set.get()
  answers[2]!(Response.json(published, tagged))
  await fourth
  const fifth = set.get()
  clock.time += 200
  const sixth = set.get()
  answers[4]!(Response.json({ keys: [] }, { headers: { 'cache-control': 'no-store' } }))
  assert.deepEqual(await sixth, { keys: [] })
  answers[3]!(new Response(null, { status: 304 }))
  assert.deepEqual(await fifth, published)
})

test('requires https, except on this machine, and numbers as options', () => {
  for (const wrong of ['http://a.example/', 'ftp://a.example', '/jwks', 'https://me@a.example/', undefined]) {
    assert.throws(() => createRemoteJwks(hostile(wrong)), {
      name: 'TypeError',
      message: /^option url is .+; it must be an https URL \(http on this machine\), without a password/,
    })
  }
  for (const password of ['secret', 'se\ncret', `${'x'.repeat(200)}secret`]) {
    assert.throws(() => createRemoteJwks(`https://me:${password}@a.example/`), {
      name: 'TypeError',
      message: /^option url is "https:\/\/a\.example\/"; it must be an https URL .*without a password/,
    })
  }
  const longest = `https://a.example/${'x'.repeat(2030)}`
  assert.equal(longest.length, 2048)
  createRemoteJwks(longest)
  assert.throws(() => createRemoteJwks(`${longest}x`), {
    name: 'TypeError',
    message: /^option url is a text of 2049 characters; it must be .* in 2048 characters$/,
  })
  for (const [wrong, found] of [
    ['secret', 'no URL'],
    [5, '5'],
    [undefined, 'absent'],
    ['http://a.example/?secret#secret', '"http://a.example/"'],
  ]) {
    assert.throws(() => createRemoteJwks(hostile(wrong)), {
      name: 'TypeError',
      message: new RegExp(`^(?!.*secret)option url is ${found}; it must be an https URL`),
    })
  }
  for (const option of ['minAge', 'maxAge', 'cooldown', 'staleIfError', 'timeout']) {
    for (const value of [-1, NaN, 'x', '5']) {
      assert.throws(() => createRemoteJwks(url, { [option]: value }), {
        name: 'TypeError',
        message: new RegExp(`^option ${option} is .+; it must be a number of (milli)?seconds, `),
      })
    }
  }
})

test('refuses options that are unknown or of a wrong type', () => {
  const known = 'known are fetch, timeout, minAge, maxAge, cooldown, staleIfError, now'
  const rows: readonly (readonly [options: unknown, message: string])[] = [
    [{ maxage: 5 }, `option "maxage" is unknown; ${known}`],
    [{ signal: null }, `option "signal" is unknown; ${known}`],
    [{ fetch: 'a' }, 'option fetch is a string; it must be a function'],
    [{ now: 5 }, 'option now is 5; it must be a function'],
    [null, 'options is null; it must be an object'],
  ]
  for (const [options, message] of rows)
    assert.throws(() => createRemoteJwks(url, hostile(options)), { name: 'TypeError', message })
  createRemoteJwks(url, { timeout: undefined, minAge: undefined, now: undefined, fetch: undefined })
})

test('an entry that is a list has no members to keep', async () => {
  serve(answer({ keys: [[]] }))
  assert.deepEqual(await remote().get(), { keys: [{}] })
})

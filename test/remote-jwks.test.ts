import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRemoteJwks, type RemoteJwksOptions } from '../src/index.ts'
import { answer, clock, keyServer, now, published, remote, serve, START, url } from './fixtures/key-server.ts'
import { hostile, refusal } from './refusal.ts'

const ENDLESS = '9'.repeat(400)

test('keeps a set as long as its answer says, within minAge and maxAge (V7)', async () => {
  const date = new Date(START).toUTCString()
  const later = new Date(START + 120_000).toUTCString()
  const rows: (readonly [
    headers: { [name: string]: string },
    seconds: number,
    options?: RemoteJwksOptions,
  ])[] = [
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
    [{ 'cache-control': 'max-age=99999999999999999999' }, 600],
    ...['no-store', 'no-cache', 'max-age=0', 'no-cache, no-store, max-age=0, must-revalidate'].map(
      (control) => [{ 'cache-control': control }, 5, { minAge: undefined }] as const,
    ),
    // Digits without end minus digits without end are no number, with which nothing would be fresh.
    [{ 'cache-control': `max-age=${ENDLESS}`, age: ENDLESS }, 5, { minAge: undefined }],
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
    const set = remote({ minAge: 0, ...options })
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

test('revalidates by its ETag however the set is marked', async () => {
  for (const control of ['no-cache', 'no-store', 'max-age=0', 'max-age=5']) {
    keyServer.received = []
    serve(answer(published, { etag: '"one"', 'cache-control': control }))
    const set = remote()
    await set.get()
    clock.time += 5000
    await set.get()
    assert.equal(keyServer.received[1]!.headers['if-none-match'], '"one"')
  }
})

test('an equal set stays the one whose keys are imported', async () => {
  const set = remote()
  const first = await set.get()
  assert.equal(await set.refresh(), first)
  serve(answer({ keys: [...published.keys].reverse() }))
  clock.time += 30_000
  assert.notEqual(await set.refresh(), first)
  assert.equal(keyServer.received.length, 3)
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
  for (let i = 0; i < 20; i++) assert.deepEqual(await set.refresh(), published)
  assert.equal(keyServer.received.length, 3)
})

test('uses a stale set within staleIfError, whatever its answer says (V7)', async () => {
  for (const control of ['max-age=60', 'max-age=60, must-revalidate', 'no-cache', 'no-store']) {
    for (const staleIfError of [undefined, 100]) {
      clock.time = START
      serve(answer(published, { 'cache-control': control }))
      const set = remote({ minAge: 60, staleIfError })
      await set.get()
      serve(answer('', {}, 500))
      if (staleIfError) {
        clock.time = START + 60_000
        assert.deepEqual(await set.get(), published)
        clock.time = START + 159_999
        assert.deepEqual(await set.get(), published)
      }
      clock.time = START + (60 + (staleIfError ?? 0)) * 1000
      assert.equal((await refusal(set.get())).code, 'ERR_HTTP', control)
    }
  }
})

test('a late answer to an abandoned request changes nothing', async () => {
  const answers: ((response: Response | Error) => void)[] = []
  const send = (() =>
    new Promise((resolve, reject) =>
      answers.push((given) => (given instanceof Error ? reject(given) : resolve(given))),
    )) as typeof fetch
  const set = remote({ fetch: send, timeout: 100, minAge: 0 })
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
  assert.deepEqual(await set.get(), published)
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
      message:
        /^option url is .+; it must be an https URL \(http: on this machine, or with allowInsecureRequests\), without a password/,
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
    for (const value of [-1, NaN, Infinity, 'x', '5']) {
      assert.throws(() => createRemoteJwks(url, { [option]: value }), {
        name: 'TypeError',
        message: new RegExp(`^option ${option} is .+; it must be a (finite )?number of (milli)?seconds, `),
      })
    }
  }
})

test('refuses options that are unknown or of a wrong type', () => {
  const known = 'known: fetch, timeout, allowInsecureRequests, minAge, maxAge, cooldown, staleIfError, now'
  const rows: readonly (readonly [options: unknown, message: string])[] = [
    [{ maxage: 5 }, `option "maxage" is unknown; ${known}`],
    [{ signal: null }, `option "signal" is unknown; ${known}`],
    [{ fetch: 'a' }, 'option fetch is a string; it must be a function'],
    [{ now: 5 }, 'option now is 5; it must be a function'],
    [null, 'options is null; it must be a plain object'],
  ]
  for (const [options, message] of rows)
    assert.throws(() => createRemoteJwks(url, hostile(options)), { name: 'TypeError', message })
  createRemoteJwks(url, { timeout: undefined, minAge: undefined, now: undefined, fetch: undefined })
})

test('takes a URL object, and http to other hosts only where that is allowed', async () => {
  assert.deepEqual(await createRemoteJwks(new URL(url), { now }).get(), published)
  const remoteHttp = 'http://keys.example/jwks.json'
  const asked: unknown[] = []
  const send = (async (address: unknown) => {
    asked.push(address)
    return Response.json(published)
  }) as typeof fetch
  for (const wrong of [undefined, false])
    assert.throws(() => createRemoteJwks(remoteHttp, { allowInsecureRequests: wrong }), TypeError)
  await createRemoteJwks(new URL(remoteHttp), { allowInsecureRequests: true, fetch: send }).get()
  assert.deepEqual(asked, [remoteHttp])
  for (const wrong of [1, 'true', null])
    assert.throws(() => createRemoteJwks(url, hostile({ allowInsecureRequests: wrong })), {
      name: 'TypeError',
      message: /^option allowInsecureRequests is /,
    })
  for (const wrong of ['ftp://a.example/', 'https://me@a.example/'])
    assert.throws(() => createRemoteJwks(new URL(wrong), { allowInsecureRequests: true }), TypeError)
})

// Tests examples/guarded-fetch on a TLS server of this machine. The tests' own lookups find the names, and
// one loopback address stands for the public internet where others stand for a private network.
import assert from 'node:assert/strict'
import { createHook } from 'node:async_hooks'
import { readFileSync } from 'node:fs'
import net, { isIP } from 'node:net'
import { after, before, mock, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import tls from 'node:tls'
import { createRemoteJwks } from '../../dist/index.js'
import {
  createGuardedFetch,
  guardedFetch,
  isPublicAddress,
} from '../../examples/guarded-fetch/guarded-fetch.mjs'
import { exitAfter } from '../runtimes/processes.mjs'

exitAfter(300)

/** Addresses that are refused, by their class. */
const REFUSED = {
  'loopback (RFC 1122, RFC 4291)': ['127.0.0.1', '127.255.255.254', '::1'],
  'private (RFC 1918)': [
    ...['10.0.0.0', '10.255.255.255', '172.16.0.1', '172.31.255.255'],
    ...['192.168.0.1', '192.168.255.255'],
  ],
  'link-local, with the metadata of clouds (RFC 3927, RFC 4291)': [
    ...['169.254.0.1', '169.254.169.254', 'fe80::1', 'febf::1'],
  ],
  'shared by carriers (RFC 6598)': ['100.64.0.1', '100.127.255.255'],
  'this network, and unspecified': ['0.0.0.0', '0.1.2.3', '::'],
  multicast: ['224.0.0.1', '239.255.255.255', 'ff02::1', 'ff0e::1'],
  'broadcast and reserved': ['255.255.255.255', '240.0.0.1', '192.0.0.1', '192.0.0.171', '192.88.99.1'],
  documentation: ['192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1', '3fff::1'],
  benchmarking: ['198.18.0.1', '198.19.255.255', '2001:2::1'],
  'unique local (RFC 4193)': ['fc00::1', 'fd00:ec2::254', 'fdff::1'],
  'site-local (RFC 3879)': ['fec0::1'],
  '6to4 (RFC 3056)': ['2002:7f00:1::', '2002:808:808::1'],
  'Teredo (RFC 4380)': ['2001::1', '2001:0:7f00:1::'],
  'IPv4-mapped, of a private address': [
    ...['::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:10.0.0.1', '::ffff:169.254.169.254', '::ffff:0.0.0.0'],
  ],
  'IPv4-compatible and IPv4-translated': ['::127.0.0.1', '::8.8.8.8', '::ffff:0:127.0.0.1'],
  'NAT64 (RFC 6052, RFC 8215)': ['64:ff9b::7f00:1', '64:ff9b::8.8.8.8', '64:ff9b:1::a00:1'],
  'discard, segments, ORCHID, and what is not assigned': [
    ...['100::1', '5f00::1', '2001:10::1', '2001:20::1', '4000::1', '8000::1', 'e000::1'],
  ],
}

const ALLOWED = [
  ...['8.8.8.8', '1.1.1.1', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '126.255.255.255'],
  ...['128.0.0.1', '169.253.255.255', '172.15.255.255', '172.32.0.0', '192.167.255.255', '192.169.0.0'],
  ...['198.17.255.255', '198.20.0.0', '223.255.255.255', '::ffff:8.8.8.8'],
  ...['2606:4700::1111', '2001:4860:4860::8888', '2a00:1450:4001::1', '2003::1'],
]

/** Texts that are no address, or one only to a lenient reader. */
const NO_ADDRESSES = [
  undefined,
  '',
  'localhost',
  '8.8.8',
  '010.8.8.8',
  '0x8080808',
  '134744072',
  '8.8.8.8 ',
  '2606:4700::1111%lo',
]

const read = (path) => readFileSync(new URL(path, import.meta.url))
const ca = read('keys.example.cert.pem')

/** Milliseconds for one request. */
const DEADLINE = 5000

/** The requests that the server got: the address of it that was connected to, and the path. */
let requests = []
/** The connections that it got, even those without a request. */
let connections = 0
/** Octets that answer a request for a path. */
let answerTo = () => page(200)
let port

const page = (status, lines = [], body = '{"keys":[]}') =>
  [
    `HTTP/1.1 ${status} Reason`,
    'Connection: close',
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    ...lines,
    '',
    body,
  ].join('\r\n')

const server = tls.createServer({ key: read('../fixtures/tls.key.pem'), cert: ca }, (socket) => {
  socket.on('error', () => {})
  socket.once('data', (octets) => {
    const [, path] = String(octets).split(' ')
    requests.push([socket.localAddress.replace('::ffff:', ''), path])
    const answer = answerTo(path)
    if (answer !== undefined) socket.end(answer)
  })
})
const open = new Set()
server.on('connection', (socket) => {
  connections++
  open.add(socket.on('close', () => open.delete(socket)))
})
server.on('tlsClientError', () => {})

/** Attempts of this process to connect by TCP, whatever the address. */
let attempts = 0
const hook = createHook({
  init(_, type) {
    if (type === 'TCPCONNECTWRAP') attempts++
  },
})

/** What would have ended a process that has no test runner around it. */
const uncaught = []
for (const event of ['uncaughtExceptionMonitor', 'unhandledRejection']) {
  process.on(event, (error) => uncaught.push(error))
}

before(async () => {
  // Both families: every address of this machine leads here.
  await new Promise((resolve) => server.listen({ port: 0, host: '::', ipv6Only: false }, resolve))
  port = server.address().port
  hook.enable()
})
after(() => {
  for (const socket of open) socket.destroy()
  server.close()
})

function startCounting() {
  requests = []
  connections = 0
  attempts = 0
}

const answerOf = (address) => ({ address, family: isIP(address) })
/** A lookup that gives a row of `answers` for each call, and the last one again. */
function lookupOf(...answers) {
  const lookup = (hostname, options, done) => {
    assert.equal(options.all, true)
    const found = answers[Math.min(lookup.hosts.length, answers.length - 1)]
    lookup.hosts.push(hostname)
    setImmediate(done, null, found.map(answerOf))
  }
  lookup.hosts = []
  return lookup
}

const urlOf = (host, path = '/') => `https://${host.includes(':') ? `[${host}]` : host}:${port}${path}`
const KEYS = 'keys.example'

const ask = (send, url, init) => send(url, { signal: AbortSignal.timeout(DEADLINE), ...init })

/** A request must be refused for a reason, before anything is sent to an address. */
async function refuses(send, url, reason = /is not a public address/, init = {}) {
  startCounting()
  await assert.rejects(ask(send, url, init), ({ cause }) => {
    assert.match(String(cause), reason, url)
    return true
  })
  assert.deepEqual([attempts, connections], [0, 0], url)
}

for (const [name, addresses] of Object.entries(REFUSED)) {
  test(`refuses addresses: ${name}`, async () => {
    for (const address of addresses) {
      assert.equal(isPublicAddress(address), false, address)
      await refuses(createGuardedFetch({ ca, lookup: lookupOf([address]) }), urlOf(KEYS))
      await refuses(guardedFetch, urlOf(address))
    }
  })
}

test('refuses addresses in every spelling of a URL, and names of this machine', async () => {
  const spellings = ['2130706433', '0x7f000001', '0177.0.0.1', '127.1', '127.0.0.1.', '0', '%31%32%37.0.0.1']
  for (const host of [...spellings, 'localhost', 'LOCALHOST']) await refuses(guardedFetch, urlOf(host))
  for (const host of ['[0:0:0:0:0:0:0:1]', '[::FFFF:127.0.0.1]', '[0::ffff:7f00:0001]']) {
    await refuses(guardedFetch, `https://${host}:${port}/`)
  }
})

test('judges only what is an address', () => {
  for (const text of NO_ADDRESSES) assert.equal(isPublicAddress(text), false, text)
})

/** An address as a URL spells it. */
const inUrl = (address) => new URL(urlOf(address)).hostname.replace(/[[\]]/g, '')

/** Lead each connection to this machine, after the guard's lookup: gives the addresses meant, and an undo. */
function leadHere() {
  const meant = []
  const { connect } = tls
  const here = [answerOf('127.0.0.1')]
  const mocked = mock.method(tls, 'connect', (options) => {
    if (isIP(options.host)) {
      meant.push(options.host)
      return connect({ ...options, host: '127.0.0.1' })
    }
    const lookup = (hostname, asked, done) =>
      options.lookup(hostname, asked, (error, found) => {
        if (error) return done(error)
        meant.push(...found.map(({ address }) => address))
        done(null, here)
      })
    return connect({ ...options, lookup })
  })
  return { meant, restore: () => mocked.mock.restore() }
}

test('connects to public addresses of both families, by name and in a URL', async () => {
  const { meant, restore } = leadHere()
  try {
    for (const address of ALLOWED) {
      assert.equal(isPublicAddress(address), true, address)
      for (const host of [KEYS, address]) {
        meant.length = 0
        const orHere = (found) => isPublicAddress(found) || found === '127.0.0.1'
        const send = createGuardedFetch({ ca, isAllowed: orHere, lookup: lookupOf([address]) })
        assert.equal((await ask(send, urlOf(host))).status, 200, address)
        assert.deepEqual(meant, [host === KEYS ? address : inUrl(address)])
      }
    }
  } finally {
    restore()
  }
})

test('sends nothing over a connection to another address than the judged one', async () => {
  const { restore } = leadHere()
  try {
    startCounting()
    const send = createGuardedFetch({ ca, lookup: lookupOf(['8.8.8.8']) })
    await assert.rejects(ask(send, urlOf(KEYS)), ({ cause }) => /^127\.0\.0\.1 is not/.test(cause.message))
    assert.deepEqual(requests, [])
    // It is closed, too.
    for (let waited = 0; open.size && waited < DEADLINE; waited += 20) await delay(20)
    assert.equal(open.size, 0)
  } finally {
    restore()
  }
})

test('refuses a name of which one address is not public', async () => {
  for (const other of ['127.0.0.1', '::1', '10.0.0.1', '::ffff:127.0.0.1']) {
    for (const addresses of [
      ['8.8.8.8', other],
      [other, '8.8.8.8'],
      ['2606:4700::1111', '8.8.8.8', other],
    ]) {
      await refuses(createGuardedFetch({ ca, lookup: lookupOf(addresses) }), urlOf(KEYS))
    }
  }
})

/** 127.0.0.2 alone stands for the public internet, 127.0.0.1 for the private network. */
const isAllowed = (address) => address === '127.0.0.2'

for (const automatic of [true, false]) {
  test(`looks a name up once for a connection, with autoSelectFamily ${automatic}`, async () => {
    const usual = net.getDefaultAutoSelectFamily()
    net.setDefaultAutoSelectFamily(automatic)
    try {
      startCounting()
      const lookup = lookupOf(['127.0.0.2'], ['127.0.0.1'])
      const send = createGuardedFetch({ ca, isAllowed, lookup })
      assert.equal((await ask(send, urlOf(KEYS, '/first'))).status, 200)
      assert.deepEqual(requests, [['127.0.0.2', '/first']])
      assert.deepEqual(lookup.hosts, [KEYS])
      // The name means another address by now, and the next connection judges that one.
      await refuses(send, urlOf(KEYS, '/second'))
      assert.equal(lookup.hosts.length, 2)
    } finally {
      net.setDefaultAutoSelectFamily(usual)
    }
  })
}

test('a name that changes with each lookup reaches the judged address alone', async () => {
  startCounting()
  for (let round = 0; round < 20; round++) {
    const answers = [['127.0.0.2'], ['127.0.0.1'], ['127.0.0.2', '127.0.0.1'], ['127.0.0.2'], ['::1']]
    const send = createGuardedFetch({ ca, isAllowed, lookup: lookupOf(...answers) })
    const found = await Promise.allSettled(answers.map(() => ask(send, urlOf(KEYS))))
    assert.equal(found.filter(({ status }) => status === 'fulfilled').length, 2)
  }
  assert.equal(requests.length, 40)
  for (const [address] of requests) assert.equal(address, '127.0.0.2')
})

test('refuses http to an allowed address', async () => {
  const send = createGuardedFetch({ ca, isAllowed: () => true, lookup: lookupOf(['127.0.0.2']) })
  for (const host of ['127.0.0.2', KEYS]) {
    await refuses(send, urlOf(host).replace('https', 'http'), /http: is not https:/)
  }
})

test('refuses a certificate of another name, or of an authority that is not trusted', async () => {
  const lookup = lookupOf(['127.0.0.2'])
  const code = (expected) => (error) => error.cause.code === expected
  const trusting = createGuardedFetch({ ca, isAllowed, lookup })
  await assert.rejects(ask(trusting, urlOf('other.example')), code('ERR_TLS_CERT_ALTNAME_INVALID'))
  const usual = createGuardedFetch({ isAllowed, lookup })
  await assert.rejects(ask(usual, urlOf(KEYS)), code('DEPTH_ZERO_SELF_SIGNED_CERT'))
})

test('a lookup or a judge that fails is a rejection', async () => {
  const failed = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' })
  const lookups = [
    [(_, __, done) => setImmediate(done, failed), /ENOTFOUND/],
    [(_, __, done) => done(failed), /ENOTFOUND/],
    [
      () => {
        throw failed
      },
      /ENOTFOUND/,
    ],
    [lookupOf([]), /has no addresses/],
    [(_, __, done) => setImmediate(done, null, undefined), /has no addresses/],
    [(_, __, done) => setImmediate(done, null, [undefined]), /undefined is not a public address/],
    [(_, __, done) => setImmediate(done, null, '8.8.8.8'), /undefined is not a public address/],
    [lookupOf(['nowhere']), /nowhere is not a public address/],
  ]
  for (const [lookup, reason] of lookups) {
    await refuses(createGuardedFetch({ ca, isAllowed: () => true, lookup }), urlOf(KEYS), reason)
  }
  const judges = [
    [
      () => {
        throw undefined
      },
      /could not be checked/,
    ],
    // A promise is no `true`.
    [async () => true, /is not a public address/],
  ]
  for (const [judge, reason] of judges) {
    const send = createGuardedFetch({ ca, isAllowed: judge, lookup: lookupOf(['127.0.0.2']) })
    await refuses(send, urlOf(KEYS), reason)
    await refuses(send, urlOf('127.0.0.2'), reason)
  }
})

const toAllowed = createGuardedFetch({ ca, isAllowed, lookup: lookupOf(['127.0.0.2']) })

test('gives redirects back as they are', async () => {
  answerTo = (path) => page(path.slice(1), [`Location: ${urlOf('127.0.0.1')}`])
  for (const status of [300, 301, 302, 303, 305, 307, 308]) {
    for (const init of [{}, { redirect: 'manual' }]) {
      startCounting()
      const response = await ask(toAllowed, urlOf(KEYS, `/${status}`), init)
      assert.equal(response.status, status)
      assert.equal(response.headers.get('location'), urlOf('127.0.0.1'))
      await response.text()
      assert.equal(requests.length, 1)
    }
  }
})

test('judges each step of redirects that the caller has it follow', async () => {
  const steps = {
    '/name': [urlOf('localhost'), undefined],
    '/address': [urlOf('127.0.0.1'), /127\.0\.0\.1 is not a public address/],
    '/mapped': [urlOf('::ffff:127.0.0.1'), /is not a public address/],
    '/http': [urlOf('127.0.0.2').replace('https', 'http'), /http: is not https:/],
  }
  answerTo = (path) => (steps[path] ? page(302, [`Location: ${steps[path][0]}`]) : page(200))
  for (const [path, [, reason]] of Object.entries(steps)) {
    startCounting()
    const answer = ask(toAllowed, urlOf(KEYS, path), { redirect: 'follow' })
    if (reason) await assert.rejects(answer, ({ cause }) => reason.test(cause.message))
    else assert.equal((await answer).status, 200)
    for (const [address] of requests) assert.equal(address, '127.0.0.2')
    assert.equal(attempts, reason ? 1 : 2)
  }
})

/** How a server may write an answer of a status, and end the connection. */
const SHAPES = {
  'with a body and its length': (status) => page(status),
  'with a length of 0': (status) => page(status, [], ''),
  'with a status alone': (status) => `HTTP/1.1 ${status}\r\n\r\n`,
  'with a body and no length': (status) => `HTTP/1.1 ${status} Reason\r\n\r\n{"keys":[]}`,
  'with a body in chunks': (status) =>
    `HTTP/1.1 ${status} Reason\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n{"keys":[]}\r\n0\r\n\r\n`,
}
const STATUSES = Array.from({ length: 900 }, (_, i) => i + 100)

/** 1xx does not end an answer (RFC 9110 §15.2), and 407 is a network error to fetch. */
const isRejection = (status) => status < 200 || status === 407

/** Do the work for each item, 20 at a time. */
async function forEach(items, work) {
  const queue = items.values()
  const worker = async () => {
    for (const item of queue) await work(item)
  }
  await Promise.all(Array.from({ length: 20 }, worker))
}

for (const [shape, answer] of Object.entries(SHAPES)) {
  test(`each status from 100 to 999 is a response or a rejection: ${shape}`, async () => {
    answerTo = (path) => answer(Number(path.slice(1)))
    const readStatus = async (status) => {
      const response = await ask(toAllowed, urlOf(KEYS, `/${status}`))
      await response.text()
      return response.status
    }
    await forEach(STATUSES, async (status) => {
      const found = await readStatus(status).catch((error) => error)
      if (!isRejection(status)) return assert.equal(found, status)
      assert.ok(found instanceof TypeError, `${status}: ${found}`)
    })
  })
}

test('a server that answers nothing, or 102 and no more, is left at the deadline', async () => {
  const silent = tls.createServer({ key: read('../fixtures/tls.key.pem'), cert: ca })
  const sockets = []
  silent.on('secureConnection', (socket) => {
    sockets.push(socket.on('error', () => {}))
    if (sockets.length > 1) socket.write('HTTP/1.1 102 Processing\r\n\r\n')
  })
  await new Promise((resolve) => silent.listen(0, '127.0.0.2', resolve))
  const url = `https://${KEYS}:${silent.address().port}/`
  for (const _ of [1, 2]) {
    const answer = toAllowed(url, { signal: AbortSignal.timeout(200) })
    await assert.rejects(answer, { name: 'TimeoutError' })
  }
  for (const socket of sockets) socket.destroy()
  silent.close()
})

test('createRemoteJwks gets keys through it, and an error for each other answer', async () => {
  const keysAt = (path, send = toAllowed) => createRemoteJwks(urlOf(KEYS, path), { fetch: send }).get()
  answerTo = () => page(200)
  assert.deepEqual(await keysAt('/'), { keys: [] })
  answerTo = (path) => page(Number(path.slice(1)))
  for (const status of [100, 101, 204, 205, 301, 304, 404, 407, 500, 600, 999]) {
    await assert.rejects(keysAt(`/${status}`), { code: 'ERR_HTTP' })
  }
  startCounting()
  const refusing = createGuardedFetch({ ca, lookup: lookupOf(['127.0.0.1']) })
  await assert.rejects(keysAt('/', refusing), { code: 'ERR_HTTP' })
  assert.equal(attempts, 0)
})

// The last test: what was thrown where no test would catch it has been thrown by now.
test('nothing was thrown that would end a process', async () => {
  await delay(200)
  assert.deepEqual(uncaught, [])
})

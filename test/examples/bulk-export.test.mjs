// Tests examples/bulk-export.mjs as a person runs it, on servers of their own. dist/ must be built.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { exitAfter, makeFolder, start } from '../runtimes/processes.mjs'
import { sumOf } from './bulk-data.mjs'
import { key, startServer } from './server.mjs'

/** Milliseconds for a test. */
const TEST_TIME = 60_000

const here = import.meta.dirname
const program = join(here, '../../examples/bulk-export.mjs')
const folder = makeFolder('bulk-export')
exitAfter(300)

writeFileSync(join(folder, 'private.json'), JSON.stringify(key))

/** Three files of data, one of deletions, and one of the server's problems. */
const FILES = [
  { type: 'Patient', lines: 1200 },
  { type: 'Observation', lines: 3000, filler: 200 },
  { type: 'Observation', lines: 7, unended: true },
  { type: 'Bundle', lines: 2, list: 'deleted' },
  { type: 'OperationOutcome', lines: 1, list: 'error' },
]
const NAMES = ['Patient.1', 'Observation.2', 'Observation.3', 'deleted.1', 'error.1'].map(
  (name) => `${name}.ndjson`,
)
const ONE = [{ type: 'Patient', lines: 500 }]

let exports = 0
/** Start an export from a server into `out`, by default a new folder. */
function startExport(
  { base },
  { out = join(folder, `out-${++exports}`), args = [], env = {}, node = [] } = {},
) {
  const common = ['--fhir-base', base, '--client-id', 'my-client', '--key', join(folder, 'private.json')]
  const child = start(process.execPath, [...node, program, ...common, '--out', out, ...args], {
    env: { PATH: process.env.PATH, HOME: folder, ...env },
  })
  return { child, out }
}

/** Run an export to its end. */
async function exportFrom(server, options) {
  const { child, out } = startExport(server, options)
  const how = await child.ended
  return { how, out, stdout: child.stdout, stderr: child.stderr }
}

async function shaOf(path) {
  const hash = createHash('sha256')
  for await (const part of createReadStream(path)) hash.update(part)
  return hash.digest('hex')
}

/** Every file must be there, whole, and nothing beside. */
async function expectFiles({ how, out, stdout, stderr }, files = FILES, names = NAMES) {
  assert.equal(how, 'exit code 0', stderr)
  assert.deepEqual(readdirSync(out).sort(), [...names, 'export.json'].sort())
  for (const [index, name] of names.entries()) {
    assert.equal(await shaOf(join(out, name)), sumOf(files[index]).sha256, name)
  }
  assert.deepEqual(
    stdout.trim().split('\n'),
    names.map((name) => join(out, name)),
  )
}

/** Requests for files, by path: how often each was made. */
function countsOf(journal) {
  const counts = {}
  for (const { method, path } of journal) {
    const name = `${method} ${path}`
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}

const bulkTest = (name, run) => test(name, { timeout: TEST_TIME }, run)

/** Servers that are asked to wait by both forms of Retry-After, and to slow down. */
const POLLS = [
  { headers: { 'retry-after': '1', 'x-progress': '10 % \x9b31m' } },
  { status: 429, headers: { 'retry-after': '1' } },
  { retryDate: 2, headers: { 'x-progress': 'nearly there' } },
]

for (const style of ['epic', 'smart', 'signed', 'redirecting']) {
  bulkTest(`exports everything, and sends no token to another origin: ${style}`, async (t) => {
    const server = await startServer(t, { style, files: FILES, polls: POLLS })
    const result = await exportFrom(server)
    await expectFiles(result)
    const journal = await server.journal()
    const elsewhere = journal.filter(({ origin }) => origin === 'files')
    const isElsewhere = style === 'signed' || style === 'redirecting'
    assert.equal(elsewhere.length, isElsewhere ? FILES.length : 0)
    assert.equal(elsewhere.filter(({ token }) => token).length, 0)
    const own = journal.filter(({ origin }) => origin === 'fhir')
    assert.ok(own.every(({ token, status }) => token && [200, 202, 307, 429].includes(status)))
    // One kick-off, a request for each poll and the manifest, each file once, and the end.
    const { length: files } = own.filter(({ path }) => /\d$|ndjson$/.test(path) && !/job1$/.test(path))
    assert.equal(files, style === 'signed' ? 0 : FILES.length)
    assert.deepEqual(
      own.filter(({ path }) => /export$|job1$/.test(path)).map(({ method, status }) => [method, status]),
      [['GET', 202], ...[202, 429, 202, 200].map((status) => ['GET', status]), ['DELETE', 202]],
    )
    assert.match(result.stderr, /10 % \?31m; asking again in 1 s/)
    assert.match(result.stderr, /asked to slow down; asking again in 1 s/)
    assert.match(result.stderr, /nearly there; asking again in [12] s/)
    assert.match(result.stderr, /Observation\.2\.ndjson: 3000 lines, 0\.9 MB \(2 of 5\)/)
    assert.match(result.stderr, /the server reports problems in 1 file/)
  })
}

bulkTest('files of another origin get the token where the user allows that, and else nothing', async (t) => {
  const server = await startServer(t, { style: 'elsewhere', files: ONE })
  const refused = await exportFrom(server)
  assert.equal(refused.how, 'exit code 2')
  assert.ok(refused.stderr.includes(`--allow ${server.files}/bucket/`), refused.stderr)
  assert.deepEqual(
    (await server.journal()).filter(({ origin }) => origin === 'files'),
    [],
  )
  const allowed = await exportFrom(server, { out: refused.out, args: ['--allow', `${server.files}/bucket/`] })
  await expectFiles(allowed, ONE, ['Patient.1.ndjson'])
})

bulkTest(
  'where the manifest does not say whether files want a token, only the FHIR server gets it',
  async (t) => {
    for (const [style, origin, token] of [
      ['epic', 'fhir', true],
      ['signed', 'files', false],
    ]) {
      const server = await startServer(t, { style, files: ONE, requiresAccessToken: null })
      await expectFiles(await exportFrom(server), ONE, ['Patient.1.ndjson'])
      const found = (await server.journal()).filter(({ path }) => /\/0$/.test(path))
      assert.deepEqual(
        found.map((entry) => [entry.origin, entry.token]),
        [[origin, token]],
      )
    }
  },
)

bulkTest('a token that ends in the middle is replaced', async (t) => {
  const server = await startServer(t, { files: FILES, tokenUses: 3, polls: [{}] })
  await expectFiles(await exportFrom(server))
  const refused = (await server.journal()).filter(({ status }) => status === 401)
  assert.ok(refused.length >= 2, `${refused.length} requests met a 401`)
})

/** Wait until something is true. */
async function until(isTrue) {
  while (!isTrue()) await delay(20)
}

for (const style of ['epic', 'signed']) {
  bulkTest(`killed in the middle of a file, it goes on where it stopped: ${style}`, async (t) => {
    const files = FILES.map((file, index) => (index === 1 ? { ...file, faults: [{ end: 'stall' }] } : file))
    // What was signed before the interruption has expired after it.
    const server = await startServer(t, { style, files })
    const { child, out } = startExport(server)
    const part = join(out, 'Observation.2.ndjson.part')
    await until(() => existsSync(part) && statSync(part).size > 0)
    process.kill(child.pid, 'SIGKILL')
    assert.equal(await child.ended, 'SIGKILL')
    await server.expireSignatures()
    await expectFiles(await exportFrom(server, { out }))
    const counts = countsOf(await server.journal())
    const fileCounts = Object.entries(counts)
      .filter(([name]) => /\/\d$/.test(name))
      .map(([, count]) => count)
    // The file in the middle came twice, the others once.
    assert.deepEqual(fileCounts, [1, 2, 1, 1, 1])
    assert.equal(Object.entries(counts).find(([name]) => name.endsWith('$export'))[1], 1)
    // Run once more, it says that all is there, and asks nothing.
    const before = (await server.journal()).length
    const again = await exportFrom(server, { out })
    assert.equal(again.how, 'exit code 0')
    assert.match(again.stderr, /holds the whole export already/)
    assert.equal((await server.journal()).length, before)
  })
}

bulkTest('killed while it waits, it does not start another export', async (t) => {
  const server = await startServer(t, {
    style: 'smart',
    files: ONE,
    polls: [{ headers: { 'retry-after': '1' } }],
  })
  const { child, out } = startExport(server)
  await until(() => child.stderr.includes('asking again'))
  process.kill(child.pid, 'SIGKILL')
  await child.ended
  await expectFiles(await exportFrom(server, { out }), ONE, ['Patient.1.ndjson'])
  const kickOffs = (await server.journal()).filter(({ path }) => path.endsWith('$export'))
  assert.equal(kickOffs.length, 1)
})

bulkTest('files that are cut off, late or refused for now are fetched again', async (t) => {
  const faults = [{ end: 'cut' }, { status: 429 }, { end: 'stall' }]
  const server = await startServer(t, { files: [{ ...ONE[0], faults }] })
  const result = await exportFrom(server, { args: ['--timeout', '3'] })
  await expectFiles(result, ONE, ['Patient.1.ndjson'])
  assert.match(result.stderr, /Patient\.1\.ndjson: .*trying again in 1 s/)
  assert.match(result.stderr, /the server sent nothing for 3 s/)
  assert.match(result.stderr, /answered status 429: not now/)
})

bulkTest(
  'lines that are fewer than the count are fetched again, then said; the others come all the same',
  async (t) => {
    const short = { lines: 499, isChunked: true }
    const files = [
      { ...ONE[0], faults: [short] },
      { type: 'Group', lines: 4, count: 5 },
      { type: 'Device', lines: 3 },
    ]
    const server = await startServer(t, { files })
    const result = await exportFrom(server)
    assert.equal(result.how, 'exit code 1')
    assert.match(
      result.stderr,
      /Patient\.1\.ndjson: the server counted 500 lines, and sent 499; .*trying again/,
    )
    assert.match(result.stderr, /Patient\.1\.ndjson: 500 lines/)
    assert.match(
      result.stderr,
      /Group\.2\.ndjson: the server counted 5 lines, and sent 4; --ignore-counts accepts that\n/,
    )
    assert.match(result.stderr, /1 of 3 files are missing/)
    assert.equal(existsSync(join(result.out, 'Group.2.ndjson')), false)
    assert.equal(existsSync(join(result.out, 'Device.3.ndjson')), true)
    // The server keeps what may be fetched again.
    assert.equal(
      (await server.journal()).some(({ method }) => method === 'DELETE'),
      false,
    )
    const accepted = await exportFrom(server, { out: result.out, args: ['--ignore-counts'] })
    await expectFiles(accepted, files, ['Patient.1.ndjson', 'Group.2.ndjson', 'Device.3.ndjson'])
    assert.match(accepted.stderr, /Group\.2\.ndjson: the server counted 5 lines, and sent 4\n/)
  },
)

bulkTest('a server that dies ends the export in time, and it goes on when the server is back', async (t) => {
  const files = [ONE[0], { type: 'Group', lines: 4000, faults: [{ end: 'stall' }] }]
  const server = await startServer(t, { files })
  const { child, out } = startExport(server, { args: ['--retries', '1'] })
  await until(() => existsSync(join(out, 'Group.2.ndjson.part')))
  await server.kill()
  assert.equal(await child.ended, 'exit code 1')
  assert.match(child.stderr, /Group\.2\.ndjson: .*; trying again in 1 s\n/)
  assert.match(child.stderr, /bulk-export: .*\n$/)
  const port = (url) => Number(new URL(url).port)
  const ports = { fhir: port(server.fhir), files: port(server.files) }
  const revived = await startServer(t, {
    style: 'epic',
    files: [ONE[0], { type: 'Group', lines: 4000 }],
    ports,
  })
  await expectFiles(
    await exportFrom(revived, { out }),
    [ONE[0], files[1]],
    ['Patient.1.ndjson', 'Group.2.ndjson'],
  )
  const { 'GET /api/FHIR/BulkRequest/job1/0': first } = countsOf(await revived.journal())
  assert.equal(first, undefined)
})

bulkTest('a large file passes through memory in parts', async (t) => {
  const large = { type: 'Observation', lines: 12_000, filler: 10_000, isChunked: true }
  const server = await startServer(t, { files: [large] })
  const report = join(folder, 'memory.mjs')
  writeFileSync(report, `process.on('exit', () => console.error('KiB:', process.resourceUsage().maxRSS))`)
  const result = await exportFrom(server, { node: ['--import', report] })
  await expectFiles(result, [large], ['Observation.1.ndjson'])
  const megabytes = Number(/KiB: (\d+)/.exec(result.stderr)[1]) / 1024
  const { size } = statSync(join(result.out, 'Observation.1.ndjson'))
  assert.ok(size > 115e6)
  t.diagnostic(`${Math.round(megabytes)} MB in memory`)
  assert.ok(megabytes < 150, `${megabytes} MB in memory for a file of ${size / 1e6} MB`)
})

/** What a server does, how the export ends, and what it says. */
const ENDINGS = [
  ['a kick-off that is refused', { kickOffs: [{ status: 403 }] }, 1, /\$export answered status 403: not now/],
  [
    'a kick-off that is busy',
    { kickOffs: [{ status: 429, headers: { 'retry-after': '1' } }] },
    0,
    /the kick-off: .*status 429.*trying again in 1 s/,
  ],
  [
    'an export that failed',
    { polls: [{ status: 500, diagnostics: 'no disk' }] },
    1,
    /job1 answered status 500: no disk/,
  ],
  [
    'a status that fails in passing',
    { polls: [{ status: 500, diagnostics: 'busy', headers: { code: 'transient' } }, { status: 502 }] },
    0,
    /the status: .*status 500: busy; trying again/,
  ],
  ['an export that is gone', { polls: [{ status: 404, diagnostics: 'expired' }] }, 1, /status 404: expired/],
  ['a manifest without output', { manifest: { output: null } }, 1, /manifest without "output"/],
  [
    'a manifest whose file has no URL',
    { manifest: { output: [{ type: 'Patient' }] } },
    1,
    /a file without a URL/,
  ],
  [
    'a manifest whose file has a relative URL',
    { manifest: { output: [{ type: 'Patient', url: 'job1/0' }] } },
    0,
    /Patient\.1\.ndjson: 500 lines/,
  ],
  [
    'a file with a byte order mark and lines as Windows ends them',
    { files: [{ ...ONE[0], lines: 2, body: '\ufeff{"id":"1"}\r\n\r\n{"id":"2"}' }] },
    0,
    /Patient\.1\.ndjson: 2 lines/,
  ],
  [
    'a file of one line with a byte order mark and no end',
    { files: [{ ...ONE[0], lines: 1, body: '\ufeff{"id":"1"}' }] },
    0,
    /Patient\.1\.ndjson: 1 lines/,
  ],
  ['a manifest of several pages', { manifest: { link: [{ relation: 'next', url: 'x' }] } }, 1, /more pages/],
  [
    'a file with an encoded slash in its path',
    {
      manifest: { output: [{ type: 'Patient', url: 'http://127.0.0.1:1/a%2fb' }] },
      allow: 'http://127.0.0.1:1',
    },
    1,
    /a%2fb wants the token, which is not sent to paths with encoded slashes/,
  ],
  ['an export without files', { manifest: { output: [] }, files: [] }, 0, /0 files, as of 2026/],
  [
    'a file that is a page in HTML',
    { files: [{ ...ONE[0], body: '<html>Sign in</html>' }] },
    1,
    /line 1 is not a JSON object/,
  ],
  [
    'a file that ends in the middle of its last line',
    { files: [{ ...ONE[0], count: null, body: '{"id":"1"}\n{"id":{}' }] },
    1,
    /Patient.1.ndjson: the file ends in the middle of a line; trying again/,
  ],
]
for (const [name, config, code, said] of ENDINGS) {
  bulkTest(`${name} ends with ${code}`, async (t) => {
    const server = await startServer(t, { files: ONE, ...config })
    const { how, stderr } = await exportFrom(server, {
      args: ['--retries', '2', '--allow', config.allow ?? 'http://127.0.0.1:2'],
    })
    assert.match(stderr, said)
    assert.equal(how, `exit code ${code}`, stderr)
  })
}

bulkTest('a server cannot choose where files go', async (t) => {
  const files = [
    { type: '../../escaped', lines: 1 },
    { type: 'a/b', lines: 1 },
  ]
  const server = await startServer(t, { files })
  await expectFiles(await exportFrom(server), files, ['unknown.1.ndjson', 'unknown.2.ndjson'])
})

bulkTest('--cancel ends the export at the server', async (t) => {
  const server = await startServer(t, { polls: [{ headers: { 'retry-after': '60' } }], deletes: [500] })
  const { child, out } = startExport(server)
  await until(() => child.stderr.includes('asking again'))
  process.kill(child.pid, 'SIGINT')
  assert.equal(await child.ended, 'exit code 130')
  assert.match(child.stderr, /stopped; run the same command again to resume/)
  const refused = await exportFrom(server, { out, args: ['--cancel'] })
  assert.equal(refused.how, 'exit code 1')
  assert.match(refused.stderr, /could not be cancelled on the server: .*status 500: not now/)
  const { how } = await exportFrom(server, { out, args: ['--cancel'] })
  assert.equal(how, 'exit code 0')
  assert.deepEqual((await server.journal()).at(-1).method, 'DELETE')
  assert.deepEqual(readdirSync(out), [])
})

/** Mistakes in the command, and what it says. */
const MISTAKES = [
  [['--fhir-base', 'fhir.example'], /--fhir-base must be the URL/],
  [['--fhir-base', 'http://fhir.example/r4'], /fhirBaseUrl/],
  [['--key', '/nowhere'], /\/nowhere cannot be read \(ENOENT\)/],
  [['--retries', 'many'], /--retries must be a number/],
  [['--timeout', '0'], /--timeout must be a number, 1 to 1000000/],
  [['--timeout', '1e9'], /--timeout must be a number, 1 to 1000000/],
  [['--param', 'x'], /--param must be NAME=VALUE/],
  [['--nothing'], /--nothing/],
]
bulkTest('a mistake in the command is said before anything is sent', async (t) => {
  const server = await startServer(t)
  for (const [args, said] of MISTAKES) {
    const { how, stderr } = await exportFrom(server, { args })
    assert.equal(how, 'exit code 2', stderr)
    assert.match(stderr, said)
  }
  assert.deepEqual(await server.journal(), [])
})

bulkTest('the files and the state are for their owner alone, and hold no token or key', async (t) => {
  const server = await startServer(t, { style: 'redirecting', files: ONE })
  const result = await exportFrom(server, {
    args: [
      '--from',
      'Group/7',
      '--type',
      'Patient',
      '--since',
      '2026-01-01T00:00:00+01:00',
      '--param',
      'a=b=c',
    ],
  })
  // This server exports the system alone.
  assert.match(result.stderr, /Group\/7\/\$export answered status 404/)
  const whole = await exportFrom(server, { args: ['--type', 'Patient,Group', '--param', 'a=b=c'] })
  await expectFiles(whole, ONE, ['Patient.1.ndjson'])
  for (const name of ['export.json', 'Patient.1.ndjson']) {
    assert.equal(statSync(join(whole.out, name)).mode & 0o077, 0, name)
  }
  const { exportUrl } = JSON.parse(readFileSync(join(whole.out, 'export.json'), 'utf8'))
  assert.equal(new URL(exportUrl).search, '?_type=Patient%2CGroup&a=b%3Dc')
  const other = await exportFrom(server, { out: whole.out })
  assert.equal(other.how, 'exit code 1')
  assert.match(other.stderr, /holds another export/)
  for (const text of ['{"expor', 'null', '[]']) {
    writeFileSync(join(whole.out, 'export.json'), text)
    assert.match((await exportFrom(server, { out: whole.out })).stderr, /export\.json is damaged; remove it/)
  }
  const said = [result, whole, other].map(({ stderr, stdout }) => stderr + stdout).join('')
  assert.doesNotMatch(said, /eyJ|signature=|Bearer/)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { failedRequest, listOf, shellWord, shortened, textOf } from '../src/cli/doctor/findings.ts'
import { Report } from '../src/cli/doctor/report.ts'
import { wrap } from '../src/cli/doctor/wrap.ts'
import { command, type Outcome } from './command.ts'
import { DISCOVERY, refuse, SERVER, server } from './command-server.ts'
import { respond } from './servers.ts'

/** The doctor on a terminal of so many columns. */
async function onTerminal(columns: number, ...args: readonly string[]): Promise<Outcome> {
  const streams = [process.stdout, process.stderr].map((stream) => {
    const own = Object.getOwnPropertyDescriptor(stream, 'columns')
    Object.defineProperty(stream, 'columns', { value: columns, configurable: true })
    return { stream, own }
  })
  try {
    return await command(['doctor', ...SERVER, ...args])
  } finally {
    for (const { stream, own } of streams) {
      delete (stream as { columns?: number }).columns
      if (own) Object.defineProperty(stream, 'columns', own)
    }
  }
}

test('lines break at spaces, and words that are too long only where they may', () => {
  const lines = (text: string, breaks: boolean, columns = 24) =>
    wrap(text, { columns, indent: 2, breaks }).split('\n')
  assert.deepEqual(lines('one two  three four five six', true), ['one two  three four five', '  six'])
  assert.deepEqual(lines('short', true), ['short'])
  assert.deepEqual(lines('', true), [''])
  const long = 'x'.repeat(50)
  assert.deepEqual(lines(`a ${long} b`, true), [
    'a',
    `  ${'x'.repeat(22)}`,
    `  ${'x'.repeat(22)}`,
    '  xxxxxx b',
  ])
  assert.deepEqual(lines(`a ${long} b`, false), ['a', `  ${long}`, '  b'])
  assert.deepEqual(lines('use --header \'{"a": "b c"}\' now', false), [
    'use --header',
    '  \'{"a": "b c"}\' now',
  ])
  const word = shellWord("Bob's own key")
  assert.deepEqual(lines(`use --kid ${word} now`, false), ['use --kid', `  ${word} now`])
  assert.deepEqual(lines("don't break this long one", false), ["don't break this long", '  one'])
  // A character of two code units is not halved.
  assert.deepEqual(lines(`${'x'.repeat(23)}😀y`, true), ['x'.repeat(23), '  😀y'])
  // However narrow the terminal is.
  assert.deepEqual(wrap('1234567890 1234567890', { columns: 1, indent: 4, first: 4 }).split('\n'), [
    '    1234567890',
    '    1234567890',
  ])
})

test('the report fits into terminals of 40, 80 and 200 columns, and no remedy is cut', async () => {
  const description = 'because \u001b[2J of \u202ereasons '.repeat(9000)
  refuse(() => ({ error: 'invalid_client', error_description: description.slice(0, 100_000) }))
  for (const columns of [40, 80, 200]) {
    const { status, out, err } = await onTerminal(columns, '--jwks-url', 'http://a.example/jwks')
    assert.equal(status, 1)
    const lines = out.trimEnd().split('\n')
    for (const line of [...lines, ...err.split('\n')])
      assert.ok(line.length <= columns, `${line.length} of ${columns}: ${line}`)
    assert.doesNotMatch(out + err, /(?!\n)\p{C}/u)
    const text = out.replace(/\s+/g, ' ')
    assert.match(text, /compare client_id, key set and algorithm with the registration/)
    assert.match(text, /\(\d+ other requests were refused too\)/)
    assert.ok(text.length < 6000, `${text.length}`)
    assert.match(lines.find((line) => line.includes('publish the set over https'))!, /^ +-> /)
    assert.equal(
      err.replace(/\n {2}/g, ' '),
      'subtle-jws: 2 of 16 checks failed: key set URL, token request\n',
    )
  }
})

test('without a terminal the report has 80 columns, and ends with what to look at', async () => {
  const { status, out } = await command(['doctor', ...SERVER])
  assert.equal(status, 0, out)
  for (const line of out.split('\n')) assert.ok(line.length <= 80, line)
  assert.match(out, /^pass {2}key {12,}ES384$/m)
  assert.match(out, /\n17 checks, none failed; warnings: TLS\n$/)
  assert.match((await onTerminal(30)).out, /\n17 checks, none failed;\n {2}warnings: TLS\n$/)
})

test('doctor’s summary names the checks', () => {
  const report = new Report({ showSecrets: false })
  report.pass({ check: 'one', found: 'good' })
  assert.equal(report.summary(80), '1 checks, all passed')
  report.doubt({ check: 'two', found: 'odd', remedy: 'look' })
  assert.equal(report.summary(80), '2 checks, none failed; warnings: two')
  assert.equal(report.summary(24), '2 checks, none failed;\n  warnings: two')
  report.settleDoubts()
  assert.deepEqual(report.checks[1], { check: 'two', result: 'pass', found: 'odd' })
  report.fail({ check: 'three', found: 'bad', remedy: 'mend' })
  report.settleDoubts()
  assert.equal(report.summary(80, 'name: '), '1 of 3 checks failed: three')
  assert.equal(report.summary(30, 'name: '), '1 of 3 checks failed:\n  three')
})

test('a check that takes more than a second says on stderr what is waited for', async () => {
  server.handlers[DISCOVERY] = async (...exchange) => {
    await new Promise((resolve) => setTimeout(resolve, 1300))
    return respond(404, '')(...exchange)
  }
  const { err } = await command(['doctor', ...SERVER])
  assert.match(err, /^waiting for the configuration below http:\/\/127\.0\.0\.1:\d+\/fhir\/ …\n/)
  assert.equal(err.split('waiting').length, 2)
})

test('neither key, assertion nor token is in the report, unless secrets are asked for', async () => {
  const asked = ['doctor', ...SERVER]
  const { out } = await command(asked)
  assert.doesNotMatch(out, /eyJ|a-secret|"d"/)
  assert.match(out, /assertion +made, \d+ characters/)
  assert.match(out, /token request +a token of 21 characters/)
  const shown = (await command([...asked, '--show-secrets', '--json'])).out
  assert.match(shown, /"eyJ[\w-]+\.[\w-]+\.[\w-]+"/)
  assert.match(shown, /a token, a-secret-access-token/)
  let sent = ''
  server.handlers['/token'] = (request, response, body) => {
    sent = new URLSearchParams(body).get('client_assertion')!
    const echo = { error: 'invalid_client', error_description: `no good: ${sent} client_assertion=abc` }
    return respond(400, echo)(request, response, body)
  }
  const echoed = (await command([...asked, '--json'])).out
  assert.match(echoed, /no good/)
  assert.ok(!echoed.includes(sent.slice(0, 40)) && !echoed.includes('=abc'))
})

test('what a server says is shortened, and what could be a token is left out', () => {
  assert.equal(shortened('  two\n\n lines '), 'two lines')
  assert.equal(shortened('x'.repeat(400)), `${'x'.repeat(300)}…`)
  assert.equal(shortened(' '.repeat(90_000)), '')
  assert.equal(shortened('a\u001bb'), 'a\\u{1b}b')
  assert.equal(shortened('it is eyJhbGciOiJFUzM4NCJ9.eyJpc3MiOiJhIn0.c2ln here'), 'it is (a token) here')
  assert.equal(shortened('{"access_token":"abc def","x":1}'), '{"access_token":"… def","x":1}')
  assert.equal(textOf(null), 'null')
  assert.equal(textOf('a'), 'a')
})

test('a list without an end is summed up', () => {
  assert.equal(listOf([]), 'none')
  assert.equal(listOf(['a', 1, null]), 'a 1 null')
  const wide = listOf([...Array(100).fill('a'), `${'x'.repeat(59)}😀`])
  assert.ok(wide.endsWith(` to ${'x'.repeat(59)}`), wide)
  const scopes = Array.from({ length: 39 }, (_, i) => `scope-${i}`)
  assert.equal(listOf(scopes), '39 of them, from scope-0 to scope-38')
  assert.match(listOf(['x'.repeat(500), 'b']), /^2 of them, from x{60}… to b$/)
})

test('an option’s value is one word for a shell', () => {
  assert.equal(shellWord('https://a.example/x?y=1'), "'https://a.example/x?y=1'")
  assert.equal(shellWord('https://a.example/x'), 'https://a.example/x')
  assert.equal(shellWord("it's $(rm)"), "'it'\\''s $(rm)'")
})

test('a request without an answer has its reason and its remedy', () => {
  const url = new URL('https://a.example/x')
  const found = (message: string) => failedRequest(new Error(message), url)
  assert.match(found('no whole answer within 10000 ms').remedy, /firewall/)
  assert.match(found('the answer has more than 262144 octets').remedy, /not a SMART server/)
  const before = process.env
  process.env = { ...before, HTTPS_PROXY: 'http://p', NO_PROXY: '', no_proxy: '' }
  try {
    assert.match(found('no whole answer within 10000 ms').remedy, /^HTTPS_PROXY names a proxy/)
    const cause = new TypeError('fetch failed', { cause: { code: 'ENOTFOUND' } })
    assert.match(failedRequest(new Error('x', { cause }), url).remedy, /^HTTPS_PROXY .*; else check/)
  } finally {
    process.env = before
  }
})

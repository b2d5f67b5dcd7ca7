import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { decodeJwt, importSigner, signJws, signJwt, toPublicJwks, type JwkSet } from '../src/index.ts'
import { command, file, folder, refused } from './command.ts'
import {
  ES384_FILE,
  ES384_PRIVATE,
  ES384_SET,
  pemFile,
  RS384_FILE,
  RS384_PRIVATE,
  without,
} from './fixtures/keys.ts'
import { canWrite, nestedLists } from './generators.ts'
import { respond, startServer } from './servers.ts'
import tokens from './fixtures/tokens.json' with { type: 'json' }
import './plain.mjs'

const MAIN = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))
const CLAIMS = fileURLToPath(new URL('fixtures/claims.json', import.meta.url))

test('sign prints the worked example’s RS384 token, byte for byte', async () => {
  assert.deepEqual(await command(['sign', '--key', RS384_FILE, CLAIMS]), {
    status: 0,
    out: `${tokens.RS384}\n`,
    err: '',
  })
})

test('sign and verify work as a pipe, from standard input', async () => {
  const signed = await command(['sign', '--key', ES384_FILE, '-'], readFileSync(CLAIMS, 'utf8'))
  const verified = await command(['verify', '--keys', ES384_FILE, '--at', 'any', '-'], signed.out)
  assert.equal(verified.status, 0)
  assert.deepEqual(JSON.parse(verified.out).claims, JSON.parse(readFileSync(CLAIMS, 'utf8')))
})

test('verify checks the issuer and audience options, and the time unless --at is any', async () => {
  const args = [
    'verify',
    '--keys',
    RS384_FILE,
    '--issuer',
    'https://bili-monitor.example.com',
    '--audience',
    'https://authorize.smarthealthit.org/token',
  ]
  for (const at of [
    '1422568859',
    '2015-01-29T22:00:59Z',
    '2015-01-29T22:00:59.5+00:00',
    '2015-01-29',
    'any',
  ]) {
    assert.equal((await command([...args, '--at', at, tokens.RS384])).status, 0, at)
  }
  for (const at of [[], ['--at', 'now'], ['--at', '1422568860'], ['--at', '2015-01-29T22:01:00Z']]) {
    const expired =
      /ERR_EXPIRED: exp is 1422568860 \(2015-01-29T22:01:00Z, \d+ years ago\), and must be after/
    await refused(1, expired, [...args, ...at, tokens.RS384])
  }
  const any = ['--at', 'any', tokens.RS384]
  await refused(1, /ERR_CLAIM: iss/, ['verify', '--keys', RS384_FILE, '--issuer', 'a', ...any])
  await refused(1, /ERR_CLAIM: aud/, ['verify', '--keys', RS384_FILE, '--audience', 'a', ...any])
  const wrong = ['soon', 'x1', '1x', '2015-01-29 22:00', '2015-13-29', '2015-01-29T22:00:00', '-1']
  for (const time of wrong) {
    const message = new RegExp(
      `--at is "${time}"; it must be now, any, seconds since 1970, or a date such as`,
    )
    await refused(2, message, [...args, '--at', time, tokens.RS384])
  }
  for (const day of ['2026-02-31', '2026-02-29T10:00:00Z', '2026-04-31T23:00:00-02:00']) {
    const message = new RegExp(`--at is "${day}", a day that its month does not have; it must be now, any`)
    await refused(2, message, [...args, '--at', day, tokens.RS384])
  }
  for (const day of ['2028-02-29', '2026-04-30T23:00:00-02:00']) {
    await refused(1, /ERR_EXPIRED/, [...args, '--at', day, tokens.RS384])
  }
  await refused(2, /"1422568859000", which looks like milliseconds; it must/, [
    ...args,
    '--at',
    '1422568859000',
    tokens.RS384,
  ])
})

test('verify and decode show the times of a token as dates on stderr, and JSON alone on stdout', async () => {
  const now = Math.floor(Date.now() / 1000)
  const claims = { iat: now - 90, nbf: now, exp: now + 2 * 86400 + 60, auth_time: -1, day: 5 }
  const token = await signJwt(claims, ES384_SET)
  for (const args of [['decode'], ['verify', '--keys', ES384_FILE]]) {
    const { status, out, err } = await command([...args, token])
    assert.equal(status, 0)
    assert.deepEqual(JSON.parse(out).claims, claims)
    const [iat, nbf, exp, ...others] = err.trimEnd().split('\n')
    assert.match(iat!, new RegExp(`^iat ${now - 90} \\(\\d{4}-.*T.*Z, 1 minute ago\\)$`))
    assert.match(nbf!, /^nbf \d+ \(.*Z, (now|\d seconds? ago)\)$/)
    assert.match(exp!, /^exp \d+ \(.*Z, in 2 days\)$/)
    assert.deepEqual(others, [])
  }
  const odd = await command(['decode', await signJwt({ exp: 1e300 }, ES384_SET)])
  assert.deepEqual([odd.status, odd.err], [0, ''])
})

test('a refusal shows the dates of whole times alone, not of a part of a number', async () => {
  for (const [exp, words] of [
    [-1422568860, /exp is -1422568860, and must be after \d+ \(/],
    [1.422568866, /exp is 1\.422568866, and must be after \d+ \(/],
    [1422568860.5, /exp is 1422568860\.5 \(2015-01-29T22:01:00Z, \d+ years ago\), and/],
  ] as const) {
    await refused(1, words, ['verify', '--keys', ES384_FILE, await signJwt({ exp }, ES384_SET)])
  }
})

test('verify takes --key or --keys, a file or a URL, and the token’s algorithm where the key allows it', async () => {
  const nameless = file('nameless.json', without(RS384_PRIVATE, 'alg', 'kid', 'key_ops'))
  for (const alg of ['RS256', 'RS384', 'PS512'] as const) {
    const token = await signJwt({ a: 1 }, { ...RS384_PRIVATE, alg })
    for (const option of ['--key', '--keys']) {
      const args = ['verify', option, nameless, token]
      assert.equal((await command(args)).status, 0, alg)
      assert.equal((await command([...args, '--alg', alg])).status, 0)
      await refused(1, /ERR_ALG/, [...args, '--alg', 'RS512'])
    }
    if (alg !== 'RS384') await refused(1, /RS384/, ['verify', '--key', RS384_FILE, token])
  }
  await refused(2, /--key or --keys is missing/, ['verify', 'x'])
  await refused(2, /--key and --keys mean the same/, ['verify', '--key', nameless, '--keys', nameless, 'x'])
})

test('verify fetches a key set by its URL', async () => {
  const server = await startServer()
  server.handlers = { '/jwks': respond(200, toPublicJwks({ keys: [ES384_PRIVATE] })) }
  const token = await signJwt({ a: 1 }, ES384_SET)
  const { status, err } = await command(['verify', '--keys', `${server.origin}/jwks`, token])
  assert.deepEqual([status, err], [0, ''])
  await refused(1, /ERR_HTTP.*404/, ['verify', '--key', `${server.origin}/none`, token])
  await refused(1, /ERR_HTTP.*127\.0\.0\.1/, ['verify', '--key', 'http://127.0.0.1:9/', token])
  const missing = /"http:\/\/127[^?]*\/jwks" has no key with the kid "none"; it has/
  await refused(1, missing, ['verify', '--keys', `${server.origin}/jwks?code=secret`, '--kid', 'none', token])
  for (const option of ['--key', '--keys']) {
    const needed = `${option} is "http:.*"; it must be an https URL \\(http: on this machine\\), without a password`
    await refused(1, new RegExp(`^subtle-jws: ${needed}`), ['verify', option, 'http://a.example/', token])
  }
})

test('verify --kid takes that key alone, for a token of whichever kid or none', async () => {
  const set = file('two.json', toPublicJwks({ keys: [{ ...ES384_PRIVATE, kid: 'old' }, RS384_PRIVATE] }))
  const named = await signJwt({ a: 1 }, { ...ES384_PRIVATE, kid: 'new' })
  const nameless = await signJwt({ a: 1 }, without(ES384_PRIVATE, 'kid'))
  await refused(1, /ERR_KEY_NOT_FOUND: .*"new"/, ['verify', '--keys', set, named])
  for (const token of [named, nameless]) {
    assert.equal((await command(['verify', '--keys', set, '--kid', 'old', token])).status, 0)
    await refused(1, /ERR_KEY_NOT_FOUND/, ['verify', '--keys', set, '--kid', RS384_PRIVATE.kid!, token])
    const missing = /ERR_KEY_NOT_FOUND: ".*two\.json" has no key with the kid "none"; it has "old", "/
    await refused(1, missing, ['verify', '--keys', set, '--kid', 'none', token])
  }
})

test('a token is read from a file where there is one of that name', async () => {
  const path = file('token.txt', `${tokens.RS384}\r\n`)
  const utf16 = file('token16.txt', '')
  writeFileSync(utf16, Buffer.from(`\ufeff${tokens.RS384}\r\n`, 'utf16le'))
  for (const token of [path, utf16]) {
    assert.equal((await command(['decode', token])).status, 0)
    assert.equal((await command(['verify', '--at', 'any', '--key', RS384_FILE, token])).status, 0)
  }
  for (const [content, message] of [
    ['', /ERR_JWS_FORM: ".*odd.txt" is empty; did the command that writes the token fail\?/],
    [`Bearer ${tokens.RS384}`, /begins with "Bearer": leave that word out/],
    ['{"iss":"a"}', /is JSON; subtle-jws sign makes a token/],
    ['-----BEGIN PRIVATE KEY-----', /is PEM; a key belongs in --key/],
    ['a.b.c.d.e', /has five parts: it is encrypted \(JWE\)/],
    ['a.b', /is neither an existing file nor a token, which has three parts between dots \(found: 2\)/],
  ] as const) {
    await refused(1, message, ['decode', file('odd.txt', content)])
    if (content) await refused(1, message, ['decode', '-'], content)
  }
  await refused(1, /TOKEN is neither an existing file nor a token/, ['decode', 'nowhere-txt'])
  writeFileSync(utf16, Buffer.from([0x80, 0x81, 0x82]))
  await refused(1, /token16.txt" is not text; a token is text/, ['decode', utf16])
})

test('verify refuses another key, an altered token and text that is not a JWT', async () => {
  await refused(1, /ERR_KEY_NOT_FOUND/, ['verify', '--keys', ES384_FILE, tokens.RS384])
  const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`
  await refused(1, /ERR_ALG/, ['verify', '--keys', ES384_FILE, none])
  await refused(1, /ERR_SIGNATURE/, ['verify', '--keys', RS384_FILE, tokens.RS384.replace('.D5k', '.D5l')])
  await refused(1, /ERR_JWS_FORM/, ['verify', '--keys', RS384_FILE, '-'])
  for (const spaced of [`${tokens.RS384}\n\n`, `\n${tokens.RS384}`]) {
    await refused(1, /ERR_BASE64URL/, ['verify', '--keys', RS384_FILE, '-'], spaced)
  }
  await refused(1, /ERR_JSON/, ['verify', '--keys', ES384_FILE, await signJws('text', ES384_SET)])
})

test('decode prints header and claims without verifying them', async () => {
  const { out, status } = await command(['decode', '-'], `${tokens.RS384.slice(0, -4)}AAAA\r\n`)
  assert.equal(status, 0)
  assert.deepEqual(Object.keys(JSON.parse(out)), ['header', 'claims'])
  await refused(1, /ERR_JWS_FORM/, ['decode', 'abc'])
})

test('decode prints claims of over 100 levels on one line, and refuses those that are too deep', async () => {
  const encode = (json: string): string => Buffer.from(json).toString('base64url')
  const token = (claims: string): string => `${encode('{"alg":"ES384"}')}.${encode(claims)}.AAAA`
  // Two more levels: the claims, and what is printed.
  for (const [levels, isIndented] of [
    [98, true],
    [99, false],
  ] as const) {
    const claims = `{"a":${nestedLists(levels)}}`
    const { out } = await command(['decode', token(claims)])
    assert.deepEqual(JSON.parse(out).claims, JSON.parse(claims))
    assert.equal(out.trimEnd().includes('\n'), isIndented, `${levels}`)
  }
  // Node 26 writes any depth.
  const deep = `{"a":${nestedLists(20_000)}}`
  if (canWrite(deep)) {
    const { out } = await command(['decode', '-'], token(deep))
    assert.ok(out.includes(deep))
  } else {
    await refused(1, /nested too deep/, ['decode', '-'], token(deep))
  }
})

test('keygen, jwks, sign and verify work together for each kind of key', async () => {
  for (const [alg, kid] of [
    [undefined, undefined],
    ['EdDSA', 'mine'],
    ['PS256', undefined],
  ] as const) {
    const made = await command(['keygen', ...(alg ? ['--alg', alg] : []), ...(kid ? ['--kid', kid] : [])])
    const [jwk] = (JSON.parse(made.out) as JwkSet).keys
    assert.equal(jwk!.alg, alg ?? 'ES384')
    if (kid) assert.equal(jwk!.kid, kid)
    const key = file('private.json', jwk)
    const published = await command(['jwks', '-'], made.out)
    assert.deepEqual(published.out, (await command(['jwks', key])).out)
    assert.equal(JSON.parse(published.out).keys[0].d, undefined)
    const signed = await command(['sign', '--key', key, CLAIMS])
    assert.equal(
      (
        await command(
          ['verify', '--at', 'any', '--keys', file('public.json', published.out), '-'],
          signed.out,
        )
      ).status,
      0,
    )
  }
})

test('sign takes kid, alg and header', async () => {
  const bare = without(RS384_PRIVATE, 'alg', 'kid')
  const key = file('bare.json', bare)
  const { out } = await command([
    'sign',
    '--key',
    key,
    '--kid',
    'k',
    '--alg',
    'RS512',
    '--header',
    '{"jku":"https://a/jwks"}',
    CLAIMS,
  ])
  assert.deepEqual(JSON.parse(Buffer.from(out.split('.')[0]!, 'base64url').toString()), {
    alg: 'RS512',
    jku: 'https://a/jwks',
    kid: 'k',
    typ: 'JWT',
  })
  assert.equal((await importSigner(bare, { alg: 'RS512' })).alg, 'RS512')
  const plain = decodeJwt((await command(['sign', '--key', key, CLAIMS])).out.trim()).header
  assert.deepEqual(plain, { alg: 'RS384', typ: 'JWT' })
  await refused(1, /ERR_KEY_NOT_FOUND/, ['sign', '--key', ES384_FILE, '--kid', 'k', CLAIMS])
  await refused(1, /ERR_ALG/, ['sign', '--key', ES384_FILE, '--header', '{"alg":"none"}', CLAIMS])
  await refused(1, /ERR_JSON: --header/, ['sign', '--key', ES384_FILE, '--header', '[]', CLAIMS])
})

test('a PEM file from openssl signs, verifies and is published', async () => {
  const cases = [
    ['rsa.pkcs1', 'rsa.spki', 'RS384'],
    ['rsa.pkcs8', 'rsa.certificate', 'RS384'],
    ['ec.parameters.sec1', 'ec.certificate', 'ES384'],
    ['ed25519.pkcs8', 'ed25519.spki', 'EdDSA'],
  ] as const
  for (const [key, publicKey, alg] of cases) {
    // Of an Ed25519 key PEM does not say which of its two names is meant.
    const details = ['--kid', 'k', ...(alg === 'EdDSA' ? ['--alg', alg] : [])]
    const signed = await command(['sign', '--key', pemFile(key), ...details, CLAIMS])
    assert.equal(signed.status, 0, signed.err)
    const published = file('published.json', (await command(['jwks', ...details, pemFile(key)])).out)
    for (const keys of [pemFile(publicKey), published]) {
      const { status, out, err } = await command(['verify', '--at', 'any', '--keys', keys, '-'], signed.out)
      assert.equal(status, 0, err)
      assert.deepEqual(JSON.parse(out).header, { alg, kid: 'k', typ: 'JWT' })
    }
  }
  const named = JSON.parse((await command(['jwks', '--alg', 'PS256', pemFile('rsa.certificate')])).out)
    .keys[0]
  assert.deepEqual([named.alg, named.kid.length], ['PS256', 43])
  await refused(1, /ERR_PEM.*openssl pkey/, ['sign', '--key', pemFile('rsa.encrypted.pkcs8'), CLAIMS])
  await refused(1, /is an RSA key of 1024 bits/, ['sign', '--key', pemFile('rsa1024.pkcs1'), CLAIMS])
})

test('names files that are missing, unreadable or not JSON', async () => {
  const missing = /^subtle-jws: cannot read "nowhere": there is no such file\n$/
  await refused(1, missing, ['sign', '--key', 'nowhere', CLAIMS])
  await refused(1, missing, ['sign', '--key', ES384_FILE, 'nowhere'])
  await refused(1, missing, ['verify', '--keys', 'nowhere', tokens.RS384])
  await refused(1, /^subtle-jws: cannot read ".*": it is a folder; name a file in it\n$/, ['jwks', folder()])
  await refused(1, /^subtle-jws: cannot read ".*": a part of its path is a file, not a folder\n$/, [
    'jwks',
    `${CLAIMS}/x`,
  ])
  await refused(1, /broken.json" is not JSON, though it begins like JSON; is it cut off/, [
    'jwks',
    file('broken.json', '{'),
  ])
  await refused(1, /ERR_JSON: CLAIMS/, ['sign', '--key', ES384_FILE, '-'], '{"a":1,"a":2}')
  await refused(1, /ERR_JWK/, [
    'jwks',
    file('symmetric.json', { keys: [{ kty: 'oct', k: 'AAAA', kid: 'a' }] }),
  ])
  await refused(1, /ERR_KEY_NOT_FOUND/, ['sign', '--key', file('empty.json', { keys: [] }), CLAIMS])
})

test('never shows a path that may be a key or claims', async () => {
  const secret = 'top-secret'
  const [jwk, claims] = [JSON.stringify(ES384_PRIVATE), JSON.stringify({ password: secret })]
  const pem = `-----BEGIN PRIVATE KEY-----${secret}`
  const paths = [jwk, claims, ` ${pem}`, `${secret}\nx`, `${secret}\rx`, `${secret}${'x'.repeat(191)}`]
  for (const path of paths) {
    for (const args of [
      ['sign', '--key', path, CLAIMS],
      ['sign', '--key', ES384_FILE, path],
      ['verify', '--keys', path, tokens.RS384],
      ['jwks', path],
      ['assert', '--client-id', 'a', '--audience', 'https://a.example/', '--key', path],
      ['doctor', '--token-url', 'https://a.example/', '--client-id', 'a', '--scope', 'a', '--key', path],
    ]) {
      const { status, out, err } = await command(args)
      assert.equal(status, 1)
      // The doctor's lines are wrapped.
      assert.match(
        (out + err).replace(/\n +/g, ' '),
        /cannot read a file(: (JSON|PEM) was given in place| whose path is not shown, .*key or claims: \w)/,
      )
      assert.doesNotMatch(out + err, new RegExp(`${secret}|${ES384_PRIVATE.d}|BEGIN|password`))
    }
  }
  // PEM begins as an option does.
  for (const args of [['jwks', pem], ['sign', '--key', pem, CLAIMS], [pem], [jwk], ['sign', `--${jwk}`]]) {
    await refused(2, /^(?![\s\S]*(BEGIN|secret|"kty"))[\s\S]*usage: subtle-jws/, args)
  }
  await refused(2, /an argument looks like a key; give a file instead/, ['jwks', pem])
  await refused(2, /the first argument must be a command/, [jwk])
  await refused(2, /jwks has no option "--x"/, ['jwks', '--x', jwk])
  // Nor as the name of what is read: a file may be called so.
  const named = file('{top-secret', 'no key')
  await refused(1, /^subtle-jws: a file whose path is not shown(?!.*secret)/, ['jwks', named])
  const longest = join(folder(), 'x'.repeat(200 - folder().length - 1))
  await refused(1, /cannot read ".*": there is no such file/, ['jwks', longest])
  await refused(1, /cannot read a file whose path is not shown/, ['jwks', `${longest}x`])
})

test('keygen --out writes a new file for its owner alone, and says where and which key', async () => {
  const out = join(folder(), 'made.json')
  const { status, out: said, err } = await command(['keygen', '--kid', 'mine', '--out', out])
  assert.deepEqual([status, err], [0, ''])
  const written = readFileSync(out, 'utf8')
  const [jwk] = (JSON.parse(written) as JwkSet).keys
  assert.deepEqual([jwk!.kid, jwk!.alg, written.endsWith('}\n')], ['mine', 'ES384', true])
  assert.equal(statSync(out).mode & 0o777, 0o600)
  assert.ok(said.includes(JSON.stringify(out).slice(0, 90)) && said.includes('"mine", for ES384'), said)
  assert.ok(!said.includes(String(jwk!.d)))
  assert.equal((await command(['sign', '--key', out, CLAIMS])).status, 0)

  await refused(1, /cannot write ".*: it exists already, .*not overwritten\n$/, ['keygen', '--out', out])
  assert.equal(readFileSync(out, 'utf8'), written)
  const nowhere = join(folder(), 'nowhere', 'made.json')
  await refused(1, /cannot write ".*: its folder does not exist\n$/, ['keygen', '--out', nowhere])
  await refused(1, /cannot write ".*: a part of its path is a file, not a folder\n$/, [
    'keygen',
    '--out',
    `${CLAIMS}/x`,
  ])
})

test('the program prints what run prints and exits with its status', async () => {
  for (const [args, input] of [
    [['decode', '-'], tokens.RS384],
    [['keygen', 'a'], ''],
  ] as const) {
    const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...args], { timeout: 30_000 })
    child.stdin.end(input)
    const status = new Promise<number | null>((resolve) => child.on('close', resolve))
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
    assert.deepEqual({ status: await status, out, err }, await command(args, input))
  }
})

test('output that cannot be written is an error, but a pipe may be closed before its end', async () => {
  const full = openSync('/dev/full', 'w')
  const outcomeOf = async (stdout: number | 'pipe', ...args: readonly string[]) => {
    const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...args], {
      timeout: 30_000,
      stdio: ['ignore', stdout, 'pipe'],
    })
    child.stdout?.destroy()
    const status = new Promise<number | null>((resolve) => child.on('close', resolve))
    const err = await text(child.stderr!)
    return { status: await status, err }
  }
  try {
    for (const args of [
      ['sign', '--key', ES384_FILE, CLAIMS],
      ['--help'],
      ['help', 'sign'],
      ['keygen', '-h'],
    ]) {
      assert.deepEqual(await outcomeOf(full, ...args), {
        status: 1,
        err: 'subtle-jws: cannot write standard output: no space is left\n',
      })
    }
    assert.deepEqual(await outcomeOf('pipe', 'sign', '--key', ES384_FILE, CLAIMS), { status: 0, err: '' })
  } finally {
    closeSync(full)
  }
})

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { importSigner, signJws, signJwt, type JwkSet } from '../src/index.ts'
import { command, file, folder } from './command.ts'
import {
  ES384_FILE,
  ES384_PRIVATE,
  ES384_SET,
  pemFile,
  RS384_FILE,
  RS384_PRIVATE,
  without,
} from './fixtures/keys.ts'
import tokens from './fixtures/tokens.json' with { type: 'json' }
import manifest from '../package.json' with { type: 'json' }
import './plain.mjs'

const MAIN = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))
const CLAIMS = fileURLToPath(new URL('fixtures/claims.json', import.meta.url))

/** A run that is refused: its status, its code or first words, and nothing on stdout. */
async function refused(
  status: number,
  message: RegExp,
  args: readonly string[],
  input?: string,
): Promise<void> {
  const outcome = await command(args, input)
  assert.match(outcome.err, message)
  assert.deepEqual({ status: outcome.status, out: outcome.out }, { status, out: '' })
}

test('sign prints the worked example’s RS384 token, byte for byte', async () => {
  assert.deepEqual(await command(['sign', '--key', RS384_FILE, CLAIMS]), {
    status: 0,
    out: `${tokens.RS384}\n`,
    err: '',
  })
})

test('sign and verify work as a pipe, from standard input', async () => {
  const signed = await command(['sign', '--key', ES384_FILE, '-'], readFileSync(CLAIMS, 'utf8'))
  const verified = await command(['verify', '--keys', ES384_FILE, '-'], signed.out)
  assert.equal(verified.status, 0)
  assert.deepEqual(JSON.parse(verified.out).claims, JSON.parse(readFileSync(CLAIMS, 'utf8')))
  assert.match(verified.err, /not valid at this time: exp is 1422568860/)
})

test('verify checks the issuer and audience options, and the time with --at', async () => {
  const args = [
    'verify',
    '--keys',
    RS384_FILE,
    '--issuer',
    'https://bili-monitor.example.com',
    '--audience',
    'https://authorize.smarthealthit.org/token',
  ]
  assert.equal((await command([...args, '--at', '1422568859', tokens.RS384])).status, 0)
  await refused(1, /ERR_EXPIRED: exp/, [...args, '--at', '1422568860', tokens.RS384])
  await refused(1, /ERR_EXPIRED: exp/, [...args, '--at', 'now', tokens.RS384])
  await refused(1, /ERR_CLAIM: iss/, ['verify', '--keys', RS384_FILE, '--issuer', 'a', tokens.RS384])
  await refused(1, /ERR_CLAIM: aud/, ['verify', '--keys', RS384_FILE, '--audience', 'a', tokens.RS384])
  for (const time of ['soon', 'x1', '1x', '1234567890123', '']) {
    await refused(2, new RegExp(`--at is "${time}"; it must be now`), [
      'verify',
      '--keys',
      RS384_FILE,
      '--at',
      time,
      tokens.RS384,
    ])
  }
})

test('verify prints no warning for a token that is valid now', async () => {
  const token = await signJwt({ exp: Math.floor(Date.now() / 1000) + 60 }, ES384_SET)
  for (const at of [['--at', 'now'], []])
    assert.equal((await command(['verify', '--keys', ES384_FILE, ...at, token])).err, '')
})

test('verify refuses another key, an altered token and text that is not a JWT', async () => {
  await refused(1, /ERR_KEY_NOT_FOUND/, ['verify', '--keys', ES384_FILE, tokens.RS384])
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
  const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`
  const token = (claims: string): string => `${encode('{"alg":"ES384"}')}.${encode(claims)}.AAAA`
  // Two more levels: the claims, and what is printed.
  for (const [levels, isIndented] of [
    [98, true],
    [99, false],
  ] as const) {
    const claims = `{"a":${nested(levels)}}`
    const { out } = await command(['decode', token(claims)])
    assert.deepEqual(JSON.parse(out).claims, JSON.parse(claims))
    assert.equal(out.trimEnd().includes('\n'), isIndented, `${levels}`)
  }
  await refused(1, /nested too deep/, ['decode', '-'], token(`{"a":${nested(20_000)}}`))
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
      (await command(['verify', '--keys', file('public.json', published.out), '-'], signed.out)).status,
      0,
    )
  }
  await refused(1, /ERR_ALG/, ['keygen', '--alg', 'HS256'])
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
  await refused(1, /ERR_JWK.*RS256/, ['sign', '--key', key, CLAIMS])
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
      const { status, out, err } = await command(['verify', '--keys', keys, '-'], signed.out)
      assert.equal(status, 0, err)
      assert.deepEqual(JSON.parse(out).header, { alg, kid: 'k', typ: 'JWT' })
    }
  }
  const named = JSON.parse((await command(['jwks', '--alg', 'PS256', pemFile('rsa.certificate')])).out)
    .keys[0]
  assert.deepEqual([named.alg, named.kid.length], ['PS256', 43])
  await refused(1, /ERR_PEM.*openssl pkey/, ['sign', '--key', pemFile('rsa.encrypted.pkcs8'), CLAIMS])
  await refused(1, /ERR_JWK.*n has 1024 bits/, ['sign', '--key', pemFile('rsa1024.pkcs1'), CLAIMS])
})

test('names files that are missing, unreadable or not JSON', async () => {
  const missing = /^subtle-jws: cannot read "nowhere": there is no such file\n$/
  await refused(1, missing, ['sign', '--key', 'nowhere', CLAIMS])
  await refused(1, missing, ['sign', '--key', ES384_FILE, 'nowhere'])
  await refused(1, missing, ['verify', '--keys', 'nowhere', tokens.RS384])
  await refused(1, /^subtle-jws: cannot read ".*": it is a folder\n$/, ['jwks', folder()])
  await refused(1, /^subtle-jws: cannot read ".*": ENOTDIR\n$/, ['jwks', `${CLAIMS}/x`])
  await refused(1, /ERR_JSON: .*broken/, ['jwks', file('broken.json', '{')])
  await refused(1, /ERR_JSON: CLAIMS/, ['sign', '--key', ES384_FILE, '-'], '{"a":1,"a":2}')
  await refused(1, /ERR_JWK/, [
    'jwks',
    file('symmetric.json', { keys: [{ kty: 'oct', k: 'AAAA', kid: 'a' }] }),
  ])
  await refused(1, /ERR_KEY_NOT_FOUND/, ['sign', '--key', file('empty.json', { keys: [] }), CLAIMS])
})

test('never shows a path that may be a key or claims (S13)', async () => {
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
      assert.match(out + err, /cannot read a file whose path is not shown, .*key or claims: \w/)
      assert.doesNotMatch(out + err, new RegExp(`${secret}|${ES384_PRIVATE.d}|BEGIN|password`))
    }
  }
  // PEM begins as an option does.
  for (const args of [['jwks', pem], ['sign', '--key', pem, CLAIMS], [pem], [jwk], ['sign', `--${jwk}`]]) {
    await refused(2, /^(?![\s\S]*(BEGIN|secret|"kty"))[\s\S]*usage: subtle-jws/, args)
  }
  await refused(2, /an argument looks like a key: give a file/, ['jwks', pem])
  await refused(2, /the first argument must be a command/, [jwk])
  await refused(2, /Unknown option '--x'/, ['jwks', '--x', jwk])
  // Nor as the name of what is read: a file may be called so.
  const named = file('{top-secret', 'no key')
  await refused(1, /^subtle-jws: ERR_JSON: a file whose path is not shown(?!.*secret)/, ['jwks', named])
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
  await refused(1, /cannot write ".*: ENOTDIR\n$/, ['keygen', '--out', `${CLAIMS}/x`])
})

test('prints the usage for a wrong command line', async () => {
  await refused(
    2,
    /^subtle-jws: no command is given\nusage: subtle-jws COMMAND; see subtle-jws --help\n$/,
    [],
  )
  await refused(2, /there is no command "constructor"/, ['constructor'])
  await refused(2, /--key is missing[\s\S]*usage: subtle-jws sign/, ['sign', CLAIMS])
  await refused(2, /--keys is missing[\s\S]*usage: subtle-jws verify/, ['verify', tokens.RS384])
  await refused(2, /sign takes one argument, CLAIMS, and was given 0/, ['sign', '--key', ES384_FILE])
  await refused(2, /decode takes one argument, TOKEN, and was given 2/, ['decode', 'a', 'b'])
  await refused(2, /keygen takes no argument, and was given 1/, ['keygen', 'a'])
  await refused(2, /--bits/, ['keygen', '--bits', '1'])
})

test('--help explains each command and option, and --version prints the version', async () => {
  assert.equal((await command(['--version'])).out, `${manifest.version}\n`)
  const { out: overview } = await command(['--help'])
  assert.match(overview, /^subtle-jws: .*\n\n {2}subtle-jws sign [\s\S]*Exit status/)
  assert.equal((await command(['-h'])).out, overview)
  for (const name of ['sign', 'verify', 'decode', 'keygen', 'jwks', 'assert', 'token', 'doctor']) {
    const { status, out } = await command([name, '--help'])
    assert.equal(status, 0)
    const [, usage = '', about = ''] = /^usage: (.*)\n\n([A-Z][\s\S]*)/.exec(out)!
    assert.ok(overview.includes(`\n  ${usage}\n`) && usage.startsWith(`subtle-jws ${name}`), usage)
    assert.equal((await command([name, '-h'])).out, out)
    // What the usage names is explained.
    for (const [word] of usage.matchAll(/--[a-z-]+|[A-Z]+(?=\|-$)/g))
      assert.match(about, new RegExp(`^ {2}${word} .*\\w`, 'm'))
    for (const [, option] of about.matchAll(/^ {2}--([a-z-]+)/gm)) {
      assert.doesNotMatch((await command([name, `--${option}`])).err, /Unknown option/, option)
    }
  }
  await refused(2, /Unknown option '-x'[\s\S]*usage: subtle-jws decode/, ['decode', '-x'])
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

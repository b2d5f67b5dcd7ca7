import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { importSigner, signJws, signJwt, type JwkSet } from '../src/index.ts'
import { command, file, folder } from './command.ts'
import { ES384_FILE, ES384_SET, pemFile, RS384_FILE, RS384_PRIVATE, without } from './fixtures/keys.ts'
import tokens from './fixtures/tokens.json' with { type: 'json' }
import manifest from '../package.json' with { type: 'json' }

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
  assert.match(verified.err, /not valid at this time: exp 1422568860/)
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
    await refused(2, new RegExp(`--at ${time}: expected now`), [
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
    const signed = await command([
      'sign',
      '--key',
      pemFile(key),
      '--kid',
      'k',
      ...(alg === 'EdDSA' ? ['--alg', alg] : []),
      CLAIMS,
    ])
    assert.equal(signed.status, 0, signed.err)
    const published = file('published.json', (await command(['jwks', '--kid', 'k', pemFile(key)])).out)
    for (const keys of alg === 'EdDSA' ? [] : [pemFile(publicKey), published]) {
      const { status, out, err } = await command(['verify', '--keys', keys, '-'], signed.out)
      assert.equal(status, 0, err)
      assert.deepEqual(JSON.parse(out).header, { alg, kid: 'k', typ: 'JWT' })
    }
  }
  const named = JSON.parse((await command(['jwks', '--alg', 'PS256', pemFile('rsa.certificate')])).out)
    .keys[0]
  assert.deepEqual([named.alg, named.kid.length], ['PS256', 43])
  await refused(1, /ERR_PEM.*openssl pkey/, ['sign', '--key', pemFile('rsa.encrypted.pkcs8'), CLAIMS])
  await refused(1, /ERR_JWK.*n of 2048/, ['sign', '--key', pemFile('rsa1024.pkcs1'), CLAIMS])
})

test('names files that are missing, unreadable or not JSON', async () => {
  await refused(1, /^subtle-jws: ENOENT.*nowhere/, ['sign', '--key', 'nowhere', CLAIMS])
  await refused(1, /ENOENT.*nowhere/, ['sign', '--key', ES384_FILE, 'nowhere'])
  await refused(1, /EISDIR/, ['jwks', folder()])
  await refused(1, /ERR_JSON: .*broken/, ['jwks', file('broken.json', '{')])
  await refused(1, /ERR_JSON: CLAIMS/, ['sign', '--key', ES384_FILE, '-'], '{"a":1,"a":2}')
  await refused(1, /ERR_JWK/, [
    'jwks',
    file('symmetric.json', { keys: [{ kty: 'oct', k: 'AAAA', kid: 'a' }] }),
  ])
  await refused(1, /ERR_KEY_NOT_FOUND/, ['sign', '--key', file('empty.json', { keys: [] }), CLAIMS])
})

test('prints the usage for a wrong command line', async () => {
  await refused(2, /^subtle-jws: no command given\nusage: subtle-jws COMMAND; see subtle-jws --help\n$/, [])
  await refused(2, /unknown command constructor/, ['constructor'])
  await refused(2, /--key is missing[\s\S]*usage: subtle-jws sign/, ['sign', CLAIMS])
  await refused(2, /--keys is missing[\s\S]*usage: subtle-jws verify/, ['verify', tokens.RS384])
  await refused(2, /expected one CLAIMS, found 0/, ['sign', '--key', ES384_FILE])
  await refused(2, /expected one TOKEN, found 2/, ['decode', 'a', 'b'])
  await refused(2, /expected no argument, found 1/, ['keygen', 'a'])
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

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mock, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { signJwt } from '../src/index.ts'
import { nearest } from '../src/cli/nearest.ts'
import { print, printError } from '../src/cli/output.ts'
import { inCommandWords } from '../src/cli/words.ts'
import { command, file, refused, takeOutput } from './command.ts'
import { ES384_FILE, ES384_SET } from './fixtures/keys.ts'
import tokens from './fixtures/tokens.json' with { type: 'json' }
import manifest from '../package.json' with { type: 'json' }
import './plain.mjs'

const MAIN = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))
const CLAIMS = fileURLToPath(new URL('fixtures/claims.json', import.meta.url))
const COMMANDS = ['sign', 'verify', 'decode', 'keygen', 'jwk', 'jwks', 'assert', 'token', 'doctor']

test('prints the usage for a wrong command line', async () => {
  await refused(
    2,
    /^subtle-jws: no command is given\nusage: subtle-jws COMMAND; see subtle-jws --help\n$/,
    [],
  )
  await refused(2, /--key is missing[\s\S]*usage: subtle-jws sign/, ['sign', CLAIMS])
  await refused(2, /--key or --keys is missing[\s\S]*usage: subtle-jws verify/, ['verify', tokens.RS384])
  await refused(2, /sign takes one argument, CLAIMS, but was given 0/, ['sign', '--key', ES384_FILE])
  await refused(2, /decode takes one argument, TOKEN, but was given 2/, ['decode', 'a', 'b'])
  await refused(2, /keygen takes no argument, but was given 1/, ['keygen', 'a'])
})

test('a command or an option that is unknown is answered with the nearest known one', async () => {
  for (const [word, meant] of [
    ['sing', 'sign'],
    ['vrify', 'verify'],
    ['key-gen', 'keygen'],
    ['doc', 'doctor'],
    ['Sign', 'sign'],
    ['--hlep', '--help'],
    ['-version', '--version'],
  ]) {
    await refused(2, new RegExp(`there is no command "${word}" \\(did you mean ${meant}\\?\\)\nusage:`), [
      word!,
    ])
  }
  await refused(2, /there is no command "constructor"\nusage/, ['constructor'])
  await refused(2, /there is no command "x"\nusage/, ['help', 'x'])
  for (const [option, meant] of [
    ['--kye', ' \\(did you mean --key\\?\\)'],
    ['--Alg', ' \\(did you mean --alg\\?\\)'],
    ['-k', ''],
    ['--constructor', ''],
  ]) {
    const message = `sign has no option "${option}"${meant}; its options: --key, --kid, --alg, --header\n`
    await refused(2, new RegExp(message), ['sign', option!, 'x'])
  }
  await refused(2, /decode has no option "-x"; its options: none but --help[\s\S]*usage: subtle-jws decode/, [
    'decode',
    '-x',
  ])
  await refused(2, /keygen has no option "--bits"/, ['keygen', '--bits', '1'])
  assert.equal(nearest('a'.repeat(1e5), COMMANDS), undefined)
  assert.equal(nearest('t', COMMANDS), undefined)
})

test('an option without its value, twice, empty or of the wrong kind is refused in the command’s words', async () => {
  const sign = ['sign', '--key', ES384_FILE]
  const assertion = ['assert', '--client-id', 'a', '--audience', 'https://a.example/', '--key', ES384_FILE]
  const doctor = ['doctor', '--token-url', 'https://a.example/token', '--client-id', 'a']
  for (const [args, message] of [
    [['sign', CLAIMS, '--key'], /--key needs a value\n/],
    [['sign', '--key', '--alg', 'ES384', CLAIMS], /--key needs a value, but is followed by "--alg"/],
    [
      ['sign', '--key', '-a', CLAIMS],
      /followed by "-a"; for a value that begins with a dash, write --key=VALUE\n/,
    ],
    [[...sign, '--kid', 'a', '--kid', 'b', CLAIMS], /--kid is given twice/],
    [[...sign, '--kid', '', CLAIMS], /--kid is empty; is a variable unset\?/],
    [['sign', '--key=', CLAIMS], /--key is empty; is a variable unset\?/],
    [[...sign, ''], /CLAIMS is empty; is a variable unset\?/],
    [['decode', ''], /TOKEN is empty; is a variable unset\?/],
    [['decode', '--help=x'], /--help takes no value/],
    [
      ['sign', '--key', '-', '-'],
      /--key and the argument are both -, but standard input can be read only once/,
    ],
    [['verify', '--keys', '-', '-'], /--keys and the argument are both -/],
    [[...doctor, '--key', '-', '--jwks', '-'], /--key and --jwks are both -/],
    [
      [...sign, '--alg', 'es384', CLAIMS],
      /--alg is "es384" \(did you mean ES384\?\); it must be one of RS256, /,
    ],
    [['keygen', '--alg', 'ed25519'], /\(did you mean Ed25519\?\)/],
    [['keygen', '--alg', 'HS256'], /--alg is "HS256", which needs a shared secret; it must be one of RS/],
    [['keygen', '--alg', 'none'], /--alg is "none"; it must be one of RS256, .*, ML-DSA-87/],
    [
      [...assertion, '--expires-in', 'abc'],
      /--expires-in is "abc"; it must be a whole number of seconds, 1 to 300/,
    ],
    [[...assertion, '--expires-in', '0'], /--expires-in is "0"/],
    [[...assertion, '--expires-in', '301'], /--expires-in is "301"/],
    [[...assertion, '--expires-in', '1.5'], /--expires-in is "1.5"/],
  ] as const) {
    await refused(2, message, args)
  }
  for (const seconds of ['1', '300']) {
    assert.equal((await command([...assertion, '--expires-in', seconds])).status, 0)
  }
  const long = `--header={"x":"${'a'.repeat(300)}"}`
  assert.equal((await command([...sign, long, CLAIMS])).status, 0)
})

test('a value that begins with a dash is given with =', async () => {
  for (const kid of ['-teyu', '--alg', '-A', '-']) {
    const { status, out } = await command(['keygen', `--kid=${kid}`])
    assert.deepEqual([status, JSON.parse(out).keys[0].kid], [0, kid])
  }
  const form = ['--param=-a=1', '--param=-a=2']
  const token = ['token', '--token-url', 'https://a.example/token', '--client-id', 'a', '--key', ES384_FILE]
  await refused(2, /--param "-a" is given twice/, [...token, ...form])
  // Such a value is checked as any other is, and no key is shown.
  await refused(2, /--alg is "-x"; it must be one of/, ['keygen', '--alg=-x'])
  await refused(2, /--kid is empty/, ['keygen', '--kid='])
  await refused(1, /^(?![\s\S]*secret)[\s\S]*cannot read a file/, ['sign', '--key=-a{secret', CLAIMS])
})

test('the library’s words for options are put into those of the command', async () => {
  for (const [sentence, words] of [
    ['option expiresIn is NaN', '--expires-in is NaN'],
    ['option scope is 5', '--scope is 5'],
    ['is tokenEndpoint right?', 'is --token-url right?'],
    ['fhirBaseUrl or tokenEndpoint is needed', '--fhir-base or --token-url is needed'],
    ['the option of it', 'the option of it'],
  ]) {
    assert.equal(inCommandWords(sentence!), words)
  }
  const args = ['assert', '--client-id', 'a', '--audience', 'https://a.example/', '--key', ES384_FILE]
  const { err } = await command([...args, '--jku', 'here'])
  assert.doesNotMatch(err, /option /)
  assert.match(err, /jku/)
})

test('help explains each command and option with an example, and -v prints the version', async () => {
  for (const version of ['--version', '-v']) {
    assert.equal((await command([version])).out, `${manifest.version}\n`)
  }
  const { out: overview } = await command(['--help'])
  assert.match(
    overview,
    /^subtle-jws: .*\n\nusage: subtle-jws COMMAND …\n\ncommands:\n {2}sign [\s\S]*exit status/,
  )
  for (const word of ['-h', 'help']) assert.equal((await command([word])).out, overview)
  for (const name of COMMANDS) {
    const { status, out } = await command([name, '--help'])
    assert.equal(status, 0)
    const [, usage = '', about = ''] = /^usage: (.*)\n\n([A-Z][\s\S]*)/.exec(out)!
    const sentence = /^[\s\S]*?\.(?=\s)/.exec(about)![0]
    assert.ok(
      overview.includes(`\n  ${name.padEnd(8)} ${sentence}\n`) && usage.startsWith(`subtle-jws ${name}`),
    )
    for (const args of [
      [name, '-h'],
      ['help', name],
      [name, '--help', '--key', 'x'],
    ]) {
      if (name !== 'decode' || args.length < 3) assert.ok([out, ''].includes((await command(args)).out), name)
    }
    // What the usage names is explained.
    for (const [word] of usage.matchAll(/--[a-z-]+|[A-Z]+(?=\|-$)/g))
      assert.match(about, new RegExp(`^ {2}${word} .*\\w`, 'm'))
    for (const [, option] of about.matchAll(/^ {2}--([a-z-]+)/gm)) {
      assert.doesNotMatch((await command([name, `--${option}`])).err, /has no option/, option)
    }
    // The example is a command line of this command: what it may fail at are its files and servers.
    const [, example = ''] = /\nexample:\n {2}subtle-jws (.*)\n$/.exec(out)!
    assert.ok(example.startsWith(name), example)
    if (!/--out|--fhir-base|https:/.test(example)) {
      assert.notEqual((await command(example.split(' > ')[0]!.split(' '))).status, 2, example)
    }
  }
  await refused(2, /help takes one command at most/, ['help', 'sign', 'verify'])
  await refused(2, /-v takes no argument/, ['-v', 'x'])
})

test('completion prints a script that completes commands, options and help topics', async () => {
  const { out } = await command(['completion'])
  const complete = (...words: string[]): string[] => {
    const last = words.length - 1
    const program = `COMP_WORDS=("$@"); COMP_CWORD=${last}; _subtle_jws; printf '%s\\n' "\${COMPREPLY[@]}"`
    const args = ['--norc', '-c', `${out}\n${program}`, 'bash', ...words]
    return execFileSync('bash', args, { encoding: 'utf8', timeout: 20_000 }).trim().split('\n')
  }
  assert.deepEqual(complete('subtle-jws', 'si'), ['sign'])
  assert.deepEqual(complete('subtle-jws', 'help', 'ver'), ['verify'])
  assert.deepEqual(complete('subtle-jws', 'sign', '--k'), ['--key', '--kid'])
  assert.deepEqual(complete('subtle-jws', 'sign', 'file'), [''])
  assert.deepEqual(complete('subtle-jws', 'doctor', '--js'), ['--json'])
})

/** What the program prints on a terminal. */
function onTerminal(args: string, environment: NodeJS.ProcessEnv): string {
  const { NO_COLOR, ...rest } = process.env
  const line = `${process.execPath} --import tsx ${MAIN} ${args}`
  return execFileSync('script', ['-qec', `${line}; true`, '/dev/null'], {
    encoding: 'utf8',
    timeout: 30_000,
    env: { ...rest, TERM: 'xterm', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

test('colours are for terminals alone, and never where NO_COLOR is set or the terminal is dumb', async () => {
  const isColoured = (text: string): boolean => text.includes('\x1b[')
  for (const args of ['--help', 'help sign', 'sing', 'sign --key nowhere x']) {
    assert.ok(isColoured(onTerminal(args, {})), args)
    assert.ok(!isColoured(onTerminal(args, { NO_COLOR: '1' })), args)
    const { out, err } = await command(args.split(' '))
    assert.ok(!isColoured(out + err))
  }
  assert.ok(!isColoured(onTerminal('--help', { TERM: 'dumb' })))
  assert.ok(!isColoured(onTerminal('--help', { NO_COLOR: '' })))
  const token = file('token.txt', await signJwt({ exp: 1 }, ES384_SET))
  const printed = onTerminal(`verify --at any --key ${ES384_FILE} ${token}`, {})
  assert.match(printed, /"exp": 1/)
  assert.ok(!isColoured(printed))
})

test('a decoration is made of what is safe to print, on a terminal', async () => {
  const printed: string[] = []
  takeOutput((text) => void printed.push(text.trimEnd()))
  takeOutput((text) => void printed.push(text.trimEnd()), 'stderr')
  const { isTTY: out } = process.stdout
  const { isTTY: err } = process.stderr
  const { NO_COLOR, TERM } = process.env
  const env = Object.getOwnPropertyDescriptor(process, 'env')!
  try {
    process.stdout.isTTY = true
    process.stderr.isTTY = true
    delete process.env.NO_COLOR
    process.env.TERM = 'xterm'
    await print('a\x1b[2J\nb', (line, paint) => paint('bold', line))
    printError('wrong \x1b[2J')
    process.env.NO_COLOR = ''
    await print('a', (line, paint) => paint('bold', line))
    delete process.env.NO_COLOR
    // As Deno denies it.
    Object.defineProperty(process, 'env', { get: () => assert.fail('no access'), configurable: true })
    await print('b', (line, paint) => paint('bold', line))
  } finally {
    mock.restoreAll()
    Object.defineProperty(process, 'env', env)
    process.stdout.isTTY = out
    process.stderr.isTTY = err
    if (NO_COLOR === undefined) delete process.env.NO_COLOR
    else process.env.NO_COLOR = NO_COLOR
    if (TERM === undefined) delete process.env.TERM
    else process.env.TERM = TERM
  }
  assert.deepEqual(printed, [
    '\x1b[1ma\\u{1b}[2J\x1b[0m\n\x1b[1mb\x1b[0m',
    '\x1b[31msubtle-jws:\x1b[0m wrong \\u{1b}[2J',
    'a',
    'b',
  ])
})

// Runs or type-checks every code block of the pages, and follows every link. dist/ must be built.
//
// All blocks run in one project, made by npm init, where the packed tarball can be installed.
// README.md comes first. Blocks in ts and js are modules that see the values of prelude.mts; the
// fetch of a default export is called once, and claims in comments are checked (expect.mjs). Blocks
// in sh and console run in bash. A console block must print what it shows; … stands for anything, and
// on a line of its own for any number of lines. Commands of this repository are not run, but .ci/run
// must run them. URLs in SERVERS are replaced by those of the stack in test/smart.
//
// A comment before a block, <!-- test: WORDS -->, says how it is tested instead:
//   types             checks its types only, since it needs a service
//   clone             runs it in this repository, as in a clone
//   file NAME [TRIAL] keeps it under this name for later blocks, and runs the trial of migrating.mjs on it
//   trial NAME        runs the trial of migrating.mjs after it
//   is PATH           compares it to a file
//   same output       compares its output to that of the block before
import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { transformSync } from 'esbuild'
import { installPackages, missingFromDebian, pack } from '../packages.mjs'
import { exitAfter, makeFolder, run } from '../runtimes/processes.mjs'
import { makeCertificates, startStack } from '../smart/start.mjs'
import { withClaims } from './expect.mjs'
import { TRIALS } from './migrating.mjs'
import { blocksOf, brokenLinks, pagesOf, unknownScripts } from './pages.mjs'
import '../plain.mjs'

const here = import.meta.dirname
const root = join(here, '../..')
const folder = makeFolder('docs')
const project = join(folder, 'project')
const PYTHON = '/usr/bin/python3'

/** The runtimes that test/smart installs. */
const RUNTIMES = { deno: '@deno/linux-x64-glibc/deno', bun: '@oven/bun-linux-x64/bin/bun' }

/** Seconds for one block, and for everything after the installation. */
const DEADLINE = 60
const WHOLE = 400

if (missingFromDebian(['python3-jose', 'python3-jwt', 'openssl']).length) process.exit()

/** Make the empty project. Other packages that the blocks import are linked in the folder above it. */
function makeProject() {
  for (const name of ['docs', 'interop', 'smart']) installPackages(join(root, 'test', name))
  mkdirSync(project)
  mkdirSync(join(folder, 'node_modules'))
  for (const from of ['docs', 'interop'].map((name) => join(root, 'test', name, 'node_modules'))) {
    for (const entry of readdirSync(from)) {
      const link = join(folder, 'node_modules', entry)
      if (entry.startsWith('.')) continue
      if (!entry.startsWith('@')) {
        if (!existsSync(link)) symlinkSync(join(from, entry), link)
        continue
      }
      mkdirSync(link, { recursive: true })
      for (const scoped of readdirSync(join(from, entry))) {
        if (!existsSync(join(link, scoped))) symlinkSync(join(from, entry, scoped), join(link, scoped))
      }
    }
  }
  execFileSync('npm', ['init', '-y'], {
    cwd: project,
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: 60_000,
  })
  for (const name of ['RS384.private.json', 'claims.json'])
    copyFileSync(join(root, 'test/fixtures', name), join(project, name))
  writeProvidersKeys()
  const { keys } = JSON.parse(readFileSync(join(project, 'RS384.private.json'), 'utf8'))
  const { n, e, d, kty } = keys.find((key) => key.d)
  writeFileSync(join(project, 'ned.json'), JSON.stringify({ kty, n, e, d }))
  mkdirSync(join(folder, 'bin'))
  symlinkSync(PYTHON, join(folder, 'bin/python3'))
  for (const [name, file] of Object.entries(RUNTIMES))
    symlinkSync(join(root, 'test/smart/node_modules', file), join(folder, 'bin', name))
  return pack(root, folder)
}

/** Key files as their providers give them out. */
function writeProvidersKeys() {
  const pem = (name) => readFileSync(join(root, 'test/vectors/pem', `${name}.pem`), 'utf8')
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const account = {
    type: 'service_account',
    private_key_id: 'a',
    private_key: pem('rsa.pkcs8'),
    client_email: 'a@b.iam.gserviceaccount.com',
    token_uri: 'https://oauth2.googleapis.com/token',
  }
  const files = {
    'github-app.private-key.pem': pem('rsa.pkcs1'),
    'service-account.json': JSON.stringify(account),
    'AuthKey_ABC123DEFG.p8': privateKey.export({ type: 'pkcs8', format: 'pem' }),
    'entra.key.pem': pem('rsa.pkcs8'),
    'entra.cert.pem': pem('rsa.certificate'),
  }
  for (const [name, content] of Object.entries(files)) writeFileSync(join(project, name), content)
}

/** URLs in the pages, and the URLs of the stack that replace them. */
const SERVERS = [
  ['https://my.example/jwks.json', ({ sets }) => `${sets}/all`],
  ['https://fhir.example/r4', ({ fhirBaseUrl }) => fhirBaseUrl],
  ['https://auth.example', ({ tokenEndpoint }) => tokenEndpoint.replace(/\/token$/, '')],
]
const needsServers = ({ code }) => SERVERS.some(([url]) => code.includes(url))

/** Start the stack; it publishes the key that the reader has made by then. */
function startServers(certificates) {
  const sets = { all: JSON.parse(readFileSync(join(project, 'public.json'), 'utf8')) }
  const clients = [{ id: 'my-client', alg: 'ES384', set: 'all' }]
  return startStack(folder, { ...certificates, sets, clients, ahead: 0 })
}

/** The commands that the gate runs, directly or from another script. */
function gateCommands() {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const found = new Set(['bash .ci/run'])
  const visit = (text) => {
    for (const [command, name] of text.matchAll(/npm (?:run ([\w:-]+)|cit|ci|test|install)\b/g)) {
      if (found.has(command)) continue
      found.add(command)
      visit(scripts[name] ?? '')
      if (command === 'npm cit') for (const part of ['npm ci', 'npm test']) visit(part)
      if (command === 'npm test') visit(scripts.test)
    }
  }
  visit(readFileSync(join(root, '.ci/run'), 'utf8'))
  return found
}
const OWN = /^(npm (run [\w:-]+|cit|ci|test)|bash \.ci\/run)\b/

/** Languages of blocks that are not run: messages, reports, log lines, and SQL, which `test:load` runs. */
const SHOWN = ['text', 'json', 'sql']

/** The first words that a test comment can have, or none. */
const HOW = ['', 'types', 'clone', 'file', 'is', 'same', 'trial']

const fileOf = ({ page, line, language }) => `${page.replace(/\W/g, '-')}-${line}.m${language}`

/** Whether the output is what a page shows. */
function matches(found, shown) {
  const escaped = shown
    .trimEnd()
    .split('\n')
    .map((line) => line.trimEnd().replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const pattern = escaped
    .map((line) => (line === '…' ? '[^]*?' : line.replaceAll('…', '.*')))
    .join('\n')
    .replaceAll('\n[^]*?\n', '\n[^]*?')
  const lines = found.split('\n').map((line) => line.trimEnd())
  return new RegExp(`^${pattern}$`).test(lines.join('\n').trimEnd())
}

/** The commands of a console block, each with what it prints. */
function commandsOf(code) {
  const commands = []
  for (const line of code.trimEnd().split('\n')) {
    const last = commands.at(-1)
    if (line.startsWith('$ ')) commands.push({ command: line.slice(2), shown: '' })
    else if (!last) throw new Error('output before a command')
    else if (last.command.endsWith('\\')) last.command += `\n${line}`
    else last.shown += `${line}\n`
  }
  return commands
}

/** The commands of a block if all of them are this repository's own, and the block shows no output. */
function ownCommands({ language, code }) {
  if (language !== 'sh' && language !== 'console') return undefined
  const lines = code.split('\n').map((line) => line.replace(/^\$ /, '').replace(/ *#.*/, ''))
  const commands = lines.filter(Boolean)
  return commands.every((command) => OWN.test(command))
    ? commands.map((command) => OWN.exec(command)[0])
    : undefined
}

const counts = {
  'shown as text': 0,
  run: 0,
  'only type-checked': 0,
  'run by the gate': 0,
  'held to a file': 0,
}
const failures = []
let typed = 0

async function main() {
  const pages = pagesOf(root)
  for (const page of pages) {
    for (const link of brokenLinks(root, page)) failures.push(`${page}: nothing is at ${link}`)
    for (const script of unknownScripts(root, page)) {
      failures.push(`${page}: there is no npm run ${script}`)
    }
  }
  const blocks = pages.flatMap((page) => blocksOf(root, page))
  const certificates = makeCertificates(folder)
  const environment = {
    ...process.env,
    PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
    NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
    DENO_DIR: join(folder, 'deno'),
    DENO_NO_UPDATE_CHECK: '1',
    NO_COLOR: '1',
    npm_config_offline: 'true',
    npm_config_loglevel: 'error',
  }
  const gate = gateCommands()
  let stack
  const toReal = (text) => {
    const installed = text.replaceAll('npm install subtle-jws', `npm install ${tarball}`)
    return stack
      ? SERVERS.reduce((result, [url, real]) => result.replaceAll(url, real(stack)), installed)
      : installed
  }
  const toShown = (text) =>
    stack ? SERVERS.reduce((result, [url, real]) => result.replaceAll(real(stack), url), text) : text

  /** Run a program to its end in the project. */
  const outputOf = async (file, args, cwd = project) => {
    const { how, stdout, stderr } = await run(DEADLINE, file, args, { cwd, env: environment })
    return { how, out: toShown(stdout), err: stderr }
  }
  const wellOf = async (file, args) => {
    const { how, out, err } = await outputOf(file, args)
    if (how !== 'exit code 0') throw new Error(`${how}\n${out}${err}`)
    return out
  }

  const writeModule = (name, code, loader) => {
    const compiled = transformSync(toReal(code), { loader, format: 'esm', target: 'es2022' }).code
    writeFileSync(join(project, name), compiled)
  }
  const trialOf = (file, trial) => `const module = await import('./${file}')
const { TRIALS } = await import(${JSON.stringify(join(here, 'migrating.mjs'))})
await TRIALS.${trial}?.(module, ${JSON.stringify(stack ?? {})})`
  const RUN = {
    async ts(block) {
      const name = fileOf(block).replace(/\.m[tj]s$/, '.run.mjs')
      writeModule(name, withClaims(block.code), 'ts')
      writeModule('prelude.mjs', readFileSync(join(here, 'prelude.mts'), 'utf8'), 'ts')
      const program = `import ${JSON.stringify(join(here, 'expect.mjs'))}
await import('./prelude.mjs')
const found = await import('./${name}')
const answer = await found.default?.fetch?.(new Request('https://worker.example/'), env)
if (answer && !answer.ok) throw new Error(answer.status + ' ' + await answer.text())`
      return wellOf(process.execPath, ['--input-type=module', '-e', program])
    },
    js: (block) => RUN.ts(block),
    sh: ({ code }) => wellOf('bash', ['-euo', 'pipefail', '-c', toReal(code)]),
    async console({ code, how: place }) {
      const cwd = place === 'clone' ? root : project
      for (const { command, shown } of commandsOf(code)) {
        const script = `exec 2>&1\n${toReal(command)}`
        const { how, out } = await outputOf('bash', ['-uo', 'pipefail', '-c', script], cwd)
        if (!matches(out, shown)) {
          throw new Error(`${command}\nshown:\n${shown}\nfound (${how}):\n${out}`)
        }
        const refused = /^subtle-jws: .*$/.test(shown.trimEnd().split('\n').at(-1))
        if ((how === 'exit code 0') === refused) throw new Error(`${command}: ${how}`)
      }
    },
    python: ({ code }) => wellOf('python3', ['-c', toReal(code)]),
  }

  const tarball = makeProject()
  const types = []
  let before
  for (const block of blocks) {
    const { page, line, language, how, argument, code } = block
    const name = `${page}:${line}`
    try {
      // Messages and reports: test/errors-page.test.ts holds those of docs/errors.md.
      if (SHOWN.includes(language)) {
        counts['shown as text']++
        continue
      }
      if (!RUN[language]) throw new Error(`cannot run ${language || 'a block without a language'}`)
      if (!HOW.includes(how)) throw new Error(`unknown test comment ${how}: expected ${HOW.join(', ')}`)
      if (language === 'ts' || (language === 'js' && how === 'types')) types.push(block)
      const own = ownCommands(block)
      if (own) {
        const missing = own.find((command) => !gate.has(command))
        if (missing) throw new Error(`.ci/run does not run ${missing}`)
        counts['run by the gate']++
        continue
      }
      if (!stack && needsServers(block)) stack = await startServers(certificates)
      if (how === 'is' || how === 'file') {
        const held = how === 'is' && readFileSync(join(root, argument), 'utf8')
        if (held && held !== code) throw new Error(`it is not ${argument}`)
        const [path, trial] = argument.split(' ')
        const file = path.split('/').at(-1)
        writeFileSync(join(project, file), toReal(code))
        if (!held) await wellOf(process.execPath, ['--input-type=module', '-e', trialOf(file, trial)])
        counts[held ? 'held to a file' : 'run']++
        continue
      }
      if (how === 'types') {
        counts['only type-checked']++
        continue
      }
      const out = await RUN[language](block)
      if (how === 'same' && (out !== before || !out))
        throw new Error(`it printed\n${out}and the one before\n${before}`)
      before = out
      if (how === 'trial') await TRIALS[argument](out)
      counts.run++
    } catch (error) {
      failures.push(`${name}: ${error.message}`)
    }
  }
  failures.push(...(await checkTypes(types, outputOf)))
  typed = types.length
}

/** Check the types of all these blocks at once: tsc's complaints, by page and line. */
async function checkTypes(blocks, outputOf) {
  for (const block of blocks)
    writeFileSync(join(project, fileOf(block)), `${'\n'.repeat(block.line)}${block.code}export {}\n`)
  writeFileSync(join(project, 'prelude.mts'), readFileSync(join(here, 'prelude.mts')))
  writeFileSync(
    join(project, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        skipLibCheck: true,
        noEmit: true,
        target: 'es2022',
        lib: ['es2022', 'dom', 'dom.iterable'],
        module: 'nodenext',
        allowJs: true,
        types: ['node'],
        typeRoots: [join(root, 'node_modules/@types')],
      },
      files: ['prelude.mts', ...blocks.map(fileOf)],
    }),
  )
  const { how, out, err } = await outputOf(process.execPath, [
    join(root, 'node_modules/typescript/lib/tsc.js'),
    '-p',
    '.',
    '--pretty',
    'false',
  ])
  if (how === 'exit code 0') return []
  const named = (out + err).replace(
    /^([\w-]+)-md-(\d+)\.mts\((\d+)/gm,
    (_, page, from, line) => `${page}.md block of line ${from} (line ${line}`,
  )
  return [named]
}

try {
  exitAfter(WHOLE)
  await main()
} catch (error) {
  failures.push(error.stack)
}
for (const failure of failures) console.log(`FAILED ${failure}\n`)
const total = Object.values(counts).reduce((sum, count) => sum + count)
const parts = Object.entries(counts).map(([how, count]) => `${count} ${how}`)
console.log(
  `${total} code blocks: ${parts.join(', ')}; ${typed} type-checked in all; ${failures.length} failed`,
)
process.exit(failures.length ? 1 : 0)

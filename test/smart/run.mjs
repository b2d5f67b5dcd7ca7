// Tests the client over TLS in every runtime, against a certified OpenID provider and a FHIR server that
// introspects its tokens; then the doctor, on the same stack and with a fault at a time; then client, command
// and doctor against servers as they are in the field. It installs what it needs; dist/ must be built.
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateJwk, toPublicJwks } from '../../dist/index.js'
import { installPackages } from '../packages.mjs'
import { exitAfter, makeFolder, run } from '../runtimes/processes.mjs'
import { configurationOf, modulesIn } from '../runtimes/workerd.mjs'
import { testField } from './field/table.mjs'
import { makeCertificates, startStack } from './start.mjs'

const here = import.meta.dirname
const root = join(here, '../..')
const modules = join(here, 'node_modules')

/** Seconds for one program, and for everything. */
const DEADLINE = 30
const WHOLE = 600

installPackages(here)
exitAfter(WHOLE)
const folder = makeFolder('smart')
const path = (name) => join(folder, name)

function write(name, content) {
  writeFileSync(path(name), typeof content === 'string' ? content : JSON.stringify(content))
  return path(name)
}

const options = (env) => ({ cwd: folder, env: { ...process.env, ...env } })

const WORKER = `import { flows } from 'client.mjs'
import rows from 'rows.json'
export default { async test() { console.log(await flows(rows)) } }
`

/** By runtime: the program that runs the client, its arguments and environment. */
function runtimes(ca) {
  const trust = { NODE_EXTRA_CA_CERTS: path('ca.pem') }
  const built = modulesIn(join(root, 'dist'))
  write('worker.mjs', WORKER)
  const trusted = `trustedCertificates = [${JSON.stringify(ca)}]`
  const internet = `allow = ["public", "private"], tlsOptions = (${trusted})`
  write(
    'worker.capnp',
    configurationOf({ main: ['worker.mjs', 'rows.json', 'client.mjs', ...built] }, {}, internet),
  )
  write(
    'main.mjs',
    `import { readFileSync } from 'node:fs'
import { flows } from './client.mjs'
console.log(await flows(JSON.parse(readFileSync('rows.json', 'utf8'))))
`,
  )
  return {
    [`Node ${process.versions.node}`]: [process.execPath, ['main.mjs'], trust],
    Deno: [
      join(modules, '@deno/linux-x64-glibc/deno'),
      ['run', '--no-prompt', '--no-config', '--allow-net=localhost', '--allow-read=.', 'main.mjs'],
      { DENO_CERT: path('ca.pem'), DENO_DIR: path('deno'), DENO_NO_UPDATE_CHECK: '1' },
    ],
    Bun: [join(modules, '@oven/bun-linux-x64/bin/bun'), ['--no-install', 'main.mjs'], trust],
    workerd: [join(modules, '@cloudflare/workerd-linux-64/bin/workerd'), ['test', 'worker.capnp'], {}],
  }
}

let [passed, failed] = [0, 0]
function count(good) {
  if (good) passed++
  else failed++
  return good
}

async function testFlows(ca) {
  const table = {}
  await Promise.all(
    Object.entries(runtimes(ca)).map(async ([name, [program, args, env]]) => {
      const { how, stdout, stderr } = await run(DEADLINE, program, args, options(env))
      const line = `${stdout}\n${stderr}`.split('\n').find((text) => text.startsWith('[["'))
      table[name] = Object.fromEntries(line ? JSON.parse(line) : [['RS384', 'no result']])
      if (!line) console.error(`${name}: ${how}\n${stdout}${stderr}`)
      for (const outcome of Object.values(table[name])) count(outcome === 'passed')
    }),
  )
  console.table(table)
}

/** Run the doctor: gives its status, its report with a line for each check, and those that did not pass. */
async function doctor(asked) {
  const args = Object.entries(asked).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, ...(value === true ? [] : [value])],
  )
  const main = [join(root, 'dist/cli.js'), 'doctor']
  const trust = { NODE_EXTRA_CA_CERTS: path('ca.pem') }
  const ended = await run(DEADLINE, process.execPath, [...main, ...args], options(trust))
  const report = ended.stdout.replace(/\n +/g, ' ')
  const faults = report.split('\n').filter((line) => /^(fail|warn)/.test(line))
  return { ...ended, report, faults }
}

const FAILED = 'exit code 1'
const PASSED = 'exit code 0'

async function testDoctor(good, stack, late) {
  const sound = await doctor(good)
  console.log(`\nThe doctor, where nothing is wrong:\n\n${sound.stdout}${sound.stderr}`)
  count(sound.how === PASSED && !sound.faults.length && sound.stdout.includes('pass'))

  const used = `used-${Date.now()}`
  await doctor({ ...good, jti: used })
  const unknown = write('unknown.json', { ...JSON.parse(readFileSync(good.key, 'utf8')), kid: 'unknown' })
  const FAULTS = {
    'wrong audience': [
      { audience: 'https://wrong.example/token' },
      /^fail +token request .*invalid_client.*accepted with aud https:\/\/localhost:\d+: use --audience/m,
    ],
    'unknown kid': [
      { key: unknown },
      /^fail +published key .*keys with kid "unknown": 0 of 2; .* the same key .*: use --kid [\w-]+$/m,
    ],
    'clock 10 minutes off': [
      { 'fhir-base': late.fhirBaseUrl, 'jwks-url': `${late.sets}/all` },
      /^fail +clock .*(599|600|601) s behind/m,
    ],
    'key set without the kid': [
      { 'client-id': 'unpublished', 'jwks-url': `${stack.sets}/other` },
      /^fail +published key .*keys with kid ".*": 0 of 1; the set has: /m,
    ],
    'http key set, on this machine': [
      { 'jwks-url': `${stack.plainSets}/all` },
      /^warn +key set URL +http:.*https/m,
      PASSED,
    ],
    'expired server certificate': [
      { 'fhir-base': stack.expired },
      /^fail +discovery .*has expired \(CERT_HAS_EXPIRED\) -> /m,
    ],
    'algorithm not listed, and accepted': [
      { 'fhir-base': stack.rsOnly },
      /^pass +algorithm .*_supported: RS384$/m,
      PASSED,
    ],
    'private member published': [{ 'jwks-url': `${stack.sets}/private` }, /^fail +private members .*d of /m],
    'jti reused': [{ jti: used }, /^fail +token request .*accepted without --jti: that jti was used before/m],
    'scope refused': [
      { scope: 'system/Observation.rs' },
      /^fail +token request .*invalid_scope.*registered for/m,
    ],
    'RFC 10070 demanded': [
      { 'client-id': 'client-ES384-rfc10070' },
      /^fail +token request .*invalid_client.*use --profile rfc10070$/m,
    ],
    'RFC 10070 demanded, and met': [
      { 'client-id': 'client-ES384-rfc10070', profile: 'rfc10070' },
      /^pass +token request /m,
      PASSED,
    ],
  }
  console.log('\nThe doctor, with a fault at a time:\n')
  for (const [fault, [more, named, ending = FAILED]] of Object.entries(FAULTS)) {
    const { how, stdout, stderr, report, faults } = await doctor({ ...good, ...more })
    const found = count(how === ending && named.test(report))
    const details = found ? faults : [how, stdout, stderr]
    console.log([`${found ? 'named' : 'NOT NAMED'}: ${fault}`, ...details].join('\n    '))
  }
}

/** The client in every runtime, and the doctor, on a certified OpenID provider. */
async function testProvider({ ca, ...certificates }) {
  cpSync(join(root, 'dist'), folder, { recursive: true })
  cpSync(join(here, 'client.mjs'), path('client.mjs'))
  write('package.json', { type: 'module' })
  const keys = await Promise.all(['RS384', 'ES384'].map((alg) => generateJwk(alg)))
  const sets = {
    all: toPublicJwks({ keys }),
    other: toPublicJwks({ keys: [await generateJwk('ES384')] }),
    private: { keys },
  }
  const clients = [
    ...keys.flatMap(({ alg }) => [
      { id: `client-${alg}`, alg, set: 'all' },
      { id: `client-${alg}-rfc10070`, alg, set: 'all' },
    ]),
    { id: 'unpublished', alg: 'ES384', set: 'other' },
  ]
  const config = { ...certificates, sets, clients }
  const [stack, late] = await Promise.all([
    startStack(folder, { ...config, ahead: 0 }),
    startStack(folder, { ...config, ahead: 600_000 }),
  ])
  const rowOf = (key, { fhirBaseUrl, tokenEndpoint }, profile) => {
    const { alg } = key
    const clientId = profile ? `client-${alg}-${profile}` : `client-${alg}`
    return { name: profile ? `${alg}, RFC 10070` : alg, fhirBaseUrl, tokenEndpoint, clientId, key, profile }
  }
  // The last row's server has a clock that is ten minutes ahead, which the client has to find out.
  write('rows.json', [
    ...keys.map((key) => rowOf(key, stack)),
    ...keys.map((key) => rowOf(key, stack, 'rfc10070')),
    { ...rowOf(keys[1], late), name: 'ES384, clock off' },
  ])
  await testFlows(ca)
  const good = {
    'fhir-base': stack.fhirBaseUrl,
    'client-id': 'client-ES384',
    key: write('ES384.json', keys[1]),
    scope: 'system/Patient.rs',
    'jwks-url': `${stack.sets}/all`,
  }
  await testDoctor(good, stack, late)
}

try {
  const certificates = makeCertificates(folder)
  // The names of rows test those alone.
  const rows = process.argv.slice(2)
  if (rows.length === 0) await testProvider(certificates)
  const outcomes = await testField(folder, certificates, rows)
  for (const outcome of outcomes) count(outcome === 'passed')
} catch (error) {
  failed++
  console.error(error)
}
console.log(`\n${passed} passed, ${failed} failed`)
process.exit(failed ? 1 : 0)

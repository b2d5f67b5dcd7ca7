// Servers as they are in the field, each row a process of its own: the client, the command and the doctor meet
// every one. What a row needs is set with options; before they are set, the doctor has to name them.
import { execFileSync } from 'node:child_process'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { generateJwk, toPublicJwk } from '../../../dist/index.js'
import { printed, run, start } from '../../runtimes/processes.mjs'
import { ROWS } from './rows.mjs'
import '../../plain.mjs'

const here = import.meta.dirname
const cli = join(here, '../../../dist/cli.js')

/** Seconds for one program: the command's own deadline is half a minute. */
const DEADLINE = 45

/** Programs at the same time, beside the servers. */
const AT_ONCE = 3

/** A name that no DNS knows, which a proxy leads to. */
const HIDDEN = 'field.test'

/** An address of this machine that is not loopback, as a host in a container network has. */
function networkAddress() {
  const addresses = Object.values(networkInterfaces()).flat()
  return addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '0.0.0.0'
}

/** A proxy that leads every connection to this machine, and the number of those. */
async function startProxy() {
  const proxy = { connections: 0 }
  const server = createServer()
  server.on('connect', ({ url }, socket, head) => {
    proxy.connections++
    const target = connect(Number(url.split(':').at(-1)), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      target.write(head)
      target.pipe(socket)
      socket.pipe(target)
    })
    for (const one of [target, socket]) one.on('error', () => {})
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  server.unref()
  proxy.url = `http://127.0.0.1:${server.address().port}`
  return proxy
}

/** The client's key, alone and in PEM with a certificate, and what the certificate is called in a header. */
async function makeKeys(folder) {
  const jwk = await generateJwk('ES384', { kid: 'field-1' })
  const pem = createPrivateKey({ key: jwk, format: 'jwk' }).export({ type: 'pkcs8', format: 'pem' })
  const path = (name) => join(folder, name)
  writeFileSync(path('field.json'), JSON.stringify(jwk))
  writeFileSync(path('field.key'), pem)
  const request = ['req', '-x509', '-new', '-key', 'field.key', '-subj', '/CN=app', '-days', '2']
  execFileSync('openssl', [...request, '-out', 'field.crt'], { cwd: folder, stdio: 'ignore' })
  const certificate = readFileSync(path('field.crt'), 'utf8')
  writeFileSync(path('field.pem'), `${pem}${certificate}`)
  const { raw, fingerprint, fingerprint256 } = new X509Certificate(certificate)
  const hex = (text) => Buffer.from(text.replaceAll(':', ''), 'hex').toString('base64url')
  return {
    jwk,
    files: { json: path('field.json'), pem: path('field.pem') },
    certificate: { x5t: hex(fingerprint), 'x5t#S256': hex(fingerprint256), x5c: [raw.toString('base64')] },
  }
}

/** Start the server of a row: gives its URLs. */
async function startServer({ id }, { folder, tls, ca, keys }) {
  const file = join(folder, `${id}.json`)
  const { jwk, certificate } = keys
  const host = networkAddress()
  writeFileSync(file, JSON.stringify({ id, tls, ca, jwk: toPublicJwk(jwk), certificate, host }))
  const server = start(process.execPath, [join(here, 'server.mjs'), file], { cwd: folder })
  return JSON.parse((await printed(server, /^\{.*\}\n/m))[0])
}

/** Where a variant is, for those who ask it. */
function originOf({ plain, network }, urls) {
  if (plain) return urls.plain
  if (network === 'proxy') return urls.secure.replace('localhost', HIDDEN)
  if (network === 'certificate') return urls.mutual
  if (network === 'nothing') return urls.closed
  return urls.secure
}

function contextOf(name, variant, urls, keys) {
  const root = `${originOf(variant, urls)}/${name}`
  const jwksOrigin = variant.plainKeys ? urls.loopback : urls.secure
  return {
    root,
    base: `${root}/api/fhir`,
    issuer: `${root}/realms/fhir`,
    tokenEndpoint: `${root}/realms/fhir/protocol/openid-connect/token`,
    jwksUrl: `${jwksOrigin}/${name}/jwks`,
    certificate: keys.certificate,
  }
}

/** The environment of a program: with what the network needs, or before somebody set it. */
function environmentOf({ network }, { folder, proxy }, isSet) {
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem') }
  if (network === 'proxy') env.HTTPS_PROXY = proxy.url
  if (network === 'proxy') env.NO_PROXY = 'localhost'
  const isNeeded = network === 'proxy' || network === 'certificate'
  if (!isNeeded || !isSet) return env
  env.NODE_OPTIONS = `--import=${join(here, 'network.mjs')}`
  if (network === 'certificate') {
    env.CLIENT_CERTIFICATE = join(folder, 'client.pem')
    env.CLIENT_KEY = join(folder, 'client.key')
  }
  return env
}

function fault(met, sentence) {
  return met ? undefined : sentence
}

/** Everything that a variant is tested with. */
function testOf({ id }, name, variant, shared) {
  const { urls, keys, folder } = shared
  const context = contextOf(name, variant, urls[id], keys)
  const isCertificate = id === 'C11'
  const key = isCertificate ? keys.files.pem : keys.files.json
  const named = isCertificate ? ['--kid', 'field-1'] : []
  const server = [
    '--fhir-base',
    context.base,
    '--client-id',
    'app',
    '--scope',
    'system/Patient.rs',
    '--key',
    key,
  ]
  const execute = (args, isSet) =>
    run(DEADLINE, process.execPath, args, { cwd: folder, env: environmentOf(variant, shared, isSet) })
  const set = variant.set?.command(context) ?? []
  return { id, name, variant, context, server: [...server, ...named], set, execute, ...shared }
}

async function testClient({ id, name, variant, context, keys, folder, execute }) {
  const { set, job, token, refused } = variant
  const own = set?.client(context) ?? {}
  const key = set?.key ? { ...keys.jwk, kid: set.key } : keys.jwk
  const options = { fhirBaseUrl: context.base, clientId: 'app', key, scope: 'system/Patient.rs', ...own }
  const file = join(folder, `${id}-${name}.json`)
  writeFileSync(file, JSON.stringify({ options, job, root: context.root }))
  const { stdout, stderr } = await execute([join(here, 'client.mjs'), file], true)
  const { result, error } = JSON.parse(
    stdout.trim().split('\n').at(-1) || `{"error":${JSON.stringify(stderr)}}`,
  )
  if (refused) {
    const differs = Object.entries(refused).find(([member, value]) => error?.[member] !== value)
    if (differs) return `${differs[0]} is ${error?.[differs[0]]}: ${JSON.stringify(error ?? result)}`
    return undefined
  }
  if (error) return JSON.stringify(error)
  if (token?.scope !== undefined && token.scope !== result.scope) return `scope ${result.scope}`
  if (token?.life && Math.abs(token.life - result.life) > 5) return `life ${result.life}`
  return undefined
}

async function testCommand({ variant, server, set, execute }) {
  const { how, stdout, stderr } = await execute([cli, 'token', ...server, ...set], true)
  const output = `${how}: ${stdout}${stderr}`
  if (variant.refused) {
    return (
      fault(how === 'exit code 1', output) ??
      fault(stderr.includes(variant.says), `it does not say ${variant.says}: ${output}`)
    )
  }
  if (how !== 'exit code 0') return output
  const { accessToken, expiresAt } = JSON.parse(stdout)
  return fault(/^token-/.test(accessToken) && expiresAt > Date.now() / 1000, output)
}

/** What a refusal says to who has set nothing yet. */
async function testWords({ variant, server, execute }) {
  if (!variant.says || variant.refused) return undefined
  const { how, stderr } = await execute([cli, 'token', ...server], false)
  const isSaid = how === 'exit code 1' && stderr.includes(variant.says)
  return fault(isSaid, `token does not say ${variant.says}: ${how}: ${stderr}`)
}

/** The doctor before anything is set, and after. A wide terminal keeps what is looked for on one line. */
async function testDoctor({ variant, context, server, set, execute, keys }) {
  const asked = [cli, 'doctor', ...server, '--jwks-url', context.jwksUrl]
  const { how, stdout, stderr } = await execute([...asked, ...(variant.asks ?? [])], false)
  const output = `${how}: ${stdout}${stderr}`
  const text = stdout.replace(/\n +/g, ' ')
  const names = variant.names?.(context)
  const secrets = [keys.jwk.d, 'eyJ', 'token-']
  const wrong =
    fault(!names || text.includes(`${names}`), `it does not name ${names}: ${output}`) ??
    fault(!variant.doctor || variant.doctor.test(text), `not ${variant.doctor}: ${output}`) ??
    fault(!variant.says || text.includes(variant.says), `it does not say ${variant.says}: ${output}`) ??
    fault(!secrets.some((secret) => stdout.includes(secret)), `a secret: ${output}`)
  if (wrong) return wrong
  const isSound = !names && !variant.refused && !variant.network && !variant.asks
  if (isSound && !variant.set) return fault(how === 'exit code 0', output)
  if (isSound || variant.refused) return undefined
  const after = await execute([...asked, ...set], true)
  return fault(
    after.how === 'exit code 0',
    `after ${set.join(' ')}: ${after.how}: ${after.stdout}${after.stderr}`,
  )
}

/** Run so many at the same time. */
async function inParallel(tests, work) {
  const waiting = [...tests]
  const results = []
  const next = async () => {
    for (let test = waiting.shift(); test; test = waiting.shift()) results.push([test, await work(test)])
  }
  await Promise.all(Array.from({ length: AT_ONCE }, next))
  return results
}

async function testVariant(test) {
  const outcome = (found) => found ?? 'passed'
  return {
    client: outcome(await testClient(test)),
    command: outcome((await testCommand(test)) ?? (await testWords(test))),
    doctor: outcome(await testDoctor(test)),
  }
}

/** What was set: the command's options, else those that the client alone has, or the network's. */
function optionsOf({ set, job, network }, context, words) {
  if (words.length > 0) return words
  if (job === 'fleet') return ['tokenStore']
  if (network === 'proxy' || network === 'certificate') return ['NODE_OPTIONS=--import=network.mjs']
  return Object.keys(set?.client(context) ?? {})
}

/** Test all rows, or those that are named: prints a table, and gives an outcome for each of its fields. */
export async function testField(folder, { tls, ca }, ids = []) {
  const rows = ROWS.filter(({ id }) => ids.length === 0 || ids.includes(id))
  const keys = await makeKeys(folder)
  const started = await Promise.all(
    rows.map(async (row) => [row.id, await startServer(row, { folder, tls, ca, keys })]),
  )
  const shared = { folder, keys, urls: Object.fromEntries(started), proxy: await startProxy() }
  const tests = rows.flatMap((row) =>
    Object.entries(row.variants).map(([name, variant]) => testOf(row, name, variant, shared)),
  )
  const results = await inParallel(tests, testVariant)
  const order = ({ id, name }) => tests.findIndex((test) => test.id === id && test.name === name)
  results.sort(([a], [b]) => order(a) - order(b))
  console.log('\nServers as they are in the field:\n')
  console.table(
    results.map(([{ id, name, variant, context, set }, outcomes]) => {
      const fields = Object.entries(outcomes).map(([who, found]) => [
        who,
        found === 'passed' ? found : 'FAILED',
      ])
      const option = optionsOf(variant, context, set)
        .map((word) => (word.length > 40 ? `${word.slice(0, 37)}…` : word))
        .join(' ')
      return { row: id, server: name, ...Object.fromEntries(fields), option }
    }),
  )
  for (const [{ id, name }, outcomes] of results) {
    for (const [who, found] of Object.entries(outcomes)) {
      if (found !== 'passed') console.log(`${id} ${name}, ${who}: ${found}\n`)
    }
  }
  console.log(`a proxy led ${shared.proxy.connections} connections to their server`)
  return results.flatMap(([, outcomes]) => Object.values(outcomes))
}

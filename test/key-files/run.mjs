// Gives key files as other tools write them to each command that takes a key, and prints what came of it.
// A file signs, or it is refused in a sentence. Two different faults must not share a sentence, and the command that
// a sentence proposes is run: what it makes must sign or, of a public key, be published.
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { exitAfter, makeFolder } from '../runtimes/processes.mjs'
import '../plain.mjs'
import { missingFromDebian } from '../packages.mjs'
import { run } from '../../src/cli/run.ts'
import { FILES } from './files.mjs'
import '../plain.mjs'

const CLAIMS = join(import.meta.dirname, '../fixtures/claims.json')
const CLIENT = ['--client-id', 'a', '--scope', 'a', '--token-url', 'https://127.0.0.1:9/', '--json']

/** The command lines that take a key file. */
const COMMANDS = {
  sign: (key) => ['sign', '--key', key, CLAIMS],
  assert: (key) => ['assert', '--client-id', 'a', '--audience', 'https://a.example/', '--key', key],
  jwk: (key) => ['jwk', key],
  jwks: (key) => ['jwks', key],
  doctor: (key) => ['doctor', '--key', key, ...CLIENT],
}

/** What begins a command line in a sentence, and what may come after it. */
const REMEDY =
  /(?:^|[;:,(] ?)((?:openssl|ssh-keygen|keytool|base64|xxd|node|cp|sed|gzip) [^;]*?)(?= (?:writes|makes|decrypts|converts) |; |$)/

/** What the proposed commands make. */
const MADE = ['plain.pem', 'plain.json', 'plain.p12', 'new.pem']

const failures = []
exitAfter(570)
const missing = missingFromDebian(['openssl', 'openssh-client', 'python3-jwcrypto', 'default-jre-headless'])
const scratch = makeFolder('key-files')
// Programs ask for a passphrase on the terminal; without one, ssh-keygen asks this program.
const askpass = join(scratch, 'askpass')
writeFileSync(askpass, '#!/bin/sh\necho secret\n')
chmodSync(askpass, 0o700)

console.log(
  `${'file'.padEnd(30)} ${Object.keys(COMMANDS)
    .map((name) => name.padEnd(8))
    .join('')} what helps`,
)
const sentences = new Map()
let number = 0
for (const file of FILES) {
  if (missing.includes(file.needs)) {
    console.log(`${file.name.padEnd(30)} skipped: it needs ${file.needs}`)
    continue
  }
  try {
    await judge(file, join(scratch, String(++number)))
  } catch (error) {
    failures.push(`${file.name}: ${error.stack}`)
  }
}
for (const failure of failures) console.log(`FAILED ${failure}`)
console.log(`${number} key files, ${sentences.size} sentences, ${failures.length} failed`)
process.exitCode = failures.length ? 1 : 0

async function judge({ name, make, fault }, folder) {
  mkdirSync(folder)
  shell(make.replaceAll('KEY', 'key.in'), folder)
  const found = []
  for (const [command, argsOf] of Object.entries(COMMANDS)) {
    found.push([command, await outcomeOf(argsOf('key.in'), folder)])
  }
  const outcomes = Object.fromEntries(found)
  const { sign } = outcomes
  if (Boolean(fault) === sign.ok) throw new Error(fault ? 'it signs' : `it does not sign: ${sign.sentence}`)
  for (const command of ['assert', 'jwk', 'doctor']) {
    if (outcomes[command].ok !== sign.ok)
      throw new Error(`${command}, unlike sign: ${outcomes[command].sentence}`)
  }
  if (sign.ok && !outcomes.jwks.ok) throw new Error(`jwks: ${outcomes.jwks.sentence}`)
  const helped = new Set()
  for (const [command, { ok, sentence }] of found) {
    if (!ok) expectOwnSentence(sentence, `${fault}${isPublished(command)}`)
    const remedy = ok ? undefined : REMEDY.exec(sentence)?.[1]
    if (remedy && !helped.has(remedy)) {
      await follow(remedy, folder, command)
      helped.add(remedy)
    }
  }
  const cells = found.map(([, { ok }]) => (ok ? 'ok' : 'told').padEnd(8))
  const said = found.find(([, { ok }]) => !ok)?.[1].sentence ?? ''
  console.log(`${name.padEnd(30)} ${cells.join('')} ${[...helped][0] ?? said}`)
}

/** To publish a key and to sign with it may take different words. */
function isPublished(command) {
  return command === 'jwks' ? ', published' : ''
}

/** Each fault has a sentence of its own, in which the file's name does not count. */
function expectOwnSentence(sentence, fault) {
  if (!sentence || sentence.length > 500) throw new Error(`no sentence of 1 to 500 characters: ${sentence}`)
  const before = sentences.get(sentence) ?? fault
  if (before.split(',')[0] !== fault.split(',')[0] && before !== fault) {
    throw new Error(`"${before}" and "${fault}" share a sentence: ${sentence}`)
  }
  sentences.set(sentence, fault)
}

/** Runs what a sentence proposes. What it makes signs or, where only publishing was refused, is published. */
async function follow(remedy, folder, command, steps = 3) {
  for (const old of MADE) rmSync(join(folder, old), { force: true })
  shell(remedy.replaceAll(/\bFILE\b/g, 'key.in'), folder)
  const made = MADE.find((one) => existsSync(join(folder, one))) ?? 'key.in'
  let outcome = await outcomeOf(COMMANDS[command](made), folder)
  const alg = /give --alg with one of (\w+)/.exec(outcome.sentence)?.[1]
  if (alg) outcome = await outcomeOf([...COMMANDS[command](made), '--alg', alg], folder)
  if (outcome.ok) return
  const next = REMEDY.exec(outcome.sentence)?.[1]
  if (!next || steps === 0) throw new Error(`after "${remedy}": ${outcome.sentence}`)
  renameSync(join(folder, made), join(folder, 'key.in'))
  await follow(next.replaceAll(made, 'key.in'), folder, command, steps - 1)
}

/** Runs the command in this process: whether the key serves, and else the sentence. */
async function outcomeOf(args, folder) {
  const { stdout, stderr } = process
  const streams = [stdout, stderr]
  const before = streams.map(({ write }) => write)
  const written = new Map(streams.map((stream) => [stream, '']))
  process.chdir(folder)
  try {
    for (const stream of streams) {
      stream.write = (text, done) => {
        written.set(stream, written.get(stream) + text)
        done()
        return true
      }
    }
    const status = await run(args)
    const out = written.get(stdout)
    if (args[0] === 'doctor' && out.startsWith('[')) return keyCheckOf(JSON.parse(out))
    const said = written.get(stderr).trim()
    return { ok: status === 0, sentence: said.replace(/^subtle-jws: /, '') }
  } finally {
    for (const [i, stream] of streams.entries()) stream.write = before[i]
    process.chdir(scratch)
  }
}

/** The doctor asks a server that is not there: its check of the key alone counts. */
function keyCheckOf(checks) {
  const { result, found } = checks.find(({ check }) => check === 'key')
  return { ok: result !== 'fail', sentence: found }
}

function shell(line, cwd) {
  const environment = { ...process.env, SSH_ASKPASS: askpass, SSH_ASKPASS_REQUIRE: 'force', DISPLAY: ':0' }
  // In a session without a terminal, where openssl and keytool ask on standard input.
  const { status, stderr, stdout } = spawnSync('setsid', ['-w', 'bash', '-o', 'pipefail', '-ec', line], {
    cwd,
    env: environment,
    input: 'secret\nsecret\nsecret\n',
    encoding: 'utf8',
    timeout: 60_000,
  })
  if (status !== 0) throw new Error(`${line}\n${stdout}${stderr}`)
}

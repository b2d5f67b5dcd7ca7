/** The command that measures this runtime: signatures and verifications per second, beside raw WebCrypto. */
import process from 'node:process'
import { algorithmOf, type Algorithm } from '../algorithms.ts'
import { bareKey, pointFault } from '../bare-key.ts'
import { shown } from '../errors.ts'
import {
  decodeBase64url,
  encodeBase64url,
  generateJwk,
  importSigner,
  importVerifier,
  JoseError,
  signJwt,
  toPublicJwk,
  verifyJwt,
  type Jwk,
  type JwtClaims,
} from '../index.ts'
import { barePrivateKey } from '../keys.ts'
import { subtleCrypto } from '../webcrypto.ts'
import { UsageError, type Command, type CommandLine } from './command.ts'
import { toJson } from './output.ts'

export const bench: Command = {
  usage: 'bench [--alg ALG,…] [--at-once NUMBER,…] [--seconds NUMBER] [--json]',
  about: `Measure how many tokens a second this runtime signs and verifies. It is compared with raw
WebCrypto: subtle.sign and subtle.verify on prepared octets. The two take turns, so that neither order nor
other load favours one. The table shows medians, the ratio of subtle-jws to raw WebCrypto within the rounds,
and bars.

  --alg ALG,…         the algorithms; default: RS384,ES384
  --at-once NUMBER,…  how many operations are under way at once, 1 to 1024; default: 1,16
  --seconds NUMBER    how long each algorithm is measured at each level, 0.01 to 3600; default: 5
  --json              print the figures as JSON`,
  example: 'bench --alg ES256,Ed25519 --at-once 16 --seconds 2',
  options: ['seconds'],
  lists: ['alg', 'at-once'],
  flags: ['json'],
  required: [],
  run: measureAll,
}

type Use = 'sign' | 'verify'

/** What is measured side by side. */
type Contestant = 'subtle-jws' | 'raw'

/** What is measured, and its rate per second in each round. */
interface Entry {
  readonly use: Use
  readonly contestant: Contestant
  readonly act: () => Promise<unknown>
  readonly rates: number[]
}

/** The result for one use of one algorithm, per second. */
interface Result {
  readonly alg: string
  readonly atOnce: number
  readonly use: Use
  readonly subtleJws: number
  readonly raw: number
  /** The median of the ratios within the rounds. */
  readonly ofRaw: number
}

/** The claims of a SMART client assertion. */
function sampleClaims(): JwtClaims {
  return {
    iss: 'https://client.example',
    sub: 'https://client.example',
    aud: 'https://server.example/token',
    exp: Math.floor(Date.now() / 1000) + 86_400,
    jti: 'b7e1c1de-0a1b-4a58-9d9f-3c5a4c1f7f0e',
  }
}

async function measureAll({ options, lists, flags }: CommandLine): Promise<string> {
  const { seconds = '5' } = options
  const { alg = ['RS384', 'ES384'], 'at-once': atOnce = ['1', '16'] } = lists
  const rows = [...new Set(alg)].map((name) => algorithmOf(name))
  const levels = [...new Set(atOnce)].map((text) =>
    numberOf('--at-once', text, { least: 1, most: 1024, whole: true }),
  )
  const time = numberOf('--seconds', seconds, { least: 0.01, most: 3600 })
  // All keys are made first, so that an algorithm that this runtime lacks is refused at once.
  const prepared = []
  for (const row of rows) prepared.push({ alg: row.alg, entries: await entriesOf(row) })
  const progress = progressOf(rows.length * levels.length)
  const results: Result[] = []
  for (const { alg: name, entries } of prepared) {
    for (const level of levels) {
      await measure(entries, level, time, (share) => progress.show(`${name}, ${level} at once`, share))
      results.push(...resultsOf(entries, name, level))
      progress.next()
    }
  }
  progress.end()
  const about = { runtime: runtimeText(), date: new Date().toISOString(), seconds: time }
  return flags.has('json') ? toJson({ ...about, results }) : tableOf(about.runtime, results)
}

interface Bounds {
  readonly least: number
  readonly most: number
  readonly whole?: boolean
}

function numberOf(option: string, text: string, { least, most, whole = false }: Bounds): number {
  const number = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  const fits = number >= least && number <= most && (!whole || Number.isInteger(number))
  if (fits) return number
  const kind = whole ? 'a whole number' : 'a number'
  throw new UsageError(`${option} is ${shown(text)}; it must be ${kind} from ${least} to ${most}`)
}

function rawKey(jwk: Jwk, use: Use, row: Algorithm): Promise<CryptoKey> {
  const bare = use === 'sign' ? barePrivateKey(jwk, row) : bareKey(jwk, row, row.public, pointFault)
  return subtleCrypto().importKey('jwk', bare as JsonWebKey, row, false, [use])
}

/** The entries for an algorithm, with one key. First each side verifies the other's token. */
async function entriesOf(row: Algorithm): Promise<Entry[]> {
  const { alg } = row
  const subtle = subtleCrypto()
  const claims = sampleClaims()
  const jwk = await generateJwk(alg)
  const publicJwk = toPublicJwk(jwk)
  const signer = await importSigner(jwk)
  const verifier = await importVerifier(publicJwk)
  const privateKey = await rawKey(jwk, 'sign', row)
  const publicKey = await rawKey(publicJwk, 'verify', row)

  const token = await signJwt(claims, signer)
  const dot = token.lastIndexOf('.')
  const signingInput = new TextEncoder().encode(token.slice(0, dot))
  const signature = decodeBase64url(token.slice(dot + 1)) as BufferSource
  const rawSign = (): Promise<ArrayBuffer> => subtle.sign(row, privateKey, signingInput)
  const rawVerify = (): Promise<boolean> => subtle.verify(row, publicKey, signature, signingInput)

  const rawToken = `${token.slice(0, dot)}.${encodeBase64url(new Uint8Array(await rawSign()))}`
  await verifyJwt(rawToken, verifier)
  if (!(await rawVerify())) throw new JoseError('ERR_SIGNATURE', `raw WebCrypto refuses our ${alg} token`)
  const entry = (use: Use, contestant: Contestant, act: Entry['act']): Entry => ({
    use,
    contestant,
    act,
    rates: [],
  })
  return [
    entry('sign', 'subtle-jws', () => signJwt(claims, signer)),
    entry('sign', 'raw', rawSign),
    entry('verify', 'subtle-jws', () => verifyJwt(token, verifier)),
    entry('verify', 'raw', rawVerify),
  ]
}

/** Milliseconds of a slice, in which one entry runs alone. */
const SLICE = 60

/** Measure the entries in rounds, forwards and backwards in turn, after a round that warms them up. */
async function measure(
  entries: readonly Entry[],
  atOnce: number,
  seconds: number,
  show: (share: number) => void,
): Promise<void> {
  const rounds = Math.max(2, Math.round((seconds * 1000) / (SLICE * entries.length)))
  const slice = (seconds * 1000) / (rounds * entries.length)
  for (const { rates } of entries) rates.length = 0
  for (let round = 0; round <= rounds; round++) {
    show(round / (rounds + 1))
    const turn = round % 2 === 0 ? entries : [...entries].reverse()
    for (const { act, rates } of turn) {
      const rate = await rateOf(act, atOnce, slice)
      if (round > 0) rates.push(rate)
    }
  }
}

/** The rate per second of an act, with `atOnce` of them under way at a time. */
async function rateOf(act: () => Promise<unknown>, atOnce: number, milliseconds: number): Promise<number> {
  const begun = performance.now()
  const end = begun + milliseconds
  let done = 0
  async function lane(): Promise<void> {
    do {
      await act()
      done++
    } while (performance.now() < end)
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
  return (done * 1000) / (performance.now() - begun)
}

function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle]!
  return sorted.length % 2 === 1 ? upper : (sorted[middle - 1]! + upper) / 2
}

function resultsOf(entries: readonly Entry[], alg: string, atOnce: number): Result[] {
  return (['sign', 'verify'] as const).map((use) => {
    const ofUse = entries.filter((entry) => entry.use === use)
    const [ours, raw] = ofUse.map(({ rates }) => rates) as [number[], number[]]
    const ratios = ours.map((rate, round) => rate / raw[round]!)
    const ofRaw = Math.round(median(ratios) * 1000) / 1000
    const subtleJws = Math.round(median(ours))
    return { alg, atOnce, use, subtleJws, raw: Math.round(median(raw)), ofRaw }
  })
}

interface Progress {
  readonly show: (what: string, share: number) => void
  readonly next: () => void
  readonly end: () => void
}

/** Shows progress in one line on stderr, if that is a terminal. */
function progressOf(steps: number): Progress {
  let step = 0
  let width = 0
  function write(text: string): void {
    if (!process.stderr.isTTY) return
    process.stderr.write(`\r${text.padEnd(width)}`)
    width = text.length
  }
  return {
    show(what, share) {
      const percent = Math.floor(((step + share) / steps) * 100)
      write(`measuring ${what}: ${percent} %`)
    },
    next() {
      step++
    },
    end() {
      // The first writes spaces over the line, the second goes back to its start.
      write('')
      write('')
    },
  }
}

/** The runtime that this program runs in. Deno and Bun report a Node version, too. */
function runtimeText(): string {
  const { deno, bun, node } = process.versions
  const names = { Deno: deno, Bun: bun, 'Node.js': node }
  const [name, version] = Object.entries(names).find(([, found]) => found !== undefined)!
  return `${name} ${version}, ${process.platform} ${process.arch}`
}

/** Columns of the longest bar. */
const BAR = 28

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']

/** A bar for a share of the longest one; never empty. */
function barOf(share: number): string {
  const eighths = Math.max(1, Math.round(share * BAR * 8))
  return '█'.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8]
}

const NAMES = { sign: 'subtle.sign', verify: 'subtle.verify' }

/** The results for a terminal of 80 columns. */
function tableOf(runtime: string, results: readonly Result[]): string {
  const most = (use: Use): number => {
    const ofUse = results.filter((result) => result.use === use)
    return Math.max(...ofUse.flatMap(({ subtleJws, raw }) => [subtleJws, raw]))
  }
  const longest = { sign: most('sign'), verify: most('verify') }
  const lines = [runtime, `${''.padEnd(25)}${'a second'.padStart(12)}${'of raw'.padStart(8)}`]
  let group = ''
  for (const { alg, atOnce, use, subtleJws, raw, ofRaw } of results) {
    const title = `${alg}, ${atOnce} at once`
    if (title !== group) lines.push(title)
    group = title
    const line = (name: string, figure: number, ratio: string): string => {
      const head = `  ${name.padEnd(23)}${figure.toLocaleString('en').padStart(12)}${ratio.padStart(8)}`
      return `${head}  ${barOf(figure / longest[use])}`
    }
    lines.push(
      line(`${use}, subtle-jws`, subtleJws, ofRaw.toFixed(2)),
      line(`${use}, ${NAMES[use]}`, raw, ''),
    )
  }
  const scale = 'The longest bar is the fastest signing, and for verifying the fastest verification.'
  return [...lines, scale].join('\n')
}

import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { setSubtleCrypto } from '../src/index.ts'
import { command } from './command.ts'

const BRIEF = ['--seconds', '0.05']

afterEach(() => setSubtleCrypto(undefined))

test('bench prints a line with a bar for each use, ours and raw, at each algorithm and level', async () => {
  const { status, out, err } = await command(['bench', ...BRIEF])
  assert.deepEqual([status, err], [0, ''])
  const [runtime, head, ...lines] = out.trimEnd().split('\n')
  assert.match(runtime!, /^Node\.js \d+\.\d+\.\d+, \w+ \w+$/)
  assert.match(head!, /^ +a second {2}of raw$/)
  const titles = lines.filter((line) => !line.startsWith(' '))
  assert.deepEqual(titles, [
    ...['RS384', 'ES384'].flatMap((alg) => [`${alg}, 1 at once`, `${alg}, 16 at once`]),
    'The longest bar is the fastest signing, and for verifying the fastest verification.',
  ])
  const rows = lines.filter((line) => line.startsWith(' '))
  assert.equal(rows.length, 16)
  for (const row of rows) {
    assert.match(
      row,
      /^ {2}(sign|verify), (subtle-jws +[\d,]+ +\d+\.\d\d|subtle\.\1 +[\d,]+ {8}) {2}[█▉▊▋▌▍▎▏]+$/,
    )
    assert.ok(row.length <= 80, row)
  }
})

test('bench --json gives the figures, and where and when they were measured', async () => {
  const { status, out } = await command([
    'bench',
    '--json',
    '--alg',
    'Ed25519,ES256',
    '--at-once',
    '2',
    ...BRIEF,
  ])
  assert.equal(status, 0)
  const { runtime, date, seconds, results } = JSON.parse(out)
  assert.match(runtime, /^Node\.js /)
  assert.ok(Math.abs(Date.parse(date) - Date.now()) < 60_000)
  assert.equal(seconds, 0.05)
  const measured = ['Ed25519', 'ES256'].flatMap((alg) => ['sign', 'verify'].map((use) => [alg, 2, use]))
  assert.deepEqual(
    results.map(({ alg, atOnce, use }: Record<string, unknown>) => [alg, atOnce, use]),
    measured,
  )
  for (const { subtleJws, raw, ofRaw } of results) {
    assert.ok(Number.isInteger(subtleJws) && subtleJws > 0, `${subtleJws}`)
    assert.ok(Number.isInteger(raw) && raw > 0, `${raw}`)
    // How large it is, a busy machine says.
    assert.ok(Number.isFinite(ofRaw) && ofRaw > 0, `${ofRaw}`)
  }
})

test('bench measures an algorithm or a level once that is named twice', async () => {
  const args = ['--alg', 'ES256,ES256', '--alg', 'ES256', '--at-once', '1,1', '--json']
  const { out } = await command(['bench', ...args, '--seconds', '0.7'])
  assert.equal(JSON.parse(out).results.length, 2)
})

test('bench shows on a terminal how far it is, and leaves an empty line', async () => {
  const isTTY = Object.getOwnPropertyDescriptor(process.stderr, 'isTTY')
  Object.defineProperty(process.stderr, 'isTTY', { value: true, configurable: true })
  try {
    const { err } = await command(['bench', '--alg', 'ES256', '--at-once', '1,4', ...BRIEF])
    const written = err.split(/(?=\r)/)
    assert.equal(written[0], '\rmeasuring ES256, 1 at once: 0 %')
    assert.ok(written.includes('\rmeasuring ES256, 4 at once: 50 %'), written.join('|'))
    assert.match(written.at(-2)!, /^\r +$/)
    assert.equal(written.at(-1), '\r')
  } finally {
    Object.defineProperty(process.stderr, 'isTTY', isTTY ?? { value: undefined, configurable: true })
  }
})

/** Options that cannot be meant, and what bench says about them. */
const WRONG: readonly (readonly [option: string, value: string, sentence: RegExp])[] = [
  ['--alg', 'HS256', /^subtle-jws: --alg is "HS256", which needs a shared secret; it must be one of RS256/],
  ['--alg', 'RS384,', /^subtle-jws: --alg is empty/],
  ['--at-once', '0', /^subtle-jws: --at-once is "0"; it must be a whole number from 1 to 1024$/m],
  ['--at-once', '1,2.5', /^subtle-jws: --at-once is "2\.5"; it must be a whole number/],
  ['--at-once', '5000', /^subtle-jws: --at-once is "5000"; it must be a whole number/],
  ['--seconds', 'long', /^subtle-jws: --seconds is "long"; it must be a number from 0\.01 to 3600$/m],
  ['--seconds', '0', /^subtle-jws: --seconds is "0"; it must be a number/],
  ['--seconds', '1e9', /^subtle-jws: --seconds is "1e9"; it must be a number/],
]

for (const [option, value, sentence] of WRONG) {
  test(`bench refuses ${option} ${value}`, async () => {
    const { status, out, err } = await command(['bench', option, value])
    assert.deepEqual([status, out], [2, ''])
    assert.match(err, sentence)
  })
}

/** A SubtleCrypto that differs from this one in some methods. */
function subtleWith(methods: Partial<SubtleCrypto>): SubtleCrypto {
  const bound = ['importKey', 'exportKey', 'generateKey', 'digest', 'sign', 'verify'].map((name) => {
    const method = crypto.subtle[name as 'sign'] as (...args: unknown[]) => unknown
    return [name, method.bind(crypto.subtle)]
  })
  return { ...Object.fromEntries(bound), ...methods }
}

test('bench measures nothing where an algorithm is missing in this runtime', async () => {
  const generateKey = () => Promise.reject(new DOMException('none', 'NotSupportedError'))
  setSubtleCrypto(subtleWith({ generateKey: generateKey as SubtleCrypto['generateKey'] }))
  const { status, out, err } = await command(['bench', '--alg', 'ML-DSA-44'])
  assert.deepEqual([status, out], [1, ''])
  assert.match(err, /ERR_CRYPTO.*ML-DSA-44/)
})

test('bench measures nothing that gives wrong answers', async () => {
  const answers = [true, false]
  setSubtleCrypto(subtleWith({ verify: async () => answers.shift()! }))
  const { status, err } = await command(['bench', '--alg', 'RS256'])
  assert.equal(status, 1)
  assert.equal(err, 'subtle-jws: ERR_SIGNATURE: raw WebCrypto refuses our RS256 token\n')
})

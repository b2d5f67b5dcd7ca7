import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import './plain.mjs'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The benchmarks' own command, with options that leave it nothing to install and to measure. */
function bench(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [here('../bench/run.mjs'), ...args], {
    encoding: 'utf8',
    timeout: 20_000,
  })
  return { status, stdout, stderr }
}

/** Names that are unknown, and how the known ones are listed. */
const UNKNOWN: readonly (readonly [option: string, names: string, complaint: RegExp])[] = [
  [
    '--runtime',
    'nowhere,never',
    /^unknown runtime nowhere: expected some of node\d+, .*deno, bun, workerd, .*webkit$/m,
  ],
  [
    '--topic',
    'nonsense',
    /^unknown topic nonsense: expected some of sign, verify, check, overhead, base64url, cold, size, scale$/m,
  ],
  ['--alg', 'ES384,HS256', /^unknown algorithm HS256: expected some of RS256, .*EdDSA$/m],
]

for (const [option, names, complaint] of UNKNOWN) {
  test(`names what is unknown, lists what is known, measures nothing and exits with 1: ${option}`, () => {
    const { status, stdout, stderr } = bench(option, names)
    assert.deepEqual([status, stdout], [1, ''])
    assert.match(stderr, complaint)
  })
}

test('exits with 2 for an unknown option', () => {
  assert.equal(bench('--nonsense').status, 2)
})

test('--help explains each option, and names every topic, runtime and algorithm', () => {
  const { status, stdout } = bench('--help')
  assert.equal(status, 0)
  const words = ['--topic', '--runtime', '--alg', '--all', '--write', 'overhead', 'workerd', 'PS512']
  for (const word of words) assert.ok(stdout.includes(word), word)
})

for (const [option, value] of [['--topic', 'size'], ['--runtime', 'deno'], ['--alg', 'ES384'], ['--all']]) {
  test(`--write replaces the results as a whole only: it refuses ${option}`, () => {
    const { status, stderr } = bench('--write', option!, ...(value ? [value] : []))
    assert.deepEqual([status, stderr], [2, `--write takes a whole run: leave out ${option}\n`])
  })
}

// Plain JavaScript without types, so imported by address.
const load = (file: string) => import(new URL(`../bench/${file}`, import.meta.url).href)

const { installMissing, runtimeNeed } = await load('install.mjs')

test('says what it installs and how large that is, first, and goes on with what failed as sentences', (t) => {
  const happened: string[] = []
  t.mock.method(console, 'log', (line: string) => {
    happened.push(line)
  })
  const need = (what: string, megabytes: number, isThere: boolean, fault?: string) => ({
    what,
    megabytes,
    isThere: () => isThere,
    install() {
      happened.push(`install ${what}`)
      if (fault) throw new Error(`${fault}\nmore`)
    },
  })
  assert.deepEqual(installMissing([need('rivals', 19, true)]), [])
  assert.deepEqual(happened, [])
  const needs = [need('rivals', 19, true), need('deno', 92, false, 'no network'), need('bun', 103, false)]
  assert.deepEqual(installMissing(needs), ['deno could not be installed from npm: no network'])
  const said = 'Installing from npm, in folders of this repository, about 195 MB: deno (92 MB), bun (103 MB).'
  assert.deepEqual(happened, [said, 'install deno', 'install bun'])
})

test('a runtime that npm has is one package, in the version that test/runtimes names', async () => {
  const { dependencies, optionalDependencies } = JSON.parse(
    readFileSync(here('runtimes/package.json'), 'utf8'),
  )
  const { findRows } = (await import(new URL('runtimes/rows.mjs', import.meta.url).href)) as {
    findRows: () => { name: string; install: string }[]
  }
  const fromNpm = findRows().filter(({ install }) => install.startsWith('npm ci'))
  assert.equal(fromNpm.length, Object.keys({ ...dependencies, ...optionalDependencies }).length)
  for (const { name } of fromNpm) assert.ok(runtimeNeed(name).megabytes > 1, name)
  assert.equal(runtimeNeed('chromium'), undefined)
})

test('esbuild is of one version, whether a size is measured with that of the root or of bench/', () => {
  const versionIn = (path: string, kind: string): unknown =>
    JSON.parse(readFileSync(here(path), 'utf8'))[kind].esbuild
  assert.equal(
    versionIn('../bench/package.json', 'dependencies'),
    versionIn('../package.json', 'devDependencies'),
  )
})

test('an algorithm that is asked for leaves out the groups of others, and keeps those of none', async () => {
  const { isAsked } = await load('contenders.mjs')
  const names = ['ES384, 16 at once', 'process, RS384', 'ES384, 1 at once, CPU time', 'encode 256 B']
  assert.deepEqual(names.filter(isAsked(['ES384'])), [names[0], names[2], names[3]])
  assert.deepEqual(names.filter(isAsked(undefined)), names)
})

const folder = mkdtempSync(join(tmpdir(), 'subtle-jws-bench-'))
after(() => rmSync(folder, { recursive: true }))

const MACHINE = { cpu: 'Some <CPU>', cores: 2, system: 'Linux' }

/** A runtime's results with one topic. */
const partOf = (topic: string, rows: object[], less = false) => ({
  title: 'Node.js',
  version: '20.0.0',
  date: '2026-01-02',
  machine: MACHINE,
  versions: { jose: '6.0.0' },
  topics: {
    [topic]: { groups: [{ name: 'ES384, 1 at once', unit: 'per second', less, base: 'jose', rows }] },
  },
})

test('the folder of a run holds that run alone: figures, tables, and pictures', async () => {
  const { writeRun } = await load('results.mjs')
  const run = join(folder, 'run')
  const rows = [
    { name: 'subtle-jws, signer', figures: [20, 20] },
    { name: 'jose', figures: [10, 10] },
    { name: 'jsrsasign', lacks: 'no ES512' },
  ]
  assert.deepEqual(writeRun(run, { node1: partOf('verify', rows) }), [
    'results.json',
    'results.md',
    'verify.svg',
  ])
  const files = writeRun(run, { node1: partOf('sign', rows) })
  assert.deepEqual(files, ['results.json', 'results.md', 'sign.svg'])
  assert.deepEqual(readdirSync(run).sort(), files)
  const read = (file: string) => readFileSync(join(run, file), 'utf8')
  assert.deepEqual(JSON.parse(read('results.json')).node1, partOf('sign', rows))
  assert.match(read('results.md'), /!\[Signing\]\(sign\.svg\)/)
  assert.match(read('results.md'), /\| subtle-jws, signer \| 20 \| 20 to 20 \| 2\.00 \|/)
  const svg = read('sign.svg')
  assert.match(svg, /<title>Signing<\/title>/)
  assert.match(svg, /Some &lt;CPU>, 2 cores/)
  assert.match(svg, /prefers-color-scheme: dark/)
  const widths = [...svg.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map(([, width]) => Number(width))
  assert.equal(widths.length, 2)
  assert.ok(Math.abs(widths[0]! / widths[1]! - 2) < 0.01, `${widths}`)
})

test('a table for the terminal has a bar in each line with a figure', async () => {
  const { textOf } = await load('report.mjs')
  const rows = [
    { name: 'ours', figures: [40, 40, 40] },
    { name: 'jose', figures: [10, 10, 10] },
    { name: 'poor', lacks: 'no EdDSA' },
    { name: 'none', failed: 'Error: refused' },
  ]
  const lines = textOf({ name: 'group', unit: 'µs', base: 'jose', rows }).split('\n')
  const bars = lines.map((line: string) => /█*$/.exec(line)![0].length)
  assert.deepEqual(bars, [0, 0, 20, 5, 0, 0])
  assert.match(lines[4], /poor +– no EdDSA$/)
  assert.match(lines[5], /none +failed: Error: refused$/)
})

test('judges goals by the ratio of two rows, round by round', async () => {
  const { judge } = await load('goals.mjs')
  const rows = (ours: number[]) => [
    { name: 'subtle-jws, signer', figures: ours },
    { name: 'jose', figures: [10, 20, 30] },
  ]
  const found = (runtime: string, ours: number[]) =>
    judge(runtime, { overhead: { groups: [{ name: 'sign RS384', rows: rows(ours) }] } })
  assert.deepEqual(found('node20', [2, 4, 9]), [
    {
      what: 'overhead, sign RS384: subtle-jws, signer to jose',
      found: 0.2,
      low: 0.2,
      high: 0.25,
      most: 0.25,
      met: true,
    },
  ])
  assert.equal(found('node20', [3, 6, 9])[0].met, false)
  assert.equal(found('deno', [3, 6, 9])[0].met, true)
  assert.deepEqual(found('chromium', [3, 6, 9]), [])
})

test('reports a missing rival, a failing rival and a bundle over its ceiling as faults', async () => {
  const { entryOf } = await load('contenders.mjs')
  const { faultsOf } = await load('report.mjs')
  const absent = { name: 'absent', load: () => import('no-such-package' as string).catch(String) }
  const broken = { name: 'broken', load: () => ({}) }
  const poor = { name: 'poor', load: () => ({}), lacks: ['EdDSA'] }
  const make = () => {
    throw new Error('refused')
  }
  const rows = [
    await entryOf(absent, 'ES384', make),
    await entryOf(broken, 'ES384', make),
    await entryOf(poor, 'EdDSA', make),
  ]
  assert.deepEqual(rows[2], { name: 'poor', lacks: 'no EdDSA' })
  const faults = faultsOf([
    { name: 'ES384', rows },
    { name: 'signing', rows: [{ name: 'subtle-jws', figures: [3], over: '3 octets' }] },
  ])
  assert.equal(faults.length, 3)
  assert.match(faults[0], /^ES384: absent: Error.*no-such-package/)
  assert.deepEqual(faults.slice(1), ['ES384: broken: Error: refused', 'signing: subtle-jws: 3 octets'])
})

test('README.md has six lines of figures, and a dash where nothing was measured', async () => {
  const { readmeLines } = await load('report.mjs')
  const rows = [
    { name: 'subtle-jws, JWK', figures: [10, 30, 20] },
    { name: 'jose', lacks: 'ES384' },
  ]
  const lines: string[] = readmeLines({ sign: { groups: [{ name: 'ES384, 16 at once', rows }] } })
  assert.equal(lines.length, 2 + 6)
  assert.equal(lines[3], '| signatures a second, ES384 | 20 | – | – | – |')
  assert.equal(lines[2], '| signatures a second, RS384 | – | – | – | – |')
})

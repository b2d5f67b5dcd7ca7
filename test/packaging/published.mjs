/** What is in the package, by the tools that judge it, and in what npm and JSR are sent. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, utimesSync } from 'node:fs'
import { join, relative } from 'node:path'
import { test } from 'node:test'
import { here, output, pack, project, root, run, runtime, tarball, temp, tool } from './project.mjs'

const json = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'))
const manifest = json('package.json')

/** A list of files that is kept here, one a line, sorted. */
const kept = (name) => readFileSync(join(here, name), 'utf8').trimEnd().split('\n')

const CHANGED = 'if that is wanted, say so in the list'

test('the tarball holds what contents.txt lists', async () => {
  const lines = (await output('tar', ['-tzf', tarball])).trimEnd().split('\n')
  const files = lines.map((line) => line.replace(/^package\//, ''))
  assert.deepEqual(files.sort(), kept('contents.txt').sort(), `test/packaging/contents.txt: ${CHANGED}`)
})

test('the command can be executed, and nothing else', async () => {
  const lines = (await output('tar', ['-tvzf', tarball])).trimEnd().split('\n')
  const executable = lines.filter((line) => /^-..x/.test(line)).map((line) => line.split(' package/')[1])
  assert.deepEqual(executable, Object.values(manifest.bin))
})

test('two fresh clones give the same tarball, whatever the hour, the folder and the umask', () => {
  const [first, second] = ['022', '002'].map((umask, i) => {
    const clone = join(temp, `clone-${i}`)
    execFileSync('sh', ['-c', `umask ${umask} && git clone -q --no-hardlinks "$0" "$1"`, root, clone], { timeout: 60_000 })
    utimesSync(join(clone, 'dist/index.js'), i * 1e9, i * 1e9)
    return createHash('sha512').update(readFileSync(pack(clone, clone))).digest('base64')
  })
  assert.equal(first, second)
})

test('publint has nothing to say', async () => {
  const said = await output(process.execPath, [tool('publint/src/cli.js'), 'run', tarball, '--strict'])
  assert.match(said, /All good!/)
})

test('the types are right for every way to resolve them (attw)', async () => {
  const vendored = kept('contents.txt').filter((file) => /^dist\/vendor\/.*\.js$/.test(file))
  assert.equal(vendored.length, 6)
  const said = await output(process.execPath, [
    tool('@arethetypeswrong/cli/dist/index.js'),
    tarball,
    ...['--format', 'ascii', '--include-entrypoints', ...vendored.map((file) => file.replace('dist/', ''))],
    // There is one build, of modules, which require takes too from Node 20.19 on, as the tests below show.
    ...['--ignore-rules', 'cjs-resolves-to-esm'],
  ])
  assert.match(said, /No problems found/)
  for (const entry of ['', '/smart', '/server', '/vendor/subtle-jws-server.min.js']) {
    assert.ok(said.includes(`"${manifest.name}${entry}"`), `${entry} was not looked at`)
  }
})

for (const name of ['node20', 'node22', 'node24', 'node26']) {
  test(`CommonJS: require gets each entry point (${name})`, async (t) => {
    const row = runtime(t, name)
    if (!row) return
    const folder = project(name, 'commonjs', { type: 'commonjs' })
    assert.equal(await output(row.file, ['use.js'], { cwd: folder }), 'alice\n')
  })
}

test('jsr.json has the name, version and entry points of package.json', () => {
  const { name, version, exports, license } = json('jsr.json')
  assert.equal(name, `@${manifest.name}/${manifest.name}`)
  assert.equal(version, manifest.version)
  assert.equal(license, manifest.license)
  const source = ([entry, file]) => [entry, file.replace('dist/', 'src/').replace('.js', '.ts')]
  const modules = Object.entries(manifest.exports).filter(([entry]) => /^\.(\/\w+)?$/.test(entry))
  assert.deepEqual(exports, Object.fromEntries(modules.map(source)))
})

test('JSR would take it: types as they are written, and the files that contents-jsr.txt lists', async (t) => {
  const deno = runtime(t, 'deno')
  if (!deno) return
  const { how, text } = await run(deno.file, ['publish', '--dry-run', '--allow-dirty', '--no-lock'], { cwd: root })
  assert.equal(how, 'exit code 0', text)
  assert.doesNotMatch(text, /warning/i)
  const listed = [...text.matchAll(/file:\/\/(\S+) \(/g)].map(([, file]) => relative(root, decodeURI(file)))
  assert.deepEqual(listed.sort(), kept('contents-jsr.txt').sort(), `test/packaging/contents-jsr.txt: ${CHANGED}`)
})

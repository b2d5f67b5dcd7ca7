/** Tests what is published to npm and JSR: the files, and the verdict of tools that check packages. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, utimesSync } from 'node:fs'
import { join, relative } from 'node:path'
import { test } from 'node:test'
import { pack } from '../packages.mjs'
import { here, output, project, root, run, runtime, tarball, temp, tool } from './project.mjs'
import '../plain.mjs'

const { name: own } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** A list of files that is kept here, one in each line. */
const listed = (name) => readFileSync(join(here, name), 'utf8').trimEnd().split('\n')

test('two clones give the same tarball at any time, in any folder, with umask 022 and 002', () => {
  const [first, second] = ['022', '002'].map((umask, i) => {
    const clone = join(temp, `clone-${i}`)
    const command = `umask ${umask} && git clone -q --no-hardlinks "$0" "$1"`
    execFileSync('sh', ['-c', command, root, clone], { timeout: 60_000 })
    utimesSync(join(clone, 'dist/index.js'), i * 1e9, i * 1e9)
    return createHash('sha512')
      .update(readFileSync(pack(clone, clone)))
      .digest('base64')
  })
  assert.equal(first, second)
})

test('publint has nothing to say', async () => {
  const said = await output(process.execPath, [tool('publint/src/cli.js'), 'run', tarball, '--strict'])
  assert.match(said, /All good!/)
})

test('the types are right for every way to resolve them (attw)', async () => {
  const vendored = listed('contents.txt').filter((file) => /^dist\/vendor\/.*\.js$/.test(file))
  assert.equal(vendored.length, 4)
  const said = await output(process.execPath, [
    tool('@arethetypeswrong/cli/dist/index.js'),
    tarball,
    ...['--format', 'ascii', '--include-entrypoints', ...vendored.map((file) => file.replace('dist/', ''))],
    // The only build is of ES modules; from Node 20.19 on, require loads them too, as the tests below show.
    ...['--ignore-rules', 'cjs-resolves-to-esm'],
  ])
  assert.match(said, /No problems found/)
  for (const entry of ['', '/smart', '/server', '/vendor/subtle-jws-server.min.js']) {
    assert.ok(said.includes(`"${own}${entry}"`), `${entry} was not looked at`)
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

test('JSR would take it: types as they are written, and the files that contents-jsr.txt lists', async (t) => {
  const deno = runtime(t, 'deno')
  if (!deno) return
  const args = ['publish', '--dry-run', '--allow-dirty', '--no-lock']
  const { how, text } = await run(deno.file, args, { cwd: root })
  assert.equal(how, 'exit code 0', text)
  assert.doesNotMatch(text, /warning/i)
  const files = [...text.matchAll(/file:\/\/(\S+) \(/g)].map(([, file]) => relative(root, decodeURI(file)))
  assert.deepEqual(files.sort(), listed('contents-jsr.txt').sort())
})

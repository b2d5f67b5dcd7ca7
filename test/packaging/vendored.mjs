/** Tests the files of dist/vendor/ as they are copied: in each place where a stranger would put one. */
import assert from 'node:assert/strict'
import { copyFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { verifyJwt } from '../../dist/index.js'
import { visit } from '../runtimes/browsers.mjs'
import { within } from '../runtimes/processes.mjs'
import { fromJson } from '../runtimes/protocol.mjs'
import { serveWorkers } from '../runtimes/workerd.mjs'
import { ENV, here, output, project, root, runtime, temp } from './project.mjs'

const SECONDS = 60

/** A folder with the trial and a copy of dist/vendor/, of a project without a bundler or an installed package. */
function copied(name, manifest = { type: 'module' }) {
  const folder = join(temp, `vendored-${name}`)
  cpSync(join(here, 'vendored'), folder, { recursive: true })
  cpSync(join(root, 'dist/vendor'), join(folder, 'vendor'), { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
  return folder
}

/** Start programs in a folder. */
const startIn = (cwd, begin) => (file, args) => begin(file, args, { cwd, env: ENV })

/** Check that the files worked together, and that the installed package takes their token. */
async function check({ cases, tokens, published }) {
  assert.deepEqual(
    cases.map(({ name }) => name),
    ['alice: then JoseError ERR_REPLAY'],
  )
  assert.deepEqual((await verifyJwt(tokens.ES384, published)).claims, { sub: 'alice' })
}

for (const name of ['node20', 'node22', 'node24', 'node26']) {
  test(`vendored: a CommonJS project requires and imports a copy of the folder, and a file as .mjs (${name})`, async (t) => {
    const row = runtime(t, name)
    if (!row) return
    const folder = copied(name, { type: 'commonjs' })
    copyFileSync(join(folder, 'vendor/subtle-jws.min.js'), join(folder, 'subtle-jws.mjs'))
    assert.equal(await output(row.file, ['use.cjs'], { cwd: folder }), 'alice alice\n')
  })
}

for (const name of ['node20', 'deno', 'bun']) {
  test(`vendored: the files work together where nothing is installed (${name})`, async (t) => {
    const row = runtime(t, name)
    if (!row) return
    const folder = copied(`alone-${name}`)
    const code = `import { signAndVerify } from './trial.mjs'\nconsole.log(JSON.stringify(await signAndVerify()))\n`
    writeFileSync(join(folder, 'run.mjs'), code)
    const said = await output(row.file, [...row.args, 'run.mjs'], { cwd: folder })
    await check(JSON.parse(said))
  })
}

test('vendored: a page loads the files without a bundler (Chromium)', async (t) => {
  const row = runtime(t, 'chromium')
  if (!row) return
  const site = copied('page')
  const report = await within(SECONDS, (begin) => {
    const place = { site, home: join(temp, 'home-vendored'), start: startIn(site, begin) }
    return visit(
      row,
      place,
      (port) => `http://127.0.0.1:${port}/index.html`,
      (answer) => answer(),
    )
  })
  await check(report)
})

test('vendored: a Worker is uploaded with the files as modules, without a bundler (workerd)', async (t) => {
  const row = runtime(t, 'workerd')
  if (!row) return
  const site = copied('worker')
  const files = ['', '-server', '-sign', '-smart'].map((part) => `vendor/subtle-jws${part}.min.js`)
  const report = await within(SECONDS, async (begin) => {
    const workers = { app: ['worker.mjs', 'trial.mjs', ...files] }
    const { app } = await serveWorkers(row.file, { site, start: startIn(site, begin) }, workers)
    return fromJson(await (await fetch(`http://127.0.0.1:${app}/`)).text())
  })
  await check(report)
})

test('vendored: Deno finds the types by the second line of a file', async (t) => {
  const row = runtime(t, 'deno')
  if (!row) return
  await output(row.file, ['check', '--no-config', 'use.ts'], { cwd: copied('deno-types') })
})

for (const [name, manifest] of [
  ['a project of ES modules', { type: 'module' }],
  ['a CommonJS project', { type: 'commonjs' }],
]) {
  test(`vendored: TypeScript finds the types beside a file: ${name}`, async () => {
    const folder = copied(`types-${manifest.type}`, manifest)
    const types = ['--strict', '--noEmit', '--target', 'es2022', '--lib', 'es2022,dom', '--types', '']
    const modules = ['--module', 'nodenext', '--moduleResolution', 'nodenext']
    const tsc = join(root, 'node_modules/typescript/lib/tsc.js')
    await output(process.execPath, [tsc, '--ignoreConfig', ...types, ...modules, 'use.ts'], { cwd: folder })
  })
}

test('vendored: sha256sum accepts a copy, and the installed files', async () => {
  const cwd = join(copied('sums'), 'vendor')
  await output('sha256sum', ['--check', '--quiet', 'SHA256SUMS'], { cwd })
  const installed = join(project('sums', 'maps'), 'node_modules/subtle-jws/dist/vendor')
  await output('sha256sum', ['--check', '--quiet', '--ignore-missing', 'SHA256SUMS'], { cwd: installed })
  const file = join(cwd, 'subtle-jws.js')
  writeFileSync(file, readFileSync(file, 'utf8').replace('MIT', 'mit'))
  await assert.rejects(
    output('sha256sum', ['--check', '--quiet', 'SHA256SUMS'], { cwd }),
    /subtle-jws\.js: FAILED/,
  )
})

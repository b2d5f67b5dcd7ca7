/**
 * Tests bundlers: their bundles of an application run in Chromium or workerd, and hold only the code that it
 * uses.
 */
import assert from 'node:assert/strict'
import { copyFileSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { nodeResolve } from '@rollup/plugin-node-resolve'
import { build as esbuild, transform } from 'esbuild'
import { rollup } from 'rollup'
import { build as vite } from 'vite'
import webpack from 'webpack'
import { verifyJwt } from '../../dist/index.js'
import { visit } from '../runtimes/browsers.mjs'
import { within } from '../runtimes/processes.mjs'
import { fromJson } from '../runtimes/protocol.mjs'
import { serveWorkers } from '../runtimes/workerd.mjs'
import { ENV, output, project, runtime, temp, tool } from './project.mjs'

const app = project('app', 'app')

const SECONDS = 60

/** By name: bundles a module of the application into the folder `site`, under the same file name. */
const BUNDLERS = {
  esbuild: (entry, site) =>
    esbuild({
      entryPoints: [entry],
      outfile: join(site, basename(entry)),
      bundle: true,
      minify: true,
      format: 'esm',
    }),
  async Rollup(entry, site) {
    // Rollup does not minify by itself.
    const minify = { name: 'minify', renderChunk: (code) => transform(code, { minify: true, format: 'esm' }) }
    const bundle = await rollup({ input: entry, plugins: [nodeResolve(), minify] })
    await bundle.write({ file: join(site, basename(entry)) })
    await bundle.close()
  },
  async webpack(entry, site) {
    const compiler = webpack({
      mode: 'production',
      context: app,
      entry,
      output: { path: site, filename: basename(entry) },
    })
    const stats = await promisify(compiler.run.bind(compiler))()
    await promisify(compiler.close.bind(compiler))()
    assert.ok(!stats.hasErrors() && !stats.hasWarnings(), stats.toString())
  },
  Vite: (entry, site) =>
    vite({
      configFile: false,
      root: app,
      base: './',
      logLevel: 'error',
      build: {
        outDir: site,
        // Vite bundles a page with its modules; a single module keeps its name.
        rolldownOptions:
          basename(entry) === 'page.mjs'
            ? { input: join(app, 'index.html') }
            : { input: entry, output: { entryFileNames: basename(entry) } },
      },
    }),
}

/** Start programs in a folder. */
const startIn = (site, begin) => (file, args) => begin(file, args, { cwd: site, env: ENV })

/** Check that the report's case passed, and that its token verifies here with the right claims. */
async function check({ cases, tokens, published }) {
  assert.deepEqual(
    cases.map(({ name, error }) => [name, error]),
    [['signs and verifies as alice', undefined]],
  )
  assert.deepEqual((await verifyJwt(tokens.ES384, published)).claims, { sub: 'alice' })
  console.log(tokens.ES384)
}

for (const [name, bundle] of Object.entries(BUNDLERS)) {
  test(`${name}: its bundle signs and verifies in Chromium`, async (t) => {
    const row = runtime(t, 'chromium')
    if (!row) return
    const site = join(temp, `page-${name}`)
    await bundle(join(app, 'page.mjs'), site)
    if (name !== 'Vite') copyFileSync(join(app, 'index.html'), join(site, 'index.html'))
    const report = await within(SECONDS, (begin) => {
      const laidOut = { site, home: join(temp, `home-${name}`), start: startIn(site, begin) }
      return visit(
        row,
        laidOut,
        (port) => `http://127.0.0.1:${port}/index.html`,
        (answer) => answer(),
      )
    })
    await check(report)
  })
}

/** By name: bundles the application's Worker into the folder `site`. */
const WORKERS = {
  // With the conditions of frameworks that deploy to Workers.
  esbuild: (_, site) =>
    esbuild({
      entryPoints: [join(app, 'worker.mjs')],
      outfile: join(site, 'worker.js'),
      bundle: true,
      format: 'esm',
      conditions: ['workerd', 'worker', 'browser'],
    }),
  async Wrangler(t, site) {
    // Wrangler needs Node 22 or later.
    const node = runtime(t, 'node24')
    const flags = ['--dry-run', '--name=app', '--compatibility-date=2026-11-01', `--outdir=${site}`]
    const args = [tool('wrangler/bin/wrangler.js'), 'deploy', ...flags, 'worker.mjs']
    await output(node.file, args, { cwd: app })
  },
}

for (const [name, bundle] of Object.entries(WORKERS)) {
  test(`${name}: its Worker signs and verifies in workerd`, async (t) => {
    const row = runtime(t, 'workerd')
    if (!row) return
    const site = join(temp, `worker-${name}`)
    await bundle(t, site)
    const report = await within(SECONDS, async (begin) => {
      const ports = await serveWorkers(
        row.file,
        { site, start: startIn(site, begin) },
        { app: ['worker.js'] },
      )
      return fromJson(await (await fetch(`http://127.0.0.1:${ports.app}/`)).text())
    })
    await check(report)
  })
}

/** Error codes that appear only in the code that verifies. */
const VERIFYING = ['ERR_JWS_FORM', 'ERR_EXPIRED', 'ERR_CLAIM']

/** The most that a bundle may exceed esbuild's, for which bench/size.mjs has a ceiling, as a factor. */
const LARGER = 1.05

test('tree shaking: an application that only signs gets no verifying code from any bundler', async () => {
  const gzipped = {}
  for (const [name, bundle] of Object.entries(BUNDLERS)) {
    const site = join(temp, `shaken-${name}`)
    const read = async (entry) => {
      await bundle(join(app, entry), site)
      return readFileSync(join(site, entry), 'utf8')
    }
    const signing = await read('sign.mjs')
    const verifying = await read('verify.mjs')
    assert.deepEqual(
      VERIFYING.filter((code) => !verifying.includes(code)),
      [],
      `${name}: the codes are other ones`,
    )
    assert.deepEqual(
      VERIFYING.filter((code) => signing.includes(code)),
      [],
      name,
    )
    gzipped[name] = gzipSync(signing, { level: 9 }).length
  }
  console.log('octets, gzipped:', gzipped)
  for (const [name, size] of Object.entries(gzipped))
    assert.ok(size <= gzipped.esbuild * LARGER, `${name}: ${size}`)
})

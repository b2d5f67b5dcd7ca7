/** Bundlers: what each makes of an application runs in Chromium or workerd, and holds no more than it uses. */
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

/** Bundlers of a module of the application into the folder `site`, where a page finds it under the same name. */
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
    // It minifies nothing itself.
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
        // A page's modules come with it; a module alone keeps its name.
        rolldownOptions:
          basename(entry) === 'page.mjs'
            ? { input: join(app, 'index.html') }
            : { input: entry, output: { entryFileNames: basename(entry) } },
      },
    }),
}

/** Start programs in a folder. */
const startIn = (site, begin) => (file, args) => begin(file, args, { cwd: site, env: ENV })

/** The token of a report verifies here, and is what was asked for. */
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

/** Bundlers of a Worker. */
const WORKERS = {
  // As frameworks do that deploy to Workers.
  esbuild: (t, site) =>
    esbuild({
      entryPoints: [join(app, 'worker.mjs')],
      outfile: join(site, 'worker.js'),
      bundle: true,
      format: 'esm',
      conditions: ['workerd', 'worker', 'browser'],
    }),
  async Wrangler(t, site) {
    // It wants Node 22 or later.
    const node = runtime(t, 'node24')
    const args = [
      'deploy',
      '--dry-run',
      '--outdir',
      site,
      '--name',
      'app',
      '--compatibility-date',
      '2026-11-01',
    ]
    await output(node.file, [tool('wrangler/bin/wrangler.js'), ...args, 'worker.mjs'], { cwd: app })
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

/** Codes of what is found wrong in a token: they are in the code that verifies, and in no other. */
const VERIFYING = ['ERR_JWS_FORM', 'ERR_EXPIRED', 'ERR_CLAIM']

/** How much larger than esbuild's, which bench/size.ts has a ceiling for, another's bundle may be. */
const LARGER = 1.05

test('tree shaking: an application that signs alone holds no code that verifies, in each bundler', async () => {
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

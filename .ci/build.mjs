// Makes dist/ from src/. The same sources give the same bytes.
//
// index.js, smart.js and server.js share core.js, which holds every module of src/ itself: a process that
// imports one of them loads two files. cli.js is one file. vendor/ holds files without imports, to be copied;
// one of them is in examples/page.html too.
import { createHash } from 'node:crypto'
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'
import { installPackages } from '../test/packages.mjs'
import { ENTRY_POINTS, root, VENDORED } from './entry-points.mjs'

process.chdir(root)
rmSync('dist', { recursive: true, force: true })

const MODULES = { bundle: true, format: 'esm', target: 'es2022', charset: 'utf8', logLevel: 'warning' }
// src/ is published too: the maps lead there, so that they need not hold it.
const MAPS = { sourcemap: true, sourcesContent: false }

/** Modules that lie in src/ itself. */
const CORE = readdirSync('src').filter((file) => file.endsWith('.ts') && file !== 'index.ts')

/**
 * Has each entry point import all of the core. esbuild makes a chunk for each set of entry points that
 * reach a module; this way there is one. What nothing uses is left out all the same.
 */
const oneCore = {
  name: 'one-core',
  setup({ onLoad, onResolve }) {
    const all = CORE.map((file) => `import '${join(root, 'src', file)}'\n`).join('')
    onLoad({ filter: /\/index\.ts$/ }, ({ path }) => ({
      contents: `${readFileSync(path, 'utf8')}${all}`,
      loader: 'ts',
    }))
    // package.json says that there are no side effects, for which esbuild drops an import without names.
    onResolve({ filter: /\.ts$/ }, ({ path, resolveDir }) => ({
      path: resolve(resolveDir, path),
      sideEffects: true,
    }))
  },
}

async function makeModules() {
  await build({
    ...MODULES,
    ...MAPS,
    entryPoints: ENTRY_POINTS,
    outdir: 'dist',
    splitting: true,
    chunkNames: 'core',
    plugins: [oneCore],
  })
}

async function makeCommand() {
  const entryPoints = { cli: 'src/cli/main.ts' }
  await build({ ...MODULES, ...MAPS, entryPoints, outdir: 'dist', platform: 'node' })
  chmodSync('dist/cli.js', 0o755)
}

async function makeVendored() {
  for (const { name, contents, notice } of VENDORED) {
    const stdin = { contents, resolveDir: root, sourcefile: `${name}.ts`, loader: 'ts' }
    const vendor = (kind, more) =>
      build({
        ...MODULES,
        stdin,
        outfile: `dist/vendor/${name}${kind}.js`,
        // Deno finds the types by the second line.
        banner: { js: `${notice}\n// @ts-self-types="./${name}${kind}.d.ts"` },
        ...more,
      })
    await vendor('')
    // The map is beside the file but not named in it: a copy alone would send debuggers for what is not
    // there.
    await vendor('.min', { ...MAPS, sourcemap: 'external', minify: true })
  }
}

/**
 * Puts the vendored file into the example page, as a data: URL: opened from disk, a page can import no file.
 */
function writePage() {
  const file = 'examples/page.html'
  const base64 = readFileSync('dist/vendor/subtle-jws.min.js').toString('base64')
  const imports = { 'subtle-jws': `data:text/javascript;base64,${base64}` }
  const filled = `<script type="importmap">${JSON.stringify({ imports })}</script>\n  </head>`
  const page = readFileSync(file, 'utf8')
  writeFileSync(
    file,
    page.replace(/<script type="importmap">[^\n]*\n {2}<\/head>/, () => filled),
  )
}

/** What sha256sum --check reads. */
function writeSums() {
  const lines = readdirSync('dist/vendor')
    .sort()
    .map((file) => {
      const sum = createHash('sha256').update(readFileSync(join('dist/vendor', file)))
      return `${sum.digest('hex')}  ${file}\n`
    })
  writeFileSync('dist/vendor/SHA256SUMS', lines.join(''))
}

await makeModules()
await makeCommand()
await makeVendored()
writePage()
installPackages(import.meta.dirname)
const { makeDeclarations } = await import('./declarations.mjs')
await makeDeclarations()
writeSums()

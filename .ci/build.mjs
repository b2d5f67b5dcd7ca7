// Makes dist/ from src/. The same sources give the same bytes.
//
// index.js, smart.js and server.js share core.js, which holds every module of src/ itself: a process that
// imports one of them loads two files. cli.js is one file. vendor/ holds files without imports, to be copied;
// one of them is in examples/page.html too.
import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'
import { installPackages } from '../test/packages.mjs'
import { ENTRY_POINTS, root, VENDORED } from './entry-points.mjs'

process.chdir(root)
rmSync('dist', { recursive: true, force: true })

const MODULES = { bundle: true, format: 'esm', target: 'es2022', charset: 'utf8', logLevel: 'warning' }
// The library's src/ is published too: its maps lead there, so that they need not hold it.
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
  // Minified and without a map: nobody imports it, and it holds the library a second time.
  await build({ ...MODULES, entryPoints, outdir: 'dist', platform: 'node', minify: true })
  chmodSync('dist/cli.js', 0o755)
}

/** A vendored file, plain or minified. Its first line says how large it is, which is known only afterwards. */
async function makeVendoredFile({ name, contents, notice }, kind, more) {
  const stdin = { contents, resolveDir: root, sourcefile: `${name}.ts`, loader: 'ts' }
  // Deno finds the types by the second line.
  const types = `// @ts-self-types="./${name}${kind}.d.ts"`
  const { outputFiles } = await build({
    ...MODULES,
    ...more,
    stdin,
    banner: { js: `${notice('SIZE')}\n${types}` },
    write: false,
  })
  const [{ text }] = outputFiles
  const size = `${Math.round(Buffer.byteLength(text) / 1000)} kB`
  writeFileSync(`dist/vendor/${name}${kind}.js`, text.replace('SIZE', size))
}

async function makeVendored() {
  mkdirSync('dist/vendor')
  // A copy of the folder holds ES modules in a project of CommonJS too.
  writeFileSync('dist/vendor/package.json', '{ "type": "module" }\n')
  for (const vendored of VENDORED) {
    await makeVendoredFile(vendored, '')
    await makeVendoredFile(vendored, '.min', { minify: true })
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
const { shortenMaps } = await import('./maps.mjs')
shortenMaps()
const { makeDeclarations } = await import('./declarations.mjs')
await makeDeclarations()
writeSums()

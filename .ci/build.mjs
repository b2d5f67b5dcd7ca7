// Makes dist/ from src/. The same sources give the same bytes.
//
// core.js holds every module of src/ itself. index.js, smart.js, server.js and the command, cli.js, import it:
// a process that imports one of the first three loads two files. vendor/ holds files without imports, to be
// copied; one of them is in examples/page.html too.
import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
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

/** The file of dist/ that holds each module, by the module's path. */
const HOLDERS = new Map([
  ...CORE.map((file) => [`src/${file}`, './core.js']),
  ...Object.entries(ENTRY_POINTS).map(([name, path]) => [path, `./${name}.js`]),
])

/** Has a file of dist/ import what another one holds. */
const overOthers = {
  name: 'over-others',
  setup({ onResolve }) {
    onResolve({ filter: /\.ts$/ }, ({ kind, path, resolveDir }) => {
      const holder = HOLDERS.get(relative(root, resolve(resolveDir, path)))
      const isHeldElsewhere = kind !== 'entry-point' && holder !== undefined
      return isHeldElsewhere ? { path: holder, external: true } : undefined
    })
  },
}

async function makeModules() {
  const contents = CORE.map((file) => `export * from './src/${file}'\n`).join('')
  await build({ ...MODULES, ...MAPS, stdin: { contents, resolveDir: root }, outfile: 'dist/core.js' })
  const plugins = [overOthers]
  await build({ ...MODULES, ...MAPS, entryPoints: ENTRY_POINTS, outdir: 'dist', plugins })
}

async function makeCommand() {
  const entryPoints = { cli: 'src/cli/main.ts' }
  const plugins = [overOthers]
  // Minified and without a map: nobody imports it.
  await build({ ...MODULES, entryPoints, outdir: 'dist', plugins, platform: 'node', minify: true })
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

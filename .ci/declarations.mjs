/** Declarations: for each entry point a file over core.d.ts, for each vendored file one alone. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rollup } from 'rollup'
import { dts } from 'rollup-plugin-dts'
import typescript from 'typescript'
import { ENTRY_POINTS, root, VENDORED } from './entry-points.mjs'

/** A module of src/ itself, which core.d.ts holds as core.js does. */
const CORE = /\/src\/(?!index\.ts)[\w-]+\.ts$/

async function makeModules() {
  const bundle = await rollup({
    input: ENTRY_POINTS,
    plugins: [dts({ tsconfig: 'tsconfig.json', sourcemap: true })],
  })
  await bundle.write({
    dir: 'dist',
    entryFileNames: '[name].d.ts',
    chunkFileNames: '[name].d.ts',
    manualChunks: (id) => (CORE.test(id) ? 'core' : undefined),
    minifyInternalExports: false,
    sourcemap: true,
    sourcemapExcludeSources: true,
  })
  await bundle.close()
}

/** An entry that is no file: one that takes its declarations from dist/. */
const entryOf = (contents) => {
  const id = join(root, 'entry.d.ts')
  return {
    name: 'entry',
    resolveId: (source) => (source === id ? id : undefined),
    load: (source) => (source === id ? contents : undefined),
    options: (options) => ({ ...options, input: id }),
  }
}

/** Declarations without their comments. */
function withoutComments(text) {
  const source = typescript.createSourceFile('vendored.d.ts', text, typescript.ScriptTarget.ES2022)
  return typescript.createPrinter({ removeComments: true }).printFile(source)
}

async function makeVendored({ name, declared, notice }) {
  const bundle = await rollup({ plugins: [entryOf(declared), dts()] })
  const file = `dist/vendor/${name}.d.ts`
  await bundle.write({ file, banner: notice('types') })
  await bundle.close()
  const minified = `${notice('types')}. Comments: ${name}.d.ts\n`
  writeFileSync(`dist/vendor/${name}.min.d.ts`, minified + withoutComments(readFileSync(file, 'utf8')))
}

/** Make all of them, once dist/ is there. */
export async function makeDeclarations() {
  await makeModules()
  for (const vendored of VENDORED) await makeVendored(vendored)
}

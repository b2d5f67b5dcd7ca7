// Makes dist/: per-module JavaScript with its types and maps by tsc, and in dist/vendor/ one file without imports
// for each entry point, by esbuild. The same sources give the same bytes.
import { execFileSync } from 'node:child_process'
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** Entry points, by the names of their files in dist/vendor/. */
const VENDORED = {
  'subtle-jws': 'index',
  'subtle-jws-smart': 'smart/index',
  'subtle-jws-server': 'server/index',
}

const root = fileURLToPath(new URL('..', import.meta.url))
process.chdir(root)

rmSync('dist', { recursive: true, force: true })
// The maps lead to src/, which is published too: a stack trace and an editor end there.
const MAPS = ['--sourceMap', '--declarationMap']
for (const project of ['.', 'src/cli']) {
  execFileSync(process.execPath, ['node_modules/typescript/lib/tsc.js', '-p', project, ...MAPS], {
    stdio: 'inherit',
  })
}
chmodSync('dist/cli/main.js', 0o755)
for (const file of readdirSync('dist', { recursive: true })) {
  // tsc rewrites the endings of imports in JavaScript alone.
  if (file.endsWith('.d.ts'))
    rewrite(join('dist', file), (text) => text.replace(/(from '\.[^']*)\.ts'/g, "$1.js'"))
}

for (const [name, entry] of Object.entries(VENDORED)) {
  const options = {
    entryPoints: [`dist/${entry}.js`],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
  }
  await build({ ...options, outfile: `dist/vendor/${name}.js` })
  // The map is beside the file but not named in it: a copy alone would send debuggers for what is not there.
  const map = { sourcemap: 'external', sourcesContent: false }
  await build({ ...options, ...map, outfile: `dist/vendor/${name}.min.js`, minify: true })
  const types = declarations(`dist/${entry}.d.ts`)
  writeFileSync(`dist/vendor/${name}.d.ts`, types)
  writeFileSync(`dist/vendor/${name}.min.d.ts`, types)
}

function rewrite(file, change) {
  writeFileSync(file, change(readFileSync(file, 'utf8')))
}

/** All that an entry point declares, as one declaration file without imports. */
function declarations(entry) {
  const seen = new Set()
  const modules = []
  const visit = (file) => {
    if (seen.has(file)) return
    seen.add(file)
    const text = readFileSync(file, 'utf8').replace(/^\/\/# sourceMappingURL=.*/m, '')
    for (const [, path] of text.matchAll(/ from ['"](\.[^'"]+)\.[jt]s['"]/g))
      visit(join(dirname(file), `${path}.d.ts`))
    if (file !== entry) modules.push(text)
  }
  visit(entry)
  const body = modules
    .join('')
    .replace(/^import [^;]*;\n/gm, '')
    .replace(/^export \{[^}]*\};\n/gm, '')
    .replace(/^export (declare )?/gm, (_, declare = '') => declare)
    .replace(/^(const|let|function|class) /gm, 'declare $1 ')
  const names = [...readFileSync(entry, 'utf8').matchAll(/export (type )?\{([^}]*)\} from/g)].flatMap(
    ([, type = '', list]) =>
      list
        .split(',')
        .map((name) => name.trim())
        .filter(Boolean)
        .map((name) => (name.startsWith('type ') ? name : `${type}${name}`)),
  )
  return `${body}export { ${names.join(', ')} };\n`
}

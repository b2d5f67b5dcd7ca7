/** Tests the types with each compiler, each module resolution, and each set of platform types. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { output, project, root, tool } from './project.mjs'

const COMPILERS = { 5: tool('typescript5'), 6: tool('typescript6'), 7: join(root, 'node_modules/typescript') }

const STRICT = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: true,
  noEmit: true,
  target: 'es2022',
}
const DOM = { lib: ['es2022', 'dom'], types: [] }
/** Checks the declaration files too: ours and the platform's. */
const CHECKED = { skipLibCheck: false }
const NODENEXT = { module: 'nodenext', moduleResolution: 'nodenext' }
// The default of TypeScript 5 for CommonJS, removed in 7: it finds the types by typesVersions.
const NODE10 = { ...DOM, module: 'commonjs', moduleResolution: 'node10' }
// Node 20's types lack CryptoKey and SubtleCrypto as globals, so that our declarations cannot be checked with
// them.
const NODE20 = { lib: ['es2022'], types: ['node'], typeRoots: [join(root, 'node_modules/@types')] }
const CLOUDFLARE = { lib: ['es2022'], types: ['@cloudflare/workers-types'] }

/** By title: a user's module, the compiler options, and the compilers, by default all of them. */
const USES = {
  nodenext: ['use.ts', { ...NODENEXT, ...DOM }],
  node16: ['use.ts', { ...DOM, module: 'node16', moduleResolution: 'node16' }],
  bundler: ['use.ts', { ...DOM, module: 'preserve', moduleResolution: 'bundler' }],
  'the DOM’s types, checked': ['use.ts', { ...NODENEXT, ...DOM, ...CHECKED }],
  'a Web Worker’s types, checked': [
    'use.ts',
    { ...NODENEXT, ...CHECKED, lib: ['es2022', 'webworker'], types: [] },
  ],
  'Cloudflare’s types, checked': ['use.ts', { ...NODENEXT, ...CLOUDFLARE, ...CHECKED }],
  'Node’s types, checked': ['use.ts', { ...NODENEXT, ...CHECKED, lib: ['es2022'], types: ['node'] }],
  'Node 20’s types': ['use.ts', { ...NODENEXT, ...NODE20 }],
  'a CommonJS file': ['require.cts', { ...NODENEXT, ...DOM }],
  node10: ['use-node10.ts', NODE10, ['5']],
  'node10, which it calls deprecated': ['use-node10.ts', { ...NODE10, ignoreDeprecations: '6.0' }, ['6']],
}

const user = project('types', 'types')
let made = 0

for (const [title, [file, compilerOptions, versions = Object.keys(COMPILERS)]] of Object.entries(USES)) {
  for (const version of versions) {
    test(`types: TypeScript ${version}, ${title}`, () => {
      const compiler = join(COMPILERS[version], 'lib/tsc.js')
      const config = join(user, `tsconfig-${made++}.json`)
      writeFileSync(
        config,
        JSON.stringify({ compilerOptions: { ...STRICT, ...compilerOptions }, files: [file] }),
      )
      return output(process.execPath, [compiler, '-p', config], { cwd: user, seconds: 120 })
    })
  }
}

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type * as core from '../src/index.ts'
import type * as server from '../src/server/index.ts'
import type * as smart from '../src/smart/index.ts'
import tokens from './fixtures/tokens.json' with { type: 'json' }
import './plain.mjs'

// Plain JavaScript without types, so imported by address.
const { pack } = await import(new URL('packages.mjs', import.meta.url).href)

const root = fileURLToPath(new URL('..', import.meta.url))
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
let folder: string
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'subtle-jws-'))
})
after(() => rmSync(folder, { recursive: true }))

const run = (program: string, args: readonly string[], cwd = folder): string =>
  execFileSync(program, args, { cwd, encoding: 'utf8', timeout: 120_000, stdio: ['ignore', 'pipe', 'pipe'] })

test('has no dependency at run time', () => {
  for (const kind of ['dependencies', 'peerDependencies', 'optionalDependencies', 'bundleDependencies']) {
    assert.equal(manifest[kind], undefined)
  }
})

/** Modules, lowest first: one may import only those before it. */
const LAYERS = [
  ...['errors', 'options', 'base64url', 'json', 'webcrypto', 'algorithms', 'signer', 'deadline', 'der'],
  ...['external-signer', 'jwk', 'bare-key', 'public-jwk', 'pem', 'keys', 'generate', 'jws', 'key-set'],
  ...['claims', 'jwt', 'http', 'shared-task', 'remote-jwks', 'index'],
  ...[
    'smart/assertion',
    'smart/configuration',
    'smart/token-request',
    'smart/token-store',
    'smart/token-source',
    'smart/backend-services',
    'smart/index',
  ],
  ...['server/replay/store', 'server/replay/memory', 'server/replay/redis', 'server/replay/durable-object'],
  ...['server/client-keys', 'server/assertion-verifier', 'server/responses', 'server/index'],
  ...[
    'command',
    'cause',
    'words',
    'files',
    'output',
    'nearest',
    'arguments',
    'times',
    'help',
    'ssh',
    'dotnet',
    'json-input',
  ].map((name) => `cli/${name}`),
  ...['file-kind', 'der-kinds', 'file-kinds', 'key-file', 'input'].map((name) => `cli/${name}`),
  ...['sign', 'verify', 'keys'].map((name) => `cli/${name}`),
  ...[
    'wrap',
    'report',
    'findings',
    'metadata',
    'key',
    'discovery',
    'key-set',
    'probes',
    'refusals',
    'assertion',
    'token-request',
    'examine',
  ].map((stage) => `cli/doctor/${stage}`),
  ...['cli/smart', 'cli/bench', 'cli/run', 'cli/main'],
]

/** What a module may not import although it lies lower. */
const APART: { readonly [module: string]: readonly string[] } = {
  jwk: ['webcrypto'],
  'bare-key': ['webcrypto'],
  'external-signer': ['webcrypto'],
  jws: ['jwk', 'keys', 'webcrypto'],
  claims: ['jwk', 'keys', 'jws', 'webcrypto'],
  http: ['jwk', 'jws', 'keys', 'webcrypto'],
  'shared-task': ['http'],
  'key-set': ['webcrypto'],
  'remote-jwks': ['keys', 'jwt', 'webcrypto'],
}

test('imports only go down, and only the command imports node: modules', () => {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  )
  assert.deepEqual(files.map((file) => file.replace('.ts', '')).sort(), [...LAYERS].sort())
  for (const file of files) {
    const name = file.replace('.ts', '')
    for (const [, from] of readFileSync(join(root, 'src', file), 'utf8').matchAll(
      /(?:from|import) '([^']+)'/g,
    )) {
      if (from!.startsWith('node:')) {
        assert.match(name, /^cli\//, `${name} imports ${from}`)
        continue
      }
      const target = new URL(from!, `file:///${file}`).pathname.slice(1).replace('.ts', '')
      assert.ok(LAYERS.includes(target), `${name} imports ${from}`)
      assert.ok(
        LAYERS.indexOf(target) < LAYERS.indexOf(name),
        `${name} imports ${target}, which does not lie lower`,
      )
      assert.ok(!APART[name]?.includes(target), `${name} imports ${target}`)
      // The client and the server are each usable alone.
      assert.ok(
        !/^(smart|server)\//.test(name) ||
          !target.startsWith(name.startsWith('smart') ? 'server/' : 'smart/'),
        `${name} imports ${target}`,
      )
    }
  }
})

/** What calls WebCrypto's methods that take, make or give keys. */
const KEY_METHODS: { readonly [method: string]: readonly string[] } = {
  importKey: ['keys.ts', 'pem.ts'],
  exportKey: ['generate.ts', 'pem.ts'],
  generateKey: ['generate.ts'],
}

test('few modules call importKey, exportKey and generateKey; only webcrypto.ts finds crypto', () => {
  const files = readdirSync(join(root, 'src')).filter((name) => name.endsWith('.ts'))
  const codeOf = (file: string) => readFileSync(join(root, 'src', file), 'utf8')
  for (const [method, callers] of Object.entries(KEY_METHODS)) {
    const found = files.filter((file) => new RegExp(`\\.${method}\\(`).test(codeOf(file)))
    assert.deepEqual(found.sort(), [...callers].sort(), method)
  }
  for (const file of files) {
    if (file !== 'webcrypto.ts') assert.doesNotMatch(codeOf(file), /globalThis|crypto\.subtle[.)]/, file)
  }
})

test('no colour reaches what is compared: each file that starts programs imports test/plain.mjs', () => {
  const starts = ['test', 'bench', 'docs'].flatMap((part) =>
    readdirSync(join(root, part), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.m?[tj]s$/.test(file) && !file.includes('node_modules'))
      .map((file) => [join(part, file), readFileSync(join(root, part, file), 'utf8')] as const)
      .filter(([, code]) => / from 'node:child_process'/.test(code)),
  )
  assert.ok(starts.length > 10)
  for (const [file, code] of starts) assert.match(code, /^import '(\.{1,2}\/)+(test\/)?plain\.mjs'$/m, file)
})

test('the tarball holds the listed files, and only the command is executable', () => {
  const [{ files }] = JSON.parse(run('npm', ['pack', '--json', '--dry-run'], root)) as [
    { files: { path: string; mode: number }[] },
  ]
  const listed = readFileSync(join(root, 'test/packaging/contents.txt'), 'utf8').trimEnd().split('\n')
  const message = 'test/packaging/contents.txt says what is published: change it where that is to change'
  assert.deepEqual(files.map(({ path }) => path).sort(), listed.sort(), message)
  assert.deepEqual(
    files.filter(({ mode }) => mode & 0o111).map(({ path }) => path),
    Object.values(manifest.bin),
  )
})

test('jsr.json has the name, version and entry points of package.json', () => {
  const { name, version, license, exports } = JSON.parse(readFileSync(join(root, 'jsr.json'), 'utf8'))
  assert.deepEqual(
    [name, version, license],
    [`@${manifest.name}/${manifest.name}`, manifest.version, manifest.license],
  )
  const modules = Object.keys(manifest.exports).filter((entry) => /^\.(\/\w+)?$/.test(entry))
  const source = (entry: string) => `./${join('src', entry, 'index.ts')}`
  assert.deepEqual(exports, Object.fromEntries(modules.map((entry) => [entry, source(entry)])))
})

/** What the JavaScript of a file imports, minified or not: each module once. */
const importsOf = (file: string): string[] => {
  const code = readFileSync(join(root, 'dist', file), 'utf8')
  const found = [...code.matchAll(/\b(?:from|import) ?"([^"]+)";/g)].map(([, from]) => from!)
  return [...new Set(found)].sort()
}

test('each entry point loads core.js beside itself, and nothing else', () => {
  for (const file of ['index.js', 'smart.js', 'server.js'])
    assert.deepEqual(importsOf(file), ['./core.js'], file)
  assert.deepEqual(importsOf('core.js'), [])
})

test('the command imports core.js, index.js, smart.js and modules of Node, and nothing else', () => {
  const [ours, foreign] = [/^\./, /^node:/].map((kind) =>
    importsOf('cli.js').filter((from) => kind.test(from)),
  )
  assert.deepEqual(ours, ['./core.js', './index.js', './smart.js'])
  assert.ok(foreign!.includes('node:util'))
  assert.equal(ours!.length + foreign!.length, importsOf('cli.js').length)
})

const vendor = join(root, 'dist/vendor')

type Everything = typeof core & typeof smart & typeof server

/** What shows that a vendored file works, and what it refuses with a JoseError. */
interface Trial {
  readonly use: (module: Everything) => unknown
  readonly refuses: (module: Everything) => unknown
}

const VENDORED: { readonly [name: string]: Trial } = {
  'subtle-jws': {
    use: ({ decodeJwt }) => assert.equal(decodeJwt(tokens.RS384).header.alg, 'RS384'),
    refuses: ({ decodeJwt }) => decodeJwt('a.b'),
  },
  'subtle-jws-sign': {
    async use({ signJwt }) {
      const { keys } = JSON.parse(readFileSync(join(root, 'test/fixtures/RS384.private.json'), 'utf8'))
      const claims = JSON.parse(readFileSync(join(root, 'test/fixtures/claims.json'), 'utf8'))
      assert.equal(await signJwt(claims, { keys }), tokens.RS384)
    },
    refuses: ({ signJwt }) => signJwt({}, { keys: [] }),
  },
  'subtle-jws-smart': {
    use: ({ clientAssertionParams }) =>
      assert.equal(clientAssertionParams(tokens.RS384).client_assertion, tokens.RS384),
    refuses: ({ createClientAssertion }) =>
      createClientAssertion({ clientId: 'a', audience: 'https://a.example/token', key: { keys: [] } }),
  },
  'subtle-jws-server': {
    use: async ({ createMemoryReplayStore }) =>
      assert.equal(await createMemoryReplayStore().claim('a', 1), true),
    refuses: ({ createAssertionVerifier }) =>
      createAssertionVerifier({
        audience: 'https://a.example/token',
        client: async () => undefined,
      }).verify(new URLSearchParams()),
  },
}

for (const [name, { use, refuses }] of Object.entries(VENDORED)) {
  for (const kind of ['', '.min']) {
    test(`a vendored file stands alone, and says what it is: ${name}${kind}.js`, async () => {
      const size = `${Math.round(readFileSync(join(vendor, `${name}${kind}.js`)).length / 1000)} kB`
      for (const ending of ['.js', '.d.ts']) {
        const about = ending === '.js' ? size : 'types'
        const notice = `// ${name} ${manifest.version} (${about}): `
        const copy = join(folder, `${name}${kind}${ending}`)
        cpSync(join(vendor, `${name}${kind}${ending}`), copy)
        const text = readFileSync(copy, 'utf8')
        const [firstLine] = text.split('\n')
        assert.ok(firstLine!.startsWith(notice), firstLine)
        assert.match(firstLine!, /: [\w ,]{8,}\. MIT\. Copyright \(c\) \d{4} .*npm: subtle-jws/i)
        assert.doesNotMatch(text, /^\s*(import|export) [^;]*from|\bimport\(|^import\b/m)
      }
      const file = join(folder, `${name}${kind}.js`)
      const [, secondLine] = readFileSync(file, 'utf8').split('\n')
      assert.equal(secondLine, `// @ts-self-types="./${name}${kind}.d.ts"`)
      const module = await import(file)
      await use(module)
      // Each file has a class of its own, so that instanceof fails across files; the name does not.
      await assert.rejects(async () => refuses(module), { name: 'JoseError' })
    })
  }
}

test('docs/vendoring.md states the sizes of the vendored files', () => {
  const page = readFileSync(join(root, 'docs/vendoring.md'), 'utf8')
  const rows = [...page.matchAll(/^\| `([\w-]+)` \| .* \| (\d+) \| (\d+) \|$/gm)]
  const stated = rows.map(([, name, plain, minified]) => [name, Number(plain), Number(minified)])
  const kilobytes = (file: string) => Math.round(readFileSync(join(vendor, file)).length / 1000)
  const found = Object.keys(VENDORED).map((name) => [
    name,
    kilobytes(`${name}.js`),
    kilobytes(`${name}.min.js`),
  ])
  assert.deepEqual(stated.sort(), found.sort())
})

test('SHA256SUMS names every vendored file, with its sum', () => {
  const lines = readFileSync(join(vendor, 'SHA256SUMS'), 'utf8').trimEnd().split('\n')
  const files = readdirSync(vendor).filter((file) => file !== 'SHA256SUMS')
  assert.deepEqual(
    lines,
    files.sort().map((file) => {
      const sum = createHash('sha256').update(readFileSync(join(vendor, file)))
      return `${sum.digest('hex')}  ${file}`
    }),
  )
})

/** The most octets that the package may take once it is unpacked. */
const MOST_UNPACKED = 720_000

test(`unpacked, the package takes at most ${MOST_UNPACKED} octets`, (t) => {
  const [{ unpackedSize }] = JSON.parse(run('npm', ['pack', '--json', '--dry-run'], root))
  t.diagnostic(`${unpackedSize} octets`)
  assert.ok(unpackedSize <= MOST_UNPACKED, `${unpackedSize} octets`)
})

test('package.json says where the package comes from, and the README leads there or to packed files', async () => {
  const { brokenLinks, linksOf } = await import(new URL('docs/pages.mjs', import.meta.url).href)
  const { homepage, repository, bugs } = manifest
  const [address] = /^https:\/\/github\.com\/[\w-]+\/subtle-jws/.exec(homepage) ?? assert.fail(homepage)
  assert.deepEqual([repository.url, bugs], [`git+${address}.git`, `${address}/issues`])
  const [{ files }] = JSON.parse(run('npm', ['pack', '--json', '--dry-run'], root)) as [
    { files: { path: string }[] },
  ]
  const packed = files.map(({ path }) => path)
  const relative = (linksOf(root, 'README.md') as string[]).filter((link) => !/^[a-z]+:|^#/.test(link))
  const unpacked = relative.filter((link) => !packed.includes(link.replace(/#.*/, '')))
  assert.deepEqual(unpacked, [], 'not in the package: link to its address in the repository')
  assert.deepEqual(brokenLinks(root, 'README.md'), [])
})

test('the packed tarball installs in an empty project, runs, and type-checks', () => {
  writeFileSync(join(folder, 'package.json'), '{"name":"user","private":true,"type":"module"}')
  run('npm', ['install', '--offline', '--no-audit', '--no-fund', pack(root, folder)])
  cpSync(join(root, 'test/fixtures/RS384.private.json'), join(folder, 'keys.json'))
  cpSync(join(root, 'test/fixtures/claims.json'), join(folder, 'claims.json'))
  assert.equal(run('npx', ['subtle-jws', 'sign', '--key', 'keys.json', 'claims.json']), `${tokens.RS384}\n`)

  cpSync(join(root, 'test/packaging/types/run.ts'), join(folder, 'user.ts'))
  cpSync(join(root, 'test/packaging/types/slips.ts'), join(folder, 'slips.ts'))
  const tsc = join(root, 'node_modules/typescript/lib/tsc.js')
  const strict = [
    '--strict',
    '--exactOptionalPropertyTypes',
    '--target',
    'es2022',
    '--lib',
    'es2022,dom',
    '--types',
    'node',
    '--typeRoots',
    join(root, 'node_modules/@types'),
  ]
  for (const [module, resolution] of [
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ]) {
    run(process.execPath, [
      tsc,
      '--ignoreConfig',
      ...strict,
      '--module',
      module!,
      '--moduleResolution',
      resolution!,
      'user.ts',
    ])
    // Slips are found in a project that is strict and no more, as an editor's is.
    const slips = ['--strict', '--noEmit', '--target', 'es2022', '--lib', 'es2022,dom', '--types', '']
    run(process.execPath, [
      tsc,
      '--ignoreConfig',
      ...slips,
      '--module',
      module!,
      '--moduleResolution',
      resolution!,
      'slips.ts',
    ])
    assert.equal(run(process.execPath, ['user.js']), '400 ERR_HTTP ERR_HTTP ERR_EXPIRED true ES384\n')
  }
})

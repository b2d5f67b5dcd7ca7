/** The runtimes: the program of each, how it runs the suite, and how to install it. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { runBrowser } from './browsers.mjs'
import { runProgram } from './command-line.mjs'
import { runWorkers } from './workerd.mjs'
import '../plain.mjs'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))

/** A file that npm installs here. */
function fromNpm(path) {
  const file = here(`node_modules/${path}`)
  return { file: existsSync(file) && file, install: 'npm ci --ignore-scripts --prefix test/runtimes' }
}

/** A program on the path, or at a path with wildcards, with its Debian packages. */
function fromApt(program, packages) {
  const { stdout } = spawnSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' })
  return { file: stdout.trim(), install: `apt-get install -y --no-install-recommends ${packages}` }
}

function node(major) {
  const name = `node${major}`
  return {
    name,
    title: 'Node.js',
    run: runProgram,
    args: [],
    program: 'print.mjs',
    ...fromNpm(`n${major}/bin/node`),
  }
}

const CHROMIUM = [
  '--headless',
  '--no-sandbox',
  '--no-first-run',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--disable-background-networking',
  '--disable-component-update',
]

/** All runtimes; the npm packages must be installed. */
export function findRows() {
  const own = { file: process.execPath, install: 'a Node.js to run this with' }
  const [major] = process.versions.node.split('.')
  const edgeVm = fromNpm('@edge-runtime/vm/package.json')
  return [
    { ...node(20), ...own, file: major === '20' && own.file, install: 'Node.js 20, to run this with' },
    node(22),
    node(24),
    node(26),
    {
      name: 'vendored',
      title: 'Node.js, the vendored file',
      run: runProgram,
      args: [],
      program: 'print-vendored.mjs',
      ...own,
    },
    {
      name: 'deno',
      title: 'Deno',
      run: runProgram,
      args: ['run', '--no-prompt', '--no-config'],
      program: 'print.mjs',
      ...fromNpm('@deno/linux-x64-glibc/deno'),
    },
    {
      name: 'bun',
      title: 'Bun',
      run: runProgram,
      args: ['--no-install'],
      program: 'print.mjs',
      ...fromNpm('@oven/bun-linux-x64/bin/bun'),
    },
    {
      name: 'workerd',
      title: 'Cloudflare workerd',
      run: runWorkers,
      ...fromNpm('@cloudflare/workerd-linux-64/bin/workerd'),
    },
    {
      name: 'edge-vm',
      title: 'Edge Runtime VM',
      run: runProgram,
      args: [],
      program: here('programs/edge-vm.mjs'),
      version: edgeVm.file && JSON.parse(readFileSync(edgeVm.file, 'utf8')).version,
      ...edgeVm,
      file: edgeVm.file && process.execPath,
    },
    {
      name: 'chromium',
      title: 'Chromium',
      run: runBrowser,
      args: (home) => [...CHROMIUM, `--user-data-dir=${home}`],
      insecure: true,
      ...fromApt('chromium', 'chromium'),
    },
    {
      name: 'firefox',
      title: 'Firefox',
      run: runBrowser,
      args: (home) => ['--headless', '--no-remote', '--profile', home],
      ...fromApt('firefox-esr', 'firefox-esr'),
    },
    {
      name: 'webkit',
      title: 'WebKitGTK',
      run: runBrowser,
      args: () => ['--private'],
      display: fromApt('Xvfb', 'xvfb').file,
      ...fromApt('/usr/lib/*/webkit2gtk-4.1/MiniBrowser', 'webkit2gtk-driver xvfb'),
    },
  ]
}

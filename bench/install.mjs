/** Installs the npm packages that a run needs, after saying which, and how large they are. */
import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { installPackages, isInstalled } from '../test/packages.mjs'
import '../test/plain.mjs'

const here = import.meta.dirname
const RUNTIMES = join(here, '../test/runtimes')

/** Milliseconds for a run of npm. */
const TIMEOUT = 600_000

/** The rivals and the tools of the benchmark. */
export const RIVALS = {
  what: 'the packages that are compared, esbuild and tinybench',
  megabytes: 19,
  isThere: () => isInstalled(here),
  install: () => installPackages(here),
}

/** The packages that build the page for the browser. */
export const PAGE = {
  what: 'Vite and the packages of the page',
  megabytes: 53,
  isThere: () => isInstalled(join(here, 'page')),
  install: () => installPackages(join(here, 'page')),
}

/** Each runtime's npm package, as test/runtimes/package.json names it, with its megabytes. */
const PACKAGES = {
  node22: ['n22', 185],
  node24: ['n24', 189],
  node26: ['n26', 211],
  deno: ['@deno/linux-x64-glibc', 92],
  bun: ['@oven/bun-linux-x64', 103],
  workerd: ['@cloudflare/workerd-linux-64', 155],
  'edge-vm': ['@edge-runtime/vm', 2],
}

/** What a runtime needs from npm; undefined for one that comes from elsewhere. */
export function runtimeNeed(name) {
  if (!Object.hasOwn(PACKAGES, name)) return undefined
  const [packageName, megabytes] = PACKAGES[name]
  return {
    what: name,
    megabytes,
    isThere: () => existsSync(join(RUNTIMES, 'node_modules', packageName, 'package.json')),
    install: () => installOne(packageName),
  }
}

/** Install one runtime beside the others, in the version that the folder's manifest names. */
function installOne(name) {
  const manifest = JSON.parse(readFileSync(join(RUNTIMES, 'package.json'), 'utf8'))
  const version = { ...manifest.dependencies, ...manifest.optionalDependencies }[name]
  const target = join(RUNTIMES, 'node_modules')
  mkdirSync(target, { recursive: true })
  const folder = mkdtempSync(join(target, '.one-'))
  try {
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ dependencies: { [name]: version } }))
    const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
    execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'], timeout: TIMEOUT })
    moveAll(join(folder, 'node_modules'), target)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Move packages beside others, also within a scope. */
function moveAll(from, to) {
  for (const entry of readdirSync(from)) {
    const [source, target] = [join(from, entry), join(to, entry)]
    if (entry.startsWith('.')) continue
    if (!existsSync(target)) renameSync(source, target)
    else if (entry.startsWith('@')) moveAll(source, target)
  }
}

/** Install what is missing. Returns a sentence for each failure. */
export function installMissing(needs) {
  const missing = needs.filter(({ isThere }) => !isThere())
  if (!missing.length) return []
  const sizes = missing.map(({ what, megabytes }) => `${what} (${megabytes} MB)`)
  const all = missing.reduce((sum, { megabytes }) => sum + megabytes, 0)
  console.log(`Installing from npm, in folders of this repository, about ${all} MB: ${sizes.join(', ')}.`)
  return missing.flatMap(({ what, install }) => {
    try {
      install()
      return []
    } catch ({ message }) {
      return [`${what} could not be installed from npm: ${message.split('\n')[0]}`]
    }
  })
}

/** What the heavier suites need, of npm in nested packages, and of Debian; and this package as npm packs it. */
import { execFileSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Milliseconds that npm has. */
const TIMEOUT = 300_000

/** Install in a folder, with npm's `command`, what package-lock.json says, where that was not done since it changed. */
export function installPackages(folder, command = ['ci']) {
  const installed = statSync(join(folder, 'node_modules/.package-lock.json'), { throwIfNoEntry: false })
  if (installed?.mtimeMs >= statSync(join(folder, 'package-lock.json')).mtimeMs) return
  const args = [...command, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'], timeout: TIMEOUT })
}

/** Pack a folder; where the tarball lies. */
export function pack(folder, destination) {
  const args = ['pack', '--json', '--pack-destination', destination]
  const [{ filename }] = JSON.parse(
    execFileSync('npm', args, { cwd: folder, encoding: 'utf8', timeout: TIMEOUT }),
  )
  return join(destination, filename)
}

/** A file of each Debian package. */
const DEBIAN = {
  'python3-jose': '/usr/lib/python3/dist-packages/jose',
  'python3-jwt': '/usr/lib/python3/dist-packages/jwt',
  'python3-jwcrypto': '/usr/lib/python3/dist-packages/jwcrypto',
  openssl: '/usr/bin/openssl',
  softhsm2: '/usr/lib/softhsm/libsofthsm2.so',
  opensc: '/usr/bin/pkcs11-tool',
  'redis-server': '/usr/bin/redis-server',
}

/** Those of Debian's packages that are missing. It says so; in CI that is the end. */
export function missingFromDebian(packages) {
  const missing = packages.filter((name) => !existsSync(DEBIAN[name]))
  if (missing.length) {
    console.log(`missing: apt-get install -y --no-install-recommends ${missing.join(' ')}`)
    if (process.env.CI) process.exit(1)
  }
  return missing
}

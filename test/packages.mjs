/**
 * What the heavier suites need: npm packages in nested folders, Debian packages, and this package, packed.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Milliseconds for a run of npm. */
const TIMEOUT = 300_000

/** Install a folder's packages with an npm `command`, unless they are newer than package-lock.json. */
export function installPackages(folder, command = ['ci']) {
  const installed = statSync(join(folder, 'node_modules/.package-lock.json'), { throwIfNoEntry: false })
  if (installed?.mtimeMs >= statSync(join(folder, 'package-lock.json')).mtimeMs) return
  const args = [...command, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'], timeout: TIMEOUT })
}

/** Pack a folder with npm: gives the tarball's path. */
export function pack(folder, destination) {
  const args = ['pack', '--json', '--pack-destination', destination]
  const [{ filename }] = JSON.parse(
    execFileSync('npm', args, { cwd: folder, encoding: 'utf8', timeout: TIMEOUT }),
  )
  return join(destination, filename)
}

/** A file of each Debian package, by which it is found. */
const DEBIAN = {
  'python3-jose': '/usr/lib/python3/dist-packages/jose',
  'python3-jwt': '/usr/lib/python3/dist-packages/jwt',
  'python3-jwcrypto': '/usr/lib/python3/dist-packages/jwcrypto',
  openssl: '/usr/bin/openssl',
  softhsm2: '/usr/lib/softhsm/libsofthsm2.so',
  opensc: '/usr/bin/pkcs11-tool',
  'redis-server': '/usr/bin/redis-server',
  postgresql: '/usr/lib/postgresql',
}

/** The Debian packages that are missing. It prints how to install them, and in CI exits. */
export function missingFromDebian(packages) {
  const missing = packages.filter((name) => !existsSync(DEBIAN[name]))
  if (missing.length) {
    console.log(`missing: apt-get install -y --no-install-recommends ${missing.join(' ')}`)
    if (process.env.CI) process.exit(1)
  }
  return missing
}

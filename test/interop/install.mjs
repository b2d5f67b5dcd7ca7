// What the peers need: npm's part is installed, Debian's is looked for.
import { execFileSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A file of each Debian package. */
const DEBIAN = {
  'python3-jose': '/usr/lib/python3/dist-packages/jose',
  'python3-jwt': '/usr/lib/python3/dist-packages/jwt',
  'python3-jwcrypto': '/usr/lib/python3/dist-packages/jwcrypto',
  openssl: '/usr/bin/openssl',
  softhsm2: '/usr/lib/softhsm/libsofthsm2.so',
  opensc: '/usr/bin/pkcs11-tool',
}

const here = (path) => fileURLToPath(new URL(path, import.meta.url))

export function missingFromDebian(packages) {
  return packages.filter((name) => !existsSync(DEBIAN[name]))
}

/** Install what package-lock.json says, where that was not done since it changed. */
export function installPackages() {
  const lock = statSync(here('package-lock.json'))
  const installed = statSync(here('node_modules/.package-lock.json'), { throwIfNoEntry: false })
  if (installed?.mtimeMs >= lock.mtimeMs) return
  const options = { cwd: here('.'), stdio: 'inherit', timeout: 300_000 }
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], options)
}

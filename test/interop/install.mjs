// What the peers need: npm's part is installed, Debian's is looked for.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { installPackages as install } from '../packages.mjs'

/** A file of each Debian package. */
const DEBIAN = {
  'python3-jose': '/usr/lib/python3/dist-packages/jose',
  'python3-jwt': '/usr/lib/python3/dist-packages/jwt',
  'python3-jwcrypto': '/usr/lib/python3/dist-packages/jwcrypto',
  openssl: '/usr/bin/openssl',
  softhsm2: '/usr/lib/softhsm/libsofthsm2.so',
  opensc: '/usr/bin/pkcs11-tool',
}

export function missingFromDebian(packages) {
  return packages.filter((name) => !existsSync(DEBIAN[name]))
}

export function installPackages() {
  install(fileURLToPath(new URL('.', import.meta.url)))
}

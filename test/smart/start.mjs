/** Starts the stack, and makes what it needs: certificates for localhost. */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { printed, start } from '../runtimes/processes.mjs'
import '../plain.mjs'

const here = import.meta.dirname

/** Milliseconds for each run of openssl. */
const TIMEOUT = 30_000

/** Make a CA, as ca.pem, a certificate for localhost, one that has expired, and a client's, in this folder. */
export function makeCertificates(folder) {
  const openssl = (...args) =>
    execFileSync('openssl', args, { cwd: folder, stdio: 'ignore', timeout: TIMEOUT })
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  const ca = ['-subj', '/CN=subtle-jws test CA', '-addext', 'keyUsage=critical,keyCertSign']
  openssl('req', '-x509', ...key, '-days', '2', ...ca, '-keyout', 'ca.key', '-out', 'ca.pem')
  openssl('req', ...key, '-subj', '/CN=localhost', '-keyout', 'server.key', '-out', 'server.csr')
  // The other name is one that only a proxy leads to.
  const names = 'subjectAltName=DNS:localhost,DNS:field.test,IP:127.0.0.1'
  writeFileSync(join(folder, 'server.ext'), `${names}\nextendedKeyUsage=serverAuth\n`)
  const signed = [
    '-in',
    'server.csr',
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-extfile',
    'server.ext',
  ]
  openssl('x509', '-req', ...signed, '-days', '2', '-out', 'server.pem')
  openssl('x509', '-req', ...signed, '-days', '-1', '-out', 'expired.pem')
  makeClientCertificate(openssl, key)
  const read = (name) => readFileSync(join(folder, name), 'utf8')
  const served = (cert) => ({ key: read('server.key'), cert: read(cert) })
  return { ca: read('ca.pem'), tls: served('server.pem'), expired: served('expired.pem') }
}

/** Make a certificate with which a client says who it is, as client.pem and client.key. */
function makeClientCertificate(openssl, key) {
  openssl('req', ...key, '-subj', '/CN=app', '-keyout', 'client.key', '-out', 'client.csr')
  const signed = ['-in', 'client.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial']
  openssl('x509', '-req', ...signed, '-days', '2', '-out', 'client.pem')
}

/**
 * Start the stack in a folder that has its CA, in the Node version that the provider needs; gives its URLs.
 */
export async function startStack(folder, config) {
  const file = join(folder, `stack-${config.ahead}.json`)
  writeFileSync(file, JSON.stringify(config))
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem') }
  const stack = start(join(here, 'node_modules/n22/bin/node'), [join(here, 'stack.mjs'), file], {
    cwd: folder,
    env,
  })
  return JSON.parse((await printed(stack, /^\{.*\}\n/m))[0])
}

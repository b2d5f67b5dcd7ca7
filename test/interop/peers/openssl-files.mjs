// Key files as openssl writes them, in its old and new formats: our command signs with each of them.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { publicJwkFromPem, verifyJwt } from '../../../dist/index.js'
import { command } from './command.mjs'

const MAIN = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url))
const CLAIMS = fileURLToPath(new URL('../../fixtures/claims.json', import.meta.url))

/** A moment at which those claims are valid, in milliseconds. */
const now = () => 1422568859_000

/** Command lines that write a key file to stdout; a second one reads what the first wrote. */
const FILES = {
  RS384: [
    ['genrsa 2048'],
    ['genrsa -traditional 2048'],
    ['genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3072'],
    ['genrsa 2048', 'pkcs8 -topk8 -nocrypt'],
    ['genrsa 2048', 'rsa -traditional'],
  ],
  ES384: [
    ['ecparam -genkey -name secp384r1'],
    ['ecparam -genkey -noout -name secp384r1'],
    ['ecparam -genkey -name secp384r1', 'pkcs8 -topk8 -nocrypt'],
    ['ecparam -genkey -name secp384r1', 'ec'],
    ['genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384'],
    ['genpkey -algorithm EC -pkeyopt ec_paramgen_curve:secp384r1 -pkeyopt ec_param_enc:named_curve'],
  ],
  EdDSA: [['genpkey -algorithm ED25519']],
}

export default function open(scratch) {
  const openssl = (line, input) => command('openssl', line.split(' '), { input })

  async function signsWith(alg, lines) {
    const key = lines.reduce((input, line) => openssl(line, input), undefined)
    const file = join(scratch, 'key.pem')
    writeFileSync(file, key)
    const named = alg === 'EdDSA' ? ['--alg', alg] : []
    const token = command(process.execPath, [MAIN, 'sign', '--key', file, '--kid', 'k', ...named, CLAIMS])
      .toString()
      .trim()
    const jwk = await publicJwkFromPem(openssl('pkey -pubout', key).toString(), { alg })
    const { header } = await verifyJwt(token, jwk, { now })
    if (header.kid !== 'k') throw new Error(lines.join(' | '))
  }

  const checks = Object.entries(FILES).map(([alg, files]) => [
    alg,
    async () => {
      for (const lines of files) await signsWith(alg, lines)
    },
  ])
  return {
    version: command('openssl', ['version']).toString().split(' ')[1],
    algorithms: [],
    checks: { 'key files': Object.fromEntries(checks) },
  }
}

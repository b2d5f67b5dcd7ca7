// An external signer: keys that were generated in a PKCS#11 token and never leave it.
import { createHash, createPublicKey } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { signJwt } from '../../../dist/index.js'
import { command } from './command.mjs'

const MODULE = '/usr/lib/softhsm/libsofthsm2.so'
const PIN = '1234'
const READER = fileURLToPath(new URL('softhsm.py', import.meta.url))

/** The DER of a P-384 SubjectPublicKeyInfo up to its point. */
const P384_SPKI = Buffer.from('3076301006072a8648ce3d020106052b81040022036200', 'hex')

/**
 * A key for each algorithm, by its CKA_ID. One attribute can be read, CKA_MODULUS or CKA_EC_PARAMS; the
 * secret, CKA_PRIVATE_EXPONENT or CKA_VALUE, must not be readable.
 */
const KEYS = {
  RS384: { id: '01', type: 'rsa:2048', mechanism: 'SHA384-RSA-PKCS', readable: '0x120', secret: '0x123' },
  // SoftHSM 2.6 has no ECDSA-SHA384, so the digest is computed here.
  ES384: {
    id: '02',
    type: 'EC:secp384r1',
    mechanism: 'ECDSA',
    hash: 'sha384',
    readable: '0x180',
    secret: '0x11',
  },
}
const CKR_OK = '0x0'
const CKR_ATTRIBUTE_SENSITIVE = '0x11'

export default function open(scratch) {
  const [tokens, config] = [join(scratch, 'tokens'), join(scratch, 'softhsm2.conf')]
  mkdirSync(tokens)
  writeFileSync(config, `directories.tokendir = ${tokens}\n`)
  const env = { ...process.env, SOFTHSM2_CONF: config }
  const pkcs11 = (args, input) =>
    command('pkcs11-tool', ['--module', MODULE, '--login', '--pin', PIN, ...args], { env, input })

  command('softhsm2-util', ['--init-token', '--free', '--label', 'interop', '--pin', PIN, '--so-pin', PIN], {
    env,
  })
  for (const { id, type } of Object.values(KEYS)) {
    pkcs11(['--keypairgen', '--key-type', type, '--id', id, '--usage-sign'])
  }

  function publicJwk(alg) {
    const { id } = KEYS[alg]
    const key = createPublicKey({
      key: alg === 'RS384' ? readSpki(id) : readPoint(),
      format: 'der',
      type: 'spki',
    })
    return { ...key.export({ format: 'jwk' }), kid: id, alg }
  }

  function readSpki(id) {
    return pkcs11(['--read-object', '--type', 'pubkey', '--id', id])
  }

  /** pkcs11-tool 0.23 cannot read a public EC key, but lists its point: an OCTET STRING of 0x61 octets. */
  function readPoint() {
    const listed = pkcs11(['--list-objects', '--type', 'pubkey']).toString()
    return Buffer.concat([P384_SPKI, Buffer.from(/EC_POINT: +0461(\w+)/.exec(listed)[1], 'hex')])
  }

  function signer(alg) {
    const { id, mechanism, hash } = KEYS[alg]
    return {
      alg,
      kid: id,
      sign: async (input) =>
        pkcs11(
          ['--sign', '--mechanism', mechanism, '--id', id, '--signature-format', 'rs'],
          hash ? createHash(hash).update(input).digest() : input,
        ),
    }
  }

  /** Check that the token calls its keys not extractable, and refuses to reveal the secret. */
  function staysInside(alg) {
    const { id, readable, secret } = KEYS[alg]
    // pkcs11-tool 0.23 lists both keys, whatever the id.
    const listed = pkcs11(['--list-objects', '--type', 'privkey']).toString()
    const kept = listed.match(/Access: +sensitive, always sensitive, never extractable, local$/gm)
    if (kept?.length !== Object.keys(KEYS).length) throw new Error(listed)
    const answers = command('/usr/bin/python3', [READER, MODULE, PIN, id, readable, secret], {
      env,
    }).toString()
    if (answers !== `${CKR_OK}\n${CKR_ATTRIBUTE_SENSITIVE}\n`) throw new Error(`read: ${answers}`)
  }

  return {
    version: command('softhsm2-util', ['--version']).toString().trim(),
    algorithms: Object.keys(KEYS),
    publicJwk,
    sign: (alg, _jwk, claims) => signJwt(claims, signer(alg)),
    checks: {
      'stays inside': { RS384: () => staysInside('RS384'), ES384: () => staysInside('ES384') },
    },
  }
}

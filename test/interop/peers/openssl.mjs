// The command line of openssl signs and verifies the JWS Signing Input; this file puts the token together.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { command } from './command.mjs'
import { fromDer, toDer } from './der.mjs'
import { privatePem, publicPem } from './pem.mjs'

const ECDSA_SIZE = { ES256: 32, ES384: 48, ES512: 66 }
const PSS = ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:digest']

export default function open(scratch) {
  const file = (name, content) => {
    const path = join(scratch, name)
    writeFileSync(path, content)
    return path
  }

  return {
    version: command('openssl', ['version']).toString().split(' ')[1],
    sign(alg, jwk, claims) {
      const input = [{ alg, kid: jwk.kid }, claims].map(encodeJson).join('.')
      const [key, signed] = [file('key.pem', privatePem(jwk)), file('input', input)]
      const args =
        jwk.kty === 'OKP'
          ? ['pkeyutl', '-sign', '-rawin', '-inkey', key, '-in', signed]
          : ['dgst', ...digestOptions(alg), '-sign', key, signed]
      const signature = command('openssl', args)
      const octets = jwk.kty === 'EC' ? fromDer(signature, ECDSA_SIZE[alg]) : signature
      return `${input}.${octets.toString('base64url')}`
    },
    verify(alg, publicJwk, token) {
      const dot = token.lastIndexOf('.')
      const octets = Buffer.from(token.slice(dot + 1), 'base64url')
      const key = file('public.pem', publicPem(publicJwk))
      const signed = file('input', token.slice(0, dot))
      const signature = file('signature', publicJwk.kty === 'EC' ? toDer(octets) : octets)
      const args =
        publicJwk.kty === 'OKP'
          ? ['pkeyutl', '-verify', '-rawin', '-pubin', '-inkey', key, '-in', signed, '-sigfile', signature]
          : ['dgst', ...digestOptions(alg), '-verify', key, '-signature', signature, signed]
      command('openssl', args)
      return JSON.parse(Buffer.from(token.split('.')[1], 'base64url'))
    },
  }
}

function encodeJson(value) {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function digestOptions(alg) {
  return [`-sha${alg.slice(2)}`, ...(alg.startsWith('PS') ? PSS : [])]
}

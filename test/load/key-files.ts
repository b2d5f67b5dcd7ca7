/** Hostile files in place of keys, as the command reads them. */
import { createPrivateKey, type JsonWebKey } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jwk, jwks } from '../../src/cli/keys.ts'
import { sign } from '../../src/cli/sign.ts'
import { verify } from '../../src/cli/verify.ts'
import { generateJwk } from '../../src/index.ts'
import { hostileString, type Random } from '../generators.ts'
import { JWK_MEMBERS, mutated, mutatedPem, outputFault, type Attack, type Targets } from './targets.ts'

const LIMIT = 20_000
/** What JSON around a key has, as clouds, Kubernetes, Vault and .NET write it. */
const WRAPPER_MEMBERS = [
  ...['private_key', 'private_key_id', 'key', 'kid', 'alg', 'type', 'keys', 'kty', 'kind', 'ciphertext'],
  ...['jwks_uri', 'cert', 'Kty', 'KeyId', 'KeyOps', 'Modulus', 'Exponent', 'InverseQ', '__proto__'],
]
const PROPERTIES = [
  'Kty',
  'Crv',
  'X',
  'Y',
  'D',
  'KeyOps',
  'KeyId',
  'Alg',
  'Use',
  'AdditionalData',
  'toString',
]
const PARAMETERS = ['Modulus', 'Exponent', 'D', 'P', 'Q', 'DP', 'DQ', 'InverseQ']

/** A file with one octet replaced, some left out, or others at its end. */
function damaged(octets: Buffer, random: Random): Buffer {
  const copy = Buffer.from(octets)
  const at = random.below(copy.length)
  return random.pick([
    () => copy.fill(random.below(256), at, at + 1),
    () => Buffer.concat([copy.subarray(0, at), copy.subarray(at + 1 + random.below(8))]),
    () => Buffer.concat([copy, Buffer.from(hostileString(random, 100))]),
  ])()
}

function upperCase(member: string): string {
  return member[0]!.toUpperCase() + member.slice(1)
}

/** The target; its keys are made once. */
export async function keyFileTargets(): Promise<Targets> {
  const keys = await Promise.all([
    generateJwk('ES256', { kid: 'a' }),
    generateJwk('RS384', { kid: 'rsa' }),
    generateJwk('Ed25519', { kid: 'ed' }),
  ])
  const nodeKeys = keys.map((key) => createPrivateKey({ key: key as object as JsonWebKey, format: 'jwk' }))
  const pems = nodeKeys.map((key) => key.export({ format: 'pem', type: 'pkcs8' }) as string)
  const ders = nodeKeys.map((key) => key.export({ format: 'der', type: 'pkcs8' }))
  const secrets = [...keys.map(({ d }) => d!), ...pems.flatMap((pem) => pem.split('\n').slice(1, -2))]
  const folder = mkdtempSync(join(tmpdir(), 'subtle-jws-key-files-'))
  const claimsFile = join(folder, 'claims.json')
  writeFileSync(claimsFile, '{"iss":"app"}')
  let files = 0

  function jsonOf(random: Random): string {
    const key = random.pick(keys)
    const dotnet = Object.fromEntries(Object.entries(key).map(([name, value]) => [upperCase(name), value]))
    const { n, e, d, p, q, dp, dq, qi } = keys[1]!
    const rsa = { Modulus: n, Exponent: e, D: d, P: p, Q: q, DP: dp, DQ: dq, InverseQ: qi }
    return random.pick([
      () => mutated(key, JWK_MEMBERS, LIMIT, random),
      () => `{"keys":[${mutated(key, JWK_MEMBERS, LIMIT, random)},${JSON.stringify(key)}]}`,
      () => mutated({ private_key: random.pick(pems), type: 'a' }, WRAPPER_MEMBERS, LIMIT, random),
      () => mutated({}, WRAPPER_MEMBERS, LIMIT, random),
      () => mutated(dotnet, PROPERTIES, LIMIT, random),
      () => mutated(rsa, PARAMETERS, LIMIT, random),
      () => JSON.stringify(mutatedPem(random.pick(pems), random)),
    ])()
  }

  function contentOf(random: Random): Buffer {
    const kind = random()
    if (kind < 0.6) return Buffer.from(jsonOf(random))
    if (kind < 0.75) return Buffer.from(mutatedPem(random.pick(pems), random))
    if (kind < 0.85) return damaged(random.pick(ders), random)
    if (kind < 0.9) return damaged(Buffer.from(`\ufeff${random.pick(pems)}`, 'utf16le'), random)
    if (kind < 0.95)
      return Buffer.from(random.pick(ders).toString(random.pick(['hex', 'base64', 'base64url'])))
    return Buffer.from(hostileString(random, LIMIT))
  }

  function keyFileTarget(random: Random): Attack {
    const content = contentOf(random)
    const file = join(folder, `key-${files++}`)
    const line = { lists: {}, flags: new Set<string>() }
    const run = random.pick<() => unknown>([
      () => jwks.run({ ...line, options: {}, argument: file }),
      () => jwk.run({ ...line, options: random.pick([{}, { alg: 'RS384' }]), argument: file }),
      () => sign.run({ ...line, options: { key: file }, argument: claimsFile }),
      () => verify.run({ ...line, options: { key: file }, argument: 'e30.e30.' }),
    ])
    async function runOnce(): Promise<unknown> {
      writeFileSync(file, content)
      try {
        return await run()
      } finally {
        rmSync(file)
      }
    }
    return { input: content.toString('latin1'), from: 'file', secrets, run: runOnce, faultOf: outputFault }
  }

  return {
    targets: { 'key file': keyFileTarget },
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
}

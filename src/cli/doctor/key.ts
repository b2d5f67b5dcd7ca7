/** The private key: whether it is sound, and of a kind that SMART servers take. */
import { algorithmOf } from '../../algorithms.ts'
import type { Signer } from '../../index.ts'
import { readSigner } from '../input.ts'
import type { Report } from './report.ts'

/** Where the private key is. */
export interface KeyConfiguration {
  readonly keyFile: string
  /** Selects a key of a set, or names a key without kid. */
  readonly kid: string | undefined
  /** Selects a key of a set, or names the algorithm of a key without alg. */
  readonly alg: string | undefined
}

/** A SMART server takes at least one of them (SMART App Launch 2.2.0, asymmetric client authentication). */
const SMART_ALGORITHMS: readonly string[] = ['RS384', 'ES384']

/** Gives what signs, where an assertion can be signed with it. */
export async function examineKey(
  { keyFile, kid, alg }: KeyConfiguration,
  report: Report,
): Promise<Signer | undefined> {
  let signer: Signer
  let signature: Uint8Array
  try {
    signer = await readSigner(keyFile, { kid, alg })
    signature = await signer.sign(new Uint8Array(1))
  } catch (error) {
    const { message } = error as Error
    report.fail({ check: 'key', found: message, remedy: 'give a private RSA or P-384 key that is sound' })
    return undefined
  }
  report.passOrWarn(SMART_ALGORITHMS.includes(signer.alg), {
    check: 'key',
    found: describe(signer, signature),
    remedy: 'SMART asks for RS384 or ES384: make such a key with subtle-jws keygen',
  })
  return examineKeyId(signer, report)
}

function describe({ alg }: Signer, signature: Uint8Array): string {
  if (algorithmOf(alg).kty !== 'RSA') return alg
  // An RSA signature is as long as the modulus.
  return `${alg}, RSA of ${signature.length * 8} bits`
}

function examineKeyId(signer: Signer, report: Report): Signer | undefined {
  const { kid } = signer
  if (kid) {
    report.pass({ check: 'key id', found: kid })
    return signer
  }
  const remedy = 'name the kid of the published key: --kid, or kid in the JWK'
  report.fail({ check: 'key id', found: 'none', remedy })
  return undefined
}

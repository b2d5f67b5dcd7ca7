/** The private key: whether it is valid, and of a kind that SMART servers accept. */
import { algorithmOf } from '../../algorithms.ts'
import { importSigner, type Jwk, type Signer } from '../../index.ts'
import { selectPrivate } from '../input.ts'
import { shortened } from './findings.ts'
import type { Report } from './report.ts'

/** Where the private key is. */
export interface KeyConfiguration {
  readonly keyFile: string
  /** Selects a key of a set, or names the published key. */
  readonly kid: string | undefined
  /** Selects a key of a set, or names the algorithm of a key without alg. */
  readonly alg?: string | undefined
}

/** A key, and what signs with it. */
export interface ClientKey {
  readonly jwk: Jwk
  readonly signer: Signer
  /** Whether --kid can rename it. */
  readonly isRenamable: boolean
  /** The text of its file, which may hold its certificate too. It is never shown. */
  readonly text: string
}

/** A SMART server accepts at least one of them (SMART App Launch 2.2.0, asymmetric client authentication). */
const SMART_ALGORITHMS: readonly string[] = ['RS384', 'ES384']

/** Returns the key, if it can sign an assertion. */
export async function examineKey(
  { keyFile, kid, alg }: KeyConfiguration,
  report: Report,
): Promise<ClientKey | undefined> {
  try {
    const { jwk, isRenamable, text } = await selectPrivate(keyFile, { kid, alg })
    const signer = await importSigner(jwk)
    const signature = await signer.sign(new Uint8Array(1))
    report.passOrDoubt(SMART_ALGORITHMS.includes(signer.alg), {
      check: 'key',
      found: describe(signer, signature),
      remedy: 'SMART asks for RS384 or ES384: make such a key with subtle-jws keygen',
    })
    report.pass({ check: 'key id', found: shortened(signer.kid!) })
    return { jwk, signer, isRenamable, text }
  } catch (error) {
    const { message } = error as Error
    report.fail({ check: 'key', found: message, remedy: 'give a valid private key, RSA or EC on P-384' })
    return undefined
  }
}

function describe({ alg }: Signer, signature: Uint8Array): string {
  if (algorithmOf(alg).kty !== 'RSA') return alg
  // An RSA signature is as long as the modulus.
  return `${alg}, RSA of ${signature.length * 8} bits`
}

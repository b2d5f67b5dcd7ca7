/** The private key of a SMART client, and the name under which a server knows it. */
import { JoseError } from '../errors.ts'
import type { Jwk } from '../index.ts'
import { readPrivateJwk, type KeyDetails } from './input.ts'

/**
 * The client's private key. Where its file has one key under another kid than --kid, that is the kid under
 * which its public half was published, and the assertion's.
 */
export async function readClientKey(file: string, { alg, kid }: KeyDetails): Promise<Jwk> {
  try {
    return await readPrivateJwk(file, { alg, kid })
  } catch (error) {
    // Standard input can be read once.
    const isRenamed = kid !== undefined && file !== '-' && isNotFound(error)
    if (!isRenamed) throw error
    const [only] = await Promise.allSettled([readPrivateJwk(file, { alg })])
    if (only.status === 'rejected') throw error
    return { ...only.value, kid }
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof JoseError && error.code === 'ERR_KEY_NOT_FOUND'
}

/** The private key of a SMART client, and the name under which a server knows it. */
import { JoseError } from '../errors.ts'
import type { Jwk } from '../index.ts'
import { isJwkSet } from '../jwk.ts'
import { readPrivateJwk, type KeyDetails } from './input.ts'
import { readKeyFile } from './key-file.ts'

/**
 * The client's private key. A server knows it by the kid under which it is published, so that --kid stands in
 * place of the kid of a JWK; from a set it selects.
 */
export async function readClientKey(file: string, { alg, kid }: KeyDetails): Promise<Jwk> {
  try {
    return await readPrivateJwk(file, { alg, kid })
  } catch (error) {
    const isRenamed = kid !== undefined && isNotFound(error) && (await holdsOneJwk(file))
    if (!isRenamed) throw error
    return { ...(await readPrivateJwk(file, { alg })), kid }
  }
}

/** Whether a file is one key and no set, so that --kid can rename it. */
export async function holdsOneJwk(file: string): Promise<boolean> {
  // Standard input can be read once.
  return file !== '-' && !isJwkSet(await readKeyFile(file, 'sign'))
}

function isNotFound(error: unknown): boolean {
  return error instanceof JoseError && error.code === 'ERR_KEY_NOT_FOUND'
}

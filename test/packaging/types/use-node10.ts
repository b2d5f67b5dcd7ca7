// A user's module for compilers that ignore package.json's exports: they find the types by typesVersions.
import { signJwt, type Jwk } from 'subtle-jws'
import { createMemoryReplayStore, type ReplayStore } from 'subtle-jws/server'
import { createClientAssertion } from 'subtle-jws/smart'
import { decodeJwt } from 'subtle-jws/vendor/subtle-jws.min.js'

export const sign = (jwk: Jwk): Promise<string> => signJwt({}, jwk)
export const store: ReplayStore = createMemoryReplayStore()
export const assertion: Promise<string> = createClientAssertion({
  clientId: 'a',
  audience: 'b',
  key: {} as Jwk,
})
export const alg: string | undefined = decodeJwt('').header.alg
// @ts-expect-error: a token is a string
export const octets: Promise<Uint8Array> = signJwt({}, {} as Jwk)

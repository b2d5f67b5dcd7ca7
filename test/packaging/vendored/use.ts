// The types of copied files, as Deno and TypeScript find them.
import { signJwt, type Jwk } from './vendor/subtle-jws.min.js'
import { createMemoryReplayStore, type ReplayStore } from './vendor/subtle-jws-server.js'

export const sign = (jwk: Jwk): Promise<string> => signJwt({ iss: 'a' }, jwk)
export const store: ReplayStore = createMemoryReplayStore()
// @ts-expect-error: a token is a string
export const octets: Promise<Uint8Array> = signJwt({ iss: 'a' }, {} as Jwk)

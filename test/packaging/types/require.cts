// A user's CommonJS in TypeScript.
import { signJwt, type Jwk } from 'subtle-jws'
import server = require('subtle-jws/server')

export const sign = (jwk: Jwk): Promise<string> => signJwt({}, jwk)
export const store: server.ReplayStore = server.createMemoryReplayStore()
// @ts-expect-error: a token is a string
export const octets: Promise<Uint8Array> = signJwt({}, {} as Jwk)

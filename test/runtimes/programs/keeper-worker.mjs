// A Worker that imports its signer in the first request, and keeps it for all others.
import { importSigner, signJwt } from './dist/index.js'
import exchange from './exchange.mjs'

const { jwk } = exchange.find(({ alg }) => alg === 'RS384')
let signer

export default {
  async fetch({ url }) {
    signer ??= importSigner(jwk)
    return new Response(await signJwt({ jti: new URL(url).pathname }, await signer))
  },
}

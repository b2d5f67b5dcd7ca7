// A Worker that imports its key and signs within each request.
import { signJwt } from './dist/index.js'
import exchange from './exchange.mjs'

const { jwk } = exchange.find(({ alg }) => alg === 'ES384')

export default {
  async fetch({ url }) {
    return new Response(await signJwt({ jti: new URL(url).pathname }, { ...jwk }))
  },
}

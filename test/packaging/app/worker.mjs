import { signAndVerify } from './token.mjs'

export default {
  async fetch() {
    return Response.json(await signAndVerify())
  },
}

import { signAndVerify } from './trial.mjs'

export default {
  async fetch() {
    return Response.json(await signAndVerify())
  },
}

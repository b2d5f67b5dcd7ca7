// A token endpoint in a Worker, over Durable Objects.
import {
  createAssertionVerifier,
  createDurableObjectReplayStore,
  ReplayObject,
  toOAuthErrorResponse,
} from 'dist/server.js'
import jwks from 'keys.json'

export { ReplayObject }

let verifier
export default {
  async fetch(request, { REPLAY, AUDIENCE }) {
    verifier ??= createAssertionVerifier({
      audience: AUDIENCE,
      client: async () => ({ jwks }),
      replayStore: createDurableObjectReplayStore(REPLAY),
    })
    try {
      const { clientId } = await verifier.verify(await request.formData())
      return Response.json({ clientId })
    } catch (error) {
      return toOAuthErrorResponse(error)
    }
  },
}

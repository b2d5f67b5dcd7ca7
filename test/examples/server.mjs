/** Starts the tests' FHIR server, in a process of its own, for one test. */
import { join } from 'node:path'
import { generateJwk, toPublicJwks } from '../../dist/index.js'
import { printed, start } from '../runtimes/processes.mjs'

/** The key of the client that the server knows, my-client. */
export const key = await generateJwk('ES384')
const jwks = toPublicJwks({ keys: [key] })

/**
 * Start a server that ends with the test `t`: gives its URLs, what it was asked (but for tokens), how many
 * tokens it granted, and a function that kills it.
 */
export async function startServer(t, config = {}) {
  const settings = JSON.stringify({ style: 'epic', files: [], jwks, ...config })
  const server = start(process.execPath, [join(import.meta.dirname, 'fhir-server.mjs'), settings])
  async function kill() {
    process.kill(server.pid, 'SIGKILL')
    await server.ended
  }
  t.after(() => kill().catch(() => {}))
  const urls = JSON.parse((await printed(server, /^\{.*\}\n/))[0])
  const control = async (path) => (await fetch(urls.control + path)).json()
  return {
    ...urls,
    kill,
    async journal() {
      return (await control('/')).filter(({ path }) => !/well-known|\/token$/.test(path))
    },
    grants: () => control('/grants'),
    expireSignatures: () => fetch(urls.control, { method: 'DELETE' }),
  }
}

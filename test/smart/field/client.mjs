// What a service does with the client, in a process of its own. The argument is a JSON file; the last line of
// output says what came of it.
import { readFileSync } from 'node:fs'
import { createBackendServicesClient } from '../../../dist/smart.js'

const { options, job = 'token', root } = JSON.parse(readFileSync(process.argv[2], 'utf8'))

function expect(met, sentence) {
  if (!met) throw new Error(sentence)
}

/** A store that both clients of a fleet use. */
function sharedStore() {
  const tokens = new Map()
  return {
    get: async (key) => tokens.get(key),
    set: async (key, value) => void tokens.set(key, value),
  }
}

const JOBS = {
  async token(client) {
    const asked = Date.now() / 1000
    const { accessToken, scope, expiresAt } = await client.accessToken()
    return { accessToken, scope, life: Math.round(expiresAt - asked) }
  },
  async renew(client) {
    for (let i = 0; i < 5; i++) await client.accessToken({ renew: true })
  },
  async read(client) {
    const response = await client.fetch('Patient/1')
    expect((await response.json()).resourceType === 'Patient', 'no Patient')
  },
  async bulk(client) {
    const begun = await client.fetch('$export')
    const manifest = await client.fetch(begun.headers.get('content-location'))
    expect(Array.isArray((await manifest.json()).output), 'no manifest')
  },
  async fleet() {
    const tokenStore = sharedStore()
    const clients = [1, 2, 3].map(() => createBackendServicesClient({ ...options, tokenStore }))
    for (const client of clients) await client.accessToken()
    const received = await (await fetch(`${root}/received`)).json()
    expect(received.fleet === 1, `${received.fleet} token requests`)
  },
}

try {
  const client = createBackendServicesClient(options)
  console.log(JSON.stringify({ result: (await JOBS[job](client)) ?? {} }))
} catch (error) {
  const { name, message, code, status, description, retryAfter } = error
  console.log(
    JSON.stringify({ error: { name, message, code, error: error.error, status, description, retryAfter } }),
  )
}

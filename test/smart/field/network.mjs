// What a user imports before the client where the network wants a proxy or a client certificate:
// NODE_OPTIONS=--import=network.mjs.
import { readFileSync } from 'node:fs'
import process from 'node:process'
import { Agent, EnvHttpProxyAgent, setGlobalDispatcher } from 'undici'

const { CLIENT_CERTIFICATE, CLIENT_KEY } = process.env
if (CLIENT_CERTIFICATE) {
  const connect = { cert: readFileSync(CLIENT_CERTIFICATE), key: readFileSync(CLIENT_KEY) }
  setGlobalDispatcher(new Agent({ connect }))
} else {
  setGlobalDispatcher(new EnvHttpProxyAgent())
}

/** Runs the suite in Cloudflare's workerd, and Workers that sign under load. */
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { controlLines } from './processes.mjs'
import { fromJson } from './protocol.mjs'

/** The Workers that sign, with their algorithms. */
const SIGNING = { handler: 'ES384', keeper: 'RS384' }

const REQUESTS = 1000
const AT_ONCE = 16

/**
 * workerd's configuration: Workers by name, each with its files, of which the first is the entry, and a port
 * on 127.0.0.1. `more` adds to a Worker's configuration by its name; `internet` says where all of them may
 * connect to.
 */
export function configurationOf(workers, more = {}, internet = '') {
  const module = (file) =>
    `(name = "${file}", ${file.endsWith('.json') ? 'json' : 'esModule'} = embed "${file}")`
  const services = Object.entries(workers).map(
    ([name, files]) => `(name = "${name}", worker = (
    compatibilityDate = "2026-11-01",
    modules = [${files.map(module).join(', ')}],
    ${more[name] ?? ''}))`,
  )
  const sockets = Object.keys(workers).map(
    (name) => `(name = "${name}", address = "127.0.0.1:0", http = (), service = "${name}")`,
  )
  if (internet) services.push(`(name = "internet", network = (${internet}))`)
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [${services.join(', ')}], sockets = [${sockets.join(', ')}]);
`
}

/** The modules in a copy of dist/, but for the command, which is Node's. */
export const modulesIn = (folder) =>
  readdirSync(folder).filter((name) => name.endsWith('.js') && name !== 'cli.js')

/** Start workerd with Workers, as configurationOf takes them: gives their ports. */
export async function serveWorkers(file, { site, start }, workers, ...more) {
  writeFileSync(join(site, 'workers.capnp'), configurationOf(workers, ...more))
  const workerd = start(file, ['serve', '--control-fd=3', 'workers.capnp'])
  const events = (await controlLines(workerd, Object.keys(workers).length)).map((line) => JSON.parse(line))
  return Object.fromEntries(events.map(({ socket, port }) => [socket, port]))
}

/** Send REQUESTS requests, AT_ONCE at a time: gives each path with the answer. */
async function load(port) {
  const answers = []
  let sent = 0
  const client = async () => {
    while (sent < REQUESTS) {
      const path = `/${sent++}`
      const response = await fetch(`http://127.0.0.1:${port}${path}`)
      const answer = await response.text()
      if (!response.ok) throw new Error(`request ${path}: ${response.status} ${answer.slice(0, 200)}`)
      answers.push([path, answer])
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, client))
  return answers
}

/** Run the suite, then the load, in Workers of one workerd. */
export async function runWorkers({ file }, { site, start, lib, suite: { equal, runCases }, exchange }) {
  const modules = modulesIn(join(site, 'dist')).map((name) => `dist/${name}`)
  const shared = ['exchange.mjs', 'suite.mjs', ...modules]
  const names = ['suite', ...Object.keys(SIGNING)]
  const workers = Object.fromEntries(names.map((name) => [name, [`${name}-worker.mjs`, ...shared]]))
  const ports = await serveWorkers(file, { site, start }, workers)
  const response = await fetch(`http://127.0.0.1:${ports.suite}/`)
  const { cases, tokens } = fromJson(await response.text())
  const loads = Object.entries(SIGNING).map(([name, alg]) => ({
    name: `a Worker (${name}) answers ${REQUESTS} requests with ${alg} tokens`,
    async run({ verifyJwt }) {
      const answers = await load(ports[name])
      equal(new Set(answers.map(([, token]) => token)).size, REQUESTS, 'different tokens')
      const { publicJwk } = exchange.find((entry) => entry.alg === alg)
      for (const [jti, token] of answers.filter((_, i) => i % 50 === 0)) {
        equal((await verifyJwt(token, publicJwk)).claims, { jti })
      }
    },
  }))
  return { cases: [...cases, ...(await runCases(loads, lib))], tokens }
}

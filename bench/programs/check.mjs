// Checks client assertions in one way, whenever it gets a line on descriptor 3, and answers with the time.
import { readFileSync } from 'node:fs'
import { Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { CHECKS } from '../checks.mjs'
import { atOnce } from '../measure.mjs'

const { name, level, file } = JSON.parse(process.argv[2])
const { jwks, alg, bodies } = JSON.parse(readFileSync(file, 'utf8'))
const make = await CHECKS[name]({ jwks, alg })

const isRefused = (check, body) =>
  check(body).then(
    () => false,
    () => true,
  )

/** A body whose signature has another first octet. */
function spoilt({ client_assertion: token, ...others }) {
  const at = token.lastIndexOf('.') + 1
  const other = token[at] === 'A' ? 'B' : 'A'
  return { ...others, client_assertion: token.slice(0, at) + other + token.slice(at + 1) }
}

/** Refuse to measure what accepts a forgery, or an assertion twice. */
async function prove([first, second]) {
  const check = make()
  await check(first)
  if (!(await isRefused(check, first))) throw new Error('an assertion is accepted twice')
  if (!(await isRefused(check, spoilt(second)))) throw new Error('a spoilt signature is accepted')
}

/** Check all assertions but the first, which prepares the key. Returns milliseconds of time and of CPU. */
async function turn() {
  const check = make()
  const [first, ...others] = bodies
  await check(first)
  let next = 0
  const run = atOnce(level, others.length, () => check(others[next++]))
  const before = process.cpuUsage()
  const begun = performance.now()
  await run()
  const wall = performance.now() - begun
  const { user, system } = process.cpuUsage(before)
  return { wall: wall / others.length, cpu: (user + system) / 1000 / others.length }
}

/** Milliseconds of warming up: compilers need thousands of calls, and the time of their threads counts. */
const WARM_UP = 2000

await prove(bodies)
for (const begun = performance.now(); performance.now() - begun < WARM_UP; ) await turn()
const control = new Socket({ fd: 3 })
control.write('ready\n')
for await (const _ of createInterface({ input: control })) control.write(`${JSON.stringify(await turn())}\n`)

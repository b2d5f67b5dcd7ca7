// A thread that makes as many signatures as a message says, 16 at once, and answers with the last token.
import { parentPort, workerData } from 'node:worker_threads'
import { NODE } from '../contenders-node.mjs'
import { PORTABLE } from '../contenders.mjs'
import { atOnce } from '../measure.mjs'

const { name, alg, jwk } = workerData
const contender = [...PORTABLE, ...NODE].find((one) => one.name === name)
const act = await contender.signer(alg, jwk, await contender.load())

parentPort.on('message', async (ops) => {
  await atOnce(16, ops, act)()
  const made = await act()
  parentPort.postMessage(act.token?.(made) ?? made)
})

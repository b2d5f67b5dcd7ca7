// Measures the task in its argument in Node, with the installed packages, and prints the report.
import { isAsked } from '../contenders.mjs'
import { NODE } from '../contenders-node.mjs'
import { measure } from '../measure.mjs'
import { runTopic, toLine } from '../portable.mjs'
import { allocated, allocationGroups } from '../topics/overhead.mjs'
import { runScale } from '../topics/scale.mjs'

async function runAllocations({ algs }) {
  const groups = []
  for (const group of allocationGroups().filter(({ name }) => isAsked(algs)(name)))
    groups.push(await measure(group, allocated))
  return { groups }
}

const task = JSON.parse(process.argv[2])
const run = { allocations: runAllocations, scale: runScale }[task.topic] ?? runTopic
console.log(toLine(await run(task, NODE)))
process.exit()

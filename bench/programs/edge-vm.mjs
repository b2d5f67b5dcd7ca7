// Measures the topic of the task in Edge Runtime, which hides Node's globals.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { EdgeVM } from '../../test/runtimes/node_modules/@edge-runtime/vm/dist/index.js'
import { toLine } from '../../test/runtimes/protocol.mjs'

const { default: task } = await import(pathToFileURL(join(process.cwd(), 'task.mjs')).href)
const vm = new EdgeVM()
Object.assign(vm.context, { task, performance })
vm.evaluate(readFileSync('bench.js', 'utf8'))
console.log(toLine(await vm.evaluate('bench.runTopic(task)')))

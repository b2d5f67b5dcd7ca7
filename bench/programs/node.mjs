// In Node, from the packages as they are installed: measures the topic that it was given, and prints the report.
import { NODE } from '../contenders-node.mjs'
import { runTopic, toLine } from '../portable.mjs'

console.log(toLine(await runTopic(JSON.parse(process.argv[2]), NODE)))

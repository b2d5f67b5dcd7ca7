// Measures the topic of the task on a command line, and prints the report.
import { runTopic, toLine } from './bench.mjs'
import task from './task.mjs'

console.log(toLine(await runTopic(task)))

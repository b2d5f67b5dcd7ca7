// The program of a command line: measures the topic of the task, and prints the report.
import { runTopic, toLine } from './bench.mjs'
import task from './task.mjs'

console.log(toLine(await runTopic(task)))

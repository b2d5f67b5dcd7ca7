// Measures the topic of the task in a page.
import { runTopic } from './bench.mjs'
import task from './task.mjs'

export default () => runTopic(task)

// Runs the suite on a command line, and prints the report.
import * as lib from './dist/index.js'
import exchange from './exchange.mjs'
import { runSuite, toLine } from './suite.mjs'

console.log(toLine(await runSuite(lib, exchange)))

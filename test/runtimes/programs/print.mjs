// The program of a command line: prints its report.
import * as lib from './dist/index.js'
import exchange from './exchange.mjs'
import { runSuite, toLine } from './suite.mjs'

console.log(toLine(await runSuite(lib, exchange)))

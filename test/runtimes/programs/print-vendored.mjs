// Like print.mjs, with the vendored file.
import * as lib from './dist/vendor/subtle-jws.min.js'
import exchange from './exchange.mjs'
import { runSuite, toLine } from './suite.mjs'

console.log(toLine(await runSuite(lib, exchange)))

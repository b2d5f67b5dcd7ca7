// Runs the suite in a page, be it a secure context or not.
import * as lib from './dist/index.js'
import exchange from './exchange.mjs'
import { runSuite, runWithoutSubtle } from './suite.mjs'

export default () => (isSecureContext ? runSuite : runWithoutSubtle)(lib, exchange)

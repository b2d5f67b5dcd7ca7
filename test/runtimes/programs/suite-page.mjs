// The suite, in a secure context or in one that is not.
import * as lib from './dist/index.js'
import exchange from './exchange.mjs'
import { runSuite, runWithoutSubtle } from './suite.mjs'

export default () => (isSecureContext ? runSuite : runWithoutSubtle)(lib, exchange)

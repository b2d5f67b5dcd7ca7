// A Worker that answers with its report.
import * as lib from './dist/index.js'
import exchange from './exchange.mjs'
import { runSuite } from './suite.mjs'

export default {
  async fetch() {
    return Response.json(await runSuite(lib, exchange))
  },
}

import { parseArgs } from 'node:util'

/** Leave, with a message on what was wrong with how this was called. */
export function wrongUsage(message) {
  console.error(message)
  process.exit(2)
}

/** The options that this was called with. */
export function readOptions(options) {
  try {
    return parseArgs({ options }).values
  } catch ({ message }) {
    return wrongUsage(message)
  }
}

import { parseArgs } from 'node:util'

/** Exit with a message on wrong usage. */
export function wrongUsage(message) {
  console.error(message)
  process.exit(2)
}

/** The options of the command line. */
export function readOptions(options) {
  try {
    return parseArgs({ options }).values
  } catch ({ message }) {
    return wrongUsage(message)
  }
}

// Turns the claims in a code block's comments, `// => value` and `// throws CODE`, into assertions.
import { deepStrictEqual, rejects } from 'node:assert/strict'

const CLAIM = /^( *)((?:const|let) (\w+) = )?(.*?);? +\/\/ (=>|throws) (.+)$/

/** The code with assertions for its claims. A claim must follow a whole statement in one line. */
export function withClaims(code) {
  return code
    .split('\n')
    .map((line) => {
      if (!/\/\/ (=>|throws) /.test(line)) return line
      const found = CLAIM.exec(line)
      if (!found) throw new Error(`not a statement with a claim: ${line}`)
      const [, indent, declared, name, expression, kind, claim] = found
      if (kind === 'throws')
        return `${indent}await __throws(async () => (${expression}), ${JSON.stringify(claim)})`
      return declared
        ? `${indent}${declared}${expression}\n__equals(${name}, ${claim})`
        : `${indent}__equals(await (${expression}), ${claim})`
    })
    .join('\n')
}

globalThis.__equals = deepStrictEqual

/** Asserts a rejection with this code or, if the error has no code, with this name. */
globalThis.__throws = (act, claim) =>
  rejects(act, (error) => {
    deepStrictEqual(error.code ?? error.name, claim)
    return true
  })

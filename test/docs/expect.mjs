// What the comments of a code block claim: `// => value` and `// throws CODE`, as statements that hold it to them.
import { deepStrictEqual, rejects } from 'node:assert/strict'

const CLAIM = /^( *)((?:const|let) (\w+) = )?(.*?);? +\/\/ (=>|throws) (.+)$/

/** The code with its claims checked. A claim that stands at no whole statement is an error. */
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

/** A rejection with this code or, where the package gives none, this name. */
globalThis.__throws = (act, claim) =>
  rejects(act, (error) => (deepStrictEqual(error.code ?? error.name, claim), true))

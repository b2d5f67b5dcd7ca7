/** README.md's blocks: suites write their results between a pair of markers. */
import { readFileSync, writeFileSync } from 'node:fs'

const README = new URL('../README.md', import.meta.url)

const markers = (name) => new RegExp(`(<!-- ${name} -->\\n)([^]*?)(<!-- /${name} -->)`)

/** The text of a block; undefined if README.md has none of this name. */
export function readBlock(name) {
  return markers(name).exec(readFileSync(README, 'utf8'))?.[2]
}

/** Write lines into a block, if README.md has it: gives a message that says so. */
export function writeBlock(name, lines) {
  if (readBlock(name) === undefined) return `README.md has no place for ${name}`
  const block = (_, open, _old, close) => `${open}${lines.join('\n')}\n${close}`
  writeFileSync(README, readFileSync(README, 'utf8').replace(markers(name), block))
  return `wrote ${name} in README.md`
}

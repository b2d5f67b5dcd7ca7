/** README.md's blocks: what stands between markers of a name is written by the suite that found it out. */
import { readFileSync, writeFileSync } from 'node:fs'

const README = new URL('../README.md', import.meta.url)

const markers = (name) => new RegExp(`(<!-- ${name} -->\\n)([^]*?)(<!-- /${name} -->)`)

/** What stands in a block, or undefined where there is none. */
export function readBlock(name) {
  return markers(name).exec(readFileSync(README, 'utf8'))?.[2]
}

/** Put lines into a block, where there is one, and say so. */
export function writeBlock(name, lines) {
  if (readBlock(name) === undefined) return `README.md has no place for ${name}`
  const block = (_, open, old, close) => `${open}${lines.join('\n')}\n${close}`
  writeFileSync(README, readFileSync(README, 'utf8').replace(markers(name), block))
  return `wrote ${name} in README.md`
}

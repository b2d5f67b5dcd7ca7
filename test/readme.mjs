/** Blocks of pages: suites write their results between a pair of markers. */
import { readFileSync, writeFileSync } from 'node:fs'

const fileOf = (page) => new URL(`../${page}`, import.meta.url)

const markers = (name) => new RegExp(`(<!-- ${name} -->\\n)([^]*?)(<!-- /${name} -->)`)

/** The text of a block; undefined if the page has none of this name. */
export function readBlock(name, page = 'README.md') {
  return markers(name).exec(readFileSync(fileOf(page), 'utf8'))?.[2]
}

/** Write lines into a block, if the page has it: gives a message that says so. */
export function writeBlock(name, lines, page = 'README.md') {
  if (readBlock(name, page) === undefined) return `${page} has no place for ${name}`
  const block = (_, open, _old, close) => `${open}${lines.join('\n')}\n${close}`
  writeFileSync(fileOf(page), readFileSync(fileOf(page), 'utf8').replace(markers(name), block))
  return `wrote ${name} in ${page}`
}

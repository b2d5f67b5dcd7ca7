/** Source maps that lead from lines to lines: a fifth of the octets, and stack traces need no more. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { decode, encode } from '@jridgewell/sourcemap-codec'
import { root } from './entry-points.mjs'

/** Shorten the maps of the modules in dist/. */
export function shortenMaps() {
  const folder = join(root, 'dist')
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.js.map'))) {
    const path = join(folder, file)
    const map = JSON.parse(readFileSync(path, 'utf8'))
    const lines = decode(map.mappings).map((segments) => segments.slice(0, 1))
    writeFileSync(path, `${JSON.stringify({ ...map, mappings: encode(lines), names: [] })}\n`)
  }
}

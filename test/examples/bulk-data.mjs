/** The files that the tests' Bulk Data server holds: the same bytes, wherever they are made. */
import { createHash } from 'node:crypto'

/** Octets of a part in which files are written. */
const PART = 65536

const lineOf = (type, index, filler) =>
  `${JSON.stringify({ resourceType: type, id: `${type}-${index}`, text: `Zoë Müller, 山田 ${filler}` })}\n`

/** A file's content, in parts: `body`, or as many `lines`, each with a filler of so many octets. */
export function* partsOf({ type, lines, filler = 20, unended = false, body }) {
  if (body) return yield Buffer.from(body)
  const filling = 'x'.repeat(filler)
  let text = ''
  for (let index = 0; index < lines; index++) {
    text += lineOf(type, index, filling)
    if (text.length < PART) continue
    yield Buffer.from(text)
    text = ''
  }
  if (text) yield Buffer.from(unended ? text.trimEnd() : text)
}

/** The length and the SHA-256 of a file's content. */
export function sumOf(file) {
  const hash = createHash('sha256')
  let length = 0
  for (const part of partsOf(file)) {
    hash.update(part)
    length += part.length
  }
  return { length, sha256: hash.digest('hex') }
}

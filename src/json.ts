/** Parses UTF-8 octets to a JSON object, without duplicate members (RFC 7515 §4, RFC 7519 §4). */
import { JoseError, shown } from './errors.ts'
import { expectKind, type Kind } from './options.ts'

// A byte order mark is kept, so that JSON.parse refuses it (RFC 8259 §8.1).
const UTF8 = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** A JSON object. */
export type JsonObject = { [member: string]: unknown }

const QUOTE = 0x22
const COLON = 0x3a
const BACKSLASH = 0x5c

/**
 * The JSON object that `bytes` hold.
 *
 * @param what names the text in an error's message
 * @throws JoseError `ERR_JSON`: not UTF-8, not JSON, not an object, or a member given twice
 */
export function parseJsonObject(bytes: Uint8Array, what: string): JsonObject {
  let value: unknown
  try {
    value = JSON.parse(UTF8.decode(bytes))
  } catch {
    // Without a cause: the parser's own error quotes the text, which may be secret.
    throw new JoseError('ERR_JSON', `${what}: it is not JSON in UTF-8`)
  }
  if (!isJsonObject(value)) throw new JoseError('ERR_JSON', `${what}: it is JSON, but not an object`)
  // JSON.parse keeps the last of two equal members, where another reader may keep the first.
  if (membersWritten(bytes) !== membersOf(value)) {
    throw new JoseError('ERR_JSON', `${what}: it has a member twice, which parsers read differently`)
  }
  return value
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * A caller's value as JSON.
 *
 * @throws TypeError: a value that JSON cannot hold
 */
export function jsonOf(value: object, name: string): string {
  try {
    return JSON.stringify(value)
  } catch {
    throw new TypeError(`${name} is no JSON: it is circular, too deep, or holds a BigInt`)
  }
}

const NOT_IN_JSON: readonly string[] = ['undefined', 'function', 'symbol']

function isJsonValue(value: unknown): boolean {
  // JSON writes NaN and Infinity as null.
  if (typeof value === 'number') return Number.isFinite(value)
  return !NOT_IN_JSON.includes(typeof value)
}

const JSON_VALUE: Kind = ['a JSON value', isJsonValue]

/** Expect members that JSON can hold: JSON.stringify would leave out others. */
export function expectJsonMembers(object: JsonObject, name: string): void {
  for (const member in object) {
    const value = object[member]
    // Quoting a name costs more than all the rest.
    if (!isJsonValue(value)) expectKind(value, `${name} ${shown(member)}`, JSON_VALUE)
  }
}

/** An object with its members in alphabetical order, so that equal objects give equal text. */
export function inOrder(object: JsonObject): JsonObject {
  const names = Object.keys(object).sort()
  return Object.fromEntries(names.map((name) => [name, object[name]]))
}

/** The number of members in a JSON text: its colons outside of strings. */
function membersWritten(json: Uint8Array): number {
  let members = 0
  let quoted = false
  for (let i = 0; i < json.length; i++) {
    const octet = json[i]
    if (octet === QUOTE) quoted = !quoted
    else if (octet === BACKSLASH) i++
    else if (octet === COLON && !quoted) members++
  }
  return members
}

/** The number of members in a JSON value at any depth, without recursion, which could exhaust the stack. */
function membersOf(value: unknown): number {
  let members = 0
  const values = [value]
  for (const next of values) {
    if (typeof next !== 'object' || next === null) continue
    const inner: unknown[] = Object.values(next)
    if (!Array.isArray(next)) members += inner.length
    for (const member of inner) values.push(member)
  }
  return members
}

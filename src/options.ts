/** Checks options and arguments. A caller's mistake is a TypeError, at the call that makes it. */
import { shown, typeOf } from './errors.ts'

/** What a value must be: in words, and as a test. */
export type Kind = readonly [expected: string, fits: (value: unknown) => boolean]

/** The kind of each option that a function takes. */
export type Kinds<Options> = { readonly [Name in keyof Required<Options>]: Kind }

export function isString(value: unknown): value is string {
  return typeof value === 'string'
}

function isText(value: unknown): boolean {
  return isString(value) && value !== ''
}

/** Infinity never fits: it would switch off the check that the number limits. */
function isBetween(value: unknown, least: number, most: number = Number.MAX_VALUE): boolean {
  return typeof value === 'number' && value >= least && value <= most
}

export const STRING: Kind = ['a string', isString]
export const TEXT: Kind = ['a string that is not empty', isText]
export const TEXTS: Kind = [
  'a list of strings that are not empty',
  (value) => Array.isArray(value) && [...value].every(isText),
]
export const TEXT_OR_TEXTS: Kind = [
  'a string that is not empty, or a list of such',
  (value) => {
    const values = Array.isArray(value) ? value : [value]
    // A hole in the list is undefined, as a missing claim is.
    return values.length > 0 && [...values].every(isText)
  },
]
export const COUNT: Kind = /* @__PURE__ */ wholeNumber('a whole number, 0 or more', 0)
export const SECONDS: Kind = ['a finite number of seconds, 0 or more', (value) => isBetween(value, 0)]
/** A timer of more than 2^31 milliseconds fires at once, and a client waits three times as long as this. */
export const MILLISECONDS: Kind = [
  'a number of milliseconds, 1 to 700,000,000',
  (value) => isBetween(value, 1, 7e8),
]
export const BOOLEAN: Kind = ['true or false', (value) => typeof value === 'boolean']
export const FUNCTION: Kind = ['a function', (value) => typeof value === 'function']

/** A whole number within bounds, and one that is written in digits alone. */
export function wholeNumber(expected: string, least: number, most?: number): Kind {
  return [expected, (value) => Number.isSafeInteger(value) && isBetween(value, least, most)]
}

/** An object with these methods. */
export function withMethods(expected: string, ...methods: readonly string[]): Kind {
  const has = (value: unknown, method: string): boolean => typeof Object(value)[method] === 'function'
  return [expected, (value) => methods.every((method) => has(value, method))]
}

/** The name of a value's class, in any realm: test runners and frames have their own classes. */
function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1)
}

/** Whether a value is an object of any realm that inherits nothing of its own. */
function isPlain(value: unknown): boolean {
  if (tagOf(value) !== 'Object') return false
  const parent = Object.getPrototypeOf(value)
  return parent === null || Object.getPrototypeOf(parent) === null
}

/**
 * Not a list, a Map, a Date or a promise. What is inherited, such as the getters of a class, is lost where an
 * object is copied, or written as JSON.
 */
export const PLAIN_OBJECT: Kind = ['a plain object', isPlain]

/** A value that another function checks: a key, which no message may show. */
export const ANYTHING: Kind = ['anything', () => true]

/** Throw a TypeError with this sentence unless `met`. */
export function expect(met: unknown, sentence: string): asserts met {
  if (!met) throw new TypeError(sentence)
}

/** Expect one value of a kind. A string is not shown: it may be a secret in the wrong place. */
export function expectKind(value: unknown, name: string, [expected, fits]: Kind): void {
  if (!fits(value)) throw new TypeError(`${name} is ${classOf(value)}; it must be ${expected}`)
}

/** Whether a value is a Uint8Array of any realm. */
export function isBytes(value: unknown): value is Uint8Array {
  // Much quicker than the tag, which tells in other realms too.
  if (ArrayBuffer.isView(value) && value instanceof Uint8Array) return true
  return tagOf(value) === 'Uint8Array'
}

/** The octets of a Uint8Array or an ArrayBuffer, which WebCrypto returns; undefined for all else. */
export function bytesOf(value: unknown): Uint8Array | undefined {
  if (isBytes(value)) return value
  return tagOf(value) === 'ArrayBuffer' ? new Uint8Array(value as ArrayBuffer) : undefined
}

/**
 * What a value is; an object is named by its class: a Promise, a CryptoKey, an ArrayBuffer. Its content is
 * not shown.
 */
export function classOf(value: unknown): string {
  const found = typeOf(value)
  const name = tagOf(value)
  const isNamed = found === 'an object' && name !== 'Object' && /^[A-Z]\w{1,20}$/.test(name)
  if (!isNamed) return found
  return `${/^[AEIO]/.test(name) ? 'an' : 'a'} ${name}`
}

/** The time that a caller's clock gives, in whole seconds since 1970. */
export function secondsOf(now: () => number): number {
  const seconds = Math.floor(now() / 1000)
  expect(seconds >= 0, 'option now gives no time; it must give milliseconds since 1970')
  return seconds
}

/** Expect a Uint8Array. */
export function expectBytes(value: unknown, name: string): asserts value is Uint8Array {
  if (!isBytes(value)) throw new TypeError(`${name} is ${classOf(value)}; it must be a Uint8Array`)
}

/** Rules for options besides their kinds. */
interface OptionRules {
  /** Options that must be there. */
  readonly needed?: readonly string[]
  /**
   * Whether an option that is present but undefined is refused, and does not count as absent: for options
   * that stand for checks, which an unset variable would disable.
   */
  readonly strict?: boolean
}

/** Expect known options only, each of its kind. */
export function expectOptions<Options extends object>(
  options: Options,
  kinds: Kinds<Options>,
  { needed = [], strict = false }: OptionRules = {},
): void {
  expectKind(options, 'options', PLAIN_OBJECT)
  for (const name in options) {
    if (!Object.hasOwn(kinds, name)) {
      throw new TypeError(`option ${shown(name)} is unknown; known: ${Object.keys(kinds).join(', ')}`)
    }
    const value = options[name]
    if (value !== undefined || strict) expectKind(value, `option ${name}`, kinds[name])
  }
  for (const name of needed as readonly (keyof Options & string)[]) {
    expectKind(options[name], `option ${name}`, kinds[name])
  }
}

/** What went wrong, as a stable name. Messages may change between versions; codes do not. */
export type JoseErrorCode =
  | 'ERR_BASE64URL'
  | 'ERR_JSON'
  | 'ERR_JWS_FORM'
  | 'ERR_ALG'
  | 'ERR_CRIT'
  | 'ERR_JWK'
  | 'ERR_PEM'
  | 'ERR_KEY_NOT_FOUND'
  | 'ERR_KEY_AMBIGUOUS'
  | 'ERR_SIGNATURE'
  | 'ERR_CLAIM'
  | 'ERR_EXPIRED'
  | 'ERR_REPLAY'
  | 'ERR_HTTP'
  | 'ERR_OAUTH'
  | 'ERR_CRYPTO'

/** What an error says besides its code and message: members of the error. */
export type JoseErrorDetails = Pick<
  JoseError,
  'claim' | 'status' | 'error' | 'description' | 'retryAfter' | 'clientId' | 'kid'
> & {
  /** Why, as it was thrown. Default: none. */
  cause?: unknown
}

/**
 * Every refusal that is not the caller's own mistake (those are a TypeError).
 * Its message says what was found and what is needed, and contains no token, key or secret.
 */
export class JoseError extends Error {
  /** Always `JoseError`, whichever copy of this module made it. */
  declare readonly name: 'JoseError'
  /** The stable name of what went wrong. */
  declare readonly code: JoseErrorCode
  /**
   * With `ERR_CLAIM` and `ERR_EXPIRED`: the claim, header member (`typ`, `jku`) or parameter that was
   * refused.
   */
  declare readonly claim?: string
  /** With `ERR_HTTP` and `ERR_OAUTH`: the answer's HTTP status, if there was an answer. */
  declare readonly status?: number
  /** With `ERR_OAUTH`: `error`, as the server gave it or as it is to be answered (RFC 6749 §5.2). */
  declare readonly error?: string
  /**
   * With `ERR_HTTP` and `ERR_OAUTH`: what the server said, its `error_description` or the beginning of its
   * answer, in 300 printable characters.
   */
  declare readonly description?: string
  /**
   * With `ERR_HTTP` and `ERR_OAUTH`: whole seconds until the server wants to be asked again (Retry-After).
   */
  declare readonly retryAfter?: number
  /**
   * With a refusal of `createAssertionVerifier`: the client_id that the request claims, which is not
   * verified: 200 printable characters at most.
   */
  declare readonly clientId?: string
  /** With a refusal of `createAssertionVerifier`: the `kid` that its assertion claims; likewise. */
  declare readonly kid?: string

  /** The message is made printable, and cut after 500 characters; `details` become members of the error. */
  constructor(code: JoseErrorCode, message: string, details: JoseErrorDetails = {}) {
    super(cut(printable(message), 500), details)
    Object.assign(this, details)
    this.name = 'JoseError'
    this.code = code
  }
}

/**
 * A text with its control, format and bidirectional characters escaped, which could manipulate a terminal or
 * a log.
 */
export function printable(text: string): string {
  const escaped = (character: string): string => `\\u{${character.codePointAt(0)!.toString(16)}}`
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, escaped)
}

/** A text of at most so many characters, with an ellipsis if it is cut. */
export function shortened(text: string, most: number): string {
  return text.length > most ? `${cut(text, most - 1)}…` : text
}

/** The beginning of a text: at most so many characters, without half of a surrogate pair. */
export function cut(text: string, most: number): string {
  return text.slice(0, most).replace(/[\ud800-\udbff]$/, '')
}

/**
 * What a value is. Strings may be secret, so a string, a list or an object is only named as such.
 */
export function typeOf(value: unknown): string {
  if (value === undefined) return 'absent'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  const isLong = ['string', 'function', 'symbol', 'bigint'].includes(typeof value)
  return isLong ? `a ${typeof value}` : `${value}`
}

/**
 * Like typeOf, but a string is shown in quotes. The result has at most 99 characters. Nothing in the value is
 * called or converted.
 */
export function shown(value: unknown): string {
  if (typeof value !== 'string') return typeOf(value)
  const quoted = printable(JSON.stringify(cut(value, 99)))
  const isWhole = value.length < 99 && quoted.length <= 99
  return isWhole ? quoted : `${cut(quoted, 97)}…"`
}
